"""What a package index has of a distribution (PEP 691, and PEP 503 as HTML)."""

from __future__ import annotations

import hashlib
import json
import re
from html.parser import HTMLParser
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from schemawright.diagnostics import Diagnostic, InputError, shown, unreachable_remote
from schemawright.location import Location
from schemawright.packaging.metadata import normalized
from schemawright.packaging.previous import LARGEST, in_sdist
from schemawright.packaging.releases import published
from schemawright.source.uris import redacted
from schemawright.version import __version__

if TYPE_CHECKING:
    from schemawright.packaging.previous import Published
    from schemawright.packaging.releases import Release

INDEXES = {
    "upload.pypi.org": "https://pypi.org/simple/",
    "test.pypi.org": "https://test.pypi.org/simple/",
}
"""Where indexes are read whose uploads go elsewhere, by the host of these."""

_ACCEPT = (
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, "
    "text/html;q=0.1"
)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_SECONDS = 30.0
_SDIST = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.tar\.gz")
_WHEEL = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl")


class File(NamedTuple):
    """A file that an index offers."""

    name: str
    url: str
    sha256: str
    """Empty where the index does not tell."""
    is_yanked: bool


class _Answer(NamedTuple):
    url: str
    status: int
    kind: str
    body: bytes


def index_of(repository: str) -> str:
    """Return the URL of the Simple API of the index that files are uploaded to.

    PyPI and its test index have one of their own; others have it below, as `simple/`.
    """
    known = INDEXES.get(urlsplit(repository).hostname or "")
    return known or f"{repository.rstrip('/')}/simple/"


def latest(index: str, name: str) -> Published | None:
    """Return what was published last under a name; None if nothing was.

    Raises:
        InputError: the index cannot be asked, or what it has cannot be read.
    """
    offered = versions(index, name)
    final = [each for each in offered if not each.is_candidate] or list(offered)
    if not final:
        return None
    last = max(final, key=lambda each: each.order)
    sdist = next((each for each in offered[last] if each.name.endswith(".tar.gz")), None)
    page = urljoin(_folder(index), f"{normalized(name)}/")
    if sdist is None:
        message = f"the last version, {offered[last][0].name}, has no source distribution"
        raise InputError(_unusable(page, message))
    content = _get(sdist.url).body
    if sdist.sha256 and hashlib.sha256(content).hexdigest() != sdist.sha256:
        raise InputError(_unusable(sdist.url, "its SHA-256 is not the one that the index states"))
    found = in_sdist(content, sdist.url)
    if found is None:
        raise InputError(_unusable(sdist.url, "it was not made by `schemawright package`"))
    return found


def versions(index: str, name: str) -> dict[Release, list[File]]:
    """Return the files of each version that an index has of a distribution.

    Raises:
        InputError: the index cannot be asked.
    """
    page = urljoin(_folder(index), f"{normalized(name)}/")
    answer = _get(page)
    if answer.status == HTTPStatus.NOT_FOUND:
        if _get(_folder(index), "HEAD").status == HTTPStatus.NOT_FOUND:
            raise InputError(_unusable(index, "no index is found there"))
        return {}
    files = _from_json(answer) if "json" in answer.kind else _from_html(answer)
    found: dict[Release, list[File]] = {}
    for file in files:
        parts = _SDIST.fullmatch(file.name) or _WHEEL.fullmatch(file.name)
        if parts is None or normalized(parts["name"]) != normalized(name) or file.is_yanked:
            continue
        version = published(parts["version"])
        if version is None:
            reason = f"it has a version that cannot be judged, {shown(parts['version'])}"
            raise InputError(_unusable(page, reason))
        found.setdefault(version, []).append(file)
    return found


def _folder(index: str) -> str:
    return index if index.endswith("/") else f"{index}/"


def _from_json(answer: _Answer) -> list[File]:
    try:
        listed = json.loads(answer.body)["files"]
        return [_file(answer.url, each) for each in listed]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError(_unusable(answer.url, "the answer is not that of an index")) from None


def _file(page: str, stated: dict[str, Any]) -> File:
    hashes = cast("dict[str, str]", stated.get("hashes") or {})
    url = urljoin(page, str(stated["url"]))
    return File(str(stated["filename"]), url, hashes.get("sha256", ""), bool(stated.get("yanked")))


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.files: list[File] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        stated = dict(attrs)
        href = stated.get("href")
        if tag != "a" or not href:
            return
        url, fragment = urldefrag(urljoin(self.page, href))
        name = unquote(urlsplit(url).path.rpartition("/")[2])
        digest = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else ""
        self.files.append(File(name, url, digest, "data-yanked" in stated))


def _from_html(answer: _Answer) -> list[File]:
    links = _Links(answer.url)
    links.feed(answer.body.decode(errors="replace"))
    return links.files


def _get(url: str, method: str = "GET") -> _Answer:
    """Return what a server answers: 200 or 404; a redirect to another host counts as the latter.

    Credentials in the URL go to its own host, and are in no message.
    """
    import urllib3  # noqa: PLC0415 - few runs ask an index

    host = urlsplit(url).hostname
    user = unquote(urlsplit(url).netloc.rpartition("@")[0])
    headers = {"Accept": _ACCEPT, "User-Agent": f"schemawright/{__version__}"}
    for _ in range(_MOST_REDIRECTS + 1):
        try:
            own = urllib3.make_headers(basic_auth=user) if user else {}
            with urllib3.PoolManager(timeout=_SECONDS, retries=False) as pool:
                found = pool.request(
                    method, url, headers={**headers, **own}, redirect=False, preload_content=False
                )
                body = found.read(LARGEST + 1)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise InputError(_unusable(url, redacted(f"it cannot be reached: {error}"))) from None
        if len(body) > LARGEST:
            raise InputError(_unusable(url, f"it answers with more than {LARGEST} bytes"))
        kind = found.headers.get("Content-Type", "")
        if found.status in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}:
            return _Answer(url, found.status, kind, body)
        to = urljoin(url, found.headers.get("Location", ""))
        if found.status not in _REDIRECTS:
            reason = f"it answers with {found.status} {shown(found.reason or '')}"
            raise InputError(_unusable(url, reason))
        if urlsplit(to).hostname != host:
            return _Answer(url, HTTPStatus.NOT_FOUND, kind, b"")
        url = to
    raise InputError(_unusable(url, "it redirects again and again"))


def _unusable(url: str, reason: str) -> Diagnostic:
    hint = "name the index with --index-url, or what was published last with --previous"
    return unreachable_remote(Location(redacted(url)), reason, hint)
