"""The closure of the roots: every schema that they reach, and where each reference leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from schemawright import diagnostics
from schemawright.diagnostics import Diagnostic, InputError
from schemawright.location import Location
from schemawright.source import inheritance
from schemawright.source.dangling import (
    Referrer,
    as_warning,
    broken,
    located,
    stand_in_for,
)
from schemawright.source.dynamic import Dynamic, Ways, dynamic_targets
from schemawright.source.places import DEFINITIONS, walk
from schemawright.source.schema import Schema, of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from schemawright.source.references import References, Target


LEADING = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "discriminator"})
"""The keywords that lead from one schema to another."""

SAMPLES = frozenset({"default", "example", "examples"})
"""The keywords that hold values which are to fit their schema."""


class Graph(NamedTuple):
    """What the roots need, resolved."""

    roots: tuple[Location, ...]
    targets: Mapping[Location, Location]
    """The target of each schema that refers to another, by the place of the referring schema.

    A second reference of one schema has the place of its keyword."""
    choices: Mapping[Location, tuple[Location, ...]]
    """The targets of each dynamic reference that has several, by the place of its keyword."""
    schemas: Mapping[Location, Schema]
    """The schemas that have an identity of their own: the roots and the targets."""
    mappings: Mapping[Location, Mapping[str, Location]]
    """Where the values of a schema's `discriminator` lead."""
    bases: Mapping[Location, tuple[Location, ...]]
    """The subtypes that a base schema with a discriminator stands for."""
    tags: Mapping[Location, tuple[str, tuple[str, ...]]]
    """The property that tells a subtype from its siblings, and its values for this one."""
    missing: Mapping[Location, str]
    """What stands in for targets that were not found but may be missing, and their names."""
    samples: Mapping[Location, Schema]
    """The schemas that state values which are to fit them: a default, examples."""
    findings: tuple[Diagnostic, ...] = ()
    """What is suspicious about the references."""


def closure(
    references: References,
    roots: Sequence[Location],
    may_miss: Callable[[Sequence[str]], bool] = lambda _: False,
) -> Graph:
    """Return everything that `roots` reach.

    Args:
        references: the documents.
        roots: where to begin.
        may_miss: tells whether a reference, as it is written and as a URI, may lead nowhere.

    Raises:
        InputError: references that lead nowhere, loop, or are refused, and values that are no
            schemas: all of them at once.
    """
    starts = tuple(dict.fromkeys(map(references.canonical, roots)))
    walker = _Walker(references)
    walker.run(starts)
    absent, dangling = _parted(walker.broken, may_miss)
    faults = [*walker.faults, *broken(dangling, references), *_loops(walker.targets)]
    if faults:
        raise InputError(*faults)
    missing: dict[Location, str] = {}
    for (_, reference), found in absent.items():
        stand_in, name = stand_in_for(reference, found[0].target)
        walker.schemas.setdefault(stand_in.location, stand_in)
        missing[stand_in.location] = name
        walker.targets.update((each.place, stand_in.location) for each in found)
    schemas = walker.schemas
    below = {base: children for base, children in walker.below.items() if base in schemas}
    return Graph(
        roots=starts,
        targets=walker.targets,
        choices=walker.choices,
        schemas=schemas,
        mappings=walker.mappings,
        bases={base: tuple(children) for base, children in below.items()},
        tags={
            child: (schemas[base].keywords["discriminator"]["propertyName"], values)
            for base, children in below.items()
            for child, values in children.items()
        },
        missing=missing,
        samples=walker.samples,
        findings=tuple(as_warning(each) for each in broken(absent, references)),
    )


Broken: TypeAlias = dict[tuple[str, str], list[Referrer]]
"""References that lead nowhere: who makes them, by their document and text."""


def _parted(every: Broken, may_miss: Callable[[Sequence[str]], bool]) -> tuple[Broken, Broken]:
    """Return the broken references that may lead nowhere, and those that may not."""
    absent = {
        (document, text): found
        for (document, text), found in every.items()
        if may_miss((text, found[0].target.uri))
    }
    return absent, {key: found for key, found in every.items() if key not in absent}


