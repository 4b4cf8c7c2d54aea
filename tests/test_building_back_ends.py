"""Real projects, built by their back ends in environments of their own, and installed."""

from __future__ import annotations

import os
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from sample_projects import BACK_ENDS, SCHEMAS, USE, build, files, project, run

# All in one process, which then makes the distribution of schemawright only once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]

ISOLATED = pytest.mark.parametrize("back_end", BACK_ENDS)


@pytest.fixture(scope="module")
def requirement(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What projects require: the checkout as a wheel, and the rest from an index."""
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder))
    run((*command, str(repository)), folder)
    (wheel,) = folder.glob("*.whl")
    refuse_offline(folder)
    return f"schemawright @ {wheel.as_uri()}"


def refuse_offline(folder: Path) -> None:
    """Skip if what is to be built with cannot be had, as pip itself finds."""
    command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder)
    try:
        run((*command, *(each for each, _, _ in BACK_ENDS.values())), folder)
    except AssertionError as error:
        if "connection" in str(error).lower() or "network" in str(error).lower():
            pytest.skip(f"no package index can be reached: {str(error).splitlines()[-1]}")
        raise


@ISOLATED
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


@ISOLATED
def test_what_is_generated_can_be_imported_from_an_editable_installation(
    back_end: str, requirement: str, tmp_path: Path
) -> None:
    folder = project(tmp_path / "project", back_end, requirement=requirement)
    before = files(folder)
    environment = tmp_path / "venv"
    venv.create(environment, symlinks=os.name != "nt")
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
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
