"""A text that a pattern finds something in, as far as its tree tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from schemawright.regex.tree import (
    At,
    Atomic,
    Cased,
    Char,
    CharClass,
    Choice,
    Group,
    Look,
    Reference,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from schemawright.regex.tree import Node

LONGEST = 10_000
"""Characters of a text; no longer one is made."""

_LIKED = "aA0b1- "
"""What is taken out of a set if it is there."""


class UnsampledError(Exception):
    """The tree does not tell of any text."""


def sample(node: Node, rounds: int = 1) -> str:
    """Return a text; whether the pattern really finds it is to be asked.

    Args:
        node: the pattern.
        rounds: how often parts are there that may be there several times, if that is allowed.

    Raises:
        UnsampledError: there is none, or it would be too long.
    """
    match node:
        case Char(code=code):
            return chr(code)
        case CharClass():
            return _member(node)
        case At() | Look():
            return ""
        case Group(body=body) | Cased(body=body) | Atomic(body=body):
            return sample(body, rounds)
        case Repeat():
            return _repeated(node, rounds)
        case Sequence(items=items):
            return "".join(sample(each, rounds) for each in items)
        case Choice(branches=branches):
            return sample(branches[0], rounds)
        case Reference():
            raise UnsampledError
        case _:
            assert_never(node)


def _repeated(node: Repeat, rounds: int) -> str:
    count = max(node.least, rounds if node.most is None else min(node.most, rounds))
    if not count:
        return ""
    text = sample(node.body, rounds)
    if len(text) * count > LONGEST:
        raise UnsampledError
    return text * count


def _member(node: CharClass) -> str:
    for each in _LIKED:
        if ord(each) in node.points:
            return each
    if not node.points:
        raise UnsampledError
    first, last = node.points.ranges[0]
    return chr(next((code for code in range(first, last + 1) if chr(code).isprintable()), first))
