"""Lookbehinds, whose length Python has to know."""

from __future__ import annotations

from itertools import product
from typing import assert_never

from schemawright.regex.findings import Untranslatable
from schemawright.regex.tree import (
    EMPTY,
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
    sequence,
)

MOST_WAYS = 32
"""How many fixed lengths and texts one lookbehind may be taken apart into."""

MOST_COPIES = 1000


def ways(look: Look) -> tuple[Node, ...]:
    """Return what a lookbehind looks for as parts that each have one length.

    Raises:
        Untranslatable: it has no bound, or would fall into too many parts.
    """
    return tuple(_ways(look.body, look, first=True))


def _ways(node: Node, look: Look, *, first: bool) -> list[Node]:
    """Return the ways in which something matches; `first` tells that nothing is before it."""
    if _width(node) is not None:
        return [node]
    match node:
        case Char() | CharClass() | At() | Look():
            return [node]
        case Group(body=body):
            return _ways(body, look, first=first)
        case Cased(body=body, ignored=ignored):
            return [Cased(each, ignored) for each in _ways(body, look, first=first)]
        case Choice(branches=branches):
            found = [way for each in branches for way in _ways(each, look, first=first)]
            return _counted(found, look)
        case Sequence(items=items):
            return _of_sequence(items, look, first=first)
        case Repeat():
            return _of_repeat(node, look, first=first)
        case Reference() | Atomic():
            raise refusal(look)
        case _:
            assert_never(node)


def _of_sequence(items: tuple[Node, ...], look: Look, *, first: bool) -> list[Node]:
    each: list[list[Node]] = []
    for item in items:
        each.append(_ways(item, look, first=first))
        first = False
    size = 1
    for one in each:
        size *= len(one)
        if size > MOST_WAYS:
            raise refusal(look)
    return [sequence(list(way)) for way in product(*each)]


def _of_repeat(node: Repeat, look: Look, *, first: bool) -> list[Node]:
    if node.is_never_tried:
        return [EMPTY]
    least, most = node.least, node.most
    if first and most != least:
        most = least  # what else it would take need not be there
    if most is None or most - least >= MOST_WAYS or most > MOST_COPIES:
        raise refusal(look)
    inside = _ways(node.body, look, first=False)
    if len(inside) == 1:
        return _counted([_times(inside[0], count) for count in range(least, most + 1)], look)
    found: list[Node] = []
    for count in range(least, most + 1):
        if len(inside) ** count > MOST_WAYS:
            raise refusal(look)
        found += [sequence(list(way)) for way in product(inside, repeat=count)]
    return _counted(found, look)


def _times(node: Node, count: int) -> Node:
    if count < 2:
        return node if count else EMPTY
    return Repeat(node, count, count)


def _width(node: Node) -> int | None:
    """Return how many characters something always takes, as Python sees it."""
    match node:
        case Char():
            return 1
        case CharClass(points=points):
            return 1 if points else None  # what never matches has no width in Python
        case At() | Look():
            return 0
        case Group(body=body) | Cased(body=body):
            return _width(body)
        case Choice(branches=branches):
            widths = {_width(each) for each in branches}
            return widths.pop() if len(widths) == 1 else None
        case Sequence(items=items):
            each = [_width(item) for item in items]
            return None if None in each else sum(filter(None, each))
        case Repeat(body=body, least=least, most=most):
            inside = _width(body) if least == most and not node.is_never_tried else None
            return None if inside is None else inside * least
        case Reference() | Atomic():
            return None
        case _:
            assert_never(node)


def _counted(found: list[Node], look: Look) -> list[Node]:
    if len(found) > MOST_WAYS:
        raise refusal(look)
    return found


def refusal(look: Look) -> Untranslatable:
    """Return what to raise where Python cannot look behind."""
    return Untranslatable(
        "Python has no lookbehind of varying length",
        look.offset,
        "give what it looks for a fixed length, or alternatives that each have one",
    )
