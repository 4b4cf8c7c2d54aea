"""The views of requests and of responses: without what only the other side sends."""

from __future__ import annotations

import importlib
import json
import re
from dataclasses import fields
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from code_checks import mypy_findings, pyright_findings
from codec_ways import Ways, codec_of
from generated_packages import generate_cleanly, imported, write
from schemawright import validator
from schemawright.cli import main
from schemawright.config import USUAL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import ModuleType

PACKAGE = "seen"
MANIFEST = "schemawright.manifest.json"
VIEWS = ("both", "request", "response")

ID = {"type": "integer", "readOnly": True}
STAMP = {"at": "2020-01-01T00:00:00Z"}
SCHEMAS: dict[str, Any] = {
    "Base": {
        "type": "object",
        "properties": {"id": ID, "made": {"$ref": "#/$defs/Stamp"}, "name": {"type": "string"}},
    },
    "Stamp": {
        "type": "object",
        "readOnly": True,
        "required": ["at"],
        "properties": {"at": {"type": "string", "format": "date-time"}},
    },
    "User": {
        "allOf": [
            {"$ref": "#/$defs/Base"},
            {
                "required": ["id", "made", "name", "password"],
                "properties": {"password": {"type": "string", "writeOnly": True}},
            },
        ],
    },
    "Closed": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "x"],
        "properties": {"id": ID, "x": {"type": "string"}, "user": {"$ref": "#/$defs/User"}},
    },
    "Dated": {
        "type": "object",
        "additionalProperties": {"type": "string", "format": "date"},
        "required": ["id", "x"],
        "properties": {"id": ID, "x": {"type": "string"}},
    },
    "Only": {"type": "object", "required": ["id"], "properties": {"id": ID}},
    "Cat": {
        "type": "object",
        "required": ["kind", "id"],
        "properties": {"kind": {"const": "cat", "readOnly": True}, "id": ID},
    },
    "Dog": {
        "type": "object",
        "required": ["kind", "id"],
        "properties": {"kind": {"const": "dog", "readOnly": True}, "id": ID},
    },
    "Pet": {"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]},
    "Draft": {"type": "object", "required": ["title"], "properties": {"title": {"minLength": 1}}},
    "Saved": {
        "type": "object",
        "required": ["title", "id"],
        "properties": {"title": {"minLength": 1}, "id": ID},
    },
    "Doc": {"oneOf": [{"$ref": "#/$defs/Draft"}, {"$ref": "#/$defs/Saved"}]},
    "New": {
        "type": "object",
        "properties": {"title": {"type": "string"}, "id": ID},
        "not": {"$ref": "#/$defs/Saved"},
    },
    "Either": {
        "type": "object",
        "properties": {"id": ID, "name": {"type": "string"}, "code": {"type": "string"}},
        "if": {"required": ["id"]},
        "then": {"required": ["name", "id"]},
        "dependentRequired": {"name": ["id"], "code": ["name"]},
    },
    "Listed": {
        "type": "object",
        "required": ["users"],
        "properties": {
            "users": {"type": "array", "items": {"$ref": "#/$defs/User"}},
            "saved": {"type": "array", "contains": {"$ref": "#/$defs/Saved"}, "maxContains": 1},
            "next": {"$ref": "#/$defs/Listed"},
        },
    },
}
DOCUMENT = {"$defs": SCHEMAS, "anyOf": [{"$ref": f"#/$defs/{each}"} for each in SCHEMAS]}
USER: dict[str, Any] = {"id": 1, "made": STAMP, "name": "a", "password": "p"}


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views")
    for access in VIEWS:
        how: dict[str, Any] = {"access": access, "target": [*USUAL_TARGETS], "package": PACKAGE}
        write(generate_cleanly(DOCUMENT, folder, **how).files, folder / access)
    return folder


@pytest.fixture(params=VIEWS)
def view(trees: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, ModuleType]]:
    with imported(trees / request.param, PACKAGE) as package:
        yield request.param, package


@pytest.fixture
def request_view(trees: Path) -> Iterator[ModuleType]:
    with imported(trees / "request", PACKAGE) as package:
        yield package


@pytest.fixture
def response_view(trees: Path) -> Iterator[ModuleType]:
    with imported(trees / "response", PACKAGE) as package:
        yield package


def names(class_: type) -> list[str]:
    return [each.name for each in fields(class_)]


def is_valid(name: str, data: object) -> bool:
    found: bool = importlib.import_module(f"{PACKAGE}.validation").validator(name).is_valid(data)
    return found


def without(data: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}


def test_a_request_has_no_read_only_properties(request_view: ModuleType, trees: Path) -> None:
    assert names(request_view.User) == ["name", "password"]
    dicts = importlib.import_module(f"{PACKAGE}.typed_dicts")
    assert sorted(dicts.UserDict.__annotations__) == ["name", "password"]
    pages = "".join(each.read_text() for each in (trees / "request/docs").rglob("*.md"))
    assert "Write-only" in pages
    assert pages.count("Read-only") == 2  # what tells cats from dogs


def test_a_response_has_no_write_only_properties(response_view: ModuleType) -> None:
    assert names(response_view.User) == ["id", "made", "name"]
    response_view.User.validate(without(USER, "password"))
    assert not is_valid("User", without(USER, "id"))


