"""Versions of distributions: which one follows, and whether one says enough."""

from __future__ import annotations

import re
from typing import NamedTuple

from schemawright.comparing.versions import PARTS, Part, Version, following
from schemawright.diagnostics import InputError, bad_option, shown
from schemawright.location import Location

FIRST = "0.1.0"
"""The version of a project that was never published."""

_NUMBER = r"(0|[1-9]\d{0,17})"
_RELEASE = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:(a|b|rc){_NUMBER})?(?:\.post{_NUMBER})?(?:\.dev{_NUMBER})?"
)
_SHORT = re.compile(r"\d+(?:\.\d+)*")
_STAGES = ("dev", "a", "b", "rc", "")


class Release(NamedTuple):
    """A version as indexes have it (PEP 440): three numbers, and what comes before or after."""

    version: Version
    stage: str = ""
    number: int = 0
    post: int = -1
    dev: int | None = None

    @property
    def order(self) -> tuple[Version, int, int, int, float]:
        """What tells which of two comes first."""
        early = not self.stage and self.dev is not None and self.post < 0
        stage = _STAGES.index("dev" if early else self.stage)
        dev = float("inf") if self.dev is None else self.dev
        return (self.version, stage, self.number, self.post, dev)

    @property
    def is_candidate(self) -> bool:
        """Whether it comes before the version that it is called after."""
        return bool(self.stage) or self.dev is not None


def release(text: str) -> Release | None:
    """Return the version that a text is, None if it is none that this tool can tell more of."""
    found = _RELEASE.fullmatch(text)
    if found is None:
        return None
    version = Version("", int(found[1]), int(found[2]), int(found[3]))
    post = int(found[6]) if found[6] else -1
    dev = int(found[7]) if found[7] else None
    return Release(version, found[4] or "", int(found[5] or 0), post, dev)


def published(text: str) -> Release | None:
    """Return the version that an index has, which may leave out zeros at the end."""
    found = _SHORT.match(text)
    if found is None:
        return None
    numbers = found[0].split(".")
    numbers += ["0"] * (3 - len(numbers))
    return release(".".join(numbers) + text[found.end() :])


def read(text: str, where: str) -> Release:
    """Return the version that a text is.

    Raises:
        InputError: it is none; `where` says where it stands.
    """
    found = release(text)
    if found is None:
        message = f"{shown(text)} is no version"
        hint = "write three numbers, such as 1.2.3, with rc1 or .dev1 behind them if need be"
        raise InputError(bad_option(Location(where), message, hint))
    return found


def least(last: Release, part: Part | None) -> Version:
    """Return the lowest version that says what changed since the last one.

    Args:
        last: the version that was published last.
        part: what has to be raised, None where nothing changed.
    """
    if last.is_candidate:
        return last.version
    return following(last.version, part)


def raised(last: Release, new: Release) -> Part | None:
    """Return which part of a version another one raises, None if it raises none."""
    pairs = zip(PARTS, last.version[1:], new.version[1:], strict=True)
    return next((part for part, before, now in pairs if now > before), None)
