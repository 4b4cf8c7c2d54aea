"""The kinds of JSON values, and which of them a type is about."""

from __future__ import annotations

from typing import assert_never

from schemawright import ir
from schemawright.checks.conditions import ANY, kind
from schemawright.lower.json_values import thawed


def kinds(type_: ir.Type, model: ir.Model) -> frozenset[str]:
    """Return the kinds of the values that a type allows."""
    match type_:
        case ir.AnyValue():
            return ANY
        case ir.Never():
            return frozenset()
        case ir.Null():
            return frozenset({"null"})
        case ir.Boolean():
            return frozenset({"boolean"})
        case ir.Number():
            return frozenset({"number"})
        case ir.String():
            return frozenset({"string"})
        case ir.Literal(values=values):
            return frozenset(kind(thawed(each)) for each in values)
        case ir.Array() | ir.Tuple():
            return frozenset({"array"})
        case ir.Map():
            return frozenset({"object"})
        case ir.Nullable(item=item):
            return kinds(item, model) | {"null"}
        case ir.Union(variants=variants):
            return frozenset(found for each in variants for found in kinds(each, model))
        case ir.Ref(name=name):
            return _declared(model.declarations[name], model)
        case _:
            assert_never(type_)


def _declared(declaration: ir.Declaration, model: ir.Model) -> frozenset[str]:
    match declaration:
        case ir.Record():
            return frozenset({"object"})
        case ir.Enumeration(values=values):
            return frozenset(kind(each.value) for each in values)
        case ir.Alias(target=target):
            return kinds(target, model)
