"""A large document against itself, and against copies that were edited."""

from __future__ import annotations

import copy
import json
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

import schemawright
from schemawright.comparing import inclusion
from schemawright.comparing.severity import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Say

pytestmark = pytest.mark.no_cover  # what it runs, others cover

MOST_SECONDS = 60
"""Many times more than it takes, as machines differ."""


@pytest.fixture(scope="module")
def document(shared: Path) -> Any:
    path = shared / "data" / "vapi-openapi.json"
    if not path.is_file():
        pytest.skip(f"no such document: {path}")
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_document_is_what_it_is(document: Any) -> None:
    assert schemawright.compare(document, copy.deepcopy(document)).changes == ()


def test_just_what_was_edited_is_found(document: Any, say: Say) -> None:
    new = copy.deepcopy(document)
    schemas = new["components"]["schemas"]
    schemas["Assistant"]["properties"]["freshThing"] = {"type": "string"}
    name, place = next(
        (name, key)
        for name, each in schemas.items()
        for key, value in each.get("properties", {}).items()
        if value.get("type") == "string" and len(value.get("enum", ())) > 2
    )
    gone = schemas[name]["properties"][place]["enum"].pop()
    started = perf_counter()
    found = schemawright.compare(document, new, direction="both")
    seconds = perf_counter() - started
    assert {each.kind: each.severity for each in found.changes} == {
        "value-removed": Severity.BREAKING,
        "optional-property-added": Severity.OK,
    }
    assert len(found.changes) == 2
    assert any(gone in each.message for each in found.changes)
    say(f"comparing {len(schemas)} schemas took {seconds:.1f} s")
    assert seconds < MOST_SECONDS


def chain(length: int, last: Any) -> dict[str, Any]:
    """Return a record that holds a record that holds a record, and so on."""
    schemas: dict[str, Any] = {
        f"R{index}": {
            "type": "object",
            "properties": {"next": {"$ref": f"#/components/schemas/R{index + 1}"}},
        }
        for index in range(length)
    }
    schemas[f"R{length}"] = last
    return {"openapi": "3.1.0", "components": {"schemas": schemas}}


def test_long_chains_are_no_deep_ones() -> None:
    old, new = chain(1500, {"type": "string"}), chain(1500, {"type": "integer"})
    found = schemawright.compare(old, new)
    assert [each.kind for each in found.changes] == ["type-changed"]


def test_alternatives_do_not_multiply() -> None:
    def choosing(number: int) -> dict[str, Any]:
        members = [
            {"oneOf": [{"properties": {f"p{i}{j}": {"maximum": number + j}}} for j in range(6)]}
            for i in range(8)
        ]
        return {"title": "Many", "type": "object", "allOf": members}

    started = perf_counter()
    found = schemawright.compare(choosing(3), choosing(4))
    assert found.severity is Severity.BREAKING  # as nobody can tell
    assert perf_counter() - started < MOST_SECONDS


def test_what_takes_too_long_has_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"title": "T", "type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}}
    new = {"title": "T", "type": "object", "properties": {"a": {"type": "integer", "minimum": 0}}}
    assert schemawright.compare(old, new, direction="request").severity is Severity.OK
    monkeypatch.setattr(inclusion, "MOST_STEPS", 0)
    assert schemawright.compare(old, new, direction="request").severity is Severity.BREAKING
