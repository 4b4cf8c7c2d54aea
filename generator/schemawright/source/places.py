"""Every place of a document where a schema stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.diagnostics import Diagnostic, not_a_schema
from schemawright.location import Location, escape
from schemawright.source.dialects import Dialect, Place, find
from schemawright.source.openapi import described
from schemawright.source.schema import Schema
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEFINITIONS = frozenset({"definitions", "$defs"})


class Found(NamedTuple):
    """A schema in a document; a plain tuple, as there are many and few are looked at closely."""

    keywords: dict[str, Any]
    pointer: str
    dialect: Dialect

    def schema(self, uri: str) -> Schema:
        """Return the schema, located in the document `uri`."""
        return Schema(self.keywords, Location(uri, self.pointer), self.dialect)


def walk(
    value: Any,
    location: Location,
    dialect: Dialect,
    *,
    report: Callable[[Diagnostic], None] | None = None,
    skip: frozenset[str] = frozenset(),
) -> Iterator[Found]:
    """Yield the schema at `location` and every schema inside it, outermost first.

    Args:
        value: the JSON value in the place of a schema.
        location: where it stands.
        dialect: the dialect that holds until a `$schema` says otherwise.
        report: told of every value that is no schema, which is then left out.
        skip: keywords that are not entered.
    """
    pending: list[tuple[Any, str, Dialect]] = [(value, location.pointer, dialect)]
    while pending:
        value, pointer, dialect = pending.pop()
        if not is_object(value):
            if not isinstance(value, bool) and report is not None:
                report(not_a_schema(Location(location.uri, pointer), described(value)))
            continue
        if isinstance(declared := value.get("$schema"), str):
            dialect = find(declared) or dialect
        found = Found(value, pointer, dialect)
        yield found
        pending += inside(found, skip)[::-1]


def inside(found: Found, skip: frozenset[str]) -> list[tuple[Any, str, Dialect]]:
    """Return what stands directly inside a schema where schemas do: values, pointers, dialects.

    Args:
        found: the schema.
        skip: keywords that are not entered.
    """
    keywords, pointer, dialect = found
    places = dialect.places
    values: list[tuple[Any, str, Dialect]] = []
    for keyword in keywords:
        if keyword in places and keyword not in skip:
            values += _under(keywords[keyword], places[keyword], f"{pointer}/{keyword}", dialect)
    return values


def _under(
    value: Any, place: Place, at: str, dialect: Dialect
) -> Iterator[tuple[Any, str, Dialect]]:
    if is_array(value):
        if place in {Place.ARRAY, Place.SCHEMA_OR_ARRAY}:
            for index, each in enumerate(value):
                yield each, f"{at}/{index}", dialect
        elif place is Place.SCHEMA:
            yield value, at, dialect
    elif place is Place.SCHEMA or place is Place.SCHEMA_OR_ARRAY:
        yield value, at, dialect
    elif place is not Place.ARRAY and is_object(value):
        for name, each in value.items():
            if place is Place.MAP or not is_array(each):
                yield each, f"{at}/{escape(name)}", dialect
