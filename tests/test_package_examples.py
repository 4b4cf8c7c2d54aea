"""Examples: valid instances of what schemas say, and code that decodes them."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schemawright
from generated_packages import run
from schemawright import pipeline, settings
from schemawright.explain.survey import survey
from schemawright.location import Location
from schemawright.packaging.examples import examples, round_trips, shown
from schemawright.regex.findings import Untranslatable
from schemawright.regex.sampling import UnsampledError, sample
from schemawright.regex.translation import translate, tree_of

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.packaging.examples import Example, Shown


def found(schema: Any, folder: Path, **how: Any) -> tuple[Example, ...]:
    path = folder / "thing.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    given = {"source": path.as_posix(), "package": "things", **how}
    options = settings.options(given, lambda key: (Location(key), None))
    return examples(survey(options, pipeline.read(options)))


def decoded(schema: Any, folder: Path, **how: Any) -> Shown:
    every = found(schema, folder, **how)
    outcome = run({"source": (folder / "thing.json").as_posix(), "package": "things", **how})
    said = shown(every, "things", outcome.files)
    assert said is not None
    return said


def test_what_the_schema_states_is_taken(tmp_path: Path) -> None:
    schema = {
        "title": "Pet",
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "minLength": 2}},
        "examples": [{"name": "x"}, {"name": "Rex", "age": 4}],
    }
    (example,) = found(schema, tmp_path)
    assert example.value == {"name": "Rex", "age": 4}


def test_properties_have_what_is_stated_for_them(tmp_path: Path) -> None:
    schema = {
        "title": "Pet",
        "type": "object",
        "required": ["name", "kind"],
        "properties": {
            "name": {"type": "string", "examples": ["Rex"]},
            "kind": {"enum": ["cat", "dog"]},
            "born": {"type": "string", "format": "date"},
            "age": {"type": "integer", "default": 3, "minimum": 2},
            "old": {"type": "boolean", "deprecated": True},
            "petName": {"type": "string"},
        },
    }
    (example,) = found(schema, tmp_path)
    assert list(example.value.items()) == [
        ("name", "Rex"),
        ("kind", "cat"),
        ("born", "2026-01-31"),
        ("age", 3),
        ("petName", "pet name"),
    ]
    assert example.attributes == ("name", "kind", "born")


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 7, "exclusiveMaximum": 9, "multipleOf": 4},
        {"type": "number", "exclusiveMinimum": 0, "maximum": 0.25},
        {"type": "number", "maximum": -3},
        {"type": "string", "minLength": 12, "maxLength": 13},
        {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{2,4}$", "maxLength": 6},
        {"type": "string", "pattern": "^(a|b)+x?$", "minLength": 7},
        {"type": "string", "format": "uuid"},
        {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "items": {"type": "boolean"}, "minItems": 4},
        {"type": "array", "prefixItems": [{"const": 1}, {"type": "null"}], "minItems": 2},
        {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2},
        {"oneOf": [False, {"type": "string", "minLength": 3}, {"const": 5}]},
        {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {"const": "b"}}},
        {"type": ["object", "null"], "required": ["z"], "minProperties": 2},
        {
            "type": "object",
            "properties": {"a": {"type": "integer"}, "b": {"type": "string"}},
            "if": {"properties": {"a": True}},
            "then": {"required": ["b", "a"]},
        },
        {
            "type": "object",
            "required": ["next"],
            "properties": {"next": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
        },
    ],
    ids=json.dumps,
)
def test_what_is_made_up_is_valid(schema: Any, tmp_path: Path) -> None:
    every = found({"title": "Thing", **schema}, tmp_path)
    check = schemawright.validator(schema, formats=True)
    assert [check.errors(each.value) for each in every] == [()]


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "object", "required": ["a"], "properties": {"a": False}},
        {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}},
        {"type": "string", "minLength": 100_000},
        {"type": "string", "pattern": "(?<x>a)\\k<x>{3}(?!a)b", "maxLength": 2},
    ],
    ids=json.dumps,
)
def test_where_nothing_is_found_there_is_no_example(schema: Any, tmp_path: Path) -> None:
    assert found(schema, tmp_path) == ()


def test_there_are_none_without_validators(tmp_path: Path) -> None:
    assert found({"title": "A", "const": 1}, tmp_path, target=["dataclasses"]) == ()


HOSTILE = 'a"""b```\n# \\ {{ x }} \u202e {% raw %} \x07'


def test_code_decodes_and_prints(tmp_path: Path) -> None:
    schema = {
        "title": "Pet",
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "examples": ["Rex"]}},
    }
    said = decoded(schema, tmp_path)
    assert said.code == (
        "from things import Pet\n\n"
        'decoded = Pet.from_json(r"""{\n  "name": "Rex"\n}""")\n'
        "print(decoded.name)\n"
        "print(decoded.to_json().decode())\n"
    )
    assert said.output == 'Rex\n{"name":"Rex"}\n'


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    schema = {
        "title": "Pet",
        "type": "object",
        "required": ["name", HOSTILE],
        "properties": {"name": {"const": HOSTILE}, HOSTILE: {"const": HOSTILE}},
    }
    said = decoded(schema, tmp_path)
    assert "`" not in said.code
    assert len(ast.parse(said.code).body) == 3
    assert json.loads(said.output) == {"name": HOSTILE, HOSTILE: HOSTILE}


def test_a_text_is_no_class(tmp_path: Path) -> None:
    said = decoded({"title": "Word", "type": "string", "examples": ['say "x"']}, tmp_path)
    assert "codecs.word.decode_json" in said.code
    assert said.output == 'say "x"\n"say \\"x\\""\n'


def test_what_the_package_does_not_decode_is_not_shown(tmp_path: Path) -> None:
    every = found({"title": "A", "type": "object"}, tmp_path)
    assert shown(every, "things", {}) is None
    assert shown((), "things", {}) is None


def test_round_trips_are_by_codec(tmp_path: Path) -> None:
    every = found({"title": "Word", "const": "ä"}, tmp_path)
    assert json.loads(round_trips(every)) == {"word": "ä"}


PATTERNS = ["^a{3}b+$", "[^a-z]", r"\d{4}-\d{2}", "(x|y)z?", "^$", r"\p{Lu}", "a(?=b)b", "(?:ab)*c"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("rounds", [0, 1, 3])
def test_a_sample_is_found_by_its_pattern(pattern: str, rounds: int) -> None:
    text = sample(tree_of(pattern), rounds)
    assert re.search(translate(pattern).pattern, text)


@pytest.mark.parametrize("pattern", ["[]", r"(a)\1", "(a{1000}){1000}"])
def test_some_patterns_have_no_sample(pattern: str) -> None:
    with pytest.raises(UnsampledError):
        sample(tree_of(pattern))


@given(st.text("ab[]()|*+?{},1\\d^$.", max_size=12))
def test_no_pattern_ends_in_another_error(pattern: str) -> None:
    try:
        text = sample(tree_of(pattern))
    except (Untranslatable, UnsampledError):
        return
    assert isinstance(text, str)
