"""Real projects, built by their back ends in environments of their own, and installed."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tarfile
import venv
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from sample_projects import (
    BACK_ENDS,
    CONFIGURATION,
    SCHEMAS,
    USE,
    build,
    files,
    need_index,
    project,
    run,
)

if TYPE_CHECKING:
    from pathlib import Path

# All in one process, which then makes the distribution of schemawright only once.
pytestmark = [pytest.mark.slow, pytest.mark.builds, pytest.mark.xdist_group("packaging")]

EVERY = pytest.mark.parametrize("back_end", BACK_ENDS)


@pytest.fixture(scope="module")
def requirement(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What projects require: the checkout as a wheel; the rest comes from an index."""
    need_index(tmp_path_factory.mktemp("fetched"))
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder))
    run((*command, str(repository)), folder)
    (wheel,) = folder.glob("*.whl")
    return f"schemawright @ {wheel.as_uri()}"


def created(folder: Path) -> Path:
    """Create an environment, and return its Python."""
    venv.create(folder, symlinks=os.name != "nt")
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


@pytest.fixture(scope="module")
def installed(requirement: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with all back ends, for builds that are not isolated."""
    folder = tmp_path_factory.mktemp("back-ends")
    python = created(folder / "venv")
    back_ends = [each for each, _, _ in BACK_ENDS.values()]
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet")
    run((*pip, "build", "editables", requirement, *back_ends), folder)
    return python


@EVERY
def test_the_sdist_has_the_schemas_and_the_wheel_the_code(
    back_end: str, requirement: str, tmp_path: Path
) -> None:
    folder = project(tmp_path / "project", back_end, requirement=requirement)
    before = files(folder)
    build(folder)
    assert files(folder) == before, "the source tree is as it was"
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {*SCHEMAS} - {"schemas/other.json"} <= held
    assert not [name for name in held if name.startswith(("src/shop/orders", "gen"))]
    (wheel,) = (folder / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert len(names) == len({*names})
    assert {"shop/orders/models/line.py", "shop/orders/py.typed"} <= {*names}
    tops = {name.split("/")[0] for name in names}
    assert tops == {"shop", "pets_of_shop", "shop-1.0.dist-info"}, "pages are no part of it"
    target = tmp_path / "installed"
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    run((*pip, "--target", target, wheel), tmp_path)
    printed = run(
        (sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(target)!r})\n{USE}"),
        tmp_path,
    )
    assert printed == f"{target / 'pets_of_shop'} {target / 'shop/orders'}\n"


@EVERY
def test_what_is_generated_can_be_imported_from_an_editable_installation(
    back_end: str, requirement: str, tmp_path: Path
) -> None:
    folder = project(tmp_path / "project", back_end, requirement=requirement)
    before = files(folder)
    environment = tmp_path / "venv"
    python = created(environment)
    run((sys.executable, "-m", "pip", "--python", python, "install", "-q", "-e", folder), tmp_path)
    assert files(folder) == before, "the source tree is as it was"
    printed = run((python, "-I", "-c", USE), tmp_path)
    assert str(folder) not in printed
    own = "import shop; print(shop.__file__)"
    assert run((python, "-I", "-c", own), tmp_path) == f"{folder / 'src/shop/__init__.py'}\n"
    # What lies in the source tree from now on is what counts, if it can be found there.
    run((sys.executable, "-m", "schemawright", "generate", "-q"), folder)
    printed = run((python, "-I", "-c", USE), tmp_path)
    assert printed.endswith(f" {folder / 'src/shop/orders'}\n")
    pip = (sys.executable, "-m", "pip", "--python", python)
    run((*pip, "uninstall", "--quiet", "--yes", "shop"), tmp_path)
    left = [path.name for path in environment.rglob("*") if path.is_file() and "shop" in path.name]
    assert left == []


def content(folder: Path) -> dict[str, bytes]:
    """Return what the wheel of a project holds; no name is in it twice."""
    (wheel,) = (folder / "dist").glob("*.whl")
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        assert len(names) == len({*names})
        return {name: archive.read(name) for name in names if "dist-info" not in name}


@EVERY
def test_code_that_is_committed_is_built_once(
    back_end: str, installed: Path, tmp_path: Path
) -> None:
    folder = project(tmp_path / "project", back_end)
    build(folder, "--wheel", python=installed)
    fresh = content(folder)
    run((installed, "-m", "schemawright", "generate", "--quiet", "--no-cache"), folder)
    before = files(folder)
    shutil.rmtree(folder / "dist")
    said = build(folder, "--wheel", python=installed)
    assert "out-of-date" not in said
    assert content(folder) == fresh
    assert files(folder) == before


@EVERY
def test_a_sdist_may_carry_what_was_generated(
    back_end: str, installed: Path, tmp_path: Path
) -> None:
    """Then it needs no schemas, and they may lie anywhere."""
    told = CONFIGURATION.replace('"pets"', '"../pets"')
    told = f'{told}[tool.schemawright.build]\nsdist = "generated"\n'
    folder = project(tmp_path / "project", back_end, configuration=told)
    (folder / "pets").rename(tmp_path / "pets")
    before = files(folder)
    build(folder, python=installed)
    assert files(folder) == before
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {"src/shop/orders/models/line.py", "gen/pets_of_shop/enums.py"} <= held
    assert {"shop/orders/models/line.py", "pets_of_shop/enums.py"} <= {*content(folder)}
    without = told.replace("generated", "schemas")
    said = build(
        project(folder, back_end, configuration=without), "--sdist", python=installed, fails=True
    )
    assert "a source distribution cannot hold '../pets/pet.json'" in said
    assert "Traceback" not in said.partition("pyproject.toml")[0]


@EVERY
def test_a_broken_schema_is_told_at_its_place(
    back_end: str, installed: Path, tmp_path: Path
) -> None:
    folder = project(tmp_path / "project", back_end)
    (folder / "schemas/parts/line.json").write_text('{"title": "Line",\n "type": }')
    said = build(folder, "--wheel", python=installed, fails=True)
    place, _, rest = said.partition("schemas/parts/line.json:2:10: error syntax-error: ")
    assert rest
    assert "Traceback" not in place
    assert not list((folder / "dist").glob("*"))


@EVERY
def test_projects_that_do_not_ask_are_built_as_ever(
    back_end: str, installed: Path, tmp_path: Path
) -> None:
    """Even where schemawright is installed, and configured for its own command."""
    folder = project(tmp_path / "project", back_end, requirement="click")
    text = (folder / "pyproject.toml").read_text()
    (folder / "pyproject.toml").write_text(
        text.replace("[tool.hatch.build.hooks.schemawright]", "")
    )
    build(folder, python=installed)
    assert [*content(folder)] == ["shop/__init__.py"]


@EVERY
def test_a_project_may_be_nothing_but_generated(
    back_end: str, installed: Path, tmp_path: Path
) -> None:
    told = '[tool.schemawright]\nsource = "pets"\nroot = ["Pet"]\n'
    if back_end == "setuptools":
        told = f"[tool.setuptools]\npackages = []\n{told}"
    folder = project(tmp_path / "project", back_end, configuration=told)
    text = (folder / "pyproject.toml").read_text()
    for part in ('packages = ["src/shop"]\n', '[tool.setuptools.packages.find]\nwhere = ["src"]\n'):
        text = text.replace(part, "")
    (folder / "pyproject.toml").write_text(text)
    shutil.rmtree(folder / "src")
    build(folder, python=installed)
    assert "pet/enums.py" in content(folder)
    assert {name.split("/")[0] for name in content(folder)} == {"pet"}


@EVERY
def test_the_examples_of_the_guide_are_built(
    back_end: str, repository: Path, installed: Path, tmp_path: Path
) -> None:
    guide = (repository / "docs/build-step.md").read_text(encoding="utf-8")
    whole, *others = re.findall(r"```toml\n(\[build-system\].*?)```", guide, re.DOTALL)
    text = whole
    if back_end != "hatchling":
        _, module, _ = BACK_ENDS[back_end]
        (system,) = [each for each in others if module in each]
        text = system + whole[whole.index("\n[project]") : whole.index("\n[tool.hatch")]
        text += whole[whole.index("\n[tool.schemawright]") :]
    folder = project(tmp_path / "project", back_end)
    (folder / "pyproject.toml").write_text(text)
    build(folder, "--wheel", python=installed)
    names = {*content(folder)}
    assert {"shop/__init__.py", "shop/orders/models/line.py"} <= names
    assert {name.split("/")[0] for name in names} == {"shop"}
