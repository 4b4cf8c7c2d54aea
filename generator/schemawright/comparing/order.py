"""In which order changes are shown, and where each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.comparing.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from schemawright.comparing.compare import Comparison
    from schemawright.comparing.comparison import Judged
    from schemawright.location import Location, Position
    from schemawright.report import Text


class Line(NamedTuple):
    """One place: its location, and where that is in the text if its document is at hand."""

    location: Location
    position: Position | None


class Shown(NamedTuple):
    """A change with both of its places."""

    judged: Judged
    old: Line | None
    new: Line | None

    @property
    def main(self) -> Line | None:
        """The place that people look at: the new one, or the old one of what has gone."""
        return self.new or self.old


def in_order(comparison: Comparison, changes: Iterable[Judged] | None = None) -> list[Shown]:
    """Return changes, the worst first, and those that are alike by where they are."""
    chosen = comparison.changes if changes is None else changes
    found = [
        Shown(
            judged=each,
            old=_line(each.change.where.old, comparison.old),
            new=_line(each.change.where.new, comparison.new),
        )
        for each in chosen
    ]
    return sorted(found, key=_rank)


def counts(changes: Iterable[Judged]) -> str:
    """Return how many changes there are of each severity, in words."""
    found = dict.fromkeys(sorted(Severity, reverse=True), 0)
    for each in changes:
        found[each.severity] += 1
    words = {
        Severity.BREAKING: ("breaking change", "breaking changes"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.OK: ("compatible change", "compatible changes"),
    }
    said = [f"{n} {words[each][n != 1]}" for each, n in found.items() if n]
    return ", ".join(said) or "no changes"


def whom(judged: Judged) -> str:
    """Return in which directions a change is as bad as it is."""
    ways = [each for each, how in judged.severities.items() if how is judged.severity]
    return " and ".join(f"{each}s" for each in ways)


def _line(location: Location | None, documents: Mapping[str, Text]) -> Line | None:
    if location is None:
        return None
    document = documents.get(location.uri)
    return Line(location, None if document is None else document.position(location.pointer))


def _rank(shown: Shown) -> tuple[object, ...]:
    judged, main = shown.judged, shown.main
    position = (0, 0) if main is None or main.position is None else main.position
    uri = "" if main is None else main.location.uri
    return (bool(judged.silenced), -judged.severity, uri, tuple(position), judged.kind)
