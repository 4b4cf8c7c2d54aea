"""The documents of a run: those that were asked for, and their neighbours that they refer to.

Nothing else is read: no network, and no file outside the directories of the given sources.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from schemawright.diagnostics import Diagnostic, InputError, no_schemas, unreadable
from schemawright.location import Location
from schemawright.source import documents
from schemawright.source.uris import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemawright.source.documents import Document

STDIN = "-"
SUFFIXES = (".json", ".yaml", ".yml")


class Refused(Exception):  # noqa: N818 - an answer to be turned into a diagnostic, not a fault
    """A document may not be read; the text says why."""


class Library:
    """Documents by base URI (the place they were read from) and by the name users know."""

    def __init__(self, sources: Sequence[str]) -> None:
        self.by_base: dict[str, Document] = {}
        self.bases: dict[str, str] = {}
        self._folders: dict[Path, str] = {}
        self.entries = tuple(self._entries(sources))

    def __getitem__(self, name: str) -> Document:
        """Return a document by the name that stands in locations."""
        return self.by_base[self.bases[name]]

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document read so far."""
        return tuple(self.by_base.values())

    def open(self, base: str) -> Document | None:
        """Return the document at a base URI, reading it if it may be read and is there.

        Raises:
            Refused: it lies outside the sources' directories, or is not a file.
            InputError: it is there and is neither JSON nor YAML.
        """
        if base in self.by_base:
            return self.by_base[base]
        if not base.startswith("file:"):
            raise Refused("remote documents are never fetched")
        path = Path(path_of(base))
        name = self._name(path)
        if name is None:
            raise Refused("it lies outside the directories of the sources")
        return self._add(path, name) if _is_file(path) else None

    def sibling(self, name: str, stem: str) -> Document | None:
        """Return the document beside document `name` whose file is called `stem`."""
        base = self.bases[name]
        if not base.startswith("file:") or "/" in stem or "\\" in stem or "\0" in stem:
            return None
        folder = Path(path_of(base)).parent
        for suffix in SUFFIXES:
            path = folder / f"{stem}{suffix}"
            if path.name == f"{stem}{suffix}" and _is_file(path):
                return self.open(path.as_uri())
        return None

    def _entries(self, sources: Sequence[str]) -> Iterable[Document]:
        problems: list[Diagnostic] = []
        entries: list[Document] = []
        for source in dict.fromkeys(sources):
            try:
                entries.extend(self._read(source))
            except InputError as error:
                problems.extend(error.diagnostics)
        if problems:
            raise InputError(*problems)
        return entries

    def _read(self, source: str) -> Iterable[Document]:
        if source == STDIN:
            document = documents.parse(sys.stdin.buffer.read(), "stdin")
            self.by_base["stdin:"] = document
            self.bases["stdin"] = "stdin:"
            return [document]
        path = Path(source)
        if not path.is_dir():
            self._folders.setdefault(path.resolve().parent, path.parent.as_posix())
            return [self._add(path.resolve(), path.as_posix())]
        self._folders.setdefault(path.resolve(), path.as_posix())
        files = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES and p.is_file())
        visible = [
            p for p in files if not any(part.startswith(".") for part in p.relative_to(path).parts)
        ]
        if not visible:
            where = Location(path.as_posix())
            raise InputError(no_schemas(where, "no .json, .yaml or .yml file is in it"))
        return [self._add(file.resolve(), file.as_posix()) for file in visible]

    def _add(self, path: Path, name: str) -> Document:
        base = path.as_uri()
        if base not in self.by_base:
            if not _is_file(path) and not path.exists():
                raise InputError(unreadable(Location(name), "there is no such file"))
            self.by_base[base] = documents.read(path, name)
            self.bases[name] = base
        return self.by_base[base]

    def _name(self, path: Path) -> str | None:
        """Return the name to show for a file, None when it may not be read."""
        try:
            real = path.resolve()
        except (OSError, ValueError, RuntimeError):
            return None
        for folder, shown in self._folders.items():
            if real.is_relative_to(folder):
                return (Path(shown) / real.relative_to(folder)).as_posix()
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
