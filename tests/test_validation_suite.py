"""The official test suite: what each schema of it says of each value, by check and by report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright.source.library import Reach
from schemawright.validation import validator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIALECTS = {
    "draft4": "draft4",
    "draft6": "draft6",
    "draft7": "draft7",
    "draft2019-09": "2019-09",
    "draft2020-12": "2020-12",
    "v1": "v1",
}
REMOTES = "http://localhost:1234/"


def groups(folder: Path, pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob(pattern)):
        for group in json.loads(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {group['description']}", group


@pytest.mark.parametrize("draft", DIALECTS)
def test_the_required_tests_pass(shared: Path, draft: str) -> None:
    suite = shared / "data/json-schema-test-suite"
    reach = Reach(resources=((REMOTES, f"{suite / 'remotes'}/"),))
    wrong: list[str] = []
    for name, group in groups(suite / "tests" / draft, "*.json"):
        try:
            found = validator(group["schema"], dialect=DIALECTS[draft], reach=reach)
        except Exception as error:
            wrong.append(f"{name}: {error!r}")
            continue
        for test in group["tests"]:
            checked = found.is_valid(test["data"])
            reported = not found.errors(test["data"])
            if checked != test["valid"] or reported != test["valid"]:
                wrong.append(f"{name}: {test['description']}: {checked} {reported}")
    assert wrong == []
