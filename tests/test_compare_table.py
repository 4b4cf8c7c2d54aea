"""Each cell of the table of changes, for requests and for responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import schemawright
from schemawright.comparing.severity import TABLE, Effect, Severity, severity

if TYPE_CHECKING:
    from schemawright.comparing.comparison import Judged

OK, W, B = Severity.OK, Severity.WARNING, Severity.BREAKING


def record(required: tuple[str, ...] = (), /, **more: Any) -> dict[str, Any]:
    """Return an object with a property `a`, and whatever else it has."""
    properties = {"a": {"type": "string"}, **more.pop("properties", {})}
    return {
        "title": "Thing",
        "type": "object",
        "properties": properties,
        "required": list(required),
        **more,
    }


def holding(schema: Any) -> dict[str, Any]:
    """Return an object with a property `p` of a schema."""
    return record(properties={"p": schema})


def changed(old: Any, new: Any, direction: Any) -> dict[str, Judged]:
    found = schemawright.compare(old, new, direction=direction)
    return {each.kind: each for each in found.changes}


TEXT, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}
MAYBE = {"type": ["string", "null"]}
B_PROPERTY = {"properties": {"b": TEXT}}
LOW: dict[str, Any] = {"type": "integer", "minimum": 1}
IF: dict[str, Any] = {
    "if": {"required": ["a"]},
    "then": {"required": ["b"]},
    "properties": {"b": TEXT},
}
NEEDS: dict[str, Any] = {"dependentRequired": {"a": ["b"]}, "properties": {"b": TEXT}}
CONTAINS: dict[str, Any] = {"type": "array", "items": WHOLE, "contains": {"minimum": 3}}
UNION = [TEXT, {"type": "integer"}]


def either(*kinds: str, of: str = "kind") -> dict[str, Any]:
    names = {kind: f"{kind.title()}s" for kind in kinds}
    return {
        "openapi": "3.1.0",
        "info": {},
        "components": {
            "schemas": {
                "Either": {
                    "oneOf": [{"$ref": f"#/components/schemas/{each}"} for each in names.values()],
                    "discriminator": {"propertyName": of},
                },
                **{
                    name: {
                        "type": "object",
                        "properties": {"kind": {"const": kind}, "sort": {"const": kind}},
                        "required": ["kind", "sort"],
                    }
                    for kind, name in names.items()
                },
            }
        },
    }


def offering(*methods: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {each: {"operationId": f"{each}Pets"} for each in methods}},
        "components": {"schemas": {"Pet": record()}},
    }


CELLS: list[tuple[str, Any, Any, Severity, Severity]] = [
    ("required-property-added", record(), record(("b",), **B_PROPERTY), B, OK),
    ("optional-property-added", record(), record(**B_PROPERTY), OK, OK),
    (
        "optional-property-added",  # the object is closed
        record(additionalProperties=False),
        record(additionalProperties=False, **B_PROPERTY),
        OK,
        B,
    ),
    (
        "required-property-added",  # inclusion wins: what was closed refuses it
        record(additionalProperties=False),
        record(("b",), additionalProperties=False, **B_PROPERTY),
        B,
        B,
    ),
    ("required-property-removed", record(("b",), **B_PROPERTY), record(), W, B),
    ("optional-property-removed", record(**B_PROPERTY), record(), W, W),
    (
        "optional-property-removed",  # inclusion wins: it is refused now
        record(additionalProperties=False, **B_PROPERTY),
        record(additionalProperties=False),
        B,
        W,
    ),
    ("property-made-required", record(), record(("a",)), B, OK),
    ("property-made-optional", record(("a",)), record(), OK, B),
    ("null-allowed", holding(TEXT), holding(MAYBE), OK, B),
    ("null-forbidden", holding(MAYBE), holding(TEXT), B, OK),
    ("type-widened", holding(WHOLE), holding(NUMBER), OK, B),
    ("type-narrowed", holding(NUMBER), holding(WHOLE), B, OK),
    ("type-widened", holding({"enum": ["x", "y"]}), holding(TEXT), OK, B),
    ("type-narrowed", holding(TEXT), holding({"enum": ["x", "y"]}), B, OK),
    ("type-changed", holding(TEXT), holding(WHOLE), B, B),
    ("type-narrowed", record(), record(additionalProperties=False), B, OK),
    ("type-widened", record(additionalProperties=False), record(), OK, B),
    # Inclusion wins: readers that know the old values do not accept the new one.
    ("value-added", holding({"enum": ["x", "y"]}), holding({"enum": ["x", "y", "z"]}), OK, B),
    ("value-removed", holding({"enum": ["x", "y", "z"]}), holding({"enum": ["x", "y"]}), B, OK),
    ("value-removed", holding({"enum": ["x", "y"]}), holding({"enum": ["x"]}), B, OK),
    ("value-added", holding({"const": "x"}), holding({"enum": ["x", 1]}), OK, B),
    ("const-added", holding(TEXT), holding({"const": "x"}), B, OK),
    ("const-changed", holding({"const": "x"}), holding({"const": "y"}), B, B),
    ("const-removed", holding({"const": "x"}), holding(TEXT), OK, B),
    ("limit-tightened", holding(LOW), holding({**LOW, "minimum": 2}), B, OK),
    ("limit-loosened", holding(LOW), holding({**LOW, "minimum": 0}), OK, B),
    (
        "limit-tightened",
        holding({**NUMBER, "multipleOf": 0.5}),
        holding({**NUMBER, "multipleOf": 1}),
        B,
        OK,
    ),
    (
        "limit-loosened",
        holding({**NUMBER, "multipleOf": 4}),
        holding({**NUMBER, "multipleOf": 2}),
        OK,
        B,
    ),
    (
        "limit-tightened",
        holding({"type": "array", "items": TEXT, "maxItems": 3}),
        holding({"type": "array", "items": TEXT, "maxItems": 2}),
        B,
        OK,
    ),
    (
        "limit-lifted",
        holding({"type": "array", "items": TEXT, "uniqueItems": True}),
        holding({"type": "array", "items": TEXT}),
        OK,
        B,
    ),
    (
        "limit-loosened",
        holding({"type": "object", "additionalProperties": TEXT, "maxProperties": 2}),
        holding({"type": "object", "additionalProperties": TEXT, "maxProperties": 3}),
        OK,
        B,
    ),
    (
        "type-widened",
        holding({"type": "array", "prefixItems": [TEXT, WHOLE], "items": False}),
        holding({"type": "array", "prefixItems": [TEXT, NUMBER], "items": False}),
        OK,
        B,
    ),
    # Inclusion wins: a limit that is new refuses what was accepted.
    ("limit-set", holding(WHOLE), holding(LOW), B, OK),
    ("limit-lifted", holding(LOW), holding(WHOLE), OK, B),
    ("pattern-added", holding(TEXT), holding({**TEXT, "pattern": "^x"}), B, OK),
    # Inclusion wins: readers may count on the pattern.
    ("pattern-removed", holding({**TEXT, "pattern": "^x"}), holding(TEXT), OK, B),
    (
        "pattern-changed",
        holding({**TEXT, "pattern": "^x"}),
        holding({**TEXT, "pattern": "^y"}),
        B,
        B,
    ),
    ("format-added", holding(TEXT), holding({**TEXT, "format": "date"}), B, OK),
    ("format-removed", holding({**TEXT, "format": "date"}), holding(TEXT), OK, B),
    (
        "format-changed",
        holding({**TEXT, "format": "date"}),
        holding({**TEXT, "format": "uuid"}),
        B,
        B,
    ),
    (
        "member-added",
        holding({"anyOf": UNION}),
        holding({"anyOf": [*UNION, {"type": "boolean"}]}),
        OK,
        B,
    ),
    (
        "member-removed",
        holding({"anyOf": [*UNION, {"type": "boolean"}]}),
        holding({"anyOf": UNION}),
        B,
        OK,
    ),
    ("member-added", either("cat", "dog"), either("cat", "dog", "cow"), OK, B),
    ("condition-added", record(**B_PROPERTY), record(**IF), B, OK),
    ("condition-removed", record(**IF), record(**B_PROPERTY), OK, B),
    ("condition-added", record(**B_PROPERTY), record(**NEEDS), B, OK),
    ("condition-removed", record(**NEEDS), record(**B_PROPERTY), OK, B),
    ("condition-added", holding({"type": "array", "items": WHOLE}), holding(CONTAINS), B, OK),
    ("condition-removed", holding(CONTAINS), holding({"type": "array", "items": WHOLE}), OK, B),
    ("condition-added", record(), record(**{"not": {"required": ["c"]}}), B, OK),
    ("condition-added", record(), record(patternProperties={"^x": WHOLE}), B, OK),
    ("condition-added", record(), record(propertyNames={"maxLength": 3}), B, OK),
    ("condition-added", record(), record(minProperties=1), B, OK),
    (
        "condition-changed",
        holding({**WHOLE, "format": "int64"}),
        holding({**WHOLE, "format": "int32"}),
        B,
        OK,
    ),
    ("type-renamed", record(), record(("a",), title="Other"), B, B),
    ("default-changed", holding({**TEXT, "default": "x"}), holding(TEXT), OK, OK),
    ("default-changed", holding({**TEXT, "default": "x"}), holding({**TEXT, "default": 1}), OK, OK),
    ("access-changed", holding(TEXT), holding({**TEXT, "readOnly": True}), OK, W),
    ("access-changed", holding({**TEXT, "writeOnly": True}), holding(TEXT), OK, W),
    ("tag-changed", either("cat", "dog"), either("cat", "dog", of="sort"), B, B),
    ("type-renamed", record(), {**record(), "title": "Other"}, B, B),
    ("operation-added", offering("get"), offering("get", "post"), OK, OK),
    ("operation-removed", offering("get", "post"), offering("get"), B, B),
    ("prose-changed", record(), record(description="A thing."), OK, OK),
    ("prose-changed", holding(TEXT), holding({**TEXT, "examples": ["x"]}), OK, OK),
    ("prose-changed", holding({**TEXT, "title": "P"}), holding(TEXT), OK, OK),
]


@pytest.mark.parametrize(
    ("kind", "old", "new", "request_", "response"),
    CELLS,
    ids=[f"{each[0]}-{index}" for index, each in enumerate(CELLS)],
)
def test_cells(kind: str, old: Any, new: Any, request_: Severity, response: Severity) -> None:
    for direction, expected in (("request", request_), ("response", response)):
        found = changed(old, new, direction)
        assert found[kind].severity is expected, (
            direction,
            {k: e.message for k, e in found.items()},
        )
        assert max(each.severity for each in found.values()) is expected
    both = changed(old, new, None)[kind]
    assert both.severity is max(request_, response)
    assert bool(both.advice) is (both.severity > OK)
    assert both.message


def test_names_that_clash_now() -> None:
    old = {"openapi": "3.1.0", "components": {"schemas": {"pet": record()}}}
    new = {"openapi": "3.1.0", "components": {"schemas": {"pet": record(), "Pet": record()}}}
    found = schemawright.compare(old, new)
    names = [each for each in found.changes if each.kind == "name-changed"]
    assert [each.message for each in names] == ["the class Pet is called Pet_ now"]
    assert {each.severity for each in names} == {B}


def test_attributes_and_members_that_clash_now() -> None:
    old = record(properties={"a-b": TEXT, "e": {"enum": ["x y", "z"]}})
    new = record(properties={"a-b": TEXT, "a_b": TEXT, "e": {"enum": ["x y", "z", "x_y"]}})
    found = [e for e in schemawright.compare(old, new).changes if e.kind == "name-changed"]
    assert {each.message.split(" ")[1] for each in found} == {"attribute", "member"}
    assert {each.severity for each in found} == {B}


def test_the_order_of_keys_says_nothing() -> None:
    old = record(("a", "b"), **B_PROPERTY)
    new = {key: old[key] for key in reversed(old)}
    new["properties"] = dict(reversed(old["properties"].items()))
    new["required"] = ["b", "a"]
    assert schemawright.compare(old, new).changes == ()


def test_what_is_refused_anyway_breaks_nothing() -> None:
    old = holding({"type": "string", "enum": ["ab", "cd"]})
    new = holding({"type": "string", "enum": ["ab", "cd"], "maxLength": 2, "pattern": "^[a-d]*$"})
    assert schemawright.compare(old, new).severity is OK
    never = record(properties={"p": False, "q": {"type": "array", "items": TEXT, "maxItems": 0}})
    other = record(properties={"p": False, "q": {"type": "array", "items": WHOLE, "maxItems": 0}})
    assert max(e.severity for e in changed(never, other, "request").values()) is OK


def test_what_only_the_other_side_sends_is_not_required() -> None:
    for keyword, direction, other in (
        ("readOnly", "request", "response"),
        ("writeOnly", "response", "request"),
    ):
        new = record(("id",), properties={"id": {**TEXT, keyword: True}})
        assert schemawright.compare(record(), new, direction=direction).severity is OK  # type: ignore[arg-type]
        gone = schemawright.compare(new, record(), direction=direction)  # type: ignore[arg-type]
        assert gone.severity is W
        both = schemawright.compare(new, {**new, "required": []}, direction=other)  # type: ignore[arg-type]
        assert both.severity is (B if other == "response" else OK)


def test_members_of_one_of_that_overlap_now() -> None:
    low, high = {"type": "number", "maximum": 1}, {"type": "number", "minimum": 5}
    old, new = {"oneOf": [low, high]}, {"oneOf": [low, {**high, "minimum": 0}]}
    for schema in (old, new):
        schema["title"] = "Level"  # type: ignore[assignment]
    assert schemawright.compare(old, new, direction="request").severity is B
    assert schemawright.compare(new, old, direction="request").severity is B
    apart = {**old, "oneOf": [low, {**high, "minimum": 3}]}
    assert schemawright.compare(old, apart, direction="request").severity is OK


def test_a_type_that_is_stated_now() -> None:
    old, new = record(), record()
    del old["type"]  # which allows all that is no object
    assert schemawright.compare(old, new, direction="request").severity is B
    assert schemawright.compare(new, old, direction="request").severity is OK
    (found,) = schemawright.compare(old, new, direction="request").changes
    assert found.kind == "unjudged"


def test_every_kind_of_change_is_in_the_table() -> None:
    covered = {each[0] for each in CELLS} | {"name-changed"}
    others = {"unjudged", "type-added", "type-removed"}
    assert covered | others == set(TABLE)


@pytest.mark.parametrize("kind", TABLE)
def test_what_is_proved_breaks_nothing(kind: str) -> None:
    row = TABLE[kind]
    for direction, stated in (("request", row.request), ("response", row.response)):
        proved = severity(kind, direction, proved=True)  # type: ignore[arg-type]
        unproved = severity(kind, direction, proved=False)  # type: ignore[arg-type]
        assert proved <= unproved
        if row.effect is not Effect.NONE:
            assert proved < B
        else:
            assert proved is unproved is stated
