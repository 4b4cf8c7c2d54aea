"""Validators in memory: what they say, and that nothing they are given can break them."""

from __future__ import annotations

import copy
import json
import pickle
from collections import OrderedDict
from enum import IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schemawright
from schemawright import InputError, ValidationError, validator

PET: dict[str, Any] = {
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "kind": {"enum": ["cat", "dog"]},
        "age": {"type": "integer", "minimum": 0},
        "toys": {"type": "array", "items": {"$ref": "#/$defs/toy"}},
    },
    "additionalProperties": False,
    "$defs": {
        "toy": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["type", "size"],
                    "properties": {"type": {"const": "ball"}, "size": {"type": "number"}},
                },
                {
                    "type": "object",
                    "required": ["type"],
                    "properties": {"type": {"const": "rope"}, "length": {"type": "number"}},
                },
            ]
        }
    },
}
REX: dict[str, Any] = {"name": "Rex", "kind": "dog", "toys": [{"type": "ball", "size": 2}]}


class Number(IntEnum):
    """What says `<Number.ONE: 1>` of itself."""

    ONE = 1


class Half(float):
    """What says `Half(0.5)` of itself, as numbers of numpy do."""

    def __repr__(self) -> str:
        """Return no number."""
        return f"Half({float(self)})"


def nested(depth: int) -> Any:
    """Return lists in lists."""
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


def around_itself() -> list[Any]:
    """Return a list whose only item it is itself."""
    value: list[Any] = []
    value.append(value)
    return value


def faults(schema: Any, value: Any, **how: Any) -> list[tuple[str, str, str]]:
    """Return where in a value what keyword is not met, and the message."""
    return [
        (each.instance, each.keyword, each.message)
        for each in validator(schema, **how).errors(value)
    ]


def test_a_valid_value_has_no_faults() -> None:
    found = validator(PET)
    assert found.is_valid(REX)
    assert found.errors(REX) == ()
    assert found.output(REX) == {"valid": True}
    found.validate(REX)


def test_everything_that_is_wrong_is_told() -> None:
    value = {"name": "", "kind": "cow", "age": -1.5, "extra": 1}
    assert faults(PET, value) == [
        ("/name", "minLength", "expected at least 1 character, found 0"),
        ("/kind", "enum", 'expected one of "cat", "dog", found the string "cow"'),
        ("/age", "type", "expected an integer, found the number -1.5"),
        ("/age", "minimum", "expected at least 0, found the number -1.5"),
        ("/extra", "", "nothing is allowed here, found the number 1"),
    ]
    assert faults(PET, {"kind": "cat"}) == [
        ("", "required", 'expected the key "name", which is missing')
    ]


SHAPE: dict[str, Any] = {
    "anyOf": [
        {"required": ["width", "height"], "properties": {"width": {"type": "number"}}},
        {"required": ["radius"], "properties": {"radius": {"type": "number"}}},
    ]
}


def test_of_a_union_the_closest_member_is_explained() -> None:
    (fault,) = validator({"items": SHAPE}).errors([{"radius": "big"}])
    assert (fault.instance, fault.keyword) == ("/0", "anyOf")
    assert [each.message for each in fault.causes] == ['expected a number, found the string "big"']
    assert fault.causes[0].schema.endswith("#/items/anyOf/1/properties/radius/type")
    assert str(fault).count("\n") == 1


def test_of_a_tagged_union_the_member_that_is_meant_is_explained() -> None:
    (fault,) = validator(PET).errors({**REX, "toys": [{"type": "ball", "size": "big"}]})
    assert (fault.instance, fault.keyword) == ("/toys/0/size", "type")
    assert fault.message == 'expected a number, found the string "big"'
    assert fault.schema.endswith("#/$defs/toy/oneOf/0/properties/size/type")
    assert fault.path == "/properties/toys/items/$ref/oneOf/0/properties/size/type"
    assert faults(PET, {**REX, "toys": [{"type": "rope", "length": ""}, {"type": "ball"}]}) == [
        ("/toys/0/length", "type", 'expected a number, found the string ""'),
        ("/toys/1", "required", 'expected the key "size", which is missing'),
    ]


@pytest.mark.parametrize(
    ("toy", "place", "message"),
    [
        ({"type": "bal"}, "/type", 'expected one of "ball", "rope", found the string "bal"'),
        ({"type": None, "size": 1}, "/type", 'expected one of "ball", "rope", found null'),
        ({"type": ["ball"]}, "/type", 'expected one of "ball", "rope", found an array'),
        ({"size": 1}, "", 'expected the key "type", which is missing'),
        ("ball", "", 'expected one of 2 alternatives, found the string "ball" that fits none'),
    ],
)
def test_an_unknown_tag_is_one_fault(toy: Any, place: str, message: str) -> None:
    assert faults(PET, {**REX, "toys": [toy]}) == [(f"/toys/0{place}", "oneOf", message)]


