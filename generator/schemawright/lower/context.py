"""What lowering one schema needs to know about the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.location import Location
from schemawright.lower.identity import MERGED, written_at
from schemawright.lower.limits import Limits
from schemawright.lower.normalize import normalize
from schemawright.source.graph import references_of
from schemawright.source.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.diagnostics import Report
    from schemawright.source.graph import Graph

DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
"""References that may stand beside `$ref`, or lead to several schemas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The resolved input, and the declarations found so far."""

    graph: Graph
    names: Mapping[Location, ir.TypeName]
    """The name of every schema that has an identity of its own."""
    report: Report
    type_of: Callable[[Context, Schema, ir.TypeName], ir.Type]
    """Lowers a subschema; `TypeName` is the one to declare it under if it must be declared."""
    declarations: dict[ir.TypeName, ir.Declaration] = field(
        default_factory=dict[ir.TypeName, ir.Declaration]
    )
    references: dict[Location, ir.Type] = field(default_factory=dict[Location, ir.Type])
    """What a reference to a named schema is, found once for each."""
    records: dict[ir.TypeName, Schema] = field(default_factory=dict[ir.TypeName, Schema])
    """Records that are not declared yet: they may nest as deep as they like."""
    limits: Limits = field(default_factory=Limits)
    _normalized: dict[Location, Schema] = field(default_factory=dict[Location, Schema])
    _known: dict[frozenset[Location], ir.TypeName] = field(
        default_factory=dict[frozenset[Location], ir.TypeName]
    )

    def type(self, schema: Schema, name: ir.TypeName) -> ir.Type:
        """Return the type of a subschema, a `Ref` where it has a name of its own."""
        return self.type_of(self, schema, name)

    def declare(self, declaration: ir.Declaration) -> ir.Ref:
        """Add a declaration and return the reference to it."""
        self.declarations[declaration.name] = declaration
        return ir.Ref(declaration.name)

    def target(self, schema: Schema) -> Location | None:
        """Return where a schema refers to, None when it does not."""
        keywords = schema.keywords
        if "$ref" in keywords or "$dynamicRef" in keywords or "$recursiveRef" in keywords:
            return self.graph.targets.get(schema.location)
        return None

    def at(self, location: Location) -> Schema:
        """Return the schema at a location that has a name of its own, normalized."""
        if location not in self._normalized:
            self._normalized[location] = self.normalized(self.graph.schemas[location])
        return self._normalized[location]

    def normalized(self, schema: Schema) -> Schema:
        """Return a schema with all rules applied."""
        return normalize(self.settled(schema), self.report)

    def settled(self, schema: Schema) -> Schema:
        """Return a schema that makes one reference at most, and that to one schema.

        What it makes beside that becomes members of its `allOf`: all of them hold at once.
        """
        keywords, members = schema.keywords, list[Schema]()
        if keywords.keys() & DYNAMIC and MERGED not in keywords:
            for place, keyword, value in references_of(schema):
                choices = self.graph.choices.get(place)
                if choices is not None:
                    any_of = {"anyOf": [self.graph.schemas[each] for each in choices]}
                    members.append(Schema(any_of, schema.location / keyword, schema.dialect))
                    schema = schema.without(keyword)
                elif place != schema.location:
                    members.append(Schema({keyword: value}, place, schema.dialect))
                    schema = schema.without(keyword)
        if not members:
            return schema
        count = len(schema.get("allOf", ()))
        own = [schema.child("allOf", index) for index in range(count)]
        return schema.with_(allOf=[*own, *members])

    def known(self, schema: Schema) -> ir.TypeName | None:
        """Return the name under which the same schema was declared before, in another owner."""
        return self._known.get(written_at(schema))

    def know(self, schema: Schema, name: ir.TypeName) -> None:
        """Remember that a schema is declared as `name`; a schema inside itself needs that."""
        self._known[written_at(schema)] = name
