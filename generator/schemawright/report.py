"""Findings as text: for people, for programs, and for GitHub's annotations."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from schemawright.diagnostics import Diagnostic, Severity
from schemawright.source.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from schemawright.location import Location, Position

FEW = 20
SHOWN_OF_EACH = 3

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


class Text(Protocol):
    """A document that findings may be about."""

    def position(self, pointer: str) -> Position:
        """Return where a node starts."""
        ...

    def line(self, number: int) -> str:
        """Return the text of a line."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How findings are shown to people.

    `every` shows all of many like warnings; `snippets`, which fit into `width` columns, need a
    terminal to be of use.
    """

    colour: bool = False
    snippets: bool = False
    width: int = 80
    every: bool = False


PLAIN = Style()


def text(
    findings: Sequence[Diagnostic], documents: Mapping[str, Text], style: Style = PLAIN
) -> str:
    """Return findings as lines for people, without a line end after the last.

    Args:
        findings: what to show.
        documents: the documents that they are about, by the name that stands in locations.
        style: how to show them.
    """
    chosen, left_out = _chosen(in_order(findings, documents), every=style.every)
    lines = [line for each in chosen for line in _block(each, documents, style)]
    for code, count in left_out.items():
        warnings = "warning" if count == 1 else "warnings"
        lines.append(f"… and {count} more {code} {warnings} (--verbose shows all)")
    return "\n".join(lines)


def json_lines(findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> str:
    """Return findings as JSON, one object a line; what is not known is null."""
    return "\n".join(
        json.dumps(_members(each, documents)) for each in in_order(findings, documents)
    )


def github(findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> str:
    """Return findings as GitHub workflow commands, which annotate the lines of a change."""
    return "\n".join(_command(each, documents) for each in in_order(findings, documents))


def coloured_diff(diff: str) -> str:
    """Return a unified diff with the usual colours."""
    return "\n".join(_diff_line(line) for line in diff.split("\n"))


def in_order(findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> list[Diagnostic]:
    """Return findings by document, and by where they are in it."""

    def order(finding: Diagnostic) -> tuple[str, int, int]:
        position = position_of(finding, documents)
        if position is None:
            return finding.location.uri, 0, 0
        return finding.location.uri, position.line, position.column

    return sorted(findings, key=order)


def _chosen(
    findings: Sequence[Diagnostic], *, every: bool
) -> tuple[list[Diagnostic], dict[str, int]]:
    """Return what to show, and how many warnings of each code are left out."""
    if every or len(findings) <= FEW:
        return list(findings), {}
    seen: Counter[str] = Counter()
    chosen: list[Diagnostic] = []
    for each in findings:
        if each.severity is Severity.WARNING:
            seen[each.code] += 1
        if each.severity is Severity.ERROR or seen[each.code] <= SHOWN_OF_EACH:
            chosen.append(each)
    left_out = {code: n - SHOWN_OF_EACH for code, n in seen.items() if n > SHOWN_OF_EACH}
    return chosen, left_out


def _block(finding: Diagnostic, documents: Mapping[str, Text], style: Style) -> Iterator[str]:
    colour = _COLOURS[finding.severity]
    position = position_of(finding, documents)
    place = styled(style, _place(finding.location, position), bold=True)
    kind = styled(style, f"{finding.severity} {finding.code}", fg=colour, bold=True)
    yield f"{place}: {kind}: {printable(finding.message)}"
    if style.snippets and position is not None:
        yield from _snippet(finding.location.uri, position, documents, style, colour)
    for each in finding.related:
        found = known_position(each.location, documents)
        yield f"  {_place(each.location, found)}: {printable(each.message)}"
    if finding.hint:
        yield f"  {styled(style, 'hint', fg='cyan', bold=True)}: {printable(finding.hint)}"


def _snippet(
    uri: str, position: Position, documents: Mapping[str, Text], style: Style, colour: str
) -> Iterator[str]:
    from schemawright.snippets import snippet  # noqa: PLC0415 - only terminals need it

    line = _line(uri, position.line, documents)
    if line.strip():
        found = snippet(line, position, style.width)
        bar = styled(style, "|", fg="blue")
        yield f"{styled(style, found.number, fg='blue')}{bar} {found.text}"
        yield f"{' ' * len(found.number)}{bar} {styled(style, found.caret, fg=colour, bold=True)}"


def _line(uri: str, number: int, documents: Mapping[str, Text]) -> str:
    """Return a line of a document, or of a file that could not be parsed; else nothing."""
    if uri in documents:
        return documents[uri].line(number)
    try:
        content = Path(uri).read_text("utf-8-sig", "replace") if Path(uri).is_file() else ""
    except (OSError, ValueError):
        return ""
    return "" if "\0" in content else Lines(content).line(number)


def position_of(finding: Diagnostic, documents: Mapping[str, Text]) -> Position | None:
    """Return where a finding is: as it says itself, or where its document has the place."""
    return finding.position or known_position(finding.location, documents)


def known_position(location: Location, documents: Mapping[str, Text]) -> Position | None:
    """Return where a place is if its document is at hand."""
    document = documents.get(location.uri)
    return document.position(location.pointer) if document is not None else None


def located(location: Location, documents: Mapping[str, Text]) -> str:
    """Return a place in words, with line and column if its document is at hand."""
    return _place(location, known_position(location, documents))


def _place(location: Location, position: Position | None) -> str:
    at = f":{position}" if position is not None else ""
    pointer = f" #{location.pointer}" if location.pointer else ""
    return printable(f"{location.uri}{at}{pointer}")


def printable(text: str) -> str:
    """Return a text without what would move a terminal's cursor or end the line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def styled(style: Style, text: str, *, fg: str = "", bold: bool = False) -> str:
    """Return a text in a colour, or bold, if that is the style."""
    if not style.colour:
        return text
    import click  # noqa: PLC0415 - the Python API does not need it

    return click.style(text, fg=fg or None, bold=bold or None)


def _diff_line(line: str) -> str:
    import click  # noqa: PLC0415

    if line.startswith(("--- ", "+++ ")):
        return click.style(line, bold=True)
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return click.style(line, fg=colours[line[0]]) if line[:1] in colours else line


def _members(finding: Diagnostic, documents: Mapping[str, Text]) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        **_where(finding.location, position_of(finding, documents)),
        "hint": finding.hint,
        "related": [
            {"message": e.message, **_where(e.location, known_position(e.location, documents))}
            for e in finding.related
        ],
    }


def _where(location: Location, position: Position | None) -> dict[str, object]:
    return {
        "file": location.uri,
        "line": position.line if position is not None else None,
        "column": position.column if position is not None else None,
        "pointer": location.pointer,
    }


def _command(finding: Diagnostic, documents: Mapping[str, Text]) -> str:
    position = position_of(finding, documents)
    properties = {"file": finding.location.uri}
    if position is not None:
        properties |= {"line": str(position.line), "col": str(position.column)}
    properties["title"] = finding.code
    pointer = f"#{finding.location.pointer}: " if finding.location.pointer else ""
    lines = [f"{pointer}{finding.message}"]
    for each in finding.related:
        found = known_position(each.location, documents)
        lines.append(f"{_place(each.location, found)}: {each.message}")
    if finding.detail:
        lines.append(finding.detail)
    if finding.hint:
        lines.append(f"hint: {finding.hint}")
    stated = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{finding.severity} {stated}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
