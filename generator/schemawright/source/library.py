"""The documents of a run: those that were asked for, and those that they refer to.

Read are files in the directories of the sources and in those that are allowed, documents that
were named by hand, the official metaschemas, and remote documents as far as they are allowed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from schemawright.diagnostics import Diagnostic, InputError, no_schemas, unreadable
from schemawright.location import Location
from schemawright.source import documents
from schemawright.source.metaschemas import metaschema
from schemawright.source.refusal import Refused
from schemawright.source.uris import joined, normalized, path_of, redacted, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from schemawright.source.documents import Document
    from schemawright.source.values import JsonValue

STDIN = "-"
SUFFIXES = (".json", ".yaml", ".yml")
REMOTE = ("http:", "https:")


class RemoteDocuments(Protocol):
    """Where remote documents come from."""

    def open(self, uri: str) -> bytes:
        """Return the bytes of a document; raise Refused or InputError."""
        ...


class NoRemotes:
    """Remote documents are not to be had."""

    def open(self, uri: str) -> bytes:
        """Refuse a document."""
        raise Refused(
            "remote documents are not fetched unless that is allowed",
            f"allow it with --allow-remote, or name a copy of it: --resource {redacted(uri)}=FILE",
        )


NO_REMOTES = NoRemotes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be read beside the sources and what lies in their directories."""

    folders: tuple[str, ...] = ()
    """Directories that references may lead into."""
    resources: tuple[tuple[str, str], ...] = ()
    """Files by the URI that they stand for, and directories by one that ends in a slash."""
    remotes: RemoteDocuments = NO_REMOTES


