"""What came of all documents of a run, counted, and how that is told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from schemawright.report import printable
from schemawright.validating.checking import MOST_KINDS, OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.validating.outcomes import Kind, Outcome

MOST_ROWS = 10
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_WHOLE = "(the document)"
_NO_DOCUMENT = "(no document)"
_ELSEWHERE = "(other places)"


class Totals:
    """What came of the documents so far."""

    def __init__(self) -> None:
        self.valid = self.invalid = self.broken = self.unreadable = self.size = 0
        self.kinds: Counter[Kind] = Counter()

    def add(self, found: Outcome) -> None:
        """Take in what came of some more documents."""
        self.valid += found.valid
        self.invalid += found.invalid
        self.broken += found.broken
        self.unreadable += found.is_unreadable
        self.size += found.size
        for kind, count in found.kinds.items():
            known = kind in self.kinds or len(self.kinds) < MOST_KINDS
            self.kinds[kind if known else OTHERS] += count

    @property
    def documents(self) -> int:
        """How many documents there were."""
        return self.valid + self.invalid + self.broken


def summary(totals: Totals, seconds: float) -> str:
    """Return one line that says how it went."""
    bad = totals.invalid + totals.broken
    if not totals.documents:
        verdict = "there was no document"
    elif not bad:
        verdict = f"{_counted(totals.documents, 'document')} {_is_are(totals.documents)} valid"
    else:
        parts = [f"{totals.invalid:,} {_is_are(totals.invalid)} invalid"] if totals.invalid else []
        if totals.broken:
            parts.append(f"{totals.broken:,} {_is_are(totals.broken)} broken")
        verdict = f"of {_counted(totals.documents, 'document')} {' and '.join(parts)}"
    if totals.unreadable:
        verdict += f", {_counted(totals.unreadable, 'input')} could not be read"
    return f"{verdict} ({amount(totals.size)}, {seconds:.2f} s{rate(totals, seconds)})"


def rate(totals: Totals, seconds: float) -> str:
    """Return how fast it went, nothing where that would mean little."""
    if seconds < 1 or totals.documents < 2:
        return ""
    documents = totals.documents / seconds
    return f", {amount(totals.size / seconds)}/s, {documents:,.0f} documents/s"


def table(totals: Totals, width: int, *, every: bool) -> str:
    """Return how often what is wrong where, the most frequent first; nothing if all is well.

    Args:
        totals: what was counted.
        width: the columns that a line may have.
        every: whether rare ones are shown, too.
    """
    if not totals.kinds:
        return ""
    rows = [(f"{count:,}", *_named(kind)) for kind, count in totals.kinds.most_common()]
    shown = rows if every else rows[:MOST_ROWS]
    lines = list(_laid_out([("findings", "keyword", "path"), *shown], width))
    if len(rows) > len(shown):
        lines.append(
            f"… and {_counted(len(rows) - len(shown), 'other kind')} (--verbose shows all)"
        )
    return "\n".join(lines)


def _named(kind: Kind) -> tuple[str, str]:
    if kind == OTHERS:
        return "…", _ELSEWHERE
    is_code = "-" in kind.keyword
    return kind.keyword, printable(kind.path) or (_NO_DOCUMENT if is_code else _WHOLE)


def _laid_out(rows: list[tuple[str, str, str]], width: int) -> Iterator[str]:
    first = max(len(row[0]) for row in rows)
    second = max(len(row[1]) for row in rows)
    room = max(width - first - second - 7, 20)
    for count, keyword, path in rows:
        # The end of a path tells more than its beginning.
        cut = path if len(path) <= room else f"…{path[1 - room :]}"
        yield f"  {count:>{first}}  {keyword:<{second}}  {cut}"


def amount(size: float) -> str:
    """Return a number of bytes for people."""
    unit = 0
    while size >= 999.5 and unit < len(_UNITS) - 1:
        size /= 1000
        unit += 1
    digits = 0 if unit == 0 or size >= 9.95 else 1
    return f"{size:.{digits}f} {_UNITS[unit]}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _is_are(number: int) -> str:
    return "is" if number == 1 else "are"
