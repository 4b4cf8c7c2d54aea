"""Classes as they are with the flag `v`: sets of sets, with differences and intersections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.regex.escapes import class_escape
from schemawright.regex.findings import Untranslatable
from schemawright.regex.points import NOTHING, Points, points
from schemawright.regex.tree import Char, CharClass

if TYPE_CHECKING:
    from schemawright.regex.reader import Reader

MOST_NESTED = 20
_SYNTAX = "()[]{}/-|"
_PUNCTUATION = "&-!#%,:;<=>@`~"
"""What an escape may stand in front of, beside what the syntax itself uses."""
_DOUBLED = re.compile(r"([&!#$%*+,.:;<=>?@^`~])\1")
_STRINGS = re.compile(r"\\q\{([^}]*)\}")


def read_set(reader: Reader, depth: int = 0) -> CharClass:
    """Return the class whose bracket comes next."""
    if depth > MOST_NESTED:
        raise Untranslatable(f"sets are nested more than {MOST_NESTED} deep", reader.at)
    start = reader.at
    reader.at += 1
    negated = reader.take("^")
    found = _expression(reader, start, depth)
    return CharClass(~found if negated else found, negated=negated)


def _expression(reader: Reader, start: int, depth: int) -> Points:
    if reader.take("]"):
        return NOTHING
    first, single = _operand(reader, start, depth)
    sign = "--" if reader.sees("--") else "&&" if reader.sees("&&") else ""
    if not sign:
        return _union(reader, start, depth, (first, single))
    reader.uses_sets = True
    while not reader.take("]"):
        if not reader.take(sign):
            raise reader.wrong(f"expected {sign} or ] in this set")
        other, _ = _operand(reader, start, depth)
        first = first - other if sign == "--" else first & other
    return first


def _union(reader: Reader, start: int, depth: int, operand: tuple[Points, Char | None]) -> Points:
    ranges: list[tuple[int, int]] = []
    while True:
        members, single = operand
        if single is not None and reader.peek() == "-":
            dash = reader.at
            reader.at += 1
            _, last = _operand(reader, start, depth)
            if last is None or last.code < single.code:
                raise reader.wrong("a range goes from one character to a later one", dash)
            ranges.append((single.code, last.code))
        else:
            ranges += members.ranges
        if reader.take("]"):
            return points(ranges)
        operand = _operand(reader, start, depth)


def _operand(reader: Reader, start: int, depth: int) -> tuple[Points, Char | None]:
    """Return a set, and the one character that it is written as, if it is."""
    char = reader.peek()
    if not char:
        raise reader.wrong("the class that begins here is never closed", start)
    if char == "[":
        return read_set(reader, depth + 1).points, None
    if char == "\\":
        return _escape(reader)
    if char in _SYNTAX or _DOUBLED.match(reader.text, reader.at):
        raise reader.wrong(f"{char!a} must be escaped in a set")
    reader.at += 1
    return Points(((ord(char), ord(char)),)), Char(ord(char), "")


def _escape(reader: Reader) -> tuple[Points, Char | None]:
    start = reader.at
    if strings := reader.scan(_STRINGS):
        reader.uses_sets = True
        texts = strings[1].split("|")
        if any(len(text) != 1 or text == "\\" for text in texts):
            raise Untranslatable(r"\q{...} with anything but single characters", start)
        return points((ord(text), ord(text)) for text in texts), None
    if (escaped := reader.peek(1)) and escaped in _PUNCTUATION:
        reader.at += 2
        found: Char = Char(ord(escaped), "")
    else:
        read = class_escape(reader)
        if not isinstance(read, Char):
            return read.points, None
        found = read
    return Points(((found.code, found.code),)), found
