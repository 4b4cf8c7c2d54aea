# fmt: off
# The same text in every package, whatever the length of its lines.
"""Templates of URIs."""

from __future__ import annotations

import re

_CHARACTER = "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})"
_VARIABLE = rf"{_CHARACTER}(?:\.?{_CHARACTER})*(?::[1-9][0-9]{{0,3}}|\*)?"
# RFC 6570, 2.1; an erratum allows the apostrophe.
_LITERAL = r'[^\x00-\x20"%<>\\^`{|}\x7f]'

_template = re.compile(
    f"{_LITERAL}*+(?:(?:%[0-9A-Fa-f]{{2}}"
    rf"|\{{[+#./;?&=,!@|]?{_VARIABLE}(?:,{_VARIABLE})*\}}){_LITERAL}*+)*"
).fullmatch


def is_uri_template(text: str) -> bool:
    """Say whether a text is a URI Template (RFC 6570, 2)."""
    if _template(text) is None:
        return False
    if text.isascii():
        return True
    from .iris import has_foreign

    return not has_foreign(text)
