"""Statements that every kind of module has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.python.layout import statement
from schemawright.python.text import width_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from schemawright.python.bindings import Import
    from schemawright.targets.subject import Subject


DEFERRED = "._deferred"
"""The module of a package that has what is made when it is first used."""
_CONSTANT = "TYPE_CHECKING"


def is_deferred(subject: Subject, taken: Collection[str]) -> bool:
    """Tell whether the classes of a module are made when they are first used.

    Args:
        subject: says whether that is wanted.
        taken: the names of the module's own, of which the constant must be none.
    """
    return not subject.eager and _CONSTANT not in taken


def class_line(name: str, bases: str, *, width: int) -> str:
    """Return the first line of a class, its bases on a line of their own where they must be."""
    line = f"class {name}({bases}):"
    return line if width_of(line) <= width else f"class {name}(\n    {bases}\n):"


def import_lines(found: Iterable[Import], *, width: int, indent: int = 0) -> tuple[str, ...]:
    """Return import statements: the standard library's, a blank line, then the package's own."""
    modules: dict[str, list[str]] = {}
    for each in found:
        alias = f" as {each.alias}" if each.alias else ""
        modules.setdefault(each.module, []).append(f"{each.name}{alias}")
    standard = sorted(module for module in modules if not module.startswith("."))
    own = sorted((m for m in modules if m.startswith(".")), key=_nearest_last)
    blank = [""] if standard and own else []
    return tuple(
        (
            statement(f"from {m} import {', '.join(modules[m])}", indent=indent, width=width)
            if m
            else ""
        )
        for m in [*standard, *blank, *own]
    )


def _nearest_last(module: str) -> tuple[int, str]:
    dots = len(module) - len(module.lstrip("."))
    return (-dots, module)
