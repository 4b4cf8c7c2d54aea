"""The references of a schema, resolved step by step, to where the last of a chain leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.source.graph import references_of
from schemawright.source.uris import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.explain.survey import Survey
    from schemawright.location import Location, Position
    from schemawright.source.schema import Schema


class Place(NamedTuple):
    """Where something stands."""

    location: Location
    position: Position | None


class Step(NamedTuple):
    """One reference: what it says, what that means, and where it leads."""

    at: Place
    keyword: str
    text: str
    base: str
    """The base URI that holds where the reference is written."""
    uri: str
    """The absolute URI that is meant."""
    document: str
    """The document that the URI leads to."""
    fragment: str
    kind: str
    """What the fragment is: a pointer, an anchor, or nothing."""
    targets: tuple[Place, ...]
    """Where it leads; dynamic references may lead to several places."""
    dynamic: bool


def steps(survey: Survey, schema: Schema) -> tuple[Step, ...]:
    """Return the references of a schema, each followed to the end of its chain."""
    found: list[Step] = []
    seen: set[Location] = set()
    pending = [schema]
    while pending:
        each = pending.pop(0)
        if each.location in seen:
            continue
        seen.add(each.location)
        new = list(_own(survey, each))
        found += new
        if len(seen) == 1 or len(new) == 1:
            ends = [place.location for step in new for place in step.targets]
            pending += [survey.places[end] for end in ends if end in survey.places]
    return tuple(found)


def _own(survey: Survey, schema: Schema) -> Iterator[Step]:
    references, graph = survey.references, survey.graph
    for at, keyword, text in references_of(schema):
        ends = (graph.targets[at],) if at in graph.targets else graph.choices.get(at, ())
        target = references.resolve(text, schema)
        base = references.resource(schema.location).uri
        uri, fragment = joined(base, text) or (text, "")
        yield Step(
            at=_place(survey, schema.location / keyword),
            keyword=keyword,
            text=text,
            base=base,
            uri=f"{uri}#{fragment}" if fragment else uri,
            document=ends[0].uri if ends else "",
            fragment=fragment,
            kind=_kind(fragment),
            targets=tuple(_place(survey, end) for end in ends),
            dynamic=references.dynamic(keyword, target, schema) is not None,
        )


def _kind(fragment: str) -> str:
    if not fragment:
        return "whole document"
    return "pointer" if fragment.startswith("/") else "anchor"


def _place(survey: Survey, location: Location) -> Place:
    library = survey.references.library
    known = location.uri in library
    return Place(location, library[location.uri].position(location.pointer) if known else None)
