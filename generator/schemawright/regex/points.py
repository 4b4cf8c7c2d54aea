"""Sets of code points, as merged ranges."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LAST = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Points:
    """A set of code points: its ranges, both ends included, in order, with gaps between them."""

    ranges: tuple[tuple[int, int], ...] = ()

    def __or__(self, other: Points) -> Points:
        return points((*self.ranges, *other.ranges))

    def __invert__(self) -> Points:
        found: list[tuple[int, int]] = []
        start = 0
        for first, last in self.ranges:
            if first > start:
                found.append((start, first - 1))
            start = last + 1
        if start <= LAST:
            found.append((start, LAST))
        return Points(tuple(found))

    def __and__(self, other: Points) -> Points:
        found: list[tuple[int, int]] = []
        mine, yours = self.ranges, other.ranges
        here = there = 0
        while here < len(mine) and there < len(yours):
            first = max(mine[here][0], yours[there][0])
            last = min(mine[here][1], yours[there][1])
            if first <= last:
                found.append((first, last))
            if mine[here][1] < yours[there][1]:
                here += 1
            else:
                there += 1
        return Points(tuple(found))

    def __sub__(self, other: Points) -> Points:
        return self & ~other

    def __contains__(self, code: int) -> bool:
        index = bisect_right(self.ranges, (code, LAST))
        return index > 0 and code <= self.ranges[index - 1][1]

    def __bool__(self) -> bool:
        return bool(self.ranges)


def points(ranges: Iterable[tuple[int, int]]) -> Points:
    """Return the set of all code points in some ranges, which may overlap."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return Points(tuple(found))


def of(text: str) -> Points:
    """Return the set of the characters of a text."""
    return points((ord(each), ord(each)) for each in text)


NOTHING = Points()
ANYTHING = Points(((0, LAST),))
DIGIT = points([(0x30, 0x39)])
WORD = points([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
LINE_END = of("\n\r\u2028\u2029")
SPACE = of("\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff") | points([(0x2000, 0x200A)])
"""White space and line terminators of ECMA-262, which are not quite those of Python."""
