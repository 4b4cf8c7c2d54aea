"""Which types requests hold, and which responses: what the operations of a document say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.location import Location
from schemawright.source.graph import LEADING, references_of
from schemawright.source.openapi_places import SCHEMA, children
from schemawright.source.places import walk
from schemawright.source.schema import Schema
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.comparing.severity import Direction
    from schemawright.source.graph import Graph
    from schemawright.source.openapi_places import Child
    from schemawright.source.references import References

_OTHER: Mapping[Direction, Direction] = {"request": "response", "response": "request"}


def directions(
    references: References,
    graph: Graph,
    names: Mapping[Location, ir.TypeName],
    model: ir.Model,
) -> Mapping[ir.TypeName, frozenset[Direction]]:
    """Return the directions of each declared type that operations reach.

    Args:
        references: the documents.
        graph: what the roots reach.
        names: the names of schemas that have an identity.
        model: the types.
    """
    found: dict[ir.TypeName, set[Direction]] = {}
    for document in [each.uri for each in references.library.entries]:
        if not references.offers[document].is_openapi:
            continue
        for place, direction in _schemas(references, document):
            starts = [place, *_targets(references, graph, place)]
            for name in [names[each] for each in starts if each in names]:
                _reach(name, direction, model, found)
    return {name: frozenset(every) for name, every in found.items()}


def _reach(
    start: ir.TypeName,
    direction: Direction,
    model: ir.Model,
    found: dict[ir.TypeName, set[Direction]],
) -> None:
    pending = [start]
    while pending:
        name = pending.pop()
        known = found.setdefault(name, set())
        if direction in known or name not in model.declarations:
            continue
        known.add(direction)
        pending += ir.references(model.declarations[name])


def _targets(references: References, graph: Graph, place: Location) -> Iterator[Location]:
    """Yield what the schemas at a place, however deep inside, refer to."""
    value, dialect = references.value(place), references.dialect(place)
    for found in walk(value, place, dialect):
        if LEADING.isdisjoint(found.keywords):
            continue
        for at, _, text in references_of(schema := found.schema(place.uri)):
            target = graph.targets.get(at) or references.resolve(text, schema).location
            if target is not None:
                yield target


def _schemas(references: References, document: str) -> Iterator[tuple[Location, Direction]]:
    """Yield the schemas of the operations of a document, each with who sends its values."""
    pending: list[tuple[str, object, Location, Direction]] = [
        ("document", references.library[document].value, Location(document), "request")
    ]
    seen: set[tuple[Location, Direction]] = set()
    while pending:
        kind, value, location, direction = pending.pop()
        value, location = followed(references, value, location, kind)
        if (location, direction) in seen:
            continue
        seen.add((location, direction))
        if kind == SCHEMA:
            yield location, direction
            continue
        for child in children(kind, value):
            if child.kind != "components":
                at = location
                for token in child.tokens:
                    at /= token
                pending.append((child.kind, child.value, at, _turned(child, direction)))


def _turned(child: Child, direction: Direction) -> Direction:
    """Return who sends the values below an object: the answer to a callback is the client's."""
    turns = child.kind in {"response", "callback"} or child.tokens[0] == "webhooks"
    return _OTHER[direction] if turns else direction


def followed(
    references: References, value: object, location: Location, kind: str
) -> tuple[object, Location]:
    """Return the object that a Reference Object stands for."""
    through: set[Location] = set()
    while kind not in {SCHEMA, "document"} and is_object(value) and location not in through:
        through.add(location)
        reference = value.get("$ref")
        if not isinstance(reference, str):
            break
        at = Schema(value, location, references.dialect(location))
        target = references.resolve(reference, at).location
        if target is None:
            break
        value, location = references.value(target), target
    return value, location
