"""The official JSON Schema test suite: its groups of tests, and those that we do not pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECTS = {
    "draft4": "draft4",
    "draft6": "draft6",
    "draft7": "draft7",
    "draft2019-09": "2019-09",
    "draft2020-12": "2020-12",
    "v1": "v1",
}
"""Our names of the dialects, by the suite's."""

REMOTES = "http://localhost:1234/"
GAPS = Path(__file__).with_name("suite_gaps.txt")


class Group(NamedTuple):
    """Tests of one schema."""

    name: str
    schema: Any
    tests: list[dict[str, Any]]
    formats: bool
    """Whether the tests expect `format` to be asserted."""


def resources(suite: Path) -> dict[str, Any]:
    """Return the documents that the suite expects under a URI."""
    folder = suite / "remotes"
    return {
        f"{REMOTES}{path.relative_to(folder).as_posix()}": json.loads(path.read_bytes())
        for path in folder.rglob("*.json")
    }


def required(suite: Path, draft: str) -> Iterator[Group]:
    """Yield the groups of tests that every implementation has to pass."""
    for path in sorted((suite / "tests" / draft).glob("*.json")):
        yield from _groups(path, path.stem, formats=False)


def optional(suite: Path, draft: str) -> Iterator[Group]:
    """Yield the groups of all other tests."""
    folder = suite / "tests" / draft
    for path in sorted((folder / "optional").glob("*.json")):
        yield from _groups(path, path.stem, formats=False)
    for path in sorted(
        (folder / ("format" if draft == "v1" else "optional/format")).glob("*.json")
    ):
        yield from _groups(path, f"format {path.stem}", formats=True)


def _groups(path: Path, name: str, *, formats: bool) -> Iterator[Group]:
    for each in json.loads(path.read_text(encoding="utf-8")):
        yield Group(f"{name}: {each['description']}", each["schema"], each["tests"], formats)


def gaps(draft: str) -> frozenset[str]:
    """Return the tests that are known to fail, each of which has a reason in the list."""
    lines = [each for each in GAPS.read_text(encoding="utf-8").splitlines() if each[:1] != "#"]
    rows = [each.split(" | ") for each in lines]
    assert all(len(row) == 3 and row[2] for row in rows), "dialect | test | reason"
    return frozenset(test for dialect, test, _ in rows if dialect == draft)
