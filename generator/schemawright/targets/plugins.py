"""Targets of other packages: functions that entry points of a group name.

Source: https://packaging.python.org/en/latest/specifications/entry-points/
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from schemawright import diagnostics, manifest
from schemawright.diagnostics import InputError
from schemawright.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from importlib.metadata import EntryPoints

    from schemawright.diagnostics import Diagnostic
    from schemawright.targets.subject import Subject

GROUP = "schemawright.targets"


def plugin_names() -> tuple[str, ...]:
    """Return the names of all targets that installed packages offer."""
    return tuple(sorted({each.name for each in _entries()}))


def plugin_files(
    name: str, subject: Subject, taken: Collection[PurePosixPath]
) -> Mapping[PurePosixPath, str]:
    """Return the files of a target of another package.

    Args:
        name: the target.
        subject: what it works from.
        taken: the files that there are already.

    Raises:
        InputError: it cannot be loaded, it fails, or it writes what it may not.
    """
    found: Mapping[object, object] = {}
    try:
        (entry,) = _entries().select(name=name)
        target = cast("Callable[[Subject], Mapping[object, object]]", entry.load())
        found = target(subject)
        pairs = [*found.items()]
    except InputError:
        raise
    except Exception as error:
        # Whatever it is, it is no fault of the user's, nor one of ours.
        raise InputError(_bad(name, f"failed: {type(error).__name__}: {error}")) from error
    files: dict[PurePosixPath, str] = {}
    for path, text in pairs:
        if not isinstance(path, PurePosixPath) or not isinstance(text, str):
            raise InputError(_bad(name, "returned what are no texts by PurePosixPath"))
        inside = (subject.path(), subject.out_docs)
        if not manifest.is_contained(str(path)) or not any(path.is_relative_to(p) for p in inside):
            raise InputError(_bad(name, f"would write {str(path)!r}, outside of the package"))
        if path in taken:
            raise InputError(_bad(name, f"would write {str(path)!r}, which is another target's"))
        files[path] = text
    return files


def _entries() -> EntryPoints:
    from importlib.metadata import entry_points  # noqa: PLC0415 - heavy, and few runs need it

    return entry_points(group=GROUP)


def _bad(name: str, what: str) -> Diagnostic:
    at = Location("--target")
    return diagnostics.bad_option(at, f"the target {name}, which another package offers, {what}")
