"""Puts files in place, each in one step, and the files of a new directory all in one.

Plain strings and system calls: an object for each of thousands of paths costs more than the file.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePosixPath

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_USUAL_MODE = 0o666


class Writer:
    """Replaces files, so that nobody ever finds half of one.

    What goes into a directory that is not there yet is written beside it, and appears when
    `place` is called; a file in any other directory appears when it is `put`.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._name = f".{secrets.token_hex(8)}.tmp"
        self._directories: dict[PurePosixPath, tuple[str, Path | None]] = {}
        self._staged: dict[Path, Path] = {}
        self._waiting: dict[Path, list[PurePosixPath]] = {}

    def put(self, path: PurePosixPath, content: bytes) -> bool:
        """Give a file its content; it keeps its mode, and a new one gets the usual.

        Returns:
            Whether the file is there now; otherwise it is when its directory is placed.
        """
        directory, missing = self._directory(path.parent)
        if missing is not None:
            _fill(os.open(f"{directory}{path.name}", _NEW, _USUAL_MODE), content)
            self._waiting[missing].append(path)
            return False
        place, temporary = f"{directory}{path.name}", f"{directory}{self._name}"
        try:
            _fill(os.open(temporary, _NEW, _USUAL_MODE), content)
            with suppress(FileNotFoundError):
                os.chmod(temporary, stat.S_IMODE(os.stat(place).st_mode))
            os.replace(temporary, place)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
        return True

    def place(self) -> Iterator[PurePosixPath]:
        """Put the new directories in place, and yield the files that are there with each."""
        for missing, stage in list(self._staged.items()):
            os.replace(stage, missing)
            del self._staged[missing]
            yield from self._waiting.pop(missing)

    def abandon(self) -> None:
        """Remove what was not placed."""
        for stage in self._staged.values():
            shutil.rmtree(stage, ignore_errors=True)
        self._staged.clear()
        self._directories.clear()

    def _directory(self, path: PurePosixPath) -> tuple[str, Path | None]:
        """Return where the files of a directory are written, and the new one that it lies in."""
        if path not in self._directories:
            directory, missing = self._out / path, self._missing(self._out / path)
            if missing is not None:
                if missing not in self._staged:
                    number = len(self._staged)
                    self._staged[missing] = missing.with_name(f"{self._name}{number}")
                    self._waiting[missing] = []
                directory = self._staged[missing] / directory.relative_to(missing)
                directory.mkdir(parents=True, exist_ok=True)
            self._directories[path] = (f"{directory}{os.sep}", missing)
        return self._directories[path]

    def _missing(self, directory: Path) -> Path | None:
        """Return the outermost directory that would have to be made for another one."""
        missing: Path | None = None
        for each in (directory, *directory.parents):
            if each.exists():
                break
            missing = each
        return missing


def _fill(descriptor: int, content: bytes) -> None:
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
