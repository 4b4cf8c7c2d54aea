"""URIs as documents state them, which may be none (RFC 3986)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

_FORM = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?P<authority>[^/?#]*))?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_AUTHORITY = re.compile(r"(?:[^@\[\]]*@)?(?:\[[0-9A-Fa-f:.%v]+\]|[^@:\[\]]*)(?::[0-9]*)?")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What may stand in a URI as it is, `%` among it: it begins an escape.
_LEGAL = "%!$&'()*+,;=:@/?[]-._~"
_CREDENTIALS = re.compile(r"//[^/?#\\]*@")
_PORTS = {"http": ":80", "https": ":443"}


class Uri(NamedTuple):
    """The components of a URI reference (RFC 3986, appendix B); None where there is none."""

    scheme: str | None
    authority: str | None
    path: str
    query: str | None
    fragment: str | None

    def __str__(self) -> str:
        """Return the reference without its fragment (RFC 3986, section 5.3)."""
        scheme = "" if self.scheme is None else f"{self.scheme}:"
        authority = "" if self.authority is None else f"//{self.authority}"
        query = "" if self.query is None else f"?{self.query}"
        return f"{scheme}{authority}{self.path}{query}"


def split(reference: str) -> Uri | None:
    """Return the components of a URI reference, None when it is none."""
    form = _FORM.fullmatch(reference)
    if form is None:
        return None
    authority = form["authority"]
    if authority is not None and not _AUTHORITY.fullmatch(authority):
        return None
    return Uri(*form.group("scheme", "authority", "path", "query", "fragment"))


def joined(base: str, reference: str) -> tuple[str, str] | None:
    """Return the URI and the fragment that a reference means, None when it is no URI.

    RFC 3986, section 5.2.2; the fragment is percent-decoded, the URI normalized.
    """
    if reference.startswith("#"):
        return base, unquote(reference[1:])
    parts, within = split(reference), split(base)
    if parts is None or within is None:
        return None
    scheme, authority, path, query, fragment = parts
    if scheme is None:
        scheme = within.scheme
        if authority is None:
            authority = within.authority
            if not path:
                path = within.path
                query = within.query if query is None else query
            elif not path.startswith("/"):
                path = _merged(within, path)
    uri = Uri(scheme, authority, path, query, None)
    return normalized(str(uri)), unquote(fragment or "")


def _merged(base: Uri, path: str) -> str:
    """Return a relative path behind the base's last slash (RFC 3986, section 5.2.3)."""
    if base.authority is not None and not base.path:
        return f"/{path}"
    return base.path[: base.path.rfind("/") + 1] + path


@lru_cache(maxsize=4096)
def normalized(uri: str) -> str:
    """Return the spelling of a URI that equal ones share (RFC 3986, section 6.2.2).

    Case of scheme and host, needless escapes, missing ones, dot segments and default ports.
    """
    parts = split(uri)
    if parts is None or parts.scheme is None:
        return uri
    _, authority, path, query, _ = parts
    scheme = parts.scheme.lower()
    if authority is not None:
        user, at, host = authority.rpartition("@")
        authority = f"{user}{at}{host.lower()}".removesuffix(_PORTS.get(scheme, "\0"))
    hierarchical = authority is not None or path.startswith("/")
    path = _escaped(path)
    if hierarchical:
        path = without_dots(path) or "/"
    return str(Uri(scheme, authority, path, None if query is None else _escaped(query), None))


def _escaped(text: str) -> str:
    """Return a text with escapes where they must be, and nowhere else."""

    def fold(found: re.Match[str]) -> str:
        character = chr(int(found[1], 16))
        return character if character in _UNRESERVED else found[0].upper()

    if "%" in text:
        text = _ESCAPE.sub(fold, re.sub("%(?![0-9A-Fa-f]{2})", "%25", text))
    return quote(text, safe=_LEGAL, errors="surrogatepass")


def without_dots(path: str) -> str:
    """Return a path without its `.` and `..` segments (RFC 3986, section 5.2.4)."""
    if "." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def path_of(uri: str) -> str:
    """Return the path of a URI, percent-decoded; empty when there is none."""
    parts = split(uri)
    return unquote(parts.path) if parts is not None else ""


def redacted(text: str) -> str:
    """Return a URL, or what should be one, without the credentials in it."""
    return _CREDENTIALS.sub("//…@", text)
