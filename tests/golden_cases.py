"""The folders of `tests/golden`: an input, its options, and what is generated from it.

`input/` holds the documents and `options.toml` the options, by default the package is called
after the folder. `expected/` is the tree that is generated, `diagnostics.txt` what is found to be
wrong or suspicious; each is there only if there is something to hold.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generated_packages import run

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

FOLDER = Path(__file__).parent / "golden"
DIAGNOSTICS = "diagnostics.txt"
EXPECTED = "expected"
USUAL_TARGETS = ["dataclasses", "enums", "typed_dicts", "docs"]
"""What is generated unless a case says otherwise: validators bring much that is always the same."""


@dataclass(frozen=True, slots=True)
class Case:
    """One folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @property
    def options(self) -> dict[str, Any]:
        """The options, the usual ones included."""
        stated = tomllib.loads((self.folder / "options.toml").read_text(encoding="utf-8"))
        inputs = [path for path in (self.folder / "input").rglob("*") if path.is_file()]
        lone = inputs[0].relative_to(self.folder).as_posix() if len(inputs) == 1 else "input"
        usual: dict[str, Any] = {"package": self.name.replace("-", "_"), "target": USUAL_TARGETS}
        usual["eager"] = True  # what is deferred brings a module that is always the same
        return {"source": lone, **usual, **stated}

    @property
    def line_length(self) -> int:
        """The line length of the generated code."""
        return int(self.options.get("line_length", 88))

    def recorded(self) -> dict[str, str]:
        """Return what is expected, by path relative to the folder."""
        paths = [path for path in (self.folder / EXPECTED).rglob("*") if path.is_file()]
        paths += [path for path in [self.folder / DIAGNOSTICS] if path.exists()]
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes().decode() for path in paths
        }

    def found(self) -> dict[str, str]:
        """Generate, and return what would have to be recorded."""
        with working_directory(self.folder):
            outcome = run(self.options)
        found = {f"{EXPECTED}/{path}": text for path, text in outcome.files.items()}
        return {**found, DIAGNOSTICS: f"{outcome.text}\n"} if outcome.findings else found

    def record(self, found: Mapping[str, str]) -> None:
        """Make what was found what is expected."""
        for path in self.recorded():
            (self.folder / path).unlink()
        for path, text in found.items():
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
        for folder in sorted((self.folder / EXPECTED).rglob("*"), reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def cases() -> list[Case]:
    """Return every case, by name."""
    return [Case(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]


def differences(recorded: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return a diff for each file that is missing, different, or no longer generated."""
    return [
        _diff(path, recorded.get(path), found.get(path))
        for path in sorted({*recorded, *found})
        if recorded.get(path) != found.get(path)
    ]


def _diff(path: str, recorded: str | None, found: str | None) -> str:
    what = "missing" if recorded is None else "orphan" if found is None else "different"
    lines = difflib.unified_diff(
        (recorded or "").splitlines(keepends=True),
        (found or "").splitlines(keepends=True),
        "nothing" if recorded is None else f"expected: {path}",
        "nothing" if found is None else f"found: {path}",
    )
    return f"{what}: {path}\n{''.join(lines)}"


@contextmanager
def working_directory(folder: Path) -> Generator[None, None, None]:
    """Work in a folder for a while, so that findings name files as they are seen from there."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
