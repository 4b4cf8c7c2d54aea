"""Operations that come and go: which they are, where they were, and what every report says."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import schemawright
from schemawright.cli import main
from schemawright.comparing.severity import Severity

PET = {"type": "object", "properties": {"name": {"type": "string"}}}


def api(paths: Any, **more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": paths,
        "components": {"schemas": {"Pet": PET}, **more.pop("components", {})},
        **more,
    }


OLD = api(
    {
        "/pets": {"get": {"operationId": "listPets"}, "post": {}},
        "/pets/{id}": {"delete": {"operationId": "deletePet"}},
    }
)
NEW = api({"/pets": {"get": {"operationId": "listPets"}, "put": {"operationId": "setPets"}}})


def changes(old: Any, new: Any, **how: Any) -> list[tuple[str, str, str]]:
    found = schemawright.compare(old, new, **how).changes
    return [(each.kind, each.change.where.place, each.message) for each in found]


def test_what_came_and_went() -> None:
    assert changes(OLD, NEW) == [
        ("operation-removed", "POST /pets", "the operation was removed"),
        ("operation-removed", "DELETE /pets/{id}", "the operation 'deletePet' was removed"),
        ("operation-added", "PUT /pets", "the operation 'setPets' was added"),
    ]
    assert [kind for kind, _, _ in changes(NEW, OLD)] == [
        "operation-removed",
        "operation-added",
        "operation-added",
    ]
    assert changes(OLD, copy.deepcopy(OLD)) == []


def test_both_places_are_told() -> None:
    found = schemawright.compare(OLD, NEW).changes
    places = [(str(e.change.where.old), str(e.change.where.new)) for e in found]
    assert places == [
        ("old#/paths/~1pets/post", "new#/paths/~1pets"),
        ("old#/paths/~1pets~1{id}/delete", "new#/paths"),
        ("old#/paths/~1pets", "new#/paths/~1pets/put"),
    ]


def test_versions() -> None:
    assert schemawright.compare(OLD, NEW).next_version("1.2.3") == "2.0.0"
    more = api({**OLD["paths"], "/owners": {"get": {}}})
    added = schemawright.compare(OLD, more)
    assert (added.severity, added.next_version("1.2.3")) == (Severity.OK, "1.3.0")


@pytest.mark.parametrize("direction", ["request", "response"])
def test_it_breaks_in_whichever_direction(direction: Any) -> None:
    found = schemawright.compare(OLD, NEW, direction=direction)
    assert found.severity is Severity.BREAKING
    assert all({*each.severities} == {direction} for each in found.changes)


def test_what_parameters_are_called_is_no_change() -> None:
    assert changes(api({"/pets/{id}": {"get": {}}}), api({"/pets/{petId}": {"get": {}}})) == []
    moved = changes(api({"/pets/{id}": {"get": {}}}), api({"/pets/id": {"get": {}}}))
    assert [place for _, place, _ in moved] == ["GET /pets/{id}", "GET /pets/id"]


def test_path_items_that_stand_elsewhere() -> None:
    items = {"pathItems": {"Pets": OLD["paths"]["/pets"]}}
    elsewhere = api({"/pets": {"$ref": "#/components/pathItems/Pets"}}, components=items)
    assert changes(elsewhere, api({"/pets": OLD["paths"]["/pets"]})) == []
    fewer = api({"/pets": {"get": OLD["paths"]["/pets"]["get"]}})
    (gone,) = schemawright.compare(elsewhere, fewer).changes
    assert str(gone.change.where.old) == "old#/components/pathItems/Pets/post"


def test_operations_that_nobody_calls_do_not_count() -> None:
    hook: dict[str, Any] = {"webhooks": {"newPet": {"post": {}}}}
    called: dict[str, Any] = {"get": {"callbacks": {"done": {"{$url}": {"post": {}}}}}}
    assert changes(api({"/pets": called}, **hook), api({"/pets": {"get": {}}})) == []
    assert changes(api({"x-draft": {"get": {}}, "/pets": {"x-get": {}}}), api({})) == []
    odd = api({"/pets": {"get": None, "post": "later"}})
    assert changes(odd, api({})) == []


def test_operations_count_where_all_of_two_openapi_documents_is_compared() -> None:
    assert changes(OLD, NEW, root="Pet") == []
    schema = {"title": "Pet", **PET}
    assert "operation" not in "".join(kind for kind, _, _ in changes(OLD, schema))
    assert "operation" not in "".join(kind for kind, _, _ in changes(schema, OLD))
    without = api({})
    del without["paths"]
    (gone,) = schemawright.compare(api({"/a": {"get": {}}}), without).changes
    assert (gone.kind, str(gone.change.where.new)) == ("operation-removed", "new#")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old = api({"/pets": {"get": {"operationId": "list|<b>"}}})
    Path("old.json").write_text(json.dumps(old, indent=1), encoding="utf-8")
    Path("new.json").write_text(json.dumps(api({"/pets": {}}), indent=1), encoding="utf-8")


def report(form: str, status: int = 1) -> str:
    result = CliRunner().invoke(main, ["diff", "old.json", "new.json", "--report", form])
    assert result.exit_code == status, result.output
    return result.output


@pytest.mark.usefixtures("files")
def test_text() -> None:
    assert report("text") == (
        "new.json:8:3 #/paths/~1pets: breaking operation-removed: GET /pets: "
        "the operation 'list|<b>' was removed\n"
        "  for requests and responses; in Python: nothing\n"
        "  old.json:9:4 #/paths/~1pets/get: before\n"
        "  hint: keep it and mark it as deprecated first\n"
        "1 breaking change\n"
    )


@pytest.mark.usefixtures("files")
def test_markdown_and_changelog() -> None:
    assert (
        "| `GET /pets` | the operation 'list\\|\\<b\\>' was removed; "
        "keep it and mark it as deprecated first | requests and responses | `nothing` | "
        "`old.json:9:4` | `new.json:8:3` |\n"
    ) in report("markdown")
    assert report("changelog") == (
        "## [Unreleased]\n\n### Removed\n\n"
        "- **Breaking**: `GET /pets`: the operation 'list|\\<b\\>' was removed.\n"
    )


@pytest.mark.usefixtures("files")
def test_what_programs_read() -> None:
    (found,) = json.loads(report("json"))["changes"]
    assert (found["change"], found["type"], found["place"]) == (
        "operation-removed",
        None,
        "GET /pets",
    )
    assert found["old"]["pointer"] == "/paths/~1pets/get"
    assert (found["new"]["line"], found["new"]["python"]) == (8, None)
    assert report("github").startswith("::error file=new.json,line=8,col=3,title=operation-removed")
    (sarif,) = json.loads(report("sarif"))["runs"][0]["results"]
    assert (sarif["ruleId"], sarif["level"]) == ("operation-removed", "error")
    assert len(sarif["relatedLocations"]) == 1


@pytest.mark.usefixtures("files")
def test_a_rule_silences_it_by_its_place() -> None:
    rule = 'change = "operation-removed"\nplace = "GET /pets*"\nreason = "unused"\n'
    text = f"[[silence]]\n{rule}until = 2999-12-31\n"
    Path("schemawright.toml").write_text(text, encoding="utf-8")
    assert report("text", 0) == ("… and 1 silenced or of prose (--verbose shows all)\nno changes\n")