def test_a_tag_that_may_be_absent_tells_only_where_it_is_there() -> None:
    schema = {
        "anyOf": [
            {"type": "object", "properties": {"is": {"enum": [1, True]}, "a": {"type": "null"}}},
            {"type": "object", "properties": {"is": {"const": "b"}, "a": {"type": "string"}}},
            {"type": "array"},
        ]
    }
    assert validator(schema).is_valid({"a": "x"})
    assert faults(schema, {"is": 1.0, "a": "x"}) == [
        ("/a", "type", 'expected null, found the string "x"')
    ]
    assert faults(schema, {"is": True, "a": 1}) == [
        ("/a", "type", "expected null, found the number 1")
    ]
    assert [each[1] for each in faults(schema, {"a": 1})] == ["anyOf"]


def test_a_member_that_alone_is_of_the_kind_is_explained() -> None:
    schema = {"anyOf": [{"type": "integer"}, {"items": {"type": "integer"}, "type": "array"}]}
    assert faults(schema, ["x"]) == [("/0", "type", 'expected an integer, found the string "x"')]
    assert faults(schema, 2.5) == [("", "type", "expected an integer, found the number 2.5")]
    assert [each[1] for each in faults(schema, "x")] == ["anyOf"]
    nullable = {"oneOf": [{"$ref": "#/$defs/toy"}, {"type": "null"}], "$defs": PET["$defs"]}
    assert [each[0] for each in faults(nullable, {"type": "ball"})] == [""]
    assert [each[0] for each in faults(nullable, {"type": "rope", "length": ""})] == ["/length"]


def test_of_unions_in_unions_only_what_is_meant_is_looked_at() -> None:
    """Otherwise each level would multiply the work by the number of its members."""
    members = [
        {
            "type": "object",
            "required": ["is", "in"],
            "properties": {"is": {"const": name}, "in": {"$ref": "#"}},
        }
        for name in "abcdefgh"
    ]
    value: Any = {"is": "h", "in": 0}
    for _ in range(40):
        value = {"is": "g", "in": value}
    schema = {"oneOf": [*members, {"type": "null"}]}
    assert [each[0] for each in faults(schema, value)] == ["/in" * 41]


def test_an_invalid_value_is_an_error_with_all_its_faults() -> None:
    with pytest.raises(ValidationError, match="which is missing") as caught:
        validator(PET).validate({})
    assert [each.keyword for each in caught.value.errors] == ["required", "required"]


def test_outcomes_have_the_forms_of_the_specification() -> None:
    found = validator({"properties": {"shapes": {"items": SHAPE}}})
    value: Any = {"shapes": [{"width": 1}]}
    assert found.output(value, "flag") == {"valid": False}
    basic = found.output(value, "basic")
    assert basic["valid"] is False
    assert [each["instanceLocation"] for each in basic["errors"]] == ["/shapes/0", "/shapes/0"]
    assert basic["errors"][0]["keywordLocation"] == "/properties/shapes/items/anyOf"
    detailed = found.output(value, "detailed")
    assert len(detailed["errors"]) == 1
    assert len(detailed["errors"][0]["errors"]) == 1
    json.dumps(detailed)
    with pytest.raises(ValueError, match="there is no output format 'verbose'"):
        found.output(value, "verbose")


def test_formats_are_asserted_when_that_is_asked_for() -> None:
    schema = {"format": "date"}
    assert faults(schema, "2026-02-30") == []
    assert faults(schema, "2026-02-30", formats=True) == [
        ("", "format", 'expected a string of format date, found the string "2026-02-30"')
    ]
    assert not validator({"format": "int32"}, formats=True).is_valid(2**31)


def test_references_lead_to_resources_that_are_given() -> None:
    schema = {"$ref": "https://example.test/a"}
    found = validator(schema, resources={"https://example.test/a": {"type": "string"}})
    assert found.is_valid("x")
    assert not found.is_valid(1)
    with pytest.raises(InputError, match="refused-reference"):
        validator(schema)


@pytest.mark.parametrize(
    ("schema", "how", "code"),
    [
        ({"$ref": "#/nowhere"}, {}, "unresolved-reference"),
        ({"pattern": "("}, {}, "bad-pattern"),
        ({"allOf": [{"$ref": "#"}, {"type": "string"}, {"$ref": "#/allOf/1"}]}, {}, None),
        ({"anyOf": [{"$ref": "#"}]}, {}, "reference-loop"),
        ({"not": {"$ref": "#"}}, {}, "reference-loop"),
        ({}, {"dialect": "draft5"}, "bad-option"),
        ({"const": {1, 2}}, {}, "unreadable"),
        ({"const": float("nan")}, {}, "unreadable"),
        ({"properties": {"a": 1}}, {}, "not-a-schema"),
    ],
)
def test_what_is_no_schema_is_refused(schema: Any, how: Any, code: str | None) -> None:
    if code is None:
        assert validator(schema, **how).is_valid("x")
        return
    with pytest.raises(InputError) as caught:
        validator(schema, **how)
    assert [each.code for each in caught.value.diagnostics] == [code]


class Kind(StrEnum):
    CAT = "cat"


class Whole(int):
    pass


