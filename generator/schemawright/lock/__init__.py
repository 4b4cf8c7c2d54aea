"""The lock file: what later runs must find as it was, so that they yield the same code.

It is committed beside the configuration, where people merge it: one line an entry, and nothing in
it is trusted. A table that is not known makes the file unreadable, as dropping what another
release wrote would unlock it; whoever adds a table therefore raises the version. A file is of the
lowest version that can say what it says, so that it stays as it is for those who need no more.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from schemawright import toml_text
from schemawright.diagnostics import Diagnostic, InputError, bad_lock, listed, shown
from schemawright.location import Location, Position
from schemawright.lock.names import (
    KINDS,
    TABLE,
    LockedNames,
    RepeatedError,
    apart,
    lines,
    quoted,
    whole,
)
from schemawright.toml_text import NotTomlError, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAME = "schemawright.lock"
REMOTES_ONLY, WITH_NAMES = 1, 2
"""The versions of the file."""

_COMMENT = "# Written by schemawright, so that every run uses the same {}: commit this file."
_REMOTES = "remotes"
_TABLES = {REMOTES_ONLY: ("version", _REMOTES), WITH_NAMES: ("version", _REMOTES, TABLE)}

_DIGEST = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LockedRemote:
    """What a remote document was when it was retrieved: its digest, and the date (ISO 8601)."""

    sha256: str
    retrieved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All that is locked: remote documents by their URL, and names by their package."""

    remotes: Mapping[str, LockedRemote] = field(default_factory=dict[str, LockedRemote])
    names: Mapping[str, LockedNames] = field(default_factory=dict[str, LockedNames])


def read(path: Path) -> Lock:
    """Return what a file locks, nothing if it is not there.

    Raises:
        InputError: it cannot be read, or holds what this release does not understand.
    """
    at = Location(path.as_posix())
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Lock()
    except OSError as error:
        reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise InputError(bad_lock(at, None, reason)) from None
    return parse(data, at)


def parse(data: bytes, at: Location) -> Lock:
    """Return what the text of a lock file says; raise InputError as `read` does."""
    try:
        text = toml_text.decoded(data)
        _refuse_conflict(text, at)
        rest, names = apart(text)
        table = toml_text.parsed(rest)
    except NotTomlError as error:
        raise InputError(bad_lock(at, error.position, error.reason)) from None
    except RepeatedError as error:
        raise InputError(_repeated(at, error)) from None
    except RecursionError:
        raise InputError(bad_lock(at, None, "is nested too deeply")) from None
    if names:
        table.setdefault(TABLE, names)
    faults = list(_faults(table))
    if faults:
        positions = _positions(text)
        raise InputError(*(each.diagnostic(at, positions) for each in faults))
    remotes = cast("dict[str, dict[str, str]]", table.get(_REMOTES, {}))
    return Lock(
        remotes={url: LockedRemote(**entry) for url, entry in remotes.items()},
        names={
            package: LockedNames(
                **{kind: whole(each) for kind, each in tables.items()},
                place=_Places(text, at, package).place,
            )
            for package, tables in table.get(TABLE, {}).items()
        },
    )


def text(lock: Lock) -> str:
    """Return the text of a lock file: the same for equal locks, one line an entry."""
    entries = [
        f"{quoted(url)} = {{ sha256 = {quoted(each.sha256)}, "
        f"retrieved = {quoted(each.retrieved)} }}\n"
        for url, each in sorted(lock.remotes.items())
    ]
    remotes = f"\n[{_REMOTES}]\n{''.join(entries)}"
    if not lock.names:
        return f"{_COMMENT.format('documents')}\nversion = {REMOTES_ONLY}\n{remotes}"
    what = "documents and names" if entries else "names"
    head = f"{_COMMENT.format(what)}\nversion = {WITH_NAMES}\n"
    return "".join([head, remotes if entries else "", *lines(lock.names)])


class _Places:
    """Where the names of a package stand in a text, which is looked at only when that is asked."""

    __slots__ = ("_at", "_package", "_text")

    def __init__(self, text: str, at: Location, package: str) -> None:
        self._text = text
        self._at = at
        self._package = package

    def place(self, kind: str, key: str) -> tuple[Location, Position]:
        """Return where the name of a key stands."""
        path = (TABLE, self._package, kind, key)
        return _at(path, self._at), _nearest(path, _positions(self._text))


def _refuse_conflict(text: str, at: Location) -> None:
    found = _CONFLICT.search(text)
    if found is not None:
        position = Position(text.count("\n", 0, found.start()) + 1, 1)
        hint = (
            "keep the entries of both sides, and of two for one URL the later one, of two names "
            "for one key either; then remove the marks"
        )
        raise InputError(bad_lock(at, position, "a merge left a conflict here", hint))


