"""Patterns of the official test suite, and of real schemas."""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from schemawright.regex.findings import Kind, Untranslatable
from schemawright.regex.translation import translate
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import UnionType

    from conftest import Say
    from schemawright.source.values import JsonValue

DIALECTS = ("draft4", "draft6", "draft7", "draft2019-09", "draft2020-12", "v1")
FILES = (
    "pattern",
    "patternProperties",
    "optional/ecmascript-regex",
    "optional/non-bmp-regex",
)
OTHERS = ("optional/format", "format")
"""Where the formats are, in some dialects."""
KINDS: dict[str, type | UnionType] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": type(None),
    "number": int | float,
    "object": dict,
    "string": str,
}


def search(pattern: str, text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return re.search(translate(pattern).pattern, text) is not None


def is_valid(schema: Any, value: Any) -> bool:
    """Judge by the few keywords that the files use."""
    if isinstance(schema, bool):
        return schema
    known = {"$schema", "type", "pattern", "patternProperties", "additionalProperties", "maximum"}
    assert set(schema) <= {*known, "format", "propertyNames", "$comment"}, schema
    if "type" in schema and not isinstance(value, KINDS[schema["type"]]):
        return False
    if isinstance(value, str) and "pattern" in schema and not search(schema["pattern"], value):
        return False
    if isinstance(value, int) and value > schema.get("maximum", value):
        return False
    if schema.get("format") == "regex" and isinstance(value, str):
        return _is_pattern(value)
    return not is_object(value) or _are_valid_properties(schema, value)


def _are_valid_properties(schema: Any, value: dict[str, Any]) -> bool:
    for name, each in value.items():
        found = [
            inner
            for pattern, inner in schema.get("patternProperties", {}).items()
            if search(pattern, name)
        ]
        if not found:
            found = [schema.get("additionalProperties", True)]
        if not all(is_valid(inner, each) for inner in found):
            return False
    return all(is_valid(schema.get("propertyNames", True), name) for name in value)


def _is_pattern(text: str) -> bool:
    """Tell whether a text is a pattern and nothing else: what was guessed does not count."""
    try:
        return not [each for each in translate(text).notes if each.kind is Kind.FOREIGN]
    except Untranslatable:
        return False


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_official_suite(shared: Path, dialect: str, say: Say) -> None:
    folder, count = shared / "data/json-schema-test-suite/tests" / dialect, 0
    formats = [f"{place}/{name}" for place in OTHERS for name in ("regex", "ecmascript-regex")]
    for name in (*FILES, *(each for each in formats if (folder / f"{each}.json").is_file())):
        path = folder / f"{name}.json"
        for group in json.loads(path.read_text(encoding="utf-8")):
            for test in group["tests"]:
                found = is_valid(group["schema"], test["data"])
                assert found == test["valid"], f"{name}: {group['description']}: {test}"
                count += 1
    say(f"Patterns of the official suite, {dialect}: {count} of {count}")


def patterns(value: JsonValue) -> Iterator[str]:
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            if isinstance(found := each.get("pattern"), str):
                yield found
            if isinstance(named := each.get("patternProperties"), dict):
                yield from named
            pending.extend(each.values())
        elif isinstance(each, list):
            pending.extend(each)


@pytest.fixture(scope="module")
def real(shared: Path) -> list[str]:
    folder = shared / "data"
    paths = [*(folder / "schemastore/schemas").glob("*.json"), folder / "vapi-openapi.json"]
    found = {each for path in paths for each in patterns(json.loads(path.read_text("utf-8")))}
    assert len(found) > 700
    return sorted(found)


def test_patterns_of_real_schemas(real: list[str], say: Say) -> None:
    """Every one is translated, and most read as they did; only literals are not as they ought."""
    same = foreign = 0
    for pattern in real:
        found = translate(pattern)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(found.pattern)
        same += found.pattern in (pattern, pattern.replace("$", r"\Z"))
        for note in found.notes:
            assert note.kind is Kind.FOREIGN, f"{pattern} is said to be slow"
            assert "a literal of JavaScript" in note.message
            foreign += 1
    assert same > len(real) * 0.8
    say(
        f"Patterns of real schemas: {len(real)} translated of {len(real)}, {same} with the same "
        f"text but for \\Z; {foreign} are literals of JavaScript, 0 are slow"
    )
