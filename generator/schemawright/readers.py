"""What the value of each option can be, wherever it is set."""

from __future__ import annotations

import keyword
import unicodedata
from pathlib import PurePath, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, cast, get_args

from schemawright import editions
from schemawright.config import (
    ALL_TARGETS,
    LONGEST_LINE,
    SHORTEST_LINE,
    Access,
    Formats,
    Formatter,
    KeyOrder,
    OnMissing,
    PatternEngine,
)
from schemawright.diagnostics import listed, shown
from schemawright.manifest import is_contained
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

REMOTE = ("http://", "https://")
"""What the URIs of remote documents begin with."""


class Unfit(Exception):  # noqa: N818 - an answer to be turned into a diagnostic, not a fault
    """A value cannot be used."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def _each(value: object) -> Iterable[object]:
    """Return the values of a list, or the one value that stands for a list of it."""
    return cast("Iterable[object]", value) if isinstance(value, list | tuple) else (value,)


def _strings(value: object) -> tuple[str, ...]:
    return tuple(map(_string, _each(value)))


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise Unfit(f"expected text, found {_described(value)}")
    if not value or "\0" in value:
        raise Unfit("expected text that is not empty" if not value else "a NUL cannot be used")
    return value


def _path(value: object) -> str:
    return _string(value.as_posix() if isinstance(value, PurePath) else value)


def _sources(value: object) -> tuple[str, ...]:
    sources = tuple(map(_path, _each(value)))
    if not sources:
        raise Unfit("expected at least one source")
    return sources


def _paths(value: object) -> tuple[str, ...]:
    return tuple(map(_path, _each(value)))


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Unfit(f"expected a table, found {_described(value)}")
    return cast("Mapping[str, object]", value)


def _modules(value: object) -> tuple[str, ...]:
    found = _strings(value)
    for each in found:
        if not all(part.isidentifier() and not keyword.iskeyword(part) for part in each.split(".")):
            raise Unfit(f"{shown(each)} is not the name of a module", "name it as imports do")
    return found


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unfit(f"expected true or false, found {_described(value)}")
    return value


def _prefixes(value: object) -> tuple[str, ...]:
    """Return what allowed URIs begin with: an empty text for all of them."""
    if isinstance(value, bool):
        return ("",) if value else ()
    from schemawright.source import web_urls  # noqa: PLC0415 - often not needed
    from schemawright.source.refusal import Refused  # noqa: PLC0415

    prefixes = tuple("" if each == "" else _string(each) for each in _each(value))
    try:
        for each in prefixes:
            web_urls.prefix(each)
    except Refused as refusal:
        raise Unfit(str(refusal), refusal.hint) from None
    return prefixes


def _renamed(value: object) -> tuple[str, ...]:
    """Return names to change: an empty text for all of them."""
    if isinstance(value, bool):
        return ("",) if value else ()
    return tuple("" if each == "" else _string(each) for each in _each(value))


def _resources(value: object) -> tuple[tuple[str, str], ...]:
    """Return URIs with the files that stand for them, from a table or from `URI=FILE`."""
    if isinstance(value, dict):
        table = cast("Mapping[object, object]", value)
        return tuple((_string(uri), _path(file)) for uri, file in table.items())
    found: list[tuple[str, str]] = []
    for each in _each(value):
        uri, equals, file = _string(each).rpartition("=")
        if not equals or not uri or not file:
            hint = "write URI=FILE, or a URI and a directory that both end in a slash"
            raise Unfit(f"{shown(each)} names no file for a URI", hint)
        found.append((uri, file))
    return tuple(found)


def _dialect(value: object) -> str:
    from schemawright.source import dialects  # noqa: PLC0415 - often not needed

    name = _string(value)
    if dialects.named(name) is None:
        raise Unfit(f"{shown(name)} is not a dialect", near(name, dialects.BY_KEY))
    return name


def _missing_policy(value: object) -> tuple[tuple[str, str], ...]:
    """Return patterns for references, each with what happens when one leads nowhere."""
    choice = _one_of(*get_args(OnMissing))
    if not isinstance(value, dict):
        return (("*", choice(value)),)
    table = cast("Mapping[object, object]", value)
    return tuple((_string(pattern), choice(each)) for pattern, each in table.items())


def _package(value: object) -> str:
    name = _string(value)
    for part in name.split("."):
        if not part.isidentifier() or unicodedata.normalize("NFKC", part) != part:
            hint = "letters, digits and underscores, with dots between the parts: `clients.pets`"
            raise Unfit(f"{shown(name)} is not a package name", hint)
        if keyword.iskeyword(part):
            raise Unfit(f"{shown(part)} is a Python keyword, which no package can be named")
    return name


def _docs(value: object) -> str:
    path = PurePosixPath(_path(value)).as_posix()
    if not is_contained(path):
        hint = "name a directory relative to that of --out, such as `docs`"
        raise Unfit("the docs lie inside the output directory", hint)
    return path


def _edition(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        raise Unfit("expected text, found a number", f'write it with quotes: "{value}"')
    name = _string(value)
    if name not in (known := editions.names()):
        message = f"{shown(name)} is not an edition that schemawright {__version__} knows"
        hint = f"there is {listed(known)}; a newer schemawright may know more"
        raise Unfit(message, hint)
    return name


def _targets(value: object) -> tuple[str, ...]:
    chosen = _strings(value)
    known: tuple[str, ...] = ALL_TARGETS
    if not {*known}.issuperset(chosen):
        from schemawright.targets.plugins import plugin_names  # noqa: PLC0415 - most runs need none

        known = (*known, *(each for each in plugin_names() if each not in known))
    for each in chosen:
        if each not in known:
            raise Unfit(f"{shown(each)} is not a target", near(each, known))
    if not chosen:
        raise Unfit("expected at least one target", f"take {listed(ALL_TARGETS)}")
    return tuple(each for each in known if each in chosen)


def line_length(value: object) -> int:
    """Return a number of columns; raise Unfit if lines cannot have so many."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit(f"expected a number of columns, found {_described(value)}")
    if not SHORTEST_LINE <= value <= LONGEST_LINE:
        hint = f"between {SHORTEST_LINE} and {LONGEST_LINE} columns are possible"
        raise Unfit(f"lines of {value} columns are not possible", hint)
    return value


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            found = shown(value) if isinstance(value, str) else _described(value)
            hint = near(value, choices) if isinstance(value, str) else ""
            raise Unfit(f"expected one of {listed(choices)}, found {found}", hint)
        return str(value)

    return read


