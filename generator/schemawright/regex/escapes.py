"""What follows a backslash."""

from __future__ import annotations

import re
from typing import NamedTuple

from schemawright.regex import properties
from schemawright.regex.findings import Untranslatable
from schemawright.regex.points import DIGIT, LAST, SPACE, WORD, Points
from schemawright.regex.reader import Reader, group_name
from schemawright.regex.tree import (
    Anchor,
    At,
    Char,
    CharClass,
    Node,
    Range,
    Reference,
)

SYNTAX_CHARACTERS = "^$\\.*+?()[]{}|/"
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_HEX = re.compile(r"x([0-9a-fA-F]{2})")
_UNIT = re.compile(r"u([0-9a-fA-F]{4})")
_LOW = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_CODE = re.compile(r"u\{([0-9a-fA-F]+)\}")
_OCTAL = re.compile(r"[0-3][0-7]{0,2}|[4-7][0-7]?")
_DECIMAL = re.compile(r"[1-9][0-9]*")
_NAMED = re.compile(r"k<([^>]*)>")
_PROPERTY = re.compile(r"[pP]\{([^}]{0,100})\}")
_ANCHORS = {
    "A": (Anchor.START, "^"),
    "Z": (Anchor.END, "$"),
    "z": (Anchor.END, "$"),
}


def _range(first: int, last: int) -> Range:
    return Range(Char(first, ""), Char(last, ""))


_WORD_ITEMS = (_range(65, 90), _range(97, 122), _range(48, 57), _range(95, 95))  # as people write

_SPACE_ITEMS = (
    _range(9, 13),
    *(_range(code, code) for code in (0x20, 0xA0, 0x1680)),
    _range(0x2000, 0x200A),
    *(_range(code, code) for code in (0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF)),
)


class ClassEscape(NamedTuple):
    """What stands for many code points, and what it is inside a class, where that is short."""

    points: Points
    items: tuple[Range, ...] = ()


_SETS = {
    "d": ClassEscape(DIGIT, (_range(48, 57),)),
    "w": ClassEscape(WORD, _WORD_ITEMS),
    "s": ClassEscape(SPACE, _SPACE_ITEMS),
    "D": ClassEscape(~DIGIT),
    "W": ClassEscape(~WORD),
    "S": ClassEscape(~SPACE),
}


def atom_escape(reader: Reader) -> Node:
    """Return what an escape outside of classes stands for; the backslash is next."""
    start = reader.at
    reader.at += 1
    letter = reader.peek()
    if letter in ("b", "B"):
        reader.at += 1
        return At(Anchor.WORD if letter == "b" else Anchor.NO_WORD)
    if (many := _many(reader, start)) is not None:
        if letter in "DWS":  # listed shorter by what is not in it
            return CharClass(many.points, _SETS[letter.lower()].items, negated=True)
        return CharClass(many.points, many.items)
    if letter == "k" and (found := _named_reference(reader, start)) is not None:
        return found
    if letter in "123456789" and letter and (numbered := _numbered(reader, start)) is not None:
        return numbered
    if reader.lenient and letter in _ANCHORS:
        anchor, meant = _ANCHORS[letter]
        reader.at += 1
        reader.note(f"\\{letter} is Python's or Perl's; in ECMA-262 it is {meant}", start)
        return At(anchor)
    return character(reader, start)


def class_escape(reader: Reader) -> Char | ClassEscape:
    """Return what an escape inside a class stands for; the backslash is next."""
    start = reader.at
    reader.at += 1
    letter = reader.peek()
    if letter == "b":
        reader.at += 1
        return Char(8, "")
    if letter == "-" and not reader.lenient:
        reader.at += 1
        return Char(0x2D, r"\-")
    control = reader.lenient and letter == "c" and reader.peek(1)
    if control and re.fullmatch(r"[0-9_]", control):
        reader.at += 2
        return Char(ord(control) % 32, "")
    return _many(reader, start) or character(reader, start)


