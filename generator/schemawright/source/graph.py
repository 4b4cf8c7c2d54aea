"""The closure of the roots: every schema that they reach, and where each reference leads."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics
from schemawright.diagnostics import Diagnostic, InputError
from schemawright.source import inheritance, openapi
from schemawright.source.places import DEFINITIONS, walk
from schemawright.source.schema import Schema, of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from schemawright.location import Location
    from schemawright.source.references import References, Target


LEADING = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "discriminator"})
"""The keywords that lead from one schema to another."""


class Graph(NamedTuple):
    """What the roots need, resolved."""

    roots: tuple[Location, ...]
    targets: Mapping[Location, Location]
    """The target of each schema that refers to another, by the place of the referring schema."""
    schemas: Mapping[Location, Schema]
    """The schemas that have an identity of their own: the roots and the targets."""
    mappings: Mapping[Location, Mapping[str, Location]]
    """Where the values of a schema's `discriminator` lead."""
    bases: Mapping[Location, tuple[Location, ...]]
    """The subtypes that a base schema with a discriminator stands for."""
    tags: Mapping[Location, tuple[str, tuple[str, ...]]]
    """The property that tells a subtype from its siblings, and its values for this one."""


def closure(references: References, roots: Sequence[Location]) -> Graph:
    """Return everything that `roots` reach.

    Raises:
        InputError: references that lead nowhere, loop, or are refused, and values that are no
            schemas: all of them at once.
    """
    walker = _Walker(references)
    walker.run(roots)
    known = [name for offer in references.offers.values() for name in offer.schemas]
    faults = [
        *walker.faults,
        *(_broken(reference, found, known) for (_, reference), found in walker.broken.items()),
        *_loops(walker.targets),
    ]
    if faults:
        raise InputError(*faults)
    schemas, below = walker.schemas, walker.below
    return Graph(
        roots=tuple(roots),
        targets=walker.targets,
        schemas=schemas,
        mappings=walker.mappings,
        bases={base: tuple(children) for base, children in below.items() if base in schemas},
        tags={
            child: (schemas[base].keywords["discriminator"]["propertyName"], values)
            for base, children in below.items()
            if base in schemas
            for child, values in children.items()
        },
    )


class _Walker:
    """Goes from schema to schema, and remembers where it came through."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.below = inheritance.subtypes(references)
        self.faults: list[Diagnostic] = []
        self.broken: dict[tuple[str, str], list[tuple[Location, Target]]] = {}
        self.targets: dict[Location, Location] = {}
        self.schemas: dict[Location, Schema] = {}
        self.mappings: dict[Location, Mapping[str, Location]] = {}

    def run(self, roots: Sequence[Location]) -> None:
        """Visit everything that `roots` reach, each in the order in which it is met."""
        pending = list(roots)[::-1]
        while pending:
            location = pending.pop()
            if location not in self.schemas:
                pending.extend(self._visit(location)[::-1])

    def _visit(self, location: Location) -> list[Location]:
        """Return what a schema leads to."""
        value, dialect = self.references.value(location), self.references.dialect(location)
        if isinstance(value, dict | bool):
            self.schemas[location] = of(value, location, dialect)
        found = list(self.below.get(location, ()))
        for place in walk(value, location, dialect, report=self.faults.append, skip=DEFINITIONS):
            if not LEADING.isdisjoint(place.keywords):
                found += self._follow(place.schema(location.uri))
        return found

    def _follow(self, schema: Schema) -> Iterator[Location]:
        if inheritance.has_discriminator(schema):
            mapping = inheritance.mapping(self.references, schema)
            self.mappings[schema.location] = mapping
            yield from mapping.values()
        reference = reference_of(schema)
        if reference is None:
            return
        target = self.references.resolve(reference, schema)
        if target.location is None:
            key = (schema.location.uri, reference)
            self.broken.setdefault(key, []).append((schema.location, target))
        else:
            self.targets[schema.location] = target.location
            yield target.location


def reference_of(schema: Schema) -> str | None:
    """Return the reference that a schema makes, None when it makes none."""
    for keyword in schema.dialect.reference_keywords:
        value = schema.keywords.get(keyword)
        if isinstance(value, str):
            return value
    return None


def _broken(
    reference: str, places: Sequence[tuple[Location, Target]], known: Sequence[str]
) -> Diagnostic:
    _, target = places[0]
    referrers = [location / "$ref" for location, _ in places]
    if target.refused:
        return diagnostics.refused_reference(referrers, reference, target.reason)
    wanted = openapi.component_name(reference.partition("#")[2])
    near = difflib.get_close_matches(wanted, known, 3) if wanted else []
    hint = f"{target.reason}; correct the reference"
    if wanted or not reference.startswith("#"):
        hint = "pass the document that holds it as a further source"
    if near:
        hint = f"did you mean {diagnostics.listed(near)}? Otherwise {hint}"
    return diagnostics.unresolved_reference(referrers, reference, hint)


def _loops(targets: Mapping[Location, Location]) -> list[Diagnostic]:
    """Return one finding for each circle of schemas that only refer to each other."""
    found: list[Diagnostic] = []
    clear: set[Location] = set()
    for start in targets:
        way: dict[Location, None] = {}
        at = start
        while at in targets and at not in clear and at not in way:
            way[at] = None
            at = targets[at]
        if at in way:
            circle = list(way)[list(way).index(at) :]
            first = min(circle)
            rest = [each for each in circle if each != first]
            found.append(diagnostics.reference_loop(first, rest))
        clear.update(way)
    return found
