"""Python text laid out exactly as `black` lays it out, without running `black`.

Statements are broken by the rules of black's stable style, for the few kinds of statement that a
generated module has. The words are black's own (right-hand split, optional parentheses, omitted
trailers), so that the two can be read side by side.

Text that comes from a schema is made harmless here too: whatever it contains, it cannot end the
literal or the comment it is put in, nor show a reader something else than what is there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_PLAIN = re.compile(r"[ !#-\[\]-~]*")  # ASCII that means itself in any string literal
_DIRECTIVE = re.compile(  # what formatters, checkers and Python itself obey in a comment
    r"(?:\b(?:fmt|yapf|isort|type|mypy|pyright|pylint|ruff|flake8|pragma)|coding)(?=[:=])"
    r"|\bno(?=(?:qa|sec)\b)",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r" *(?:[-*+]|\d{1,3}[.)]) +")
_FENCE = re.compile(r" *(?:```[^`]*|~~~.*)")
_VERBATIM = re.compile(r"[ |>]|#{1,6} |```|~~~")  # how a line that is no running prose begins
_MARKER = re.compile(r"(?:[-*+]|\d{1,3}[.)]|#{1,6}|[|>].*|```.*|~~~.*)")  # a word like that
_MARKERS = re.compile(r"(?:^|\s)(?:[-*+|]|\d{1,3}[.)])(?=\s|$)|[#>`~]")
_WIDE = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376]")
_NARROW = re.compile("[\u302a-\u302f\u3099\u309a\U00016fe4-\U00016ff1\U0001f3fb-\U0001f3ff]")
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"'
    r"|'(?:[^'\\]|\\.)*'"
    r"|\d(?:[\w.]|(?<=[eE])[+-])*"
    r"|[^\s\"'()\[\]{},:=|.*+-]+"
    r"|\S"
)
_OWNER = re.compile(r"[\w\])]\Z")  # what a bracket after it is a trailer of


def string(value: str) -> str:
    """Return the literal that black prefers for a string."""
    if _PLAIN.fullmatch(value):
        return f'"{value}"'
    quote = "'" if value.count('"') > value.count("'") else '"'
    body = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return f"{quote}{_escape(body)}{quote}"


def comment(text: str) -> str:
    """Return a one-line comment that shows a text and that no tool takes for a directive."""
    shown = _DIRECTIVE.sub(r"\g<0> ", _escape(" ".join(text.split())))
    return f"# {shown}".rstrip()


def docstring(text: str, *, indent: int, width: int) -> str:
    """Return the lines of a docstring with some prose, or nothing when there is none.

    Lines are kept, except that long lines of plain prose and of list items are wrapped.
    """
    if not text.strip():
        return ""
    margin = " " * indent
    room = width - indent
    if len(text) <= room - 6 and _PLAIN.fullmatch(text):
        return f'{margin}"""{text.strip()}"""'
    rows = _rows(text)
    closing = ' """' if rows[-1].endswith('"') else '"""'
    if len(rows) > 1 or _width_of(rows[0]) + 3 + len(closing) > room:
        rows = _dedent(_wrap(rows, room))
    if len(rows) == 1:
        return f'{margin}"""{rows[0]}{closing}'
    rest = [margin + row if row else "" for row in rows[1:]]
    return "\n".join([f'{margin}"""{rows[0]}', *rest, f'{margin}"""'])


def statement(source: str, *, indent: int, width: int) -> str:
    """Return a statement, given on one line as black spells it, laid out at some indentation.

    It is an import, or an assignment to a name with or without an annotation; what is on its
    right is made of names, literals, displays, subscripts, calls, unions and lambdas without
    parameters, and has no trailing comma after the last of several elements.
    """
    line = " " * indent + source
    if _width_of(line) <= width:
        return line
    if source.startswith("from "):
        head, _, names = line.partition(" import ")
        rows = [f"{' ' * indent}    {name}," for name in names.split(", ")]
        return "\n".join([f"{head} import (", *rows, f"{' ' * indent})"])
    return "\n".join(_Splitter(width).transform(_Line(_leaves(source), indent)))


