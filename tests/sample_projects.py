"""Small projects with a build back end each, whose packages are generated when they are built."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

BACK_ENDS: Mapping[str, tuple[str, str, str]] = {
    "hatchling": (
        "hatchling>=1.27",
        "hatchling.build",
        """[tool.hatch.build.targets.wheel]
packages = ["src/shop"]
[tool.hatch.build.hooks.schemawright]
""",
    ),
    "setuptools": (
        "setuptools>=77",
        "setuptools.build_meta",
        '[tool.setuptools.packages.find]\nwhere = ["src"]\n',
    ),
    "pdm": ("pdm-backend>=2.4", "pdm.backend", "[tool.pdm]\ndistribution = true\n"),
}
"""What each back end is called, its module, and what it needs to be told."""

SCHEMAS: Mapping[str, object] = {
    "schemas/order.json": {"title": "Order", "properties": {"line": {"$ref": "parts/line.json"}}},
    "schemas/parts/line.json": {"title": "Line", "properties": {"count": {"type": "integer"}}},
    "schemas/other.json": {"title": "Other"},
    "pets/pet.json": {"title": "Pet", "properties": {"kind": {"enum": ["cat", "dog"]}}},
}

CONFIGURATION = """
[[tool.schemawright.package]]
source = "schemas/order.json"
package = "shop.orders"
out = "src"

[[tool.schemawright.package]]
source = "pets"
root = ["Pet"]
package = "pets_of_shop"
out = "gen"
"""
"""A package inside the one that is built, and one beside it."""

_OTHERS = {"__pycache__", "build", "dist", "shop.egg-info", ".pdm-build", ".git"}

USE = """
from pathlib import Path
from shop.orders import Order, Line
from shop.orders.validation import validator
from pets_of_shop import PetKind
import pets_of_shop, shop.orders
assert Order.from_dict({"line": {"count": 3}}) == Order(line=Line(count=3))
assert PetKind("cat") is PetKind.CAT
assert not validator("Order").is_valid({"line": {"count": "x"}})
print(Path(pets_of_shop.__file__).parent, Path(shop.orders.__file__).parent)
"""


def project(
    folder: Path,
    back_end: str,
    *,
    requirement: str = "schemawright",
    configuration: str = CONFIGURATION,
) -> Path:
    """Write a project into a folder that is not there yet; return the folder."""
    name, module, told = BACK_ENDS[back_end]
    text = f"""\
[build-system]
requires = [{json.dumps(name)}, {json.dumps(requirement)}]
build-backend = {json.dumps(module)}

[project]
name = "shop"
version = "1.0"
requires-python = ">=3.11"

{told}{configuration}"""
    for path, content in {"pyproject.toml": text, **SCHEMAS, "src/shop/__init__.py": ""}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, but for what back ends, git and Python leave there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _OTHERS & {*path.parts}
    }


def bare(added: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment with nothing of this one's Python, and none of our options."""
    ours = ("COV", "PYTHON", "SCHEMAWRIGHT_", "VIRTUAL_ENV")
    kept = {name: each for name, each in os.environ.items() if not name.startswith(ours)}
    return {**kept, **(added or {})}


def run(
    command: Sequence[str | Path],
    folder: Path,
    *,
    fails: bool = False,
    added: Mapping[str, str] | None = None,
) -> str:
    """Run a command, with more in its environment, and return what it prints on both streams."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=bare(added),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert bool(done.returncode) is fails, done.stdout
    return done.stdout


def build(folder: Path, *kinds: str, python: Path | None = None, fails: bool = False) -> str:
    """Build a project with its back end into `dist`.

    Args:
        folder: the project.
        kinds: `--sdist`, `--wheel`; both, one from the other, when left out.
        python: what holds all that is needed; environments are made for the build when left out.
        fails: whether the build is to fail.
    """
    how = () if python is None else ("--no-isolation",)
    command = (python or sys.executable, "-m", "build", *how, *kinds, "--outdir", "dist", ".")
    return run(command, folder, fails=fails)


def need_index(folder: Path) -> None:
    """Skip a test if nothing can be fetched to build with, because there is no connection.

    Args:
        folder: where to put what is fetched.
    """
    packages = [each for each, _, _ in BACK_ENDS.values()]
    fetch = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder))
    done = subprocess.run(
        (*fetch, *packages),
        cwd=folder,
        env=bare({"PIP_RETRIES": "1"}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and re.search("connection|resolve host|proxy", done.stderr, re.IGNORECASE):
        pytest.skip(f"no package index can be reached: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
