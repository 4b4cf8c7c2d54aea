# fmt: off
# The same text in every package, whatever the length of its lines.
"""Pointers into JSON documents."""

from __future__ import annotations

import re

_POINTER = "(?:/[^~]*+(?:~[01][^~]*+)*)?"

_pointer = re.compile(_POINTER).fullmatch
_relative = re.compile(
    rf"(?:0|[1-9][0-9]*+)([+-](?:0|[1-9][0-9]*+))?(?:#|{_POINTER})"
).fullmatch


def is_json_pointer(text: str) -> bool:
    """Say whether a text is a JSON Pointer (RFC 6901, 3)."""
    return _pointer(text) is not None


def is_relative_json_pointer(text: str) -> bool:
    """Say whether a text is one that may shift an index.

    That is draft-bhutton-relative-json-pointer-00, 3, and, before `#` too, its successor.
    """
    return _relative(text) is not None


def is_plain_relative_json_pointer(text: str) -> bool:
    """Say whether a text is one that shifts no index.

    That is draft-handrews-relative-json-pointer-01 and -02, 3.
    """
    found = _relative(text)
    return found is not None and found[1] is None
