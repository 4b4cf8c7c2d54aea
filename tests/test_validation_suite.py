"""The official test suite: what each schema of it says of each value, by check and by report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright.validation import validator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Say

DIALECTS = {
    "draft4": "draft4",
    "draft6": "draft6",
    "draft7": "draft7",
    "draft2019-09": "2019-09",
    "draft2020-12": "2020-12",
    "v1": "v1",
}
REMOTES = "http://localhost:1234/"
# Required of nobody, but right: the first row is without formats, the second with them.
OPTIONAL = (
    *("anchor", "bignum", "cross-draft", "dependencies-compatibility", "dynamicRef"),
    *("ecmascript-regex", "float-overflow", "format-assertion", "id", "no-schema"),
    *("non-bmp-regex", "refOfUnknownKeyword", "unknownKeyword"),
)
GAPS = {
    (
        "draft4",
        (
            "zeroTerminatedFloats: some languages do not distinguish between different types of "
            "numeric value: a float is not an integer even without fractional part"
        ),
    ): "1.0 is an integer in every later draft, and readers of JSON rarely tell it from 1",
}
"""Tests that fail, each with the reason; one that passes has to leave the list."""


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "data/json-schema-test-suite"


@pytest.fixture(scope="module")
def resources(suite: Path) -> dict[str, Any]:
    folder = suite / "remotes"
    return {
        f"{REMOTES}{path.relative_to(folder).as_posix()}": json.loads(path.read_bytes())
        for path in folder.rglob("*.json")
    }


def groups(folder: Path, pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob(pattern)):
        for group in json.loads(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {group['description']}", group


def outcomes(
    found: Iterator[tuple[str, dict[str, Any]]],
    draft: str,
    resources: dict[str, Any],
    *,
    formats: bool = False,
) -> dict[str, bool]:
    """Return of each test whether the check and the report both say what it expects."""
    right: dict[str, bool] = {}
    for name, group in found:
        ours = validator(
            group["schema"], dialect=DIALECTS[draft], resources=resources, formats=formats
        )
        for test in group["tests"]:
            said = {ours.is_valid(test["data"]), not ours.errors(test["data"])}
            right[f"{name}: {test['description']}"] = said == {test["valid"]}
    return right


@pytest.mark.parametrize("draft", DIALECTS)
def test_the_required_tests_pass(
    suite: Path, resources: dict[str, Any], draft: str, say: Say
) -> None:
    right = outcomes(groups(suite / "tests" / draft, "*.json"), draft, resources)
    assert [name for name, each in right.items() if not each] == []
    assert len(right) > 500
    say(f"JSON Schema test suite, {draft}: {len(right)} of {len(right)} required tests")


@pytest.mark.parametrize("draft", DIALECTS)
def test_optional_tests_pass(suite: Path, resources: dict[str, Any], draft: str, say: Say) -> None:
    folder = suite / "tests" / draft / "optional"
    right: dict[str, bool] = {}
    for name in (*OPTIONAL, "zeroTerminatedFloats"):
        right |= outcomes(groups(folder, f"{name}.json"), draft, resources)
    formats = "format" if draft == "v1" else "optional/format"
    texts = outcomes(
        groups(suite / "tests" / draft, f"{formats}/*.json"), draft, resources, formats=True
    )
    assert len(texts) > 100
    right |= {f"format: {name}": each for name, each in texts.items()}
    wrong = {name for name, each in right.items() if not each}
    assert wrong == {name for each, name in GAPS if each == draft}
    say(
        f"JSON Schema test suite, {draft}: {len(right) - len(wrong)} of {len(right)} optional tests"
    )
