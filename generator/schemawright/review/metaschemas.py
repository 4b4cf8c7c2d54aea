"""Schemas that are not as the metaschema of their dialect has them.

Each schema that the roots reach is looked at by itself, together with what is inside it: what
nobody asked for is nobody's concern, and reports are about small values. JSON Schema Core 2020-12,
section 8.1 (metaschemas); 8.1.1 (`$schema`: the resource's own counts); OpenAPI 3.1.1, section
4.8.24.5 (`jsonSchemaDialect`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.diagnostics import metaschema_deviation, unknown_keyword
from schemawright.location import Location, innermost
from schemawright.review.metaschema_validators import for_dialect, for_metaschema
from schemawright.source import dialects
from schemawright.source.openapi import claimed_name
from schemawright.source.places import DEFINITIONS
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemawright.diagnostics import Diagnostic
    from schemawright.review.metaschema_validators import Validator
    from schemawright.runtime.faults import Fault
    from schemawright.source.graph import Graph
    from schemawright.source.references import References


_IDENTIFIERS = {"/$id", "/id"}
"""Where a file may say which component it is; no metaschema allows that, and we understand it."""


class _Measure(NamedTuple):
    """What the schemas of a resource are held against."""

    dialect: str
    """Its name."""
    validator: Validator


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
    measures = _Measures(references)
    for at in (*graph.schemas, *_other_resources(references, graph)):
        value = False if at in graph.missing else references.value(at)
        if not is_object(value) or (measure := measures.of(at)) is None:
            continue
        for fault in _faults(value, measure):
            place = Location(at.uri, at.pointer + fault.instance)
            if place in said or innermost(place, malformed) is not None:
                continue
            if measures.of(place) is measure:
                said.add(place)
                yield _finding(place, fault, measure.dialect)


def _faults(value: dict[str, Any], measure: _Measure) -> Iterator[Fault]:
    """Yield what is wrong with a schema, but for its definitions and what we understand."""
    # Definitions that are needed are schemas of their own.
    part = dict(value)
    part.update((each, {}) for each in DEFINITIONS if is_object(value.get(each)))
    if measure.validator.is_valid(part):
        return
    for fault in _innermost(measure.validator.errors(part)):
        if fault.instance in _IDENTIFIERS and claimed_name(value):
            continue
        if fault.path:  # no way to anything: it is nested too deeply to be told
            yield fault


def _finding(place: Location, fault: Fault, dialect: str) -> Diagnostic:
    if fault.path.endswith("/additionalProperties") and not fault.keyword:
        return unknown_keyword(place, place.tokens[-1], dialect)
    return metaschema_deviation(place, fault.message, dialect)


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


class _Measures:
    """Finds what holds at a place, once for each resource."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._found: dict[Location, _Measure | None] = {}
        self._known: dict[str, _Measure | None] = {}

    def of(self, at: Location) -> _Measure | None:
        """Return what the schemas at a place are held against, None where nothing is known."""
        start = self._references.resource(at).location
        if start not in self._found:
            self._found[start] = self._measure(start)
        return self._found[start]

    def _measure(self, start: Location) -> _Measure | None:
        document: Any = self._references.value(Location(start.uri))
        if is_object(document) and "swagger" in document:
            return None  # Swagger 2.0 has schemas of its own, which are read as those of OpenAPI
        uri = self._stated(start, document)
        if uri is None or dialects.find(uri) is not None:
            dialect = self._references.dialect(start)
            if dialect.key not in self._known:
                self._known[dialect.key] = _Measure(dialect.name, for_dialect(dialect))
            return self._known[dialect.key]
        if uri not in self._known:
            validator = for_metaschema(uri, self._references.library)
            self._known[uri] = _Measure(uri, validator) if validator is not None else None
        return self._known[uri]

    def _stated(self, start: Location, document: Any) -> str | None:
        """Return the metaschema that a resource states, or those around it do."""
        while True:
            value = self._references.value(start)
            stated = value.get("$schema") if is_object(value) else None
            if isinstance(stated, str):
                return stated
            if not start.pointer:
                break
            start = self._references.resource(start.owner(1)).location
        said = document.get("jsonSchemaDialect") if is_object(document) else None
        return said if isinstance(said, str) else None
