"""The intermediate model: what the schema means, in no target language.

Types are anonymous, structural and comparable by value; declarations are named, documented and
located. `Ref` is the only edge between declarations, so every node is frozen in spite of cycles.

Invariants, checked by `verify`: every `Ref` names a declaration; a `Union` has two or more
distinct variants, none of them `Union`, `Nullable`, `Null`, `Never` or `AnyValue`; `Nullable`
never holds `Nullable`, `Null`, `Never` or `AnyValue`; a `Literal` has distinct values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, NewType, TypeAlias, assert_never

from schemawright.digest import letters
from schemawright.location import Location, escape, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TypeName = NewType("TypeName", str)
"""The identity of a declaration: its owner's name and one segment more, joined as a JSON Pointer
joins tokens (`Call/status`); for a declaration of the input, the one segment that names it."""


LONGEST_SEGMENT = 1_000
"""Characters of a segment; of a longer one only letters say how it goes on."""


def top(segment: str) -> TypeName:
    """Return the name of a declaration that the input itself names."""
    return TypeName(escape(_short(segment)))


def inner(owner: TypeName, segment: str) -> TypeName:
    """Return the name of a declaration found inside another one."""
    return TypeName(f"{owner}/{escape(_short(segment))}")


def _short(segment: str) -> str:
    """Return a segment that names can be made of again and again, however long a text is."""
    if len(segment) <= LONGEST_SEGMENT:
        return segment
    return f"{segment[:LONGEST_SEGMENT]} {letters(segment, 13)}"


@cache
def segments(name: TypeName) -> tuple[str, ...]:
    """Return the parts of a name, outermost first."""
    return split(f"/{name}")


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def ordinal(index: int) -> str:
    """Return the segment for a position counted from 0; it never ends in a number of ours."""
    rounds, place = divmod(index, len(ORDINALS))
    if rounds <= len(ORDINALS):
        return "after " * rounds + ORDINALS[place]
    words = [ORDINALS[place]]  # many: digits to the base of nine, as words
    while rounds:
        rounds, place = divmod(rounds, len(ORDINALS))
        words.append(ORDINALS[place])
    return " ".join(words[::-1])


class Kind(StrEnum):
    """The JSON kind of a scalar; keeps `true` apart from `1`, which Python does not."""

    NULL = "null"
    BOOLEAN = "boolean"
    NUMBER = "number"
    STRING = "string"

    __hash__ = str.__hash__  # Enum's own is written in Python, and constants are hashed a lot


class Constant(NamedTuple):
    """One JSON scalar."""

    kind: Kind
    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class JsonArray:
    """A JSON array that can be hashed and compared."""

    items: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class JsonObject:
    """A JSON object that can be hashed and compared; keeps the written order."""

    items: tuple[tuple[str, Json], ...]


Json: TypeAlias = Constant | JsonArray | JsonObject


class Missing(Enum):
    """The mark of a default that the schema does not state; JSON null is a real default."""

    MISSING = "missing"


MISSING = Missing.MISSING


@dataclass(frozen=True, slots=True)
class AnyValue:
    """Any JSON value."""


@dataclass(frozen=True, slots=True)
class Never:
    """No value at all."""


@dataclass(frozen=True, slots=True)
class Null:
    """JSON null and nothing else."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """JSON true or false."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number; `integral` for the schema type "integer", of which 2.0 is one."""

    integral: bool = False
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class String:
    """Text; `format` and `held_as`, a type of code, as written; lengths in code points."""

    format: str | None = None
    held_as: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Literal:
    """One of a few fixed values (`const`, or an `enum` that no enumeration can hold)."""

    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Array:
    """A list of one type of item."""

    item: Type
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuple:
    """An array whose first items have types of their own; `rest` is None when no more may come.

    `min_items` counts the items that must be there: fewer than `items` is allowed in JSON Schema.
    """

    items: tuple[Type, ...]
    rest: Type | None
    min_items: int = 0
    max_items: int | None = None
    unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """An object used as a dictionary."""

    value: Type
    min_properties: int | None = None
    max_properties: int | None = None


