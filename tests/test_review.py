"""What is said about the input by its own measure: defaults, examples, metaschemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest

from generated_packages import Outcome, generate, generate_cleanly, run
from schemawright import api, settings
from schemawright.location import Location
from schemawright.review.metaschema_validators import for_dialect
from schemawright.source.dialects import BY_KEY

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Say

DRAFT4 = "http://json-schema.org/draft-04/schema#"
DRAFT7 = "http://json-schema.org/draft-07/schema#"
DRAFT2019 = "https://json-schema.org/draft/2019-09/schema"
DRAFT2020 = "https://json-schema.org/draft/2020-12/schema"


def said(outcome: Outcome, *codes: str) -> list[str]:
    """Return what is found, in some codes, as pointers and messages."""
    return [
        f"{each.location.pointer}: {each.message}"
        for each in outcome.findings
        if each.code in codes
    ]


def samples(schema: Any, folder: Path) -> list[str]:
    found = said(generate_cleanly(schema, folder), "invalid-default", "invalid-example")
    return [each.replace("does not fit its schema: ", "") for each in found]


def openapi(version: str = "3.0.3", **schemas: Any) -> Any:
    info = {"title": "T", "version": "1"}
    return {"openapi": version, "info": info, "paths": {}, "components": {"schemas": schemas}}


def test_samples_that_fit_are_nothing_to_talk_about(tmp_path: Path) -> None:
    a = {"type": "integer", "default": 1, "examples": [2, 3.0], "example": 4}
    assert generate_cleanly({"title": "T", "properties": {"a": a}}, tmp_path).text == ""


def test_samples_that_do_not_fit(tmp_path: Path) -> None:
    schema = {
        "title": "T",
        "properties": {
            "a": {"type": "integer", "default": "1", "examples": [2, True], "example": None},
            "b/c": {"type": "string", "pattern": "^a", "default": "b"},
        },
        "examples": [{"a": 1}, {"a": "x", "b/c": "y"}],
    }
    assert samples(schema, tmp_path) == [
        '/examples/1: the example at /a: expected an integer, found the string "x" (and 1 more)',
        (
            '/properties/a/default: the default expected an integer, found the string "1"; '
            "it is only documented"
        ),
        "/properties/a/example: the example expected an integer, found null",
        "/properties/a/examples/1: the example expected an integer, found the boolean true",
        '/properties/b~1c/default: the default expected a match of ^a, found the string "b"',
    ]


def test_a_default_that_does_not_fit_is_found_once(tmp_path: Path) -> None:
    wrong: Any = {"type": "integer", "default": "x"}
    valid: Any = {"type": "string", "format": "date", "default": "2024-02-29"}
    outcome = generate_cleanly({"title": "T", "properties": {"a": wrong, "b": valid}}, tmp_path)
    assert [(each.code, each.location.pointer) for each in outcome.findings] == [
        ("unused-default", "/properties/b/default"),
        ("invalid-default", "/properties/a/default"),
    ]


def test_a_default_that_is_null_has_a_way_out(tmp_path: Path) -> None:
    outcome = generate(
        {"title": "T", "properties": {"a": {"enum": ["b"], "default": None}}}, tmp_path
    )
    assert 'expected "b", found null\n  hint: let the schema allow null' in outcome.text


def test_samples_are_held_against_the_whole_schema(tmp_path: Path) -> None:
    a = {"default": {"x": 1}, "allOf": [{"$ref": "#/$defs/x"}, {"required": ["y"]}]}
    schema = {
        "title": "T",
        "properties": {"a": a},
        "$defs": {"x": {"type": "object", "properties": {"x": {"type": "string"}}}},
    }
    (found,) = samples(schema, tmp_path)
    assert "at /x: expected a string, found the number 1 (and 1 more)" in found


def test_what_dialects_do_not_assert_does_not_count(tmp_path: Path) -> None:
    a = {"$ref": "#/definitions/x", "maxLength": 1, "default": "abc"}
    b = {"type": "string", "format": "date", "readOnly": True, "example": "yesterday"}
    definitions = {"x": {"type": "string"}}
    schema: Any = {"title": "T", "properties": {"a": a, "b": b}, "definitions": definitions}
    assert samples({"$schema": DRAFT7, **schema}, tmp_path) == []
    (found,) = samples({"$schema": DRAFT2020, **schema}, tmp_path)
    assert found.startswith("/properties/a/default: the default expected at most 1 character")
    # What the reference leads to counts in every dialect: types take that default, too.
    schema["properties"]["a"]["default"] = 5
    (found,) = samples({"$schema": DRAFT7, **schema}, tmp_path)
    assert "expected a string, found the number 5" in found


def test_formats_can_be_asserted_in_every_dialect(tmp_path: Path) -> None:
    a = {"type": "string", "format": "ipv4", "examples": ["1.2.3.4", "localhost"]}
    schema = {"title": "T", "properties": {"a": a}}
    assert samples(schema, tmp_path) == []
    (found,) = said(generate(schema, tmp_path, assert_formats=True), "invalid-example")
    assert found.startswith("/properties/a/examples/1: ")


def test_a_metaschema_can_assert_formats(tmp_path: Path) -> None:
    uri = "https://example.test/meta"
    meta = {
        "$schema": DRAFT2020,
        "$id": uri,
        "$dynamicAnchor": "meta",
        "$vocabulary": {
            "https://json-schema.org/draft/2020-12/vocab/core": True,
            "https://json-schema.org/draft/2020-12/vocab/applicator": True,
            "https://json-schema.org/draft/2020-12/vocab/validation": True,
            "https://json-schema.org/draft/2020-12/vocab/format-assertion": True,
        },
        "$ref": DRAFT2020,
    }
    a = {"type": "string", "format": "date", "examples": ["yesterday", "2024-02-29"]}
    schema = {"$schema": uri, "title": "T", "properties": {"a": a}}
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(schema))
    resource = {uri: (tmp_path / "meta.json").as_posix()}
    outcome = run({"source": path.as_posix(), "package": "p", "resource": resource})
    (found,) = said(outcome, "invalid-example")
    assert "expected a string of format date" in found


@pytest.mark.parametrize(
    "a",
    [
        {"type": "array", "enum": ["x", "y"], "default": ["x"]},
        {"type": "array", "enum": ["x"], "items": {"type": "string"}, "example": ["x", "x"]},
        {"type": "object", "enum": ["x"], "default": "x"},
        {"type": "string", "enum": ["x"], "nullable": True, "default": None},
        {"type": "string", "enum": [], "default": "x"},
        {"oneOf": [{"type": "string"}, {"type": "string"}], "default": "x"},
        {"oneOf": [{"type": "object", "enum": ["x"]}] * 2, "default": "x"},
        {"allOf": [{"type": "string"}, {"type": "integer"}], "default": "x"},
        {"type": "string", "minLength": "3", "maxLength": -1, "default": "x"},
        {"type": "strin", "enum": ["x"], "default": "x"},
    ],
)
def test_contradictions_are_read_as_they_were_meant(a: Any, tmp_path: Path) -> None:
    assert samples(openapi(T={"type": "object", "properties": {"a": a}}), tmp_path) == []


def test_a_misplaced_enum_counts_for_the_items(tmp_path: Path) -> None:
    a = {"type": "array", "enum": ["x", "y"], "default": ["x", "z"]}
    (found,) = samples(openapi(T={"type": "object", "properties": {"a": a}}), tmp_path)
    assert 'at /1: expected one of "x", "y", found the string "z"' in found


def test_in_a_union_the_innermost_reason_counts(tmp_path: Path) -> None:
    inner = {"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}
    a = {"anyOf": [{"type": "boolean"}, inner], "default": [1, "x"]}
    (found,) = samples({"title": "T", "properties": {"a": a}}, tmp_path)
    assert "fits none; closest: at /1: expected an integer, found the string" in found


def test_what_nobody_can_tell_is_left_alone(tmp_path: Path) -> None:
    ways: dict[str, Any] = {"A20": {"type": "integer"}, "B20": {"type": "integer"}}
    for level in range(20):
        both = [{"$ref": f"#/$defs/{side}{level + 1}"} for side in "AB"]
        ways |= {f"{side}{level}": {"anyOf": both} for side in "AB"}
    circle = {"type": "integer", "not": {"$ref": "#/$defs/C"}}
    properties = {
        "ways": {"$ref": "#/$defs/A0", "examples": ["x"]},
        "circle": {"$ref": "#/$defs/C", "examples": ["x"]},
        "pattern": {"type": "string", "pattern": "(", "examples": ["x"]},
        "slow": {"type": "string", "pattern": "^(a|a)*$", "examples": [f"{'a' * 50}!"]},
        "deep": {"type": "integer", "examples": [json.loads("[" * 30 + "]" * 30)]},
    }
    schema = {"title": "T", "properties": properties, "$defs": {**ways, "C": circle}}
    outcome = generate_cleanly(schema, tmp_path)
    found = said(outcome, "invalid-example")
    assert [each.partition(":")[0] for each in found] == ["/properties/deep/examples/0"]


def test_what_no_root_reaches_is_left_alone(tmp_path: Path) -> None:
    wrong: Any = {"type": "integer", "default": "x", "minLength": -1}
    document = openapi(A={"type": "object"}, B={"type": "object", "properties": {"b": wrong}})
    assert generate_cleanly(document, tmp_path, root="A").text == ""
    schema = {"$schema": DRAFT7, "title": "T", "definitions": {"b": wrong}, "minLength": 1}
    assert generate_cleanly(schema, tmp_path, root="T").text == ""


def test_texts_cannot_reach_the_terminal(tmp_path: Path) -> None:
    a = {"type": "integer", "examples": ["\x1b[31m\u202e\ud800"]}
    outcome = generate_cleanly({"title": "T", "properties": {"a": a}}, tmp_path)
    assert outcome.text.isprintable()
    assert r"\u202e\ud800" in outcome.text


def deviations(outcome: Outcome) -> list[str]:
    return sorted(said(outcome, "metaschema"))


def test_deviations_from_a_metaschema(tmp_path: Path) -> None:
    properties = {
        "a": {"items": [{"minLength": 1}, {"type": "object", "required": [1, 1]}]},
        "b": {"$comment": 1},
    }
    schema: Any = {"$schema": DRAFT7, "title": "T", "properties": properties, "$id": 5}
    assert deviations(generate_cleanly(schema, tmp_path)) == [
        "/$id: not as draft 7 has it: expected a string, found the number 5",
        "/properties/b/$comment: not as draft 7 has it: expected a string, found the number 1",
    ]


def test_what_has_a_finding_already_is_no_deviation(tmp_path: Path) -> None:
    wrong = {"type": "texts", "enum": [], "required": [1], "minLength": -1, "anyOf": []}
    schema = {"$schema": DRAFT4, "title": "T", "properties": {"a": wrong}}
    assert deviations(generate_cleanly(schema, tmp_path)) == []


def test_each_resource_has_a_metaschema_of_its_own(tmp_path: Path) -> None:
    old: Any = {"$schema": DRAFT4, "id": "old", "items": [{"type": "null"}], "definitions": 5}
    inline: Any = {"$schema": DRAFT7, "items": [{"type": "string"}], "contentEncoding": 1}
    schema: Any = {
        "$schema": DRAFT2020,
        "title": "T",
        "properties": {
            "a": {"$ref": "#/$defs/old"},
            "b": inline,
            "c": {"contentEncoding": 2},
            "d": {"type": "object", "$defs": {"unused": inline}},
        },
        "$defs": {"old": old},
    }
    assert deviations(generate_cleanly(schema, tmp_path)) == [
        "/$defs/old/definitions: not as draft 4 has it: expected an object, found the number 5",
        (
            "/properties/b/contentEncoding: not as draft 7 has it: "
            "expected a string, found the number 1"
        ),
        (
            "/properties/c/contentEncoding: not as draft 2020-12 has it: "
            "expected a string, found the number 2"
        ),
    ]


def test_schemas_of_openapi(tmp_path: Path) -> None:
    wrong: Any = {
        "type": "object",
        "properties": {
            "a": {"type": "null", "examples": [1]},
            "b": {"additionalProperties": {"const": 1}, "x-const": 1},
            "c": {"$ref": "#/components/schemas/U", "const": 1},
            "d": {"discriminator": {"mapping": {}}, "externalDocs": {}, "xml": {"wrapped": 1}},
        },
        "additionalProperties": True,
    }
    outcome = generate_cleanly(openapi(T=wrong, U={"type": "string"}), tmp_path)
    at = "/components/schemas/T/properties/"
    assert deviations(outcome) == [
        f"{at}a/examples: OpenAPI 3.0 has no keyword 'examples'",
        (
            f'{at}a/type: not as OpenAPI 3.0 has it: expected one of "array", "boolean", '
            '"integer", "number", "object", "string", found the string "null"'
        ),
        f"{at}b/additionalProperties/const: OpenAPI 3.0 has no keyword 'const'",
        (
            f'{at}d/discriminator: not as OpenAPI 3.0 has it: expected the key "propertyName", '
            "which is missing"
        ),
        f'{at}d/externalDocs: not as OpenAPI 3.0 has it: expected the key "url", which is missing',
        f"{at}d/xml/wrapped: not as OpenAPI 3.0 has it: expected a boolean, found the number 1",
    ]
    for version in ("3.1.0", "3.2.0"):
        outcome = generate_cleanly(openapi(version, T=wrong, U={}), tmp_path)
        keywords = [each.partition(": ")[0].removeprefix(at) for each in deviations(outcome)]
        assert keywords == ["d/discriminator", "d/externalDocs", "d/xml/wrapped"]


def test_an_openapi_document_can_state_a_dialect(tmp_path: Path) -> None:
    document = openapi("3.1.0", T={"type": "object", "$comment": 1})
    document["jsonSchemaDialect"] = DRAFT7
    (found,) = deviations(generate_cleanly(document, tmp_path))
    assert "not as draft 7 has it" in found


def test_schemas_of_swagger_have_no_metaschema(tmp_path: Path) -> None:
    document = {"swagger": "2.0", "definitions": {"T": {"type": "object", "discriminator": "a"}}}
    assert deviations(generate_cleanly(document, tmp_path)) == []


def test_a_file_may_say_which_component_it_is(tmp_path: Path) -> None:
    schema = {"$id": "#/components/schemas/T", "type": "object"}
    assert generate_cleanly(schema, tmp_path).text == ""
    (found,) = deviations(generate_cleanly({"$id": "#/x", "title": "T"}, tmp_path))
    assert found.startswith("/$id: ")


def test_a_stand_in_deviates_from_nothing(tmp_path: Path) -> None:
    schema = {"title": "T", "properties": {"a": {"$ref": "x.json"}, "b": {"$ref": "#/$defs/y"}}}
    assert deviations(generate_cleanly(schema, tmp_path, on_missing="any")) == []


META = "https://example.test/meta"


def by_metaschema(meta: Any, schema: Any, folder: Path) -> list[str]:
    """Return the deviations of a schema that states a metaschema of its own."""
    (folder / "meta.json").write_text(json.dumps(meta))
    path = folder / "schema.json"
    path.write_text(json.dumps({"$schema": META, "title": "T", **schema}))
    resource = {META: (folder / "meta.json").as_posix()}
    outcome = run({"source": path.as_posix(), "package": "p", "resource": resource})
    assert outcome.files, outcome.text
    return deviations(outcome)


def test_a_metaschema_at_hand_counts(tmp_path: Path) -> None:
    words = {"$schema": DRAFT7, "$id": META, "allOf": [{"$ref": DRAFT7}], "required": ["title"]}
    schema = {"minLength": 1, "owner": 5, "properties": {"a": {"$comment": 1}}}
    found = by_metaschema({**words, "properties": {"owner": {"type": "string"}}}, schema, tmp_path)
    assert found == [
        "/owner: not as https://example.test/meta has it: expected a string, found the number 5",
        (
            "/properties/a/$comment: not as https://example.test/meta has it: "
            "expected a string, found the number 1"
        ),
    ]


def test_a_metaschema_of_vocabularies_reaches_all_schemas(tmp_path: Path) -> None:
    meta = {
        "$schema": DRAFT2020,
        "$id": META,
        "$dynamicAnchor": "meta",
        "$ref": DRAFT2020,
        "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": True},
        "properties": {"owner": {"type": "string"}},
    }
    (found,) = by_metaschema(meta, {"properties": {"a": {"owner": 5}}}, tmp_path)
    assert found.startswith("/properties/a/owner: not as https://example.test/meta has it")


def test_a_metaschema_that_is_not_at_hand_says_nothing(tmp_path: Path) -> None:
    schema = {"$schema": META, "title": "T", "$comment": 1}
    outcome = generate_cleanly(schema, tmp_path)
    assert deviations(outcome) == []
    assert "unknown-dialect" in outcome.text
    broken = {"$schema": DRAFT7, "$id": META, "allOf": [{"$ref": "elsewhere"}]}
    assert by_metaschema(broken, {"$comment": 1}, tmp_path) == []


def test_a_metaschema_that_nobody_can_read_says_nothing(tmp_path: Path) -> None:
    draft3 = {"$schema": "http://json-schema.org/draft-03/schema#", "title": "T", "required": True}
    assert deviations(generate_cleanly(draft3, tmp_path)) == []
    assert by_metaschema({"$schema": META, "$id": META, "type": "array"}, {}, tmp_path) == []
    assert by_metaschema({"$id": META, "type": "array"}, {}, tmp_path) == []


@pytest.mark.parametrize("levels", [3, 130])
def test_a_deviation_is_found_however_deep_it_lies(tmp_path: Path, levels: int) -> None:
    schema: Any = {"type": "string", "$comment": 1}
    for _ in range(levels):
        schema = {"not": {"not": {"not": schema}}}
    (found,) = deviations(generate_cleanly({"title": "T", "if": schema}, tmp_path))
    assert found.startswith(f"/if{'/not' * 3 * levels}/$comment: ")


def test_a_metaschema_of_ones_own_is_held_against_the_whole(tmp_path: Path) -> None:
    meta = {"$schema": DRAFT7, "$id": META, "allOf": [{"$ref": DRAFT7}], "required": ["owner"]}
    schema: Any = {"owner": "me", "properties": {"a": {"minLength": 1}}}
    assert by_metaschema(meta, schema, tmp_path) == []
    for _ in range(130):
        schema = {"owner": "me", "not": {"not": {"not": schema}}}
    assert by_metaschema(meta, {**schema, "$comment": 1}, tmp_path) == []  # nobody can tell


def test_forms_that_schemas_may_not_have(tmp_path: Path) -> None:
    a = {"dependencies": {"a": [1], "b": {"$comment": 2}}, "items": [{"$comment": 3}, True]}
    schema = {"$schema": DRAFT7, "title": "T", "properties": {"a": a}, "definitions": [1]}
    found = [each.partition(": ")[0] for each in deviations(generate_cleanly(schema, tmp_path))]
    assert found == [
        "/definitions",
        "/properties/a/dependencies/a/0",
        "/properties/a/dependencies/b/$comment",
        "/properties/a/items/0/$comment",
    ]


VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.5,
    "a",
    "#a",
    [],
    [1],
    ["a", "a"],
    [{}],
    {},
    {"a": 1},
    {"a": {}},
)


@pytest.mark.parametrize(
    ("key", "peer"),
    [
        ("draft4", jsonschema.Draft4Validator),
        ("draft6", jsonschema.Draft6Validator),
        ("draft7", jsonschema.Draft7Validator),
        ("2019-09", jsonschema.Draft201909Validator),
        ("2020-12", jsonschema.Draft202012Validator),
    ],
)
def test_metaschemas_say_what_they_say_elsewhere(key: str, peer: Any) -> None:
    dialect = BY_KEY[key]
    ours, theirs = for_dialect(dialect), peer(peer.META_SCHEMA)
    keywords = {*dialect.keywords, *dialect.places, "$id", "id", "$comment", "title", "readOnly"}
    schemas: list[Any] = [{word: value} for word in sorted(keywords) for value in VALUES]
    schemas += [{"properties": {"a": {"items": each}}} for each in schemas]
    wrong = [each for each in schemas if ours.is_valid(each) != theirs.is_valid(each)]
    assert wrong == []
    assert [each for each in schemas if ours.is_valid(each) != (not ours.errors(each))] == []


def test_a_real_document_has_its_deviations(shared: Path, say: Say) -> None:
    """As many as the schema of OpenAPI 3.0.3 finds, two of them by a code of their own."""
    path = shared / "data/vapi-openapi.json"
    outcome = run({"source": path.as_posix(), "package": "p"})
    found = deviations(outcome)
    assert len(found) == 17
    assert len(said(outcome, "empty-enum")) == 2
    examples = said(outcome, "invalid-default", "invalid-example")
    assert len(examples) == 93
    assert all("expected" in each for each in examples)
    say(f"vapi: 19 deviations from OpenAPI 3.0, {len(examples)} examples that do not fit")


def test_a_place_is_explained_with_what_does_not_fit_there(tmp_path: Path) -> None:
    a = {"type": "integer", "examples": ["x"], "$comment": 1}
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"title": "T", "properties": {"a": a}}))
    table = {"source": path.as_posix(), "package": "p"}
    options = settings.options(table, lambda key: (Location(key), None))
    found, _ = api.explained([options], "#/properties/a")
    assert [each.code for each in found.findings] == ["invalid-example", "metaschema"]
