"""Fetching a document over HTTP: where redirects may lead, and which answers hold a document."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from schemawright.diagnostics import InputError, shown, unreachable_remote
from schemawright.location import Location
from schemawright.source import web_urls
from schemawright.source.limits import Deadline
from schemawright.source.refusal import Refused, Unreachable
from schemawright.source.uris import redacted

if TYPE_CHECKING:
    from schemawright.source.connections import Answer
    from schemawright.source.limits import Limits
    from schemawright.source.web_urls import WebUrl

_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it was sent, and what the server calls it."""

    content: bytes
    content_type: str


def fetch(url: str, limits: Limits, *, private_allowed: bool) -> Fetched:
    """Return the document at a URL; whether it may be fetched is for the caller to know.

    Args:
        url: where the document is.
        limits: how much it may cost.
        private_allowed: whether the host may be at an address that is not public.

    Raises:
        InputError: it cannot be had.
    """
    try:
        return _followed(web_urls.parsed(url), limits, private_allowed=private_allowed)
    except Refused as error:
        reason, hint = str(error), "check the URL"
    except Unreachable as error:
        reason, hint = error.reason, error.hint
    at = Location(redacted(url))
    raise InputError(unreachable_remote(at, reason, hint))


def _followed(url: WebUrl, limits: Limits, *, private_allowed: bool) -> Fetched:
    """Return what is found at a URL, or where it redirects to."""
    from schemawright.source import connections  # noqa: PLC0415 - few runs fetch anything

    deadline = Deadline(limits.seconds)
    for _ in range(limits.redirects + 1):
        answer = connections.get(url, limits, deadline, private_allowed=private_allowed)
        if answer.status not in _REDIRECTS:
            return _document(answer)
        url = _redirected(url, answer.location)
    raise Unreachable(f"it redirects more than {limits.redirects} times")


def _redirected(url: WebUrl, location: str) -> WebUrl:
    """Return where a redirect leads: the same host, and never from https to http.

    Another host is another party, which nobody allowed; the port tells parties apart too, but
    for the usual step from http to https.
    """
    if not location:
        raise Unreachable("it redirects, and does not say where to")
    try:
        target = web_urls.parsed(urljoin(str(url), location))
    except (Refused, ValueError):
        leads = f"from {shown(str(url), 200)} to {shown(redacted(location), 200)}"
        raise Unreachable(f"it redirects {leads}, which cannot be followed") from None
    leads = f"from {shown(str(url), 200)} to {shown(str(target), 200)}"
    hint = "refer to the second of the two, if that is where the document is now"
    if target.host != url.host:
        raise Unreachable(f"it redirects to another host, {leads}", hint)
    if (url.scheme, target.scheme) == ("http", "https"):
        return target
    if target.scheme != url.scheme:
        raise Unreachable(f"it redirects to where nothing is encrypted, {leads}")
    if target.port != url.port:
        raise Unreachable(f"it redirects to another port, {leads}", hint)
    return target


def _document(answer: Answer) -> Fetched:
    if answer.status != HTTPStatus.OK:
        raise _unfit(answer.status)
    start = answer.content.lstrip()[:1]
    if not start:
        raise Unreachable("the answer is empty")
    if start == b"<":
        hint = "look at it in a browser; many sites have another URL for the raw document"
        raise Unreachable("the answer is a web page, neither JSON nor YAML", hint)
    return Fetched(answer.content, answer.content_type)


def _unfit(status: int) -> Unreachable:
    """Return what an answer that is no document means."""
    try:
        said = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        said = str(status)
    hint = ""
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        hint = "credentials are never sent: download the document and pass it as a source"
    elif status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        hint = "check the URL"
    return Unreachable(f"the server answered {said}", hint)
