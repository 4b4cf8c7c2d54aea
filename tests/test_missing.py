"""References that lead nowhere: an error, or any value with a warning and a mark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from code_checks import mypy_findings
from generated_packages import Outcome, field_types, run, write
from schemawright.diagnostics import Severity

if TYPE_CHECKING:
    from conftest import Load

DOCUMENT = {
    "title": "Order",
    "type": "object",
    "required": ["price", "customer"],
    "properties": {
        "price": {"$ref": "money.json#/amount"},
        "customer": {"$ref": "#/$defs/Customer"},
        "payer": {"$ref": "#/$defs/Customer"},
        "lines": {"type": "array", "items": {"$ref": "https://example.test/line"}},
        "anchor": {"$ref": "#nowhere"},
        "both": {"allOf": [{"$ref": "gone.json"}, {"properties": {"x": {"type": "string"}}}]},
        "either": {"oneOf": [{"$ref": "gone.json"}, {"type": "string"}]},
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generated(document: Any = DOCUMENT, **how: Any) -> Outcome:
    Path("order.json").write_text(json.dumps(document), encoding="utf-8")
    return run({"source": "order.json", "package": "p", **how})


def test_it_is_an_error_by_default_and_all_are_told() -> None:
    for how in ({}, {"on_missing": "error"}):
        outcome = generated(**how)
        assert not outcome.files
        assert [each.code for each in outcome.findings] == [
            *("unresolved-reference", "unresolved-reference", "refused-reference"),
            *("unresolved-reference", "unresolved-reference"),
        ]
        assert all(each.severity is Severity.ERROR for each in outcome.findings)


def test_any_value_can_stand_in(load: Load) -> None:
    Path("order.json").write_text(json.dumps(DOCUMENT), encoding="utf-8")
    types = field_types(load(Path("order.json"), on_missing="any").Order)
    assert types == {
        "price": "Amount",
        "customer": "Customer",
        "payer": "Customer | Unset",
        "lines": "list[Line] | None",
        "anchor": "Nowhere | Unset",
        "both": "OrderBoth | None",
        "either": "OrderEither | Unset",
    }


def test_what_is_missing_is_a_warning_with_all_that_refer_to_it() -> None:
    outcome = generated(on_missing="any")
    assert {each.severity for each in outcome.findings} == {Severity.WARNING}
    customer = next(each for each in outcome.findings if "Customer" in each.message)
    assert customer.message.endswith("any value is accepted there")
    assert [each.location.pointer for each in customer.related] == ["/properties/payer/$ref"]


def test_what_is_missing_is_marked_in_code_and_docs() -> None:
    outcome = generated(on_missing="any")
    assert 'Customer: TypeAlias = Any\n"""Missing: nothing was found at ' in (
        outcome["p/aliases.py"]
    )
    assert "Missing: nothing was found at '#/$defs/Customer'" in outcome["docs/customer.md"]
    assert "[Order](order.md#Order.customer)" in outcome["docs/customer.md"]


@pytest.mark.types
def test_what_is_generated_type_checks(folder: Path) -> None:
    write(generated(on_missing="any").files, folder / "code")
    assert mypy_findings(folder / "code", ["p"]) == ""


def test_a_name_stays_when_what_was_missing_comes() -> None:
    document: Any = {**DOCUMENT, "$defs": {"Customer": {"type": "object", "properties": {"a": {}}}}}
    before, after = generated(on_missing="any"), generated(document, on_missing="any")
    assert "customer: Customer\n" in before["p/models/order.py"]
    assert "customer: Customer\n" in after["p/models/order.py"]


@pytest.mark.parametrize(
    ("policy", "missing"),
    [
        ({"*": "any"}, []),
        ({"#/$defs/*": "any"}, ["money", "https", "#nowhere", "gone"]),
        ({"https://example.test/*": "any"}, ["money", "#/$defs", "#nowhere", "gone"]),
        ({"*.json*": "any"}, ["#/$defs", "https", "#nowhere"]),
        ({"gone*": "error", "*": "any"}, ["gone"]),
        ({"*": "any", "gone*": "error"}, []),
        ({"*": "error"}, ["money", "#/$defs", "https", "#nowhere", "gone"]),
    ],
)
def test_the_configuration_says_it_of_each_reference(
    policy: dict[str, str], missing: list[str]
) -> None:
    outcome = generated(on_missing=policy)
    errors = [each for each in outcome.findings if each.severity is Severity.ERROR]
    assert len(errors) == len(missing)
    assert all(text in each.message for text, each in zip(missing, errors, strict=True))


def test_a_dynamic_reference_without_an_anchor_on_the_way_is_missing() -> None:
    document: Any = {
        "$schema": "https://json-schema.org/v1",
        "properties": {"a": {"$dynamicRef": "#node"}},
    }
    assert [each.code for each in generated(document).findings] == ["unresolved-reference"]
    assert generated(document, on_missing="any").files


def test_a_pointer_through_a_reference_is_explained() -> None:
    document: dict[str, Any] = {
        "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/properties/a/properties/x"}},
        "$defs": {"A": {"properties": {"x": {}}, "enum": [1], "allOf": [{}]}},
    }
    (finding,) = generated(document).findings
    assert "#/properties/a is a reference itself" in finding.message


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("#/$defs/A/allOf/3", "#/$defs/A/allOf has no item '3'; it has 1 item"),
        ("#/$defs/A/title/x", "#/$defs/A/title is a string"),
        ("#/$defs/B", "#/$defs has no 'B'; it has 'A'"),
        ("#/$defs/A/enum/0/x", "#/$defs/A/enum/0 is a number"),
        ("#here", "has no anchor of that name"),
        ("other.json", "there is no such document"),
        ("http://[", "it is no URI reference"),
    ],
)
def test_it_is_said_how_far_a_reference_leads(reference: str, reason: str) -> None:
    document: dict[str, Any] = {
        "properties": {"a": {"$ref": reference}},
        "$defs": {"A": {"title": "A", "enum": [1], "allOf": [{}]}},
    }
    (finding,) = generated(document).findings
    assert reason in finding.message
