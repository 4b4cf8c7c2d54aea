"""Checks and reports agree with each other and with the `jsonschema` library."""

from __future__ import annotations

import copy
import json
import tomllib
from collections import Counter
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema.validators import extend, validator_for  # type: ignore[import-untyped]  # likewise
from referencing import Registry
from referencing.jsonschema import DRAFT7

from schemawright.diagnostics import InputError
from schemawright.source import documents
from schemawright.validation import validator
from small_schemas import values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Say

pytestmark = pytest.mark.no_cover  # what it runs, others cover


def is_whole(_: object, value: object) -> bool:
    """Tell whether a value is an integer as all drafts but the fourth have it, and as we do."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool)


PEERS: dict[str, Any] = {
    # Its 1.0 is no integer, see `suite_gaps.txt`.
    "draft4": extend(
        jsonschema.Draft4Validator,
        type_checker=jsonschema.Draft4Validator.TYPE_CHECKER.redefine("integer", is_whole),
    ),
    "draft6": jsonschema.Draft6Validator,
    "draft7": jsonschema.Draft7Validator,
    "2019-09": jsonschema.Draft201909Validator,
    "2020-12": jsonschema.Draft202012Validator,
}
NAMES = st.sampled_from(["a", "b", "ab", ""])
COUNTS = st.integers(0, 2)
NUMBERS = st.sampled_from([0, 1, 1.0, 2, 2.5, -3])
STEPS = st.sampled_from([1, 2, 0.5, 0.1, 2.5])
KINDS = ("null", "boolean", "object", "array", "number", "integer", "string")
TYPES = st.sampled_from(KINDS) | st.lists(
    st.sampled_from(KINDS), min_size=1, max_size=3, unique=True
)
PATTERNS = st.sampled_from(["^a", "b$", "a|b", "^$", "[ab]{2}", "."])
REFERENCES = st.sampled_from(["#", "#/$defs/x", "#/$defs/y", "#/definitions/x"])


def keywords(inner: Any, draft: str) -> dict[str, Any]:
    """Return what the value of each keyword of a dialect can be."""
    several = st.lists(inner, min_size=1, max_size=3)
    named = st.dictionaries(NAMES, inner, max_size=2)
    lists = st.dictionaries(NAMES, st.lists(NAMES, max_size=2, unique=True), max_size=2)
    found: dict[str, Any] = {
        "type": TYPES,
        "enum": st.lists(values, min_size=1, max_size=3),
        "minimum": NUMBERS,
        "maximum": NUMBERS,
        "multipleOf": STEPS,
        "minLength": COUNTS,
        "maxLength": COUNTS,
        "pattern": PATTERNS,
        "minItems": COUNTS,
        "maxItems": COUNTS,
        "uniqueItems": st.booleans(),
        "minProperties": COUNTS,
        "maxProperties": COUNTS,
        "required": st.lists(NAMES, min_size=1, max_size=2, unique=True),
        "properties": named,
        "patternProperties": st.dictionaries(PATTERNS, inner, max_size=2),
        "additionalProperties": inner,
        "items": inner,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
    }
    if draft == "draft4":
        found["exclusiveMinimum"] = st.booleans()
    if draft != "draft4":
        found |= {"const": values, "contains": inner, "propertyNames": inner}
        found |= {"exclusiveMinimum": NUMBERS, "exclusiveMaximum": NUMBERS}
    if draft not in {"draft4", "draft6"}:
        found |= {"if": inner, "then": inner, "else": inner}
    if draft in {"draft4", "draft6", "draft7", "2019-09"}:
        found |= {"items": inner | several, "additionalItems": inner}
    if draft in {"draft4", "draft6", "draft7"}:
        found |= {"dependencies": lists | named}
    else:
        found |= {"dependentRequired": lists, "dependentSchemas": named, "minContains": COUNTS}
        found |= {"maxContains": COUNTS, "unevaluatedItems": inner, "unevaluatedProperties": inner}
    if draft == "2020-12":
        found |= {"prefixItems": several}
    return found


def schemas(draft: str) -> Any:
    """Return schemas of a dialect, with definitions that they refer to."""
    leaves: Any = st.fixed_dictionaries({}, optional={"type": TYPES, "const": values})
    leaves |= st.fixed_dictionaries({"$ref": REFERENCES})
    if draft != "draft4":
        leaves |= st.booleans()

    def containing(inner: Any) -> Any:
        every = keywords(inner, draft)
        chosen = st.lists(st.sampled_from([*every]), max_size=4, unique=True)
        return chosen.flatmap(lambda names: st.fixed_dictionaries({n: every[n] for n in names}))

    inner = st.recursive(leaves, containing, max_leaves=6)
    definitions = st.fixed_dictionaries({"x": inner, "y": inner})
    return st.tuples(containing(inner), definitions).map(
        lambda both: {**both[0], "$defs": both[1], "definitions": both[1]}
    )


def agree(schema: Any, draft: str, found: Any) -> None:
    try:
        ours = validator(schema, dialect=draft)
    except InputError as error:
        assert {each.code for each in error.diagnostics} <= {"reference-loop"}  # noqa: PT017
        return
    before = copy.deepcopy(found)
    checked = ours.is_valid(found)
    faults = ours.errors(found)
    assert found == before
    assert checked == (not faults), (ours.source, faults)
    try:
        expected = PEERS[draft](schema).is_valid(found)
    except RecursionError:
        return  # it goes round in a circle that we leave
    except TypeError:
        assert draft == "2019-09", "it asks for the length of a boolean `items`"
        return
    assert checked == expected, ours.source


@pytest.mark.parametrize("draft", PEERS)
@settings(max_examples=100)
@given(data=st.data())
def test_we_agree_with_a_peer(draft: str, data: st.DataObject) -> None:
    agree(data.draw(schemas(draft)), draft, data.draw(values))


@pytest.mark.slow
@pytest.mark.parametrize("draft", PEERS)
@settings(max_examples=2000)
@given(data=st.data())
def test_we_agree_with_a_peer_at_length(draft: str, data: st.DataObject) -> None:
    agree(data.draw(schemas(draft)), draft, data.draw(values))


# Real schemas and instances.

HOSTS = ("https://json.schemastore.org/", "https://www.schemastore.org/")


@pytest.fixture(scope="module")
def schemastore(shared: Path) -> Path:
    return shared / "data/schemastore"


def instances(folder: Path) -> Iterator[tuple[Path, Any]]:
    """Yield the instances below a folder, as JSON has them; dates of YAML and TOML are texts."""
    for path in sorted(folder.rglob("*")):
        match path.suffix:
            case ".json":
                found: Any = json.loads(path.read_text(encoding="utf-8"))
            case ".yaml" | ".yml":
                found = documents.read(path, path.name).value
            case ".toml":
                found = tomllib.loads(path.read_text(encoding="utf-8"))
            case _:
                continue
        yield path, json.loads(json.dumps(found, default=str))


def test_real_instances_are_judged_as_a_peer_judges_them(schemastore: Path, say: Say) -> None:
    schemas = {path.stem: json.loads(path.read_bytes()) for path in schemastore.glob("schemas/*")}
    resources = {f"{host}{name}.json": each for host in HOSTS for name, each in schemas.items()}
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    registry: Registry[Any] = Registry[Any]().with_resources(
        (uri, DRAFT7.create_resource(each)) for uri, each in resources.items()
    )
    for label in ("valid", "invalid"):
        for folder in sorted((schemastore / label).iterdir()):
            schema = schemas[folder.name]
            try:
                ours = validator(schema, resources=resources, dialect="draft7")
            except InputError as error:
                counts[f"refused: {error.diagnostics[0].code}"] += 1
                continue
            peer = validator_for(schema, jsonschema.Draft7Validator)(schema, registry=registry)
            for path, value in instances(folder):
                expected = label == "valid"
                if {ours.is_valid(value), not ours.errors(value)} == {expected}:
                    counts[label] += 1
                elif peer.is_valid(value) is expected:
                    wrong.append(f"{path}: {ours.errors(value)[:1]}")
                else:
                    counts[f"{label} only for whoever labelled it, the peer agrees with us"] += 1
    assert wrong == []
    assert counts["valid"] > 300
    assert counts["invalid"] > 100
    say(f"SchemaStore instances: {dict(sorted(counts.items()))}")
