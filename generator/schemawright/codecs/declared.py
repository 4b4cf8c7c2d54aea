"""What functions that decode and encode need to know of the declared types."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Key
    from schemawright.codecs.records import Attributes


class Declared(NamedTuple):
    """Declared types: their names in Python, how records are held, and where schemas begin."""

    model: ir.Model
    types: Mapping[ir.TypeName, str]
    attributes: Mapping[ir.TypeName, Attributes]
    roots: Mapping[ir.TypeName, Key]
    formats: Mapping[str, str]
    """What converts the texts that are no `str` in Python, by their format."""
    opened: frozenset[ir.TypeName]
    """The enumerations that keep values that they do not list."""

    def loose(self) -> frozenset[ir.TypeName]:
        """Return the types that have such an enumeration in them, however deep, or are one."""
        users: dict[ir.TypeName, list[ir.TypeName]] = {}
        for name, declaration in self.model.declarations.items() if self.opened else ():
            for each in ir.references(declaration):
                users.setdefault(each, []).append(name)
        found: set[ir.TypeName] = set()
        pending = [*self.opened]
        while pending:
            each = pending.pop()
            if each not in found:
                found.add(each)
                pending += users.get(each, ())
        return frozenset(found)
