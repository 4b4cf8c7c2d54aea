"""Locked names: their part of the lock file, which is long and therefore read line by line.

Whatever has a name is known by a key that is made like a JSON Pointer: a declared type by the way
to it (`Call/status`), a property or a value of an enumeration by its type and itself. Each line
says all of one name, so that two sides of a merge can be put together line by line.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from schemawright.location import Location, Position

    Place: TypeAlias = Callable[[str, str], tuple[Location, Position]]
    """Tells where the name of a key stands, by the kind of names that it is one of."""

Tables: TypeAlias = "dict[str, dict[str, dict[str, str]]]"
"""Names by their keys, in a table for each kind of names, in one for each package."""

TABLE = "names"
"""The table of the lock file that has all of it."""

_HEADER = re.compile(r'\[names\."((?:[^"\\]|\\.)*)"\.([a-z]+)\]')
_ENTRY = re.compile(r'^"((?:[^"\\\n]|\\.)*)" = "([^"\\\n]*)"$', re.MULTILINE)
_NO_ENTRY = re.compile(r'^(?!\Z|#|"(?:[^"\\\n]|\\.)*" = "[^"\\\n]*"$|$)', re.MULTILINE)
_HALF = re.compile(r"[\ud800-\udfff]")
_MARKED = re.compile(r"~u(d[89a-f][0-9a-f]{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedNames:
    """The Python names of one package, those of what is gone among them, by their keys."""

    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    """The attribute of each property, by the type and the name on the wire."""
    classes: Mapping[str, str] = field(default_factory=dict[str, str])
    """The class or the alias of each declared type."""
    codecs: Mapping[str, str] = field(default_factory=dict[str, str])
    """The codec of a type where it is not called after the class as others are."""
    guards: Mapping[str, str] = field(default_factory=dict[str, str])
    """The type guard, likewise."""
    members: Mapping[str, str] = field(default_factory=dict[str, str])
    """The member of each value of an enumeration, by the type and the value."""
    modules: Mapping[str, str] = field(default_factory=dict[str, str])
    """The module of each outermost type."""
    place: Place | None = field(default=None, compare=False, repr=False)

    def of(self, kind: str) -> Mapping[str, str]:
        """Return the names of one kind."""
        found: Mapping[str, str] = getattr(self, kind)
        return found

    def having(self, names: Callable[[str], Mapping[str, str]]) -> LockedNames:
        """Return other names, for each kind those that a function returns."""
        return LockedNames(
            attributes=names("attributes"),
            classes=names("classes"),
            codecs=names("codecs"),
            guards=names("guards"),
            members=names("members"),
            modules=names("modules"),
            place=self.place,
        )


KINDS = tuple(each.name for each in fields(LockedNames) if each.name != "place")
"""The kinds of names, in their order."""


class RepeatedError(Exception):
    """A key is locked twice: the number of the second line, and both names."""

    def __init__(self, line: int, key: str, names: tuple[str, str]) -> None:
        super().__init__(key)
        self.line = line
        self.key = key
        self.names = names


def apart(text: str) -> tuple[str, Tables]:
    """Return a text without its tables of names, and these.

    Tables that are not written as they are here stay where they are: TOML can say the same in
    many ways, and in any order.

    Raises:
        RepeatedError: a key is there twice.
    """
    headers = list(_HEADER.finditer(text))
    headers = [each for each in headers if not each.start() or text[each.start() - 1] == "\n"]
    if not headers or text.find("\n[", headers[0].end()) not in {
        -1,
        *(each.start() - 1 for each in headers),
    }:
        return text, {}
    bounds = [*(each.start() for each in headers), len(text)]
    tables: Tables = {}
    for header, (start, end) in zip(headers, pairwise(bounds), strict=True):
        found = _table(text, start + len(header[0]), end)
        package = tables.setdefault(_unquoted(header[1]), {})
        if found is None or header[2] in package:
            return text, {}
        package[header[2]] = found
    return text[: bounds[0]], tables


def _table(text: str, start: int, end: int) -> dict[str, str] | None:
    """Return the entries of a table, None if one of its lines is something else."""
    if text[start : start + 1] != "\n" or _NO_ENTRY.search(text, start + 1, end):
        return None
    pairs: list[tuple[str, str]] = _ENTRY.findall(text, start, end)
    found = {_unquoted(key): name for key, name in pairs}
    if len(found) < len(pairs):
        _tell_repeated(text, start, end)
    return found


def _tell_repeated(text: str, start: int, end: int) -> None:
    seen: dict[str, str] = {}
    for each in _ENTRY.finditer(text, start, end):
        key = _unquoted(each[1])
        if key in seen:
            line = text.count("\n", 0, each.start()) + 1
            raise RepeatedError(line, key, (seen[key], each[2]))
        seen[key] = each[2]


def lines(names: Mapping[str, LockedNames]) -> Iterator[str]:
    """Yield the lines of all tables of names, each with its end."""
    for package, each in sorted(names.items()):
        for kind in KINDS:
            if found := each.of(kind):
                yield f"\n[{TABLE}.{quoted(package)}.{kind}]\n"
                yield from [f"{quoted(k)} = {quoted(name)}\n" for k, name in sorted(found.items())]


def quoted(value: str) -> str:
    """Return a TOML string: JSON escapes the same characters, but for one.

    Half a surrogate pair, which JSON can spell and TOML cannot, gets a mark that no key has.
    """
    value = _HALF.sub(lambda found: f"~u{ord(found[0]):x}", value)
    if '"' in value or "\\" in value or _CONTROL.search(value) or "\t" in value:
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return f'"{value}"'


def whole(names: Mapping[str, str]) -> Mapping[str, str]:
    """Return names by their keys with what `quoted` has marked in these."""
    if not any("~u" in key for key in names):
        return names
    return {_MARKED.sub(lambda found: chr(int(found[1], 16)), k): n for k, n in names.items()}


def _unquoted(value: str) -> str:
    if "\\" not in value:
        return value
    from schemawright.toml_text import parsed  # noqa: PLC0415 - hardly any key needs it

    found: str = parsed(f'key = "{value}"')["key"]
    return found
