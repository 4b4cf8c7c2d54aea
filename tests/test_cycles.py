"""Sets of names that all lead to each other."""

from __future__ import annotations

from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright import ir
from schemawright.cycles import cycles

Edges: TypeAlias = dict[str, str]


def found(edges: Edges) -> set[str]:
    """Return the cycles of a graph whose names are letters, each as a sorted word."""
    graph = {ir.top(name): [*map(ir.top, to)] for name, to in edges.items()}
    return {"".join(sorted(each)) for each in cycles(graph)}


CASES: list[tuple[Edges, set[str]]] = [
    ({}, set()),
    ({"a": ""}, set()),
    ({"a": "b", "b": ""}, set()),
    ({"a": "a"}, {"a"}),
    ({"a": "b", "b": "a"}, {"ab"}),
    ({"a": "b", "b": "c", "c": "a"}, {"abc"}),
    ({"a": "b", "b": "c", "c": "b"}, {"bc"}),
    ({"a": "ab", "b": "c", "c": "b"}, {"a", "bc"}),
    ({"a": "bc", "b": "d", "c": "d", "d": ""}, set()),
    ({"a": "b", "b": "ac", "c": "d", "d": "c"}, {"ab", "cd"}),
    ({"a": "b", "b": "cd", "c": "a", "d": "a"}, {"abcd"}),
    ({"a": "bb", "b": "aa"}, {"ab"}),
]


@pytest.mark.parametrize(("edges", "expected"), CASES)
def test_cycles(edges: Edges, expected: set[str]) -> None:
    assert found(edges) == expected


graphs = st.integers(0, 6).flatmap(
    lambda size: st.fixed_dictionaries(
        {name: st.text("abcdef"[:size], max_size=3) for name in "abcdef"[:size]}
    )
)


def reached(edges: Edges, start: str) -> set[str]:
    """Return what a name leads to, itself only if it leads back."""
    pending, seen = [*edges[start]], set[str]()
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += edges[name]
    return seen


@given(edges=graphs)
def test_names_share_a_cycle_when_each_leads_to_the_other(edges: Edges) -> None:
    reach = {name: reached(edges, name) for name in edges}
    expected = {
        "".join(sorted(other for other in reach[name] if name in reach[other]))
        for name in edges
        if name in reach[name]
    }
    assert found(edges) == expected


@given(edges=graphs, data=st.data())
def test_the_order_does_not_matter(edges: Edges, data: st.DataObject) -> None:
    assert found(dict(data.draw(st.permutations([*edges.items()])))) == found(edges)


def test_long_chains_need_no_recursion() -> None:
    names = [ir.top(str(number)) for number in range(20_000)]
    chain = {name: [after] for name, after in zip(names, [*names[1:], names[0]], strict=True)}
    assert cycles(chain) == [frozenset(names)]
    chain[names[-1]] = []
    assert cycles(chain) == []
