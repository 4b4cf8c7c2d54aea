"""Which place somebody asks about: a pointer, an anchor, a URI, or a name from input or code."""

from __future__ import annotations

import difflib
import shlex
from typing import TYPE_CHECKING

from schemawright.diagnostics import InputError, listed, no_such_place, shown
from schemawright.explain.survey import parent
from schemawright.location import Location
from schemawright.source.openapi import described
from schemawright.source.schema import Schema
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.diagnostics import Diagnostic
    from schemawright.explain.survey import Survey

_KINDS_OF_NAMES = "a pointer such as #/properties/id, a schema's name, or a Python class"


def asked_place(survey: Survey, wanted: str) -> Location:
    """Return the reached schema that is asked about.

    Raises:
        InputError: there is no such place, or it is no schema, or no root reaches it.
    """
    first: Location | None = None
    for place in _candidates(survey, wanted):
        if place in survey.places:
            return place
        if first is None and _exists(survey, place):
            first = place
    if first is not None:
        raise InputError(_unexplained(survey, first))
    raise InputError(_missing(survey, wanted))


def _candidates(survey: Survey, wanted: str) -> Iterator[Location]:
    """Yield the places that may be meant, the likeliest first."""
    name, mark, fragment = _parted(wanted)
    if name and not mark:
        yield from _named(survey, wanted)
    documents = [place.uri for place in survey.graph.roots]
    documents += [each.uri for each in survey.references.library.entries]
    for uri in dict.fromkeys(documents):
        if name == uri or (not name and (not fragment or fragment.startswith("/"))):
            yield Location(uri, fragment)
    if name or fragment:
        yield from _referred(survey, f"{name}#{fragment}" if mark else name, documents)
    if fragment.startswith("/") and not name:
        yield from (Location(uri, pointer + fragment) for uri, pointer in survey.graph.roots)


def _parted(wanted: str) -> tuple[str, str, str]:
    """Return the document, `#`, and the fragment; a pointer may stand alone, without the `#`."""
    if wanted.startswith("/") and "#" not in wanted:
        return "", "#", wanted
    return wanted.partition("#")


def _referred(survey: Survey, reference: str, documents: list[str]) -> Iterator[Location]:
    """Yield where a text leads as a reference, from each document and from where one stands."""
    library = survey.references.library
    name, mark, fragment = reference.partition("#")
    if mark:
        for document in library.documents:
            if document.uri.endswith(f"/{name}") and name:
                yield Location(document.uri, fragment)
    for uri in dict.fromkeys(documents):
        if uri not in library:
            continue
        at = Schema({}, Location(uri), survey.references.dialect(Location(uri)))
        found = survey.references.resolve(reference, at).location
        if found is not None:
            yield found


def _named(survey: Survey, wanted: str) -> Iterator[Location]:
    """Yield what has a name in the input or in Python, and what a path from there leads to."""
    names = dict(_names(survey))
    if wanted in names:
        yield names[wanted]
    start, *path = wanted.split(".")
    if start in names and path:
        place: Location | None = names[start]
        for key in path:
            place = _property(survey, place, key) if place is not None else None
        if place is not None:
            yield place


def _names(survey: Survey) -> Iterator[tuple[str, Location]]:
    """Yield names with their places; the later ones count, and those are the input's."""
    python = survey.subject.names.types
    for name, declaration in survey.model.declarations.items():
        yield python[name], declaration.location
    for offer in survey.references.offers.values():
        yield from offer.schemas.items()
    for place, name in survey.names.items():
        yield name, place


def _property(survey: Survey, place: Location, key: str) -> Location | None:
    """Return the property of that name, in JSON or in Python, of a schema or what it refers to."""
    pending, seen = [place], set[Location]()
    while pending:
        at = pending.pop(0)
        schema = survey.places.get(at)
        if schema is None or at in seen:
            continue
        seen.add(at)
        for keyword, inside in survey.inside.get(at, ()):
            if keyword != "properties":
                pending.append(inside)
                continue
            attributes = (
                survey.subject.names.fields[record.name][field.name]
                for record, field in survey.fields(inside)
            )
            if key == inside.tokens[-1] or key in attributes:
                return inside
        if at in survey.graph.targets:
            pending.append(survey.graph.targets[at])
    return None


