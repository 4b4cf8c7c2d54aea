# fmt: off
# The same text in every package, whatever the length of its lines.
"""Addresses of the internet protocol."""

from __future__ import annotations

import re

_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"

_ipv4 = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}").fullmatch
_whole = re.compile("[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){7}").fullmatch
_shortened = re.compile(
    "(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?"
    "::(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?"
).fullmatch


def is_ipv4(text: str) -> bool:
    """Say whether a text is an IPv4 address, as "dotted-quad" (RFC 2673, 3.2)."""
    return _ipv4(text) is not None


def is_ipv6(text: str) -> bool:
    """Say whether a text is an IPv6 address, without a zone (RFC 4291, 2.2)."""
    if "." in text:
        head, colon, tail = text.rpartition(":")
        if _ipv4(tail) is None:
            return False
        text = f"{head}{colon}0:0"
    if "::" not in text:
        return _whole(text) is not None
    if _shortened(text) is None:
        return False
    # "::" stands for one group of zeros at least, so there are seven groups beside it at most.
    colons = text.count(":")
    return colons < 8 or (colons == 8 and (text.startswith("::") or text.endswith("::")))
