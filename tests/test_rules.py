"""Each rule of normalization: in and out as tables, and that it keeps what is valid.

`rules/<rule>.json` lists schemas before and after a rule. An entry may name a `dialect` (else it
is 2020-12) and the `warnings` that are reported: the code of each, with the pointers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright.location import Location
from schemawright.lower.normalize import RULES, TRIGGERS, drop_malformed_keywords, normalize
from schemawright.source.dialects import (
    DEFAULT,
    DIALECTS,
    DRAFT4,
    DRAFT7,
    OPENAPI30,
    Dialect,
)
from schemawright.source.schema import Schema, of
from small_schemas import (
    DEFINITIONS,
    Draw,
    enums,
    members,
    numbers,
    references,
    schemas,
    types,
    values,
    with_,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.diagnostics import Diagnostic, Report
    from schemawright.source.values import JsonValue

    Rule: TypeAlias = Callable[[Schema, Report], Schema]

FOLDER = Path(__file__).parent / "rules"
EVERY_RULE: dict[str, Rule] = {
    rule.__name__: rule for rule in (drop_malformed_keywords, *(rule for _, rule in RULES))
}
BY_NAME = {dialect.name: dialect for dialect in DIALECTS}
ENTRIES = [
    pytest.param(path.stem, entry, id=f"{path.stem}: {entry['name']}")
    for path in sorted(FOLDER.glob("*.json"))
    for entry in json.loads(path.read_text(encoding="utf-8"))
]


def plain(value: Schema | JsonValue) -> Any:
    """Return what a rule yields as JSON: a subschema with a place of its own is its keywords."""
    match value:
        case Schema():
            return {key: plain(each) for key, each in value.keywords.items()}
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case _:
            return value


def applied(rule: Rule, value: Any, dialect: Dialect) -> tuple[Any, list[Diagnostic]]:
    """Return what a rule makes of a schema, and what it reports."""
    found: list[Diagnostic] = []
    return plain(rule(of(value, Location("schema.json"), dialect), found.append)), found


# The tables.


def test_every_rule_has_a_table_and_every_table_a_rule() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == EVERY_RULE.keys()


@pytest.mark.parametrize("name", EVERY_RULE)
def test_a_table_shows_what_changes_and_what_does_not(name: str) -> None:
    entries = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    changed = [json.dumps(entry["in"]) != json.dumps(entry["out"]) for entry in entries]
    assert len(entries) >= 5
    assert any(changed)
    assert len({entry["name"] for entry in entries}) == len(entries)
    assert all(entry.keys() <= {"name", "in", "out", "dialect", "warnings"} for entry in entries)


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_a_rule_does_what_its_table_says(name: str, entry: dict[str, Any]) -> None:
    dialect = BY_NAME[entry.get("dialect", DEFAULT.name)]
    before = json.dumps(entry["in"])
    found, findings = applied(EVERY_RULE[name], entry["in"], dialect)
    # As text, where 1, 1.0 and true differ; the order of keywords means nothing.
    assert json.dumps(found, sort_keys=True) == json.dumps(entry["out"], sort_keys=True)
    warnings: dict[str, list[str]] = {}
    for each in findings:
        warnings.setdefault(each.code, []).append(each.location.pointer)
    assert warnings == entry.get("warnings", {})
    assert json.dumps(entry["in"]) == before


@pytest.mark.parametrize(("name", "entry"), ENTRIES)
def test_a_rule_has_nothing_left_to_do_afterwards(name: str, entry: dict[str, Any]) -> None:
    dialect = BY_NAME[entry.get("dialect", DEFAULT.name)]
    once, _ = applied(EVERY_RULE[name], entry["in"], dialect)
    triggers = next((keywords for keywords, rule in RULES if rule.__name__ == name), TRIGGERS)
    if not triggers.isdisjoint(once):
        twice, findings = applied(EVERY_RULE[name], once, dialect)
        assert twice == once
        assert findings == []


# Validity, as judged by another implementation.

REINTERPRETING = {"misplaced-enum", "contradicting-type"}
"""What is reported where a schema that nothing satisfies is read as it must have been meant."""


def is_reinterpreted(schema: Any, findings: list[Diagnostic]) -> bool:
    """Tell whether more may be valid than before: what was reported, or `oneOf` says it twice."""
    told = not REINTERPRETING.isdisjoint(each.code for each in findings)
    return told or any(map(_says_twice, _inside(schema)))


def _says_twice(schema: dict[str, Any]) -> bool:
    texts = [json.dumps(each, sort_keys=True) for each in schema.get("oneOf", ())]
    return len({*texts}) < len(texts)


def _inside(value: JsonValue) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _inside(each)
    elif isinstance(value, list):
        for each in value:
            yield from _inside(each)


some = st.lists(schemas, min_size=1, max_size=3)
repeated = st.lists(members, min_size=1, max_size=2).flatmap(
    lambda found: st.permutations([*found, found[0]])
)
either = st.one_of(
    with_({"oneOf": st.lists(members, min_size=1, max_size=1)}),
    with_({"anyOf": st.lists(members, min_size=1, max_size=1)}),
)
typed_enums = with_({"type": types, "enum": enums})
all_of = with_({"allOf": st.lists(members, min_size=1, max_size=4)})

OLD, OLDEST, NEWEST = (
    jsonschema.Draft7Validator,
    jsonschema.Draft4Validator,
    jsonschema.Draft202012Validator,
)
JUDGED: dict[str, tuple[Dialect, Draw, type[Any], type[Any]]] = {
    "ignore_siblings_of_ref": (DRAFT7, with_({"$ref": references}), OLD, OLD),
    "boolean_exclusive_bounds": (
        DRAFT4,
        with_(
            {"minimum": numbers, "maximum": numbers},
            {"exclusiveMinimum": st.booleans(), "exclusiveMaximum": st.booleans()},
        ),
        OLDEST,
        NEWEST,
    ),
    "const_as_enum": (DEFAULT, with_({"const": values}, {"enum": enums}), NEWEST, NEWEST),
    "drop_repeated_enum_values": (DEFAULT, with_({"enum": enums}), NEWEST, NEWEST),
    "enum_beside_items": (DEFAULT, typed_enums, NEWEST, NEWEST),
    "enum_against_type": (DEFAULT, typed_enums, NEWEST, NEWEST),
    "legacy_tuples": (
        DRAFT7,
        with_({"items": some | schemas}, {"additionalItems": schemas}),
        OLD,
        NEWEST,
    ),
    "drop_repeated_alternatives": (
        DEFAULT,
        st.one_of(with_({"anyOf": repeated}), with_({"oneOf": repeated})),
        NEWEST,
        NEWEST,
    ),
    "unwrap_single_member": (DEFAULT, either, NEWEST, NEWEST),
    "drop_silent_members": (DEFAULT, all_of, NEWEST, NEWEST),
    "drop_repeated_members": (DEFAULT, all_of, NEWEST, NEWEST),
}
"""How each rule is tried: the dialect, the schemas, and who judges them before and after it."""


def is_valid(schema: Any, validator: type[Any], instance: Any) -> bool:
    whole = {"definitions": DEFINITIONS, "allOf": [schema]}
    return bool(validator(whole).is_valid(instance))


def test_every_rule_is_judged() -> None:
    assert {*JUDGED, "drop_malformed_keywords", "nullable"} == EVERY_RULE.keys()


@pytest.mark.parametrize("name", JUDGED)
@given(data=st.data())
def test_a_rule_keeps_what_is_valid(name: str, data: st.DataObject) -> None:
    dialect, drawn, before, after = JUDGED[name]
    schema = data.draw(drawn)
    found, findings = applied(EVERY_RULE[name], schema, dialect)
    reinterpreted = is_reinterpreted(schema, findings)
    for instance in data.draw(st.lists(values, min_size=5, max_size=10)):
        if before is OLDEST and "1.0" in json.dumps(instance):
            continue  # Draft 4 has another notion of an integer, which is no rule's doing.
        was, is_ = is_valid(schema, before, instance), is_valid(found, after, instance)
        assert was == is_ or (reinterpreted and is_), (schema, found, instance)


@given(
    schema=st.fixed_dictionaries(
        {"nullable": st.booleans()},
        optional={"type": types, "enum": enums, "minimum": numbers, "maxLength": st.integers(0, 2)},
    ),
    instance=values,
)
def test_nullable_adds_null_and_nothing_else(schema: dict[str, Any], instance: Any) -> None:
    def allowed(value: dict[str, Any]) -> bool:
        others = {k: v for k, v in value.items() if k != "nullable"}
        null = instance is None and value.get("nullable", False)
        return null or is_valid(others, NEWEST, instance)

    found, _ = applied(EVERY_RULE["nullable"], schema, OPENAPI30)
    assert allowed(schema) == allowed(found)


@given(schema=st.one_of(*(drawn for dialect, drawn, *_ in JUDGED.values() if dialect is DEFAULT)))
def test_a_schema_of_good_form_loses_no_keyword(schema: dict[str, Any]) -> None:
    found, findings = applied(drop_malformed_keywords, schema, DEFAULT)
    assert found == schema
    assert findings == []


@settings(max_examples=100)
@given(
    schema=st.one_of(*(drawn for dialect, drawn, *_ in JUDGED.values() if dialect is DEFAULT)),
    instances=st.lists(values, min_size=5, max_size=10),
)
def test_all_rules_together_keep_what_is_valid(
    schema: dict[str, Any], instances: list[Any]
) -> None:
    found, findings = applied(normalize, schema, DEFAULT)
    reinterpreted = is_reinterpreted(schema, findings)
    for instance in instances:
        was, is_ = is_valid(schema, NEWEST, instance), is_valid(found, NEWEST, instance)
        assert was == is_ or (reinterpreted and is_), (schema, found, instance)