def test_subclasses_of_what_json_has_count_as_that() -> None:
    value = OrderedDict[str, Any](name=Kind.CAT, kind=Kind.CAT, age=Whole(3))
    assert validator(PET).is_valid(value)
    assert not validator(PET).is_valid(OrderedDict(value, age=Whole(-3)))
    assert value == {"name": "cat", "kind": "cat", "age": 3}


@pytest.mark.parametrize(
    "value", [{1: 2}, {None: {}}, {"a": {1, 2}}, b"", (1,), object(), float("nan"), 10**400]
)
def test_what_json_does_not_have_is_judged_without_an_exception(value: Any) -> None:
    schema = {"patternProperties": {"a": {"type": "string"}}, "maximum": 3, "uniqueItems": True}
    found = validator(schema)
    assert found.is_valid(value) == (not found.errors(value))


ODD: list[Any] = [
    *({1: 2}, {"a": {1}}, [{1}, {2}], (1,), float("nan"), float("inf"), 10**5000, -(10**5000)),
    *(Number.ONE, Half(0.5), [Half(0.5)], nested(10**4), around_itself()),
]


@pytest.mark.parametrize("value", ODD, ids=[type(each).__name__ for each in ODD])
@pytest.mark.parametrize(
    "schema",
    [
        *({}, {"type": "number"}, {"type": "object"}, {"additionalProperties": False}),
        *({"multipleOf": 0.5}, {"multipleOf": 1e-300}, {"minimum": 0}, {"uniqueItems": True}),
        *({"propertyNames": {"pattern": "^a"}}, {"patternProperties": {"^a": False}}),
        *({"enum": [{"a": 1}, 1]}, {"items": {"type": "number"}}, {"not": {"type": "string"}}),
    ],
)
def test_a_check_and_its_report_agree_on_whatever_python_has(schema: Any, value: Any) -> None:
    found = validator(schema)
    assert found.is_valid(value) == (not found.errors(value))


def test_what_json_loads_returns_beside_json_is_a_number() -> None:
    # `json.loads` reads NaN and Infinity.
    assert faults({"type": "number"}, json.loads("[NaN]")[0]) == []
    assert faults({"maximum": 1}, json.loads("Infinity")) != []


def test_numbers_of_other_classes_are_multiples_too() -> None:
    found = validator({"multipleOf": 0.5})
    assert [found.is_valid(each) for each in (Number.ONE, Half(0.5), 10**5000)] == [True] * 3
    assert not found.is_valid(Half(0.25))


def test_lists_of_values_hold_numbers_of_any_size() -> None:
    found = validator({"type": "integer", "enum": [10**400, 0.5]})
    assert [found.is_valid(each) for each in (10**400, 10**400 + 1, 0.5)] == [True, False, False]


def test_an_error_says_the_same_in_another_process() -> None:
    with pytest.raises(ValidationError) as caught:
        validator(PET).validate({})
    sent = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - it is our own
    for each in (sent, copy.copy(caught.value)):
        assert (str(each), each.errors) == (str(caught.value), caught.value.errors)


def test_many_faults_are_no_wall_of_text() -> None:
    with pytest.raises(ValidationError) as caught:
        validator({"items": {"type": "string"}}).validate([1] * 1000)
    assert len(caught.value.errors) == 1000
    lines = str(caught.value).split("\n")
    assert (len(lines), lines[-1]) == (21, "… and 980 more")


def test_values_may_be_deep() -> None:
    schema = {"items": {"$ref": "#"}, "maxItems": 1}
    value: Any = None
    for _ in range(5000):
        value = [value]
    found = validator(schema)
    assert not found.is_valid(value)
    assert "too deeply" in found.errors(value)[0].message


def test_numbers_are_compared_exactly() -> None:
    assert validator({"multipleOf": 0.1}).is_valid(0.3)
    assert not validator({"multipleOf": 0.1}).is_valid(0.35)
    assert validator({"multipleOf": 1e-8}).is_valid(12391239123)
    assert validator({"enum": [1]}).is_valid(1.0)
    assert not validator({"enum": [1]}).is_valid(True)
    assert not validator({"uniqueItems": True}).is_valid([{"a": 1}, {"a": 1.0}])
    assert validator({"uniqueItems": True}).is_valid([1, True, 0, False, "1"])


@given(
    names=st.lists(st.text(max_size=6), min_size=1, max_size=9, unique=True),
    value=st.text(max_size=6),
)
def test_no_text_of_a_schema_is_code(names: list[str], value: str) -> None:
    schema = {
        "properties": {name: {"const": value, "title": name} for name in names},
        "required": names[:2],
        "dependentRequired": {names[0]: names},
        "enum": [dict.fromkeys(names, value), value],
    }
    found = validator(schema)
    assert found.is_valid(dict.fromkeys(names, value))
    assert not found.is_valid({})


def test_nothing_is_changed() -> None:
    before = json.dumps(PET)
    validator(PET).errors(REX)
    assert json.dumps(PET) == before


def test_it_is_offered_at_the_top() -> None:
    assert schemawright.validator is validator
    assert issubclass(schemawright.ValidationError, ValueError)
    assert isinstance(validator({}), schemawright.Validator)
    assert all(isinstance(each, schemawright.Fault) for each in validator(PET).errors(1))
