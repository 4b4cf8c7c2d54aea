"""Schemas that are not as the metaschema of their dialect has them.

Only schemas that the roots reach are looked at: what nobody asked for is nobody's concern. JSON
Schema Core 2020-12, section 8.1 (metaschemas) and 8.1.1 (`$schema`: the resource's own counts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.diagnostics import metaschema_deviation, unknown_keyword
from schemawright.location import Location, innermost
from schemawright.review.measures import Measures
from schemawright.source.dialects import Place
from schemawright.source.openapi import claimed_name
from schemawright.source.places import DEFINITIONS, Found, inside
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemawright.diagnostics import Diagnostic
    from schemawright.review.metaschema_validators import Fault
    from schemawright.source.dialects import Dialect
    from schemawright.source.graph import Graph
    from schemawright.source.references import References

_IDENTIFIERS = {"/$id", "/id"}
"""Where a file may say which component it is; no metaschema allows that, and we understand it."""


def deviations(
    references: References, graph: Graph, known: Sequence[Diagnostic]
) -> Iterator[Diagnostic]:
    """Yield a finding for each place where a schema deviates from its metaschema.

    Args:
        references: the documents.
        graph: the roots, and all that they reach.
        known: what was found already; of a place that this is about, nothing more is said.
    """
    said = {each.location for each in known}
    malformed = {each.location for each in known if each.code == "malformed-keyword"}
    measures = Measures(references)
    for at in (*graph.schemas, *_other_resources(references, graph)):
        value = False if at in graph.missing else references.value(at)
        if not is_object(value) or (measure := measures.of(at)) is None:
            continue
        for place, fault in _faults(value, at, measures):
            if place in said or innermost(place, malformed) is not None:
                continue
            if measures.of(place) is measure:
                said.add(place)
                yield _finding(place, fault, measure.name)


def _finding(place: Location, fault: Fault, dialect: str) -> Diagnostic:
    if fault.path.endswith("/additionalProperties") and not fault.keyword:
        return unknown_keyword(place, place.tokens[-1], dialect)
    return metaschema_deviation(place, fault.message, dialect)


def _faults(
    value: dict[str, Any], at: Location, measures: Measures
) -> Iterator[tuple[Location, Fault]]:
    """Yield what is wrong with a schema and those inside it, and where.

    They are taken apart, so that reports are about small values; but a metaschema of one's own may
    want other things of a document than of the schemas in it.
    """
    measure = measures.of(at)
    pending = [(value, at)] if measure is not None else []
    while pending and measure is not None:
        part, place = pending.pop()
        if measure.validator.is_valid(_without_definitions(part)):
            continue
        if measure.is_of_each:
            within = inside(Found(part, place.pointer, measure.dialect), DEFINITIONS)
            children = [(each, Location(at.uri, pointer)) for each, pointer, _ in within]
            pending += [
                each
                for each in children[::-1]
                if is_object(each[0]) and measures.of(each[1]) is measure
            ]
            part = _hollow(part, measure.dialect)
        for fault in _innermost(measure.validator.errors(_without_definitions(part))):
            claims = fault.instance in _IDENTIFIERS and claimed_name(part)
            if fault.path and not claims:  # without a way to anything, it is nested too deeply
                yield Location(at.uri, place.pointer + fault.instance), fault


def _without_definitions(value: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without its definitions: those that are needed are reached by themselves."""
    held: dict[str, Any] = {key: {} for key in DEFINITIONS if is_object(value.get(key))}
    return {**value, **held} if held else value


def _hollow(value: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    """Return a schema with all schemas directly inside it emptied."""
    places = dialect.places
    return {
        keyword: _emptied(each, places[keyword]) if keyword in places else each
        for keyword, each in value.items()
    }


def _emptied(value: Any, place: Place) -> Any:
    if is_array(value):
        return [_emptied(each, Place.SCHEMA) for each in value]
    if not is_object(value):
        return value
    emptied: dict[str, Any] = {}
    if place is Place.MAP or place is Place.MAP_OR_NAMES:
        emptied.update((name, {} if is_object(each) else each) for name, each in value.items())
    return emptied


def _innermost(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield what is wrong, of a union what keeps a value from the member that it comes closest to.

    The metaschemas' unions are of forms, as `items` with one schema or several.
    """
    for each in faults:
        if each.causes:
            yield from _innermost(each.causes)
        else:
            yield each


def _other_resources(references: References, graph: Graph) -> Iterator[Location]:
    """Yield the schemas inside those that are reached where another dialect holds."""
    for uri in dict.fromkeys(each.uri for each in graph.schemas):
        if uri not in references.indices:  # it stands in for a document that is missing
            continue
        for pointer, resource in references.indices[uri].resources.items():
            at = resource.location
            if not pointer or at in graph.schemas:
                continue
            outer = references.resource(at.owner(1))
            around = innermost(at, graph.schemas)
            if around is None or outer.dialect is resource.dialect:
                continue
            way = Location("", at.pointer[len(around.pointer) :]).tokens
            if DEFINITIONS.isdisjoint(way):
                yield at
