"""Explanations and totals as JSON for programs. Members are added, never renamed or removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemawright import report
from schemawright.explain.status import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.explain.explanation import Explanation
    from schemawright.explain.route import Place, Step
    from schemawright.explain.totals import Coverage
    from schemawright.location import Location, Position
    from schemawright.report import Text


def explained(found: Explanation, documents: Mapping[str, Text]) -> str:
    """Return an explanation as one JSON object on one line.

    Its members: `file`, `line`, `column`, `pointer`, `uri`, `dialect`, `value` (the JSON there),
    `references` (each `keyword`, `text`, `at`, `base`, `uri`, `fragment`, `kind`, `dynamic` and
    `targets`), `rules` (`name`, `says`), `merged` (a place and how), `model` (texts),
    `properties` and `classes` (what Python code there is), `keywords` (`keyword`, `status`,
    `why`), and `findings`, as `generate` reports them.
    """
    return json.dumps(
        {
            **_where(found.location, found.position),
            "uri": found.uri,
            "dialect": found.dialect,
            "value": found.value,
            "references": [_step(each) for each in found.steps],
            "rules": [each._asdict() for each in found.rules],
            "merged": [{"message": e.message, **_where(e.location, None)} for e in found.merged],
            "model": list(found.model),
            "properties": [each._asdict() for each in found.properties],
            "classes": [each._asdict() for each in found.classes],
            "keywords": [
                {"keyword": keyword, "status": each.status.value, "why": each.why}
                for keyword, each in found.keywords
            ],
            "findings": [
                json.loads(line)
                for line in report.json_lines(found.findings, documents).splitlines()
            ],
        }
    )


def covered(found: Coverage) -> str:
    """Return totals as one JSON object on one line.

    Its members: `schemas` and `keywords`, how many there are; a member for each status with how
    many keywords that became of; and `by_keyword`, with the same for each keyword, whether it is
    `known`, the known one that it may be meant for (`near`), and `ignored_at`, all places where
    it is ignored with the reason.
    """
    return json.dumps(
        {
            "schemas": found.schemas,
            "keywords": found.total,
            **{each.value: found.count(each) for each in Status},
            "by_keyword": [
                {
                    "keyword": each.keyword,
                    "total": each.total,
                    **{status.value: each.counts[status] for status in Status},
                    "known": each.known,
                    "near": each.near or None,
                    "ignored_at": [
                        {"file": place.uri, "pointer": place.pointer, "why": why}
                        for why, places in each.reasons.items()
                        for place in places
                    ],
                }
                for each in found.tallies
            ],
        }
    )


def _step(step: Step) -> dict[str, Any]:
    return {
        "keyword": step.keyword,
        "text": step.text,
        "at": _place(step.at),
        "base": step.base,
        "uri": step.uri,
        "fragment": step.fragment,
        "kind": step.kind,
        "dynamic": step.dynamic,
        "targets": [_place(each) for each in step.targets],
    }


def _place(place: Place) -> dict[str, Any]:
    return _where(place.location, place.position)


def _where(location: Location, position: Position | None) -> dict[str, Any]:
    return {
        "file": location.uri,
        "line": position.line if position is not None else None,
        "column": position.column if position is not None else None,
        "pointer": location.pointer,
    }
