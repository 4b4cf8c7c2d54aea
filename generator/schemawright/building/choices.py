"""What a project says about builds, besides what is generated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args

from schemawright.configuration import BUILD, misused
from schemawright.diagnostics import InputError, listed, shown
from schemawright.readers import near

if TYPE_CHECKING:
    from schemawright.configuration import Configuration
    from schemawright.diagnostics import Diagnostic

Sdist: TypeAlias = Literal["schemas", "generated"]

_KEYS = ("in-place", "sdist")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What `[tool.schemawright.build]` says."""

    in_place: bool = False
    """Whether what is generated is written into the source tree, too."""
    sdist: Sdist = "schemas"
    """What a source distribution holds: what to generate from, or what was generated."""


def choices(found: Configuration) -> Choices:
    """Return what a configuration says about builds.

    Raises:
        InputError: a value cannot be used.
    """
    table = found.table.get(BUILD, {})
    if not isinstance(table, dict):
        raise InputError(misused(found.place(BUILD), "expected a table"))
    given = cast("dict[str, object]", table)
    faults: list[Diagnostic] = []

    def refuse(key: str, message: str, hint: str = "") -> None:
        location, position = found.place(BUILD)
        faults.append(misused((location / key, position), message, hint))

    for key in given:
        if key not in _KEYS:
            refuse(key, f"{shown(key)} is not an option of builds", near(key, _KEYS))
    in_place, sdist = given.get("in-place", False), given.get("sdist", "schemas")
    if not isinstance(in_place, bool):
        refuse("in-place", "expected true or false")
    if sdist not in get_args(Sdist):
        refuse("sdist", f"expected {listed(get_args(Sdist))}")
    if faults:
        raise InputError(*faults)
    return Choices(in_place=bool(in_place), sdist=cast(Sdist, sdist))
