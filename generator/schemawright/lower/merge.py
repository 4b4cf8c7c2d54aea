"""`allOf`: several schemas that hold at once, as one.

The merged schema holds for the values that all of them hold for, as far as types can say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.diagnostics import reference_loop
from schemawright.lower.identity import MERGED, written_at
from schemawright.lower.json_values import has_type, same
from schemawright.lower.keywords import ANNOTATIONS, BOOKKEEPING, types_of
from schemawright.source.dialects import Place
from schemawright.source.schema import Schema
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from schemawright.location import Location
    from schemawright.lower.context import Context


def merge(context: Context, schemas: Sequence[Schema]) -> Schema:
    """Return one schema that says what all of `schemas` say, at the location of the first."""
    parts = [part for schema in schemas for part in _parts(context, schema, ())]
    merged: dict[str, Any] = {}
    for part in parts:
        _absorb(merged, part)
    merged[MERGED] = frozenset(place for schema in schemas for place in written_at(schema))
    first = schemas[0]
    return Schema(merged, first.location, first.dialect)


def _parts(context: Context, schema: Schema, through: tuple[Location, ...]) -> list[Schema]:
    """Return the schemas without `$ref` and `allOf` that together say what `schema` says."""
    target = context.target(schema)
    found: list[Schema] = []
    own = schema.without("allOf", *schema.dialect.reference_keywords)
    if own.keywords:
        found.append(_opened(own))
    if target is not None:
        if target in through:
            context.report(reference_loop(schema.location, through))
        else:
            context.ensure(context, target)
            base = context.at(target)
            if target in context.graph.bases:
                base = base.without("discriminator")
            inside = _parts(context, base, (*through, target))
            found += [part.without(*ANNOTATIONS) if own.keywords else part for part in inside]
    for index in range(len(schema.get("allOf", ()))):
        member = context.normalized(schema.child("allOf", index))
        found += _parts(context, member, through)
    return found


def _opened(schema: Schema) -> Schema:
    """Return a schema whose subschemas carry their own locations, so that they can be moved."""
    opened: dict[str, Any] = {}
    for keyword, value in schema.keywords.items():
        place = schema.dialect.places.get(keyword)
        if keyword in BOOKKEEPING or keyword == MERGED:
            continue
        if keyword == "prefixItems" or (place is Place.ARRAY and is_array(value)):
            opened[keyword] = [schema.child(keyword, index) for index in range(len(value))]
        elif place is Place.MAP and is_object(value):
            opened[keyword] = {key: schema.child(keyword, key) for key in value}
        elif place in {Place.SCHEMA, Place.SCHEMA_OR_ARRAY} and not isinstance(value, bool | list):
            opened[keyword] = schema.child(keyword)
        else:
            opened[keyword] = value
    return Schema(opened, schema.location, schema.dialect)


def _absorb(merged: dict[str, Any], part: Schema) -> None:
    for keyword, value in part.keywords.items():
        if keyword not in merged:
            merged[keyword] = value
        elif keyword in COMBINE:
            merged[keyword] = COMBINE[keyword](merged[keyword], value)
    types = types_of(Schema(merged, part.location, part.dialect))
    if "enum" in merged and types:
        merged["enum"] = [value for value in merged["enum"] if has_type(value, types)]


def _both(one: Any, other: Any) -> Any:
    """Return a schema for which both hold; true and false are schemas too."""
    if one is False or other is False:
        return False
    if one is True:
        return other
    if other is True or one is other:
        return one
    places = written_at(one) | written_at(other)
    return Schema({"allOf": [one, other], MERGED: places}, one.location, one.dialect)


def _all_properties(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    both = {key: _both(one[key], value) for key, value in other.items() if key in one}
    return {**one, **other, **both}


def _all_positions(one: list[Any], other: list[Any]) -> list[Any]:
    shared = [_both(a, b) for a, b in zip(one, other, strict=False)]
    return shared + one[len(shared) :] + other[len(shared) :]


def _common_types(one: Any, other: Any) -> list[str]:
    first = [one] if isinstance(one, str) else one
    second = [other] if isinstance(other, str) else other
    found = [each for each in first if each in second]
    narrower = "integer" in {*first, *second} and "number" in {*first, *second}
    if narrower and "integer" not in found and "number" not in found:
        found.append("integer")
    return found


def _common_values(one: list[Any], other: list[Any]) -> list[Any]:
    allowed = {same(value) for value in other}
    return [value for value in one if same(value) in allowed]


COMBINE: dict[str, Callable[[Any, Any], Any]] = {
    "type": _common_types,
    "enum": _common_values,
    "properties": _all_properties,
    "patternProperties": _all_properties,
    "prefixItems": _all_positions,
    "required": lambda one, other: [*dict.fromkeys((*one, *other))],
    "items": _both,
    "additionalProperties": _both,
    "unevaluatedProperties": _both,
    "minimum": max,
    "exclusiveMinimum": max,
    "minLength": max,
    "minItems": max,
    "minProperties": max,
    "maximum": min,
    "exclusiveMaximum": min,
    "maxLength": min,
    "maxItems": min,
    "maxProperties": min,
    "uniqueItems": lambda one, other: one or other,
    "deprecated": lambda one, other: one or other,
}
"""How two values of a keyword become the one that says both; a keyword that is not here keeps
its first value in the type, and is left to validation."""
