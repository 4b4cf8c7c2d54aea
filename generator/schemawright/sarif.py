"""Findings as SARIF 2.1.0, which code scanning and editors read: one run in one document.

Static Analysis Results Interchange Format (SARIF) Version 2.1.0, OASIS Standard, 27 March 2020.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from schemawright.report import in_order, known_position, position_of
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from schemawright.diagnostics import Diagnostic
    from schemawright.location import Location, Position
    from schemawright.report import Text

    Members: TypeAlias = dict[str, object]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_REMOTE = ("http:", "https:")
_OPTION = ("--", "SCHEMAWRIGHT_", "SOURCE")
"""What the names of places begin with that are no files, but options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result.

    Args:
        rule: the code of what was found.
        level: `error`, `warning` or `note`.
        message: what was found, in plain text.
        place: where, None if that is nowhere in particular.
        position: the line and the column, if there are any.
        related: other places that belong to it, and how.
    """

    rule: str
    level: str
    message: str
    place: Location | None = None
    position: Position | None = None
    related: tuple[tuple[Location, Position | None, str], ...] = ()


def text(findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> str:
    """Return findings as a document, without a line end after the last line.

    Args:
        findings: what to show.
        documents: the documents that they are about, by the name that stands in locations.
    """
    return document(results(findings, documents))


def results(findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> Iterator[Result]:
    """Yield what stands for each finding, by document, and by where they are in it."""
    for each in in_order(findings, documents):
        parts = [each.message, each.detail, f"hint: {each.hint}" if each.hint else ""]
        yield Result(
            rule=each.code,
            level=each.severity.value,
            message="\n".join(filter(None, parts)),
            place=each.location,
            position=position_of(each, documents),
            related=tuple(
                (other.location, known_position(other.location, documents), other.message)
                for other in each.related
            ),
        )


def document(found: Iterable[Result]) -> str:
    """Return a document with one run and a rule for each code, also if there are no results."""
    shown = [*found]
    codes = sorted({each.rule for each in shown})
    numbers = {code: number for number, code in enumerate(codes)}
    levels = {each.rule: each.level for each in reversed(shown)}
    return enveloped(
        [_rule(code, levels[code]) for code in codes],
        [_result(each, numbers[each.rule]) for each in shown],
    )


def enveloped(rules: Sequence[Members], results: Sequence[Members]) -> str:
    """Return a document with one run: its rules, and its results, which refer to them by number."""
    driver: Members = {"name": "schemawright", "version": __version__, "rules": rules}
    run: Members = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: str, level: str) -> Members:
    words = code.replace("-", " ")
    return {
        "id": code,
        "shortDescription": {"text": f"{words[:1].upper()}{words[1:]}."},
        "defaultConfiguration": {"level": level},
    }


def _result(result: Result, number: int) -> Members:
    found: Members = {
        "ruleId": result.rule,
        "ruleIndex": number,
        "level": result.level,
        "message": {"text": _plain(result.message)},
    }
    if result.place is not None:
        found["locations"] = [_location(result.place, result.position)]
    if result.related:
        found["relatedLocations"] = [
            {"id": i, "message": {"text": _plain(message)}, **_location(place, position)}
            for i, (place, position, message) in enumerate(result.related, start=1)
        ]
    return found


def _location(place: Location, position: Position | None) -> Members:
    """Return a place: the file, and the JSON pointer in it."""
    if place.uri.startswith(_OPTION):
        return {"logicalLocations": [{"fullyQualifiedName": _plain(place.uri)}]}
    physical: Members = {"artifactLocation": {"uri": uri_of(place.uri)}}
    if position is not None:
        physical["region"] = {"startLine": position.line, "startColumn": position.column}
    found: Members = {"physicalLocation": physical}
    if place.pointer:
        found["logicalLocations"] = [{"fullyQualifiedName": f"#{_plain(place.pointer)}"}]
    return found


def uri_of(name: str) -> str:
    """Return the URI of a document that is known by a name: mostly a path, which is relative.

    Before the first slash of a relative reference no colon may stand (RFC 3986, section 4.2).
    """
    if name.startswith(_REMOTE):
        return quote(name, safe="/:~@?&=%#+,;!$'()*[]", errors="backslashreplace")
    path = Path(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(name, safe="/~@", errors="backslashreplace")


def _plain(text: str) -> str:
    """Return a text without lone surrogates, which many parsers of JSON do not take."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
