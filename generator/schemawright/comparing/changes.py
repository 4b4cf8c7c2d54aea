"""Everything that can differ between two schemas: a closed union."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from schemawright import ir
    from schemawright.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of a change: in the model, in both inputs, and in Python."""

    type: ir.TypeName
    """The declared type, as it is called now, or was called if there is none any more; empty for an
    operation."""
    place: str
    """The way to it: the type, a property, what is inside its value."""
    old: Location | None
    new: Location | None
    python_old: str | None
    """The class or `Class.attribute` before the change."""
    python_new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyAdded(_Change):
    """A record has a property more."""

    name: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRemoved(_Change):
    """A record has a property less."""

    name: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredChanged(_Change):
    """A property has to be there, or need not be there any more."""

    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NullChanged(_Change):
    """Null is allowed, or no longer allowed."""

    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeChanged(_Change):
    """A value is of another type."""

    old: str
    new: str
    how: Literal["widened", "narrowed", "changed"] = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAdded(_Change):
    """There is one more value to choose from."""

    value: ir.Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRemoved(_Change):
    """There is one value less to choose from."""

    value: ir.Json


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstChanged(_Change):
    """A value is fixed, fixed to something else, or no longer fixed."""

    old: ir.Json | None
    new: ir.Json | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitChanged(_Change):
    """A limit is another one, is new, or is gone."""

    keyword: str
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternChanged(_Change):
    """A text must match another pattern."""

    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatChanged(_Change):
    """A text or a number has another format."""

    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdded(_Change):
    """A union has a member more."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRemoved(_Change):
    """A union has a member less."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionChanged(_Change):
    """What types do not hold is asserted, no longer asserted, or asserted otherwise."""

    keyword: str
    how: Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged(_Change):
    """Something differs, and nobody can tell whether all values are still valid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultChanged(_Change):
    """What an absent property stands for is something else."""

    old: ir.Json | None
    new: ir.Json | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChanged(_Change):
    """A property is set by others than before."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChanged(_Change):
    """The members of a union are told apart in another way."""

    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChanged(_Change):
    """A generated name is another one."""

    what: Literal["class", "attribute", "member", "module"]
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeAdded(_Change):
    """There is one more type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRemoved(_Change):
    """There is one type less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRenamed(_Change):
    """A type has another name, and is what it was."""

    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationAdded(_Change):
    """An OpenAPI document has an operation more; it is no type, so `where` names none."""

    id: str | None
    """Its `operationId`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRemoved(_Change):
    """An OpenAPI document has an operation less."""

    id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseChanged(_Change):
    """A description, a title or an example is another one."""

    what: tuple[str, ...]


Change: TypeAlias = (
    PropertyAdded
    | PropertyRemoved
    | RequiredChanged
    | NullChanged
    | TypeChanged
    | ValueAdded
    | ValueRemoved
    | ConstChanged
    | LimitChanged
    | PatternChanged
    | FormatChanged
    | MemberAdded
    | MemberRemoved
    | ConditionChanged
    | Unjudged
    | DefaultChanged
    | AccessChanged
    | TagChanged
    | NameChanged
    | TypeAdded
    | TypeRemoved
    | TypeRenamed
    | OperationAdded
    | OperationRemoved
    | ProseChanged
)
