"""What every target works from."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.checks.declared import several
from schemawright.python.annotations import PYTHON_FORMATS, Spelling
from schemawright.python.expressions import PyExpr, symbol
from schemawright.python.spelling import pascal
from schemawright.rendering import Templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from schemawright.assertions.patterns import Patterns
    from schemawright.assertions.plan import Key, Plan
    from schemawright.diagnostics import Report
    from schemawright.location import Location
    from schemawright.python.names import Names


class Asserted(NamedTuple):
    """What the schemas behind the declared types assert."""

    plan: Plan
    roots: Mapping[ir.TypeName, Key]
    """Where in the plan each declared type begins."""
    decoding: Plan
    """What decoding asks, which is less where enumerations are open."""
    patterns: Patterns
    place: Callable[[Location], str]
    """What the place of a schema is called: the same on every machine."""


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
    validates: bool = False
    """Whether there are validators."""
    asserted: Asserted | None = None
    """What they check, None where none are to be written."""
    decodes: bool = False
    """Whether there are codecs."""
    weakref: bool = False
    """Whether objects of dataclasses can be referred to weakly."""
    eager: bool = True
    """Whether dataclasses and enumerations are made when their module is imported."""
    formats: Mapping[str, PyExpr] = PYTHON_FORMATS
    """The Python types of texts with a format that dataclasses hold as such."""
    open_enums: bool = False
    """Whether enumerations keep values that they do not list."""
    checks_made: bool = False
    """Whether objects of dataclasses are checked when they are made."""
    edited: AbstractSet[ir.TypeName] | None = None
    """The declarations whose prose has changed, where nothing else has; None for a whole run."""
    templates: Templates = Templates()
    """What places text, and the modules that packages carry."""

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

    def shows_anew(self, declarations: Iterable[ir.Declaration]) -> bool:
        """Tell whether a file that shows the prose of some declarations is to be rendered."""
        return self.edited is None or any(each.name in self.edited for each in declarations)

    def opened(self) -> frozenset[ir.TypeName]:
        """Return the enumerations that keep values that they do not list."""
        return several(self.model) if self.open_enums else frozenset()

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

    def spelling(self, forward: AbstractSet[ir.TypeName] = frozenset()) -> Spelling:
        """Return how types are spelled in dataclasses and aliases.

        Args:
            forward: the names that are defined further down.
        """
        return Spelling(reference=self.symbol, formats=self.formats, tuples=True, forward=forward)

    def prose(self, declaration: ir.Declaration) -> str:
        """Return what there is to say of a declaration, also that it is deprecated."""
        said = self.said(declaration)
        return f"{said}\n\nDeprecated.".strip() if declaration.docs.deprecated else said

    def said(self, declaration: ir.Declaration) -> str:
        """Return the description of a declaration; a title that is its name says nothing."""
        docs, name = declaration.docs, self.names.types[declaration.name]
        said = docs.description
        return docs.title if not said and not name.endswith(pascal(docs.title)) else said
