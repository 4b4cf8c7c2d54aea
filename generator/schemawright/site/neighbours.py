"""Drawings of what uses a type, and of what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from schemawright.targets.reference import Page

MOST = 4
"""So many neighbours are drawn on each side, at most."""
_ROW, _TOP = 22, 36
_LONGEST = 22


class Node(NamedTuple):
    """A neighbour."""

    name: str
    page: str
    y: int


class Side(NamedTuple):
    """The neighbours on one side."""

    heading: str
    x: int
    place: str
    nodes: tuple[Node, ...]
    more: int
    """How many are not drawn."""
    below: int
    """Where that is said."""


class Drawing(NamedTuple):
    """What is drawn: neighbours on both sides of the type, and lines to them."""

    name: str
    sides: tuple[Side, ...]
    lines: str
    middle: int
    height: int


class Neighbours:
    """Knows which pages lead to each other.

    Args:
        model: the model.
        pages: its pages.
        titles: what each page is about, by its file.
    """

    def __init__(self, model: ir.Model, pages: Sequence[Page], titles: Mapping[str, str]) -> None:
        self._titles = titles
        of = {each.name: page.name for page in pages for each in page.declarations}
        self._used: dict[str, dict[str, None]] = {page.name: {} for page in pages}
        self._users: dict[str, dict[str, None]] = {page.name: {} for page in pages}
        for name, declaration in model.declarations.items():
            here = of[name]
            for each in ir.references(declaration):
                if of[each] != here:
                    self._used[here][of[each]] = None
                    self._users[of[each]][here] = None

    def drawing(self, page: str) -> Drawing | None:
        """Return what is drawn of a page; None where nothing is beside it."""
        users, used = self._named(self._users[page]), self._named(self._used[page])
        rows = max(min(len(each), MOST + 1) for each in (users, used))
        if not rows:
            return None
        height = _TOP + rows * _ROW
        middle = (_TOP + height) // 2 - 4
        left = _side("used by", 200, "end", users, middle)
        right = _side("uses", 400, "start", used, middle)
        lines = "".join((*_lines(left, 206, 94, middle), *_lines(right, 394, -94, middle)))
        sides = tuple(each for each in (left, right) if each.nodes)
        return Drawing(_short(self._titles[page]), sides, lines, middle, height)

    def _named(self, pages: Mapping[str, None]) -> list[tuple[str, str]]:
        return sorted((self._titles[each], each) for each in pages)


def _side(heading: str, x: int, place: str, found: list[tuple[str, str]], middle: int) -> Side:
    shown = found[:MOST]
    more = len(found) - len(shown)
    top = middle - (len(shown) - 1 + bool(more)) * _ROW // 2
    nodes = tuple(
        Node(_short(name), page, top + number * _ROW) for number, (name, page) in enumerate(shown)
    )
    return Side(heading, x, place, nodes, more, top + len(shown) * _ROW)


def _lines(side: Side, x: int, width: int, middle: int) -> Iterator[str]:
    for each in side.nodes:
        yield f"M{x} {each.y}q{width // 2} 0 {width} {middle - each.y}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
