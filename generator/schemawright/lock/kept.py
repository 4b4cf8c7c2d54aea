"""One lock file of a run: what it says, and what is to be changed in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright import lock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from schemawright.lock import Lock, LockedRemote
    from schemawright.lock.names import LockedNames


class LockFile:
    """A lock file, read when it is first asked for; all that share it share one of these.

    Args:
        path: the file, which need not be there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: Lock | None = None
        self._wanted: Lock | None = None

    @property
    def locked(self) -> Lock:
        """What the file says.

        Raises:
            InputError: it cannot be read, or holds what this release does not understand.
        """
        if self._read is None:
            self._read = lock.read(self.path)
        return self._read

    def lock_remotes(self, found: Mapping[str, LockedRemote]) -> None:
        """Lock remote documents, by their URL."""
        before = self._wanted or self.locked
        self._wanted = replace(before, remotes={**before.remotes, **found})

    def lock_names(self, package: str, names: LockedNames) -> None:
        """Lock the names of a package: these, and no others."""
        before = self._wanted or self.locked
        self._wanted = replace(before, names={**before.names, package: names})

    def change(self) -> bytes | None:
        """Return what the file is to hold, None if it says so already."""
        if self._wanted is None or self._wanted == self.locked:
            return None
        return lock.text(self._wanted).encode()
