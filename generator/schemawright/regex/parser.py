"""From the text of a pattern to its tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from schemawright.regex.classes import read_class
from schemawright.regex.escapes import atom_escape
from schemawright.regex.findings import Untranslatable
from schemawright.regex.groups import Close, Opening, opening
from schemawright.regex.points import ANYTHING, LINE_END
from schemawright.regex.reader import Flags, Syntax
from schemawright.regex.set_notation import read_set
from schemawright.regex.tree import (
    Anchor,
    At,
    Cased,
    Char,
    CharClass,
    Choice,
    Group,
    Look,
    Mode,
    Node,
    Range,
    Repeat,
    Sequence,
    children,
    sequence,
)

if TYPE_CHECKING:
    from schemawright.regex.reader import Reader

MOST_NESTED = 50
"""How deep groups may be nested; Python's own parser is recursive, and so is what comes here."""

MOST_COUNTED = 4_294_967_294
"""The largest count of a repetition in Python, longer than any text in memory."""

_COUNT = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_UP_TO = re.compile(r"\{,([0-9]+)\}")
_DIGITS = re.compile("[0-9]+")
_SIGNS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_LINE_ITEMS = tuple(
    Range(Char(code, text), Char(code, text))
    for code, text in ((10, r"\n"), (13, r"\r"), (0x2028, ""), (0x2029, ""))
)
_DOT = CharClass(~LINE_END, _LINE_ITEMS, negated=True)


@dataclass(slots=True)
class _Open:
    """A group that is not closed yet."""

    offset: int
    close: Close
    flags: Flags
    branches: list[Node] = field(default_factory=list[Node])
    items: list[Node] = field(default_factory=list[Node])

    def body(self) -> Node:
        last = sequence(self.items)
        return Choice((*self.branches, last)) if self.branches else last


def parse(reader: Reader) -> Node:
    """Return the tree of a whole pattern; raise Untranslatable if it has none."""
    inner = _Open(0, lambda body: body, reader.flags)
    outer: list[_Open] = []
    count = 0
    while char := reader.peek():
        if char == "|":
            reader.at += 1
            inner.branches.append(sequence(inner.items))
            inner.items = []
            continue
        if char == "(":
            flags = reader.flags
            reader.at += 1
            begun = opening(reader, count + 1)
            if isinstance(begun, Opening):
                count += begun.is_counted
                outer.append(inner)
                inner = _Open(reader.at, begun.close, flags)
                _check_depth(outer, reader)
                continue
            node = begun
        elif char == ")":
            if not outer:
                raise reader.wrong("there is no ( for this )")
            reader.at += 1
            node = inner.close(inner.body())
            reader.flags = inner.flags
            inner = outer.pop()
        else:
            node = _atom(reader, char)
        inner.items.append(_quantified(reader, node))
    if outer:
        raise reader.wrong("the group that begins here is never closed", inner.offset - 1)
    found = inner.body()
    _check_names(reader, found)
    return Cased(found, ignored=True) if reader.flags.ignore_case else found


def _check_depth(outer: list[_Open], reader: Reader) -> None:
    if len(outer) > MOST_NESTED:
        raise Untranslatable(f"groups are nested more than {MOST_NESTED} deep", reader.at - 1)


def _atom(reader: Reader, char: str) -> Node:
    match char:
        case "\\":
            return atom_escape(reader)
        case "[":
            return read_set(reader) if reader.syntax is Syntax.SETS else read_class(reader)
        case "*" | "+" | "?":
            raise reader.wrong(f"there is nothing that {char} could repeat")
        case "{" if not reader.lenient or _COUNT.match(reader.text, reader.at):
            raise reader.wrong(
                "this { begins no repetition of anything; a plain one is written \\{"
            )
        case "}" | "]" if not reader.lenient:
            raise reader.wrong(f"nothing is open that {char} could close")
        case _:
            reader.at += 1
    match char:
        case ".":
            return CharClass(ANYTHING) if reader.flags.dot_all else _DOT
        case "^":
            return At(Anchor.LINE_START if reader.flags.multiline else Anchor.START)
        case "$":
            return At(Anchor.LINE_END if reader.flags.multiline else Anchor.END)
        case _:
            return Char(ord(char), "")


def _quantified(reader: Reader, node: Node) -> Node:
    """Return a node with the quantifier that follows it, if one does and may."""
    if isinstance(node, At) or (isinstance(node, Look) and not (node.ahead and reader.lenient)):
        return node
    start = reader.at
    counted = _counts(reader)
    if counted is None:
        return node
    least, most = counted
    text = reader.text[start : reader.at]
    mode = Mode.LAZY if reader.take("?") else Mode.GREEDY
    if mode is Mode.GREEDY and reader.lenient and reader.take("+"):
        reader.note("a possessive repetition, such as a++, is no ECMA-262", start)
        mode = Mode.POSSESSIVE
    if isinstance(node, Look) and least:  # a condition holds or not, however often it is asked
        return node
    fits = all(_number(each) <= MOST_COUNTED for each in _DIGITS.findall(text))
    alike = fits and not _UP_TO.match(text)
    return Repeat(node, least, most, mode, text if alike else "", start)


def _counts(reader: Reader) -> tuple[int, int | None] | None:
    if (sign := reader.peek()) and sign in _SIGNS:
        reader.at += 1
        return _SIGNS[sign]
    start = reader.at
    if found := reader.scan(_COUNT):
        least = _number(found[1])
        if not found[2]:
            return min(least, MOST_COUNTED), min(least, MOST_COUNTED)
        most = _number(found[3]) if found[3] else None
        if most is not None and most < least:
            raise reader.wrong("the counts are in the wrong order", start)
        return min(least, MOST_COUNTED), None if most is None or most > MOST_COUNTED else most
    if reader.lenient and (found := reader.scan(_UP_TO)):
        reader.note("{,n} is Python's; in ECMA-262 it is {0,n}", start)
        return 0, min(_number(found[1]), MOST_COUNTED)
    return None


def _number(digits: str) -> int:
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) < 12 else MOST_COUNTED + 1


def _check_names(reader: Reader, root: Node) -> None:
    """Refuse groups of the same name that can both take part."""
    if all(len(numbers) == 1 for numbers in reader.groups.named.values()):
        return

    def names(node: Node) -> set[str]:
        found: set[str] = {node.name} if isinstance(node, Group) and node.name else set()
        for each in children(node):
            inside = names(each)
            if isinstance(node, Sequence | Group) and (both := found & inside):
                raise reader.wrong(f"two groups are called {min(both)!a}", 0)
            found |= inside
        return found

    names(root)
