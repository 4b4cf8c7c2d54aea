# fmt: off
# The same text in every package, whatever the length of its lines.
"""Names of hosts in ASCII."""

from __future__ import annotations

import re

# Labels begin and end with a letter or a digit.
_name = re.compile(r"[A-Za-z0-9]++(?:(?:\.|-++)[A-Za-z0-9]++)*").fullmatch


def is_plain_hostname(text: str) -> bool:
    """Say whether a text is a host name; A-labels are like others (RFC 1123, 2.1)."""
    if len(text) < 64:
        return _name(text) is not None
    # RFC 1035, 2.3.4: of a name's 255 octets one is the first length, one the last.
    return len(text) < 254 and _name(text) is not None and max(map(len, text.split("."))) < 64


def is_hostname(text: str) -> bool:
    """Say whether a text is a host name whose A-labels are right (RFC 1123, 5890)."""
    if "--" not in text:
        return is_plain_hostname(text)
    if not is_plain_hostname(text):
        return False
    from .idn import are_idn_labels

    return are_idn_labels(text.split("."))
