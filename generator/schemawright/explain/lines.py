"""Lines of text that fit a terminal, with colour where that is wanted."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from schemawright.explain.status import Status
from schemawright.report import printable
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.location import Location, Position
    from schemawright.report import Style
    from schemawright.source.values import JsonValue

COLOURS = {
    Status.TYPED: "green",
    Status.ENFORCED: "green",
    Status.DOCUMENTED: "cyan",
    Status.RESOLVED: "blue",
    Status.IGNORED: "yellow",
}
_LEAST_WIDTH, _WIDEST_GAP = 40, 28
_ELLIPSIS = "…"


def styled(style: Style, text: str, *, colour: str = "", bold: bool = False) -> str:
    """Return a text in colour, if the style has any."""
    if not style.colour:
        return text
    import click  # noqa: PLC0415 - the Python API does not need it

    return click.style(text, fg=colour or None, bold=bold or None)


def wrapped(text: str, style: Style, indent: int, first: str = "") -> Iterator[str]:
    """Yield a text in lines of the style's width, indented; `first` stands before the first."""
    width = max(style.width, _LEAST_WIDTH + indent)
    found = textwrap.wrap(
        printable(text),
        width - indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for index, line in enumerate(found or [""]):
        start = first if index == 0 and first else " " * indent
        yield f"{start}{line}".rstrip()


def pairs(found: Sequence[tuple[str, str]], style: Style, indent: int = 2) -> Iterator[str]:
    """Yield lines with a word each and what there is to say of it, one below the other."""
    gap = min(max((len(word) for word, _ in found), default=0), _WIDEST_GAP)
    for word, said in found:
        start = f"{' ' * indent}{printable(word):<{gap}}  "
        if len(word) > gap:
            yield start.rstrip()
            start = ""
        yield from wrapped(said, style, indent + gap + 2, start)


def where(location: Location, position: Position | None) -> str:
    """Return a place with its line and column."""
    at = f":{position}" if position is not None else ""
    pointer = f" #{location.pointer}" if location.pointer else ""
    return printable(f"{location.uri}{at}{pointer}")


def shortened(value: JsonValue, width: int) -> str:
    """Return JSON of so many characters: what lies deep is left out first, then the end."""
    text = printable(json.dumps(value, ensure_ascii=False))
    for depth in (9, 5, 4, 3, 2, 1):
        if len(text) <= width:
            return text
        text = json.dumps(_cut(value, depth), ensure_ascii=False)
        text = printable(text.replace(f'"{_ELLIPSIS}"', _ELLIPSIS))
    return text if len(text) <= width else f"{text[: width - 1]}{_ELLIPSIS}"


def _cut(value: JsonValue, depth: int) -> Any:
    """Return a value with what lies deeper left out, and long texts cut."""
    if isinstance(value, str):
        longest = 20 * max(depth, 1)
        return value if len(value) <= longest else f"{value[:longest]}{_ELLIPSIS}"
    if not (is_array(value) or is_object(value)) or not value:
        return value
    if not depth:
        return [_ELLIPSIS] if is_array(value) else _ELLIPSIS
    if is_array(value):
        return [_cut(each, depth - 1) for each in value]
    return (
        {key: _cut(each, depth - 1) for key, each in value.items()} if is_object(value) else value
    )
