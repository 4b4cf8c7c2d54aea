"""URLs of remote documents, and the prefixes by which they are allowed (RFC 3986).

What is compared is what is fetched: both have one spelling here, so that none can pass for another.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, unquote

from schemawright.source.refusal import ALLOW_OPTION, Refused

PORTS = {"http": 80, "https": 443}

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<authority>[^/?#\\]*)"
    r"(?P<path>(?:/[^?#]*)?)(?:\?(?P<query>[^#]*))?(?:#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_AUTHORITY = re.compile(
    r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:%\s]+)(?::(?P<port>[0-9]{0,5}))?", re.IGNORECASE
)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_LONGEST_HOST = 253  # RFC 1035, 2.3.4, as text
_SCHEME = re.compile(r"(?:(?P<scheme>https?):(?://)?)?", re.IGNORECASE)
_ESCAPE = re.compile(r"%(?P<hex>[0-9a-f]{2})?", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_UPWARD = frozenset({".", ".."})
_SEPARATORS = re.compile(r"[/\\;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebUrl:
    """An http or https URL without a fragment, spelled in the one way that is ours."""

    scheme: str
    host: str
    """In lower case, as ASCII (RFC 3490); an IPv6 address has no brackets."""
    port: int
    path: str
    query: str | None

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """The host, with the port if that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """The path and the query, as they are asked for."""
        return self.path if self.query is None else f"{self.path}?{self.query}"

    @property
    def allowance(self) -> str:
        """The option that allows the folder that the document lies in, as a shell takes it."""
        folder = self.path[: self.path.rindex("/") + 1]
        return f"{ALLOW_OPTION} {shlex.quote(f'{self.scheme}://{self.authority}{folder}')}"


@dataclass(frozen=True, slots=True)
class Prefix:
    """What users allow: every URL, every one of a scheme, or those below a URL."""

    scheme: str
    """Empty for both."""
    below: WebUrl | None = None

    def covers(self, url: WebUrl) -> bool:
        """Say whether a URL is allowed."""
        below = self.below
        if below is None:
            return self.scheme in {"", url.scheme}
        if (below.scheme, below.host, below.port) != (url.scheme, url.host, url.port):
            return False
        if below.query is not None:
            return below.target == url.target
        return url.path == below.path or url.path.startswith(f"{below.path.removesuffix('/')}/")

    def names(self, host: str) -> bool:
        """Say whether a host is allowed by its name, and not with all others."""
        return self.below is not None and self.below.host == host


def parsed(text: str) -> WebUrl:
    """Return the URL that a text is; raise Refused if it is none, or none to be fetched."""
    found = _URL.fullmatch(text)
    if found is None:
        raise Refused("it is not an http or https URL")
    if "@" in found["authority"]:
        raise Refused("it holds credentials, and those would end up in files and logs")
    authority = _AUTHORITY.fullmatch(found["authority"])
    scheme = found["scheme"].lower()
    port = int((authority and authority["port"]) or PORTS[scheme])
    if authority is None or not 0 < port < 65536:
        raise Refused("its host or its port is not a possible one")
    try:
        path, query = _path(found["path"]), found["query"]
        query = None if query is None else quote(query, safe="/?%!$&'()*+,;=:@[]")
    except UnicodeEncodeError:
        raise Refused("it holds half of a surrogate pair") from None
    return WebUrl(scheme=scheme, host=_host(authority["host"]), port=port, path=path, query=query)


def prefix(text: str) -> Prefix:
    """Return the prefix that a text is: empty, `https:`, or a URL; raise Refused if it is none."""
    found = _SCHEME.fullmatch(text)
    if found is not None:
        return Prefix((found["scheme"] or "").lower())
    below = parsed(text)
    return Prefix(below.scheme, below)


def _host(text: str) -> str:
    try:
        if text.startswith("["):
            return IPv6Address(text[1:-1]).compressed
        host = text.encode("idna").decode("ascii").lower()
    except ValueError:
        host = ""
    if _HOST.fullmatch(host) is None or len(host) > _LONGEST_HOST:
        raise Refused("its host is not a possible one")
    return host


def _path(text: str) -> str:
    """Return a path in which nothing leads upward, and nothing might in the eyes of a server."""
    segments: list[str] = []
    stated = quote(_ESCAPE.sub(_escape, text), safe="/%!$&'()*+,;=:@").split("/")[1:]
    for segment in stated:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            if not _UPWARD.isdisjoint(_SEPARATORS.split(unquote(segment))):
                raise Refused("parts of its path might lead out of it")
            segments.append(segment)
    if not segments or stated[-1] in _UPWARD:
        segments.append("")
    return "/" + "/".join(segments)


def _escape(match: re.Match[str]) -> str:
    """Return an escape in upper case, or else the character that needs none (RFC 3986, 6.2.2)."""
    if match["hex"] is None:
        return "%25"
    character = chr(int(match["hex"], 16))
    return character if character in _UNRESERVED else match.group().upper()
