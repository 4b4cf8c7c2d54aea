"""The names of schemas that have an identity of their own: roots and targets of references."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.digest import letters
from schemawright.location import innermost, split
from schemawright.lower.docs import called_by
from schemawright.source import openapi

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.location import Location
    from schemawright.source.graph import Graph
    from schemawright.source.library import Library

_STEPS = {
    "items": "item",
    "additionalItems": "item",
    "additionalProperties": "value",
    "unevaluatedProperties": "value",
    "propertyNames": "key",
    "contains": "item",
    "not": "not",
    "if": "if",
    "then": "then",
    "else": "else",
}
"""What a schema is to its owner where the keyword alone leads to it."""

_NAMING = frozenset(
    {"$defs", "allOf", "anyOf", "definitions", "dependentSchemas", "dependencies", "oneOf"}
    | {"patternProperties", "prefixItems", "properties"}
)
"""Keywords whose members are called after their keys."""


def declared_names(
    graph: Graph,
    library: Library,
    given: Mapping[Location, str],
    called: Mapping[str, str] | None = None,
) -> Mapping[Location, ir.TypeName]:
    """Return a name for each schema in the graph, independent of their order.

    A schema is called what it says itself (`x-python-name`), a definition what its key says, a
    document's root what its `$id`, title or file says, any other place after its owner and the way
    there. Of several that would have one name
    the root or the outermost keeps it; the others are named after their owner too.

    Args:
        graph: the schemas.
        library: their documents.
        given: the names of places that are called after something else than where they are.
        called: what documents are called otherwise, by their URIs.
    """
    stated = {location: called_by(each) for location, each in graph.schemas.items()}
    given = {**given, **graph.missing, **{at: name for at, name in stated.items() if name}}
    documents = {**_document_names(graph, library), **(called or {})}
    wanted = {
        location: _segments(location, documents[location.uri], given) for location in graph.schemas
    }
    roots = frozenset(graph.roots)
    rank = {
        location: (
            location not in roots,
            location.pointer.count("/"),
            documents[location.uri],
            location.pointer,
        )
        for location in wanted
    }
    names: dict[Location, ir.TypeName] = {}
    taken: set[ir.TypeName] = set()
    for location in sorted(wanted, key=rank.__getitem__):
        choices = _choices(wanted[location], location, documents[location.uri])
        if location in given:
            choices = chain([(given[location],)], choices)
        for choice in choices:
            name = _join(choice)
            if name not in taken:
                names[location] = name
                taken.add(name)
                break
    return {location: names[location] for location in graph.schemas}


def _document_names(graph: Graph, library: Library) -> dict[str, str]:
    return {
        uri: openapi.document_name(library[uri]) if uri in library else openapi.file_name(uri)
        for uri in dict.fromkeys(location.uri for location in graph.schemas)
    }


def _choices(
    found: tuple[str, ...], location: Location, document: str
) -> Iterator[tuple[str, ...]]:
    """Yield names for a place, best first.

    Only a place that is lowered inside its owner may have a name of several segments: it is the
    one that it has there.
    """
    if openapi.component_name(location.pointer) is not None or not location.pointer:
        yield found[-1:]
    elif _is_inside(location):
        yield found
    yield (" ".join(found),)
    for place in (f"{document}#{location.pointer}", str(location)):  # documents may share a title
        yield (" ".join((*found, letters(place))),)


def _is_inside(location: Location) -> bool:
    """Tell whether keywords that hold schemas lead to a place, and nothing else does."""
    tokens = list(location.tokens)
    if tokens[:2] == ["components", "schemas"]:
        tokens = tokens[3:]
    while tokens:
        token = tokens.pop(0)
        if token in _NAMING and tokens:
            tokens.pop(0)
        elif token not in _STEPS:
            return False
    return True


def _join(found: tuple[str, ...]) -> ir.TypeName:
    name = ir.top(found[0])
    for each in found[1:]:
        name = ir.inner(name, each)
    return name


def _segments(location: Location, document: str, given: Mapping[Location, str]) -> tuple[str, ...]:
    """Return the name of a place, its owners' names first."""
    if given and (owner := innermost(location, given)) is not None:
        inside = location.pointer[len(owner.pointer) :]
        return (given[owner], *_steps(split(inside)))
    tokens = location.tokens
    if tokens[:2] == ("components", "schemas"):
        found: list[str] = []
        tokens = tokens[2:]
        found.append(tokens[0])
        tokens = tokens[1:]
    else:
        found = [document]
    return (*found, *_steps(tokens))


def _steps(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the way from an owner to a place inside it is called."""
    found: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token in _NAMING and index + 1 < len(tokens):
            index += 1
            found.append(_spelled(tokens[index]))
        else:
            found.append(_STEPS.get(token, _spelled(token)))
        index += 1
    return tuple(found)


def _spelled(token: str) -> str:
    """Return a token as a word: an index is not a name that would last."""
    return letters(token, 2) if token.isdecimal() else token
