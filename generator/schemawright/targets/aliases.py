"""Aliases: unions, and other types that have a name but are no class."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import cycles, ir
from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import PyExpr, Symbol
from schemawright.python.layout import statement
from schemawright.python.text import docstring
from schemawright.targets.statements import import_lines
from schemawright.targets.weight import heavy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

HOME = ".aliases"
TYPE_ALIAS = Symbol("typing", "TypeAlias")


class AliasView(NamedTuple):
    """One alias as text."""

    statement: str
    docstring: str


class AliasesView(NamedTuple):
    """The module of aliases as text."""

    imports: tuple[str, ...]
    aliases: tuple[AliasView, ...]


def aliases(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the module of aliases, none when there are no aliases."""
    if not subject.shows_anew(subject.aliases()):
        return {}
    found: list[tuple[ir.Alias, PyExpr]] = []
    ordered = in_order(subject.aliases())
    pending = {alias.name for alias in ordered}
    always = heavy({alias.name: alias.target for alias in ordered})
    spelling = subject.spelling(forward=pending)
    for alias in ordered:
        found.append((alias, spelling.annotation(alias.target)))
        pending -= {alias.name} - always
    if not found:
        return {}
    needed = {TYPE_ALIAS, *(s for _, each in found for s in each.symbols())}
    own = {s: s.name for s in needed if s.module == HOME}
    taken = [subject.names.types[alias.name] for alias, _ in found]
    bound = {**bind(needed - own.keys(), taken), **own}
    view = AliasesView(
        imports=import_lines(imports(bound, HOME), width=subject.width),
        aliases=tuple(
            AliasView(
                statement=statement(
                    f"{subject.names.types[alias.name]}: {bound[TYPE_ALIAS]} = {each.text(bound)}",
                    indent=0,
                    width=subject.width,
                ),
                docstring=docstring(subject.prose(alias), indent=0, width=subject.width),
            )
            for alias, each in found
        ),
    )
    return {subject.path("aliases.py"): subject.templates.render("python/aliases.py.jinja", view)}


def in_order(found: Iterable[ir.Alias]) -> list[ir.Alias]:
    """Return aliases so that each comes after those that it uses, as far as circles allow.

    What is used bare always comes first: circles only close inside brackets, where a quoted
    name will do.
    """
    known = {alias.name: alias for alias in found}
    edges = {name: ir.bare(alias.target) for name, alias in known.items()}
    every = {name: list(ir.references(alias)) for name, alias in known.items()}
    ordered = cycles.in_order(every)
    place = {name: index for index, name in enumerate(ordered)}
    if any(place.get(use, -1) > place[name] for name in ordered for use in edges[name]):
        ordered = cycles.in_order(edges)
    return [known[name] for name in ordered]
