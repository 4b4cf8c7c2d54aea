"""What a bundle has to hold: the closure of the roots, and what gives it its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.source.graph import closure, references_of
from schemawright.source.places import DEFINITIONS, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemawright.location import Location
    from schemawright.source.graph import Graph
    from schemawright.source.references import References
    from schemawright.source.schema import Schema

_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})


class Needed(NamedTuple):
    """What is bundled."""

    references: References
    graph: Graph
    roots: Mapping[Location, str]
    """The roots, and what they are called."""
    are_chosen: bool
    """Whether the roots were asked for by name."""
    given: Mapping[Location, str]
    """The names of schemas in operations."""
    states_dialect: bool
    """Whether the dialect of the sources is known from an option only."""


def complete(
    references: References,
    roots: Sequence[Location],
    may_miss: Callable[[Sequence[str]], bool],
) -> Graph:
    """Return the closure of the roots with all dynamic anchors of the resources that it enters.

    An anchor makes a dynamic reference dynamic (JSON Schema Core 2020-12, section 8.2.3.2), even
    if no way leads to it.

    Raises:
        InputError: the closure has faults.
    """
    starts = [*roots]
    while True:
        graph = closure(references, starts, may_miss)
        further = _anchored(references, graph) if references.dynamic_anchors else []
        if not further:
            return graph
        starts += further


def _anchored(references: References, graph: Graph) -> list[Location]:
    """Return the places of dynamic anchors that are not in a graph that depends on them."""
    held: set[Location] = set()
    dynamic: list[Schema] = []
    for location in graph.schemas:
        if location in graph.missing:
            continue
        value, dialect = references.value(location), references.dialect(location)
        for found in walk(value, location, dialect, skip=DEFINITIONS):
            schema = found.schema(location.uri)
            held.add(schema.location)
            if not _DYNAMIC.isdisjoint(found.keywords):
                dynamic.append(schema)
    if not dynamic:
        return []
    entered = {references.resource(each).uri for each in held}
    anchored = [at for (uri, _), at in references.dynamic_anchors.items() if uri in entered]
    for schema in dynamic:
        for _, _, text in references_of(schema):
            static = references.resolve(text, schema).location
            anchored += [static] if static is not None else []
    places = dict.fromkeys(map(references.canonical, anchored))
    return [each for each in places if each not in held and each not in graph.schemas]
