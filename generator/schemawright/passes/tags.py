"""Finds the property that tells the members of a union apart, where no discriminator says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.passes.rewrite import rewrite, rewrite_inside

if TYPE_CHECKING:
    from collections.abc import Mapping


def infer_tags(model: ir.Model) -> ir.Model:
    """Return the model with a tag on each union whose members differ in one property.

    Every member must be a record that requires the property and fixes its value, and no value
    may belong to two members.
    """
    fixed = {
        name: _fixed_values(declaration, model)
        for name, declaration in model.declarations.items()
        if isinstance(declaration, ir.Record)
    }

    def change(type_: ir.Type, name: ir.TypeName) -> ir.Type:
        type_ = rewrite_inside(type_, name, change)
        if isinstance(type_, ir.Union) and type_.tag is None:
            tag = _tag(type_, fixed, model)
            return type_ if tag is None else replace(type_, tag=tag)
        return type_

    found = {name: rewrite(each, change) for name, each in model.declarations.items()}
    return replace(model, declarations=found)


def _fixed_values(record: ir.Record, model: ir.Model) -> dict[str, tuple[ir.Constant, ...]]:
    """Return the required properties of a record that allow only given strings."""
    found: dict[str, tuple[ir.Constant, ...]] = {}
    for field in record.fields:
        if not field.required:
            continue
        values: tuple[ir.Json, ...] = ()
        if isinstance(field.type, ir.Literal):
            values = field.type.values
        elif isinstance(field.type, ir.Ref):
            target = model.declarations[field.type.name]
            values = target.values if isinstance(target, ir.Enumeration) else ()
        texts = tuple(
            value
            for value in values
            if isinstance(value, ir.Constant) and value.kind is ir.Kind.STRING
        )
        if texts and len(texts) == len(values):
            found[field.name] = texts
    return found


def _tag(
    union: ir.Union,
    fixed: Mapping[ir.TypeName, Mapping[str, tuple[ir.Constant, ...]]],
    model: ir.Model,
) -> ir.Tag | None:
    members = _records(union, model, ())
    if members is None:
        return None
    first, *others = members
    for key in fixed[first]:
        if not all(key in fixed[other] for other in others):
            continue
        cases = [(value, name) for name in members for value in fixed[name][key]]
        if len({value for value, _ in cases}) == len(cases):
            return ir.Tag(property=key, cases=tuple(cases), declared=False)
    return None


def _records(
    type_: ir.Type, model: ir.Model, through: tuple[ir.TypeName, ...]
) -> tuple[ir.TypeName, ...] | None:
    """Return the records that a type is one of, None when it is anything else too."""
    if isinstance(type_, ir.Union):
        found: list[ir.TypeName] = []
        for variant in type_.variants:
            inside = _records(variant, model, through)
            if inside is None:
                return None
            found += inside
        return tuple(dict.fromkeys(found))
    if not isinstance(type_, ir.Ref) or type_.name in through:
        return None
    declaration = model.declarations[type_.name]
    match declaration:
        case ir.Record():
            return (type_.name,)
        case ir.Alias(target=target):
            return _records(target, model, (*through, type_.name))
        case ir.Enumeration():
            return None
