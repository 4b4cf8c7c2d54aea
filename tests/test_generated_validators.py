"""Validators in generated packages: what classes, guards and reports offer, and what they read."""

from __future__ import annotations

import copy
import importlib
import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from code_checks import mypy_findings, pyright_findings
from generated_packages import Outcome, generate_cleanly, imported, modules, run, write

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path
    from types import ModuleType

TEXT = {"type": "string"}
PET = {
    "title": "Pet",
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "bornOn": {"type": "string", "format": "date"},
        "owner": {"anyOf": [{"$ref": "#/$defs/Person"}, {"$ref": "#/$defs/Shelter"}]},
        "friends": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/Person"}, TEXT]}},
        "mood": {"enum": ["good", "bad", None]},
    },
    "$defs": {
        "Person": {
            "type": "object",
            "properties": {"kind": {"const": "person"}, "age": {"minimum": 0}},
            "required": ["kind"],
        },
        "Shelter": {
            "type": "object",
            "properties": {"kind": {"const": "shelter"}, "city": TEXT},
            "required": ["kind"],
        },
    },
}


@contextmanager
def package(schema: object, folder: Path, **how: Any) -> Generator[ModuleType, None, None]:
    outcome = generate_cleanly(schema, folder, **how)
    write(outcome.files, folder)
    with imported(folder, "generated") as found:
        yield found


def module(name: str) -> Any:
    return importlib.import_module(f"generated.{name}")


def test_classes_say_what_is_valid(tmp_path: Path) -> None:
    with package(PET, tmp_path) as found:
        errors = module("validation").ValidationError
        assert found.Pet.is_valid({"name": "Rex"})
        assert not found.Pet.is_valid({"name": ""})
        found.Pet.validate({"name": "Rex"})
        with pytest.raises(errors, match="/name: expected at least 1 character") as caught:
            found.Pet.validate({"name": ""})
        (fault,) = caught.value.errors
        assert (fault.instance, fault.keyword) == ("/name", "minLength")
        assert fault.schema == "schema.json#/properties/name/minLength"


def test_what_is_derived_from_a_class_is_checked_like_it(tmp_path: Path) -> None:
    with package(PET, tmp_path) as found:
        dog: Any = type("Dog", (found.Pet,), {})
        assert dog.is_valid({"name": "Rex"})
        assert not dog.is_valid({})
        validation = module("_validation")
        with pytest.raises(TypeError, match="int is no class of this package"):
            validation.validator_of(int)
        with pytest.raises(KeyError):
            module("validation").validator("Dog")


