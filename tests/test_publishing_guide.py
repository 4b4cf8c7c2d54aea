"""The guide to publishing in `docs/`: each of its commands prints what stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import package_index

REPOSITORY = Path(__file__).parents[1]
TEXT = (REPOSITORY / "docs/publishing.md").read_text(encoding="utf-8")
INDEX = "http://127.0.0.1:8080/"
SIZE, DIGEST = re.compile(r"\([\d,]+ bytes\)"), re.compile(r"sha256 [0-9a-f]{64}")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^(`{{3,}}){language}\n(.*?)^\1$", TEXT, re.DOTALL | re.MULTILINE)
    return [text for _, text in found]


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.xdist_group("packaging")
@pytest.mark.skipif(not shutil.which("git"), reason="it goes back to what git has")
def test_all_of_it_happens_as_shown(tmp_path: Path) -> None:
    binaries, project = tmp_path / "bin", tmp_path / "project"
    binaries.mkdir()
    project.mkdir()
    command = binaries / "schemawright"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m schemawright "$@"\n')
    command.chmod(0o755)
    people = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
    environment = {
        **os.environ,
        **dict.fromkeys(people, "a@b"),
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LC_ALL": "C",
        "TWINE_USERNAME": "ann",
        "TWINE_PASSWORD": "secret",
    }
    with package_index.serving(tmp_path / "index") as url:

        def said(line: str, given: str = "") -> str:
            done = subprocess.run(
                ("sh", "-c", line.replace(INDEX, url)),
                cwd=project,
                env=environment,
                input=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            text = DIGEST.sub("sha256 …", SIZE.sub("(… bytes)", done.stdout))
            return text.replace(url, INDEX)

        (configuration,), (schema,), (edit,) = map(blocks, ("toml", "json", "diff"))
        (project / "schemawright.toml").write_text(configuration)
        (project / "pet.json").write_text(schema)
        count = 0
        for block in blocks("console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, wanted = part.partition("\n")
                if "1.0.1" in line:
                    said("git init -q && git add -A && git commit -q -m first")
                    assert said("git apply", edit) == ""
                assert said(line) == wanted, line
                count += 1
        assert count == 11
