"""The tables of Unicode are those of a real ECMAScript engine."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest

from ecmascript import Engine, node
from schemawright.regex.points import ANYTHING, NOTHING, Points
from schemawright.regex.properties import BINARY, named

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = "generator/schemawright/regex/unicode.txt"


def rows(text: str) -> Iterator[tuple[str, list[str], str]]:
    """Yield the kind, the names and the runs of each property."""
    for line in text.splitlines():
        head, colon, runs = line.partition(": ")
        if colon and not line.startswith("#"):
            kind, *names = head.split()
            yield kind, names, runs


def size(points: Points) -> int:
    return sum(last - first + 1 for first, last in points.ranges)


@pytest.mark.slow
def test_the_tables_are_those_of_an_engine(repository: Path, update_golden: bool) -> None:
    executable = node()
    if executable is None:
        pytest.skip("no node is installed, which knows Unicode")
    path = repository / TABLES
    text = path.read_text(encoding="utf-8")
    engine = Engine(executable)
    version = f"Unicode {engine.unicode()}"
    if version not in text and not update_golden:
        pytest.skip(f"node has {version}")
    found: list[str] = [line for line in text.splitlines() if not line or line[0] == "#"]
    for kind, names, _ in rows(text):
        property_ = names[0] if kind == BINARY else f"{kind}={names[0]}"
        runs = " ".join(map(str, engine.runs(property_)))
        found.append(f"{kind} {' '.join(names)}: {runs}")
        assert engine.search("|".join(_spelled(kind, names)), [""]).mode == "u", names
    engine.close()
    if update_golden:
        path.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert "\n".join(found) + "\n" == text


def _spelled(kind: str, names: list[str]) -> list[str]:
    return [rf"\p{{{name if kind == BINARY else f'{kind}={name}'}}}" for name in names]


def test_categories_and_scripts_each_cover_all(repository: Path) -> None:
    text = (repository / TABLES).read_text(encoding="utf-8")
    for kind in ("General_Category", "Script"):
        every = [named(f"{kind}={names[0]}") for each, names, _ in rows(text) if each == kind]
        together = NOTHING
        for each in every:
            assert each
            together |= each
        assert together == ANYTHING
        assert sum(size(each or NOTHING) for each in every) == 0x110000


def test_categories_are_those_of_python_but_for_newer_characters() -> None:
    for code in range(0, 0x20000, 7):
        category = unicodedata.category(chr(code))
        assert category == "Cn" or code in (named(category) or NOTHING)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L", "gc=Letter"),
        ("General_Category=Lu", "Uppercase_Letter"),
        ("sc=Grek", "Script=Greek"),
        ("scx=Adlm", "Script_Extensions=Adlam"),
        ("scx=Ahom", "sc=Ahom"),
        ("Alpha", "Alphabetic"),
        ("space", "White_Space"),
        ("punct", "P"),
        ("LC", "Cased_Letter"),
    ],
)
def test_properties_have_several_names(one: str, other: str) -> None:
    assert named(one) == named(other)


def test_what_ecmascript_makes_itself() -> None:
    assert named("Any") == ANYTHING
    assert named("ASCII") == Points(((0, 127),))
    assert named("Assigned") == ~(named("Cn") or NOTHING)


@pytest.mark.parametrize("name", ["", "Foo", "lu", "Greek", "IsGreek", "gc=Foo", "x=Lu", "Block=A"])
def test_names_are_exact(name: str) -> None:
    assert named(name) is None
