"""`x-python-name`: what the input wants things to be called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import schemawright
from schemawright.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDER: Mapping[str, Any] = {
    "title": "Order",
    "x-python-name": "PurchaseOrder",
    "type": "object",
    "properties": {
        "nr": {"type": "string", "x-python-name": "number"},
        "state": {"enum": ["open", "closed"]},
        "line": {"$ref": "#/$defs/line.v2"},
        "cls": {"type": "string", "x-python-name": "class"},
        "two": {"type": "string", "x-python-name": "two words"},
        "json": {"type": "string", "x-python-name": "to_dict"},
        "id": {"type": "string", "x-python-name": "name"},
        "name": {"type": "string"},
    },
    "$defs": {
        "line.v2": {
            "x-python-name": "Line",
            "type": "object",
            "properties": {"kind": {"enum": ["a", "b"]}},
        }
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generated(value: object, **how: Any) -> Mapping[str, str]:
    Path("order.json").write_text(json.dumps(value))
    found = schemawright.generate("order.json", package="orders", **how)
    return {path.as_posix(): text for path, text in found.items()}


def attributes(code: str) -> list[str]:
    lines = code.partition("class ")[2].splitlines()
    return [line.split(":")[0].strip() for line in lines[1:] if ": " in line]


def test_schemas_and_properties_are_called_as_they_want() -> None:
    found = generated(ORDER)
    assert {"orders/models/purchase_order.py", "orders/models/line.py"} <= found.keys()
    order = found["orders/models/purchase_order.py"]
    assert "class PurchaseOrder(Model):" in order
    assert attributes(order) == [
        *("number", "state", "line", "class_", "two_words", "to_dict_", "id", "name"),
    ]
    assert "class PurchaseOrderState(StrEnum):" in found["orders/enums.py"]
    assert "class LineKind(StrEnum):" in found["orders/enums.py"]
    assert '"number": "nr",' in found["orders/wire_names.py"]


def test_what_one_cannot_be_called_it_is_not() -> None:
    value = {**ORDER, "$defs": {"line.v2": {**ORDER["$defs"]["line.v2"], "x-python-name": "--"}}}
    Path("order.json").write_text(json.dumps(value))
    result = CliRunner().invoke(main, ["generate", "order.json", "--package", "orders"])
    assert "x-python-name: warning malformed-keyword: expected a name" in result.output
    assert Path("out/orders/models/line_v2.py").is_file()


def test_two_of_one_name_are_told_apart() -> None:
    inside = {"type": "object", "properties": {"a": {"type": "string"}}, "x-python-name": "Same"}
    value = {
        "title": "Order",
        "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B"}},
        "$defs": {"A": inside, "B": inside},
    }
    first = generated(value)
    names = {name for name in first if name.startswith("orders/models/")}
    assert len(names) == 4
    assert "orders/models/same.py" in names
    again = generated({**value, "$defs": {"B": inside, "A": inside}})
    assert names == {name for name in again if name.startswith("orders/models/")}


def test_locked_names_stay() -> None:
    Path("order.json").write_text(json.dumps({**ORDER, "x-python-name": "Purchase"}))
    options = ["--package", "orders", "--lock-names", "--target", "dataclasses"]
    assert CliRunner().invoke(main, ["generate", "order.json", *options]).exit_code == 0
    properties = {**ORDER["properties"], "nr": {"type": "string", "x-python-name": "code"}}
    value = {**ORDER, "x-python-name": "Purchase", "properties": properties}
    Path("order.json").write_text(json.dumps(value))
    result = CliRunner().invoke(main, ["generate", "order.json", *options])
    assert "warning locked-name" in result.output
    assert "number: str" in Path("out/orders/models/purchase.py").read_text()


def test_it_has_no_bearing_on_values() -> None:
    check = schemawright.validator({"type": "string", "x-python-name": 1})
    assert check.is_valid("a")
    assert not check.is_valid(1)


def test_explain_tells_of_it() -> None:
    Path("order.json").write_text(json.dumps(ORDER))
    result = CliRunner().invoke(main, ["explain", "#/properties/nr", "order.json"])
    assert "x-python-name" in result.output
    assert "says what it is called in Python" in result.output
