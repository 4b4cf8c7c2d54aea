"""`allOf`: several schemas that hold at once, as one.

The merged schema holds for the values that all of them hold for, as far as types can say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.diagnostics import reference_loop
from schemawright.lower.identity import MERGED, written_at
from schemawright.lower.json_values import has_type, same
from schemawright.lower.keywords import ANNOTATIONS, BOOKKEEPING, types_of
from schemawright.lower.limits import COST_OF_MERGING
from schemawright.source.dialects import Place
from schemawright.source.schema import Schema
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.location import Location
    from schemawright.lower.context import Context


def merge(context: Context, schemas: Sequence[Schema]) -> Schema:
    """Return one schema that says what all of `schemas` say, at the location of the first."""
    first = schemas[0]
    merged: dict[str, Any] = {}
    taken: set[Location] = set()
    context.limits.merge(COST_OF_MERGING, first.location)
    for schema in schemas:
        for part in _parts(context, schema, taken):
            _absorb(merged, part)
            size = len(part.get("properties", ())) + len(part.get("enum", ()))
            context.limits.merge(1 + size, first.location)
    if "required" in merged:
        merged["required"] = [*merged["required"]]
    merged[MERGED] = frozenset(place for schema in schemas for place in written_at(schema))
    return Schema(merged, first.location, first.dialect)


class _Way(NamedTuple):
    """The references that lead to a schema, the last one first."""

    target: Location
    before: _Way | None

    def targets(self) -> Iterator[Location]:
        """Yield where the references lead, the last one first."""
        way: _Way | None = self
        while way is not None:
            yield way.target
            way = way.before


def _parts(context: Context, schema: Schema, taken: set[Location]) -> Iterator[Schema]:
    """Yield the schemas without `$ref` and `allOf` that together say what `schema` says.

    What is in `taken` says nothing new, however many ways lead to it.
    """
    pending: list[tuple[Schema, _Way | None, bool]] = [(schema, None, False)]
    while pending:
        each, way, silent = pending.pop()
        own = each.without("allOf", *each.dialect.reference_keywords)
        if own.keywords:
            opened = _opened(own)
            yield opened.without(*ANNOTATIONS) if silent else opened
        pending += [
            (context.normalized(each.child("allOf", index)), way, silent)
            for index in reversed(range(len(each.get("allOf", ()))))
        ]
        target = context.target(each)
        if target is None:
            continue
        if target not in taken:
            taken.add(target)
            base = context.at(target)
            if target in context.graph.bases:
                base = base.without("discriminator")
            pending.append((base, _Way(target, way), silent or bool(own.keywords)))
        elif way is not None and target in (through := [*way.targets()][::-1]):
            context.report(reference_loop(each.location, through))


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
            gather = GATHERED.get(keyword)
            merged[keyword] = value if gather is None else gather(value)
        elif keyword in COMBINE:
            merged[keyword] = COMBINE[keyword](merged[keyword], value)
    if "enum" not in merged or {"enum", "type"}.isdisjoint(part.keywords):
        return
    types = types_of(Schema(merged, part.location, part.dialect))
    if types:
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
    members = dict.fromkeys((*_all_of(one), *_all_of(other)))
    return Schema({"allOf": [*members], MERGED: places}, one.location, one.dialect)


def _all_of(schema: Schema) -> list[Schema]:
    """Return the schemas that hold at once where `_both` said so, or else the schema."""
    made_here = {*schema.keywords} == {"allOf", MERGED}
    return schema.keywords["allOf"] if made_here else [schema]


def _all_properties(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    for key, value in other.items():
        one[key] = _both(one[key], value) if key in one else value
    return one


def _all_names(one: dict[str, None], other: list[str]) -> dict[str, None]:
    one.update(dict.fromkeys(other))
    return one


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


GATHERED: dict[str, Callable[[Any], Any]] = {
    "properties": dict[str, Any],
    "patternProperties": dict[str, Any],
    "required": dict.fromkeys,
}
"""How the first value becomes one that further values are added to; many schemas have many."""

COMBINE: dict[str, Callable[[Any, Any], Any]] = {
    "type": _common_types,
    "enum": _common_values,
    "properties": _all_properties,
    "patternProperties": _all_properties,
    "prefixItems": _all_positions,
    "required": _all_names,
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
