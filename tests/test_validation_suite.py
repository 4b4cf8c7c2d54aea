"""The official test suite: what each schema of it says of each value, by check and by report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from official_suite import DIALECTS, gaps, optional, required, resources
from schemawright.validation import validator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Say
    from official_suite import Group


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "data/json-schema-test-suite"


@pytest.fixture(scope="module")
def remotes(suite: Path) -> dict[str, Any]:
    return resources(suite)


def outcomes(found: Iterable[Group], draft: str, remotes: dict[str, Any]) -> dict[str, bool]:
    """Return of each test whether the check and the report both say what it expects."""
    right: dict[str, bool] = {}
    for group in found:
        ours = validator(
            group.schema, dialect=DIALECTS[draft], resources=remotes, formats=group.formats
        )
        for test in group.tests:
            said = {ours.is_valid(test["data"]), not ours.errors(test["data"])}
            right[f"{group.name}: {test['description']}"] = said == {test["valid"]}
    return right


@pytest.mark.parametrize("draft", DIALECTS)
def test_the_required_tests_pass(
    suite: Path, remotes: dict[str, Any], draft: str, say: Say
) -> None:
    right = outcomes(required(suite, draft), draft, remotes)
    assert [name for name, each in right.items() if not each] == []
    assert len(right) > 500
    say(f"JSON Schema test suite, {draft}: {len(right)} of {len(right)} required tests")


@pytest.mark.parametrize("draft", DIALECTS)
def test_the_optional_tests_pass_but_those_that_are_listed(
    suite: Path, remotes: dict[str, Any], draft: str, say: Say
) -> None:
    right = outcomes(optional(suite, draft), draft, remotes)
    assert len(right) > 100
    wrong = {name for name, each in right.items() if not each}
    assert wrong == gaps(draft)
    passed = len(right) - len(wrong)
    say(f"JSON Schema test suite, {draft}: {passed} of {len(right)} optional tests")
