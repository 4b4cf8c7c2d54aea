# fmt: off
# The same text in every package, whatever the length of its lines.
"""Bytes as text."""

from __future__ import annotations

import re

_base64 = re.compile(
    "(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
).fullmatch
_base64url = re.compile(
    "(?:[A-Za-z0-9_-]{4})*+(?:[A-Za-z0-9_-]{2}(?:==)?|[A-Za-z0-9_-]{3}=?)?"
).fullmatch


def is_base64(text: str) -> bool:
    """Say whether a text is base64, padded and without line ends (RFC 4648, 4)."""
    return _base64(text) is not None


def is_base64url(text: str) -> bool:
    """Say whether a text is base64url, padded or not (RFC 4648, 5)."""
    return _base64url(text) is not None
