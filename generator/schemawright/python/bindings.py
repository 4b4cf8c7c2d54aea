"""Which name each imported symbol has in a module, so that nothing shadows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.python.expressions import BUILTINS, Symbol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Import(NamedTuple):
    """One `from module import name as alias`; the alias is empty when it is the name itself."""

    module: str
    name: str
    alias: str


def bind(symbols: Iterable[Symbol], taken: Iterable[str]) -> dict[Symbol, str]:
    """Return a name for each symbol that is neither in `taken` nor given twice.

    Args:
        symbols: what the module needs.
        taken: the names that the module defines: classes, and attributes that would shadow.
    """
    used = set(taken)
    bound: dict[Symbol, str] = {}
    for each in sorted(set(symbols), key=lambda s: (s.module != BUILTINS, s)):
        name = each.name
        while name in used:
            name = f"_{name}"
        used.add(name)
        bound[each] = name
    return bound


def imports(bound: Mapping[Symbol, str], module: str) -> tuple[Import, ...]:
    """Return the imports that bind symbols in `module` (a dotted path inside the package)."""
    found = [
        Import(_from(each.module, module), each.name, "" if name == each.name else name)
        for each, name in bound.items()
        if each.module != module and (each.module != BUILTINS or name != each.name)
    ]
    return tuple(sorted(found, key=lambda each: (each.module, _rank(each.name), each.name.lower())))


def _rank(name: str) -> int:
    """Return where isort puts a name: constants, then classes, then the rest."""
    if len(name) > 1 and name.isupper():
        return 0
    return 1 if name[:1].isupper() else 2


def _from(target: str, module: str) -> str:
    """Return the spelling of a module as seen from another one of the package."""
    if not target.startswith("."):
        return target
    here, there = module.split(".")[1:-1], target.split(".")[1:]
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "." * (len(here) - shared + 1) + ".".join(there[shared:])