def test_nothing_is_left_out_unless_asked_for(trees: Path) -> None:
    with imported(trees / "both", PACKAGE) as package:
        assert names(package.User) == ["id", "made", "name", "password"]
        assert not is_valid("User", without(USER, "id"))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("User", {"name": "a", "password": "p"}),
        ("User", USER),
        ("Closed", {"x": "a"}),
        ("Closed", {"x": "a", "id": 1}),
        ("Closed", {"x": "a", "user": {"name": "a", "password": "p"}}),
        ("Dated", {"x": "a"}),
        ("Dated", {"x": "a", "id": 1, "on": "2020-01-01", "at": "today"}),
        ("Only", {}),
        ("Only", {"id": 1}),
        ("Pet", {"kind": "cat"}),
        ("Pet", {"kind": "dog", "id": 1}),
        ("Doc", {"title": "a"}),
        ("Doc", {"title": "a", "id": 1}),
        ("Doc", {"title": "a", "id": "x"}),
        ("New", {"title": "a"}),
        ("Either", {"name": "a"}),
        ("Either", {"name": "a", "code": "b"}),
        ("Listed", {"users": [{"name": "a", "password": "p"}], "next": {"users": []}}),
        ("Listed", {"users": [], "saved": [{"title": "a"}, {"title": "b", "id": 1}]}),
    ],
)
def test_requests_are_valid_and_come_back(
    request_view: ModuleType, name: str, data: dict[str, Any]
) -> None:
    assert is_valid(name, data)
    codec = codec_of(PACKAGE, name)
    found = codec.decode(data)
    assert hasattr(found, "extra_properties")
    assert codec.encode(found) == data
    ways = Ways(PACKAGE, name)
    assert [*ways.disagreements(data)] == []
    assert not hasattr(found, "id")
    assert found.extra_properties.get("id") == data.get("id")
    assert hasattr(request_view, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("User", {"name": "a"}),
        ("User", {**USER, "id": "one"}),
        ("User", {**USER, "made": {}}),
        ("Closed", {"x": "a", "id": "one"}),
        ("Closed", {"x": "a", "y": 1}),
        ("Dated", {"id": 1}),
        ("Pet", {"id": 1}),
        ("Pet", {"kind": "cow", "id": 1}),
        ("New", {"title": "a", "id": 1}),
        ("Either", {"code": "b"}),
        ("Either", {"id": 1}),
        ("Listed", {"users": [], "saved": [{"title": "a", "id": 1}, {"title": "b", "id": 1}]}),
    ],
)
def test_what_is_wrong_stays_wrong(
    request_view: ModuleType, name: str, data: dict[str, Any]
) -> None:
    assert not is_valid(name, data)
    found = importlib.import_module(f"{PACKAGE}._validation.faults")
    with pytest.raises(found.DecodeError):
        codec_of(PACKAGE, name).decode(data)
    assert Ways(PACKAGE, name).quick == 0
    assert hasattr(request_view, name)


POSSIBLE: tuple[dict[str, tuple[Any, ...]], ...] = (
    {"id": (1, "1"), "name": ("a",), "title": ("a", ""), "code": ("c",), "x": ("x", 3)},
    {"made": (STAMP, {}), "password": ("p",), "id": (1,), "name": ("a",)},
    {"kind": ("cat", "dog", "cow"), "id": (1,)},
)


def some_values() -> Iterator[dict[str, Any]]:
    for each in POSSIBLE:
        for chosen in product(*((None, *some) for some in each.values())):
            pairs = zip(each, chosen, strict=True)
            yield {key: value for key, value in pairs if value is not None}


def test_a_view_accepts_what_the_schema_accepts(view: tuple[str, ModuleType]) -> None:
    """And what is refused for the lack of a property that is left out, and nothing else."""
    values = [*some_values()]
    counts = [0, 0]
    for name in SCHEMAS:
        whole = validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMAS})
        ways = Ways(PACKAGE, name)
        for each in values:
            accepted = is_valid(name, each)
            counts[accepted] += 1
            if view[0] == "both":
                assert accepted == whole.is_valid(each)
            else:
                assert accepted or not whole.is_valid(each), (name, each)
            assert [*ways.disagreements(each)] == []
    assert all(count > 100 for count in counts)


def test_what_is_left_out_can_be_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.json").write_text(json.dumps(DOCUMENT))
    (tmp_path / "schemawright.toml").write_text(
        'source = ["schema.json"]\npackage = "seen"\naccess = "request"\n'
    )
    said = CliRunner().invoke(main, ["explain", "#/$defs/Only/properties/id"]).stdout
    assert re.search("readOnly +typed +left out, only the other side sends it", said)


@pytest.mark.types
@pytest.mark.slow
def test_views_are_clean(trees: Path) -> None:
    for access in VIEWS:
        assert mypy_findings(trees / access, [PACKAGE]) == ""
        assert pyright_findings(trees / access, [PACKAGE]) == ""


def test_the_manifest_says_which_view_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema.json").write_text(json.dumps(DOCUMENT))
    for access in VIEWS:
        told = ["generate", "schema.json", "--package", PACKAGE, "--out", access]
        assert CliRunner().invoke(main, [*told, "--access", access]).exit_code == 0
        manifest = json.loads((tmp_path / access / PACKAGE / MANIFEST).read_text())
        assert manifest["options"].get("access", "both") == access
        assert ("access" in manifest["options"]) == (access != "both")
