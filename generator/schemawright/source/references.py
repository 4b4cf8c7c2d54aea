"""Identifiers and references: from `$ref` to the place of the schema that it means.

JSON Schema Core 2020-12, sections 8.2 (identifiers, anchors) and 8.2.3 (references); RFC 3986,
section 5 (resolution); RFC 6901, section 6 (pointers in fragments).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.location import Location, split
from schemawright.source import openapi
from schemawright.source.library import Library, Refused
from schemawright.source.places import walk
from schemawright.source.uris import joined
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from schemawright.source.dialects import Dialect
    from schemawright.source.documents import Document
    from schemawright.source.schema import Schema


IDENTIFYING = frozenset({"$id", "id", "$anchor", "$dynamicAnchor"})
"""The keywords that give a schema an identifier."""


class Target(NamedTuple):
    """Where a reference leads; `location` is None when it leads nowhere, and `reason` says why."""

    location: Location | None
    reason: str = ""
    refused: bool = False


def _index(token: str) -> int:
    """Return the array index that a token states (RFC 6901, section 4).

    Raises:
        ValueError: it states none; `-` is the item after the last, which is not there.
    """
    if not (token.isascii() and token.isdigit()) or (token[0] == "0" and token != "0"):
        raise ValueError(token)
    return int(token)


class References:
    """The identifiers of all documents of a run, and the references resolved against them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.offers: dict[str, openapi.Offer] = {}
        self._resources: dict[str, Location] = {}
        self._anchors: dict[tuple[str, str], Location] = {}
        self._bases: dict[str, list[tuple[str, str]]] = {}
        self._claims: dict[str, Location] = {}
        self._components: dict[str, Location] = {}
        self._resolved: dict[tuple[str, str], Target] = {}
        for document in library.entries:
            self._index(document)

    def dialect(self, location: Location) -> Dialect:
        """Return the dialect of the document that a location lies in."""
        return self.offers[location.uri].dialect

    def value(self, location: Location) -> Any:
        """Return the JSON value at a location that is known to exist."""
        value: Any = self.library[location.uri].value
        for token in split(location.pointer):
            value = value[_index(token)] if is_array(value) else value[token]
        return value

    def resolve(self, reference: str, at: Schema) -> Target:
        """Return where `reference`, written in the schema `at`, leads."""
        base = self._base(at.location)
        key = (base, reference)
        if key not in self._resolved:
            self._resolved[key] = self._find(reference, base, at.location.uri)
        return self._resolved[key]

    def _find(self, reference: str, base: str, document: str) -> Target:
        meant = joined(base, reference)
        if meant is None:
            return Target(None, "it is no URI reference")
        uri, fragment = meant
        claim = self._claims.get(fragment)
        if claim is not None and reference[:1] == "#":
            return Target(claim)
        try:
            resource = self._resources.get(uri) or self._read(uri, reference, document)
        except Refused as refusal:
            return Target(None, str(refusal), refused=True)
        if resource is not None:
            found = self._inside(resource, uri, fragment)
            if found is not None:
                return Target(found)
        return self._component(fragment, document) or Target(
            None, "no such document" if resource is None else "the document has no such place"
        )

    def _inside(self, resource: Location, uri: str, fragment: str) -> Location | None:
        if not fragment:
            return resource
        if not fragment.startswith("/"):
            return self._anchors.get((uri, fragment))
        location = Location(resource.uri, resource.pointer + fragment)
        try:
            self.value(location)
        except (KeyError, IndexError, ValueError, TypeError):
            return None
        return location

    def _read(self, uri: str, reference: str, document: str) -> Location | None:
        """Return the root of a document that is not indexed yet, by URI or by its own file name."""
        beside, _ = joined(self.library.bases[document], reference) or (uri, "")
        if beside in self._resources:
            return self._resources[beside]
        try:
            found = self.library.open(uri)
        except Refused:
            if beside == uri:
                raise
            found = self.library.open(beside)
        if found is None and beside != uri:
            found = self.library.open(beside)
        if found is None:
            return None
        self._index(found)
        return Location(found.uri)

    def _component(self, fragment: str, document: str) -> Target | None:
        """Return a component that another source offers under the name that a pointer ends in."""
        name = openapi.component_name(fragment)
        if name is None:
            return None
        if name not in self._components:
            found = self.library.sibling(document, name)
            if found is not None:
                self._index(found)
        location = self._components.get(name)
        return Target(location) if location is not None else None

    def _base(self, location: Location) -> str:
        bases = self._bases[location.uri]
        if len(bases) == 1:
            return bases[0][1]
        pointer = location.pointer
        return next(
            base for prefix, base in bases if pointer == prefix or pointer.startswith(f"{prefix}/")
        )

    def _index(self, document: Document) -> None:
        if document.uri in self.offers:
            return
        offer = openapi.offer(document)
        self.offers[document.uri] = offer
        root = Location(document.uri)
        read_from = self.library.bases[document.uri]
        self._resources[read_from] = root
        self._bases[document.uri] = [("", read_from)]
        self._identify(document, offer, read_from)
        self._bases[document.uri].sort(key=lambda each: -len(each[0]))
        value = document.value
        claimed = openapi.claimed_name(value) if is_object(value) else None
        if claimed is not None:
            self._claims.setdefault(f"{openapi.COMPONENTS}{claimed}", root)
        for name, location in offer.schemas.items():
            self._components.setdefault(name, location)
        stem = openapi.file_name(document.uri)
        if offer.schemas.get(openapi.document_name(document)) == root:
            self._components.setdefault(stem, root)

    def _identify(self, document: Document, offer: openapi.Offer, read_from: str) -> None:
        """Record the identifiers and anchors that a document states."""
        keywords = {offer.dialect.id_keyword, *offer.dialect.anchor_keywords} - {""}
        if "$schema" in document.text:
            keywords = set(IDENTIFYING)
        if not any(f"{word}{end}" in document.text for word in keywords for end in "\"':"):
            return
        starts = [location.pointer for location in offer.schemas.values()]
        if "" in starts:
            starts = [""]
        bases = {"": read_from}
        for start in starts:
            at = Location(document.uri, start)
            for place in walk(self.value(at), at, offer.dialect):
                if not IDENTIFYING.isdisjoint(place.keywords):
                    self._identify_one(place.schema(document.uri), bases)

    def _identify_one(self, place: Schema, bases: dict[str, str]) -> None:
        keywords, location = place.keywords, place.location
        pointer = location.pointer
        identifier = keywords.get(place.dialect.id_keyword)
        plain_ref = "$ref" in keywords and not place.dialect.siblings_of_ref
        outer = max((p for p in bases if pointer.startswith(f"{p}/") or not p), key=len)
        base = bases[outer]
        if isinstance(identifier, str) and not identifier.startswith("#/") and not plain_ref:
            uri, fragment = joined(base, identifier) or ("", "")
            if fragment:
                self._anchors.setdefault((uri, fragment), location)
            if uri and not identifier.startswith("#"):
                base = bases[pointer] = uri
                self._resources.setdefault(uri, location)
                self._bases[location.uri] = [
                    each for each in self._bases[location.uri] if each[0] != pointer
                ] + [(pointer, uri)]
        for keyword in place.dialect.anchor_keywords:
            if isinstance(anchor := keywords.get(keyword), str):
                self._anchors.setdefault((base, anchor), location)
