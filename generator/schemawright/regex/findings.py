"""What there is to say about a pattern, and where in it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What a note is about."""

    FOREIGN = "foreign"
    """Something that is no ECMA-262, or not meant as it: it was read as it was meant."""
    SLOW = "slow"
    """Something that takes very long on some texts."""


class Note(NamedTuple):
    """Something to know about a pattern that was translated; offsets count code points."""

    kind: Kind
    message: str
    offset: int


class Untranslatable(Exception):  # noqa: N818 - named for what is said of a pattern
    """A pattern that is wrong, or that Python cannot express."""

    def __init__(self, reason: str, offset: int, hint: str = "") -> None:
        super().__init__(f"{reason} (at offset {offset})")
        self.reason = reason
        self.offset = offset
        self.hint = hint


class BadSyntax(Untranslatable):
    """A pattern that is no regular expression in the syntax it was read in."""
