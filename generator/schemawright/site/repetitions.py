"""What several types have in common, which is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.targets.subject import Subject

LONG_LIST = 10
"""So many values, or types by their values, make a list that is shown once."""


def same_lists(subject: Subject) -> Mapping[ir.TypeName, ir.TypeName]:
    """Return types whose long list of values, or of types, another one has too, with that one."""
    alike: dict[object, list[ir.TypeName]] = {}
    for name, declaration in subject.model.declarations.items():
        match declaration:
            case ir.Enumeration(values=values) if len(values) >= LONG_LIST:
                key: object = (values, tuple(subject.names.members[name].values()))
            case ir.Alias(target=ir.Union(tag=ir.Tag(cases=cases))) if len(cases) >= LONG_LIST:
                key = cases
            case _:
                continue
        alike.setdefault(key, []).append(name)
    found: dict[ir.TypeName, ir.TypeName] = {}
    for names in alike.values():
        first = min(names, key=lambda each: (len(ir.segments(each)), len(each), each))
        found.update({each: first for each in names if each != first})
    return found


def repeated(model: ir.Model) -> frozenset[ir.TypeName]:
    """Return the types inside others whose description a property of that type has, too."""
    found: set[ir.TypeName] = set()
    for declaration in model.declarations.values():
        if not isinstance(declaration, ir.Record):
            continue
        for field in declaration.fields:
            for name in ir.bare(field.type):
                inner = ir.segments(name)[:-1] == ir.segments(declaration.name)
                said = model.declarations[name].docs.description
                if inner and said == field.docs.description:
                    found.add(name)
    return frozenset(found)