def test_importing_a_class_imports_no_validators(tmp_path: Path) -> None:
    write(generate_cleanly(PET, tmp_path).files, tmp_path)
    code = (
        "import sys; from generated import Pet; loaded = {*sys.modules}"
        "; Pet.is_valid({'name': 'x'})"
        "; print([each for each in sorted(loaded) if '_validation' in each],"
        " 'generated._validation.assertions' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[] False"


def test_guards_ask_for_the_kind_of_the_type(tmp_path: Path) -> None:
    loose = {"title": "Loose", "properties": {"a": {"type": "integer"}}, "$defs": PET["$defs"]}
    with package(loose, tmp_path) as found:
        guards = module("guards")
        assert found.Loose.is_valid("no object")
        assert not guards.is_loose("no object")
        assert guards.is_loose({"a": 1})
        assert not guards.is_loose({"a": "1"})


def test_guards_know_what_stands_beside_a_type(tmp_path: Path) -> None:
    with package(PET, tmp_path):
        guards, validator = module("guards"), module("validation").validator
        assert validator("PetMood").is_valid(None)
        assert not guards.is_pet_mood(None)
        assert guards.is_pet_mood("bad")
        assert not guards.is_pet_mood("ugly")


def test_a_union_inside_a_list_is_checked_as_its_type_says(tmp_path: Path) -> None:
    with package(PET, tmp_path):
        item = module("validation").validator("PetFriendsItem")
        assert item.is_valid("Rex")
        assert item.is_valid({"kind": "person", "age": 1})
        assert not item.is_valid({"kind": "person", "age": -1})
        assert not item.is_valid(3)
        (fault,) = item.errors({"kind": "person", "age": -1})
        assert (fault.instance, fault.keyword) == ("/age", "minimum")


def test_formats_are_checked_if_that_is_asked_for(tmp_path: Path) -> None:
    wrong = {"name": "Rex", "bornOn": "yesterday"}
    with package(PET, tmp_path) as found:
        assert found.Pet.is_valid(wrong)
    with package(PET, tmp_path, assert_formats=True) as found:
        assert not found.Pet.is_valid(wrong)
        assert found.Pet.is_valid({"name": "Rex", "bornOn": "2021-04-01"})
        with pytest.raises(ValueError, match="format date"):
            found.Pet.validate(wrong)


NUMBERS = {
    "openapi": "3.0.0",
    "components": {"schemas": {"N": {"type": "integer", "format": "int8"}}},
}


def test_formats_of_numbers_are_limits(tmp_path: Path) -> None:
    with package(NUMBERS, tmp_path, assert_formats=True):
        numbers = module("validation").validator("N")
        assert numbers.is_valid(127)
        assert [each.message for each in numbers.errors(128)] == [
            "expected a number of format int8, from -128 to 127, found the number 128"
        ]


OURS = ("Model", "Fault", "Validator", "ValidationError", "TypeIs", "object")
METHODS = {
    "title": "Odd",
    "type": "object",
    "properties": {
        **dict.fromkeys(("is_valid", "validate", "Model", "data"), TEXT),
        **{f"a {name}": {"$ref": f"#/$defs/{name}"} for name in OURS},
    },
    "$defs": {name: {"type": "object", "properties": {"a": TEXT}} for name in OURS},
}


@pytest.mark.types
def test_no_name_of_a_schema_gets_in_the_way_of_types(tmp_path: Path) -> None:
    targets = {"with": ["dataclasses", "typed_dicts", "validators"]}
    targets["without"] = ["typed_dicts", "validators"]
    for name, target in targets.items():
        package = f"{name}_classes"
        found = generate_cleanly(
            METHODS, tmp_path, package=package, target=target, docs=f"{package}/docs"
        )
        write(found.files, tmp_path)
    names = [f"{name}_classes" for name in targets]
    assert mypy_findings(tmp_path, names) == ""
    assert pyright_findings(tmp_path, names) == ""


def test_no_name_of_a_schema_gets_in_the_way(tmp_path: Path) -> None:
    write(generate_cleanly(METHODS, tmp_path).files, tmp_path)
    with imported(tmp_path, "generated") as found:
        assert len([*modules(found)]) > 10
        assert found.Odd.is_valid({"validate": "x"})
        assert not found.Odd.is_valid({"validate": 1})
        assert not found.Odd.is_valid({"a Model": {"a": 1}})
        assert not found.Model.is_valid({"a": 1})
        assert found.Odd(is_valid_="x", validate_="y").validate_ == "y"


GUARDED = """\
from __future__ import annotations

from typing import assert_type

from generated.guards import is_pet, is_pet_mood
from generated.typed_dicts import PetDict, PetMoodValue


def name_of(value: object) -> str:
    if is_pet(value):
        assert_type(value, PetDict)
        return value["name"]
    if is_pet_mood(value):
        assert_type(value, PetMoodValue)
    return ""
"""


@pytest.mark.types
def test_type_checkers_know_what_a_guard_has_found(tmp_path: Path) -> None:
    write(generate_cleanly(PET, tmp_path).files, tmp_path)
    (tmp_path / "consumer.py").write_text(GUARDED)
    assert mypy_findings(tmp_path, ["generated", "consumer.py"]) == ""
    assert pyright_findings(tmp_path, ["generated", "consumer.py"]) == ""


CONTRADICTIONS = {
    "title": "Odd",
    "type": "object",
    "properties": {
        "items": {"type": "array", "enum": ["a", "b"]},
        "typed": {"type": "array", "items": {"type": "string"}, "enum": ["a", "b"]},
        "own": {"type": "array", "items": {"enum": ["a"]}, "enum": ["b"]},
        "number": {"type": "string", "enum": [1, 2]},
        "twice": {"oneOf": [{"type": "integer"}, {"type": "integer"}]},
        "never": {"oneOf": [True, True]},
    },
}


def test_contradictions_are_read_as_the_types_are(tmp_path: Path) -> None:
    with package(CONTRADICTIONS, tmp_path) as found:
        for valid in (
            {"items": ["a", "b"]},
            {"typed": ["a"]},
            {"own": ["a"]},
            {"number": 1},
            {"twice": 3},
        ):
            assert found.Odd.is_valid(valid), valid
        for invalid in (
            {"items": ["c"]},
            {"items": "a"},
            {"typed": ["c"]},
            {"own": ["b"]},
            {"number": 3},
            {"twice": "a"},
            {"never": 1},
        ):
            assert not found.Odd.is_valid(invalid), invalid


HEIRS = {
    "openapi": "3.0.0",
    "components": {
        "schemas": {
            "Base": {
                "type": "object",
                "required": ["kind", "id"],
                "properties": {"kind": TEXT, "id": {"type": "integer"}},
                "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in "AB"],
            },
            **{
                name: {
                    "allOf": [
                        {"$ref": "#/components/schemas/Base"},
                        {"properties": {"kind": {"enum": [name]}}, "required": [name.lower()]},
                    ]
                }
                for name in "AB"
            },
        }
    },
}


def test_a_base_that_lists_its_heirs_is_no_riddle(tmp_path: Path) -> None:
    with package(HEIRS, tmp_path):
        validator = module("validation").validator
        verdicts = {
            name: [
                validator(name).is_valid(value)
                for value in (
                    {"kind": "A", "id": 1, "a": 0},
                    {"kind": "B", "id": 1, "b": 0},
                    {"kind": "A", "id": "1", "a": 0},
                    {"kind": "A", "id": 1},
                )
            ]
            for name in ("Base", "A", "B")
        }
    assert verdicts == {
        "Base": [True, True, False, False],
        "A": [True, False, False, False],
        "B": [False, True, False, False],
    }


PATTERNS = {
    "title": "Odd",
    "type": "object",
    "properties": {"a": {"type": "string", "pattern": "(?<=x.*)b"}},
    "patternProperties": {"(?<=p.*)q": {"type": "integer"}, "^z": {"type": "integer"}},
    "additionalProperties": False,
}


def test_patterns_that_python_cannot_express_are_not_checked(tmp_path: Path) -> None:
    outcome = generate_cleanly(PATTERNS, tmp_path)
    assert [each.code for each in outcome.findings] == ["unchecked-pattern"] * 2
    assert "validators do not check it" in outcome.text
    with package(PATTERNS, tmp_path) as found:
        assert found.Odd.is_valid({"a": "b", "pq": "?", "other": 1, "z": 1})
        assert not found.Odd.is_valid({"a": 1})
        assert not found.Odd.is_valid({"z": "1"})


def test_patterns_that_python_cannot_express_can_be_left_to_regress(tmp_path: Path) -> None:
    how = {"pattern_engine": "regress"}
    assert generate_cleanly(PATTERNS, tmp_path, **how).findings == ()
    with package(PATTERNS, tmp_path, **how) as found:
        assert found.Odd.is_valid({"a": "x_b", "p_q": 1, "z": 1})
        for invalid in ({"a": "b"}, {"a": "\ud800b"}, {"p_q": "1"}, {"other": 1}):
            assert not found.Odd.is_valid(invalid), invalid
            assert module("validation").validator("Odd").errors(invalid), invalid


def test_no_pattern_at_all_is_not_left_to_regress(tmp_path: Path) -> None:
    schema = {"title": "T", "type": "string", "pattern": "("}
    outcome = generate_cleanly(schema, tmp_path, pattern_engine="regress")
    assert [each.code for each in outcome.findings] == ["unchecked-pattern"]


def test_regress_is_asked_for_if_it_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "regress", None)
    monkeypatch.delitem(sys.modules, "schemawright.runtime.ecmascript", raising=False)
    (tmp_path / "schema.json").write_text(json.dumps(PATTERNS))
    outcome = run(
        {
            "source": (tmp_path / "schema.json").as_posix(),
            "package": "generated",
            "pattern-engine": "regress",
        }
    )
    assert not outcome.files
    assert "pip install 'schemawright[regress]'" in outcome.text


