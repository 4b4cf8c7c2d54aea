"""Real build systems with the rules of the guide: they run when that is needed, and only then."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from guides import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCRIPTS = Path(sys.executable).parent
SCHEMAS: dict[str, dict[str, object]] = {
    "order.json": {"title": "Order", "properties": {"line": {"$ref": "parts/line.json"}}},
    "parts/line.json": {"title": "Line", "properties": {"cost": {"$ref": "money.json"}}},
    "parts/money.json": {"title": "Money", "properties": {"cents": {"type": "integer"}}},
    "parts/unused.json": {"title": "Unused"},
}


class Project(NamedTuple):
    """A folder that is built with one of the build systems."""

    folder: Path
    environment: Mapping[str, str]

    def write(self, path: str, content: object) -> None:
        """Write a file, so that every build system sees that it has changed."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        place.write_text(text, encoding="utf-8")

    def age(self) -> None:
        """Have all that is there look older than what comes now, as clocks may be coarse."""
        for each in self.folder.rglob("*"):
            if not each.is_symlink():
                when = each.stat().st_mtime_ns - 10_000_000_000
                os.utime(each, ns=(when, when))

    def run(self, *command: str, fails: bool = False) -> str:
        done = subprocess.run(
            [tool(command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert bool(done.returncode) is fails, done.stdout + done.stderr
        return done.stdout + done.stderr


def tool(name: str) -> str:
    found = shutil.which(name, path=SCRIPTS) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def example(repository: Path, language: str, number: int = 0) -> str:
    """Return an example of the documentation, by its language."""
    guide = (repository / "docs/build-step.md").read_text(encoding="utf-8")
    return blocks(guide, language)[number]


@pytest.fixture
def project(repository: Path, tmp_path: Path) -> Project:
    """A project with schemas; `schemawright` is a command there that counts its runs."""
    commands = tmp_path / "bin"
    commands.mkdir()
    command = commands / "schemawright"
    command.write_text(
        f'#!/bin/sh\necho run >>"{tmp_path}/runs"\nexec "{sys.executable}" -m schemawright "$@"\n'
    )
    command.chmod(0o755)
    path = f"{commands}{os.pathsep}{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    ours = ("SCHEMAWRIGHT_", "MAKE")
    environment = {name: each for name, each in os.environ.items() if not name.startswith(ours)}
    made = Project(tmp_path / "project", {**environment, "PATH": path})
    made.write(".git/HEAD", "")
    for name, schema in SCHEMAS.items():
        made.write(f"schemas/{name}", schema)
    made.write("pyproject.toml", example(repository, "toml"))
    return made


def runs(project: Project) -> int:
    """Return how often the command ran so far."""
    log = project.folder.parent / "runs"
    return len(log.read_text().splitlines()) if log.exists() else 0


def exercise(project: Project, build: Callable[[], str]) -> None:
    """Build again and again, with changes in between, and look when the command runs."""
    build()
    assert (project.folder / "gen/order/models/money.py").is_file()
    project.age()
    for _ in range(2):
        build()
    assert runs(project) == 1, "nothing has changed"
    money = SCHEMAS["parts/money.json"]
    project.write("schemas/parts/unused.json", {"title": "Changed"})
    project.write("README.md", "new")
    build()
    assert runs(project) == 1, "nothing has changed that is read"
    project.write("schemas/parts/money.json", {**money, "description": "Of all sorts."})
    build()
    assert runs(project) == 2, "what is referred to has changed, over two references"
    assert "Of all sorts." in (project.folder / "gen/order/models/money.py").read_text()
    project.age()
    build()
    assert runs(project) == 2
    os.utime(project.folder / "schemas/parts/line.json")
    for _ in range(3):
        build()
    assert runs(project) == 3, "it may have changed; that it has not is seen once"
    project.age()
    with (project.folder / "pyproject.toml").open("a") as file:
        file.write('docs = "pages"\n')
    build()
    assert runs(project) == 4, "so has the configuration"
    project.age()
    project.write("schemas/order.json", {"title": "Order", "description": "Alone."})
    (project.folder / "schemas/parts/line.json").unlink()
    build()
    assert runs(project) == 5, "a file is gone that is needed no more"
    project.age()
    project.write("schemas/parts/money.json", money)
    build()
    assert runs(project) == 5, "what is not referred to any more does not count any more"


@pytest.mark.parametrize("number", [0, 1])
def test_ninja(number: int, project: Project, repository: Path) -> None:
    """With a stamp, and with the manifest as the output."""
    project.write("build.ninja", example(repository, "ninja", number))
    exercise(project, lambda: project.run("ninja"))
    assert "no work to do" in project.run("ninja")


def test_ninja_after_a_failure(project: Project, repository: Path) -> None:
    project.write("build.ninja", example(repository, "ninja"))
    project.run("ninja")
    project.age()
    project.write("schemas/parts/money.json", "{")
    assert "money.json:1:2" in project.run("ninja", fails=True)
    project.run("ninja", fails=True)
    assert runs(project) == 3
    money = SCHEMAS["parts/money.json"]
    project.write("schemas/parts/money.json", {**money, "description": "Right."})
    project.run("ninja")
    project.run("ninja")
    assert runs(project) == 4
    assert "Right." in (project.folder / "gen/order/models/money.py").read_text()


def test_ninja_sees_documents_that_are_added(project: Project, repository: Path) -> None:
    project.write("build.ninja", example(repository, "ninja"))
    configured = example(repository, "toml").replace("schemas/order.json", "schemas")
    project.write("pyproject.toml", f'{configured}package = "order"\n')
    project.run("ninja")
    project.age()
    project.run("ninja")
    assert runs(project) == 1
    project.write("schemas/parts/added.json", {"title": "Added", "properties": {"more": {}}})
    project.run("ninja")
    assert runs(project) == 2
    assert (project.folder / "gen/order/models/added.py").is_file()


def test_make(project: Project, repository: Path) -> None:
    project.write("Makefile", example(repository, "make"))
    exercise(project, lambda: project.run("make"))


@pytest.mark.slow
@pytest.mark.builds
def test_meson(project: Project, repository: Path) -> None:
    project.write("meson.build", f"project('shop')\n{example(repository, 'meson')}")
    project.run("meson", "setup", "build")
    exercise(project, lambda: project.run("ninja", "-C", "build"))


def test_what_bazel_does_works_alone(project: Project, repository: Path, tmp_path: Path) -> None:
    """The command of the example, with nothing but links to what it declares, and no home."""
    declared = re.findall(r'"([^"]+)"', example(repository, "python").partition("outs")[0])
    sandbox = tmp_path / "sandbox"
    for pattern in declared[1:]:
        for path in project.folder.glob(pattern.removeprefix("//:")):
            link = sandbox / path.relative_to(project.folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    (command,) = re.findall(r'cmd = "([^"]+)"', example(repository, "python"))
    command = command.replace("$(execpath @pypi//schemawright)", "schemawright")
    command = command.replace("$(RULEDIR)", str(tmp_path / "out"))
    bare = Project(sandbox, {"PATH": project.environment["PATH"]})
    bare.run("sh", "-c", command)
    assert (tmp_path / "out/order/models/order.py").is_file()
    assert not any(path.name.startswith(".schemawright") for path in sandbox.rglob("*"))
