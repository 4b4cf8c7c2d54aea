"""The package around the generated modules: its lazy front door."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.python.bindings import Import
from schemawright.python.text import string
from schemawright.targets.statements import import_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject


class PackageView(NamedTuple):
    """The package's `__init__` as text."""

    imports: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


def package(subject: Subject, targets: Collection[str]) -> Mapping[PurePosixPath, str]:
    """Return `__init__.py`, which imports a public name when it is first asked for, and `py.typed`.

    The names are those of dataclasses, enumerations and aliases; TypedDicts are imported from
    their module.
    """
    places: dict[str, str] = {}
    for name, declaration in subject.model.declarations.items():
        enumeration = isinstance(declaration, ir.Enumeration)
        if "dataclasses" in targets or (enumeration and "enums" in targets):
            places[subject.names.types[name]] = subject.home(name)
    ordered = sorted(places.items())
    found = [Import(module, name, "") for name, module in ordered]
    view = PackageView(
        imports=import_lines(found, width=subject.width, indent=4),
        names=tuple(string(name) for name, _ in ordered),
        places=tuple((string(name), string(module)) for name, module in ordered),
    )
    return {
        subject.path("__init__.py"): subject.templates.render("python/init.py.jinja", view),
        subject.path("py.typed"): "",
    }
