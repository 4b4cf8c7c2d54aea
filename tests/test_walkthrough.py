"""The walk-through in `docs/`: each of its commands prints what stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from guides import blocks, shell

REPOSITORY = Path(__file__).parents[1]
TEXT = (REPOSITORY / "docs/schema-change.md").read_text(encoding="utf-8")
SECONDS = re.compile(r"\(\d+\.\d\d s\)")


@pytest.mark.skipif(not shutil.which("git"), reason="it compares with what git has")
def test_all_of_it_happens_as_shown(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(REPOSITORY / "schemas", project / "schemas")
    (configuration,) = blocks(TEXT, "toml")
    (project / "pyproject.toml").write_text(configuration)
    environment = shell(tmp_path / "bin")

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
    (edit,) = blocks(TEXT, "diff")
    said("git apply", edit)
    assert said("git status --short") == " M schemas/Call.json\n"
    count = 0
    for block in blocks(TEXT, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, wanted = part.partition("\n")
            assert said(line) == wanted, line
            count += 1
    assert count == 6
