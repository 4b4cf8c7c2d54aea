"""The schemas of an OpenAPI document's operations, named by what they are to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.diagnostics import unresolved_reference
from schemawright.location import Location
from schemawright.source.openapi_places import GRAMMAR, SCHEMA, Child, children
from schemawright.source.schema import Schema
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.diagnostics import Report
    from schemawright.source.references import References

_COMPONENTS = {place: edge for place, edge in GRAMMAR["components"].items() if place != "schemas"}


class _Object(NamedTuple):
    """An object of the document on the way to schemas."""

    kind: str
    value: Any
    location: Location
    name: tuple[str, ...]
    """What a schema below it is called after."""


def operations(references: References, document: str, report: Report) -> dict[Location, str]:
    """Return the schemas in parameters, bodies, responses and headers of a document, and names.

    A schema is called after the operation and its part in it; inside a reusable component that is
    no schema, after that component.

    Args:
        references: the documents.
        document: the name of an OpenAPI document.
        report: told of each reference to a parameter, response and so on that leads nowhere.
    """
    found: dict[Location, str] = {}
    for each in _schemas(references, document, report):
        found.setdefault(each.location, " ".join(filter(None, each.name)))
    return found


def _schemas(references: References, document: str, report: Report) -> Iterator[_Object]:
    """Yield every schema below the paths and webhooks of a document, in their order."""
    whole = references.library[document].value
    start = _Object("document", whole, Location(document), ())
    pending = [start]
    seen: set[Location] = set()
    while pending:
        each = _followed(references, pending.pop(), report)
        if each is None or each.location in seen:
            continue
        if each.kind == SCHEMA:
            yield each
            continue
        seen.add(each.location)
        below = [_below(each, child) for child in children(each.kind, each.value)]
        pending += [found for found in below[::-1] if found.kind != "components"]


def _below(parent: _Object, child: Child) -> _Object:
    location = parent.location
    for token in child.tokens:
        location /= token
    said: tuple[str, ...] = (child.said,) if child.said else ()
    name = (*parent.name, *said)
    if child.kind == "path item" and parent.kind != "callback":
        name = (str(child.tokens[-1]),)
    elif child.kind == "operation":
        stated = child.value.get("operationId") if is_object(child.value) else None
        name = (stated,) if isinstance(stated, str) and stated else (*said, *parent.name)
    return _Object(child.kind, child.value, location, name)


def _followed(references: References, found: _Object, report: Report) -> _Object | None:
    """Return the object that a Reference Object stands for, any other object as it is."""
    through: set[Location] = set()
    while found.kind not in {SCHEMA, "document"} and is_object(found.value):
        reference = found.value.get("$ref")
        if not isinstance(reference, str) or found.location in through:
            break
        through.add(found.location)
        at = Schema(found.value, found.location, references.dialect(found.location))
        target = references.resolve(reference, at)
        if target.location is None:
            place = found.location / "$ref"
            report(unresolved_reference([place], reference, target.reason, target.hint))
            return None
        name = _component_name(target.location) or found.name
        found = _Object(found.kind, references.value(target.location), target.location, name)
    return found


def _component_name(location: Location) -> tuple[str, ...] | None:
    tokens = location.tokens
    if len(tokens) == 3 and tokens[0] == "components" and tokens[1] in _COMPONENTS:
        said = _COMPONENTS[tokens[1]].says.format(tokens[2])
        return (said,) if said else None
    return None