def _many(reader: Reader, start: int) -> ClassEscape | None:
    letter = reader.peek()
    if letter in _SETS:
        reader.at += 1
        return _SETS[letter]
    if letter not in ("p", "P"):
        return None
    found = reader.scan(_PROPERTY)
    if not found:
        if reader.lenient:
            return None
        raise reader.wrong(rf"expected {{ and the name of a property after \{letter}", start)
    members = properties.named(found[1])
    if members is None:
        raise Untranslatable(
            f"no Unicode property of code points is called {found[1]!a} in ECMA-262",
            start,
            r"properties are written like \p{Lu}, \p{Script=Greek} or \p{Alphabetic}",
        )
    if reader.lenient:
        reader.note(
            f"\\{letter}{{...}} is a property only where the rest of the pattern is valid with the "
            "flag u",
            start,
        )
    return ClassEscape(~members if letter == "P" else members)


def _named_reference(reader: Reader, start: int) -> Node | None:
    if reader.lenient and not reader.groups.named:
        return None
    found = reader.scan(_NAMED)
    if not found:
        raise reader.wrong(r"expected <, the name of a group and > after \k", start)
    return reference_to(reader, group_name(found[1]), start)


def reference_to(reader: Reader, name: str, start: int) -> Reference:
    """Return a reference to the groups of a name."""
    numbers = reader.groups.named.get(name)
    if numbers is None:
        raise reader.wrong(f"no group is called {name!a}", start)
    return Reference(numbers, start)


def _numbered(reader: Reader, start: int) -> Node | None:
    found = _DECIMAL.match(reader.text, reader.at)
    digits = found[0] if found else ""
    number = int(digits) if len(digits) < 10 else LAST
    if number <= reader.groups.total:
        reader.at += len(digits)
        return Reference((number,), start)
    if reader.lenient:
        return None
    raise reader.wrong(f"there is no group {digits[:20]}", start)


def character(reader: Reader, start: int) -> Char:
    """Return the one code point that an escape stands for, if it is one; its letter is next."""
    letter = reader.peek()
    if not letter:
        raise reader.wrong("nothing follows the last backslash", start)
    if letter in _CONTROLS:
        reader.at += 1
        return Char(_CONTROLS[letter], f"\\{letter}")
    if letter == "c":
        return _control(reader, start)
    if letter.isascii() and letter.isdigit():
        return _octal(reader, start)
    if found := reader.scan(_HEX):
        return Char(int(found[1], 16), f"\\{found[0]}")
    if letter == "u" and (char := _unicode(reader, start)) is not None:
        return char
    return _identity(reader, start)


def _control(reader: Reader, start: int) -> Char:
    following = reader.peek(1)
    if following.isascii() and following.isalpha():
        reader.at += 2
        return Char(ord(following) % 32, "")
    if reader.lenient:
        return Char(0x5C, "")  # the backslash by itself; the c comes next
    raise reader.wrong(r"expected a letter after \c", start)


def _octal(reader: Reader, start: int) -> Char:
    if reader.lenient:
        found = reader.scan(_OCTAL)
        if found:
            return Char(int(found[0], 8), "")
        return _identity(reader, start)
    following = reader.peek(1)
    if reader.peek() != "0" or (following.isascii() and following.isdigit()):
        raise reader.wrong(f"\\{reader.peek()}{following} stands for nothing here", start)
    reader.at += 1
    return Char(0, "")


def _unicode(reader: Reader, start: int) -> Char | None:
    if found := reader.scan(_UNIT):
        code = int(found[1], 16)
        if 0xD800 <= code < 0xDC00 and (low := reader.scan(_LOW)):
            joined = 0x10000 + ((code - 0xD800) << 10) + int(low[1], 16) - 0xDC00
            return Char(joined, "")
        return Char(code, f"\\{found[0]}")
    if found := reader.scan(_CODE):
        digits = found[1].lstrip("0") or "0"
        if len(digits) > 6 or int(digits, 16) > LAST:
            raise reader.wrong("the code point is beyond U+10FFFF", start)
        if reader.lenient:
            reader.note(
                r"\u{...} is a code point only where the rest is valid with the flag u", start
            )
        return Char(int(digits, 16), "")
    return None


def _identity(reader: Reader, start: int) -> Char:
    letter = reader.peek()
    if not reader.lenient and letter not in SYNTAX_CHARACTERS:
        raise reader.wrong(f"\\{letter} stands for nothing", start)
    reader.at += 1
    if letter.isascii() and letter.isalpha():
        reader.note(f"\\{letter} stands for the letter {letter} in ECMA-262", start)
        return Char(ord(letter), "")
    plain = letter.isascii() and not letter.isalnum() and letter.isprintable()
    return Char(ord(letter), f"\\{letter}" if plain else "")
