"""What schemas are called that become components of an OpenAPI document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.source import openapi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.bundling.needed import Needed
    from schemawright.location import Location

_ILLEGAL = re.compile(r"[^A-Za-z0-9._-]+")
"""What no key of components may hold (OpenAPI 3.1.1, section 4.8.7)."""

_WAY = frozenset(
    {"components", "schemas", "definitions", "$defs", "properties", "items", "content", "schema"}
)
"""Steps that say nothing about a schema."""


def component_names(
    needed: Needed, origins: Iterable[Location], main: tuple[str, str]
) -> Mapping[Location, str]:
    """Return a name for each component; those of the main document keep theirs.

    Args:
        needed: what is bundled.
        origins: where they come from.
        main: the document, and the pointer below which its components have names.
    """
    document, place = main
    found: dict[Location, str] = {}
    others: list[Location] = []
    for origin in origins:
        tail = origin.pointer.removeprefix(place)
        if origin.uri == document and tail != origin.pointer and "/" not in tail:
            found[origin] = origin.tokens[-1]
        else:
            others.append(origin)
    taken = set(found.values())
    for origin in others:
        found[origin] = next(each for each in _choices(needed, origin) if each not in taken)
        taken.add(found[origin])
    return found


def _choices(needed: Needed, origin: Location) -> Iterator[str]:
    """Yield names for a schema, best first."""
    stem = openapi.file_name(origin.uri)
    stated = needed.graph.missing.get(origin) or needed.roots.get(origin)
    name = stated or needed.given.get(origin) or openapi.component_name(origin.pointer)
    if not name and not origin.pointer and origin.uri in needed.references.library:
        name = openapi.document_name(needed.references.library[origin.uri])
    if not name:
        name = "_".join(token for token in origin.tokens if token not in _WAY)
    name = _ILLEGAL.sub("_", name).strip("_") or "Schema"
    yield name
    name = _ILLEGAL.sub("_", f"{stem}_{name}")
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1
