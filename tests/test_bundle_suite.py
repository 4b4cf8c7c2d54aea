"""A bundle accepts what the schemas accept that it is made of: the official test suite."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema
import pytest
from jsonschema.validators import (
    Draft4Validator,
    Draft6Validator,
    Draft7Validator,
    Draft201909Validator,
    Draft202012Validator,
)
from referencing import Registry, Resource
from referencing.jsonschema import SchemaRegistry

import schemawright

if TYPE_CHECKING:
    from collections.abc import Iterator

REMOTES = "http://localhost:1234/"
VALIDATORS: dict[str, tuple[Any, str]] = {
    "draft4": (Draft4Validator, "draft4"),
    "draft6": (Draft6Validator, "draft6"),
    "draft7": (Draft7Validator, "draft7"),
    "draft2019-09": (Draft201909Validator, "2019-09"),
    "draft2020-12": (Draft202012Validator, "2020-12"),
}
COUNTS = {"draft4": (0, 0)}
REFERRING = ('"$ref"', '"$dynamicRef"', '"$recursiveRef"')


class Group(NamedTuple):
    """Tests of one schema."""

    name: str
    schema: Any
    tests: list[dict[str, Any]]


def groups(shared: Path, draft: str) -> Iterator[Group]:
    folder = shared / "data/json-schema-test-suite/tests" / draft
    for path in sorted(folder.rglob("*.json")):
        for group in json.loads(path.read_text(encoding="utf-8")):
            if any(each in json.dumps(group["schema"]) for each in REFERRING):
                name = f"{path.relative_to(folder)}: {group['description']}"
                yield Group(name, group["schema"], group["tests"])


def remote_registry(shared: Path, validator: Any) -> SchemaRegistry:
    folder = shared / "data/json-schema-test-suite/remotes"
    usual = {"$schema": validator.META_SCHEMA.get("$schema")}
    found: list[tuple[str, Any]] = []
    for path in sorted(folder.rglob("*.json")):
        contents = json.loads(path.read_text(encoding="utf-8"))
        stated = contents.get("$schema") if isinstance(contents, dict) else None
        try:
            resource: Any = Resource.from_contents(
                contents if stated else {**usual} , default_specification=None  # type: ignore
            )
        except Exception:
            continue
        found.append((f"{REMOTES}{path.relative_to(folder).as_posix()}", resource))
    return Registry().with_resources(found)


def outcome(validator: Any, schema: Any, instance: Any) -> bool | str:
    try:
        return bool(
            validator(schema, registry=jsonschema.validators.SPECIFICATIONS).is_valid(instance)
        )
    except Exception as error:
        return repr(error)


@pytest.mark.parametrize("draft", VALIDATORS)
def test_bundles_accept_what_the_suite_says(
    shared: Path, tmp_path: Path, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    remotes = shared / "data/json-schema-test-suite/remotes"
    validator, dialect = VALIDATORS[draft]
    differences: list[str] = []
    bundles = count = 0
    for group in groups(shared, draft):
        Path("schema.json").write_text(json.dumps(group.schema), encoding="utf-8")
        try:
            bundle: Any = schemawright.bundle(
                "schema.json", dialect=dialect, resource={REMOTES: f"{remotes.as_posix()}/"}
            )
        except schemawright.InputError as error:
            differences.append(f"{group.name}: {error}")
            continue
        bundles += 1
        for test in group.tests:
            count += 1
            found = outcome(validator, bundle, test["data"])
            if found is not test["valid"]:
                differences.append(f"{group.name}: {test['description']}: {found}")
    print(bundles, count)
    assert differences == []
