"""How much a remote document may cost, in bytes and in time."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from schemawright.source.refusal import Unreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What fetching one document may take.

    `size` counts bytes after decompression; `seconds` is for everything together, redirects too,
    and `connecting` is the part of it that finding and reaching one address may take.
    """

    size: int = 32 * 1024 * 1024
    seconds: float = 30.0
    connecting: float = 10.0
    redirects: int = 5


class Deadline:
    """The moment at which fetching a document has taken too long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = monotonic() + seconds
        self._is_over = False

    def left(self) -> float:
        """Return the seconds that are left, more than none; raise Unreachable if there are none."""
        left = self._end - monotonic()
        if self._is_over or left <= 0:
            raise self.passed()
        return left

    def passed(self) -> Unreachable:
        """Return what to say when time is up."""
        return Unreachable(f"it took longer than {self._seconds:g} seconds")

    def end(self) -> None:
        """Leave no more time, whatever the clock says."""
        self._is_over = True