class Library:
    """Documents by base URI (the place they were read from) and by the name users know."""

    def __init__(
        self,
        sources: Sequence[str],
        reach: Reach | None = None,
        arrange: Callable[[JsonValue], JsonValue] | None = None,
        looked_at: set[Path] | None = None,
    ) -> None:
        """Read the sources.

        Args:
            sources: files, directories, URIs of remote documents, or `-` for standard input.
            reach: what else may be read.
            arrange: applied to the value of each document.
            looked_at: where to note what is looked at, for whoever needs it if all fails.

        Raises:
            InputError: a source is not there, may not be read, or is neither JSON nor YAML.
        """
        self.looked_at: set[Path] = set() if looked_at is None else looked_at
        """Every file that was read or looked for in vain, and every directory that was listed."""
        self.read: set[str] = set()
        """The files that were read and the directories that were listed, as users know them."""
        self.by_base: dict[str, Document] = {}
        self.bases: dict[str, str] = {}
        self._reach = reach or Reach()
        self._arrange = arrange
        self._resources = {normalized(uri): file for uri, file in self._reach.resources}
        self._values: dict[str, tuple[str, JsonValue]] = {}
        self._folders: dict[Path, str] = {}
        self.entries = tuple(self._entries(sources))
        for folder in self._reach.folders:
            self._folders.setdefault(Path(folder).resolve(), Path(folder).as_posix())

    @classmethod
    def of(
        cls, schema: JsonValue, resources: Mapping[str, JsonValue], reach: Reach | None = None
    ) -> Library:
        """Return the library of a schema that is a value, with others by their URIs.

        Raises:
            InputError: one of them is nothing that JSON can say.
        """
        library = cls((), reach)
        library._values = {normalized(uri): (uri, value) for uri, value in resources.items()}
        library.entries = (library._keep("memory:/schema", documents.of_value(schema, "schema")),)
        return library

    def __getitem__(self, name: str) -> Document:
        """Return a document by the name that stands in locations."""
        return self.by_base[self.bases[name]]

    def __contains__(self, name: str) -> bool:
        """Tell whether a document of that name was read."""
        return name in self.bases

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document read so far."""
        return tuple(dict.fromkeys(self.by_base.values()))

    def open(self, base: str) -> Document | None:
        """Return the document at a base URI, reading it if it may be read and is there.

        Raises:
            Refused: it may not be read.
            InputError: it is there and is neither JSON nor YAML, or cannot be fetched.
        """
        if base in self.by_base:
            return self.by_base[base]
        if base in self._values:
            uri, value = self._values[base]
            return self._keep(base, documents.of_value(value, uri))
        if (file := self._mapped(base)) is not None:
            return self._alias(base, Path(file), Path(file).as_posix())
        if (known := metaschema(base)) is not None and known.is_file():
            return self._alias(base, known, base)
        if base.startswith(REMOTE):
            return self._keep(base, documents.parse(self._reach.remotes.open(base), base))
        parts = split(base)
        if parts is None or parts.scheme != "file":
            raise Refused("no document is known by that URI", f"name one: --resource {base}=FILE")
        if parts.authority not in {None, "", "localhost"}:
            raise Refused("it is a file of another host")
        return self._file(path_of(base))

    def sibling(self, name: str, stem: str) -> Document | None:
        """Return the document beside document `name` whose file is called `stem`."""
        folder = self._folder(name)
        if folder is None or "/" in stem or "\\" in stem or "\0" in stem:
            return None
        for suffix in SUFFIXES:
            path = folder / f"{stem}{suffix}"
            if path.name == f"{stem}{suffix}" and self._is_file(path):
                return self.open(path.as_uri())
        return None

    def copy(self, name: str, uri: str) -> Document | None:
        """Return the file beside document `name` that is called as `uri` ends and says it is it.

        So a remote document that lies here already is found, and nothing has to be fetched.
        """
        folder = self._folder(name)
        last = path_of(uri).rpartition("/")[2]
        if folder is None or not last or "\\" in last or "\0" in last:
            return None
        for suffix in ("", *SUFFIXES):
            path = folder / f"{last}{suffix}"
            if path.name != f"{last}{suffix}" or not self._is_file(path):
                continue
            try:
                found = self._file(str(path))
            except (InputError, Refused):
                continue  # whatever it is, it is not the document that is looked for
            if found is not None and stated_identifier(found) == uri:
                return found
        return None

    def granted(self, name: str) -> Path | None:
        """Return the outermost directory that may be read and holds the file of a document."""
        base = self.bases[name]
        path = Path(path_of(base)) if base.startswith("file:") else None
        holding = [each for each in self._folders if path and path.is_relative_to(each)]
        return min(holding, key=lambda each: len(each.parts), default=None)

    def _folder(self, name: str) -> Path | None:
        base = self.bases[name]
        return Path(path_of(base)).parent if base.startswith("file:") else None

    def _mapped(self, uri: str) -> str | None:
        """Return the file that a URI was mapped to by hand, itself or what it begins with."""
        if not self._resources:
            return None
        if uri in self._resources:
            return self._resources[uri]
        for prefix in sorted(self._resources, key=len, reverse=True):
            if prefix.endswith("/") and uri.startswith(prefix):
                inside = path_of(f"x:{uri[len(prefix):]}")
                folder = Path(self._resources[prefix])
                for suffix in ("", *SUFFIXES):
                    path = folder / f"{inside}{suffix}"
                    if self._is_file(path) and path.resolve().is_relative_to(folder.resolve()):
                        return path.as_posix()
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
        return dict.fromkeys(entries)

    def _read(self, source: str) -> Iterable[Document]:
        if source == STDIN:
            document = documents.parse(sys.stdin.buffer.read(), "stdin")
            return [self._keep("stdin:", document)]
        if source.startswith(tuple(f"{scheme}//" for scheme in REMOTE)):
            return [self._remote(source)]
        path = Path(source)
        self.looked_at.add(path)
        if not path.is_dir():
            self._folders.setdefault(path.resolve().parent, path.parent.as_posix())
            return [self._add(path.resolve(), path.as_posix())]
        self._folders.setdefault(path.resolve(), path.as_posix())
        inside = [*path.rglob("*")]
        self.looked_at.update(p for p in inside if p.suffix in SUFFIXES or p.is_dir())
        files = sorted(p for p in inside if p.suffix in SUFFIXES and p.is_file())
        visible = [p for p in files if _is_visible(p.relative_to(path))]
        listed = (p for p in inside if p.is_dir() and _is_visible(p.relative_to(path)))
        self.read.update(p.as_posix() for p in (path, *listed))
        if not visible:
            where = Location(path.as_posix())
            raise InputError(no_schemas(where, "no .json, .yaml or .yml file is in it"))
        return [self._add(file.resolve(), file.as_posix()) for file in visible]

    def _remote(self, source: str) -> Document:
        uri, _ = joined(source, source) or (source, "")
        try:
            found = self.open(uri)
        except Refused as refusal:
            found, reason, hint = None, str(refusal), refusal.hint
        else:
            reason, hint = "there is no such document", ""
        if found is None:
            raise InputError(replace(unreadable(Location(source), reason), hint=hint))
        return found

    def _file(self, name: str) -> Document | None:
        """Return a file in a directory that may be read, None if it is not there."""
        path = Path(name)
        shown = self._name(path)
        if shown is None:
            raise Refused(
                "it lies outside the directories of the sources",
                "pass it as a further source, or allow its directory with --allow-path",
            )
        return self._add(path, shown) if self._is_file(path) else None

    def _add(self, path: Path, name: str) -> Document:
        """Return a file's document, the same however it is reached."""
        base = path.as_uri()
        if base in self.by_base:
            return self.by_base[base]
        if not self._is_file(path) and not path.exists():
            raise InputError(unreadable(Location(name), "there is no such file"))
        real = path.resolve().as_uri()
        if real not in self.by_base:
            self._keep(real, documents.read(path, name))
            self.read.add(name)
        self.by_base[base] = self.by_base[real]
        return self.by_base[base]

    def _alias(self, uri: str, path: Path, name: str) -> Document:
        """Return a file's document under the URI that it stands for."""
        self.looked_at.add(path)
        real = path.resolve().as_uri()
        if real in self.by_base:
            self.by_base[uri] = self.by_base[real]
            return self.by_base[uri]
        document = self._keep(uri, documents.read(path, name))
        if name != uri:  # a metaschema is known by its URI, and is a part of the tool
            self.read.add(name)
        self.by_base[real] = document
        return document

    def _keep(self, base: str, document: Document) -> Document:
        if self._arrange is not None:
            document = replace(document, value=self._arrange(document.value))
        self.by_base[base] = document
        self.bases[document.uri] = base
        return document

    def _is_file(self, path: Path) -> bool:
        """Tell whether there is a file, which makes all the difference."""
        self.looked_at.add(path)
        try:
            return path.is_file()
        except (OSError, ValueError):
            return False

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


def _is_visible(path: Path) -> bool:
    """Tell whether a path in a directory is looked into: not what is hidden, nor byte code."""
    return not any(part.startswith(".") or part == "__pycache__" for part in path.parts)


def stated_identifier(document: Document) -> str | None:
    """Return the absolute URI that a document says it has, None when it says none."""
    value = document.value
    if not isinstance(value, dict):
        return None
    stated: Mapping[str, object] = value
    for keyword in ("$id", "id", "$self"):
        identifier = stated.get(keyword)
        if isinstance(identifier, str):
            parts = split(identifier)
            if parts is not None and parts.scheme is not None:
                return normalized(str(parts))
    return None