def _escape(text: str) -> str:
    """Return a text with a visible escape for everything that a reader could not see."""
    if text.isprintable():
        return text
    return "".join([char if char.isprintable() else repr(char)[1:-1] for char in text])


def _width_of(text: str) -> int:
    """Return how many columns black counts for a text."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    """Return the columns of a character: as Unicode says, but for a few as black says."""
    if _WIDE.match(char):
        return 2
    return 2 if unicodedata.east_asian_width(char) in "WF" and not _NARROW.match(char) else 1


def _rows(text: str) -> list[str]:
    """Return the lines of some prose, escaped, with no blank ones around or doubled."""
    text = text.strip(" \t\r\n").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace('"""', r"\"\"\"")
    rows: list[str] = []
    for line in text.split("\n"):
        row = _escape(line.expandtabs(4)).rstrip()
        if row or rows[-1]:
            rows.append(row)
    if rows[0].startswith('"'):
        rows[0] = "\\" + rows[0]
    return _dedent(rows)


def _dedent(rows: list[str]) -> list[str]:
    """Return lines without the indentation that all but the first one have in common."""
    common = min((len(row) - len(row.lstrip()) for row in rows[1:] if row), default=0)
    return [rows[0], *(row[common:] for row in rows[1:])] if common else rows


def _wrap(rows: list[str], room: int) -> list[str]:
    """Return lines with the long ones wrapped, save those that are not running prose."""
    wrapped: list[str] = []
    fenced = False
    for row in rows:
        size = _width_of(row)
        available = room if wrapped else room - 3
        if len(rows) == 1:  # it did not fit together with the closing quotes
            available = min(available, size - 1)
        if _FENCE.fullmatch(row):
            fenced = not fenced
        item = _LIST_ITEM.match(row)
        if size <= available or fenced or not row or (not item and _VERBATIM.match(row)):
            wrapped.append(row)
        else:
            wrapped += _fill(row, item.end() if item else 0, available, room)
    return wrapped


def _fill(row: str, hanging: int, first: int, room: int) -> list[str]:
    """Return one line broken at spaces; the lines after the first are indented by `hanging`."""
    if row.isascii() and not hanging and not _MARKERS.search(row):
        return _fill_plain(" ".join(row.split()), first, room)
    words: list[str] = []
    for word in row[hanging:].split():
        if words and _MARKER.fullmatch(word):
            words[-1] += " " + word
        else:
            words.append(word)
    lines = [row[:hanging] + words[0]]
    used = _width_of(lines[0])
    for word in words[1:]:
        size = _width_of(word) + 1
        used += size
        if used <= (first if len(lines) == 1 else room):
            lines[-1] += " " + word
        else:
            lines.append(" " * hanging + word)
            used = hanging + size - 1
    return lines


def _fill_plain(row: str, first: int, room: int) -> list[str]:
    """Return what `_fill` does, for words that are one column a character and may go anywhere."""
    lines: list[str] = []
    start, limit = 0, first
    while len(row) - start > limit:
        end = row.rfind(" ", start, start + limit + 1)
        if end < 0:
            end = row.find(" ", start)
        if end < 0:
            break
        lines.append(row[start:end])
        start, limit = end + 1, room
    return [*lines, row[start:]]


class _CannotSplitError(Exception):
    """A line has no brackets to be split at, or nothing would be won by it."""


@dataclass(slots=True, eq=False)
class _Leaf:
    """A token. A bracket without a value is a parenthesis that is written only when needed."""

    value: str
    prefix: str = ""
    opens: bool = False
    display: bool = False
    opening: _Leaf | None = None

    def spell(self, opening: str, closing: str) -> None:
        """Write or hide the parentheses of which this is the closing one."""
        if self.opening:
            self.opening.value, self.value = opening, closing


