"""Distributions of a project: built, and checked by what users will do with them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from schemawright import diagnostics, output
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.packaging.existing import existing
from schemawright.packaging.previous import RECORD, in_sdist
from schemawright.packaging.processes import module, require, run
from schemawright.packaging.project import EPOCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.packaging.run import Project

DIST = "dist"

Built = dict[str, bytes]
"""Distributions by their file names."""

_NAMED = """\
import sys
from importlib.metadata import version
print(version(sys.argv[1]))
"""


def build(folder: Path) -> Built:
    """Return the source distribution of a project, and the wheel that is built from it.

    The same files give the same bytes: their times are `SOURCE_DATE_EPOCH`, or a day in 2020.

    Raises:
        InputError: it cannot be built, or what builds it is not installed.
    """
    require("build", *(["hatchling"] if _is_usual(folder) else []))
    with tempfile.TemporaryDirectory(prefix="schemawright-") as out:
        epoch = os.environ.get("SOURCE_DATE_EPOCH") or str(EPOCH)
        command = module("build", "--no-isolation", "--outdir", out, ".")
        run(command, folder, "it cannot be built", environment={"SOURCE_DATE_EPOCH": epoch})
        return {each.name: each.read_bytes() for each in sorted(Path(out).iterdir())}


def check(project: Project, built: Built) -> list[str]:
    """Check distributions as their users will use them; return what was checked.

    They are built once more, and by hatchling have to be the same; twine looks at what they say of
    themselves; the wheel is installed into a fresh environment, where the project's tests and the
    example of its README run; mypy in strict mode looks at code that uses it.

    Raises:
        InputError: something does not work, or what checks it is not installed.
    """
    require("twine", "mypy")
    at = Location((project.folder / DIST).as_posix())
    said = ["two builds are the same"]
    if build(project.folder) != built:
        if _is_usual(project.folder):
            raise InputError(diagnostics.bad_distribution(at, "two builds of it differ"))
        said = ["two builds differ, as the build back end makes them"]
    sdist = next((name for name in built if name.endswith(".tar.gz")), None)
    if sdist is None or in_sdist(built[sdist], sdist) is None:
        schema = project.content.schema
        message = f"the sdist lacks {RECORD} or {schema}, which later versions are compared with"
        hint = "have your build back end take them in; for setuptools, name them in MANIFEST.in"
        raise InputError(diagnostics.bad_distribution(at, message, hint))
    with tempfile.TemporaryDirectory(prefix="schemawright-") as place:
        folder = Path(place)
        for name, content in built.items():
            (folder / name).write_bytes(content)
        about = project.folder
        run(
            module("twine", "check", "--strict", *built),
            folder,
            "twine finds fault with it",
            about=about,
        )
        said.append("twine check --strict")
        wheel = next(name for name in built if name.endswith(".whl"))
        alone = project.content.options.pattern_engine != "regress"
        python = _installed(folder, wheel, about, alone=alone)
        said += _used(project, folder, python)
    return said


def store(folder: Path, built: Mapping[str, bytes]) -> list[Path]:
    """Put distributions into the directory that they are uploaded from; return where they are.

    Raises:
        InputError: they cannot be written.
    """
    dist = folder / DIST
    places: list[Path] = []
    try:
        dist.mkdir(exist_ok=True)
        for name, content in built.items():
            place = dist / name
            if not place.is_file() or place.read_bytes() != content:
                output.replace_file(place, content)
            places.append(place)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(diagnostics.unwritable(Location(dist.as_posix()), reason)) from None
    return places


def _is_usual(folder: Path) -> bool:
    """Tell whether a project is built by what new ones are built by."""
    found = existing(folder)
    return found is not None and found.back_end == "hatchling.build"


def _installed(folder: Path, wheel: str, about: Path, *, alone: bool) -> str:
    """Return the Python of a fresh environment with a wheel in it, and what it needs.

    No index is asked for one that needs nothing.
    """
    environment = folder / "environment"
    run(
        module("venv", "--without-pip", str(environment)),
        folder,
        "no environment can be made",
        about=about,
    )
    inside = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    require("pip")
    limits = ("--isolated", "--no-index", "--no-deps") if alone else ()
    install = ("--python", str(inside), "install", "--quiet", *limits, wheel)
    run(module("pip", *install), folder, "the wheel cannot be installed", about=about)
    return str(inside)


def _used(project: Project, folder: Path, python: str) -> list[str]:
    content, about, said = project.content, project.folder, list[str]()
    name, version = content.metadata.name, content.version
    failure = "the wheel does not say its version"
    if run((python, "-c", _NAMED, name), folder, failure, about=about).strip() != version:
        at = Location(project.folder.as_posix())
        message = f"the wheel has another version than {version}; is it stated elsewhere?"
        raise InputError(diagnostics.bad_distribution(at, message))
    run(
        (python, "-W", "error", "-c", f"import {content.options.package}"),
        folder,
        "the package cannot be imported",
        about=about,
    )
    said.append("the wheel in a fresh environment")
    tests = project.folder.resolve() / "tests" / "test_round_trips.py"
    if content.examples and tests.is_file():
        failure = "its round trips fail"
        run((python, str(tests)), folder, failure, about=about)
        count = len(content.examples)
        said.append(f"round trips of {count} {'example' if count == 1 else 'examples'}")
    consumer = folder / "consumer.py"
    consumer.write_text(f"import {content.options.package}\n", encoding="utf-8")
    if content.shown is not None:
        consumer.write_text(content.shown.code, encoding="utf-8")
        failure = "the example of its README does not run"
        printed = run((python, "-X", "utf8", str(consumer)), folder, failure, about=about)
        if printed != content.shown.output:
            at = Location((project.folder / "README.md").as_posix())
            message = "the example prints something else than it says"
            raise InputError(diagnostics.bad_distribution(at, message, printed))
        said.append("the example of its README")
    typed = (
        "--strict",
        "--no-error-summary",
        "--config-file=",
        "--cache-dir",
        str(folder / "types"),
    )
    command = module("mypy", *typed, "--python-executable", python, consumer.name)
    run(command, folder, "mypy finds fault with code that uses it", about=about)
    return [*said, "mypy --strict"]
