"""The order in which schemas are lowered: what is inherited comes before what inherits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.cycles import in_order
from schemawright.location import innermost, split
from schemawright.source.values import is_array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.location import Location
    from schemawright.source.graph import Graph
    from schemawright.source.schema import Schema


def bases_first(graph: Graph) -> Iterable[Location]:
    """Return the places of all schemas with a name, each after those that it is merged with.

    So a chain of any length is lowered link by link. Only circles are met in the middle.
    """
    uses: dict[Location, list[Location]] = {location: [] for location in graph.schemas}
    for referrer, target in graph.targets.items():
        owner = innermost(referrer, graph.schemas)
        if owner is not None and _is_merged(graph.schemas[owner], referrer):
            uses[owner].append(target)
    return in_order(uses)


def _is_merged(owner: Schema, referrer: Location) -> bool:
    """Tell whether a reference stands in `allOf`, or beside other keywords."""
    tokens = split(referrer.pointer[len(owner.location.pointer) :])
    if tokens[-2:-1] == ("allOf",):
        return True
    value: Any = owner.keywords
    for token in tokens:
        value = value[int(token)] if is_array(value) else value[token]
    return len(value) > 1
