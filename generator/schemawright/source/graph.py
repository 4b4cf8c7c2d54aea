"""The closure of the roots: every schema that they reach, and where each reference leads."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics
from schemawright.diagnostics import Diagnostic, InputError
from schemawright.source import inheritance, openapi
from schemawright.source.places import DEFINITIONS, walk
from schemawright.source.schema import Schema, of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemawright.location import Location
    from schemawright.source.references import References, Target


LEADING = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "discriminator"})
"""The keywords that lead from one schema to another."""


class Graph(NamedTuple):
    """What the roots need, resolved."""

    roots: tuple[Location, ...]
    targets: Mapping[Location, Location]
    """The target of each schema that refers to another, by the place of the referring schema."""
    schemas: Mapping[Location, Schema]
    """The schemas that have an identity of their own: the roots and the targets."""
    mappings: Mapping[Location, Mapping[str, Location]]
    """Where the values of a schema's `discriminator` lead."""
    bases: Mapping[Location, tuple[Location, ...]]
    """The subtypes that a base schema with a discriminator stands for."""
    tags: Mapping[Location, tuple[str, tuple[str, ...]]]
    """The property that tells a subtype from its siblings, and its values for this one."""


def closure(references: References, roots: Sequence[Location]) -> Graph:
    """Return everything that `roots` reach.

    Raises:
        InputError: references that lead nowhere, loop, or are refused, and values that are no
            schemas: all of them at once.
    """
    faults: list[Diagnostic] = []
    broken: dict[tuple[str, str], list[tuple[Location, Target]]] = {}
    targets: dict[Location, Location] = {}
    schemas: dict[Location, Schema] = {}
    mappings: dict[Location, Mapping[str, Location]] = {}
    below = inheritance.subtypes(references)
    pending = list(roots)[::-1]
    while pending:
        location = pending.pop()
        if location in schemas:
            continue
        value, dialect = references.value(location), references.dialect(location)
        inside = walk(value, location, dialect, report=faults.append, skip=DEFINITIONS)
        if isinstance(value, dict | bool):
            schemas[location] = of(value, location, dialect)
        found: list[Location] = list(below.get(location, ()))
        for place in inside:
            if LEADING.isdisjoint(place.keywords):
                continue
            schema = place.schema(location.uri)
            if inheritance.has_discriminator(schema):
                mappings[schema.location] = inheritance.mapping(references, schema)
                found.extend(mappings[schema.location].values())
            if (reference := reference_of(schema)) is None:
                continue
            target = references.resolve(reference, schema)
            if target.location is None:
                key = (schema.location.uri, reference)
                broken.setdefault(key, []).append((schema.location, target))
                continue
            targets[schema.location] = target.location
            found.append(target.location)
        pending.extend(found[::-1])
    known = [name for offer in references.offers.values() for name in offer.schemas]
    faults += [_broken(reference, places, known) for (_, reference), places in broken.items()]
    faults += _loops(targets)
    if faults:
        raise InputError(*faults)
    tags = {
        child: (schemas[base].keywords["discriminator"]["propertyName"], values)
        for base, children in below.items()
        if base in schemas
        for child, values in children.items()
    }
    return Graph(
        roots=tuple(roots),
        targets=targets,
        schemas=schemas,
        mappings=mappings,
        bases={base: tuple(children) for base, children in below.items() if base in schemas},
        tags=tags,
    )


def reference_of(schema: Schema) -> str | None:
    """Return the reference that a schema makes, None when it makes none."""
    for keyword in schema.dialect.reference_keywords:
        value = schema.keywords.get(keyword)
        if isinstance(value, str):
            return value
    return None


def _broken(
    reference: str, places: Sequence[tuple[Location, Target]], known: Sequence[str]
) -> Diagnostic:
    _, target = places[0]
    referrers = [location / "$ref" for location, _ in places]
    if target.refused:
        return diagnostics.refused_reference(referrers, reference, target.reason)
    wanted = openapi.component_name(reference.partition("#")[2])
    near = difflib.get_close_matches(wanted, known, 3) if wanted else []
    hints = [f"did you mean {diagnostics.listed(near)}?"] if near else []
    if wanted or not reference.startswith("#"):
        hints.append("pass the document that holds it as a further source")
    if not hints:
        hints.append(f"{target.reason}; correct the reference")
    return diagnostics.unresolved_reference(referrers, reference, " or ".join(hints))


def _loops(targets: Mapping[Location, Location]) -> list[Diagnostic]:
    """Return one finding for each circle of schemas that only refer to each other."""
    found: list[Diagnostic] = []
    clear: set[Location] = set()
    for start in targets:
        way: dict[Location, None] = {}
        at = start
        while at in targets and at not in clear and at not in way:
            way[at] = None
            at = targets[at]
        if at in way:
            circle = list(way)[list(way).index(at) :]
            first = min(circle)
            rest = [each for each in circle if each != first]
            found.append(diagnostics.reference_loop(first, rest))
        clear.update(way)
    return found