@dataclass(frozen=True, slots=True)
class Nullable:
    """A value or null."""

    item: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """How the variants of a union are told apart: the value of one property of each."""

    property: str
    cases: tuple[tuple[Constant, TypeName], ...]
    declared: bool
    """True when the schema has a `discriminator`, False when inferred from fixed values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """One of several types; `exclusive` for oneOf."""

    variants: tuple[Type, ...]
    exclusive: bool = False
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """A declaration, by name. The only edge between declarations: cycles are free."""

    name: TypeName


Type: TypeAlias = (
    AnyValue
    | Never
    | Null
    | Boolean
    | Number
    | String
    | Literal
    | Array
    | Tuple
    | Map
    | Nullable
    | Union
    | Ref
)


# Declarations: named, documented, located. `places` are where the parts of their schema are
# written, all of which hold; what a pass has made is written nowhere. Their `repr` has no prose.


@dataclass(frozen=True, slots=True, kw_only=True)
class Docs:
    """Prose for readers; never changes behaviour."""

    title: str = ""
    description: str = ""
    examples: tuple[Json, ...] = ()
    deprecated: bool = False


NO_DOCS = Docs()


class Access(StrEnum):
    """Who may set a property."""

    READ_WRITE = "read-write"
    READ_ONLY = "read-only"
    WRITE_ONLY = "write-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One property of a record, under the name it has on the wire.

    `called` is what the input wants it to be called in code, empty if it does not say.
    Whether the key must be there (`required`), whether its value may be null (`Nullable` in
    `type`) and what value it stands for when absent (`default`) are independent of each other.
    """

    name: str
    type: Type
    required: bool
    called: str = ""
    default: Json | Missing = MISSING
    access: Access = Access.READ_WRITE
    docs: Docs = field(repr=False, default=NO_DOCS)
    location: Location = field(compare=False, repr=False)
    places: tuple[Location, ...] = field(compare=False, repr=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object with known properties.

    `extra` is the type of properties that are not named, None when they are refused; `patterns`
    are the types of those whose name matches a regular expression.
    """

    name: TypeName
    fields: tuple[Field, ...]
    extra: Type | None = AnyValue()
    patterns: tuple[tuple[str, Type], ...] = ()
    docs: Docs = field(repr=False, default=NO_DOCS)
    location: Location = field(compare=False, repr=False)
    places: tuple[Location, ...] = field(compare=False, repr=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """A named closed set of scalars, of which null is none; no two are equal in Python."""

    name: TypeName
    values: tuple[Constant, ...]
    docs: Docs = field(repr=False, default=NO_DOCS)
    location: Location = field(compare=False, repr=False)
    places: tuple[Location, ...] = field(compare=False, repr=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name for a type."""

    name: TypeName
    target: Type
    docs: Docs = field(repr=False, default=NO_DOCS)
    location: Location = field(compare=False, repr=False)
    places: tuple[Location, ...] = field(compare=False, repr=False, default=())


Declaration: TypeAlias = Record | Enumeration | Alias


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Everything one run generates from, in the order of the input."""

    roots: tuple[TypeName, ...]
    declarations: Mapping[TypeName, Declaration]


def children(type_: Type) -> tuple[Type, ...]:
    """Return the types directly inside `type_`: the one traversal that every pass shares."""
    match type_:
        case Ref() | String() | Number() | Boolean() | Literal() | AnyValue() | Null() | Never():
            return ()
        case Array(item=item) | Nullable(item=item):
            return (item,)
        case Map(value=value):
            return (value,)
        case Union(variants=variants):
            return variants
        case Tuple(items=items, rest=rest):
            return items if rest is None else (*items, rest)
        case _:
            assert_never(type_)


def bare(type_: Type) -> list[TypeName]:
    """Return the declarations that a type is, as opposed to holds in a list, map or tuple."""
    if isinstance(type_, Ref):
        return [type_.name]
    if isinstance(type_, Nullable | Union):
        return [name for each in children(type_) for name in bare(each)]
    return []


def types_of(declaration: Declaration) -> Iterator[Type]:
    """Yield the types directly inside a declaration."""
    match declaration:
        case Record(fields=fields, extra=extra, patterns=patterns):
            yield from (each.type for each in fields)
            yield from (type_ for _, type_ in patterns)
            if extra is not None:
                yield extra
        case Alias(target=target):
            yield target
        case Enumeration():
            return
        case _:
            assert_never(declaration)


def walk(declaration: Declaration) -> Iterator[Type]:
    """Yield every type in a declaration, however deep, outermost first."""
    pending = list(types_of(declaration))[::-1]
    while pending:
        type_ = pending.pop()
        yield type_
        pending.extend(children(type_)[::-1])


def references(declaration: Declaration) -> Iterator[TypeName]:
    """Yield every name that a declaration mentions, however deep, tags' cases included."""
    for type_ in walk(declaration):
        if isinstance(type_, Ref):
            yield type_.name
        elif isinstance(type_, Union) and type_.tag is not None:
            yield from (name for _, name in type_.tag.cases)
