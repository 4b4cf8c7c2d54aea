"""Texts that match a pattern, drawn from the pattern's tree."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, assert_never

from schemawright.regex.findings import BadSyntax, Untranslatable
from schemawright.regex.literals import literal
from schemawright.regex.parser import parse
from schemawright.regex.points import points
from schemawright.regex.reader import Flags, Reader, Syntax, groups_of
from schemawright.regex.translation import translate
from schemawright.regex.tree import (
    At,
    Atomic,
    Cased,
    Char,
    CharClass,
    Choice,
    Group,
    Look,
    Node,
    Reference,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from schemawright.regex.points import Points

_TRIES = 30
_MORE = 4
"""So many rounds more than it needs a repetition takes at most."""

_USUAL = points([(0x20, 0x7E), (0xC0, 0x17F), (0x4E00, 0x4E80), (0x1F600, 0x1F640)])
"""What characters of large classes are taken from, if the class has some of them."""


class Pattern(NamedTuple):
    """A pattern, ready for drawing."""

    tree: Node
    search: Callable[[str], object]


@cache
def read(pattern: str) -> Pattern | None:
    """Return a pattern, None if it is too odd to be drawn from."""
    found = literal(pattern)
    body, flags = (pattern, Flags()) if found is None else (found.body, found.flags)
    try:
        search = re.compile(translate(pattern).pattern).search
    except Untranslatable:
        return None
    for syntax in Syntax:
        try:
            return Pattern(parse(Reader(body, syntax, flags, groups_of(body))), search)
        except (BadSyntax, Untranslatable):
            continue
    return None


def text(pattern: str, random: Random) -> str | None:
    """Return a text in which a pattern is found, None if none was drawn.

    What surrounds a place (`^`, `\\b`, look-around) is not thought of, but looked for.
    """
    known = read(pattern)
    if known is None:
        return None
    for _ in range(_TRIES):
        found = _drawn(known.tree, random, {})
        around = f"{random.choice('aZ ')}{found}{random.choice('0_-')}"
        for each in (around, found) if random.random() < 0.2 else (found,):
            if known.search(each):
                return each
    return None


def _drawn(node: Node, random: Random, groups: dict[int, str]) -> str:
    match node:
        case Char(code=code):
            return chr(code)
        case CharClass(points=found):
            return _character(found, random)
        case At() | Look():
            return ""
        case Group(body=body, number=number):
            groups[number] = _drawn(body, random, groups)
            return groups[number]
        case Cased(body=body) | Atomic(body=body):
            return _drawn(body, random, groups)
        case Reference(numbers=numbers):
            return next((groups[each] for each in numbers if each in groups), "")
        case Repeat(body=body, least=least, most=most):
            limit = least + _MORE if most is None else min(most, least + random.choice((1, 4, 40)))
            count = random.randint(least, max(least, limit))
            return "".join(_drawn(body, random, groups) for _ in range(count))
        case Sequence(items=items):
            return "".join(_drawn(each, random, groups) for each in items)
        case Choice(branches=branches):
            return _drawn(random.choice(branches), random, groups)
        case _:
            assert_never(node)


@cache
def _offered(found: Points) -> Points:
    return found & _USUAL or found


def _character(found: Points, random: Random) -> str:
    ranges = _offered(found).ranges
    if not ranges:
        return ""
    first, last = random.choice(ranges)
    return chr(random.randint(first, last))
