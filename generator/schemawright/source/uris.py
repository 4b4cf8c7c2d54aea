"""URIs as documents state them, which may be none (RFC 3986)."""

from __future__ import annotations

from urllib.parse import unquote, urldefrag, urljoin, urlsplit


def joined(base: str, reference: str) -> tuple[str, str] | None:
    """Return the URI and the fragment that a reference means, None when it is no URI."""
    if reference.startswith("#"):  # which urljoin gets wrong where the base is a URN
        return urldefrag(base).url, unquote(reference[1:])
    try:
        uri, fragment = urldefrag(urljoin(base, reference))
    except ValueError:
        return None
    return uri, unquote(fragment)


def path_of(uri: str) -> str:
    """Return the path of a URI, percent-decoded; empty when there is none."""
    try:
        return unquote(urlsplit(uri).path)
    except ValueError:
        return ""
