"""What a run is told: the command line over the environment over the configuration file."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from schemawright import configuration
from schemawright.config import ALL_TARGETS, LOCK, OUT, Options
from schemawright.configuration import misused
from schemawright.diagnostics import Diagnostic, InputError, listed, shown
from schemawright.readers import READERS, REMOTE, Unfit, line_length, near

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePath

    from schemawright.config import (
        Access,
        Formats,
        Formatter,
        KeyOrder,
        OnMissing,
        PatternEngine,
    )
    from schemawright.configuration import Configuration, Place, Table

Values: TypeAlias = dict[str, Any]
"""Fields of `Options` that were chosen, each read by its reader in `READERS`."""

STDIN = "-"
_PATHS = ("sources", "out", "allow_paths", "lock", "templates")
_UNNAMED = "schemas"


class Keywords(TypedDict, total=False):
    """What the Python API takes beside source, package and roots, as `Options` describes it."""

    docs: str
    edition: str
    templates: str | PurePath
    target: str | Sequence[str]
    assert_formats: bool
    pattern_engine: PatternEngine
    access: Access
    allow_type: str | Sequence[str]
    formats: Formats
    open_enums: bool
    validate_on_init: bool
    weakref: bool
    eager: bool
    line_length: int
    key_order: KeyOrder
    format: Formatter
    dialect: str
    operations: bool
    on_missing: OnMissing | Mapping[str, OnMissing]
    resource: str | Sequence[str] | Mapping[str, str | PurePath]
    allow_path: str | PurePath | Sequence[str | PurePath]
    allow_remote: bool | str | Sequence[str]
    update_remotes: bool
    lock: str | PurePath
    lock_names: bool
    rename: bool | str | Sequence[str]
    prune: bool


def packages(
    given: Table, at: Callable[[str], Place], folder: Path, *, named: bool = True
) -> tuple[Options, ...]:
    """Return what to generate; nothing if there is neither a source nor a configuration.

    Args:
        given: what the command line and the environment say, by key.
        at: where a key of `given` is shown to be set.
        folder: the working directory, where the search for a configuration begins.
        named: whether a package needs a name. Where nothing is written it does not, and sources
            that are given count instead of those of several configured packages.

    Raises:
        InputError: a value cannot be used, or something is missing.
    """
    found = configuration.nearest(folder)
    asked = _read(given, at)
    if found is None and "sources" not in asked:
        return ()
    configured = _configured(found, folder) if found is not None else [Values()]
    if not named and "sources" in asked and len(configured) > 1:
        configured = [Values()]
    chosen = [_named({**each, **asked}) for each in _selected(configured, asked, at)]
    needed = {"sources", "package"} if named else {"sources"}
    faults = [_missing(each, found, at) for each in chosen if not needed <= {*each}]
    if faults:
        raise InputError(*faults)
    usual = _usual_line_length(found.folder if found is not None else folder)
    if not named:
        usual["package"] = _UNNAMED
    if found is not None:
        # What is not configured lies beside the configuration, too.
        for key, name in (("lock", LOCK), ("out", OUT)):
            usual[key] = configuration.shown_path(found.folder / name, folder)
    return tuple(_options({**usual, **each}) for each in chosen)


def options(given: Table, at: Callable[[str], Place]) -> Options:
    """Return the options that values stand for which name a source and a package.

    Raises:
        InputError: a value cannot be used.
    """
    return _options(_read(given, at))


def _options(values: Values) -> Options:
    """Return options; what checks objects when they are made comes with the codecs."""
    found = Options(**values)
    if found.validate_on_init and "codecs" not in found.targets:
        targets = tuple(each for each in ALL_TARGETS if each in {*found.targets, "codecs"})
        return replace(found, targets=targets)
    return found


def only(packages: Sequence[Options], at: Callable[[str], Place]) -> Options:
    """Return the only package that is meant.

    Raises:
        InputError: there are several.
    """
    if len(packages) > 1:
        message = f"{len(packages)} packages are configured, and only one can be taken"
        names = listed(filter(None, [each.package for each in packages]))
        hint = f"name the one that is meant with --package: {names}"
        raise InputError(misused(at("package"), message, hint))
    return packages[0]


def reading_folder(options: Options, file: Path) -> str | None:
    """Return the directory among the sources that a file is read with, None if there is none."""
    from schemawright.source.library import SUFFIXES  # noqa: PLC0415 - often not needed

    real = file.resolve()
    for source in options.sources:
        folder = Path(source).resolve()
        if real.suffix in SUFFIXES and folder.is_dir() and real.is_relative_to(folder):
            return source
    return None


def _configured(found: Configuration, folder: Path) -> list[Values]:
    """Return what a configuration says of each package, paths as seen from `folder`."""
    tables = found.packages
    others = {
        configuration.SILENCE,
        configuration.BUILD,
        *([configuration.PACKAGE] if tables else []),
    }
    outer = {key: each for key, each in found.table.items() if key not in others}
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
        if path == STDIN or path.startswith(REMOTE):
            return path
        return configuration.shown_path(found.folder / path, folder)

    if key == "resources":
        return tuple((uri, moved(path)) for uri, path in value)
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
        raise InputError(misused(at("package"), message, near(asked["package"], names)))
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
        return {} if found is None else {"line_length": line_length(found)}
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
            hint = near(spelled, READERS)
            faults.append(misused(at(key), f"{shown(key)} is not an option", hint))
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
