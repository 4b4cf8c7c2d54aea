"""Configuration files: which one counts, the tables in it, and where their keys stand."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from schemawright import toml_text
from schemawright.diagnostics import (
    InputError,
    bad_option,
    syntax_error,
    too_large,
    unreadable,
)
from schemawright.location import Location, Position
from schemawright.toml_text import NotTomlError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.diagnostics import Diagnostic

Table: TypeAlias = toml_text.Table
Place: TypeAlias = tuple[Location, Position | None]

OWN_FILE = "schemawright.toml"
SHARED_FILE = "pyproject.toml"
PACKAGE = "package"
SILENCE = "silence"
BUILD = "build"
"""The table that only builds of distributions read."""
_SHARED_TABLE = ("tool", "schemawright")
_REPOSITORIES = (".git", ".hg")

_HEADER = re.compile(r"\s*(?P<open>\[\[?)(?P<name>[^\[\]]+)\]\]?\s*(?:#.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A file that configures packages; `name` is how users know it."""

    folder: Path
    name: str
    text: str = field(repr=False)
    prefix: tuple[str, ...]
    """The table that everything lies in."""
    table: Table

    @property
    def packages(self) -> tuple[Table, ...]:
        """The tables of the packages, none if there is only the outer one.

        Raises:
            InputError: something else stands where the tables belong.
        """
        packages = self.table.get(PACKAGE, "")
        if isinstance(packages, str):
            return ()
        found = cast(list[object], packages) if isinstance(packages, list) else [packages]
        if not found or not all(isinstance(each, dict) for each in found):
            message = "expected a name, or one [[package]] table for each package"
            raise InputError(misused(self.place(PACKAGE), message))
        return tuple(cast(list[Table], found))

    @property
    def silences(self) -> tuple[object, ...]:
        """What stands in the place of the tables of silence rules."""
        found = self.table.get(SILENCE, [])
        return tuple(cast(list[object], found)) if isinstance(found, list) else (found,)

    def place(self, key: str, index: int | None = None, table: str = PACKAGE) -> Place:
        """Return where a key stands in the outer table, or in the one of that name and index."""
        inside: tuple[str | int, ...] = () if index is None else (table, index)
        location = Location(self.name)
        for token in (*self.prefix, *inside, key):
            location /= token
        return location, self._position(key, index, table)

    def _position(self, key: str, index: int | None, inside: str) -> Position | None:
        """Return where a line sets a key; None for keys in inline tables and the like."""
        wanted = (self.prefix, 0) if index is None else ((*self.prefix, inside), index)
        setting = re.compile(rf"""\s*(?P<key>(["']?){re.escape(key)}\2)\s*[=.]""")
        table: tuple[tuple[str, ...], int] = ((), 0)
        opened: dict[tuple[str, ...], int] = {}
        for number, line in enumerate(self.text.split("\n"), start=1):
            header = _HEADER.fullmatch(line)
            if header is not None:
                name = tuple(part.strip(" \t\"'") for part in header["name"].split("."))
                table = (name, opened.get(name, 0))
                opened[name] = table[1] + 1
                if (*wanted[0], key) == name:
                    return Position(number, header.start("name") + 1)
            elif table == wanted and (found := setting.match(line)):
                return Position(number, found.start("key") + 1)
        return None


def nearest(folder: Path) -> Configuration | None:
    """Return the configuration that counts in a folder: the first there, or in one above it.

    Raises:
        InputError: a file on the way is not TOML.
    """
    for each in (folder, *folder.parents):
        own = _read(each / OWN_FILE, folder)
        if own is not None:
            name, text, table = own
            return Configuration(folder=each, name=name, text=text, prefix=(), table=table)
        shared = _read(each / SHARED_FILE, folder)
        if shared is not None:
            name, text, table = shared
            found = _inside(table, _SHARED_TABLE)
            if found is not None:
                return Configuration(
                    folder=each, name=name, text=text, prefix=_SHARED_TABLE, table=found
                )
    return None


def consulted(folder: Path) -> tuple[str, ...]:
    """Return the files that options in a folder come from, as seen from there.

    That are those that `nearest` and then `black_line_length` read.

    Raises:
        InputError: a file on the way is not TOML.
    """
    found = nearest(folder)
    files: list[Path] = []
    for each in (folder, *folder.parents):
        own = each / OWN_FILE
        files.append(own if own.is_file() else each / SHARED_FILE)
        if found is not None and each == found.folder:
            break
    for path in _project_files(folder if found is None else found.folder):
        files.append(path)
        if _black(path, folder) is not None:
            break
    return tuple(dict.fromkeys(shown_path(each, folder) for each in files if each.is_file()))


def misused(place: Place, message: str, hint: str = "") -> Diagnostic:
    """Return what is wrong with a value that was set at a place."""
    return replace(bad_option(place[0], message, hint), position=place[1])


def black_line_length(folder: Path) -> object:
    """Return the line length that Black is configured with in a folder, None if it is not."""
    for path in _project_files(folder):
        settings = _black(path, folder)
        if settings is not None:
            return settings.get("line-length", settings.get("line_length"))
    return None


def _black(path: Path, folder: Path) -> Table | None:
    """Return what a file says to Black, None if it says nothing."""
    found = _read(path, folder)
    return _inside(found[2], ("tool", "black")) if found is not None else None


def shown_path(path: Path, folder: Path) -> str:
    """Return a path as seen from a folder, with `/` between its parts."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        # Another drive of Windows.
        return path.as_posix()


def _project_files(folder: Path) -> Iterator[Path]:
    """Yield the files where Black may be configured; like Black, look no further than a repository.

    Black: "The Basics", section "Where Black looks for the file".
    """
    for each in (folder, *folder.parents):
        yield each / SHARED_FILE
        if any((each / name).exists() for name in _REPOSITORIES):
            return


def _inside(table: Table, path: tuple[str, ...]) -> Table | None:
    found: Any = table
    for key in path:
        found = cast(Table, found).get(key) if isinstance(found, dict) else None
    return cast(Table, found) if isinstance(found, dict) else None


def _read(path: Path, folder: Path) -> tuple[str, str, Table] | None:
    """Return a TOML file as users know it, its text and its table; None if it is not there."""
    if not path.is_file():
        return None
    name = shown_path(path, folder)
    try:
        text = toml_text.decoded(path.read_bytes())
        return name, text, toml_text.parsed(text)
    except OSError as error:
        fault = unreadable(Location(name), (error.strerror or str(error)).lower())
        raise InputError(replace(fault, hint="")) from None
    except NotTomlError as error:
        raise InputError(syntax_error(Location(name), error.position, error.reason)) from None
    except RecursionError:
        raise InputError(too_large(Location(name), "is nested too deeply")) from None
