"""Puts files in place, each in one step.

Plain strings and system calls: an object for each of thousands of paths costs more than the file.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_USUAL_MODE = 0o666


class Writer:
    """Replaces files in one step each, so that nobody ever finds half of one."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._name = f".{secrets.token_hex(8)}.tmp"
        self._directories: dict[PurePosixPath, tuple[str, bool]] = {}

    def put(self, path: PurePosixPath, content: bytes) -> None:
        """Give a file its content; it keeps its mode, and a new one gets the usual."""
        directory, is_new = self._directory(path.parent)
        place, temporary = f"{directory}{path.name}", f"{directory}{self._name}"
        try:
            _fill(os.open(temporary, _NEW, _USUAL_MODE), content)
            if not is_new:
                with suppress(FileNotFoundError):
                    os.chmod(temporary, stat.S_IMODE(os.stat(place).st_mode))
            os.replace(temporary, place)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise

    def _directory(self, path: PurePosixPath) -> tuple[str, bool]:
        """Return a directory, and whether it was made now and so holds nothing of others."""
        if path not in self._directories:
            directory = self._out / path
            is_new = not directory.exists()
            directory.mkdir(parents=True, exist_ok=True)
            self._directories[path] = (f"{directory}{os.sep}", is_new)
        return self._directories[path]


def _fill(descriptor: int, content: bytes) -> None:
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)
