"""An OpenAPI document with the components that are needed, and no others.

What lies in other documents, or in other places than components, becomes a component too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.bundling.component_names import component_names
from schemawright.bundling.copies import Copies
from schemawright.bundling.embedding import Embedding, identified_as, statement
from schemawright.bundling.layout import Layout, Part, identifier, part_of
from schemawright.bundling.operations import Objects
from schemawright.bundling.published import BUNDLE, distinct, published
from schemawright.diagnostics import InputError, unbundled
from schemawright.location import Location, escape
from schemawright.source import dialects, openapi
from schemawright.source.library import stated_identifier
from schemawright.source.places import DEFINITIONS
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.bundling.needed import Needed
    from schemawright.source.values import JsonValue

_KEPT = frozenset({"openapi", "swagger", "$self", "info", "jsonSchemaDialect", "externalDocs"})
"""What a document still says when its paths are left out."""


def is_openapi(needed: Needed, document: str) -> bool:
    """Tell whether a document is a description of an API."""
    value = needed.references.library[document].value
    swagger = is_object(value) and isinstance(value.get("swagger"), str)
    return swagger or needed.references.offers[document].is_openapi


def narrowed(needed: Needed) -> JsonValue:
    """Return the OpenAPI document of the first root with what the roots need.

    Raises:
        InputError: something cannot be expressed.
    """
    identified: set[Location] = set()
    while True:
        building = _Building(needed, identified)
        document = building.document()
        if building.faults:
            raise InputError(*dict.fromkeys(building.faults))
        further = building.to_identify() - identified
        if not further:
            return document
        identified |= further


class _Building:
    """Puts one document together, in which some components have URIs of their own."""

    def __init__(self, needed: Needed, identified: set[Location]) -> None:
        self.needed = needed
        self.references = needed.references
        self.main = next(iter(needed.roots)).uri
        value: Any = self.references.library[self.main].value
        self.value: dict[str, Any] = value
        self.place = "/definitions/" if "swagger" in self.value else openapi.COMPONENTS
        self.dialect = self.references.offers[self.main].dialect
        self.with_paths = bool(needed.given) and not needed.are_chosen
        self._bases = published(self.references, self._documents())
        root = openapi.own_base(self.references.library[self.main], self._bases[self.main])
        named = stated_identifier(self.references.library[self.main]) is not None
        self.parts = self._parts(root, identified)
        layout = Layout(self.references, self.parts, root, anonymous=not named)
        self.copies = Copies(needed.graph, layout)
        self.faults = self.copies.faults
        self.embedding = Embedding(needed, self.copies, self.dialect)

    def document(self) -> dict[str, Any]:
        """Return the document; what is wrong with it is in `faults`."""
        schemas = self._schemas()
        if self.with_paths:
            return self._with_paths(schemas)
        found: dict[str, Any] = {}
        for key, value in self.value.items():
            if key in _KEPT or key.startswith("x-"):
                found[key] = value
            elif key == "paths" and self.dialect is dialects.OPENAPI30:
                found[key] = {}
            elif key == "components":
                found[key] = {"schemas": schemas}
            elif key == "definitions" and "swagger" in self.value:
                found[key] = schemas
        if self.place == openapi.COMPONENTS and "components" not in found:
            found["components"] = {"schemas": schemas}
        return found

    def to_identify(self) -> set[Location]:
        """Return the parts that have to get a URI, for other resources refer to them."""
        found: set[Location] = set()
        for target in self.copies.wanted:
            part = self._holding(target)
            if part is None or not part.place.startswith(self.place):
                reason = "it is referred to from a schema with an identifier, and needs one too"
                raise InputError(unbundled(target, reason, "make a component of it"))
            found.add(part.origin)
        return found

    def _with_paths(self, schemas: Mapping[str, Any]) -> dict[str, Any]:
        others = sorted({each.uri for each in self.needed.roots} - {self.main})
        for other in others:
            if self.references.offers[other].is_openapi:
                reason = f"its paths cannot stand beside those of {self.main}"
                hint = "bundle one OpenAPI document at a time, or leave out --operations"
                self.faults.append(unbundled(Location(other), reason, hint))
        objects = Objects(self.copies, self.main)
        found = dict(self.value)
        for key in ("paths", "webhooks"):
            if key in found:
                found[key] = objects.below(key)
        components = {**objects.components(), "schemas": schemas}
        stated = self.value.get("components", {})
        order = [*(key for key in stated if key in components), *components]
        kept = {key: components[key] for key in dict.fromkeys(order) if components[key]}
        if kept or "components" in found:
            found["components"] = kept
        return found

    def _schemas(self) -> dict[str, Any]:
        """Return the components: those of the document in its order, then the others."""
        made = {part.place: self._made(part) for part in self.parts.values() if part.place}
        stated = self.references.offers[self.main].schemas
        places = [f"{self.place}{escape(name)}" for name in stated]
        order = dict.fromkeys([*(each for each in places if each in made), *made])
        return {
            Location("", each).tokens[-1]: made[each]
            for each in order
            if each.startswith(self.place)
        }

    def _made(self, part: Part) -> Any:
        at = part.origin
        if part.uri and (not at.pointer or at in self.needed.graph.missing):
            return self.embedding.embedded(at)
        if at in self.needed.graph.missing:
            return dict(self.needed.graph.schemas[at].keywords)
        value: Any = self.copies.copy(at)
        if isinstance(value, bool) and self.dialect is dialects.OPENAPI30:
            value = {} if value else {"not": {}}
        if not is_object(value):
            return value if not part.uri else identified_as({}, "$id", part.uri)
        if not at.pointer:
            # It was a document, and said so.
            claims = value.get("$id") if openapi.claimed_name(value) else None
            value = {k: v for k, v in value.items() if k != "$schema" and (k, v) != ("$id", claims)}
        if part.uri and not part.spelled:
            value = identified_as(value, "$id", part.uri)
        return value

    def _documents(self) -> list[str]:
        places = [*self.needed.roots, *self.needed.graph.schemas]
        known = [each.uri for each in places if each not in self.needed.graph.missing]
        return list(dict.fromkeys(known))

    def _holding(self, location: Location) -> Part | None:
        uri, pointer = location
        while Location(uri, pointer) not in self.parts and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.parts.get(Location(uri, pointer))

    def _parts(self, root: str, identified: set[Location]) -> dict[Location, Part]:
        """Return what becomes a component, and the whole document if its paths are kept."""
        origins = [each for each in self.needed.graph.schemas if self._is_part(each)]
        wholes = [Location(each) for each in self._documents() if self._is_whole(each)]
        origins = list(dict.fromkeys([*origins, *wholes]))
        names = component_names(self.needed, origins, (self.main, self.place))
        parts: dict[Location, Part] = {}
        taken = {root}
        for origin in origins:
            place = f"{self.place}{escape(names[origin])}"
            base = root
            if origin.uri in self._bases and origin.uri != self.main:
                base = openapi.own_base(
                    self.references.library[origin.uri], self._bases[origin.uri]
                )
            part = Part(origin=origin, place=place)
            known = origin not in self.needed.graph.missing
            if (known and identifier(self.references, origin) is not None) or origin in wholes:
                part = part_of(self.references, origin, place, base)
            elif origin in identified:
                part = Part(origin=origin, place=place, uri=f"{BUNDLE}{place.strip('/')}")
            if part.uri in taken:
                part = Part(origin=origin, place=place, uri=distinct(part.uri, taken))
            if part.uri:
                taken.add(part.uri)
            parts[origin] = part
        if self.with_paths:
            parts[Location(self.main)] = Part(origin=Location(self.main), place="")
        return parts

    def _is_part(self, location: Location) -> bool:
        if location in self.needed.graph.missing:
            return True
        if self._is_whole(location.uri):
            return False
        if location.uri == self.main and location.pointer.startswith(self.place):
            if location.pointer.count("/") == self.place.count("/"):
                return True
        elif self.with_paths and location in self.needed.given:
            return location.uri != self.main and location in self._targets()
        self._check(location)
        return not self._is_covered(location)

    def _targets(self) -> set[Location]:
        graph = self.needed.graph
        several = [*graph.choices.values(), *(each.values() for each in graph.mappings.values())]
        return {*graph.targets.values(), *(each for group in several for each in group)}

    def _is_covered(self, location: Location) -> bool:
        """Tell whether a schema is inside another one that is kept, but not among definitions."""
        uri, pointer = location
        while pointer:
            pointer, _, token = pointer.rpartition("/")
            if uri != self.main and token in DEFINITIONS:
                return False
            if Location(uri, pointer) in self.needed.graph.schemas:
                return True
        return uri == self.main and self.with_paths

    def _is_whole(self, document: str) -> bool:
        """Tell whether a document has to stay one resource, for it has identifiers of its own."""
        if self.dialect is dialects.OPENAPI30 or is_openapi(self.needed, document):
            return False
        index, at = self.references.indices[document], Location(document)
        has_identifier = identifier(self.references, at) is not None
        other = statement(self.references.dialect(at)) != statement(self.dialect)
        return len(index.resources) > 1 or bool(index.anchors) or has_identifier or other

    def _check(self, location: Location) -> None:
        dialect = self.references.dialect(location)
        if statement(dialect) != statement(self.dialect):
            reason = f"it is written in {dialect.name}, which {self.dialect.name} cannot hold"
            raise InputError(unbundled(location, reason))
