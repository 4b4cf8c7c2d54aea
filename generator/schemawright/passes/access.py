"""Takes out the properties that only the other side sends: those of requests, or of responses.

JSON Schema Validation 2020-12, section 9.4; OpenAPI 3.0.4, section 4.7.24.2: a property that is
`readOnly` is no part of a request, even if it is required, and one that is `writeOnly` no part of a
response.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.passes.prune import prune
from schemawright.passes.tags import telling
from schemawright.verify import verify

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.config import Access
    from schemawright.location import Location

_OUT: Mapping[Access, ir.Access] = {
    "request": ir.Access.READ_ONLY,
    "response": ir.Access.WRITE_ONLY,
}


class View(NamedTuple):
    """A model as one side sees it."""

    model: ir.Model
    hidden: Mapping[Location, frozenset[str]]
    """The properties that were taken out, by the schemas that say what their records are."""
    places: frozenset[Location]
    """Where they are described."""


def view(model: ir.Model, access: Access) -> View:
    """Return a model without the properties that only the other side sends.

    What tells the members of a union apart stays, as nothing could be decoded without it.

    Args:
        model: the model after all passes.
        access: the view to take; `both` leaves everything as it is.
    """
    if access == "both":
        return View(model, {}, frozenset())
    tags = telling(model)
    declarations: dict[ir.TypeName, ir.Declaration] = {}
    hidden: dict[Location, frozenset[str]] = {}
    records: list[ir.Record] = []
    places: set[Location] = set()
    for name, each in model.declarations.items():
        declarations[name] = each
        if not isinstance(each, ir.Record):
            continue
        kept = tags.get(name, frozenset())
        gone = {f.name: f for f in each.fields if f.access is _OUT[access] and f.name not in kept}
        fields = tuple(field for field in each.fields if field.name not in gone)
        found = declarations[name] = replace(each, fields=fields) if gone else each
        for place in each.places:
            hidden[place] = hidden.get(place, frozenset()) | gone.keys()
        places.update(place for field in gone.values() for place in field.places)
        records.append(found)
    for each in records:
        if len(each.places) == 1:  # what a schema alone describes says most about it
            hidden[each.places[0]] -= {field.name for field in each.fields}
    seen = verify(prune(replace(model, declarations=declarations)), "access", model)
    hidden = {place: names for place, names in hidden.items() if names}
    return View(seen, hidden, frozenset(places))
