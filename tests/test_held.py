"""`x-python-type`: texts that are held as a type, where that is allowed."""

from __future__ import annotations

import importlib
import json
import sys
from decimal import Decimal
from ipaddress import IPv4Address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import schemawright
from code_checks import mypy_findings, pyright_findings
from schemawright.cli import main
from schemawright.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

MONEY = {"type": "string", "x-python-type": "decimal.Decimal"}
RECEIPT: Mapping[str, Any] = {
    "title": "Receipt",
    "type": "object",
    "required": ["total"],
    "properties": {
        "total": {**MONEY, "pattern": "^-?[0-9]+(\\.[0-9]+)?$"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Money"}},
        "by": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Money"}},
        "printer": {
            "type": ["string", "null"],
            "format": "ipv4",
            "x-python-type": "IPv4Address",
            "x-python-import": "ipaddress",
        },
        "Decimal": {"type": "string"},
        "tip": {**MONEY, "default": "1"},
    },
    "additionalProperties": {"$ref": "#/$defs/Money"},
    "$defs": {"Money": MONEY},
}
ALLOWED = ["decimal", "ipaddress"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def generated(value: object, package: str, **how: Any) -> Mapping[str, str]:
    Path("receipt.json").write_text(json.dumps(value))
    found = schemawright.generate("receipt.json", package=package, **how)
    for path, text in found.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)
    return {path.as_posix(): text for path, text in found.items()}


@pytest.fixture(name="receipts")
def _receipts() -> Any:
    generated(RECEIPT, "receipts", allow_type=ALLOWED)
    yield importlib.import_module("receipts")
    for name in [each for each in sys.modules if each.partition(".")[0] == "receipts"]:
        del sys.modules[name]


def test_texts_are_held_as_their_type_and_come_back(receipts: Any) -> None:
    value = {
        "total": "1.50",
        "lines": ["1", "2.0"],
        "by": {"a": "3"},
        "printer": "10.0.0.1",
        "Decimal": "4",
    }
    receipt = receipts.Receipt.from_dict(value)
    assert receipt.total == Decimal("1.5")
    assert receipt.lines == [Decimal(1), Decimal(2)]
    assert receipt.by == {"a": Decimal(3)}
    assert receipt.printer == IPv4Address("10.0.0.1")
    assert receipt.decimal == "4"
    assert receipt.to_dict() == value
    assert json.loads(receipt.to_json()) == value
    assert receipts.Receipt.from_json(json.dumps(value)) == receipt
    made = receipts.Receipt(total=Decimal("3.10"), printer=None)
    assert made.to_dict() == {"total": "3.10", "printer": None}


@pytest.mark.parametrize("text", ["1E+1", "010.0", " 1", "x", "", "\uff11"])
def test_what_a_type_writes_otherwise_stays_a_text(receipts: Any, text: str) -> None:
    receipt = receipts.Receipt.from_dict({"total": "1", "lines": [text]})
    assert receipt.to_dict() == {"total": "1", "lines": [text]}
    assert str(receipt.lines[0]) == text


def test_what_the_schema_refuses_is_refused(receipts: Any) -> None:
    with pytest.raises(Exception, match="/total: expected a match"):
        receipts.Receipt.from_dict({"total": "x"})
    with pytest.raises(Exception, match="/lines/0: expected a string"):
        receipts.Receipt.from_dict({"total": "1", "lines": [1]})


@pytest.mark.types
def test_type_checkers_find_nothing(folder: Path) -> None:
    generated(RECEIPT, "receipts", allow_type=ALLOWED)
    assert mypy_findings(folder, ["receipts"]) == ""
    assert pyright_findings(folder, ["receipts"]) == ""


@pytest.mark.parametrize("target", [["dataclasses"], ["typed_dicts"], ["pydantic"]])
def test_kinds_without_codecs_need_nothing_more(target: list[str]) -> None:
    found = generated(RECEIPT, "plain", target=target, allow_type=ALLOWED)
    assert not [name for name in found if "_codecs" in name]
    code = "".join(found.values())
    assert ("from decimal import Decimal" in code) is (target == ["dataclasses"])


def run(value: object, *options: str) -> str:
    Path("receipt.json").write_text(json.dumps(value))
    arguments = ["generate", "receipt.json", "--package", "refused", *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    return result.output


def test_nothing_is_held_that_is_not_allowed() -> None:
    said = run(RECEIPT, "--allow-type", "ipaddress")
    assert said.count("warning refused-type") == 3
    assert "types of decimal are not allowed" in said
    assert "allow them with --allow-type decimal" in said
    code = "".join(each.read_text() for each in Path("out").rglob("*.py"))
    assert "from decimal" not in code
    assert "IPv4Address" in code


def test_a_module_stands_for_those_inside_of_it() -> None:
    held = {"title": "A", "properties": {"a": {"type": "string", "x-python-type": "os.path.join"}}}
    assert "refused-type" not in run(held, "--allow-type", "os")
    assert "refused-type" in run(held, "--allow-type", "o", "--force")


def test_members_of_unions_stay_texts() -> None:
    either = {"anyOf": [{"type": "integer"}, MONEY]}
    value = {"title": "A", "properties": {"a": either, "b": {"type": "array", "items": either}}}
    said = run(value, "--allow-type", "decimal")
    assert "a member of a union stays a text" in said
    assert "from decimal" not in "".join(each.read_text() for each in Path("out").rglob("*.py"))


@pytest.mark.parametrize(
    "name", ["", "a b", "a.b()", "class", "a..b", 1, "a;import os", "x.lambda"]
)
def test_what_is_no_name_is_left_out(name: object) -> None:
    value = {"title": "A", "properties": {"a": {"type": "string", "x-python-type": name}}}
    assert "warning malformed-keyword" in run(value, "--allow-type", "a")


def test_what_is_no_module_cannot_be_allowed() -> None:
    with pytest.raises(InputError, match="is not the name of a module"):
        generated(RECEIPT, "other", allow_type="a b")


def test_a_name_without_a_module_is_no_type() -> None:
    value = {"title": "A", "properties": {"a": {"type": "string", "x-python-type": "Decimal"}}}
    assert "refused-type" not in run(value)


def test_pages_and_the_manifest_tell_of_it() -> None:
    run(RECEIPT, "--allow-type", "decimal", "--allow-type", "ipaddress")
    assert "string (`decimal:Decimal`)" in Path("out/docs/receipt.md").read_text()
    options = json.loads(Path("out/refused/schemawright.manifest.json").read_text())["options"]
    assert options["allow-type"] == ALLOWED