def _repeated(at: Location, error: RepeatedError) -> Diagnostic:
    first, second = error.names
    reason = f"{shown(error.key, 200)} is locked a second time"
    hint = "remove one of the two lines"
    if first != second:
        reason = f"{reason}, as {shown(second)} and not as {shown(first)}"
        hint = f"{hint}: the one whose name is in use stays"
    return bad_lock(at, Position(error.line, 1), reason, hint)


class _Fault(NamedTuple):
    """What is wrong with a key: its path in the file, why, and what to do."""

    path: tuple[str, ...]
    reason: str
    hint: str = ""

    def diagnostic(self, at: Location, positions: Mapping[tuple[str, ...], Position]) -> Diagnostic:
        """Return the fault as a finding about a file whose keys stand there."""
        position = _nearest(self.path, positions)
        return bad_lock(_at(self.path, at), position, self.reason, self.hint)


def _faults(table: Table) -> Iterator[_Fault]:
    """Yield what is wrong with a lock; of one of another version, only that it is."""
    version = table.get("version")
    if type(version) is not int:  # true and 1.0 are equal to 1
        yield _Fault(("version",), "states no version")
        return
    if version not in _TABLES:
        reads = f"this schemawright reads versions {REMOTES_ONLY} and {WITH_NAMES}"
        hint = "use the schemawright that wrote it, or a newer one"
        yield _Fault(("version",), f"is of version {version}, and {reads}", hint)
        return
    for key in table:
        if key not in _TABLES[version]:
            hint = "remove it, or use the schemawright that wrote it"
            if key == TABLE:
                hint = f"files with names are of version {WITH_NAMES}: state that"
            yield _Fault((key,), f"{shown(key)} is not known", hint)
    remotes = table.get(_REMOTES, {})
    if not isinstance(remotes, dict):
        yield _Fault((_REMOTES,), "expected a table of remote documents")
        return
    for url, entry in cast(Table, remotes).items():
        reason = _reason(entry)
        if reason:
            yield _Fault((_REMOTES, url), f"{shown(url, 200)}: {reason}")
    if TABLE in _TABLES[version]:
        yield from _faults_of_names(table.get(TABLE, {}))


def _faults_of_names(packages: object) -> Iterator[_Fault]:
    """Yield what is wrong with the form of locked names; what they may be, naming knows."""
    hint = 'write lines such as "Pet/name" = "name" below [names."package".attributes]'
    if not isinstance(packages, dict):
        yield _Fault((TABLE,), "expected a table of packages", hint)
        return
    for package, kinds in cast(Table, packages).items():
        path = (TABLE, package)
        if not isinstance(kinds, dict):
            yield _Fault(path, f"{shown(package)}: expected tables of names", hint)
            continue
        for kind, names in cast(Table, kinds).items():
            if kind not in KINDS:
                known = f"there are {listed(KINDS)}"
                yield _Fault((*path, kind), f"{shown(kind)} is no kind of names", known)
            elif not isinstance(names, dict):
                yield _Fault((*path, kind), f"{shown(kind)}: expected a table of names", hint)
            else:
                for key, name in cast(Table, names).items():
                    if not isinstance(name, str):
                        reason = f"{shown(key, 200)}: expected a name in quotes"
                        yield _Fault((*path, kind, key), reason, hint)


def _reason(entry: object) -> str:
    """Return what is wrong with an entry, nothing if all is well."""
    if not isinstance(entry, dict):
        return "expected { sha256 = …, retrieved = … }"
    members = cast(Table, entry)
    if unknown := [key for key in members if key not in LockedRemote.__slots__]:
        return f"{shown(unknown[0])} is not known"
    if not _matches(_DIGEST, members.get("sha256")):
        return "expected sha256 with 64 hexadecimal digits in lower case"
    retrieved = members.get("retrieved")
    if not _matches(_DATE, retrieved) or not _is_date(cast(str, retrieved)):
        return "expected retrieved with a date such as 2026-11-24, in quotes"
    return ""


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _at(path: tuple[str, ...], at: Location) -> Location:
    for key in path:
        at /= key
    return at


def _nearest(path: tuple[str, ...], positions: Mapping[tuple[str, ...], Position]) -> Position:
    """Return where a key stands, or else the innermost table around it."""
    while path and path not in positions:
        path = path[:-1]
    return positions.get(path, Position(1, 1))


def _positions(text: str) -> dict[tuple[str, ...], Position]:
    """Return where the keys stand that a line sets, and the tables that it opens."""
    found: dict[tuple[str, ...], Position] = {}
    inside: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        with suppress(NotTomlError, RecursionError):
            set_here = list(_paths(toml_text.parsed(line)))
            opens = line.lstrip().startswith("[")
            position = Position(number, len(line) - len(line.lstrip()) + 1)
            for path in set_here:
                found.setdefault(path if opens else (*inside, *path), position)
            inside = set_here[-1] if opens else inside
    return found


def _paths(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the ways to all that a table holds, outermost first."""
    for key, value in table.items():
        yield (key,)
        if isinstance(value, dict):
            for path in _paths(cast(Table, value)):
                yield (key, *path)
