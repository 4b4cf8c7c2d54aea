"""The walk-through in `docs/`: each of its commands prints what stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
TEXT = (REPOSITORY / "docs/schema-change.md").read_text(encoding="utf-8")
SECONDS = re.compile(r"\(\d+\.\d\d s\)")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(not shutil.which("git"), reason="it compares with what git has")
def test_all_of_it_happens_as_shown(tmp_path: Path) -> None:
    binaries = tmp_path / "bin"
    binaries.mkdir()
    command = binaries / "schemawright"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m schemawright "$@"\n')
    command.chmod(0o755)
    project = tmp_path / "project"
    shutil.copytree(REPOSITORY / "schemas", project / "schemas")
    (configuration,) = blocks("toml")
    (project / "pyproject.toml").write_text(configuration)
    people = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
    path = f"{binaries}{os.pathsep}{os.environ['PATH']}"
    environment = {
        **os.environ,
        **dict.fromkeys(people, "a@b"),
        "PATH": path,
        "GIT_CONFIG_GLOBAL": os.devnull,
    }

    def said(line: str, given: str = "") -> str:
        done = subprocess.run(
            ("sh", "-c", line),
            cwd=project,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        return SECONDS.sub("(… s)", done.stdout)

    said("schemawright generate --quiet && git init -q && git add -A && git commit -q -m first")
    assert said("git status --short") == ""
    (edit,) = blocks("diff")
    said("git apply", edit)
    assert said("git status --short") == " M schemas/Call.json\n"
    count = 0
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, wanted = part.partition("\n")
            assert said(line) == wanted, line
            count += 1
    assert count == 6
