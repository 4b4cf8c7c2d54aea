"""The shortest way to write a set of code points in Python."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from schemawright.regex import properties
from schemawright.regex.points import ANYTHING, NOTHING, Points, of
from schemawright.regex.tree import Char, Range

if TYPE_CHECKING:
    from collections.abc import Sequence

NEVER = "(?!)"
ALWAYS = r"[\s\S]"
SHORT = 8
"""Sets of as many ranges are written down, without a search for something shorter."""

_NAMES = {9: r"\t", 10: r"\n", 11: r"\v", 12: r"\f", 13: r"\r"}
_OUTSIDE = frozenset("\\.^$*+?{[|()")
_INSIDE = frozenset("\\]")


def character(char: Char) -> str:
    """Return one code point, outside of classes."""
    return char.text or _spelled(char.code, _OUTSIDE)


def _spelled(code: int, special: frozenset[str]) -> str:
    text = chr(code)
    if text in special:
        return f"\\{text}"
    if 0x20 <= code < 0x7F or (code > 0x7F and code in _visible()):
        return text
    return _escaped(code)


@lru_cache(maxsize=1)
def _visible() -> Points:
    """Return what a reader can see, the same with every Python: `isprintable` is not."""
    hidden = [properties.named(each) or NOTHING for each in ("C", "Z")]
    return ~(hidden[0] | hidden[1])


def _escaped(code: int) -> str:
    if code in _NAMES:
        return _NAMES[code]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def listed(items: Sequence[Range], *, negated: bool) -> str:
    """Return a class with what it lists, in the same order."""
    parts = ["[^" if negated else "["]
    for index, item in enumerate(items):
        part = _item(item, outer=index in (0, len(items) - 1))
        doubled = part[0] == parts[-1][-1] and part[0] in "-&~|"
        begins = index == 0 and not negated and part[0] in "^["
        parts.append(f"\\{part}" if doubled or begins else part)
    return "".join([*parts, "]"])


def _item(item: Range, *, outer: bool) -> str:
    first, last = item.first, item.last
    if first.code == last.code:
        return _member(first, plain_dash=outer)
    return f"{_member(first, plain_dash=False)}-{_member(last, plain_dash=False)}"


def _member(char: Char, *, plain_dash: bool) -> str:
    if char.text:
        return char.text
    if char.code == 0x2D:
        return "-" if plain_dash else r"\-"
    return _spelled(char.code, _INSIDE)


@lru_cache(maxsize=1024)
def written(wanted: Points) -> str:
    r"""Return a class for a set.

    Large sets, such as all letters, are written as what Python's `\\w` and `\\d` have beside them.
    """
    if not wanted:
        return NEVER
    if wanted == ANYTHING:
        return ALWAYS
    plain, others = _class("[", wanted), _class("[^", ~wanted)
    found = [others if 5 * len(others) < 4 * len(plain) else plain]
    if len(wanted.ranges) > SHORT:
        digits = properties.named("Nd") or NOTHING
        words = properties.letters_and_numbers() | of("_")
        found += _by_words(wanted, words, digits)
        if not digits - wanted:
            found.append(_class(r"[\d", wanted - digits))
    return min(found, key=len)


def _by_words(wanted: Points, words: Points, digits: Points) -> list[str]:
    rest, lacking = wanted - words, words - wanted
    if not lacking:
        return [_class(r"[\w", rest)]
    if not wanted & words:
        return [_class(r"[^\w", ~wanted - words)]
    if not ~wanted - words:
        return [_class(r"[\W", wanted & words)]
    inside = [_class(r"[^\W", lacking)]
    if not digits - lacking:
        inside.append(_class(r"[^\W\d", lacking - digits))
    shortest = min(inside, key=len)
    return [f"(?:{shortest}|{_class('[', rest)})" if rest else shortest]


def _class(begin: str, members: Points) -> str:
    """Return a class that begins in some way and lists a set after it."""
    items: list[Range] = []
    for first, last in members.ranges:
        between = range(first, last + 1) if last - first < 2 else ()
        items += [Range(each, each) for each in map(_char, between)]
        if not between:
            items.append(Range(_char(first), _char(last)))
    if not items and len(begin) == 3:  # one escape by itself
        return begin[1:]
    return begin + listed(items, negated=True)[2:]


def _char(code: int) -> Char:
    """Return a code point that can stand anywhere in a class; letters of all scripts mix badly."""
    if code > 0x7F:
        return Char(code, _escaped(code))
    return Char(code, f"\\{chr(code)}" if chr(code) in "-^[" else "")
