"""The distributions: what is in them, and that they work where they are installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

import schemawright
from schemawright.rendering import builtin_templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# All in one process, which then builds and installs only once.
pytestmark = pytest.mark.xdist_group("packaging")

PET = {"title": "Pet", "type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}}}


def output(command: Sequence[str | Path], folder: Path) -> str:
    """Run a command with nothing of this environment's Python or of our options."""
    ours = ("COV", "PYTHON", "SCHEMAWRIGHT_", "VIRTUAL_ENV")
    environment = {name: each for name, each in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(repository: Path, folder: Path, *kinds: str) -> Path:
    build = (sys.executable, "-m", "build", "--no-isolation", *kinds)
    output((*build, "--outdir", str(folder), str(repository)), folder)
    return folder


def content(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def distributions(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    return built(repository, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    (found,) = distributions.glob("*.whl")
    return found


@dataclass(frozen=True, slots=True)
class Installation:
    """A fresh environment that holds the wheel, what it says that it needs, and nothing else."""

    commands: Path
    packages: Path


def needed(name: str) -> Iterator[str]:
    """Yield the names of the distributions that one requires, and that those require."""
    for requirement in map(Requirement, distribution(name).requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name
            yield from needed(requirement.name)


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, symlinks=os.name != "nt")
    (packages,) = folder.rglob("site-packages")
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", commands / "python", "install")
    output((*pip, "--quiet", "--no-deps", "--no-index", wheel), folder)
    for name in dict.fromkeys(needed("schemawright")):
        files = distribution(name).files or ()
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            (packages / top).symlink_to(str(distribution(name).locate_file(top)))
    return Installation(commands, packages)


def test_the_wheel_holds_the_package_and_its_templates(repository: Path, wheel: Path) -> None:
    found = {name for name in content(wheel) if ".dist-info/" not in name}
    generator = repository / "generator"
    modules = {path.relative_to(generator).as_posix() for path in generator.rglob("*.py")}
    templates = {
        f"schemawright/templates/{path.relative_to(repository / 'templates').as_posix()}"
        for path in (repository / "templates").rglob("*.jinja")
    }
    assert templates
    tables = {
        "schemawright/regex/unicode.txt",
        "schemawright/metaschemas/py.typed",
        "schemawright/metaschemas/schemawright.manifest.json",
    }
    assert found == modules | templates | tables | {"schemawright/py.typed"}


def test_the_sdist_yields_the_same_wheel(repository: Path, wheel: Path, tmp_path: Path) -> None:
    direct = built(repository, tmp_path, "--wheel") / wheel.name
    assert content(direct) == content(wheel)


def test_the_sdist_holds_what_the_tests_need(repository: Path, distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tests = {f"tests/{path.name}" for path in (repository / "tests").glob("*.py")}
    tools = {"Makefile", "LICENSE", "pyproject.toml", ".ci/run", "schemas/Call.json"}
    assert tests | tools <= names


def test_templates_are_no_modules(repository: Path) -> None:
    """A file that ends in `.py` there would break the editable installation."""
    names = [path.name for path in (repository / "templates").rglob("*") if path.is_file()]
    assert names
    assert not [name for name in names if not name.endswith(".jinja")]


def test_the_installed_package_generates(installation: Installation, tmp_path: Path) -> None:
    (tmp_path / "pet.json").write_text(json.dumps(PET))
    command = installation.commands / "schemawright"
    output((command, "generate", "pet.json", "--out", "src"), tmp_path)
    assert output((command, "check", "pet.json", "--out", "src"), tmp_path) == ""
    code = "import pet; print(pet.Pet(kind=pet.PetKind.CAT))"
    printed = output((installation.commands / "python", "-c", code), tmp_path / "src")
    assert printed.startswith("Pet(kind=")


def test_the_installed_package_says_its_version(installation: Installation, tmp_path: Path) -> None:
    command = (installation.commands / "python", "-m", "schemawright", "--version")
    assert output(command, tmp_path) == f"schemawright {schemawright.__version__}\n"
    code = "import schemawright; print(schemawright.__file__)"
    printed = output((installation.commands / "python", "-c", code), tmp_path)
    package = installation.packages / "schemawright"
    assert Path(printed.strip()).parent == package
    assert (package / "py.typed").is_file()


def test_the_editable_installation_uses_the_checkout(repository: Path, tmp_path: Path) -> None:
    assert builtin_templates() == repository / "templates"
    code = "import schemawright; print(schemawright.__file__)"
    printed = output((sys.executable, "-c", code), tmp_path)
    assert Path(printed.strip()).parent == repository / "generator" / "schemawright"
