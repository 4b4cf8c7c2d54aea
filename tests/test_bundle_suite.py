"""A bundle accepts what the schemas accept that it is made of: the official test suite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
from referencing.jsonschema import DRAFT4, DRAFT6, DRAFT7, DRAFT201909, DRAFT202012

from bundles import METASCHEMAS, bundle, put, unresolvable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REMOTES = "http://localhost:1234/"
DRAFTS: dict[str, tuple[Any, Any, str]] = {
    "draft4": (jsonschema.Draft4Validator, DRAFT4, "draft4"),
    "draft6": (jsonschema.Draft6Validator, DRAFT6, "draft6"),
    "draft7": (jsonschema.Draft7Validator, DRAFT7, "draft7"),
    "draft2019-09": (jsonschema.Draft201909Validator, DRAFT201909, "2019-09"),
    "draft2020-12": (jsonschema.Draft202012Validator, DRAFT202012, "2020-12"),
}
COUNTS = dict(zip(DRAFTS, ((31, 75), (49, 113), (54, 123), (87, 235), (98, 243)), strict=True))
"""How many schemas of each draft make references, and how many instances they are tested with."""

REFERRING = ('"$ref"', '"$dynamicRef"', '"$recursiveRef"')


class Group(NamedTuple):
    """Tests of one schema."""

    name: str
    schema: Any
    tests: list[dict[str, Any]]


def groups(shared: Path, draft: str) -> Iterator[Group]:
    """Yield the tests of schemas that make references."""
    folder = shared / "data/json-schema-test-suite/tests" / draft
    for path in sorted(folder.rglob("*.json")):
        for group in json.loads(path.read_text(encoding="utf-8")):
            if any(each in json.dumps(group["schema"]) for each in REFERRING):
                name = f"{path.relative_to(folder)}: {group['description']}"
                yield Group(name, group["schema"], group["tests"])


@pytest.mark.parametrize("draft", DRAFTS)
def test_bundles_accept_what_the_suite_says(
    shared: Path, tmp_path: Path, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    remotes = shared / "data/json-schema-test-suite/remotes"
    validator, specification, dialect = DRAFTS[draft]
    differences: list[str] = []
    bundles = instances = 0
    for group in groups(shared, draft):
        put({"schema.json": group.schema})
        resources = {REMOTES: f"{remotes.as_posix()}/"}
        made = bundle("schema.json", dialect=dialect, resource=resources)
        differences += [f"{group.name}: {each}" for each in unresolvable(made, specification)]
        bundles += 1
        checking = validator(made, registry=METASCHEMAS)
        for test in group.tests:
            instances += 1
            if checking.is_valid(test["data"]) is not test["valid"]:
                differences.append(f"{group.name}: {test['description']}")
    assert differences == []
    assert (bundles, instances) == COUNTS[draft]
