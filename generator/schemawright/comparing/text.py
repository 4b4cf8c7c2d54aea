"""What differs as people read it: on a terminal, in Markdown, in a changelog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.comparing.order import counts, in_order, whom
from schemawright.comparing.severity import TABLE, Severity
from schemawright.report import PLAIN, located, printable, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.comparing.compare import Comparison
    from schemawright.comparing.order import Shown
    from schemawright.report import Style

_COLOURS = {Severity.BREAKING: "red", Severity.WARNING: "yellow", Severity.OK: "green"}
_HEADINGS = {
    Severity.BREAKING: "Breaking changes",
    Severity.WARNING: "Warnings",
    Severity.OK: "Compatible changes",
}


def text(comparison: Comparison, style: Style = PLAIN, following: str = "") -> str:
    """Return changes as lines for people, the worst first.

    Args:
        comparison: the changes.
        style: how to show them; `every` shows those that are silenced, or bare prose, too.
        following: the version that follows.
    """
    lines: list[str] = []
    left_out = 0
    for each in in_order(comparison):
        is_quiet = each.judged.silenced or each.judged.kind == "prose-changed"
        if is_quiet and not style.every:
            left_out += 1
        else:
            lines += _block(each, comparison, style)
    if left_out:
        lines.append(f"… and {left_out} silenced or of prose (--verbose shows all)")
    lines.append(f"{counts(comparison.heard)}{_next(following)}")
    return "\n".join(lines)


def markdown(comparison: Comparison, following: str = "") -> str:
    """Return changes as a Markdown document with a table for each severity."""
    lines = [f"# {counts(comparison.heard).capitalize()}", ""]
    if following:
        lines += [f"The version that follows is **{following}**.", ""]
    for severity, heading in _HEADINGS.items():
        found = [e for e in in_order(comparison, comparison.heard) if e.judged.severity is severity]
        if found:
            lines += [f"## {heading}", "", "| where | what | for | Python | before | now |"]
            lines += ["| --- | --- | --- | --- | --- | --- |", *map(_row, found), ""]
    silenced = [each for each in in_order(comparison) if each.judged.silenced]
    if silenced:
        lines += ["## Silenced", ""]
        lines += [
            f"- {_code(each.judged.change.where.place)}: {_cell(each.judged.message)} "
            f"({_cell(each.judged.silenced)})"
            for each in silenced
        ]
    return "\n".join(lines).rstrip("\n")


def changelog(comparison: Comparison, following: str = "") -> str:
    """Return changes as a section of a changelog, in the form of Keep a Changelog."""
    groups: dict[str, list[str]] = {"Changed": [], "Added": [], "Removed": []}
    for each in in_order(comparison, comparison.heard):
        judged = each.judged
        if judged.kind == "prose-changed":
            continue
        where = judged.change.where
        name = where.python_new or where.python_old or where.place
        mark = "**Breaking**: " if judged.severity is Severity.BREAKING else ""
        entry = f"- {mark}{_code(name)}: {_plain(judged.message)}."
        groups[_group(judged.kind)].append(entry)
    lines = [f"## [{following or 'Unreleased'}]", ""]
    for heading, entries in groups.items():
        if entries:
            lines += [f"### {heading}", "", *dict.fromkeys(entries), ""]
    if len(lines) == 2:
        lines.append("Nothing that code would notice.")
    return "\n".join(lines).rstrip("\n")


def _block(each: Shown, comparison: Comparison, style: Style) -> Iterator[str]:
    judged = each.judged
    colour = _COLOURS[judged.severity]
    documents = comparison.new if each.new is not None else comparison.old
    place = located(each.main.location, documents) if each.main else judged.change.where.place
    kind = styled(style, f"{judged.severity} {judged.kind}", fg=colour, bold=True)
    said = f"{judged.change.where.place}: {judged.message}"
    yield f"{styled(style, place, bold=True)}: {kind}: {printable(said)}"
    if judged.severity > Severity.OK:
        yield f"  for {whom(judged)}; in Python: {printable(_python(each))}"
    if each.new is not None and each.old is not None:
        yield f"  {located(each.old.location, comparison.old)}: before"
    if judged.silenced:
        yield f"  silenced: {printable(judged.silenced)}"
    elif judged.advice:
        yield f"  {styled(style, 'hint', fg='cyan', bold=True)}: {judged.advice}"


def _python(each: Shown) -> str:
    where = each.judged.change.where
    names = dict.fromkeys(filter(None, (where.python_old, where.python_new)))
    return ", now ".join(names) or "nothing"


def _next(following: str) -> str:
    return f"; the version that follows is {following}" if following else ""


def _row(each: Shown) -> str:
    judged = each.judged
    said = judged.message + (f"; {judged.advice}" if judged.advice else "")
    cells = [_code(judged.change.where.place), _cell(said), whom(judged)]
    cells += [_code(_python(each))]
    for line in (each.old, each.new):
        at = "" if line is None or line.position is None else f":{line.position}"
        cells.append(_code(f"{line.location.uri}{at}") if line is not None else "")
    return f"| {' | '.join(cells)} |"


def _group(kind: str) -> str:
    if kind in {"type-removed", "operation-removed"} or kind.endswith("-property-removed"):
        return "Removed"
    return "Added" if TABLE[kind].adds else "Changed"


def _code(text: str) -> str:
    """Return a text as code in Markdown, inside a table too."""
    shown = printable(text).replace("|", "\\|")
    fence = "``" if "`" in shown else "`"
    gap = " " if "`" in shown else ""
    return f"{fence}{gap}{shown}{gap}{fence}"


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Return a text in which nothing is Markdown or HTML."""
    found = printable(text)
    for each in "\\`*_[]<>":
        found = found.replace(each, f"\\{each}")
    return found
