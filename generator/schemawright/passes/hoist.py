"""Unions of declared types get a name of their own, so that code and docs can speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.digest import letters
from schemawright.passes.rewrite import rewrite, rewrite_inside

if TYPE_CHECKING:
    from schemawright.location import Location


def hoist_unions(model: ir.Model) -> ir.Model:
    """Return the model with each inline union that mentions a declaration turned into an alias.

    A union of plain types (`str | int`) stays where it is; an alias's own union stays too.
    """
    found: dict[ir.TypeName, ir.Declaration] = {}
    for name, declaration in model.declarations.items():
        aliases: dict[ir.TypeName, ir.Declaration] = {}
        found[name] = _hoist(declaration, aliases)
        found.update(aliases)
    return ir.Model(roots=model.roots, declarations=found)


def _hoist(
    declaration: ir.Declaration, aliases: dict[ir.TypeName, ir.Declaration]
) -> ir.Declaration:
    fields, namesakes = _fields(declaration), _namesakes(declaration)

    def change(type_: ir.Type, name: ir.TypeName) -> ir.Type:
        whole, type_ = type_, rewrite_inside(type_, name, change)
        own = name == declaration.name
        if own or not isinstance(type_, ir.Union) or not _mentions(type_):
            return type_
        field = fields.get(name)
        docs, location = ir.NO_DOCS, declaration.location
        places: tuple[Location, ...] = ()
        if field is not None:
            docs, location, places = field.docs, field.location, field.places
        if len(namesakes[name]) > 1:
            name, places = ir.inner(name, letters(repr(whole))), ()
        aliases[name] = ir.Alias(
            name=name,
            target=type_,
            docs=ir.Docs(title=docs.title, description=docs.description),
            location=location,
            places=places,
        )
        return ir.Ref(name)

    return rewrite(declaration, change)


def _namesakes(declaration: ir.Declaration) -> dict[ir.TypeName, set[ir.Type]]:
    """Return the unions whose places have one name, as the items of several lists in a union."""
    found: dict[ir.TypeName, set[ir.Type]] = {}

    def note(type_: ir.Type, name: ir.TypeName) -> ir.Type:
        if isinstance(type_, ir.Union):
            found.setdefault(name, set()).add(type_)
        return rewrite_inside(type_, name, note)

    rewrite(declaration, note)
    return found


def _fields(declaration: ir.Declaration) -> dict[ir.TypeName, ir.Field]:
    """Return the fields of a record by the names that unions in them would have."""
    if not isinstance(declaration, ir.Record):
        return {}
    return {ir.inner(declaration.name, each.name): each for each in declaration.fields}


def _mentions(type_: ir.Type) -> bool:
    """Tell whether a declaration is mentioned in a type, however deep."""
    return isinstance(type_, ir.Ref) or any(map(_mentions, ir.children(type_)))
