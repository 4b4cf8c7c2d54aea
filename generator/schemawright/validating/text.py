"""Findings about data: for people, for programs, and for GitHub's annotations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemawright import report
from schemawright.diagnostics import Diagnostic, Related, Severity
from schemawright.location import Location, Position
from schemawright.report import located, printable, styled
from schemawright.validating.outcomes import INVALID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.report import Style, Text
    from schemawright.validating.outcomes import Cause, Finding


def block(finding: Finding, documents: Mapping[str, Text], style: Style) -> str:
    """Return a finding as lines for people, without a line end after the last.

    Args:
        finding: what is wrong.
        documents: the documents of the schema, by the name that stands in locations.
        style: how to show it.
    """
    pointer = f" #{finding.pointer}" if finding.pointer else ""
    place = printable(f"{finding.file}:{finding.line}:{finding.column}{pointer}")
    severity = _severity(finding)
    colour = "yellow" if finding.is_warning else "red"
    kind = styled(style, f"{severity} {_title(finding)}", fg=colour, bold=True)
    lines = [f"{styled(style, place, bold=True)}: {kind}: {printable(finding.message)}"]
    lines += _below(finding.causes, finding.pointer, "  ")
    if finding.schema:
        schema = located(_location(finding.schema), documents)
        lines.append(f"  {styled(style, 'schema', fg='cyan', bold=True)}: {schema}")
    if finding.hint:
        lines.append(f"  {styled(style, 'hint', fg='cyan', bold=True)}: {printable(finding.hint)}")
    return "\n".join(lines)


def _below(causes: Iterable[Cause], pointer: str, indent: str) -> Iterator[str]:
    """Yield what keeps a value from a member of a union, places as seen from it."""
    for each in causes:
        inside = each.pointer.removeprefix(pointer)
        where = f"#…{inside}: " if inside else ""
        yield f"{indent}{each.keyword}: {printable(where + each.message)}"
        yield from _below(each.causes, each.pointer, f"{indent}  ")


def json_line(finding: Finding) -> str:
    """Return a finding as a line of JSON, without its end."""
    return json.dumps(
        {
            "code": finding.code,
            "severity": _severity(finding).value,
            "message": finding.message,
            "file": finding.file,
            "line": finding.line,
            "column": finding.column,
            "pointer": finding.pointer,
            "keyword": finding.keyword or None,
            "schema": finding.schema or None,
            "causes": [_cause(each) for each in finding.causes],
            "hint": finding.hint,
        }
    )


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "message": cause.message,
        "pointer": cause.pointer,
        "keyword": cause.keyword,
        "schema": cause.schema,
        "causes": [_cause(each) for each in cause.causes],
    }


def github(finding: Finding, documents: Mapping[str, Text]) -> str:
    """Return a finding as a GitHub workflow command, which annotates the line.

    Args:
        finding: what is wrong.
        documents: the documents of the schema, by the name that stands in locations.
    """
    return report.github([diagnostic(finding)], documents)


def diagnostic(finding: Finding) -> Diagnostic:
    """Return a finding in the form that those about schemas have."""
    related = [Related(_location(each.schema), each.message) for each in _flat(finding.causes)]
    if finding.schema:
        related.append(Related(_location(finding.schema), "demands it"))
    return Diagnostic(
        code=_title(finding),
        message=finding.message,
        location=Location(finding.file, finding.pointer),
        severity=_severity(finding),
        hint=finding.hint,
        related=tuple(related),
        position=Position(finding.line, finding.column),
    )


def _flat(causes: Iterable[Cause]) -> Iterator[Cause]:
    for each in causes:
        yield each
        yield from _flat(each.causes)


def _location(text: str) -> Location:
    uri, _, pointer = text.partition("#")
    return Location(uri, pointer)


def _severity(finding: Finding) -> Severity:
    return Severity.WARNING if finding.is_warning else Severity.ERROR


def _title(finding: Finding) -> str:
    """Return what stands for the kind of a finding: the keyword that is not met, or its code."""
    return finding.keyword if finding.code == INVALID else finding.code
