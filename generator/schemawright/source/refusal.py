"""Why a document is not there to be read, for whoever asked for it to report."""

from __future__ import annotations

ALLOW_OPTION = "--allow-remote"
"""How users allow remote documents, for hints."""


class Refused(Exception):  # noqa: N818 - an answer to be turned into a diagnostic, not a fault
    """A document may not be read: the text says why, `hint` what would allow it."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint


class Unreachable(Exception):  # noqa: N818 - an answer to be turned into a diagnostic, not a fault
    """A document may be fetched and cannot be had: why, and what to do about it."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
