"""`schemawright explain`: what it shows of a place, for people and for programs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from schemawright import ir
from schemawright.cli import main
from schemawright.explain.lines import shortened
from schemawright.explain.type_text import spelled

if TYPE_CHECKING:
    from click.testing import Result

DEFINITIONS = {
    "Alias": {"$ref": "#name"},
    "Name": {"$anchor": "name", "type": "string", "maxLength": 40},
    "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "cat"}}},
    "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "dog"}}},
}
THING = {
    "$id": "https://example.com/thing.json",
    "title": "Thing",
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "maxLength": 9, "description": "The id."},
        "nextName": {"$ref": "#/$defs/Alias"},
        "both": {"allOf": [{"$ref": "#/$defs/Name"}, {"type": "string", "minLength": 2}]},
        "status": {"enum": ["open", "shut", "open"]},
        "odd": {"type": "string", "minLenght": 3, "maxLength": "4", "not": {"const": "x"}},
        "pet": {"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]},
        "list": {"$ref": "list.json"},
    },
    "$defs": DEFINITIONS,
}
LIST = {
    "$id": "https://example.com/list.json",
    "type": "array",
    "items": {"$dynamicRef": "#item"},
    "$defs": {"any": {"$dynamicAnchor": "item", "type": ["string", "integer"]}},
}
OLD = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Old",
    "properties": {
        "a": {"$ref": "#/definitions/N", "type": "integer", "description": "Kept."},
    },
    "definitions": {"N": {"type": "string"}, "Lone": {"type": "null"}},
}
API = {
    "openapi": "3.0.3",
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "properties": {"name": {"type": "string", "nullable": True, "maxLength": 3}},
            }
        }
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("SCHEMAWRIGHT_")]:
        monkeypatch.delenv(name)
    documents = {"thing": THING, "list": LIST, "old": OLD, "api": API}
    for name, document in documents.items():
        Path(f"{name}.json").write_text(json.dumps(document, indent=1))
    return tmp_path


def run(*arguments: str, **how: Any) -> Result:
    result = CliRunner().invoke(main, ["explain", *arguments], **how)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def explained(place: str, *sources: str) -> str:
    result = run(place, *(sources or ("thing.json", "list.json")))
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def section(text: str, title: str) -> str:
    """Return the lines of one section, without their indentation."""
    parts = text.split("\n\n")
    (found,) = [each for each in parts if each.startswith(f"{title}\n")]
    return dedent(found.partition("\n")[2]).rstrip()


def fault(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def test_a_property() -> None:
    assert explained("#/properties/id") == (
        "thing.json:9:3 #/properties/id\n"
        "  URI      https://example.com/thing.json#/properties/id\n"
        "  dialect  draft 2020-12\n"
        '  schema   {"type": "string", "format": "uuid", "maxLength": 9, "description":\n'
        '           "The id."}\n'
        "\n"
        "Model\n"
        "  Field(Thing, 'id', required): String(format='uuid', max_length=9)\n"
        "\n"
        "Python\n"
        "  schemas.models.thing.Thing\n"
        "    id: UUID\n"
        "  schemas.typed_dicts.ThingDict\n"
        "    id: str\n"
        "\n"
        "Keywords\n"
        "  type         typed\n"
        "  format       typed\n"
        "  maxLength    enforced\n"
        "  description  documented\n"
    )


def test_a_chain_of_references() -> None:
    text = explained("Thing.nextName")
    assert section(text, "References").splitlines() == [
        "$ref #/$defs/Alias",
        "  at thing.json:16:4 #/properties/nextName/$ref",
        "  base     https://example.com/thing.json",
        "  means    https://example.com/thing.json#/$defs/Alias",
        "  pointer  thing.json:59:3 #/$defs/Alias",
        "$ref #name",
        "  at thing.json:60:4 #/$defs/Alias/$ref",
        "  base    https://example.com/thing.json",
        "  means   https://example.com/thing.json#name",
        "  anchor  thing.json:62:3 #/$defs/Name",
    ]
    assert "next_name: Alias | None = None" in section(text, "Python")
    assert section(text, "Keywords") == "$ref  typed"


def test_what_is_merged() -> None:
    text = explained("#/properties/both")
    assert section(text, "Together with").splitlines() == [
        "thing.json#/properties/both/allOf/0 (merged, by allOf)",
        "thing.json#/$defs/Name (merged, by $ref in allOf)",
        "thing.json#/properties/both/allOf/1 (merged, by allOf)",
    ]
    assert "String(min_length=2, max_length=40)" in section(text, "Model")
    part = explained("#/properties/both/allOf/1")
    assert section(part, "Model") == "String(min_length=2, max_length=40)"
    assert section(part, "Keywords") == "type       typed\nminLength  enforced"


def test_the_same_property_in_two_parts() -> None:
    base = {"type": "object", "properties": {"p": {"type": "string", "description": "Lost."}}}
    child = {"allOf": [{"$ref": "#/$defs/Base"}, {"properties": {"p": {"maxLength": 5}}}]}
    narrow = {"$ref": "#/$defs/Base", "required": ["p"]}
    write = {"title": "Kid", **child, "$defs": {"Base": base, "Narrow": narrow}}
    Path("kid.json").write_text(json.dumps({**write, "properties": {"n": narrow}}))
    text = explained("Kid.p", "kid.json")
    assert "(speaks of the same property)" in section(text, "Together with")
    assert section(text, "Model") == "Field(Kid, 'p', optional): String(max_length=5)"
    merged = section(explained("Kid.n", "kid.json"), "Together with")
    assert merged == "kid.json#/$defs/Base (merged, by $ref)"


def test_members_that_are_repeated() -> None:
    members = [{"type": "string"}, {"type": "string"}, {"type": "null"}]
    properties = {"a": {"anyOf": members}, "b": {"oneOf": members}}
    Path("twice.json").write_text(json.dumps({"properties": properties}))
    assert section(explained("#/properties/a/anyOf/0", "twice.json"), "Keywords") == "type  typed"
    text = explained("#/properties/a/anyOf/1", "twice.json")
    assert section(text, "Keywords") == "type  enforced"
    text = explained("#/properties/b/oneOf/1", "twice.json")
    assert section(text, "Keywords") == "type  ignored    another member says the same"


def test_an_enumeration_and_the_rule_that_changed_it() -> None:
    text = explained("ThingStatus")
    assert "drop_repeated_enum_values  Values that JSON calls equal" in text
    assert "enumeration schemas.enums.ThingStatus, on the wire ThingStatusValue" in text
    assert "OPEN, SHUT" in section(text, "Python")
    assert "warning repeated-enum-value" in section(text, "Findings")


def test_a_tagged_union() -> None:
    text = explained("thing.json#/properties/pet")
    assert 'Alias(Ref(Cat) ^ Ref(Dog) by "kind" (inferred))' in section(text, "Model")
    assert "= Cat | Dog" in section(text, "Python")
    assert section(text, "Keywords") == "oneOf  typed"


def test_a_dynamic_reference() -> None:
    text = explained("https://example.com/list.json#/items")
    assert "dynamic  the only one that the roots lead to" in section(text, "References")
    assert "anchor   list.json:8:3 #/$defs/any" in section(text, "References")
    assert section(text, "Keywords") == "$dynamicRef  typed"


def test_keywords_beside_a_reference_up_to_draft_7() -> None:
    text = explained("Old.a", "old.json")
    assert "ignore_siblings_of_ref" in section(text, "Rewritten by")
    assert section(text, "Keywords").splitlines() == [
        "$ref         typed",
        "type         ignored    draft 7 has no keywords beside $ref",
        "description  documented",
    ]


def test_nullable() -> None:
    text = explained("Pet.name", "api.json")
    assert "dialect  OpenAPI 3.0" in text
    assert "name: str | None | Unset = UNSET" in section(text, "Python")
    assert "nullable   typed" in section(text, "Keywords")
    assert "maxLength  enforced" in section(text, "Keywords")


def test_malformed_and_unknown_keywords() -> None:
    text = explained("Thing.odd")
    assert section(text, "Keywords").splitlines() == [
        "type       typed",
        "minLenght  ignored    unknown; did you mean minLength?",
        "maxLength  ignored    malformed: a whole number, 0 or more is expected",
        "not        enforced",
    ]
    inside = explained("#/properties/odd/not")
    assert section(inside, "Keywords") == "const  enforced"
    assert section(inside, "Python") == "no name of its own"


def test_without_validators_nothing_is_enforced() -> None:
    Path("schemawright.toml").write_text('target = ["dataclasses", "enums", "docs"]')
    assert section(explained("Thing.odd"), "Keywords").splitlines()[-1] == (
        "not        ignored    types cannot say it, and no validators are generated"
    )
    said = "maxLength    documented no validators are generated"
    assert said in section(explained("#/properties/id"), "Keywords")
    said = "oneOf  typed      that no other member fits is not checked"
    assert section(explained("#/properties/pet"), "Keywords") == said
    said = "const  ignored    inside not, which is ignored"
    assert section(explained("#/properties/odd/not"), "Keywords") == said
    assert "enforced" not in run("--coverage", "thing.json", "list.json").stdout


def test_places_that_only_checks_come_to() -> None:
    only = {"type": "string", "description": "Not said."}
    schema = {"properties": {"a": {"not": {"$ref": "#/$defs/X"}}}, "$defs": {"X": only}}
    Path("only.json").write_text(json.dumps(schema))
    assert section(explained("#/properties/a/not", "only.json"), "Keywords") == "$ref  enforced"
    text = explained("#/$defs/X", "only.json")
    assert section(text, "Keywords").splitlines() == [
        "type         enforced",
        "description  ignored    only checks lead here",
    ]


def test_patterns_that_are_not_checked() -> None:
    bad = {"title": "Bad", "properties": {"a": {"type": "string", "pattern": "(a"}}}
    Path("bad.json").write_text(json.dumps(bad))
    text = explained("Bad.a", "bad.json")
    assert "pattern  documented the pattern cannot be checked" in section(text, "Keywords")
    assert "warning unchecked-pattern" in section(text, "Findings")


@pytest.mark.parametrize(
    "spelling",
    [
        "#/$defs/Name",
        "/$defs/Name",
        "thing.json#/$defs/Name",
        "thing.json#name",
        "#name",
        "https://example.com/thing.json#name",
        "Name",
    ],
)
def test_spellings_of_one_place(spelling: str) -> None:
    assert explained(spelling).startswith("thing.json:62:3 #/$defs/Name\n")


def test_names_from_python_lead_to_their_place() -> None:
    assert explained("Thing.next_name").startswith("thing.json:15:3 #/properties/nextName\n")
    assert explained("ThingPet").startswith("thing.json:44:3 #/properties/pet\n")
    assert explained("Thing").startswith("thing.json:1:1\n")
    assert explained("").startswith("thing.json:1:1\n")


def test_documents_may_be_named_by_their_whole_path(folder: Path) -> None:
    at = f"{folder / 'old.json'}#/properties/a"
    assert explained(at, str(folder / "old.json")).startswith(at.partition("#")[0])


def test_a_pointer_may_begin_at_a_root() -> None:
    result = run("/properties/name", "api.json", "--root", "Pet")
    assert result.stdout.startswith("api.json:")
    assert "#/components/schemas/Pet/properties/name\n" in result.stdout


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        ("#/$defs/Dgo", "there is no 'Dgo' here", "did you mean 'Dog'?"),
        ("#/properties/zzz", "there is no 'zzz' here", "it has 'id', 'nextName', 'both', 'status'"),
        ("#nam", "there is no anchor 'nam' here", "there are 'name'"),
        ("x.json#/a", "no document is called 'x.json'", "there are 'list.json', 'thing.json'"),
        ("Thign", "nothing is called 'Thign'", "did you mean 'Thing', 'ThingPet'?"),
        ("Thing.zzz", "nothing is called 'Thing.zzz'", ""),
        ("#/properties", "this is no schema, but an object in 'properties' of one", "thing.json#"),
        ("#/properties/id/type", "no schema, but a string in 'type'", "#/properties/id\n"),
        ("#/properties/id/type/x", "there is no 'x' here", "it is a string"),
        ("#/required/7", "there is no '7' here", "it has 1 items"),
    ],
)
def test_places_that_are_no_schemas(wanted: str, message: str, hint: str) -> None:
    text = fault(wanted, "thing.json", "list.json")
    assert text.startswith("thing.json:")
    assert f"error no-such-place: {message}" in text or message in text
    assert hint in text


def test_a_place_that_no_root_reaches() -> None:
    text = fault("#/definitions/Lone", "old.json")
    assert "error no-such-place: no root reaches this schema" in text
    assert "hint: begin there: --root Lone" in text
    assert run("#/definitions/Lone", "old.json", "--root", "Lone").exit_code == 0


def test_faults_of_the_input_and_of_usage() -> None:
    Path("bad.json").write_text('{"properties": {"a": {"$ref": "#/nowhere"}}}')
    assert "error unresolved-reference" in fault("#", "bad.json")
    assert "Missing argument 'POINTER', or the option --coverage." in run().stderr
    assert run().exit_code == 2
    assert "there is nothing to generate from" in fault("#")
    assert json.loads(run("#x", "old.json", "--report", "json").stdout)["code"] == "no-such-place"


def test_json() -> None:
    result = run("Thing.nextName", "thing.json", "list.json", "--report", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    place = {"file": "thing.json", "line": 15, "column": 3, "pointer": "/properties/nextName"}
    assert {key: found[key] for key in place} == place
    assert list(found)[4:] == [
        *("uri", "dialect", "value", "references", "rules", "merged", "model"),
        *("properties", "classes", "keywords", "findings"),
    ]
    first, second = found["references"]
    assert first["text"] == "#/$defs/Alias"
    assert second["targets"] == [
        {"file": "thing.json", "line": 62, "column": 3, "pointer": "/$defs/Name"}
    ]
    assert found["properties"] == [
        {
            "owner": "Thing",
            "module": "schemas.models.thing",
            "attribute": "next_name",
            "annotation": "Alias | None",
            "default": "None",
            "key": "nextName",
            "typed_dict": "ThingDict",
            "typed_dict_annotation": "NotRequired[AliasValue]",
        }
    ]
    assert found["keywords"] == [{"keyword": "$ref", "status": "typed", "why": ""}]


def test_json_of_classes_rules_and_findings() -> None:
    found = json.loads(run("ThingStatus", "thing.json", "list.json", "--report", "json").stdout)
    assert found["rules"][0]["name"] == "drop_repeated_enum_values"
    assert found["findings"][0]["code"] == "repeated-enum-value"
    assert found["classes"] == [
        {
            "name": "ThingStatus",
            "kind": "Enumeration",
            "module": "schemas.enums",
            "annotation": "",
            "members": ["OPEN", "SHUT"],
            "typed_dict": "ThingStatusValue",
        }
    ]


def test_coverage_as_a_table() -> None:
    result = run("--coverage", "thing.json", "list.json")
    assert (result.exit_code, result.stderr) == (0, "")
    head, *rest = result.stdout.splitlines()
    statuses = ["typed", "enforced", "documented", "resolved", "ignored"]
    assert head.split() == ["keyword", "total", *statuses]
    rows = {each.split()[0]: each.split()[1:] for each in rest if each}
    assert rows["$ref"] == ["6", "6", "-", "-", "-", "-"]
    assert rows["const"] == ["3", "2", "1", "-", "-", "-"]
    total, *counts = map(int, rows["all"])
    assert sum(counts) == total
    assert "  minLenght: unknown; did you mean minLength?" in rest
    assert "      thing.json#/properties/odd/minLenght" in rest
    assert "unknown keywords" in rest
    assert f"{total} keywords in 22 schemas that the roots reach:" in rest


def test_coverage_as_json() -> None:
    (line,) = run("--coverage", "thing.json", "list.json", "--report", "json").stdout.splitlines()
    found = json.loads(line)
    statuses = ["typed", "enforced", "documented", "resolved", "ignored"]
    assert list(found) == ["schemas", "keywords", *statuses, "by_keyword"]
    assert sum(found[each] for each in statuses) == found["keywords"]
    (unknown,) = [each for each in found["by_keyword"] if not each["known"]]
    assert unknown == {
        "keyword": "minLenght",
        "total": 1,
        **dict.fromkeys(statuses, 0),
        "ignored": 1,
        "known": False,
        "near": "minLength",
        "ignored_at": [
            {
                "file": "thing.json",
                "pointer": "/properties/odd/minLenght",
                "why": "unknown; did you mean minLength?",
            }
        ],
    }


def test_configured_packages() -> None:
    Path("schemawright.toml").write_text(
        'package = [{source = "old.json", package = "a"}, {source = "api.json", package = "b"}]'
    )
    assert "a.models.old.Old" in explained_as_configured("Old.a")
    assert "b.models.pet.Pet" in explained_as_configured("Pet.name")
    assert "nothing is called 'Nobody'" in fault("Nobody")
    text = run("--coverage").stdout
    assert text.startswith("package a\n\nkeyword")
    assert "\npackage b\n\nkeyword" in text


def explained_as_configured(place: str) -> str:
    result = run(place)
    assert result.exit_code == 0
    return result.stdout


def test_many_places_are_cut_unless_all_are_wanted() -> None:
    each: dict[str, Any] = {"type": "string", "contains": {}, "summary": "x"}
    properties = {f"p{n}": each for n in range(6)}
    Path("many.json").write_text(json.dumps({"title": "Many", "properties": properties}))
    text = run("--coverage", "many.json").stdout
    assert "summary: shown nowhere yet (6 times)" in text
    assert "      … and 3 more" in text
    assert "… and" not in run("--coverage", "many.json", "--verbose").stdout


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    def always(_stream: object) -> bool:
        return True

    monkeypatch.setattr("schemawright.console.is_colourful", always)
    assert "\x1b[" in run("Thing.id", "thing.json", "list.json", color=True).stdout
    assert "\x1b[" in run("--coverage", "thing.json", "list.json", color=True).stdout


def test_json_is_cut_where_it_lies_deep() -> None:
    value: Any = {"a": {"b": [1, {"c": {"d": "x" * 90}}]}}
    assert shortened(value, 200) == json.dumps(value)
    assert shortened(value, 40) == '{"a": {"b": [1, {"c": …}]}}'
    assert shortened("\x1b" + "x" * 90, 30) == '"\\u001b' + "x" * 19 + '…"'


def test_types_are_spelled_compactly() -> None:
    text = ir.String(max_length=3)
    assert spelled(ir.Tuple(items=(text, ir.Boolean()), rest=ir.Nullable(ir.Number()))) == (
        "[String(max_length=3), Boolean, *(Number | null)]"
    )
    assert spelled(ir.Map(value=ir.AnyValue(), min_properties=2)) == "{*: Any}(min_properties=2)"
    assert spelled(ir.Array(item=ir.Never(), unique=True)) == "[Never](unique=True)"
    assert spelled(ir.Literal((ir.Constant(ir.Kind.NUMBER, 1),))) == "Literal(1)"
    assert spelled(ir.Null()) == "null"
    assert spelled(ir.Number(integral=True, minimum=0)) == "Integer(minimum=0)"
