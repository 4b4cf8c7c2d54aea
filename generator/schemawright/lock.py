"""The lock file: what later runs must find as it was, so that they yield the same code.

It is committed beside the configuration, where people merge it: one line an entry, and nothing in
it is trusted. A table that is not known makes the file unreadable, as dropping what another
release wrote would unlock it; whoever adds a table therefore raises the version.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, cast

from schemawright import toml_text
from schemawright.diagnostics import Diagnostic, InputError, bad_lock, shown
from schemawright.location import Location, Position
from schemawright.toml_text import NotTomlError, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAME = "schemawright.lock"
VERSION = 1

_COMMENT = "# Written by schemawright, so that every run uses the same documents: commit this file."
_REMOTES = "remotes"
_TABLES = ("version", _REMOTES)

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
    """All that is locked: remote documents by their URL."""

    remotes: Mapping[str, LockedRemote] = field(default_factory=dict[str, LockedRemote])


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
        table = toml_text.parsed(text)
    except NotTomlError as error:
        raise InputError(bad_lock(at, error.position, error.reason)) from None
    except RecursionError:
        raise InputError(bad_lock(at, None, "is nested too deeply")) from None
    faults = list(_faults(table))
    if faults:
        lines = _lines(text)
        raise InputError(*(each.diagnostic(at, lines) for each in faults))
    remotes = cast("dict[str, dict[str, str]]", table.get(_REMOTES, {}))
    return Lock(remotes={url: LockedRemote(**entry) for url, entry in remotes.items()})


def text(lock: Lock) -> str:
    """Return the text of a lock file: the same for equal locks, one line an entry."""
    entries = [
        f"{_quoted(url)} = {{ sha256 = {_quoted(each.sha256)}, "
        f"retrieved = {_quoted(each.retrieved)} }}\n"
        for url, each in sorted(lock.remotes.items())
    ]
    return f"{_COMMENT}\nversion = {VERSION}\n\n[{_REMOTES}]\n{''.join(entries)}"


def _quoted(value: str) -> str:
    """Return a TOML string: JSON escapes the same characters, but for one."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _refuse_conflict(text: str, at: Location) -> None:
    found = _CONFLICT.search(text)
    if found is not None:
        position = Position(text.count("\n", 0, found.start()) + 1, 1)
        hint = (
            "keep the entries of both sides, and of two for one URL the later one; "
            "then remove the marks"
        )
        raise InputError(bad_lock(at, position, "a merge left a conflict here", hint))


class _Fault(NamedTuple):
    """What is wrong with a key: its path in the file, why, and what to do."""

    path: tuple[str, ...]
    reason: str
    hint: str = ""

    def diagnostic(self, at: Location, lines: Mapping[str, Position]) -> Diagnostic:
        """Return the fault as a finding about a file whose keys stand on these lines."""
        for key in self.path:
            at /= key
        return bad_lock(at, lines.get(self.path[-1], Position(1, 1)), self.reason, self.hint)


def _faults(table: Table) -> Iterator[_Fault]:
    """Yield what is wrong with a lock; of one of another version, only that it is."""
    version = table.get("version")
    if type(version) is not int:  # true and 1.0 are equal to 1
        yield _Fault(("version",), "states no version")
        return
    if version != VERSION:
        reason = f"is of version {version}, and this schemawright reads version {VERSION}"
        yield _Fault(("version",), reason, "use the schemawright that wrote it, or a newer one")
        return
    for key in table:
        if key not in _TABLES:
            hint = "remove it, or use the schemawright that wrote it"
            yield _Fault((key,), f"{shown(key)} is not known", hint)
    remotes = table.get(_REMOTES, {})
    if not isinstance(remotes, dict):
        yield _Fault((_REMOTES,), "expected a table of remote documents")
        return
    for url, entry in cast(Table, remotes).items():
        reason = _reason(entry)
        if reason:
            yield _Fault((_REMOTES, url), f"{shown(url, 200)}: {reason}")


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


def _lines(text: str) -> dict[str, Position]:
    """Return where the keys stand that a line sets, and the tables that it opens."""
    found: dict[str, Position] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        with suppress(NotTomlError, RecursionError):
            table = toml_text.parsed(line)
            inner = table.get(_REMOTES)
            for key in (*table, *(cast(Table, inner) if isinstance(inner, dict) else ())):
                found.setdefault(key, Position(number, len(line) - len(line.lstrip()) + 1))
    return found
