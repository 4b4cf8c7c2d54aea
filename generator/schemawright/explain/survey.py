"""One run up to the Python names, that remembers what each place of the input became."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir, pipeline
from schemawright.explain.checked import checked
from schemawright.location import Location
from schemawright.lower.context import Context
from schemawright.lower.identity import written_at
from schemawright.lower.types import lower, type_of
from schemawright.passes import run_passes
from schemawright.python.annotations import FORMATS, held_types
from schemawright.review import reviewed
from schemawright.source.places import DEFINITIONS, walk
from schemawright.targets.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.lock.names import LockedNames
    from schemawright.source.graph import Graph
    from schemawright.source.library import Library
    from schemawright.source.references import References
    from schemawright.source.schema import Schema


class Lowered(NamedTuple):
    """What a subschema became: its type, and the name for whatever is declared for it."""

    type: ir.Type
    name: ir.TypeName


class Survey(NamedTuple):
    """A run, looked at from the places of its input."""

    references: References
    graph: Graph
    names: Mapping[Location, ir.TypeName]
    """The name of each schema that has an identity of its own."""
    declared: Mapping[ir.TypeName, ir.Declaration]
    """What lowering declared, before anything that no root needs was left out."""
    lowered: Mapping[Location, tuple[Lowered, ...]]
    """What was made of each place; a place that is merged into others is several things."""
    subject: Subject
    places: Mapping[Location, Schema]
    """Every schema that the roots reach."""
    inside: Mapping[Location, tuple[tuple[str, Location], ...]]
    """The schemas directly inside each, with the keyword that holds them."""
    checks: Mapping[Location, frozenset[str]] | None
    """The keywords that validators check, by their places; None if there are no validators."""
    left_out: frozenset[Location]
    """Where properties are described that only the other side sends."""
    context: Context
    """For asking lowering about single schemas; reports nothing."""
    findings: tuple[Diagnostic, ...]

    @property
    def model(self) -> ir.Model:
        """The model that code is generated from."""
        return self.subject.model

    def fields(self, location: Location) -> Iterator[tuple[ir.Record, ir.Field]]:
        """Yield the fields that a place became, each with its record."""
        if location.tokens[-2:-1] != ("properties",):
            return
        names = {each.name for each in self.lowered.get(location, ())}
        for name in names:
            parts = ir.segments(name)
            record = self.model.declarations.get(_owner(name))
            if isinstance(record, ir.Record) and len(parts) > 1:
                yield from ((record, each) for each in record.fields if each.name == parts[-1])

    def declarations(self, location: Location) -> Iterator[ir.Declaration]:
        """Yield what is declared for a place in the model."""
        names = dict.fromkeys(each.name for each in self.lowered.get(location, ()))
        if location in self.names:
            names = {self.names[location]: None}
        for name in names:
            found = self.model.declarations.get(name)
            if found is not None:
                yield found

    def types(self, location: Location) -> Iterator[ir.Type]:
        """Yield the types that a place became, its own first."""
        if location in self.names:
            found = self.declared[self.names[location]]
            yield found.target if isinstance(found, ir.Alias) else ir.Ref(found.name)
        yield from (each.type for each in self.lowered.get(location, ()))


def survey(options: Options, library: Library, locked: LockedNames | None = None) -> Survey:
    """Return what becomes of the documents' schemas.

    Raises:
        InputError: the input cannot be turned into code.
    """
    findings: dict[tuple[str, Location], Diagnostic] = {}

    def report(finding: Diagnostic) -> None:
        findings.setdefault((finding.code, finding.location), finding)

    lowered: dict[Location, dict[Lowered, None]] = {}

    def seen(schema: Schema, name: ir.TypeName, found: ir.Type) -> None:
        for place in written_at(schema):
            lowered.setdefault(place, {})[Lowered(found, name)] = None

    references, graph, names = pipeline.resolved(options, library, report)
    first = lower(graph, names, report, seen)
    seen_from, types = pipeline.seen_by(options, run_passes(first), report)
    model = seen_from.model
    asserted = pipeline.assertions_of(options, references, graph, seen_from, report)
    subject = Subject(
        model=model,
        names=pipeline.names_of(options, model, locked, report).names,
        package=options.package,
        docs=options.docs,
        width=options.line_length,
        report=report,
        validates=asserted is not None,
        asserted=asserted,
        formats={**FORMATS[options.formats], **held_types(types)},
    )
    places = {each.location: each for each in _reached(references, graph)}
    return Survey(
        references=references,
        graph=graph,
        names=names,
        declared=first.declarations,
        lowered={place: tuple(found) for place, found in lowered.items()},
        subject=subject,
        places=places,
        inside=_inside(places),
        checks=None if asserted is None else checked(asserted.plan, places),
        left_out=seen_from.places,
        context=Context(graph=graph, names=names, report=lambda _: None, type_of=type_of),
        findings=reviewed(
            references, graph, tuple(findings.values()), formats=options.assert_formats
        ),
    )


def _reached(references: References, graph: Graph) -> Iterator[Schema]:
    """Yield every schema that the roots reach, some of them more than once."""
    for location in graph.schemas:
        if location in graph.missing:
            continue
        value, dialect = references.value(location), references.dialect(location)
        for found in walk(value, location, dialect, skip=DEFINITIONS):
            yield found.schema(location.uri)


def _inside(
    places: Mapping[Location, Schema],
) -> Mapping[Location, tuple[tuple[str, Location], ...]]:
    found: dict[Location, list[tuple[str, Location]]] = {}
    for place in places:
        owner = parent(place, places)
        if owner is not None:
            keyword = place.tokens[len(owner.tokens)]
            found.setdefault(owner, []).append((keyword, place))
    return {owner: tuple(inside) for owner, inside in found.items()}


def parent(place: Location, places: Mapping[Location, Schema]) -> Location | None:
    """Return the schema that directly holds a place: one token up, or two from a list or map."""
    pointer = place.pointer
    for _ in range(2):
        if not pointer:
            return None
        pointer = pointer.rpartition("/")[0]
        owner = Location(place.uri, pointer)
        if owner in places:
            return owner
    return None


def _owner(name: ir.TypeName) -> ir.TypeName:
    return ir.TypeName(name.rpartition("/")[0])