NEGATED = {
    "title": "Odd",
    "type": "object",
    "properties": {
        "not": {"type": "string", "not": {"pattern": "("}},
        "one": {"oneOf": [{"type": "string", "pattern": "("}, {"type": ["string", "null"]}]},
        "if": {"if": {"pattern": "("}, "then": False},
        "few": {"contains": {"pattern": "("}, "maxContains": 1},
    },
}


def test_a_pattern_that_is_not_checked_makes_nothing_stricter(tmp_path: Path) -> None:
    with package(NEGATED, tmp_path) as found:
        assert found.Odd.is_valid({"not": "a", "one": "a", "if": "a", "few": ["a", "b"]})
        refused: list[dict[str, Any]] = [{"not": 1}, {"one": 1}, {"few": []}]
        for invalid in refused:
            assert not found.Odd.is_valid(invalid), invalid


def test_a_pattern_that_is_not_checked_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    schema = {
        "title": "Odd",
        "properties": {"a": {"pattern": "("}},
        "unevaluatedProperties": False,
        "allOf": [{"properties": {"b": {"pattern": "("}}}],
    }
    with package(schema, tmp_path) as found:
        assert found.Odd.is_valid({"a": "x", "b": "y"})
        assert not found.Odd.is_valid({"c": 1})
    unknown = {**schema, "anyOf": [{"patternProperties": {"(": True}}]}
    with package(unknown, tmp_path) as found:
        assert found.Odd.is_valid({"c": 1})


