"""One line of a document with a caret under a column, as a terminal shows it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.location import Position

GUTTER = 6
_CUT = "…"
_LEAST_WIDTH = 20
_PICTURES = 0x2400
_DELETE = "\x7f"
_WIDE = ("W", "F")
_STACKED = ("Mn", "Me")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A line number, what of the line fits, and a caret below it, each ready to print."""

    number: str
    text: str
    caret: str


def snippet(line: str, position: Position, width: int) -> Snippet:
    """Return as much of a line around a position as fits into a terminal of that width."""
    number = f"{position.line:>{GUTTER - 2}} "
    room = max(width - len(number) - len("| "), _LEAST_WIDTH)
    # No character counts for less than nothing, so what lies further off cannot fit.
    first = max(position.column - 1 - 4 * room, 0)
    cells = [_cell(character) for character in line[first : position.column + 4 * room]]
    caret = min(position.column - 1 - first, len(cells))
    while 0 < caret < len(cells) and not cells[caret][1]:
        # A mark is shown above the character before it.
        caret -= 1
    start, end = _window(cells, caret, room)
    before = _CUT if start or first else ""
    after = _CUT if end < len(cells) else ""
    indent = len(before) + sum(width for _, width in cells[start:caret])
    text = before + "".join(shown for shown, _ in cells[start:end]) + after
    return Snippet(number, text, f"{' ' * indent}^")


def _window(cells: Sequence[tuple[str, int]], caret: int, room: int) -> tuple[int, int]:
    """Return the part of a line to show: half of what can be cut lies before the caret."""
    if sum(width for _, width in cells) < room:
        return 0, len(cells)
    free = room - 2 * len(_CUT) - 1
    start, half = caret, free // 2
    while start and cells[start - 1][1] <= half:
        start -= 1
        half -= cells[start][1]
        free -= cells[start][1]
    end = caret
    while end < len(cells) and cells[end][1] <= free:
        free -= cells[end][1]
        end += 1
    while start and cells[start - 1][1] <= free:
        start -= 1
        free -= cells[start][1]
    return start, end


def _cell(character: str) -> tuple[str, int]:
    """Return what stands for a character, and how many columns that takes."""
    if character < " ":
        return chr(_PICTURES + ord(character)), 1
    if character == _DELETE:
        return "\N{SYMBOL FOR DELETE}", 1
    if not character.isprintable():
        return "\N{REPLACEMENT CHARACTER}", 1
    if unicodedata.category(character) in _STACKED:
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in _WIDE else 1
