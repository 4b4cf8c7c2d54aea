"""Which one schema is meant: by a name, by a place in a document, or because there is no other."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics
from schemawright.diagnostics import InputError, listed
from schemawright.location import Location
from schemawright.source.roots import chosen_roots
from schemawright.source.schema import Schema

if TYPE_CHECKING:
    from schemawright.source.references import References


class Asked(NamedTuple):
    """A schema that somebody asks for."""

    text: str
    """The name of a schema; or, for a place in the first document, what follows `#`."""
    is_place: bool = False


def asked_schema(
    references: References, asked: Asked | None, roots: tuple[str, ...], *, with_operations: bool
) -> Location:
    """Return the schema that is asked for, or the only root if none is.

    Args:
        references: the sources.
        asked: what is asked for.
        roots: the names of the roots; all that the sources offer when empty.
        with_operations: whether the schemas in operations of OpenAPI documents count, too.

    Raises:
        InputError: there is no such schema, or there are several.
    """
    if asked is None:
        return only_schema(references, roots, with_operations=with_operations)
    if asked.is_place:
        return schema_in(references, asked.text)
    return named_schema(references, asked.text, with_operations=with_operations)


def named_schema(references: References, name: str, *, with_operations: bool) -> Location:
    """Return the schema that has a name among all that the sources offer.

    Args:
        references: the sources.
        name: a name as for roots; or, if there is one source only, `#` and a place in it.
        with_operations: whether the schemas in operations of OpenAPI documents have names, too.

    Raises:
        InputError: there is no such schema.
    """
    if name.startswith("#"):
        if len(references.library.entries) > 1:
            at = Location(references.library.entries[0].uri)
            message = f"{diagnostics.shown(name)} could be a place in any of several documents"
            hint = f"put the document before it, as in {at.uri}{name}"
            raise InputError(diagnostics.no_such_place(at, message, hint))
        return schema_in(references, name[1:])
    (found,), _ = chosen_roots(references, (name,), with_operations=with_operations)
    return found


def only_schema(
    references: References, roots: tuple[str, ...], *, with_operations: bool
) -> Location:
    """Return the only root of the sources.

    Raises:
        InputError: there are several, or none.
    """
    found, _ = chosen_roots(references, roots, with_operations=with_operations)
    if len(found) == 1:
        return found[0]
    at = Location(references.library.entries[0].uri)
    offered = [name for offer in references.offers.values() for name in offer.roots]
    names = list(dict.fromkeys(roots or offered))
    hint = f"name the one that is meant: --schema {names[0]}"
    raise InputError(diagnostics.several_schemas(at, names, hint))


def schema_in(references: References, fragment: str) -> Location:
    """Return a schema in the first document.

    Args:
        references: the sources.
        fragment: a JSON Pointer, the name of a schema, or an anchor; empty for the document
            itself, or the only schema that it offers.

    Raises:
        InputError: there is none.
    """
    document = references.library.entries[0]
    root = Location(document.uri)
    offer = references.offers[document.uri]
    if not fragment:
        if root in offer.schemas.values():
            return root
        if not offer.schemas:
            raise InputError(diagnostics.no_schemas(root, offer.found))
        if len(offer.schemas) > 1:
            names = list(offer.schemas)
            hint = f"name the one that is meant: --schema {document.uri}#{names[0]}"
            raise InputError(diagnostics.several_schemas(root, names, hint))
        return next(iter(offer.schemas.values()))
    if fragment in offer.schemas:
        return offer.schemas[fragment]
    if fragment.startswith("/") and _exists(references, Location(document.uri, fragment)):
        return Location(document.uri, fragment)
    start = Schema({}, root, references.dialect(root))
    target = references.resolve(f"#{fragment}", start)
    if target.location is not None:
        return target.location
    near = difflib.get_close_matches(fragment, offer.schemas, 3)
    hint = f"did you mean {listed(near)}?" if near else f"it offers {listed(offer.schemas)}"
    raise InputError(diagnostics.no_such_place(root, target.reason, hint))


def _exists(references: References, place: Location) -> bool:
    try:
        references.value(place)
    except LookupError:
        return False
    return True
