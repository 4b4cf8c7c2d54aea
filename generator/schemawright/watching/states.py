"""What a path holds, as far as that matters to a run: content, names in a directory, or nothing."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from time import time_ns
from typing import NamedTuple, TypeAlias

from schemawright.memo import REPOSITORIES
from schemawright.source.library import SUFFIXES

Holds: TypeAlias = bytes | frozenset[str] | None

_TICK = 2_000_000_000
"""Nanoseconds in which a file may change twice without its times telling, on any file system."""


class State(NamedTuple):
    """What a path holds, and what the file system said of it then.

    `holds` is the digest of a file, the names in a directory, and None if nothing is there.
    """

    holds: Holds
    stamp: tuple[int, ...] = ()
    is_settled: bool = False

    def changed_since(self, moment: int) -> bool:
        """Tell whether the path changed after a moment, in nanoseconds since the epoch."""
        return bool(self.stamp) and max(self.stamp[:2]) >= moment


ABSENT = State(None)


def state(path: str, before: State | None = None) -> State:
    """Return what a path holds now.

    Args:
        path: an absolute path.
        before: what it held; not read again if the file system says that it holds that still.
    """
    now = time_ns()
    try:
        found = os.stat(path)
        if os.path.basename(path) in REPOSITORIES:
            return State(b"")  # that it is there is all that matters
        stamp = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_mode)
        if before is not None and before.is_settled and before.stamp == stamp:
            return before
        if stat.S_ISDIR(found.st_mode):
            holds: Holds = _names(path)
        elif stat.S_ISREG(found.st_mode):
            holds = sha256(Path(path).read_bytes()).digest()
        else:
            holds = b"no file"
    except (OSError, ValueError):
        return ABSENT
    return State(holds, stamp, is_settled=now - max(stamp[:2]) > _TICK)


def counts(name: str) -> bool:
    """Tell whether a file or directory of that name may be of interest, whatever it is."""
    suffix = os.path.splitext(name)[1]
    return not name.startswith(".") and (not suffix or suffix in SUFFIXES)


def _names(folder: str) -> frozenset[str]:
    """Return the names in a directory that count: documents, and what may hold some."""
    with os.scandir(folder) as entries:
        return frozenset(
            each.name
            for each in entries
            if each.name != "__pycache__"
            and (counts(each.name) or (not each.name.startswith(".") and each.is_dir()))
        )
