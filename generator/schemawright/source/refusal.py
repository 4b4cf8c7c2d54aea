"""The answer to a wish for a document that may not be read."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - an answer to be turned into a diagnostic, not a fault
    """A document may not be read; the text says why, `hint` what would allow it."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint
