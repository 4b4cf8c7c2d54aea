"""The ways in: what the README tells people to type is there, and is what is tested."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("make generate", "make test")


def targets(repository: Path) -> set[str]:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def fenced(document: Path) -> list[str]:
    """Return the lines of the fenced blocks of a Markdown document."""
    blocks = re.findall(r"(?ms)^```[^\n]*\n(.*?)^```", document.read_text(encoding="utf-8"))
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ").partition("#")[0].strip() for line in lines]


def test_the_readme_shows_the_commands(repository: Path) -> None:
    shown = [line for line in fenced(repository / "README.md") if line.startswith("make ")]
    assert tuple(shown) == COMMANDS
    assert {line.removeprefix("make ") for line in shown} <= targets(repository)


def test_the_contributing_guide_names_what_can_be_made(repository: Path) -> None:
    guide = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", guide))
    assert {"test", "test-all", "format"} <= named <= targets(repository)


def test_make_alone_lists_what_can_be_made(repository: Path) -> None:
    done = subprocess.run(["make"], cwd=repository, capture_output=True, text=True, check=True)
    listed = re.findall(r"^make ([a-z-]+) +\S", done.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(targets(repository))


@pytest.mark.skipif(os.name == "nt", reason="files there have no permissions to execute")
def test_continuous_integration_runs_the_same_tests(repository: Path) -> None:
    script = repository / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in [line.strip() for line in script.read_text("utf-8").splitlines()]
    subprocess.run(["bash", "-n", script], check=True)