def _described(value: object) -> str:
    match value:
        case bool():
            return "a boolean"
        case str():
            return "text"
        case int() | float():
            return "a number"
        case dict():
            return "a table"
        case list():
            return "an array"
        case _:
            return "something else"


def near(name: str, known: Collection[str]) -> str:
    """Return a hint on which known name may be meant, or on what names there are."""
    import difflib  # noqa: PLC0415 - only mistakes need it

    near = difflib.get_close_matches(name, [each for each in known if each], 3)
    return f"did you mean {listed(near)}?" if near else f"there are {listed(filter(None, known))}"


READERS: Mapping[str, tuple[str, Callable[[object], object]]] = MappingProxyType(
    {
        "source": ("sources", _sources),
        "root": ("roots", _strings),
        "package": ("package", _package),
        "out": ("out", _path),
        "docs": ("docs", _docs),
        "edition": ("edition", _edition),
        "templates": ("templates", _path),
        "target": ("targets", _targets),
        "assert-formats": ("assert_formats", _flag),
        "pattern-engine": ("pattern_engine", _one_of(*get_args(PatternEngine))),
        "access": ("access", _one_of(*get_args(Access))),
        "allow-type": ("allow_types", _modules),
        "formats": ("formats", _one_of(*get_args(Formats))),
        "open-enums": ("open_enums", _flag),
        "validate-on-init": ("validate_on_init", _flag),
        "weakref": ("weakref", _flag),
        "eager": ("eager", _flag),
        "line-length": ("line_length", line_length),
        "key-order": ("key_order", _one_of(*get_args(KeyOrder))),
        "format": ("format", _one_of(*get_args(Formatter))),
        "dialect": ("dialect", _dialect),
        "operations": ("operations", _flag),
        "on-missing": ("missing", _missing_policy),
        "resource": ("resources", _resources),
        "allow-path": ("allow_paths", _paths),
        "allow-remote": ("allow_remote", _prefixes),
        "update-remotes": ("update_remotes", _flag),
        "lock": ("lock", _path),
        "lock-names": ("lock_names", _flag),
        "rename": ("rename", _renamed),
        "prune": ("prune", _flag),
        "project": ("project", _table),
    }
)
"""Each key, as it is spelled in configuration files: the field that it sets, and its reader."""
