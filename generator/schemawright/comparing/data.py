"""What differs as programs read it: JSON, GitHub's annotations, SARIF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemawright import report
from schemawright.comparing.order import in_order, whom
from schemawright.comparing.severity import TABLE, Severity
from schemawright.comparing.wording import advice
from schemawright.diagnostics import Diagnostic, Related
from schemawright.diagnostics import Severity as Grade
from schemawright.location import Location
from schemawright.sarif import enveloped, uri_of

if TYPE_CHECKING:
    from schemawright.comparing.compare import Comparison
    from schemawright.comparing.order import Line, Shown

_LEVELS = {Severity.BREAKING: "error", Severity.WARNING: "warning", Severity.OK: "note"}


def json_text(comparison: Comparison, following: str = "") -> str:
    """Return changes as one JSON document."""
    found = {
        "severity": str(comparison.severity),
        "part": comparison.part(),
        "version": following or None,
        "changes": [_members(each) for each in in_order(comparison)],
    }
    return json.dumps(found, indent=2)


def github(comparison: Comparison) -> str:
    """Return changes as GitHub workflow commands, which annotate the lines of a change.

    What breaks nothing annotates nothing.
    """
    found = [
        _finding(each) for each in in_order(comparison, comparison.heard) if each.judged.severity
    ]
    return report.github(found, {**comparison.old, **comparison.new})


def sarif(comparison: Comparison) -> str:
    """Return changes as SARIF 2.1.0, section 3: one run, a rule for each kind of change."""
    shown = in_order(comparison)
    kinds = sorted({each.judged.kind for each in shown})
    return enveloped(
        [_rule(each) for each in kinds],
        [_result(each, kinds.index(each.judged.kind)) for each in shown],
    )


def _members(each: Shown) -> dict[str, Any]:
    judged = each.judged
    where = judged.change.where
    return {
        "change": judged.kind,
        "severity": str(judged.severity),
        "request": _severity(each, "request"),
        "response": _severity(each, "response"),
        "message": judged.message,
        "advice": judged.advice or None,
        "type": where.type or None,
        "place": where.place,
        "old": _where(each.old, where.python_old),
        "new": _where(each.new, where.python_new),
        "silenced": judged.silenced or None,
    }


def _severity(each: Shown, direction: Any) -> str | None:
    found = each.judged.severities.get(direction)
    return None if found is None else str(found)


def _where(line: Line | None, python: str | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "file": line.location.uri,
        "line": None if line.position is None else line.position.line,
        "column": None if line.position is None else line.position.column,
        "pointer": line.location.pointer,
        "python": python,
    }


def _finding(each: Shown) -> Diagnostic:
    """Return a change as a finding."""
    judged = each.judged
    main = each.main
    before = [] if each.old is None or each.new is None else [each.old]
    is_breaking = judged.severity is Severity.BREAKING
    return Diagnostic(
        code=judged.kind,
        message=f"{judged.change.where.place}: {judged.message} (for {whom(judged)})",
        location=Location("") if main is None else main.location,
        position=None if main is None else main.position,
        severity=Grade.ERROR if is_breaking else Grade.WARNING,
        hint=judged.advice,
        related=tuple(Related(line.location, "before") for line in before),
    )


def _rule(kind: str) -> dict[str, Any]:
    row = TABLE[kind]
    worst = _LEVELS[max(row.request, row.response)]
    words = kind.replace("-", " ").capitalize()
    return {
        "id": kind,
        "shortDescription": {"text": f"{words}."},
        "help": {"text": f"{advice(kind).capitalize()}."},
        "defaultConfiguration": {"level": worst},
    }


def _result(each: Shown, rule: int) -> dict[str, Any]:
    judged = each.judged
    said = f"{judged.change.where.place}: {judged.message}"
    found: dict[str, Any] = {
        "ruleId": judged.kind,
        "ruleIndex": rule,
        "level": _LEVELS[judged.severity],
        "message": {"text": f"{said}. {judged.advice}".rstrip(". ") + "."},
        "locations": [_physical(line) for line in (each.main,) if line is not None],
        "properties": {"for": [d for d, s in judged.severities.items() if s is judged.severity]},
    }
    if each.old is not None and each.new is not None:
        found["relatedLocations"] = [
            {"id": 1, "message": {"text": "before"}, **_physical(each.old)}
        ]
    if judged.silenced:
        found["suppressions"] = [{"kind": "external", "justification": judged.silenced}]
    return found


def _physical(line: Line) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri_of(line.location.uri)}}
    if line.position is not None:
        place["region"] = {"startLine": line.position.line, "startColumn": line.position.column}
    return {
        "physicalLocation": place,
        "logicalLocations": [{"fullyQualifiedName": f"#{line.location.pointer}"}],
    }
