"""Which addresses of the internet are public: everyone's, and not only ours.

A document that names a host must not make us reach what lies behind our own firewall.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

_Address: TypeAlias = IPv4Address | IPv6Address

# Not all releases of Python know these as special (IANA IPv4 and IPv6 Special-Purpose Registries).
_SPECIAL_V4 = tuple(
    map(IPv4Network, ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"))
)
_SPECIAL_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
_UNICAST = IPv6Network("2000::/3")

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052, 2.1: the last 32 bits are an IPv4 address."""


def is_public(address: str) -> bool:
    """Say whether an IP address is one that anybody on the internet could reach."""
    try:
        found = _inner(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if not found.is_global or found.is_multicast:
        return False
    if isinstance(found, IPv4Address):
        return not found.is_reserved and not any(found in each for each in _SPECIAL_V4)
    return found in _UNICAST and not any(found in each for each in _SPECIAL_V6)


def _inner(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
