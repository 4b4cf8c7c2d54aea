"""The automaton of a repetition: which characters can follow which, and in how many ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, assert_never

from schemawright.regex.points import Points, points
from schemawright.regex.tree import (
    At,
    Atomic,
    Cased,
    Char,
    CharClass,
    Choice,
    Group,
    Look,
    Mode,
    Node,
    Reference,
    Repeat,
    Sequence,
)

MOST_STEPS = 50_000
"""How much work a repetition may make before it is taken to be harmless."""

LOOP = 10
"""A repetition that may go on for so many rounds counts as endless."""

_UPPER, _LOWER = Points(((65, 90),)), Points(((97, 122),))


class TooLarge(Exception):  # noqa: N818 - nothing is wrong
    """Something that takes too long to judge."""


def is_endless(node: Repeat) -> bool:
    """Tell whether a repetition can take more rounds than it matters to count."""
    return node.most is None or node.most - node.least >= LOOP


@dataclass(slots=True)
class Automaton:
    """States, one for each character of the pattern, and edges with the number of ways."""

    sets: list[Points] = field(default_factory=list[Points])
    edges: list[dict[int, int]] = field(default_factory=list[dict[int, int]])
    inside: list[Node] = field(default_factory=list["Node"])
    """What is looked for around a place, and is judged by itself."""
    known: dict[tuple[Points, Points], bool] = field(
        default_factory=dict[tuple[Points, Points], bool]
    )

    def overlap(self, one: int, other: int) -> bool:
        """Tell whether some character is in the sets of two states."""
        sets = (self.sets[one], self.sets[other])
        found = self.known.get(sets)
        if found is None:
            found = self.known[sets] = bool(sets[0] & sets[1])
        return found


class _Part(NamedTuple):
    """What begins and ends a part, in how many ways, and in how many ways it is nothing."""

    first: dict[int, int]
    last: dict[int, int]
    empty: int


_NOTHING = _Part({}, {}, 1)


def automaton(node: Repeat, *, ignores_case: bool) -> Automaton:
    """Return the automaton of an endless repetition; raise TooLarge if it is too large."""
    builder = _Builder(ignores_case=ignores_case)
    builder.part(node)
    return builder.made


class _Builder:
    def __init__(self, *, ignores_case: bool) -> None:
        self.made = Automaton()
        self._ignores_case = ignores_case
        self._steps = 0

    def part(self, node: Node) -> _Part:
        match node:
            case Char(code=code):
                return self._state(Points(((code, code),)))
            case CharClass(points=members):
                return self._state(members)
            case At() | Reference():
                return _NOTHING
            case Look(body=body):
                self.made.inside.append(body)
                return _NOTHING
            case Group(body=body):
                return self.part(body)
            case Cased(body=body, ignored=ignored):
                outside, self._ignores_case = self._ignores_case, ignored
                found = self.part(body)
                self._ignores_case = outside
                return found
            case Sequence(items=items):
                found = _NOTHING
                for item in items:
                    found = self._joined(found, self.part(item))
                return found
            case Choice(branches=branches):
                found = _Part({}, {}, 0)
                for branch in branches:
                    found = self._either(found, self.part(branch))
                return found
            case Repeat():
                return self._repeated(node)
            case Atomic():
                raise TooLarge
            case _:
                assert_never(node)

    def _state(self, members: Points) -> _Part:
        if not members:
            return _Part({}, {}, 0)
        state = len(self.made.sets)
        self.made.sets.append(_folded(members) if self._ignores_case else members)
        self.made.edges.append({})
        self._count(1)
        return _Part({state: 1}, {state: 1}, 0)

    def _joined(self, left: _Part, right: _Part) -> _Part:
        self._connect(left.last, right.first)
        self._count(len(left.first) + len(right.last))
        return _Part(
            _sum(left.first, right.first, left.empty),
            _sum(right.last, left.last, right.empty),
            min(left.empty * right.empty, 2),
        )

    def _either(self, left: _Part, right: _Part) -> _Part:
        self._count(len(right.first) + len(right.last))
        left.first.update(right.first)  # states are never in both
        left.last.update(right.last)
        return _Part(left.first, left.last, min(left.empty + right.empty, 2))

    def _repeated(self, node: Repeat) -> _Part:
        """Return a repetition as few copies: two are enough to tell fixed lengths from others."""
        if node.mode is Mode.POSSESSIVE:
            raise TooLarge
        if node.is_never_tried:
            return _NOTHING
        endless = is_endless(node)
        found = _NOTHING
        for _ in range(min(node.least, 2) - endless):
            found = self._joined(found, self.part(node.body))
        if endless:
            body = self.part(node.body)
            self._connect(body.last, body.first)
            return self._joined(found, body if node.least else body._replace(empty=1))
        rest = _NOTHING
        for _ in range(min((node.most or 0) - node.least, 2)):
            rest = self._joined(self.part(node.body), rest)._replace(empty=1)
        return self._joined(found, rest)

    def _connect(self, lasts: dict[int, int], firsts: dict[int, int]) -> None:
        self._count(len(lasts) * len(firsts))
        for last, out in lasts.items():
            edges = self.made.edges[last]
            for first, into in firsts.items():
                edges[first] = min(edges.get(first, 0) + out * into, 2)

    def _count(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise TooLarge


def _sum(these: dict[int, int], those: dict[int, int], ways: int) -> dict[int, int]:
    """Return ways together with others, which are there only in some number of ways."""
    return {**these, **{state: min(count * ways, 2) for state, count in those.items() if ways}}


def _folded(members: Points) -> Points:
    """Return a set with the other case of each ASCII letter in it."""
    lower = [(first + 32, last + 32) for first, last in (members & _UPPER).ranges]
    upper = [(first - 32, last - 32) for first, last in (members & _LOWER).ranges]
    return points([*members.ranges, *lower, *upper])