def code_of(schema: object, folder: Path) -> Outcome:
    return generate_cleanly(schema, folder, target=["validators"])


def functions(text: str) -> dict[str, str]:
    return {each.partition("(")[0]: each for each in text.split("\n\n\ndef ")[1:]}


def test_a_change_shows_only_where_it_belongs(tmp_path: Path) -> None:
    before = functions(code_of(PET, tmp_path)["generated/_validation/checks.py"])
    changed: Any = copy.deepcopy(PET)
    changed["$defs"]["Person"]["properties"]["name"] = {"type": "string", "pattern": "^[A-Z]"}
    after = functions(code_of(changed, tmp_path)["generated/_validation/checks.py"])
    assert {*after} == {*before}
    assert {*before} >= {"check_Person", "check_Shelter", "check_PetMood"}
    changed_names = {name for name in before if before[name] != after[name]}
    assert "check_Person" in changed_names
    # Small checks are written where they are used, too.
    assert changed_names <= {"check_Person", "check_Pet", "check_PetOwner", "check_PetFriendsItem"}


@pytest.fixture(scope="session")
def call_package(repository: Path) -> Generator[ModuleType, None, None]:
    with imported(repository / "out", "vapi_call") as found:
        yield found


@pytest.mark.parametrize("size", ["small", "typical", "large"])
def test_calls_are_valid(shared: Path, call_package: ModuleType, size: str) -> None:
    data = json.loads((shared / f"data/call-payloads/{size}.json").read_bytes())
    assert call_package.Call.is_valid(data)
    call_package.Call.validate(data)
    data["status"] = "?"
    with pytest.raises(ValueError, match="/status: expected one of"):
        call_package.Call.validate(data)
