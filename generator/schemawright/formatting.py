"""A formatter of the user's choice, run over generated Python before it is written."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, assert_never

from schemawright.diagnostics import InputError, bad_option
from schemawright.location import Location
from schemawright.manifest import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from schemawright.config import Formatter
    from schemawright.manifest import Files

TARGET_VERSION = "py311"
RUFF_LONGEST_LINE = 320


def formatted(files: Files, formatter: Formatter, line_length: int) -> Files:
    """Return files with their Python code formatted.

    Raises:
        InputError: the formatter is not installed, or cannot work with that line length.
    """
    code = {path: text for path, text in files.items() if path.suffix == ".py"}
    match formatter:
        case "none":
            return files
        case "black":
            return {**files, **_black(code, line_length)}
        case "ruff":
            return {**files, **_ruff(code, line_length)}
        case _:
            assert_never(formatter)


def _black(code: Files, line_length: int) -> Mapping[PurePosixPath, str]:
    try:
        # An optional dependency, and a slow one to import.
        from black import format_str  # noqa: PLC0415
        from black.mode import Mode, TargetVersion  # noqa: PLC0415
    except ImportError:
        raise _missing("black") from None
    versions = {TargetVersion[TARGET_VERSION.upper()]}
    mode = Mode(target_versions=versions, line_length=line_length)
    return {path: format_str(text, mode=mode) for path, text in code.items()}


def _ruff(code: Files, line_length: int) -> Mapping[PurePosixPath, str]:
    scripts = sysconfig.get_path("scripts")
    ruff = shutil.which("ruff", path=scripts) or shutil.which("ruff")
    if ruff is None:
        raise _missing("ruff")
    if line_length > RUFF_LONGEST_LINE:
        message = f"ruff formats lines of at most {RUFF_LONGEST_LINE} columns, not {line_length}"
        raise InputError(bad_option(Location("--line-length"), message, "take --format black"))
    with TemporaryDirectory(prefix="schemawright-") as directory:
        # Numbers, since what is generated may be named as ruff's default exclusions are.
        places = {path: Path(directory) / f"{i}.py" for i, path in enumerate(code)}
        for path, place in places.items():
            place.write_bytes(encoded(code[path]))
        options = ["--isolated", "--no-cache", "--quiet", "--target-version", TARGET_VERSION]
        command = [ruff, "format", *options, "--line-length", str(line_length), directory]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)  # noqa: S603
        return {path: place.read_text(encoding="utf-8") for path, place in places.items()}


def _missing(tool: str) -> InputError:
    message = f"the formatter {tool} is not installed"
    hint = f"run `pip install 'schemawright[{tool}]'`, or leave --format out"
    return InputError(bad_option(Location("--format"), message, hint))
