"""Python text laid out exactly as `black` lays it out, without running `black`.

Statements are broken by the rules of black's stable style, for the few kinds of statement that a
generated module has. The words are black's own (right-hand split, optional parentheses, omitted
trailers), so that the two can be read side by side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from schemawright.python.text import width_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"'
    r"|'(?:[^'\\]|\\.)*'"
    r"|\d(?:[\w.]|(?<=[eE])[+-])*"
    r"|[^\s\"'()\[\]{},:=|.*+-]+"
    r"|\S"
)
_SIMPLE = re.compile(  # the long statements that a module has by the thousand
    r"""(\w+ =|\w+: TypeAlias =) ("[^"\\]*"|\w+(?: \| \w+)+)"""
)
_OWNER = re.compile(r"[\w\])]\Z")  # what a bracket after it is a trailer of


def statement(source: str, *, indent: int, width: int) -> str:
    """Return a statement, given on one line as black spells it, laid out at some indentation.

    It is an import, or an assignment to a name with or without an annotation; what is on its
    right is made of names, literals, displays, subscripts, calls, unions and lambdas without
    parameters, and has no trailing comma after the last of several elements.
    """
    line = " " * indent + source
    if width_of(line) <= width:
        return line
    if source.startswith("from "):
        head, _, names = line.partition(" import ")
        rows = [f"{' ' * indent}    {name}," for name in names.split(", ")]
        return "\n".join([f"{head} import (", *rows, f"{' ' * indent})"])
    simple = _SIMPLE.fullmatch(source)
    if simple and indent + width_of(simple[1]) + 2 <= width:
        return _parenthesized(line, *simple.groups(), indent=indent, width=width)
    return "\n".join(_Splitter(width).transform(_Line(_leaves(source), indent)))


def indented(lines: Iterable[str], levels: int = 1) -> list[str]:
    """Return lines further to the right."""
    return [f"{'    ' * levels}{line}" for line in lines]


def _parenthesized(line: str, head: str, value: str, *, indent: int, width: int) -> str:
    """Return what the general way yields too, for a string or a union of names that is too long.

    Parentheses are written if they help: around what then fits, or around a union.
    """
    margin, inside = " " * indent, " " * (indent + 4)
    if len(inside) + width_of(value) <= width:
        return f"{margin}{head} (\n{inside}{value}\n{margin})"
    if value[0] == '"':
        return line
    rows = value.replace(" | ", f"\n{inside}| ")
    return f"{margin}{head} (\n{inside}{rows}\n{margin})"


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
        return width_of(line.text()) <= self.width - spare

    def _right_hand_split(self, line: _Line, *, forced: bool) -> list[str]:
        """Return a line split at brackets; at optional ones if only then everything fits."""
        hidden = [leaf for leaf in line.leaves if not leaf.value and leaf.opening in line.leaves]
        rows = self._transform_all(self._split(line, forced=forced), forced=forced)
        fits = width_of(rows[0]) <= self.width
        if fits or forced or not hidden or line.is_tail or any(leaf.value for leaf in hidden):
            return rows
        second = self._right_hand_split(line, forced=True)
        for closing in hidden:
            closing.spell("", "")
        return second if all(width_of(row) <= self.width for row in second) else rows

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
