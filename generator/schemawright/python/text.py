"""Text from a schema as Python: literals and docstrings that it can never end or change.

Both are spelled and laid out as `black` does, and show a reader whatever is in them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = re.compile(r"[ !#-\[\]-~]*")  # ASCII that means itself in any string literal
_LIST_ITEM = re.compile(r" *(?:[-*+]|\d{1,3}[.)]) +")
_FENCE = re.compile(r" *(?:```[^`]*|~~~.*)")
_VERBATIM = re.compile(r"[ |>]|#{1,6} |```|~~~")  # how a line that is no running prose begins
_MARKER = re.compile(r"(?:[-*+]|\d{1,3}[.)]|#{1,6}|[|>].*|```.*|~~~.*)")  # a word like that
_MARKERS = re.compile(rf"(?:^|\s){_MARKER.pattern.replace('.*', '[^ ]*')}(?=\s|$)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376]")
_NARROW = re.compile("[\u302a-\u302f\u3099\u309a\U00016fe4-\U00016ff1\U0001f3fb-\U0001f3ff]")


def string(value: str) -> str:
    """Return the literal that black prefers for a string."""
    if _PLAIN.fullmatch(value):
        return f'"{value}"'
    quote = "'" if value.count('"') > value.count("'") else '"'
    body = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return f"{quote}{_escape(body)}{quote}"


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
    if len(rows) > 1 or width_of(rows[0]) + 3 + len(closing) > room:
        rows = _dedent(_wrap(rows, room))
    if len(rows) == 1:
        return f'{margin}"""{rows[0]}{closing}'
    rest = [margin + row if row else "" for row in rows[1:]]
    return "\n".join([f'{margin}"""{rows[0]}', *rest, f'{margin}"""'])


def _escape(text: str) -> str:
    """Return a text with a visible escape for everything that a reader could not see."""
    if text.isprintable():
        return text
    return "".join([char if char.isprintable() else repr(char)[1:-1] for char in text])


def width_of(text: str) -> int:
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
    text = _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)  # no class has one
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
        size = width_of(row)
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
    runs: list[list[str]] = []
    for word in row[hanging:].split():
        if runs and _MARKER.fullmatch(word):
            runs[-1].append(word)
        else:
            runs.append([word])
    words = map(" ".join, runs)
    lines = [row[:hanging] + next(words)]
    used = width_of(lines[0])
    for word in words:
        size = width_of(word) + 1
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
