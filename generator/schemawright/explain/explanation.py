"""All that there is to say about one place of the input."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.diagnostics import Related
from schemawright.explain.asked import asked_place
from schemawright.explain.keywords import verdict
from schemawright.explain.python_side import Class, Property, classes, properties
from schemawright.explain.route import Step, steps
from schemawright.explain.rules import Applied, applied
from schemawright.explain.standings import standings
from schemawright.explain.survey import parent
from schemawright.explain.type_text import declared, spelled
from schemawright.lower.keywords import is_silent
from schemawright.lower.types import NARROWING
from schemawright.source.graph import references_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.diagnostics import Diagnostic
    from schemawright.explain.status import Standing, Verdict
    from schemawright.explain.survey import Survey
    from schemawright.location import Location, Position
    from schemawright.source.values import JsonValue


class Explanation(NamedTuple):
    """One place: where it is, what it refers to, what became of it."""

    location: Location
    position: Position
    uri: str
    """The canonical URI: that of its resource, with the pointer inside that."""
    dialect: str
    value: JsonValue
    steps: tuple[Step, ...]
    rules: tuple[Applied, ...]
    merged: tuple[Related, ...]
    """The places that `allOf` and references merge into it, and how."""
    model: tuple[str, ...]
    """What it is in the model: types and declarations."""
    properties: tuple[Property, ...]
    classes: tuple[Class, ...]
    keywords: tuple[tuple[str, Verdict], ...]
    findings: tuple[Diagnostic, ...]
    """What was suspicious here."""


def explanation(survey: Survey, wanted: str) -> Explanation:
    """Return what became of the place that is asked about.

    Raises:
        InputError: there is no such place, or it is no schema, or no root reaches it.
    """
    place = asked_place(survey, wanted)
    resource = survey.references.resource(place)
    standing = standings(survey)[place]
    inside = place.pointer[len(resource.location.pointer) :]
    _, rules = applied(survey.context, standing.schema)
    return Explanation(
        location=place,
        position=survey.references.library[place.uri].position(place.pointer),
        uri=f"{resource.uri}#{inside}",
        dialect=standing.schema.dialect.name,
        value=survey.references.value(place),
        steps=steps(survey, standing.schema),
        rules=rules,
        merged=tuple(_merged(survey, place, standing)),
        model=tuple(dict.fromkeys(_model(survey, place, standing))),
        properties=properties(survey, place),
        classes=classes(survey, place),
        keywords=tuple((each, verdict(standing, each)) for each in standing.schema.keywords),
        findings=tuple(
            each
            for each in survey.findings
            if each.location == place or _own(survey, each.location) == place
        ),
    )


def _own(survey: Survey, at: Location) -> Location | None:
    """Return the schema that a finding belongs to, the innermost one around it."""
    return at if at in survey.places else parent(at, survey.places)


def _merged(survey: Survey, place: Location, standing: Standing) -> Iterator[Related]:
    """Yield the places that are merged with one: by its keywords, or as the same property."""
    members = standing.effective.get("allOf", ())
    others = [each for each in standing.effective.keywords if not is_silent(each)]
    how = "stands for it" if len(members) == 1 and others == ["allOf"] else "merged"
    if not NARROWING.isdisjoint(standing.effective.keywords):
        yield from _bases(survey, place, "merged, by $ref")
    for index, _ in enumerate(members):
        member = standing.effective.child("allOf", index)
        yield Related(member.location, f"{how}, by allOf")
        yield from _bases(survey, member.location, f"{how}, by $ref in allOf")
    if place.tokens[-2:-1] == ("properties",):
        yield from _shared(survey, place)


def _shared(survey: Survey, place: Location) -> Iterator[Related]:
    """Yield the other places that speak of the same property of the same object."""
    names = {each.name for each in survey.lowered.get(place, ())}
    for other, found in survey.lowered.items():
        alike = other != place and other.tokens[-2:] == place.tokens[-2:]
        if alike and not names.isdisjoint(each.name for each in found):
            yield Related(other, "speaks of the same property")


def _bases(survey: Survey, place: Location, how: str) -> Iterator[Related]:
    schema = survey.places.get(place)
    for at, _, _ in references_of(schema) if schema is not None else ():
        if at in survey.graph.targets:
            yield Related(survey.graph.targets[at], how)


def _model(survey: Survey, place: Location, standing: Standing) -> Iterator[str]:
    """Yield what a place is in the model, as text, and what that refers to inside it."""
    own = dict.fromkeys(survey.declarations(place))
    for record, field in survey.fields(place):
        need = "required" if field.required else "optional"
        yield f"Field({record.name}, {field.name!r}, {need}): {spelled(field.type)}"
        for name in _mentioned(field.type):
            found = survey.model.declarations[name]
            if found not in own:
                yield f"{name}: {declared(found)}"
    for each in survey.declarations(place):
        yield f"{each.name}: {declared(each)}"
    types = tuple(survey.types(place)) or standing.types
    if not any(True for _ in survey.fields(place)):
        yield from (spelled(each) for each in types if not _is_itself(each, place, survey))


def _mentioned(type_: ir.Type) -> Iterator[ir.TypeName]:
    if isinstance(type_, ir.Ref):
        yield type_.name
    for each in ir.children(type_):
        yield from _mentioned(each)


def _is_itself(type_: ir.Type, place: Location, survey: Survey) -> bool:
    """Tell whether a type is what is declared for a place, which is shown already."""
    return any(
        type_ == ir.Ref(each.name) or (isinstance(each, ir.Alias) and each.target == type_)
        for each in survey.declarations(place)
    )
