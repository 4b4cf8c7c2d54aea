"""The hooks for pre-commit, run by pre-commit in a repository that uses them."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from sample_projects import files, need_index, run

if TYPE_CHECKING:
    from pathlib import Path

AUTHOR = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_GLOBAL": "/dev/null",
}
PET = '{"title": "Pet", "properties": {"name": {"type": "string"}}}\n'
CONFIGURATION = '[tool.schemawright]\nsource = "pet.json"\nout = "src"\n'


def git(folder: Path, *arguments: str) -> str:
    return run(("git", *arguments), folder, added=AUTHOR)


def committed(folder: Path) -> str:
    """Commit all that is in a folder, and return the revision."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "first")
    return git(folder, "rev-parse", "HEAD").strip()


@pytest.fixture(scope="module")
def hooks(repository: Path) -> dict[str, Any]:
    text = (repository / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return {each["id"]: each for each in yaml.safe_load(text)}


def test_the_hooks_look_at_what_can_change_the_code(hooks: dict[str, Any]) -> None:
    assert {*hooks} == {"schemawright-generate", "schemawright-check"}
    generate, check = (re.compile(hooks[each]["files"]) for each in hooks)
    for path in (
        *("schemas/pet.json", "api.yaml", "a/b.yml", "pyproject.toml", "a/schemawright.toml"),
        *("schemawright.lock", "src/pet/schemawright.manifest.json"),
    ):
        assert generate.search(path)
        assert check.search(path)
    assert check.search("src/pet/models/pet.py")
    for path in (
        "src/pet/models/pet.py",
        "ruff.toml",
        "notes.txt",
        "uv.lock",
        "not-schemawright.lock",
    ):
        assert not generate.search(path)
    assert not check.search("notes.txt")


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Path:
    """A repository whose generated code is committed, and that uses the hooks of this checkout."""
    ours = tmp_path / "schemawright"
    for name in ("generator", "templates"):
        shutil.copytree(
            repository / name, ours / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(repository / name, ours / name)
    revision = committed(ours)
    folder = tmp_path / "project"
    folder.mkdir()
    guide = (repository / "docs/build-step.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(repos:.*?)```", guide, re.DOTALL)
    used = re.sub(r"(repo|rev): .*", r"\1: {\1}", example).format(repo=ours, rev=revision)
    (folder / ".pre-commit-config.yaml").write_text(used)
    (folder / "pyproject.toml").write_text(CONFIGURATION)
    (folder / "pet.json").write_text(PET)
    run((sys.executable, "-m", "schemawright", "generate", "--quiet", "--no-cache"), folder)
    committed(folder)
    return folder


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.xdist_group("packaging")
def test_pre_commit_runs_the_hooks(project: Path, tmp_path: Path) -> None:
    need_index(tmp_path)

    def hook(*arguments: str, fails: bool = False) -> str:
        command = (sys.executable, "-m", "pre_commit", "run", "--color", "never", *arguments)
        added = {**AUTHOR, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
        return run(command, project, fails=fails, added=added)

    generate, check = "schemawright generate", "schemawright check"
    said = hook("--all-files")
    assert re.search(rf"{generate}\.+Passed", said)
    assert re.search(rf"{check}\.+Passed", said)
    (project / "notes.txt").write_text("Feed the cat.")
    git(project, "add", "notes.txt")
    said = hook()
    assert said.count("(no files to check)Skipped") == 2

    (project / "pet.json").write_text(PET.replace('"name"', '"nickName"'))
    git(project, "add", "pet.json")
    before = files(project)
    said = hook("schemawright-check", fails=True)
    assert "+    nick_name: str | None = None" in said
    assert files(project) == before
    said = hook(fails=True)
    assert "files were modified by this hook" in said
    assert "nick_name" in (project / "src/pet/models/pet.py").read_text()
    git(project, "add", "--all")
    assert "Failed" not in hook()
    assert ".schemawright_cache" not in git(project, "status", "--short")