@dataclass(slots=True)
class _Line:
    """Leaves meant to be on one line, which may still turn out to be too long for it."""

    leaves: list[_Leaf]
    indent: int
    inside: bool = False
    explode: bool = False
    is_tail: bool = False

    def text(self) -> str:
        """Return the line as it is written."""
        rest = "".join([leaf.prefix + leaf.value for leaf in self.leaves[1:]])
        return " " * self.indent + self.leaves[0].value + rest

    def delimiters(self) -> tuple[str, list[int]]:
        """Return the delimiter to split at, and where the parts after the first one begin."""
        commas: list[int] = []
        unions: list[int] = []
        depth = 0
        for index, leaf in enumerate(self.leaves):
            depth += leaf.opens - (leaf.opening is not None)
            if depth == 0 and leaf.value == "," and index + 1 < len(self.leaves):
                commas.append(index + 1)
            elif depth == 0 and leaf.value == "|" and index:
                unions.append(index)
        return (",", commas) if commas else ("|", unions)


class _Split(NamedTuple):
    """A line split at brackets: up to the opening one, in between, from the closing one on."""

    head: _Line
    body: _Line
    tail: _Line


def _leaves(source: str) -> list[_Leaf]:
    """Return the tokens of a statement, with optional parentheses around its right sides."""
    leaves: list[_Leaf] = []
    brackets: list[_Leaf] = []
    optional: _Leaf | None = None
    end = 0
    for found in _TOKEN.finditer(source):
        leaf = _Leaf(found[0], source[end : found.start()])
        end = found.end()
        if optional and leaf.value == "=" and not brackets:
            leaves.append(_Leaf("", opening=optional))
            optional = None
        elif leaves and leaves[-1].value in (":", "=") and not brackets and leaf.value != "(":
            optional = _Leaf("", leaf.prefix, opens=True)
            leaf.prefix = ""
            leaves.append(optional)
        if leaf.value in ("(", "[", "{"):
            leaf.opens = True
            leaf.display = not _OWNER.search(leaves[-1].value)
            brackets.append(leaf)
        elif leaf.value in (")", "]", "}"):
            leaf.opening = brackets.pop()
        leaves.append(leaf)
    return [*leaves, _Leaf("", opening=optional)] if optional else leaves


def _delimiter_split(line: _Line) -> list[_Line]:
    """Return a line inside brackets split at its delimiters; it may have none."""
    delimiter, starts = line.delimiters()
    leaves = line.leaves
    if delimiter == "," and leaves[-1].value != ",":
        leaves = [*leaves, _Leaf(",")]
    bounds = zip([0, *starts], [*starts, len(leaves)], strict=True)
    return [_Line(leaves[start:end], line.indent, inside=True) for start, end in bounds]


def _last_brackets(line: _Line, omitted: Collection[_Leaf]) -> _Split:
    """Return a line split at its last brackets that are neither empty nor omitted."""
    leaves = line.leaves
    for end in range(len(leaves) - 1, 0, -1):
        opening = leaves[end].opening
        if opening is None or leaves[end] in omitted or leaves[end - 1] is opening:
            continue
        if opening not in leaves:
            break
        start = leaves.index(opening) + 1
        body = _Line(leaves[start:end], line.indent + 4, inside=True)
        body.explode = opening.display and body.delimiters()[0] == ","
        tail = _Line(leaves[end:], line.indent, is_tail=True)
        return _Split(_Line(leaves[:start], line.indent), body, tail)
    raise _CannotSplitError


