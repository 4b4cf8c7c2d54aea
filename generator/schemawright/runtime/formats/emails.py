# fmt: off
# The same text in every package, whatever the length of its lines.
"""Addresses of electronic mail."""

from __future__ import annotations

import re

from .addresses import is_ipv6
from .hostnames import is_plain_hostname

_DOMAIN = r"[A-Za-z0-9]++(?:(?:\.|-++)[A-Za-z0-9]++)*"
_BYTE = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})"
# RFC 5321, 4.1.3: an address in brackets; of other tags than IPv6 none is registered.
_LITERAL = rf"\[(?:{_BYTE}(?:\.{_BYTE}){{3}}|[Ii][Pp][Vv]6:([0-9A-Fa-f:.]++))\]"


def _local(atom: str, quoted: str) -> str:
    """Return the pattern of a Local-part of these characters."""
    return rf'(?:{atom}++(?:\.{atom}++)*|"{quoted}*+(?:\\[ -~]{quoted}*+)*")'


_LOCAL = _local("[-A-Za-z0-9!#-'*+/=?^_`{-~]", r"[ !#-[\]-~]")
_email = re.compile(f"{_LOCAL}@(?:{_DOMAIN}|{_LITERAL})").fullmatch
# RFC 6531, 3.3: what is not ASCII may stand in all parts.
_IDN_LOCAL = _local(r'[^\x00- "(),.:;<>@[\\\]\x7f]', r'[^\x00-\x1f"\\\x7f]')
_idn_email = re.compile(
    rf"({_IDN_LOCAL})@(?:([^\x00-,/:-@[-`{{-\x7f]++)|{_LITERAL})"
).fullmatch


def is_email(text: str) -> bool:
    """Say whether a text is a Mailbox (RFC 5321, 4.1.2)."""
    found = _email(text)
    if found is None or (len(text) > 64 and not _is_short(text)):
        return False
    return found[1] is None or is_ipv6(found[1])


def is_idn_email(text: str) -> bool:
    """Say whether a text is a Mailbox that need not be ASCII (RFC 6531, 3.3)."""
    if text.isascii():
        return is_email(text)
    found = _idn_email(text)
    if found is None:
        return False
    local, domain, address = found.groups()
    try:
        if len(local.encode()) > 64:
            return False
    except UnicodeEncodeError:  # UTF-8 has no surrogates
        return False
    if domain is None:
        return address is None or is_ipv6(address)
    if domain.isascii():
        return is_plain_hostname(domain)
    if len(domain) > 253:
        return False
    from unicodedata import normalize

    from .idn import is_idn_hostname

    # People write names in other cases and normal forms than are registered (RFC 5895, 2).
    return is_idn_hostname(normalize("NFKC", domain.lower()))


def _is_short(text: str) -> bool:
    # RFC 5321, 4.5.3.1.1: at most 64 octets before the sign. Behind it is a host name.
    at = text.rindex("@")
    return at < 65 and (text[-1] == "]" or is_plain_hostname(text[at + 1 :]))
