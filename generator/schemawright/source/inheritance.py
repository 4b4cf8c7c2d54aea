"""OpenAPI's inheritance: a base schema with a discriminator, extended by others through `allOf`.

OpenAPI 3.0.4, section 4.7.25 (Discriminator Object): the base stands for any of its subtypes, and
the discriminator's value is a key of `mapping`, or else the name of the subtype.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.source.openapi import COMPONENTS, component_name
from schemawright.source.schema import of
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.location import Location
    from schemawright.source.references import References
    from schemawright.source.schema import Schema


_COMPONENTS = f"#{COMPONENTS}"


def subtypes(references: References) -> Mapping[Location, Mapping[Location, tuple[str, ...]]]:
    """Return the subtypes of each base, each with the discriminator's values that mean it."""
    bases: dict[Location, dict[str, Location]] = {}
    children: dict[Location, list[Location]] = {}
    for schema in _components(references):
        if _is_base(schema):
            bases[schema.location] = mapping(references, schema)
        for parent in _parents(references, schema):
            children.setdefault(parent, []).append(schema.location)
    found: dict[Location, Mapping[Location, tuple[str, ...]]] = {}
    for base, mapped in bases.items():
        below = list(_below(base, children))
        if below:
            found[base] = {child: _values(child, mapped) for child in below}
    return found


def mapping(references: References, schema: Schema) -> dict[str, Location]:
    """Return where the values of a schema's discriminator lead; what leads nowhere is left out."""
    stated = schema.keywords["discriminator"].get("mapping")
    found: dict[str, Location] = {}
    for value, reference in (stated if is_object(stated) else {}).items():
        if not isinstance(reference, str):
            continue
        # A name that could be a relative URI too, as `dog.json`, is a name if there is such a one.
        plain = not set(reference) & set("#/:")
        spellings = [f"{_COMPONENTS}{reference}"] if plain else []
        places = (references.resolve(each, schema).location for each in (*spellings, reference))
        target = next(filter(None, places), None)
        if target is not None:
            found[value] = target
    return found


def has_discriminator(schema: Schema) -> bool:
    """Tell whether a schema states a discriminator that is an object."""
    return is_object(schema.keywords.get("discriminator"))


def _is_base(schema: Schema) -> bool:
    keywords = schema.keywords
    named = has_discriminator(schema) and isinstance(
        keywords["discriminator"].get("propertyName"), str
    )
    return named and not {"oneOf", "anyOf"} & keywords.keys()


def _components(references: References) -> Iterator[Schema]:
    library = references.library
    if not any("discriminator" in library[each].text for each in references.offers):
        return
    seen: set[str] = set()
    # A mapping, or what is extended, may lead to documents that were not read before.
    while further := [each for each in references.offers if each not in seen]:
        seen.update(further)
        for document in further:
            offer = references.offers[document]
            for location in offer.schemas.values():
                value = references.value(location)
                if is_object(value):
                    yield of(value, location, offer.dialect)


def _parents(references: References, schema: Schema) -> Iterator[Location]:
    members: Any = schema.keywords.get("allOf")
    for member in members if is_array(members) else ():
        reference = member.get("$ref") if is_object(member) else None
        if isinstance(reference, str):
            target = references.resolve(reference, schema).location
            if target is not None:
                yield target


def _below(base: Location, children: Mapping[Location, list[Location]]) -> Iterator[Location]:
    seen = {base}
    pending = children.get(base, [])[::-1]
    while pending:
        child = pending.pop()
        if child not in seen:
            seen.add(child)
            yield child
            pending.extend(children.get(child, [])[::-1])


def _values(child: Location, mapped: Mapping[str, Location]) -> tuple[str, ...]:
    values = tuple(value for value, target in mapped.items() if target == child)
    return values or (component_name(child.pointer) or "",)