class _Walker:
    """Goes from schema to schema, and remembers where it came through."""

    def __init__(self, references: References) -> None:
        self.references = references
        self.below = inheritance.subtypes(references)
        self.faults: list[Diagnostic] = []
        self.broken: Broken = {}
        self.targets: dict[Location, Location] = {}
        self.choices: dict[Location, tuple[Location, ...]] = {}
        self.schemas: dict[Location, Schema] = {}
        self.mappings: dict[Location, Mapping[str, Location]] = {}
        self.samples: dict[Location, Schema] = {}
        self._edges: dict[Location, list[Location]] = {}
        self._dynamic: dict[Location, Dynamic] = {}
        self._written: dict[Location, tuple[Schema, str]] = {}
        self._unread: set[Target] = set()

    def run(self, roots: Sequence[Location]) -> None:
        """Visit everything that `roots` reach, each in the order in which it is met."""
        pending = list(roots)
        while pending:
            self._visit_all(pending)
            pending = self._settle(roots) if self._dynamic else []

    def _visit_all(self, locations: Sequence[Location]) -> None:
        pending = list(locations)[::-1]
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
        self._edges.setdefault(location, []).extend(found)
        for place in walk(value, location, dialect, report=self.faults.append, skip=DEFINITIONS):
            if not LEADING.isdisjoint(place.keywords):
                schema = place.schema(location.uri)
                found += self._follow(schema, location)
            if not SAMPLES.isdisjoint(place.keywords):
                schema = place.schema(location.uri)
                self.samples[schema.location] = schema
        return found

    def _follow(self, schema: Schema, unit: Location) -> Iterator[Location]:
        if inheritance.has_discriminator(schema):
            mapping = inheritance.mapping(self.references, schema)
            self.mappings[schema.location] = mapping
            self._edges.setdefault(unit, []).extend(mapping.values())
            yield from mapping.values()
        for at, keyword, reference in references_of(schema):
            target = self.references.resolve(reference, schema)
            dynamic = self.references.dynamic(keyword, target, schema)
            if dynamic is not None:
                self._dynamic[at] = dynamic
                self._written[at] = (schema, keyword)
                self._pass_through(unit, at)
            elif target.location is None:
                self._miss(schema, keyword, target)
            else:
                self.targets[at] = target.location
                self._pass_through(unit, at)
                self._edges.setdefault(at, []).append(target.location)
                yield target.location

    def _pass_through(self, unit: Location, at: Location) -> None:
        """Remember the way from a schema to a reference inside it, through embedded resources."""
        inside: list[Location] = []
        resource = self.references.resource(at)
        while len(resource.location.pointer) > len(unit.pointer):
            inside.append(resource.location)
            parent = resource.location.pointer.rpartition("/")[0]
            resource = self.references.resource(Location(unit.uri, parent))
        for each in (*inside[::-1], at):
            if each != unit:
                self._edges.setdefault(unit, []).append(each)
                unit = each

    def _settle(self, roots: Sequence[Location]) -> list[Location]:
        """Work out where dynamic references lead; return targets that were not visited yet."""
        ways = Ways(
            edges=self._edges,
            dynamic=self._dynamic,
            resource=self.references.resource,
            anchors=self.references.dynamic_anchors,
        )
        unseen: dict[Location, None] = {}
        for at, targets in dynamic_targets(ways, roots).items():
            unseen.update((each, None) for each in targets if each not in self.schemas)
            self.targets.pop(at, None)
            self.choices.pop(at, None)
            if len(targets) == 1:
                self.targets[at] = targets[0]
            elif targets:
                self.choices[at] = targets
        if not unseen:
            for at, (schema, keyword) in self._written.items():
                if at in self.targets or at in self.choices:
                    continue
                target = self.references.resolve(schema.keywords[keyword], schema)
                self._miss(schema, keyword, target)
        return list(unseen)

    def _miss(self, schema: Schema, keyword: str, target: Target) -> None:
        if target.faults:
            if target not in self._unread:  # once, whoever else refers to it
                self._unread.add(target)
                self.faults += [located(each, schema.location / keyword) for each in target.faults]
            return
        key = (schema.location.uri, schema.keywords[keyword])
        referrer = Referrer(place_of(schema, keyword), schema.location / keyword, target)
        self.broken.setdefault(key, []).append(referrer)


def references_of(schema: Schema) -> Iterator[tuple[Location, str, str]]:
    """Yield the references that a schema makes: their places, keywords and texts."""
    keywords = schema.keywords
    for keyword in schema.dialect.reference_keywords:
        value = keywords.get(keyword)
        if isinstance(value, str):
            yield place_of(schema, keyword), keyword, value


def place_of(schema: Schema, keyword: str) -> Location:
    """Return the place that stands for one reference of a schema: mostly the schema's own."""
    for each in schema.dialect.reference_keywords:
        if isinstance(schema.keywords.get(each), str):
            return schema.location if each == keyword else schema.location / keyword
    return schema.location


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
