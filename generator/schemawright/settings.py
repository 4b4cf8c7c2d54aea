"""What a run is told: the command line over the environment over the configuration file."""

from __future__ import annotations

import keyword
import sys
import unicodedata
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast, get_args

from schemawright import configuration
from schemawright.config import (
    ALL_TARGETS,
    LONGEST_LINE,
    SHORTEST_LINE,
    Formatter,
    KeyOrder,
    Options,
)
from schemawright.configuration import misused
from schemawright.diagnostics import Diagnostic, InputError, listed, shown
from schemawright.manifest import is_contained

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from schemawright.configuration import Configuration, Place, Table

Values: TypeAlias = dict[str, Any]
"""Fields of `Options` that were chosen, each read by its reader in `READERS`."""

STDIN = "-"
_PATHS = ("sources", "out")


class Keywords(TypedDict, total=False):
    """What the Python API takes beside source, package and roots, as `Options` describes it."""

    docs: str
    target: str | Sequence[str]
    line_length: int
    key_order: KeyOrder
    format: Formatter


class Unfit(Exception):  # noqa: N818 - an answer to be turned into a diagnostic, not a fault
    """A value cannot be used."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def packages(given: Table, at: Callable[[str], Place], folder: Path) -> tuple[Options, ...]:
    """Return what to generate; nothing if there is neither a source nor a configuration.

    Args:
        given: what the command line and the environment say, by key.
        at: where a key of `given` is shown to be set.
        folder: the working directory, where the search for a configuration begins.

    Raises:
        InputError: a value cannot be used, or something is missing.
    """
    found = configuration.nearest(folder)
    asked = _read(given, at)
    if found is None and "sources" not in asked:
        return ()
    configured = _configured(found, folder) if found is not None else [Values()]
    chosen = [_named({**each, **asked}) for each in _selected(configured, asked, at)]
    faults = [_missing(each, found, at) for each in chosen if not {"sources", "package"} <= {*each}]
    if faults:
        raise InputError(*faults)
    width = _usual_line_length(found.folder if found is not None else folder)
    return tuple(Options(**{**width, **each}) for each in chosen)


def options(given: Table, at: Callable[[str], Place]) -> Options:
    """Return the options that values stand for which name a source and a package.

    Raises:
        InputError: a value cannot be used.
    """
    return Options(**_read(given, at))


def _configured(found: Configuration, folder: Path) -> list[Values]:
    """Return what a configuration says of each package, paths as seen from `folder`."""
    tables = found.packages
    outer = {k: v for k, v in found.table.items() if not (tables and k == configuration.PACKAGE)}
    faults: list[Diagnostic] = []
    read: list[Values] = []
    for index, table in enumerate([outer, *tables]):
        inner = index - 1 if index else None
        try:
            values = _read(table, partial(found.place, index=inner))
        except InputError as error:
            faults.extend(error.diagnostics)
        else:
            read.append({key: _seen_from(folder, found, key, each) for key, each in values.items()})
    if faults:
        raise InputError(*faults)
    return [{**read[0], **each} for each in read[1:]] or read


def _seen_from(folder: Path, found: Configuration, key: str, value: Any) -> Any:
    def moved(path: str) -> str:
        return path if path == STDIN else configuration.shown_path(found.folder / path, folder)

    if key not in _PATHS:
        return value
    return moved(value) if isinstance(value, str) else tuple(map(moved, value))


def _selected(configured: list[Values], asked: Values, at: Callable[[str], Place]) -> list[Values]:
    """Return the packages that are meant: all, or the one of several that is named."""
    if len(configured) == 1:
        return configured
    names = [_named(each).get("package", "") for each in configured]
    if "package" in asked:
        if asked["package"] in names:
            return [configured[names.index(asked["package"])]]
        message = f"no configured package is named {shown(asked['package'])}"
        raise InputError(misused(at("package"), message, _near(asked["package"], names)))
    if "sources" in asked:
        message = f"{len(configured)} packages are configured, and they cannot share a source"
        hint = f"name the one that is meant with --package: {listed(filter(None, names))}"
        raise InputError(misused(at("source"), message, hint))
    return configured


def _named(values: Values) -> Values:
    """Return values with a package name, if there is one or something to derive it from."""
    if "package" in values or "sources" not in values:
        return values
    from schemawright.python.spelling import identifier, snake  # noqa: PLC0415 - often not needed
    from schemawright.source.openapi import file_name  # noqa: PLC0415

    roots, sources = values.get("roots", ()), values["sources"]
    if len(roots) == 1:
        origin = roots[0]
    elif len(sources) == 1 and sources[0] != STDIN:
        origin = file_name(Path(sources[0]).absolute().as_posix())
    else:
        return values
    name = snake(origin)
    if not name:
        return values
    if name in sys.stdlib_module_names:
        # Nothing could import it.
        name = f"{name}_models"
    return {**values, "package": identifier(name, "schema_")}


def _missing(values: Values, found: Configuration | None, at: Callable[[str], Place]) -> Diagnostic:
    if "sources" in values:
        hint = "pass --package NAME, or set `package` in the configuration"
        return misused(at("package"), "the package needs a name", hint)
    place = found.place("source") if found is not None else at("source")
    hint = "set `source`, or pass a SOURCE on the command line"
    return misused(place, "no source is configured", hint)


def _usual_line_length(folder: Path) -> Values:
    """Return the line length that the user's own code has, if that is configured."""
    found = configuration.black_line_length(folder)
    try:
        return {} if found is None else {"line_length": _line_length(found)}
    except Unfit:
        # It is for Black to complain.
        return {}


def _read(given: Table, at: Callable[[str], Place]) -> Values:
    """Return given values as fields of `Options`; raise InputError with all that cannot be used."""
    faults: list[Diagnostic] = []
    values: Values = {}
    for key, value in given.items():
        spelled = key.replace("_", "-")
        if spelled not in READERS:
            near = _near(spelled, READERS)
            faults.append(misused(at(key), f"{shown(key)} is not an option", near))
            continue
        field, reader = READERS[spelled]
        if field in values:
            faults.append(misused(at(key), f"{spelled} is set twice", "remove one of the two"))
            continue
        try:
            values[field] = reader(value)
        except Unfit as error:
            faults.append(misused(at(key), error.message, error.hint))
    if faults:
        raise InputError(*faults)
    return values


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


def _targets(value: object) -> tuple[str, ...]:
    chosen = _strings(value)
    for each in chosen:
        if each not in ALL_TARGETS:
            raise Unfit(f"{shown(each)} is not a target", _near(each, ALL_TARGETS))
    if not chosen:
        raise Unfit("expected at least one target", f"take {listed(ALL_TARGETS)}")
    return tuple(each for each in ALL_TARGETS if each in chosen)


def _line_length(value: object) -> int:
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
            near = _near(value, choices) if isinstance(value, str) else ""
            raise Unfit(f"expected one of {listed(choices)}, found {found}", near)
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


def _near(name: str, known: Collection[str]) -> str:
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
        "target": ("targets", _targets),
        "line-length": ("line_length", _line_length),
        "key-order": ("key_order", _one_of(*get_args(KeyOrder))),
        "format": ("format", _one_of(*get_args(Formatter))),
    }
)
"""Each key, as it is spelled in configuration files: the field that it sets, and its reader."""
