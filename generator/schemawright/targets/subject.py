"""What every target works from."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.cycles import in_order
from schemawright.python.expressions import PyExpr, symbol
from schemawright.python.spelling import pascal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from schemawright.diagnostics import Report
    from schemawright.python.names import Names


class Subject(NamedTuple):
    """A model with its Python names, and how its package is to look."""

    model: ir.Model
    names: Names
    package: str
    """The import name of the package."""
    docs: str
    """The directory of the reference pages, beside the package."""
    width: int
    """The line length of the generated code, in columns."""
    report: Report

    def path(self, *parts: str) -> PurePosixPath:
        """Return the path of a file in the package, relative to the output directory."""
        return PurePosixPath(*self.package.split("."), *parts)

    @property
    def out_docs(self) -> PurePosixPath:
        """The directory of the reference pages, relative to the output directory."""
        return PurePosixPath(self.docs)

    def records(self) -> Iterator[ir.Record]:
        """Yield every record of the model."""
        return (each for each in self.model.declarations.values() if isinstance(each, ir.Record))

    def enumerations(self) -> Iterator[ir.Enumeration]:
        """Yield every enumeration of the model, by Python name."""
        found = (d for d in self.model.declarations.values() if isinstance(d, ir.Enumeration))
        return iter(sorted(found, key=lambda each: self.names.types[each.name]))

    def aliases(self) -> Iterator[ir.Alias]:
        """Yield every alias of the model, by Python name."""
        found = (each for each in self.model.declarations.values() if isinstance(each, ir.Alias))
        return iter(sorted(found, key=lambda each: self.names.types[each.name]))

    def home(self, name: ir.TypeName) -> str:
        """Return the module of a declaration, with a leading dot for the package."""
        match self.model.declarations[name]:
            case ir.Record():
                return f".models.{self.names.module(name)}"
            case ir.Enumeration():
                return ".enums"
            case ir.Alias():
                return ".aliases"

    def symbol(self, name: ir.TypeName) -> PyExpr:
        """Return the Python name of a declaration, imported from its home."""
        return symbol(self.home(name), self.names.types[name])

    def prose(self, declaration: ir.Declaration) -> str:
        """Return what there is to say of a declaration; a title that is its name says nothing."""
        docs, name = declaration.docs, self.names.types[declaration.name]
        said = docs.description
        if not said and not name.endswith(pascal(docs.title)):
            said = docs.title
        return f"{said}\n\nDeprecated.".strip() if docs.deprecated else said

    def nulls(self) -> frozenset[ir.TypeName]:
        """Return the aliases that null is a value of."""
        aliases = {each.name: each.target for each in self.aliases()}
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
