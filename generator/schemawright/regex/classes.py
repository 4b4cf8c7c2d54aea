"""Classes in brackets, as they are with the flag `u`, without flags, and in POSIX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.regex.escapes import ClassEscape, class_escape
from schemawright.regex.points import Points, points
from schemawright.regex.tree import Char, CharClass, Range

if TYPE_CHECKING:
    from schemawright.regex.reader import Reader

_POSIX = re.compile(r"\[:([a-z]+):\]")
_POSIX_CLASSES = {
    "alpha": "AZ az",
    "digit": "09",
    "alnum": "AZ az 09",
    "upper": "AZ",
    "lower": "az",
    "xdigit": "09 AF af",
    "word": "AZ az 09 __",
    "punct": "!/ :@ [` {~",
    "space": "\t\r \x20\x20",
    "blank": "\t\t \x20\x20",
    "cntrl": "\0\x1f \x7f\x7f",
    "graph": "!~",
    "print": "\x20~",
}
_DASH = Char(0x2D, "")


def read_class(reader: Reader) -> CharClass:
    """Return the class whose bracket comes next."""
    start = reader.at
    reader.at += 1
    negated = reader.take("^")
    found = _Members()
    while not reader.take("]"):
        left = _member(reader, start)
        dash = reader.at
        if reader.peek() != "-" or reader.peek(1) in ("]", ""):
            found.add(left)
            continue
        reader.at += 1
        right = _member(reader, start)
        if isinstance(left, Char) and isinstance(right, Char):
            if right.code < left.code:
                raise reader.wrong("the ends of the range are in the wrong order", dash)
            found.add_range(Range(left, right))
        elif reader.lenient:
            for each in (left, _DASH, right):
                found.add(each)
        else:
            raise reader.wrong("a range goes from one character to another", dash)
    return found.made(negated=negated)


def _member(reader: Reader, start: int) -> Char | ClassEscape:
    char = reader.peek()
    if not char:
        raise reader.wrong("the class that begins here is never closed", start)
    if char == "\\":
        return class_escape(reader)
    if char == "[" and reader.lenient and (match := _POSIX.match(reader.text, reader.at)):
        listed = _POSIX_CLASSES.get(match[1])
        if listed is not None:
            reader.note(f"{match[0]} is POSIX's; in ECMA-262 it is no class", reader.at)
            reader.at = match.end()
            pairs = [(ord(listed[at]), ord(listed[at + 1])) for at in range(0, len(listed), 3)]
            items = tuple(Range(Char(first, ""), Char(last, "")) for first, last in pairs)
            return ClassEscape(points(pairs), items)
    reader.at += 1
    return Char(ord(char), "")


class _Members:
    """What a class lists: as written, and as a set."""

    def __init__(self) -> None:
        self._ranges: list[tuple[int, int]] = []
        self._items: list[Range] = []
        self._is_listed = True

    def add(self, member: Char | ClassEscape) -> None:
        if isinstance(member, Char):
            self.add_range(Range(member, member))
            return
        self._ranges += member.points.ranges
        self._items += member.items
        self._is_listed = self._is_listed and bool(member.items)

    def add_range(self, item: Range) -> None:
        self._ranges.append((item.first.code, item.last.code))
        self._items.append(item)

    def made(self, *, negated: bool) -> CharClass:
        members: Points = points(self._ranges)
        matched = ~members if negated else members
        return CharClass(matched, tuple(self._items) if self._is_listed else (), negated)
