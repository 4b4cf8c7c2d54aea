"""Which types null is a value of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.cycles import in_order

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def nulls(model: ir.Model) -> frozenset[ir.TypeName]:
    """Return the aliases of a model that null is a value of."""
    aliases = {d.name: d.target for d in model.declarations.values() if isinstance(d, ir.Alias)}
    found: set[ir.TypeName] = set()
    for name in in_order({name: ir.bare(target) for name, target in aliases.items()}):
        if admits_null(aliases[name], found):
            found.add(name)
    return frozenset(found)


def admits_null(type_: ir.Type, nulls: AbstractSet[ir.TypeName]) -> bool:
    """Tell whether null is among the values of a type, given the aliases that it is one of."""
    match type_:
        case ir.Nullable() | ir.Null() | ir.AnyValue():
            return True
        case ir.Literal(values=values):
            return ir.Constant(ir.Kind.NULL, None) in values
        case ir.Union(variants=variants):
            return any(admits_null(each, nulls) for each in variants)
        case ir.Ref(name=name):
            return name in nulls
        case _:
            return False
