"""Comparing two schemas: the Python API, and what the command does."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from schemawright import settings
from schemawright.comparing.comparison import Judged, compared
from schemawright.comparing.revisions import Source, opened
from schemawright.comparing.severity import DIRECTIONS, TABLE, Severity
from schemawright.comparing.sides import Side, called_alike, side
from schemawright.comparing.versions import Part, following, version
from schemawright.diagnostics import Diagnostic, InputError, Related, bad_option, shown, too_large
from schemawright.location import Location
from schemawright.runs import (
    LocatedError,
    documents_of,
    done,
    kept_for,
    save,
    without_collecting,
)
from schemawright.source.library import Library

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from schemawright.comparing.changes import Where
    from schemawright.comparing.severity import Direction
    from schemawright.config import Options
    from schemawright.report import Text
    from schemawright.runs import Documents
    from schemawright.settings import Keywords

SchemaSource: TypeAlias = "str | PurePath | dict[str, Any] | bool"
"""A file, a directory, `REV:PATH` of a git repository, or a schema as the json module reads it."""

WAYS: Mapping[str, tuple[Direction, ...]] = {
    "request": ("request",),
    "response": ("response",),
    "both": DIRECTIONS,
}
"""What can be said of who sends values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two schemas."""

    changes: tuple[Judged, ...]
    findings: tuple[Diagnostic, ...]
    """What is suspicious about the new schema."""
    old: Documents = field(repr=False)
    new: Documents = field(repr=False)

    @property
    def heard(self) -> tuple[Judged, ...]:
        """The changes that are not silenced."""
        return tuple(each for each in self.changes if not each.silenced)

    @property
    def severity(self) -> Severity:
        """How bad the worst of the changes is that are not silenced."""
        return max((each.severity for each in self.heard), default=Severity.OK)

    def part(self, warnings: Part = "minor") -> Part | None:
        """Return which part of a version has to be raised, None where nothing changed."""
        if not self.changes:
            return None
        if self.severity is Severity.BREAKING:
            return "major"
        parts: list[Part] = ["patch"]
        if self.severity is Severity.WARNING:
            parts.append(warnings)
        if any(TABLE[each.kind].adds for each in self.changes):
            parts.append("minor")
        return min(parts)  # which is the order of the alphabet, too

    def next_version(self, current: str, warnings: Part = "minor") -> str:
        """Return the version that follows one.

        Args:
            current: the version of the old schema, such as `1.2.3`; below 1.0.0 the part below
                the one that counts is raised.
            warnings: which part changes raise that are worth a warning.

        Raises:
            InputError: that is no version.
        """
        found = version(current)
        if found is None:
            message = f"{shown(current)} is no version"
            hint = "write three numbers with dots between them, such as 1.2.3"
            raise InputError(bad_option(Location("--version"), message, hint))
        return str(following(found, self.part(warnings)))


def compare(
    old: SchemaSource,
    new: SchemaSource,
    *,
    root: str | Sequence[str] = (),
    direction: Literal["request", "response", "both"] | None = None,
    **how: Unpack[Keywords],
) -> Comparison:
    """Return what differs between two schemas, and how bad that is.

    Args:
        old: a file, a directory, `REV:PATH`, or a schema as the json module reads it.
        new: the same.
        root: the schemas to compare, with all that they need; every one when left out.
        direction: who sends the values, `request`, `response` or `both`; when left out, what the
            operations of an OpenAPI document say, and both where nothing does.
        how: the options of the command line that say what is read.

    Raises:
        InputError: one of the two cannot be turned into types.
    """
    if direction is not None and direction not in WAYS:
        message = f"{shown(direction)} is not a direction"
        hint = "there are request, response and both"
        raise InputError(bad_option(Location("direction"), message, hint))
    given = {"source": "schema", "package": "compared", "root": root, **how}
    options = settings.options(given, lambda key: (Location(key), None))
    wanted = None if direction is None else WAYS[direction]
    return run(options, _plain(old), _plain(new), wanted)


def run(
    options: Options,
    old: str | dict[str, Any] | bool,  # noqa: FBT001 - a schema may be true
    new: str | dict[str, Any] | bool,  # noqa: FBT001
    ways: tuple[Direction, ...] | None,
) -> Comparison:
    """Return what differs between two schemas.

    Raises:
        InputError: one of the two cannot be turned into types.
    """
    with ExitStack() as stack:
        stack.enter_context(without_collecting())
        sources = [
            (
                stack.enter_context(opened(each, options.allow_paths))
                if isinstance(each, str)
                else Source("schema", (), "schema", name)
            )
            for name, each in (("old", old), ("new", new))
        ]
        before = _read(options, sources[0], old, None)
        now = _read(options, sources[1], new, before.side.library)
        try:
            changes = compared(before.side, now.side, ways)
        except RecursionError:
            at = _place(Location(sources[1].path), sources[1])
            raise InputError(too_large(at, "is nested too deeply to be compared")) from None
        return Comparison(
            changes=tuple(_shown(each, *sources) for each in changes),
            findings=tuple(_named(each, sources[1]) for each in now.side.findings),
            old=before.documents,
            new=now.documents,
        )


class _Read(NamedTuple):
    side: Side
    documents: Documents


def _plain(source: SchemaSource) -> str | dict[str, Any] | bool:
    return source.as_posix() if isinstance(source, PurePath) else source


def _read(options: Options, source: Source, given: object, other: Library | None) -> _Read:
    """Return one of the two; what is wrong with it has the names that people know."""
    own = replace(options, sources=(source.path,), allow_paths=source.allow_paths)

    def read(library: Library) -> Side:
        return side(own, library, called_alike(other, library) if other is not None else None)

    try:
        if isinstance(given, str):
            kept = kept_for([own])
            _, found = done(own, kept[own.lock], read)
            save(kept)
        else:
            found = read(Library.of(given, {}))  # type: ignore[arg-type] # it is JSON
    except InputError as error:
        documents: Mapping[str, Text] = getattr(error, "documents", {})
        faults = [_named(each, source) for each in error.diagnostics]
        raise LocatedError(*faults, documents=_renamed(documents, source)) from None
    return _Read(found, _renamed(documents_of(found.library), source))


def _renamed(documents: Documents, source: Source) -> Documents:
    return {source.shown(name): each for name, each in documents.items()}


def _named(finding: Diagnostic, source: Source) -> Diagnostic:
    """Return a finding with the names of documents that people know."""
    return replace(
        finding,
        message=source.shown(finding.message),
        hint=source.shown(finding.hint),
        location=_place(finding.location, source),
        related=tuple(Related(_place(e.location, source), e.message) for e in finding.related),
    )


def _place(location: Location, source: Source) -> Location:
    return Location(source.shown(location.uri), location.pointer)


def _shown(judged: Judged, old: Source, new: Source) -> Judged:
    where: Where = judged.change.where
    moved = replace(
        where,
        old=None if where.old is None else _place(where.old, old),
        new=None if where.new is None else _place(where.new, new),
    )
    return replace(judged, change=replace(judged.change, where=moved))
