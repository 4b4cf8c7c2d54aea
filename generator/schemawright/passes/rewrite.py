"""One way to rebuild a declaration with other types in it, naming each type's place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import is_
from typing import TypeAlias, assert_never

from schemawright import ir

Rewrite: TypeAlias = Callable[[ir.Type, ir.TypeName], ir.Type]
"""From a type and the name that its place has to the type that is put there."""


PLAIN = (ir.Ref, ir.String, ir.Number, ir.Boolean, ir.Literal, ir.AnyValue, ir.Null, ir.Never)
"""The types that hold no others, and are never put elsewhere."""


def rewrite(declaration: ir.Declaration, change: Rewrite) -> ir.Declaration:
    """Return the declaration with `change` applied to each type directly in it."""
    name = declaration.name
    match declaration:
        case ir.Record(fields=fields, extra=extra, patterns=patterns):
            value = ir.inner(name, "value")
            new = tuple(_field(each, name, change) for each in fields)
            matching = tuple((pattern, change(type_, value)) for pattern, type_ in patterns)
            others = None if extra is None else change(extra, value)
            if all(map(is_, new, fields)) and matching == patterns and others is extra:
                return declaration
            return replace(declaration, fields=new, patterns=matching, extra=others)
        case ir.Alias(target=target):
            found = change(target, name)
            return declaration if found is target else replace(declaration, target=found)
        case ir.Enumeration():
            return declaration
        case _:
            assert_never(declaration)


def _field(field: ir.Field, owner: ir.TypeName, change: Rewrite) -> ir.Field:
    if isinstance(field.type, PLAIN):
        return field
    found = change(field.type, ir.inner(owner, field.name))
    return field if found is field.type else replace(field, type=found)


def rewrite_inside(type_: ir.Type, name: ir.TypeName, change: Rewrite) -> ir.Type:
    """Return `type_` with `change` applied to each type directly in it."""
    match type_:
        case ir.Nullable(item=item):
            found = change(item, name)
            return type_ if found is item else ir.Nullable(found)
        case ir.Array(item=item):
            found = change(item, ir.inner(name, "item"))
            return type_ if found is item else replace(type_, item=found)
        case ir.Map(value=value):
            found = change(value, ir.inner(name, "value"))
            return type_ if found is value else replace(type_, value=found)
        case ir.Tuple(items=items, rest=rest):
            return replace(
                type_,
                items=tuple(
                    change(each, ir.inner(name, ir.ordinal(index)))
                    for index, each in enumerate(items)
                ),
                rest=None if rest is None else change(rest, ir.inner(name, "item")),
            )
        case ir.Union(variants=variants):
            changed = tuple(change(each, name) for each in variants)
            return type_ if changed == variants else replace(type_, variants=changed)
        case (
            ir.Ref()
            | ir.String()
            | ir.Number()
            | ir.Boolean()
            | ir.Literal()
            | ir.AnyValue()
            | ir.Null()
            | ir.Never()
        ):
            return type_
        case _:
            assert_never(type_)
