"""How much an alias comes to when all the aliases in it are written out.

A chain of aliases that each use the next one twice doubles with every link, on paper and in the
memory of Python when it evaluates them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.cycles import in_order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

MOST_TYPES = 200
"""Types in one alias."""

MOST_INSIDE = 32
"""Types inside each other in one alias."""


def heavy(aliases: Mapping[ir.TypeName, ir.Type]) -> frozenset[ir.TypeName]:
    """Return the aliases that are too much to be written out, given all aliases and their types.

    Inside brackets these have their name written instead. Python takes in a union that is a
    member of another one in any case, so what is such a union is too much itself.
    """
    found: set[ir.TypeName] = set()
    sizes: dict[ir.TypeName, _Size] = {}
    uses = {name: [*_names(target)] for name, target in aliases.items()}
    for name in in_order(uses):
        size = _size(aliases[name], sizes)
        if size.types > MOST_TYPES or size.depth > MOST_INSIDE or _is_any(aliases[name], found):
            found.add(name)
        else:
            sizes[name] = size
    return frozenset(found)


class _Size(NamedTuple):
    """How many types there are, and how many are inside each other."""

    types: int
    depth: int


NOTHING = _Size(0, 0)


def _is_any(type_: ir.Type, names: AbstractSet[ir.TypeName]) -> bool:
    return not names.isdisjoint(ir.bare(type_))


def _names(type_: ir.Type) -> dict[ir.TypeName, None]:
    """Return the declarations that a type mentions, however deep."""
    found: dict[ir.TypeName, None] = {}
    pending = [type_]
    while pending:
        each = pending.pop()
        if isinstance(each, ir.Ref):
            found[each.name] = None
        pending.extend(ir.children(each))
    return found


def _size(type_: ir.Type, sizes: Mapping[ir.TypeName, _Size]) -> _Size:
    """Return the size of a type, given those of the aliases that are written out in it."""
    found = _Size(0, 0)
    pending = [(type_, 1)]
    while pending:
        each, depth = pending.pop()
        inside = sizes.get(each.name, NOTHING) if isinstance(each, ir.Ref) else NOTHING
        found = _Size(found.types + 1 + inside.types, max(found.depth, depth + inside.depth))
        pending += [(child, depth + 1) for child in ir.children(each)]
    return found
