"""Remote documents: which may be fetched, and the copies that make later runs need no network.

What was fetched once is locked by its digest and stored beside the lock file. From then on the
copy is what counts, whoever may fetch what; the network is asked again only for an update.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from schemawright.diagnostics import InputError, changed_remote, unreadable, unwritable
from schemawright.location import Location
from schemawright.lock import LockedRemote
from schemawright.source import fetching, web_urls
from schemawright.source.limits import Limits
from schemawright.source.refusal import Refused
from schemawright.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemawright.lock.kept import LockFile
    from schemawright.source.web_urls import Prefix, WebUrl

ANYWHERE = ""
"""The prefix of every URL."""

FOLDER = "schemawright.remotes"
"""Where the copies are, beside the lock file."""

_ATTRIBUTES = ".gitattributes"
_UNTOUCHED = b"# The copies are compared by their digests: line ends stay as they are.\n* -text\n"

_SUFFIXES = {".json": ".json", ".yaml": ".yaml", ".yml": ".yaml"}
_STEM_LENGTH = 80
_DIGEST_LENGTH = 16


class Remotes:
    """The remote documents of a run; one object for all that share a lock file.

    Copies that are no longer locked are left where they are: another branch may need them.
    """

    def __init__(
        self,
        allowed: Sequence[str],
        lock_file: LockFile,
        *,
        date: str,
        update: bool = False,
        limits: Limits | None = None,
    ) -> None:
        """Nothing is read before a document is asked for.

        Args:
            allowed: prefixes of URLs that may be fetched; none means that nothing is.
            lock_file: the lock file, which need not be there.
            date: today, as it is recorded for what is fetched (ISO 8601).
            update: whether what is allowed is fetched even if it is stored.
            limits: what fetching one document may cost.

        Raises:
            Refused: one of the prefixes is not possible.
        """
        self._allowed: tuple[Prefix, ...] = tuple(map(web_urls.prefix, allowed))
        self._lock_file = lock_file
        self._date = date
        self._update = update
        self._limits = limits or Limits()
        self._opened: dict[str, bytes | InputError] = {}
        self._locked: dict[str, LockedRemote] = {}
        self._copies: dict[Path, bytes] = {}
        self.used: set[Path] = set()
        """The copies that documents came from, or are in now."""

    def open(self, uri: str) -> bytes:
        """Return the document at a URI, whose fragment does not count.

        Raises:
            Refused: it is not stored and may not be fetched.
            InputError: it cannot be had, is not the one that was locked, or the lock is broken.
        """
        url = web_urls.parsed(uri)
        name = str(url)
        if name not in self._opened:
            try:
                self._opened[name] = self._document(url)
            except InputError as error:
                # Other references to it need not wait for the same failure again.
                self._opened[name] = error
        found = self._opened[name]
        if isinstance(found, InputError):
            raise InputError(*found.diagnostics)
        return found

    def pending(self) -> Mapping[Path, bytes]:
        """Return what this run is to write, in that order: new copies, and the lock if it changes.

        Writing nothing of it only means that the next run fetches the documents again.
        """
        files: dict[Path, bytes] = {}
        if self._copies or self._locked:
            attributes = self._folder / _ATTRIBUTES
            if not attributes.exists():
                files[attributes] = _UNTOUCHED
            files |= dict(sorted(self._copies.items()))
        if self._locked:
            self._lock_file.lock_remotes(self._locked)
        if (change := self._lock_file.change()) is not None:
            files[self._lock_file.path] = change
        return files

    def paths(self) -> tuple[Path, ...]:
        """Return the lock file, and where copies lie, each of them too."""
        return (self._lock_file.path, self._folder, *self._folder.glob("*"))

    @property
    def _folder(self) -> Path:
        return self._lock_file.path.parent / FOLDER

    def _document(self, url: WebUrl) -> bytes:
        locked = self._lock_file.locked.remotes.get(str(url))
        allowing = [each for each in self._allowed if each.covers(url)]
        if locked is not None and not (self._update and allowing):
            stored = self._stored(url, locked)
            if stored is not None:
                return stored
        if not allowing:
            raise Refused(_refusal(url, locked))
        private_allowed = any(each.names(url.host) for each in allowing)
        content = fetching.fetch(str(url), self._limits, private_allowed=private_allowed).content
        self._keep(url, locked, content)
        return content

    def _stored(self, url: WebUrl, locked: LockedRemote) -> bytes | None:
        """Return the copy of a locked document, None if there is none."""
        path = self._folder / copy_name(url, locked.sha256)
        content = _content(path)
        if content is None:
            return None
        found = _digest(content)
        if found != locked.sha256:
            at = Location(path.as_posix())
            raise InputError(changed_remote(at, str(url), locked=locked.sha256, found=found))
        self.used.add(path)
        return content

    def _keep(self, url: WebUrl, locked: LockedRemote | None, content: bytes) -> None:
        """Remember a document that was fetched, if it is the one that it has to be."""
        found = _digest(content)
        if locked is None or found != locked.sha256:
            if locked is not None and not self._update:
                at = Location(str(url))
                raise InputError(changed_remote(at, at.uri, locked=locked.sha256, found=found))
            self._locked[str(url)] = LockedRemote(sha256=found, retrieved=self._date)
        path = self._folder / copy_name(url, found)
        self.used.add(path)
        if _content(path) != content:
            self._copies[path] = content


def copy_name(url: WebUrl, sha256: str) -> str:
    """Return what the copy of a document is called, on every file system."""
    path = PurePosixPath(url.path)
    suffix = _SUFFIXES.get(path.suffix.lower(), "")
    readable = f"{url.host}{path.with_suffix('') if suffix else path}".lower()
    stem = re.sub(r"[^a-z0-9]+", "-", readable)[-_STEM_LENGTH:].strip("-")
    return f"{stem}-{sha256[:_DIGEST_LENGTH]}{suffix}"


def _content(path: Path) -> bytes | None:
    """Return what a copy holds, None if it is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        fault = unreadable(Location(path.as_posix()), (error.strerror or str(error)).lower())
        raise InputError(replace(fault, hint="")) from None


def save(files: Mapping[Path, bytes]) -> None:
    """Write what is `pending`, each file in one step, and the lock when its copies are there.

    Raises:
        InputError: something cannot be written.
    """
    paths = list(files)
    for together in (paths[:-1], paths[-1:]):
        writer = Writer(Path())
        path = Path()
        try:
            for path in together:
                writer.put(PurePosixPath(path.as_posix()), files[path])
            list(writer.place())
        except OSError as error:
            writer.abandon()
            at = Location(path.as_posix())
            raise InputError(unwritable(at, error.strerror or str(error))) from error


def _refusal(url: WebUrl, locked: LockedRemote | None) -> str:
    if locked is None:
        return f"it is remote, and nothing remote is fetched unasked; {url.allowance} allows it"
    return (
        f"it is locked, but its copy {FOLDER}/{copy_name(url, locked.sha256)} is missing; "
        f"restore that from version control, or fetch it again with {url.allowance}"
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
