"""The version that follows from what changed (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

Part: TypeAlias = Literal["major", "minor", "patch"]
PARTS: tuple[Part, ...] = ("major", "minor", "patch")

_VERSION = re.compile(r"(v?)(0|[1-9]\d{0,17})\.(0|[1-9]\d{0,17})\.(0|[1-9]\d{0,17})([-+].*)?")


class Version(NamedTuple):
    """A version without what says that it is a candidate or a build."""

    prefix: str
    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.prefix}{self.major}.{self.minor}.{self.patch}"


def version(text: str) -> Version | None:
    """Return the version that a text is, None if it is none."""
    found = _VERSION.fullmatch(text)
    if found is None:
        return None
    return Version(found[1], *(int(found[index]) for index in (2, 3, 4)))


def following(current: Version, part: Part | None) -> Version:
    """Return the version that comes after one.

    Args:
        current: the one that there is; below 1.0.0 the next lower part is raised.
        part: what has to be raised, None where nothing changed.
    """
    if part is None:
        return current
    place = PARTS.index(part)
    if current.major == 0:
        place = min(place + 1, 2)
    numbers = [current.major, current.minor, current.patch]
    numbers[place] += 1
    numbers[place + 1 :] = [0] * (2 - place)
    return Version(current.prefix, *numbers)
