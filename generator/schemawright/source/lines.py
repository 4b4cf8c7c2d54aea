"""Lines and columns of a text, worked out only when somebody asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, count
from operator import add

from schemawright.diagnostics import shown
from schemawright.location import Position

_WORD = re.compile(r'[^\W\d][\w$-]*|[0-9]+|"[^"\r\n]*"|.', re.DOTALL)


class Lines:
    r"""A text and where its lines start; `\n`, `\r\n` and `\r` end a line (YAML 1.2.2, 5.4).

    A text that is part of another one begins with its line `first`.
    """

    __slots__ = ("_first", "_starts", "text")

    def __init__(self, text: str, first: int = 1) -> None:
        self.text = text
        self._first = first
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset at which each line starts."""
        if self._starts is None:
            text = self.text
            if "\r" in text:
                # As long as the text itself, so that the offsets stay right.
                text = text.replace("\r\n", " \n").replace("\r", "\n")
            *lengths, _ = map(len, text.split("\n"))
            self._starts = [0, *map(add, accumulate(lengths), count(1))]
        return self._starts

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset into the text."""
        line = bisect_right(self.starts, offset)
        return Position(line + self._first - 1, offset - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return the line of that number, from 1, without its end; nothing past the last one."""
        number -= self._first - 1
        if not 1 <= number <= len(self.starts):
            return ""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end].rstrip("\r\n")

    def found(self, offset: int) -> str:
        """Return what stands at an offset, in words for a message."""
        word = _WORD.match(self.text, offset)
        return shown(word[0]) if word else "the end of the document"
