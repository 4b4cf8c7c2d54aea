"""The reference of options says what the code says, and its schema takes what the tool takes."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

import configuration_reference
import schemawright
from configuration_reference import PAGE, SCHEMA, page, schema
from schemawright import settings
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.readers import READERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = (
    'source = "a.json"',
    'source = ["a.json", "b"]\nroot = "Pet"\npackage = "a.b"\ntarget = ["enums", "docs"]',
    'source = "-"\npackage = "a"\nallow-remote = true\nrename = [""]\nline-length = 120',
    'source = "a"\npackage = "a"\nallow-remote = "https://example.org/"\non-missing = "any"',
    'source = "a"\npackage = "a"\n[on-missing]\n"a*" = "any"\n[resource]\n"https://b/" = "c/"',
    'source = "a"\npackage = "a"\nresource = "https://b=c"\nassert-formats = false\neager = true',
)
BAD = (
    "source = []",
    'source = "a.json"\nline-length = 10',
    'source = "a.json"\nline-length = true',
    'source = "a.json"\ntarget = "nothing"',
    'source = "a.json"\ntarget = []',
    'source = "a.json"\naccess = "neither"',
    'source = "a.json"\neager = "yes"',
    'source = "a.json"\nroot = ""',
    'source = "a.json"\nno-such-option = 1',
    'source = "a.json"\n[on-missing]\na = "b"',
)


@pytest.mark.parametrize(("name", "made"), [(PAGE, page), (SCHEMA, schema)])
def test_the_reference_is_up_to_date(
    name: str, made: Callable[[], str], repository: Path, *, update_golden: bool
) -> None:
    path = repository / "docs" / name
    wanted = made()
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    if update_golden and found != wanted:
        path.write_text(wanted, encoding="utf-8")
    assert found == wanted, f"docs/{name} is stale; pytest --update-golden rewrites it"


def is_valid(table: Any) -> bool:
    found = json.loads(schema())
    ours = schemawright.validator(found).is_valid(table)
    peer: Any = Draft202012Validator(found)
    theirs = peer.is_valid(table)
    assert ours == theirs
    return ours


def test_every_option_is_told() -> None:
    text = page()
    assert re.findall("^### (.*)$", text, re.MULTILINE) == [*READERS]
    assert "see below" not in text
    assert configuration_reference.values("format")["enum"] == ["none", "black", "ruff"]


@pytest.mark.parametrize("text", GOOD)
def test_the_schema_takes_what_the_tool_takes(text: str) -> None:
    table = tomllib.loads(text)
    settings.options({"package": "p", **table}, lambda key: (Location(key), None))
    assert is_valid(table)


@pytest.mark.parametrize("text", BAD)
def test_the_schema_refuses_what_the_tool_refuses(text: str) -> None:
    table = tomllib.loads(text)
    with pytest.raises(InputError):
        settings.options({"package": "p", **table}, lambda key: (Location(key), None))
    assert not is_valid(table)


def test_real_configurations_are_valid(repository: Path) -> None:
    own = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    assert is_valid(own["tool"]["schemawright"])
    found = 0
    for path in (repository / "README.md", *(repository / "docs").glob("*.md")):
        for block in re.findall(r"```toml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            table = tomllib.loads(block)
            if "schemawright" in table.get("tool", {}):
                assert is_valid(table["tool"]["schemawright"]), (path.name, block)
                found += 1
    assert found > 2
    assert is_valid({"silence": [{"reason": "known", "until": "2026-12-31"}]})
    assert not is_valid({"silence": [{"reason": "known"}]})
    assert not is_valid({"build": {"sdist": "both"}})
