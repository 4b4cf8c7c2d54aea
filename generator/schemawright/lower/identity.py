"""What makes two schemas the same one: where they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemawright.location import Location
    from schemawright.source.schema import Schema

MERGED = "x-schemawright-merged"
"""Marks a schema that stands for more, or less, than what is written at its location; its value
is the set of all the places where its parts are written."""


def written_at(schema: Schema) -> frozenset[Location]:
    """Return every place where a part of a schema is written: its identity."""
    places: frozenset[Location] | None = schema.get(MERGED)
    return frozenset({schema.location}) if places is None else places
