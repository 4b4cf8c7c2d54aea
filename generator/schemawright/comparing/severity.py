"""How bad changes are: one table, and what is proved of the values before and after them."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Direction: TypeAlias = Literal["request", "response"]
DIRECTIONS: tuple[Direction, ...] = ("request", "response")


class Severity(IntEnum):
    """How bad a change is, in rising order."""

    OK = 0
    WARNING = 1
    BREAKING = 2

    def __str__(self) -> str:
        """Return it as a word."""
        return self.name.lower()


class Effect(StrEnum):
    """What a change does to the set of values."""

    NONE = "none"
    GROWS = "grows"
    SHRINKS = "shrinks"
    EITHER = "either"


class Row(NamedTuple):
    """How bad a kind of change is for requests and responses, unless a proof says otherwise."""

    request: Severity
    response: Severity
    effect: Effect
    loses: bool = False
    """Whether something is lost even if all values stay valid."""
    adds: bool = False
    """Whether there is something new to use."""


_OK, _W, _B = Severity.OK, Severity.WARNING, Severity.BREAKING
_NONE, _GROWS, _SHRINKS, _EITHER = Effect

TABLE: Mapping[str, Row] = MappingProxyType(
    {
        "required-property-added": Row(_B, _OK, _EITHER, adds=True),
        "optional-property-added": Row(_OK, _OK, _EITHER, adds=True),
        "required-property-removed": Row(_W, _B, _EITHER, loses=True),
        "optional-property-removed": Row(_W, _W, _EITHER, loses=True),
        "property-made-required": Row(_B, _OK, _SHRINKS),
        "property-made-optional": Row(_OK, _B, _GROWS),
        "null-allowed": Row(_OK, _B, _GROWS),
        "null-forbidden": Row(_B, _OK, _SHRINKS),
        "type-widened": Row(_OK, _B, _GROWS),
        "type-narrowed": Row(_B, _OK, _SHRINKS),
        "type-changed": Row(_B, _B, _EITHER),
        "value-added": Row(_OK, _W, _GROWS, adds=True),
        "value-removed": Row(_B, _OK, _SHRINKS),
        "const-added": Row(_B, _OK, _SHRINKS),
        "const-changed": Row(_B, _B, _EITHER),
        "const-removed": Row(_OK, _B, _GROWS),
        "limit-tightened": Row(_B, _OK, _SHRINKS),
        "limit-loosened": Row(_OK, _B, _GROWS),
        "limit-set": Row(_W, _OK, _SHRINKS),
        "limit-lifted": Row(_OK, _B, _GROWS),
        "pattern-added": Row(_B, _OK, _SHRINKS),
        "pattern-removed": Row(_OK, _OK, _GROWS),
        "pattern-changed": Row(_W, _OK, _EITHER),
        "format-added": Row(_B, _OK, _SHRINKS),
        "format-removed": Row(_OK, _B, _GROWS),
        "format-changed": Row(_W, _W, _EITHER, loses=True),
        "member-added": Row(_OK, _B, _GROWS, adds=True),
        "member-removed": Row(_B, _OK, _SHRINKS),
        "condition-added": Row(_B, _OK, _SHRINKS),
        "condition-removed": Row(_OK, _B, _GROWS),
        "condition-changed": Row(_B, _B, _EITHER),
        "unjudged": Row(_B, _B, _EITHER),
        "default-changed": Row(_OK, _OK, _NONE),
        "access-changed": Row(_OK, _W, _EITHER, loses=True),
        "tag-changed": Row(_B, _B, _NONE),
        "name-changed": Row(_B, _B, _NONE),
        "type-added": Row(_OK, _OK, _NONE, adds=True),
        "type-removed": Row(_B, _B, _NONE),
        "type-renamed": Row(_B, _B, _NONE),
        "operation-added": Row(_OK, _OK, _NONE, adds=True),
        "operation-removed": Row(_B, _B, _NONE),
        "prose-changed": Row(_OK, _OK, _NONE),
    }
)
"""The kinds of changes."""

_HARMS: Mapping[Direction, frozenset[Effect]] = {
    "request": frozenset({_SHRINKS, _EITHER}),
    "response": frozenset({_GROWS, _EITHER}),
}
"""A request type may grow, a response type may shrink."""


def severity(kind: str, direction: Direction, *, proved: bool) -> Severity:
    """Return how bad a change is in one direction.

    Args:
        kind: the kind of change, a key of the table.
        direction: who sends the values.
        proved: whether all that one side may send is valid for the other, where the change is.
    """
    row = TABLE[kind]
    stated = row.request if direction == "request" else row.response
    if row.effect is Effect.NONE:
        return stated
    if proved:
        return min(stated, Severity.WARNING) if row.loses else Severity.OK
    return Severity.BREAKING if row.effect in _HARMS[direction] else min(stated, Severity.WARNING)
