"""The guide to publishing in `docs/`: each of its commands prints what stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import package_index
from guides import blocks, shell

REPOSITORY = Path(__file__).parents[1]
TEXT = (REPOSITORY / "docs/publishing.md").read_text(encoding="utf-8")
INDEX = "http://127.0.0.1:8080/"
SIZE, DIGEST = re.compile(r"\([\d,]+ bytes\)"), re.compile(r"sha256 [0-9a-f]{64}")


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.xdist_group("packaging")
@pytest.mark.skipif(not shutil.which("git"), reason="it goes back to what git has")
def test_all_of_it_happens_as_shown(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    environment = {
        **shell(tmp_path / "bin"),
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

        (configuration,), (schema,) = blocks(TEXT, "toml"), blocks(TEXT, "json")
        (edit,) = blocks(TEXT, "diff")
        (project / "schemawright.toml").write_text(configuration)
        (project / "pet.json").write_text(schema)
        count = 0
        for block in blocks(TEXT, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, wanted = part.partition("\n")
                if "1.0.1" in line:
                    said("git init -q && git add -A && git commit -q -m first")
                    assert said("git apply", edit) == ""
                assert said(line) == wanted, line
                count += 1
        assert count == 11
