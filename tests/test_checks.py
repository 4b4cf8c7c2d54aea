"""Checks that are written in a shorter way say what the longer way would say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import OrderedDict
from typing import Any

import pytest

from schemawright.validation import validator

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
MANY: dict[str, Any] = {f"p{i}": {"type": "boolean"} for i in range(12)}
ODD: list[Any] = [None, True, False, 0, 1, 1.0, 1.5, "", "a", "\n", [], [1], {}, {"a": 1}]


def tagged(tag: str, *values: Any, required: bool = True) -> list[dict[str, Any]]:
    """Return members of a union that are told apart by a property, each with its own `own`."""
    kinds: list[dict[str, Any]] = [TEXT, NUMBER, {"type": "boolean"}, {"type": "null"}, TEXTS]
    return [
        {
            "type": "object",
            "properties": {tag: {"const": value}, "own": kinds[index]},
            "required": [tag] if required else [],
        }
        for index, value in enumerate(values)
    ]


CASES: list[tuple[str, Any, list[Any], list[Any]]] = [
    (
        "a table of members that require the tag",
        {"oneOf": tagged("t", "a", "b", "c", "d")},
        [{"t": "a", "own": "x"}, {"t": "b", "own": 1}, {"t": "d", "own": None}],
        [{"t": "a", "own": 1}, {"t": "e"}, {"t": []}, {"t": {}}, {"t": None}, {}, {"t": True}],
    ),
    (
        "a tag that need not be there",
        {"anyOf": tagged("t", "a", "b", "c", "d", required=False)},
        [{}, {"own": "x"}, {"own": None}, {"t": "c", "own": True}],
        [{"own": [1]}, {"t": "c", "own": "x"}, {"t": 1}, {"t": ["a"]}],
    ),
    (
        "of several members one must hold when the tag is not there",
        {"oneOf": tagged("t", "a", "b", required=False)},
        [{"own": "x"}, {"own": 1}, {"t": "a"}, {"t": "b", "own": 1}],
        [{}, {"own": []}, {"t": "a", "own": 1}],
    ),
    (
        "tags that are no texts",
        {"oneOf": tagged("t", True, False, None)},
        [{"t": True, "own": "x"}, {"t": False, "own": 2}, {"t": None, "own": True}],
        [{"t": 1, "own": "x"}, {"t": 0, "own": 2}, {"t": True, "own": 2}, {"t": []}, {}],
    ),
    (
        "tags that Python does not tell apart",
        {"oneOf": tagged("t", 1, True)},
        [{"t": 1.0, "own": "x"}, {"t": True, "own": 1}],
        [{"t": True, "own": "x"}, {"t": 1, "own": 1}],
    ),
    (
        "what one member requires and the other forbids",
        {
            "oneOf": [
                {"required": ["a"], "properties": {"a": TEXT}, "type": "object"},
                {"properties": {"b": TEXT}, "additionalProperties": False, "type": "object"},
            ]
        },
        [{"a": "x"}, {"a": "x", "b": 1}, {"b": "x"}, {}],
        [{"a": 1}, {"b": 1}, {"c": 1}, []],
    ),
    (
        "what is forbidden, but for a pattern",
        {
            "oneOf": [
                {"required": ["a"], "type": "object"},
                {"patternProperties": {"^a": TEXT}, "additionalProperties": False},
            ]
        },
        [{"a": 1}, {}, {"ab": "x"}, 1, "x"],
        [{"a": "x"}, {"b": 1}],
    ),
    (
        "texts that a pattern of another member has or has not",
        {"oneOf": [{"enum": ["red", "blue"]}, {"type": "string", "pattern": "^#"}]},
        ["red", "#"],
        ["green", "re", 1, None, [], {}],
    ),
    (
        "a text that is of both members",
        {"oneOf": [{"enum": ["red", "#"]}, {"type": "string", "pattern": "^#"}]},
        ["red", "##"],
        ["#"],
    ),
    (
        "several patterns",
        {"anyOf": [{"enum": ["x"]}, {"type": "string", "pattern": "^a(b|c)$"}, {"pattern": "d$"}]},
        ["x", "ab", "ac", "d", 1, None, {}],
        ["abc", "", "dx"],
    ),
    (
        "patterns that refer to groups",
        {"type": "string", "anyOf": [{"pattern": r"^(a)\1$"}, {"pattern": r"^(b)(c)\2$"}]},
        ["aa", "bcc"],
        ["bcb", "aba", 1],
    ),
    (
        "a list of texts beside any text",
        {"anyOf": [{"type": "string"}, {"enum": ["a", 1]}, {"anyOf": [{"const": None}]}]},
        ["a", "b", 1, 1.0, None],
        [True, 2, [], {}],
    ),
    (
        "many texts, and few",
        TEXTS,
        [[], ["a"], [""] * 7, [""] * 8, ["a"] * 50],
        [[1], [None, "a"], [""] * 7 + [1], [""] * 50 + [None], [["a"]] * 9, "a", {}],
    ),
    (
        "items that differ",
        {**TEXTS, "uniqueItems": True, "minItems": 1},
        [["a"], ["a", "b"]],
        [[], ["a", "a"], [1, 2], ["a", []]],
    ),
    (
        "items of which Python takes some for equal",
        {"items": {"type": ["boolean", "integer"]}, "uniqueItems": True},
        [[1, True], [0, False, 1], []],
        [[1, 1.0], [True, True], ["a"]],
    ),
    (
        "the keys are looked up; a class is enough for some",
        {
            "properties": {
                **MANY,
                "s": {"type": ["string", "null"]},
                "n": NUMBER,
                "i": {"type": "integer"},
                "u": {"anyOf": [TEXT, TEXTS]},
                "e": {"enum": ["x", "y"]},
            },
            "additionalProperties": False,
            "type": "object",
        },
        [
            {},
            {"p1": True, "s": None, "n": 1.5, "i": 2.0, "u": ["a"], "e": "x"},
            {"u": "a", "s": "x"},
        ],
        [{"s": 1}, {"n": True}, {"i": 1.5}, {"u": [1]}, {"e": "z"}, {"e": []}, {"p1": 1}, {"q": 1}],
    ),
    (
        "the keys are looked up, and others are allowed",
        {"properties": {**MANY, "i": {"type": "integer"}, "o": {"required": ["a"]}}},
        [{"q": 1}, {"i": 2.0, "q": None}, {"o": {"a": 1}}, {"o": 1}, 1],
        [{"i": 1.5}, {"i": "1"}, {"o": {}}, {"p2": None}],
    ),
    (
        "the keys are looked up, and others must be of a kind",
        {"properties": MANY, "patternProperties": {"^x": TEXT}, "additionalProperties": NUMBER},
        [{"p1": True, "x1": "a", "y": 1}, {}],
        [{"p1": 1}, {"x1": 1}, {"y": "a"}],
    ),
    (
        "a pattern matches names that are named too",
        {"properties": MANY, "patternProperties": {"^p1$": {"const": True}}},
        [{"p1": True, "p2": False}],
        [{"p1": False}, {"p2": 1}],
    ),
    (
        "few properties, a pattern and a schema for the rest",
        {
            "properties": {"a": TEXT},
            "patternProperties": {"^x": TEXT},
            "additionalProperties": NUMBER,
        },
        [{"a": "a", "x": "a", "z": 1}, {"a": "a"}, {}],
        [{"a": 1}, {"x": 1}, {"z": "a"}],
    ),
    (
        "one pattern, and nothing else",
        {"patternProperties": {"^x": TEXT}, "additionalProperties": False},
        [{"x": "a"}, {}],
        [{"x": 1}, {"y": "a"}],
    ),
    (
        "what is required is known afterwards",
        {
            "type": "object",
            "required": ["v", "w"],
            "properties": {"v": {"enum": ["1", "2"]}},
            "if": {"properties": {"v": {"const": "1"}}, "required": ["w"]},
            "then": {"required": ["v", "x"], "properties": {"v": TEXT, "w": NUMBER}},
            "else": {"properties": {"w": TEXT}},
        },
        [{"v": "1", "w": 1, "x": 0}, {"v": "2", "w": "a"}],
        [{"v": "1", "w": 1}, {"v": "1", "w": "a", "x": 0}, {"v": "2", "w": 1}, {"w": 1}, {"v": []}],
    ),
    (
        "what is required of objects only is not known of others",
        {
            "required": ["v"],
            "properties": {"v": TEXT},
            "not": {"properties": {"v": {"const": "x"}}, "required": ["v"]},
        },
        [
            {"v": "y"},
        ],
        [{"v": "x"}, {}, {"v": 1}, 1, []],
    ),
    (
        "a condition of two levels",
        {"not": {"properties": {"a": {"properties": {"b": {"enum": ["x", "y"]}}}}}},
        [{"a": {"b": "z"}}],
        [{}, {"a": 1}, {"a": {}}, {"a": {"b": "x"}}, 1],
    ),
    ("nothing", False, [], ODD),
    (
        "members of different kinds",
        {
            "properties": {
                "a": {"oneOf": [TEXT, TEXTS, {"type": "integer"}]},
                "b": {"oneOf": [TEXT, True]},
            }
        },
        [{"a": "x"}, {"a": []}, {"a": 1.0}, {"b": 1}, {}, 1],
        [{"a": None}, {"a": [1]}, {"a": 1.5}, {"b": "x"}],
    ),
    (
        "integers",
        {"type": ["integer", "string"], "minimum": 1},
        [1, 1.0, "a"],
        [0, 1.5, True, None],
    ),
]


@pytest.mark.parametrize(
    ("schema", "valid", "invalid"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_shorter_way_says_the_same(schema: Any, valid: list[Any], invalid: list[Any]) -> None:
    found = validator(schema)
    for value in valid:
        assert found.is_valid(value), value
    for value in invalid:
        assert not found.is_valid(value), value
    for value in [*valid, *invalid, *ODD, *[{"a": each} for each in ODD]]:
        assert found.is_valid(value) == (not found.errors(value)), value


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("^a", "value.startswith('a')"),
        ("^(a|b-c)", "value.startswith(('a', 'b-c'))"),
        (r"\.js$", "value.endswith('.js')"),
        ("^a$", "value == 'a'"),
        ("^(?:a|b)$", "value not in C1_check_schema"),
        ("a b", "'a b' not in value"),
        (".", r"value.strip('\n\r\u2028\u2029')"),
        (".+", r"value.strip('\n\r\u2028\u2029')"),
        (".*", None),
        ("^.*", None),
        ("", None),
        ("^", None),
        ("(a|b)", "C1_check_schema(value)"),
        ("^a+", "C1_check_schema(value)"),
        ("^a|b$", "C1_check_schema(value)"),
        ("^.*$", "C1_check_schema(value)"),
        (r"^\w$", "C1_check_schema(value)"),
        (r"^\d", "C1_check_schema(value)"),
        ("^a.b$", "C1_check_schema(value)"),
        ("^(a|b)?$", "C1_check_schema(value)"),
        (r"^\^", "value.startswith('^')"),
    ],
)
def test_plain_patterns_need_no_engine(pattern: str, written: str | None) -> None:
    found = validator({"type": "string", "pattern": pattern})
    assert written is None or written in found.source
    assert ("re.compile" in found.source) == (written == "C1_check_schema(value)")
    python = re.sub(r"(?<!\\)\.", "[^\n\r\u2028\u2029]", pattern).replace("$", r"\Z")
    python = re.sub(
        r"\\([wd])", lambda found: {"w": "[A-Za-z0-9_]", "d": "[0-9]"}[found[1]], python
    )
    for text in (
        "",
        "a",
        "b",
        "ab",
        "xa",
        "a\n",
        "\n",
        "\n\n",
        "\r\u2028",
        "b-c",
        ".js",
        "x a b",
        "^",
    ):
        assert found.is_valid(text) == (re.search(python, text) is not None), text


def test_schemas_that_say_the_same_have_one_check() -> None:
    inner = {"type": "array", "items": {"type": "object", "required": ["a"]}}
    found = validator({"properties": {f"p{i}": {**inner, "title": str(i)} for i in range(20)}})
    assert found.source.count("def ") == 2
    assert not found.is_valid({"p7": [{}]})


def test_values_that_python_takes_for_equal_are_not_one() -> None:
    found = validator({"properties": {"a": {"const": 1}, "b": {"const": True}}})
    assert found.is_valid({"a": 1.0, "b": True})
    assert not found.is_valid({"a": True})
    assert not found.is_valid({"b": 1})


def test_references_take_no_call() -> None:
    text = {"$ref": "#/$defs/a"}
    defs = {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/c"}, "c": TEXT}
    found = validator({"properties": {"x": text, "y": text}, "$defs": defs})
    assert found.source.count("def ") == 1
    assert not found.is_valid({"y": 1})


def test_schemas_may_contain_themselves() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"anyOf": [{"$ref": "#"}, {"not": {"items": {"$ref": "#"}}}]}},
    }
    found = validator(schema)
    assert found.is_valid({"a": {"a": {}}})
    assert not found.is_valid({"a": []})
    others: list[Any] = [{"a": [1]}, {"a": [{}]}, {"a": 1}, {"a": {"a": [{}]}}]
    for value in others:
        assert found.is_valid(value) == (not found.errors(value))


def test_alternatives_that_evaluate_are_not_left_out() -> None:
    schema = {
        "anyOf": [{"properties": {"a": True}}, {"anyOf": [True, {"properties": {"b": True}}]}],
        "unevaluatedProperties": False,
    }
    assert validator(schema).is_valid({"a": 1, "b": 2})
    assert not validator(schema).is_valid({"c": 1})


def test_a_missing_key_is_no_error_of_ours() -> None:
    class Strange(dict[str, Any]):
        def __missing__(self, key: str) -> Any:
            raise AssertionError(key)

    found = validator({"oneOf": tagged("t", "a", "b", "c", "d")})
    assert found.is_valid(Strange(t="a", own="x"))
    assert not found.is_valid(Strange(own="x"))


def test_the_code_is_the_same_whatever_the_hash_seed() -> None:
    program = (
        "import schemawright\n"
        "print(schemawright.validator({'anyOf': [{'type': ['string', 'null', 'array']},"
        " {'enum': ['a', 'b']}, {'pattern': 'x+'}, {'pattern': 'y+', 'type': 'string'}],"
        " 'properties': {c: {'type': ['string', 'integer']} for c in 'abcdefghijkl'}}).source)"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "012"
    }
    assert len(texts) == 1


class Text(str):
    """What is a text, but not of the class that `json` makes."""

    __slots__ = ()


SUBCLASSES: list[tuple[Any, Any, bool]] = [
    ({"required": ["a"]}, OrderedDict(), False),
    ({"required": ["a"]}, OrderedDict(a=1), True),
    ({"minLength": 2}, Text("a"), False),
    ({"properties": {"a": {"minLength": 2}}}, {"a": Text("a")}, False),
    ({"properties": {"a": {"pattern": "^b"}, "b": {"maximum": 1}}}, {"a": Text("a")}, False),
    ({"not": {"type": "string"}}, Text("a"), False),
    ({"if": {"type": "string"}, "then": False}, Text("a"), False),
    ({"anyOf": [{"required": ["a"]}, {"minLength": 3}]}, OrderedDict(b=1), True),
    ({"type": "string", "minLength": 2}, Text("ab"), True),
    ({"items": {"enum": ["a"]}}, [Text("a")], True),
    ({"items": {"required": ["a"]}, "unevaluatedItems": False}, [OrderedDict()], False),
    ({"maxProperties": 1}, (1, 2), True),
]


@pytest.mark.parametrize(("schema", "value", "valid"), SUBCLASSES)
def test_subclasses_count_as_what_they_are(schema: Any, value: Any, valid: bool) -> None:
    ours = validator(schema)
    assert (ours.is_valid(value), not ours.errors(value)) == (valid, valid)
