"""Texts that the input wants to be held as a type of Python: where that is allowed, and can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics, ir
from schemawright.passes.rewrite import rewrite_inside

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemawright.diagnostics import Report
    from schemawright.location import Location


class Held(NamedTuple):
    """A model in which such texts have their type as their format, and these types."""

    model: ir.Model
    types: frozenset[str]
    """Modules and names, as `decimal:Decimal`."""


def held(model: ir.Model, allowed: Collection[str], report: Report) -> Held:
    """Return a model in which the type that a text is to be held as is its format.

    A type is called with what was read, so its module has to be allowed. Members of unions are
    texts: which of them a value was would not be known any more when it is encoded.

    Args:
        model: the model after all passes.
        allowed: the modules that types may come from; those inside of them too.
        report: told of types that are not taken.
    """
    holder = _Holder(allowed, report)
    found = {name: holder.declaration(each) for name, each in model.declarations.items()}
    if all(each is model.declarations[name] for name, each in found.items()):
        return Held(model, frozenset())
    return Held(replace(model, declarations=found), frozenset(holder.types))


class _Holder:
    def __init__(self, allowed: Collection[str], report: Report) -> None:
        self.types: set[str] = set()
        self._allowed = tuple(allowed)
        self._report = report
        self._at: Location | None = None
        self._in_union = False

    def declaration(self, declaration: ir.Declaration) -> ir.Declaration:
        self._at = declaration.location
        match declaration:
            case ir.Alias(target=target):
                found = self._type(target, declaration.name)
                return declaration if found is target else replace(declaration, target=found)
            case ir.Record():
                return self._record(declaration)
            case _:
                return declaration

    def _record(self, record: ir.Record) -> ir.Record:
        fields: list[ir.Field] = []
        for field in record.fields:
            self._at = field.location
            found = self._type(field.type, record.name)
            fields.append(field if found is field.type else replace(field, type=found))
        self._at = record.location
        patterns = tuple((p, self._type(each, record.name)) for p, each in record.patterns)
        extra = None if record.extra is None else self._type(record.extra, record.name)
        same = all(a is b for a, b in zip(fields, record.fields, strict=True))
        if same and patterns == record.patterns and extra is record.extra:
            return record
        return replace(record, fields=tuple(fields), patterns=patterns, extra=extra)

    def _type(self, type_: ir.Type, name: ir.TypeName) -> ir.Type:
        if isinstance(type_, ir.Union) and not self._in_union:
            self._in_union = True
            found = rewrite_inside(type_, name, self._type)
            self._in_union = False
            return found
        if not isinstance(type_, ir.String):
            return rewrite_inside(type_, name, self._type)
        if type_.held_as is None:
            return type_
        why = self._refused(type_.held_as)
        if why is not None and self._at is not None:
            self._report(diagnostics.refused_type(self._at, type_.held_as, *why))
            return replace(type_, held_as=None)
        self.types.add(type_.held_as)
        return replace(type_, format=type_.held_as, held_as=None)

    def _refused(self, type_: str) -> tuple[str, str] | None:
        """Return why texts are not held as a type, and what to do; None if they are."""
        if self._in_union:
            return "a member of a union stays a text", "give the text a property of its own"
        module = type_.partition(":")[0]
        if any(module == each or module.startswith(f"{each}.") for each in self._allowed):
            return None
        hint = f"if the schema is to be trusted, allow them with --allow-type {module}"
        return f"types of {module} are not allowed", hint
