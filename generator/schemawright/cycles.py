"""Which declarations contain themselves, directly or through others, and what comes before what."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


Name = TypeVar("Name")


def cycles(graph: Mapping[Name, Iterable[Name]]) -> list[frozenset[Name]]:
    """Return the sets of names that all lead to each other, however large or small.

    A name that only leads to itself is a set of its own; one that does not is in none.
    Tarjan, "Depth-first search and linear graph algorithms" (1972), without recursion.
    """
    edges = {name: list(dict.fromkeys(targets)) for name, targets in graph.items()}
    order: dict[Name, int] = {}
    low: dict[Name, int] = {}
    stack: dict[Name, None] = {}
    found: list[frozenset[Name]] = []
    for start, targets in edges.items():
        if start in order:
            continue
        pending: list[tuple[Name, Iterator[Name]]] = [(start, iter(targets))]
        order[start] = low[start] = len(order)
        stack[start] = None
        while pending:
            name, rest = pending[-1]
            following = next(rest, None)
            if following is None:
                pending.pop()
                if pending:
                    low[pending[-1][0]] = min(low[pending[-1][0]], low[name])
                if low[name] == order[name]:
                    members = _popped(stack, name)
                    if len(members) > 1 or name in edges[name]:
                        found.append(frozenset(members))
            elif following not in order:
                order[following] = low[following] = len(order)
                stack[following] = None
                pending.append((following, iter(edges[following])))
            elif following in stack:
                low[name] = min(low[name], order[following])
    return found


def _popped(stack: dict[Name, None], last: Name) -> list[Name]:
    members: list[Name] = []
    while not members or members[-1] != last:
        members.append(stack.popitem()[0])
    return members


def in_order(uses: Mapping[Name, Sequence[Name]]) -> list[Name]:
    """Return names, each after those that it uses unless they use it too."""
    ordered: dict[Name, None] = {}
    entered: set[Name] = set()
    for start in uses:
        pending = [(start, False)]
        while pending:
            name, done = pending.pop()
            if done:
                ordered[name] = None
            elif name not in entered:
                entered.add(name)
                pending.append((name, True))
                pending.extend((each, False) for each in uses[name][::-1] if each in uses)
    return list(ordered)
