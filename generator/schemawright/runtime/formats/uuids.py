# fmt: off
# The same text in every package, whatever the length of its lines.
"""Universally unique identifiers."""

from __future__ import annotations

import re

_uuid = re.compile(
    "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
).fullmatch


def is_uuid(text: str) -> bool:
    """Say whether a text is a UUID, of whatever version (RFC 4122, 3)."""
    return _uuid(text) is not None
