"""What became of all keywords, as a table for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.explain.lines import COLOURS, styled, wrapped
from schemawright.explain.status import Status
from schemawright.report import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.explain.totals import Coverage, Tally
    from schemawright.report import Style

FEW = 3
"""So many places are shown for each reason."""

_MEANINGS = {
    Status.TYPED: "annotations, defaults or names in the Python code say it",
    Status.ENFORCED: "validators check it",
    Status.DOCUMENTED: "docstrings or reference pages say it",
    Status.RESOLVED: "it says where schemas are",
    Status.IGNORED: "nothing was made of it",
}


def covered(found: Coverage, style: Style) -> str:
    """Return totals as a table, with the places where keywords are ignored below it."""
    columns = tuple(each for each in Status if found.count(each))
    width = max(len("keyword"), *(len(printable(e.keyword)) for e in found.tallies), 0)
    head = f"{'keyword':<{width}}{'total':>8}" + "".join(f"{e.value:>12}" for e in columns)
    lines = [styled(style, head, bold=True)]
    known = [each for each in found.tallies if each.known]
    unknown = [each for each in found.tallies if not each.known]
    lines += [_row(each.keyword, width, each.counts, columns, style) for each in known]
    if unknown:
        lines += ["", styled(style, "unknown keywords", bold=True)]
        lines += [_row(each.keyword, width, each.counts, columns, style) for each in unknown]
    every = {status: found.count(status) for status in Status}
    lines += ["", _row("all", width, every, columns, style)]
    ignored = [line for each in found.tallies for line in _ignored(each, style)]
    if ignored:
        lines += ["", styled(style, "Ignored", bold=True), *ignored]
    count = f"{found.schemas} {'schema' if found.schemas == 1 else 'schemas'}"
    lines += ["", f"{found.total} keywords in {count} that the roots reach:"]
    lines += [f"  {each.value:<12}{found.count(each):>7}  {_MEANINGS[each]}" for each in columns]
    return "\n".join(lines)


def _row(
    keyword: str,
    width: int,
    counts: Mapping[Status, int],
    columns: tuple[Status, ...],
    style: Style,
) -> str:
    cells = [
        styled(style, f"{counts[each] or '-':>12}", colour=COLOURS[each] if counts[each] else "")
        for each in columns
    ]
    return f"{printable(keyword):<{width}}{sum(counts.values()):>8}{''.join(cells)}"


def _ignored(tally: Tally, style: Style) -> Iterator[str]:
    for why, places in tally.reasons.items():
        times = f" ({len(places)} times)" if len(places) > 1 else ""
        yield from wrapped(f"{tally.keyword}: {why}{times}", style, 4, "  ")
        chosen = places if style.every else places[:FEW]
        yield from (f"      {printable(str(each))}" for each in chosen)
        if len(places) > len(chosen):
            yield f"      … and {len(places) - len(chosen)} more"
