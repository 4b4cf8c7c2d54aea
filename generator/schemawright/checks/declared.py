"""What each declared type asserts: all that its schema does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.assertions.opening import opened
from schemawright.assertions.plan import Asserts, Key, Plan
from schemawright.assertions.reading import places
from schemawright.assertions.views import seen_without
from schemawright.checks.type_assertions import TypeAssertions
from schemawright.passes.tags import telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.location import Location
    from schemawright.passes.access import View
    from schemawright.source.graph import Graph
    from schemawright.source.references import References


class Declared(NamedTuple):
    """What all types of a model assert, and where each begins."""

    plan: Plan
    roots: Mapping[ir.TypeName, Key]


def declared(
    references: References, graph: Graph, view: View, *, formats: bool | None = None
) -> Declared:
    """Return what the declared types of a model assert.

    A type asserts what the schema that it comes from asserts, which may allow more than the type
    could hold: a schema with `properties` allows all that is no object. What a pass has declared
    asserts what its type says.

    Args:
        references: the documents.
        graph: the roots and all that they reach.
        view: what was made of it.
        formats: whether `format` is asserted; None leaves that to the dialect.
    """
    model = view.model
    wanted = [place for each in model.declarations.values() for place in each.places]
    asserts, keys = places(references, graph, wanted, formats=formats)
    types = _Types(dict(asserts), keys, model)
    for declaration in model.declarations.values():
        if declaration.places:
            types.declare(declaration)
    for declaration in model.declarations.values():
        if not declaration.places:
            dialect = references.dialect(declaration.location)
            asserted = dialect.asserts_formats if formats is None else formats
            own = TypeAssertions(
                key=types.roots[declaration.name],
                roots=types.roots,
                dialect=dialect.key if asserted else None,
            )
            types.asserts.update(own.of_alias(declaration))
    roots = {name: types.roots[name] for name in model.declarations}
    seen = seen_without(types.asserts, view.hidden)
    return Declared(Plan(tuple(dict.fromkeys(roots.values())), seen), roots)


def several(model: ir.Model) -> frozenset[ir.TypeName]:
    """Return the enumerations that have more values than one, which alone can be open."""
    return frozenset(
        name
        for name, each in model.declarations.items()
        if isinstance(each, ir.Enumeration) and len(each.values) > 1
    )


def with_open_enums(plan: Plan, roots: Mapping[ir.TypeName, Key], model: ir.Model) -> Plan:
    """Return what is asked of values where enumerations may have values that they do not list.

    What tells the members of a union apart is one of the values that are listed all the same.

    Args:
        plan: what the types of a model assert.
        roots: where each begins.
        model: the types.
    """
    wanted = several(model)
    open_ = [roots[name] for name in model.declarations if name in wanted]
    return opened(plan, open_, {roots[name]: names for name, names in telling(model).items()})


class _Types:
    """Adds what types assert to what schemas do."""

    def __init__(
        self, asserts: dict[Key, Asserts], keys: Mapping[Location, tuple[Key, ...]], model: ir.Model
    ) -> None:
        self.asserts = asserts
        self.roots: dict[ir.TypeName, Key] = {
            name: _made(each, "type")
            for name, each in model.declarations.items()
            if not each.places
        }
        self._keys = keys

    def declare(self, declaration: ir.Declaration) -> None:
        """Note what a type asserts that schemas describe."""
        key = self._written(declaration)
        asserts = self.asserts[key]
        if isinstance(declaration, ir.Enumeration) and not (asserts.enums or asserts.all_of):
            # A rule has put the values where they belong; they are not written there.
            stated = tuple(each.value for each in declaration.values)
            key = self._add(declaration, "enum", replace(asserts, types=None, enums=(stated,)))
        self.roots[declaration.name] = key

    def _written(self, declaration: ir.Declaration) -> Key:
        """Return the key of all that the schemas of a declaration assert."""
        parts: list[Key] = []
        for place in declaration.places:
            ways = self._keys[place]
            if len(ways) > 1:
                ways = (self._add(declaration, f"ways {place}", Asserts(any_of=ways)),)
            parts += ways
        if len(parts) == 1:
            return parts[0]
        return self._add(declaration, "parts", Asserts(all_of=tuple(parts)))

    def _add(self, declaration: ir.Declaration, part: str, asserts: Asserts) -> Key:
        key = _made(declaration, part)
        self.asserts[key] = asserts
        return key


def _made(declaration: ir.Declaration, part: str) -> Key:
    """Return the key of what is made for a declaration."""
    return Key(declaration.location, part=f"{part}:{declaration.name}")
