"""What a module of dataclasses imports: at once, for type checkers only, and when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import BUILTINS, Symbol
from schemawright.python.text import string
from schemawright.targets.statements import DEFERRED, import_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from schemawright.python.expressions import PyExpr

DATACLASS = Symbol("dataclasses", "dataclass")
_TYPE_CHECKING = Symbol("typing", "TYPE_CHECKING")


class ImportsView(NamedTuple):
    """The imports of a module as text."""

    now: tuple[str, ...]
    types: tuple[str, ...]
    """Those for type checkers only."""
    type_checking: str
    """What says that a type checker reads the module; empty where nothing is for them only."""
    deferred: tuple[str, ...]
    """Those in place of what type checkers see, where dataclasses are made later."""
    renamed: tuple[str, ...]
    """The names in annotations that are others where they come from, and from where they are."""


class Needs(NamedTuple):
    """What the classes of a module need."""

    here: str
    """The module."""
    taken: Collection[str]
    """The names that it defines."""
    annotations: Iterable[PyExpr]
    defaults: Iterable[PyExpr]
    bases: Collection[Symbol]


def bound_imports(
    needs: Needs, *, deferred: bool, width: int
) -> tuple[ImportsView, Mapping[Symbol, str]]:
    """Return the imports of a module, and what its symbols are called in it.

    Args:
        needs: what it needs.
        deferred: whether its dataclasses are made later.
        width: the line length, in columns.
    """
    here = needs.here
    defaults = list(needs.defaults)
    runtime = {DATACLASS, *(each for some in defaults for each in some.run_time_symbols())}
    typed = {each for some in (*defaults, *needs.annotations) for each in some.symbols()}
    own = {each: each.name for each in typed | runtime if each.module == here}
    local = {each for each in typed - runtime if each.module not in {here, BUILTINS}}
    if deferred:
        local |= {each for each in runtime if each.module == DATACLASS.module}
    else:
        local = {each for each in local if each.module.startswith(".")}
        runtime |= {_TYPE_CHECKING} if local else set()
    runtime |= set(needs.bases)
    bound = {**bind((typed | runtime) - own.keys(), needs.taken), **own}
    now = {each: name for each, name in bound.items() if each not in local}
    later = {each: name for each, name in bound.items() if each in local}
    made = {
        Symbol(DEFERRED, each.name): name
        for each, name in later.items()
        if each.module == DATACLASS.module
    }
    view = ImportsView(
        now=import_lines(imports(now, here), width=width),
        types=import_lines(imports(later, here), width=width, indent=4),
        type_checking=_TYPE_CHECKING.name if deferred else bound.get(_TYPE_CHECKING, ""),
        deferred=import_lines(imports(made, here), width=width, indent=4) if deferred else (),
        renamed=tuple(_renamed(later)) if deferred else (),
    )
    return view, bound


def _renamed(later: Mapping[Symbol, str]) -> Iterable[str]:
    for each, name in sorted(later.items()):
        if name != each.name and each.module != DATACLASS.module:
            yield f"{string(name)}: ({string(each.module)}, {string(each.name)}),"