@dataclass(frozen=True, slots=True)
class _Splitter:
    """Black's way to break lines, for some width.

    Optional parentheses that a split was tried with remain written, whether it is taken or not:
    black goes by that. When `forced`, they are not left out in favour of another split.
    """

    width: int

    def transform(self, line: _Line, *, forced: bool = False) -> list[str]:
        """Return a line as the lines that it becomes."""
        if self._fits(line) and not line.explode:
            return [line.text()]
        parts = _delimiter_split(line) if line.inside else []
        if len(parts) > 1:
            return self._transform_all(parts, forced=forced)
        try:
            return self._right_hand_split(line, forced=forced)
        except _CannotSplitError:
            return [line.text()]

    def _transform_all(self, lines: Iterable[_Line], *, forced: bool) -> list[str]:
        return [row for line in lines for row in self.transform(line, forced=forced)]

    def _fits(self, line: _Line, spare: int = 0) -> bool:
        return _width_of(line.text()) <= self.width - spare

    def _right_hand_split(self, line: _Line, *, forced: bool) -> list[str]:
        """Return a line split at brackets; at optional ones if only then everything fits."""
        hidden = [leaf for leaf in line.leaves if not leaf.value and leaf.opening in line.leaves]
        rows = self._transform_all(self._split(line, forced=forced), forced=forced)
        fits = _width_of(rows[0]) <= self.width
        if fits or forced or not hidden or line.is_tail or any(leaf.value for leaf in hidden):
            return rows
        second = self._right_hand_split(line, forced=True)
        for closing in hidden:
            closing.spell("", "")
        return second if all(_width_of(row) <= self.width for row in second) else rows

    def _split(self, line: _Line, *, forced: bool) -> _Split:
        """Return the first split with a head that fits, or else the first one of all."""
        found: list[_Split] = []
        for omitted in self._trailers_to_omit(line):
            split = _last_brackets(line, omitted)
            found.append(self._without_optional(split, line, omitted, forced=forced))
            if self._fits(found[-1].head):
                rows = self.transform(found[-1].body, forced=True) if forced else []
                commas = any(row.endswith(",") for row in rows)  # magic when black comes back
                return found[0 if commas else -1]
        return found[0]

    def _trailers_to_omit(self, line: _Line) -> Iterator[set[_Leaf]]:
        """Yield more and more closing brackets to be left alone, as long as the rest fits."""
        omitted: set[_Leaf] = set()
        inner: set[_Leaf] = set()
        yield omitted
        length = line.indent
        opening: _Leaf | None = None
        closing: _Leaf | None = None
        for index in range(len(line.leaves) - 1, -1, -1):
            leaf = line.leaves[index]
            length += len(leaf.prefix) + len(leaf.value)
            if length > self.width:
                return
            if leaf is opening:
                opening = None
            elif leaf.opening and (opening or (index and line.leaves[index - 1].opens)):
                inner.add(leaf)
            elif leaf.opening:
                if closing:
                    omitted |= {closing, *inner}
                    inner.clear()
                    yield omitted
                if leaf.value:
                    opening = leaf.opening
                    closing = leaf

    def _without_optional(
        self, split: _Split, line: _Line, omitted: Collection[_Leaf], *, forced: bool
    ) -> _Split:
        """Return a split, or one that does without its optional parentheses if that is better."""
        closing = split.tail.leaves[0]
        if closing.value:
            return split
        if not forced and not split.body.delimiters()[1]:
            omitted = {closing, *omitted}
            try:
                other = _last_brackets(line, omitted)
                if self._prefers(other, split):
                    return self._without_optional(other, line, omitted, forced=forced)
            except _CannotSplitError:
                chained = [leaf.value for leaf in line.leaves].count("=") > 1  # keywords count
                if not chained and len(split.body.leaves) < 2 and not self._fits(split.body):
                    raise
        closing.spell("(", ")")
        return split

    def _prefers(self, other: _Split, split: _Split) -> bool:
        """Tell whether a split without optional parentheses is better than the one with them."""
        *target, equals, _ = split.head.leaves
        if (
            equals.value != "="
            or not any(leaf.opens or leaf.opening for leaf in target)
            or not self._fits(split.head, spare=1)
        ):
            return True
        for leaf in reversed(other.head.leaves):
            if leaf.value == "=":
                return self._fits(other.head)
            if leaf.opening:
                return True
        return False
