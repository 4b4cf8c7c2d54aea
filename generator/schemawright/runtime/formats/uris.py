# fmt: off
# The same text in every package, whatever the length of its lines.
"""Uniform resource identifiers."""

from __future__ import annotations

import re

from .addresses import is_ipv6

# RFC 3986, appendix A: unreserved characters and sub-delims. Escapes are looked at apart.
_PLAIN = "-!$&'()*+,;=A-Za-z0-9._~"
_AUTHORITY = (
    f"(?:[{_PLAIN}%:]*+@)?"
    rf"(?:\[(?:([0-9A-Fa-f:.]++)|[Vv][0-9A-Fa-f]++\.([{_PLAIN}:]++))\]|[{_PLAIN}%]*+)"
    "(?::[0-9]*+)?"
)
_PATH, _QUERY = f"[{_PLAIN}%:@/]*+", f"[{_PLAIN}%:@/?]*+"
# The groups: scheme, IPv6 address, address of a later version, query.
reference = re.compile(
    "(?:([A-Za-z][A-Za-z0-9+.-]*+):|(?![^/?#:]*+:))"
    rf"(?://{_AUTHORITY}(?:/{_PATH})?|(?!//){_PATH})(?:\?({_QUERY}))?(?:#{_QUERY})?"
).fullmatch
broken_escape = re.compile("%(?![0-9A-Fa-f]{2})").search


def is_uri(text: str) -> bool:
    """Say whether a text is a URI (RFC 3986, 3)."""
    found = reference(text)
    if found is None or found[1] is None:
        return False
    if "%" in text and broken_escape(text) is not None:
        return False
    return found[2] is None or is_ipv6(found[2])


def is_uri_reference(text: str) -> bool:
    """Say whether a text is a URI or a relative reference (RFC 3986, 4.1)."""
    found = reference(text)
    if found is None or ("%" in text and broken_escape(text) is not None):
        return False
    return found[2] is None or is_ipv6(found[2])
