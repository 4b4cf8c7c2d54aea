"""Which schemas a run begins with."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from schemawright import diagnostics
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.source.operations import operations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.references import References


def chosen_roots(
    references: References, wanted: tuple[str, ...], *, with_operations: bool
) -> tuple[tuple[Location, ...], Mapping[Location, str]]:
    """Return where the roots are, and the names of those that their place does not name.

    Args:
        references: the sources.
        wanted: the names of the roots; all that the sources offer when empty.
        with_operations: whether the schemas in operations of OpenAPI documents are roots; they
            are in any case where a document has no others.

    Raises:
        InputError: a source offers no schema, or not the one that is wanted, or has operations
            that refer to what is not there.
    """
    faults: list[Diagnostic] = []
    given: dict[Location, str] = {}
    offered: dict[str, Location] = {}
    every: list[Location] = []
    for document in [each.uri for each in references.library.entries]:
        offer = references.offers[document]
        every += [offer.schemas[name] for name in offer.roots]
        for name, location in offer.schemas.items():
            offered.setdefault(name, location)
        found: Mapping[Location, str] = {}
        before = len(faults)
        if offer.is_openapi and (with_operations or not offer.schemas):
            found = operations(references, document, faults.append)
            every += found
            given.update(found)
            for location, name in found.items():
                offered.setdefault(name, location)
        if not offer.schemas and not found and len(faults) == before:
            faults.append(diagnostics.no_schemas(Location(document), offer.found))
    if faults:
        raise InputError(*faults)
    if not wanted:
        return tuple(dict.fromkeys(every)), given
    missing = [name for name in wanted if name not in offered]
    if missing:
        first = Location(references.library.entries[0].uri)
        raise InputError(
            *(
                diagnostics.missing_root(
                    first, name, difflib.get_close_matches(name, offered, 3), len(offered)
                )
                for name in missing
            )
        )
    return tuple(offered[name] for name in wanted), given
