"""Which module of the run time checks which format, as data."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Checker(NamedTuple):
    """A function `(text: str) -> bool` in a module of `runtime/formats/`."""

    module: str
    function: str


FORMATS: Mapping[str, Checker] = MappingProxyType(
    {
        "date-time": Checker("dates", "is_date_time"),
        "date": Checker("dates", "is_date"),
        "time": Checker("dates", "is_time"),
        "duration": Checker("dates", "is_duration"),
        "email": Checker("emails", "is_email"),
        "idn-email": Checker("emails", "is_idn_email"),
        "hostname": Checker("hostnames", "is_hostname"),
        "idn-hostname": Checker("idn", "is_idn_hostname"),
        "ipv4": Checker("addresses", "is_ipv4"),
        "ipv6": Checker("addresses", "is_ipv6"),
        "uri": Checker("uris", "is_uri"),
        "uri-reference": Checker("uris", "is_uri_reference"),
        "iri": Checker("iris", "is_iri"),
        "iri-reference": Checker("iris", "is_iri_reference"),
        "uuid": Checker("uuids", "is_uuid"),
        "uri-template": Checker("uri_templates", "is_uri_template"),
        "json-pointer": Checker("pointers", "is_json_pointer"),
        "relative-json-pointer": Checker("pointers", "is_relative_json_pointer"),
        "regex": Checker("regexes", "is_regex"),
        # Draft 3, 5.23: older names of the same.
        "host-name": Checker("hostnames", "is_plain_hostname"),
        "ip-address": Checker("addresses", "is_ipv4"),
        # OpenAPI's Format Registry (https://spec.openapis.org/registry/format/).
        "byte": Checker("base64_texts", "is_base64"),
        "base64url": Checker("base64_texts", "is_base64url"),
    }
)
"""Formats of texts, as the newest dialect means them.

The registry has more: `binary` and `password` allow any text, and for `html` and the like no
checker is exact.
"""

_NO_A_LABELS = {"hostname": Checker("hostnames", "is_plain_hostname")}
_NO_INDEX = {"relative-json-pointer": Checker("pointers", "is_plain_relative_json_pointer")}

EARLIER: Mapping[str, Mapping[str, Checker]] = MappingProxyType(
    {
        # Up to draft 6, and in OpenAPI 3.0, a host name is that of RFC 1034, section 3.1; draft
        # 7, 7.3.3, adds those that Punycode makes.
        "draft4": _NO_A_LABELS,
        "draft6": _NO_A_LABELS,
        "openapi-3.0": _NO_A_LABELS,
        # draft-handrews-relative-json-pointer-01 and -02, section 3: no index is shifted.
        "draft7": _NO_INDEX,
        "2019-09": _NO_INDEX,
    }
)
"""What some dialects, by their key, mean otherwise than the newest does."""

INTEGERS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "int8": (-(2**7), 2**7 - 1),
        "int16": (-(2**15), 2**15 - 1),
        "int32": (-(2**31), 2**31 - 1),
        "int64": (-(2**63), 2**63 - 1),
        "uint8": (0, 2**8 - 1),
        "uint16": (0, 2**16 - 1),
        "uint32": (0, 2**32 - 1),
        "uint64": (0, 2**64 - 1),
        "double-int": (-(2**53) + 1, 2**53 - 1),
    }
)
"""Formats of numbers: the least and the greatest (OpenAPI's Format Registry).

`float` and `double` are not among them: they say how a number is kept, and rule none out.
"""

NEEDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "addresses": frozenset(),
        "base64_texts": frozenset(),
        "dates": frozenset(),
        "emails": frozenset({"addresses", "hostnames", "idn"}),
        "hostnames": frozenset({"idn"}),
        "idn": frozenset({"idn_context"}),
        "idn_context": frozenset(),
        "iris": frozenset({"addresses", "uris"}),
        "pointers": frozenset(),
        "regex_properties": frozenset(),
        "regexes": frozenset({"regex_properties"}),
        "uri_templates": frozenset({"iris"}),
        "uris": frozenset({"addresses"}),
        "uuids": frozenset(),
    }
)
"""The modules that each module imports, at once or when a text calls for it."""


def checker(format_: str, dialect: str = "") -> Checker | None:
    """Return what checks a format as a dialect, by its key, means it; None if nothing does."""
    return EARLIER.get(dialect, {}).get(format_) or FORMATS.get(format_)


def modules(wanted: Checker) -> frozenset[str]:
    """Return the modules that a package needs for a checker."""
    found: set[str] = set()
    pending = [wanted.module]
    while pending:
        module = pending.pop()
        if module not in found:
            found.add(module)
            pending.extend(NEEDS[module])
    return frozenset(found)
