"""Programs that build, check and upload: run in processes of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from schemawright import diagnostics
from schemawright.diagnostics import InputError, listed
from schemawright.location import Location
from schemawright.source.uris import redacted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_OURS = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "MYPYPATH")
"""What would let a process see more than it is to see."""

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def require(*modules: str) -> None:
    """See to it that modules are there.

    Raises:
        InputError: one is not.
    """
    missing = [each for each in modules if find_spec(each) is None]
    if missing:
        raise InputError(diagnostics.missing_tool(Location("schemawright"), listed(missing)))


def uv() -> tuple[str, ...]:
    """Return the command that runs uv: of this environment, or on the search path.

    Raises:
        InputError: it is in neither of them.
    """
    if find_spec("uv") is not None:
        return module("uv")
    found = shutil.which("uv")
    if found is None:
        hint = "pip install uv, or upload with twine: --uploader twine"
        raise InputError(diagnostics.missing_tool(Location("--uploader"), listed(["uv"]), hint))
    return (found,)


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """Return the command that runs a module of this environment."""
    return (sys.executable, "-m", name, *arguments)


def run(
    command: Sequence[str],
    folder: Path,
    failure: str,
    *,
    environment: Mapping[str, str] | None = None,
    about: Path | None = None,
) -> str:
    """Run a program to its end, and return what it prints.

    It sees no modules but those of its own environment.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        failure: what it means if it fails.
        environment: variables that are set for it.
        about: what is wrong if it fails; the folder when left out.

    Raises:
        InputError: it fails; what it printed is said.
    """
    inherited = {name: each for name, each in os.environ.items() if name not in _OURS}
    try:
        done = subprocess.run(  # noqa: S603 - programs that we name, on files that we wrote
            command,
            cwd=folder,
            env={**inherited, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        reason = f"{failure}: {error.strerror or error}"
        raise InputError(diagnostics.bad_distribution(Location(command[0]), reason)) from None
    if done.returncode:
        at = Location((about or folder).as_posix())
        said = redacted(_COLOUR.sub("", done.stdout))
        raise InputError(diagnostics.bad_distribution(at, failure, said))
    return done.stdout
