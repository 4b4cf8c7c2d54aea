"""Finds the property that tells the members of a union apart, where no discriminator says so.

Where one does, but the members themselves fix other values, those are what it can be: documents
often have a discriminator without a mapping, which stands for the names of the members.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.passes.rewrite import rewrite, rewrite_inside

if TYPE_CHECKING:
    from collections.abc import Mapping


MOST_MEMBERS = 1_000_000
"""Members that the unions of a model are looked through for, in all."""


def infer_tags(model: ir.Model) -> ir.Model:
    """Return the model with a tag on each union whose members differ in one property.

    Every member must be a record that requires the property and fixes its value, and no value
    may belong to two members. A declared tag has these values, too. Unions of unions can have far
    more members than a document has schemas: past `MOST_MEMBERS` nothing is inferred any more.
    """
    fixed = {
        name: _fixed_values(declaration, model)
        for name, declaration in model.declarations.items()
        if isinstance(declaration, ir.Record)
    }

    room = MOST_MEMBERS

    def change(type_: ir.Type, name: ir.TypeName) -> ir.Type:
        nonlocal room
        type_ = rewrite_inside(type_, name, change)
        if not isinstance(type_, ir.Union) or room <= 0:
            return type_
        members = _records(type_, model)
        room -= len(members)
        if not members or (type_.tag is not None and {*members} != {*ir.bare(type_)}):
            return type_
        tag = _tag(members, fixed, type_.tag)
        return type_ if tag is None else replace(type_, tag=tag)

    found = {name: rewrite(each, change) for name, each in model.declarations.items()}
    return replace(model, declarations=found)


def telling(model: ir.Model) -> Mapping[ir.TypeName, frozenset[str]]:
    """Return of each record the properties that tell it apart in a union."""
    found: dict[ir.TypeName, frozenset[str]] = {}
    for declaration in model.declarations.values():
        for type_ in ir.walk(declaration):
            if isinstance(type_, ir.Union) and type_.tag is not None:
                for _, name in type_.tag.cases:
                    for record in _meant(name, model):
                        found[record] = found.get(record, frozenset()) | {type_.tag.property}
    return found


def _meant(name: ir.TypeName, model: ir.Model) -> set[ir.TypeName]:
    """Return the declarations that a name stands for, aliases looked through."""
    found: set[ir.TypeName] = set()
    pending = [name]
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            target = model.declarations[each]
            pending += ir.bare(target.target) if isinstance(target, ir.Alias) else ()
    return found


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
    members: tuple[ir.TypeName, ...],
    fixed: Mapping[ir.TypeName, Mapping[str, tuple[ir.Constant, ...]]],
    stated: ir.Tag | None,
) -> ir.Tag | None:
    """Return the tag of some records; none if it is the stated one, or nothing tells them apart."""
    first = members[0]
    for key in fixed[first] if stated is None else (stated.property,):
        if not all(key in fixed[each] for each in members):
            continue
        cases = {value: name for name in members for value in fixed[name][key]}
        if len(cases) < sum(len(fixed[name][key]) for name in members):
            continue
        if stated is None or cases != dict(stated.cases):
            return ir.Tag(property=key, cases=tuple(cases.items()), declared=stated is not None)
    return None


def _records(union: ir.Union, model: ir.Model) -> tuple[ir.TypeName, ...]:
    """Return the records that a union is one of, none when it is anything else too."""
    found: dict[ir.TypeName, None] = {}
    seen: set[ir.TypeName] = set()
    pending: list[ir.Type] = [union]
    while pending:
        type_ = pending.pop()
        if isinstance(type_, ir.Union):
            if not all(isinstance(each, ir.Ref) for each in type_.variants):
                return ()
            pending.extend(type_.variants[::-1])
            continue
        declaration = model.declarations[type_.name] if isinstance(type_, ir.Ref) else None
        match declaration:
            case ir.Record(name=name):
                found[name] = None
            case ir.Alias(name=name, target=target):
                if name not in seen:
                    seen.add(name)
                    pending.append(target)
            case _:
                return ()
    return tuple(found)
