"""Which characters are cases of each other: simple case folding, as ECMA-262 has it."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from schemawright.regex import properties
from schemawright.regex.points import NOTHING, Points, points

if TYPE_CHECKING:
    from collections.abc import Sequence


@lru_cache(maxsize=64)
def closed(members: Points) -> Points:
    """Return a set with all cases of what is in it."""
    added = list(members.ranges)
    for cases in _classes():
        inside = [code in members for code in cases]
        if any(inside) and not all(inside):
            added += [(code, code) for code in cases]
    return points(added)


@lru_cache(maxsize=1)
def _classes() -> Sequence[Sequence[int]]:
    """Return the code points that have several cases, those of one character together."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    changing = properties.named("Changes_When_Casemapped") or NOTHING
    for first, last in changing.ranges:
        for code in range(first, last + 1):
            found[_folded(chr(code))].append(code)
    return [cases for cases in found.values() if len(cases) > 1]


def _folded(char: str) -> str:
    return next((each for each in (char.casefold(), char.lower()) if len(each) == 1), char)
