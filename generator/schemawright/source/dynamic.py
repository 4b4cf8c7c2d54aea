"""Where dynamic references can lead, given the roots that a value is decoded or checked from.

JSON Schema Core 2020-12, section 8.2.3.2 (`$dynamicRef`): the outermost resource on the way to
the reference that has the anchor. Draft 2019-09, section 8.2.4.2.2 (`$recursiveRef`), likewise.

Ways are followed for each anchor by itself: what counts on a way is the outermost resource so far
that has it, so there are at most as many states as schemas times resources with the anchor.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from schemawright.location import Location
    from schemawright.source.identifiers import Resource


class Dynamic(NamedTuple):
    """A reference that depends on the way to it."""

    anchor: str
    static: Location | None
    """Where it leads in its own resource."""


class Ways(NamedTuple):
    """What there is to follow."""

    edges: Mapping[Location, Sequence[Location]]
    """The schemas that each schema refers to or holds, dynamic references left out."""
    dynamic: Mapping[Location, Dynamic]
    """The dynamic references, by the schema that makes them."""
    resource: Callable[[Location], Resource]
    anchors: Mapping[tuple[str, str], Location]
    """The dynamic anchors, by the base URI of their resource and their name."""


def dynamic_targets(ways: Ways, roots: Iterable[Location]) -> dict[Location, tuple[Location, ...]]:
    """Return where each dynamic reference can lead from the roots, in the order of discovery."""
    starts = tuple(roots)
    found: dict[Location, dict[Location, None]] = {each: {} for each in ways.dynamic}
    names = dict.fromkeys(each.anchor for each in ways.dynamic.values())
    while True:
        before = {at: len(targets) for at, targets in found.items()}
        for name in names:
            _follow(ways, starts, name, found)
        if before == {at: len(targets) for at, targets in found.items()}:
            return {at: tuple(targets) for at, targets in found.items()}


def _follow(
    ways: Ways, starts: Sequence[Location], name: str, found: dict[Location, dict[Location, None]]
) -> None:
    """Follow all ways with the outermost anchor of one name, and note where references lead."""
    seen: dict[Location, set[Location | None]] = defaultdict(set)
    pending: list[tuple[Location, Location | None]] = [(each, None) for each in starts[::-1]]
    while pending:
        at, outermost = pending.pop()
        if outermost is None:
            outermost = ways.anchors.get((ways.resource(at).uri, name))
        if outermost in seen[at]:
            continue
        seen[at].add(outermost)
        reference = ways.dynamic.get(at)
        following = list(ways.edges.get(at, ()))
        if reference is not None:
            if reference.anchor == name:
                target = outermost or reference.static
                if target is not None:
                    found[at].setdefault(target)
            following += found[at]
        pending += [(each, outermost) for each in following[::-1]]
