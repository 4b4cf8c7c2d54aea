"""References: from what is written to the place of the schema that it means.

JSON Schema Core 2020-12, sections 8.2 (identifiers, anchors) and 8.2.3 (references); RFC 3986,
section 5 (resolution); RFC 6901, section 6 (pointers in fragments).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.diagnostics import (
    InputError,
    conflicting_definition,
    listed,
    shown,
    unknown_dialect,
)
from schemawright.location import Location, escape, split
from schemawright.source import dialects, openapi
from schemawright.source.dynamic import Dynamic
from schemawright.source.identifiers import RECURSIVE, enclosing, identifiers
from schemawright.source.library import stated_identifier
from schemawright.source.refusal import Refused
from schemawright.source.repetitions import Definition, repetitions, representative
from schemawright.source.schema import Schema
from schemawright.source.uris import joined
from schemawright.source.values import is_array, is_object, is_same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.diagnostics import Diagnostic, Report
    from schemawright.source.dialects import Dialect
    from schemawright.source.documents import Document
    from schemawright.source.identifiers import Index, Resource
    from schemawright.source.library import Library


class Target(NamedTuple):
    """Where a reference leads; `location` is None when it leads nowhere, and `reason` says why."""

    location: Location | None
    uri: str = ""
    """The absolute URI that is meant, its fragment included."""
    reason: str = ""
    hint: str = ""
    refused: bool = False
    faults: tuple[Diagnostic, ...] = ()
    """What is wrong with the document that it leads to, which is there but cannot be read."""


class References:
    """The identifiers of all documents of a run, and the references resolved against them."""

    def __init__(
        self, library: Library, dialect: Dialect | None = None, report: Report | None = None
    ) -> None:
        """Index the sources.

        Args:
            library: the documents.
            dialect: that of a source that states none; left out, that of the OpenAPI documents
                among the sources, or else 2020-12.
            report: told what is suspicious.
        """
        self.library = library
        self.offers: dict[str, openapi.Offer] = {}
        self.indices: dict[str, Index] = {}
        self._report: Report = report or (lambda _: None)
        self._resources: dict[str, Location] = {}
        self._anchors: dict[tuple[str, str], Location] = {}
        self._dynamic: dict[tuple[str, str], Location] = {}
        self._same: dict[Location, Location] = {}
        self._claims: dict[str, Location] = {}
        self._components: dict[str, list[Location]] = {}
        self._resolved: dict[tuple[str, str], Target] = {}
        usual = dialect or openapi.usual_dialect(library.entries)
        for document in library.entries:
            self._index(document, usual)
        if len(library.entries) > 1:
            self._same |= self._repetitions()
            self._resolved.clear()

    def resource(self, location: Location) -> Resource:
        """Return the resource that a location lies in."""
        return enclosing(self.indices[location.uri].resources, location.pointer)

    def dialect(self, location: Location) -> Dialect:
        """Return the dialect that holds at a location."""
        return self.resource(location).dialect

    def value(self, location: Location) -> Any:
        """Return the JSON value at a location that is known to exist."""
        return self.library[location.uri].at(location.pointer)

    def resolve(self, reference: str, at: Schema) -> Target:
        """Return where `reference`, written in the schema `at`, leads."""
        resource = self.resource(at.location)
        key = (resource.uri, reference)
        if key not in self._resolved:
            self._resolved[key] = self._find(reference, resource)
        return self._resolved[key]

    @property
    def dynamic_anchors(self) -> Mapping[tuple[str, str], Location]:
        """The dynamic anchors of all documents, by the base URI of their resource and name."""
        return self._dynamic

    def dynamic(self, keyword: str, target: Target, at: Schema) -> Dynamic | None:
        """Return what a reference depends on if it is resolved dynamically, None if it is not."""
        if keyword == "$recursiveRef":
            anchor = RECURSIVE
            starts = target.location == self.resource(at.location).location
        elif keyword == "$dynamicRef":
            anchor = target.uri.partition("#")[2]
            starts = bool(anchor) and not anchor.startswith("/")
        else:
            return None
        static = self._dynamic.get((target.uri.partition("#")[0], anchor)) if starts else None
        if static is None and not (starts and at.dialect.free_dynamic_references):
            return None
        return Dynamic(anchor, static)

    def canonical(self, location: Location) -> Location:
        """Return the one place of what several documents hold, written alike."""
        return representative(location, self._same) if self._same else location

    def _repetitions(self) -> dict[Location, Location]:
        """Return the definitions of the sources that repeat those of an earlier source."""
        groups: dict[str, list[Definition]] = {}
        for document in self.library.entries:
            for name, location in self.offers[document.uri].schemas.items():
                if location.pointer and is_object(value := self.value(location)):
                    found = Definition(location, value, self.dialect(location))
                    groups.setdefault(name, []).append(found)

        def resolve(reference: str, at: Location) -> Location | None:
            schema = Schema({"$ref": reference}, at, self.dialect(at))
            return self.resolve(reference, schema).location

        return repetitions([each for each in groups.values() if len(each) > 1], resolve)

    def _find(self, reference: str, within: Resource) -> Target:
        document = within.location.uri
        meant = joined(within.uri, reference)
        if meant is None:
            return Target(None, reference, "it is no URI reference", "correct the reference")
        uri, fragment = meant
        full = f"{uri}#{fragment}" if fragment else uri
        claim = self._claims.get(fragment)
        if claim is not None and reference[:1] == "#":
            return Target(claim, full)
        try:
            resource = self._resources.get(uri) or self._read(uri, reference, within)
        except Refused as refusal:
            return Target(None, full, str(refusal), refusal.hint, refused=True)
        except InputError as error:
            return Target(None, full, "the document cannot be read", faults=error.diagnostics)
        if resource is not None:
            found = self._inside(resource, uri, fragment)
            if found is not None:
                return Target(self.canonical(found), full)
        component = self._component(fragment, document)
        if component is not None:
            return Target(component, full)
        if resource is None:
            return Target(None, full, "there is no such document")
        return Target(None, full, self._why_not(resource, fragment))

    def _inside(self, resource: Location, uri: str, fragment: str) -> Location | None:
        if not fragment:
            return resource
        if not fragment.startswith("/"):
            return self._anchors.get((uri, fragment))
        location = Location(resource.uri, resource.pointer + fragment)
        try:
            self.value(location)
        except LookupError:
            return None
        return location

    def _why_not(self, resource: Location, fragment: str) -> str:
        """Return why a fragment leads nowhere in a resource that is there."""
        if not fragment.startswith("/"):
            return f"{shown(resource.uri)} has no anchor of that name"
        at = resource
        for token in split(fragment):
            value = self.value(at)
            try:
                self.value(at / token)
            except LookupError:
                where = f"#{at.pointer}" if at.pointer else "the document"
                if is_object(value) and isinstance(value.get("$ref"), str):
                    return f"{where} is a reference itself, and pointers do not follow those"
                if is_object(value):
                    return f"{where} has no {shown(token)}; it has {listed(value, 5) or 'nothing'}"
                if is_array(value):
                    items = "1 item" if len(value) == 1 else f"{len(value)} items"
                    return f"{where} has no item {shown(token)}; it has {items}"
                return f"{where} is {openapi.described(value)}"
            at /= token
        return ""

    def _read(self, uri: str, reference: str, within: Resource) -> Location | None:
        """Return the root of a document that is not indexed yet.

        By its URI; else by what the reference means as seen from the file, as many tools have it;
        else as a copy beside the file.
        """
        document = within.location.uri
        beside, _ = joined(self.library.bases[document], reference) or (uri, "")
        if beside in self._resources:
            return self._resources[beside]
        found: Document | None = None
        refusal: Refused | None = None
        for place in dict.fromkeys((uri, beside)):
            try:
                found = self.library.open(place)
            except Refused as refused:
                refusal = refusal or refused
            if found is not None:
                self._resources.setdefault(place, Location(found.uri))
                break
        found = found or self.library.copy(document, uri)
        if found is None and refusal is not None:
            raise refusal
        if found is None:
            return None
        self._index(found, within.dialect)
        self._resources.setdefault(uri, Location(found.uri))
        return self._resources[uri]

    def _component(self, fragment: str, document: str) -> Location | None:
        """Return a component that another source offers under the name that a pointer ends in."""
        name = openapi.component_name(fragment)
        if name is None:
            return None
        if name not in self._components:
            found = self.library.sibling(document, name)
            if found is not None:
                self._index(found, self.indices[document].resources[""].dialect)
        places = self._components.get(name, [])
        if len(places) > 1:
            first = self.value(places[0])
            others = [each for each in places[1:] if not is_same(self.value(each), first)]
            if others:
                self._report(conflicting_definition(places[0], name, others))
        return places[0] if places else None

    def _index(self, document: Document, usual: Dialect) -> None:
        if document.uri in self.offers:
            return
        offer = openapi.offer(document, usual, self._dialect_of)
        self.offers[document.uri] = offer
        root = Location(document.uri)
        read_from = self.library.bases[document.uri]
        self._resources.setdefault(read_from, root)
        base = openapi.own_base(document, read_from)
        index = identifiers(document, base, offer.dialect, offer.starts())
        self.indices[document.uri] = index
        for resource in index.resources.values():
            self._add_resource(resource)
        for key, place in index.anchors.items():
            self._anchors.setdefault(key, place)
        for key, place in index.dynamic.items():
            self._dynamic.setdefault(key, place)
        value = document.value
        claimed = openapi.claimed_name(value) if is_object(value) else None
        if claimed is not None:
            self._claims.setdefault(f"{openapi.COMPONENTS}{escape(claimed)}", root)
        for name, location in offer.schemas.items():
            self._components.setdefault(name, []).append(location)
        stem = openapi.file_name(document.uri)
        if offer.schemas.get(openapi.document_name(document)) == root:
            self._components.setdefault(stem, [root])

    def _add_resource(self, resource: Resource) -> None:
        """Record a resource; of several that claim one URI, the first counts."""
        first = self._resources.setdefault(resource.uri, resource.location)
        if first == resource.location:
            return
        if first.uri in self.indices and self.resource(first).uri == resource.uri:
            if is_same(self.value(first), self.value(resource.location)):
                self._same[resource.location] = first
            elif first.uri != resource.location.uri or resource.location.pointer:
                self._report(conflicting_definition(first, resource.uri, [resource.location]))

    def _dialect_of(self, uri: str, at: Location) -> Dialect | None:
        """Return the dialect that a `$schema` names: a known one, or that of its metaschema."""
        seen: set[str] = set()
        while uri not in seen:
            seen.add(uri)
            known = dialects.find(uri)
            if known is not None:
                return known
            metaschema = self._metaschema(uri)
            value = metaschema.value if metaschema is not None else None
            stated = value.get("$schema") if is_object(value) else None
            if not isinstance(stated, str):
                break
            uri = stated
        self._report(unknown_dialect(at, uri, tuple(dialects.BY_KEY)))
        return None

    def _metaschema(self, uri: str) -> Document | None:
        base, _ = joined("", uri) or (uri, "")
        for document in self.library.entries:
            if stated_identifier(document) == base:
                return document
        try:
            return self.library.open(base)
        except Refused:
            return None
