# fmt: off
# The same text in every package, whatever the length of its lines.
"""Internationalized resource identifiers."""

from __future__ import annotations

import re

from .addresses import is_ipv6
from .uris import broken_escape, is_uri, is_uri_reference, reference

_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"

_not_ascii = re.compile("[^\x00-\x7f]")
_private = re.compile(f"[{_PRIVATE}]").search
# RFC 3987, 2.2: neither ucschar nor iprivate. And 4.1: what turns the direction of text.
_foreign = re.compile(
    f"[^\x00-\x7f{_PRIVATE}\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd"
    "\U00020000-\U0002fffd\U00030000-\U0003fffd\U00040000-\U0004fffd\U00050000-\U0005fffd"
    "\U00060000-\U0006fffd\U00070000-\U0007fffd\U00080000-\U0008fffd\U00090000-\U0009fffd"
    "\U000a0000-\U000afffd\U000b0000-\U000bfffd\U000c0000-\U000cfffd\U000d0000-\U000dfffd"
    "\U000e1000-\U000efffd]"
).search
_turning = re.compile("[\u200e\u200f\u202a-\u202e]").search


def is_iri(text: str) -> bool:
    """Say whether a text is an IRI (RFC 3987, 2.2)."""
    if text.isascii():
        return is_uri(text)
    found = _reference(text)
    return found is not None and found[1] is not None


def is_iri_reference(text: str) -> bool:
    """Say whether a text is an IRI or a relative reference (RFC 3987, 2.2)."""
    if text.isascii():
        return is_uri_reference(text)
    return _reference(text) is not None


def has_foreign(text: str) -> bool:
    """Say whether a text has what is neither ASCII nor of an IRI (RFC 3987, 2.2)."""
    return _foreign(text) is not None


def _reference(text: str) -> re.Match[str] | None:
    """Return the parts of a reference that is not ASCII; None if a text is none."""
    if has_foreign(text) or _turning(text) is not None or broken_escape(text) is not None:
        return None
    # What is not ASCII may stand where "_" may, but for addresses of a later version.
    found = reference(_not_ascii.sub("_", text))
    if found is None or not text[slice(*found.span(3))].isascii():
        return None
    if found[2] is not None and not is_ipv6(found[2]):
        return None
    # What is private may stand in queries alone.
    start, end = found.span(4)
    if _private(text) is None or (start >= 0 and not _private(text[:start] + text[end:])):
        return found
    return None