def _exists(survey: Survey, place: Location) -> bool:
    if place.uri not in survey.references.library:
        return False
    try:
        survey.references.value(place)
    except LookupError:
        return False
    return True


def _unexplained(survey: Survey, place: Location) -> Diagnostic:
    """Return why a place that is there cannot be explained."""
    name = _unreached(survey, place)
    if name is not None:
        message = "no root reaches this schema"
        return no_such_place(place, message, f"begin there: --root {shlex.quote(name)}")
    value = survey.references.value(place)
    above = place
    while (owner := parent(above, survey.places)) is None and above.pointer:
        above = above.owner(1)
    if owner is not None:
        keyword = place.tokens[len(owner.tokens)]
        message = f"this is no schema, but {described(value)} in {shown(keyword)} of one"
        return no_such_place(place, message, f"ask for the schema: {owner}")
    keys: Mapping[str, object] = value if is_object(value) else {}
    held = [str(place / key) for key in keys if place / key in survey.places]
    roots = [str(each) for each in survey.graph.roots]
    hint = f"there are {listed(held or roots, 3)}"
    return no_such_place(place, f"this is no schema, but {described(value)}", hint)


def _unreached(survey: Survey, place: Location) -> str | None:
    """Return the name of the schema around a place if that has one and no root reaches it."""
    found: dict[str, str] = {}
    for offer in survey.references.offers.values():
        for name, (uri, pointer) in offer.schemas.items():
            inside = f"{place.pointer}/".startswith(f"{pointer}/")
            if uri == place.uri and inside and Location(uri, pointer) not in survey.places:
                found[pointer] = name
    return found[max(found, key=len)] if found else None


def _missing(survey: Survey, wanted: str) -> Diagnostic:
    """Return that nothing is found, with what is near."""
    documents = [each.uri for each in survey.references.library.entries]
    at = survey.graph.roots[0] if survey.graph.roots else Location(documents[0])
    name, mark, fragment = _parted(wanted)
    if not mark:
        near = difflib.get_close_matches(wanted, dict(_names(survey)), 3)
        hint = f"did you mean {listed(near)}?" if near else f"name {_KINDS_OF_NAMES}"
        return no_such_place(Location(at.uri), f"nothing is called {shown(wanted)}", hint)
    known = survey.references.library
    uri = name if name in known else at.uri
    if name and name not in known:
        every = [each.uri for each in known.documents]
        near = difflib.get_close_matches(name, every, 3) or every
        message = f"no document is called {shown(name)}"
        return no_such_place(Location(uri), message, f"there are {listed(near, 3)}")
    if not fragment.startswith("/"):
        anchors = [anchor for _, anchor in survey.references.indices[uri].anchors if anchor]
        near = difflib.get_close_matches(fragment, anchors, 3) or anchors
        hint = f"there are {listed(near, 3)}" if near else f"name {_KINDS_OF_NAMES}"
        return no_such_place(Location(uri), f"there is no anchor {shown(fragment)} here", hint)
    place, token, value = _deepest(survey, Location(uri, fragment))
    keys: Mapping[str, object] = value if is_object(value) else {}
    near = difflib.get_close_matches(token, keys, 3)
    has = f"it has {listed(keys, 5)}" if keys else f"it is {described(value)}"
    if is_array(value):
        has = f"it has {len(value)} items"
    hint = f"did you mean {listed(near)}?" if near else has
    return no_such_place(place, f"there is no {shown(token)} here", hint)


def _deepest(survey: Survey, place: Location) -> tuple[Location, str, object]:
    """Return the last place on the way that is there, the next token, and the place's value."""
    at = Location(place.uri)
    for token in place.tokens:
        if not _exists(survey, at / token):
            return at, token, survey.references.value(at)
        at /= token
    return at, "", survey.references.value(at)
