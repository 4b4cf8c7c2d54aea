"""What each schema asserts, in one form for all dialects."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.location import Location

Scope: TypeAlias = "tuple[tuple[str, Location], ...]"
"""Where dynamic references lead on one way to a schema: the anchors' names and places, sorted."""


class Key(NamedTuple):
    """A schema on a way to it; the way only counts where dynamic references depend on it.

    `part` names what was made of the schema, where it is not the schema as it is written.
    """

    location: Location
    scope: Scope = ()
    part: str = ""


class Format(NamedTuple):
    """The name of a format, and the key of the dialect that says what it means."""

    name: str
    dialect: str


class Contains(NamedTuple):
    """`contains` with its bounds; `evaluates` tells whether it marks the items that it matches."""

    schema: Key
    least: int
    most: int | None
    evaluates: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserts:
    """What one schema asserts: each keyword of 2020-12 that it states, however it spells it.

    JSON Schema Validation 2020-12, section 6, and Core 2020-12, sections 10 and 11. None and what
    is empty stand for keywords that are not stated; `enum` and `const` are lists of values.
    """

    never: bool = False
    types: tuple[str, ...] | None = None
    enums: tuple[tuple[Any, ...], ...] = ()
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    format: Format | None = None
    prefix_items: tuple[Key, ...] = ()
    items: Key | None = None
    contains: Contains | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    properties: Mapping[str, Key] = field(default_factory=dict[str, Key])
    pattern_properties: Mapping[str, Key] = field(default_factory=dict[str, Key])
    additional_properties: Key | None = None
    property_names: Key | None = None
    required: tuple[str, ...] = ()
    dependent_required: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    dependent_schemas: Mapping[str, Key] = field(default_factory=dict[str, Key])
    min_properties: int | None = None
    max_properties: int | None = None
    all_of: tuple[Key, ...] = ()
    """The members of `allOf`, after the targets of references."""
    references: int = 0
    """How many of them are targets of references."""
    any_of: tuple[Key, ...] = ()
    one_of: tuple[Key, ...] = ()
    not_: Key | None = None
    if_: Key | None = None
    then: Key | None = None
    else_: Key | None = None
    unevaluated_items: Key | None = None
    unevaluated_properties: Key | None = None


ANYTHING = Asserts()
NOTHING = Asserts(never=True)

_FIELDS = tuple(each.name for each in fields(Asserts))
_VALUES = attrgetter(*_FIELDS)
_UNSTATED = _VALUES(ANYTHING)


def stated_fields(asserts: Asserts) -> dict[str, Any]:
    """Return the fields in which a schema says more than nothing, with what it says."""
    found = zip(_FIELDS, _VALUES(asserts), _UNSTATED, strict=True)
    return {name: value for name, value, unstated in found if value != unstated}


class Plan(NamedTuple):
    """Everything that some roots assert."""

    roots: tuple[Key, ...]
    asserts: Mapping[Key, Asserts]


def in_place(asserts: Asserts) -> tuple[Key, ...]:
    """Return the schemas that a schema applies to the very value that it is applied to itself.

    `not` is left out: what it marks as evaluated does not count (Core 2020-12, section 7.7.1.1).
    """
    found = [*asserts.all_of, *asserts.any_of, *asserts.one_of]
    found += [each for each in (asserts.if_, asserts.then, asserts.else_) if each is not None]
    return (*found, *asserts.dependent_schemas.values())


def applied(asserts: Asserts) -> Iterator[Key]:
    """Yield every schema that a schema applies, to the same value or to parts of it."""
    yield from in_place(asserts)
    yield from asserts.prefix_items
    yield from asserts.properties.values()
    yield from asserts.pattern_properties.values()
    if asserts.contains is not None:
        yield asserts.contains.schema
    for key in (
        asserts.not_,
        asserts.items,
        asserts.additional_properties,
        asserts.property_names,
        asserts.unevaluated_items,
        asserts.unevaluated_properties,
    ):
        if key is not None:
            yield key
