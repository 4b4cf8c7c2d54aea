"""The identifiers that a document states: the resources in it, and their anchors.

JSON Schema Core 2020-12, section 8.2; 2019-09, section 8.2; draft 7, section 8.2; draft 4,
section 7.2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.location import Location
from schemawright.source.places import walk
from schemawright.source.uris import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from schemawright.source.dialects import Dialect
    from schemawright.source.documents import Document
    from schemawright.source.places import Found

IDENTIFYING = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$schema"})
"""The keywords that give a schema an identifier, or decide which do."""

_ESCAPES = re.compile(r"\\(?:u00(?:24|[46][1-9A-Fa-f]|[57][0-9Aa])|x|U)")
"""How a keyword may be written so that a text does not show it: `$` and letters as escapes."""

RECURSIVE = ""
"""The name that `$recursiveAnchor: true` has among dynamic anchors, whose names are never empty."""


class Resource(NamedTuple):
    """A schema resource: where it starts, its base URI and its dialect."""

    location: Location
    uri: str
    dialect: Dialect


class Index(NamedTuple):
    """What can be referred to in one document, but for pointers."""

    resources: Mapping[str, Resource]
    """Every resource, by the pointer to it; the document itself is one."""
    anchors: Mapping[tuple[str, str], Location]
    """Every anchor, by the base URI of its resource and its name; dynamic ones among them."""
    dynamic: Mapping[tuple[str, str], Location]
    """The dynamic anchors, likewise."""


def identifiers(document: Document, base: str, dialect: Dialect, starts: Iterable[str]) -> Index:
    """Return the identifiers of a document.

    Args:
        document: the document.
        base: its base URI, where it was read from or what it says of itself.
        dialect: the dialect that holds where no `$schema` says otherwise.
        starts: pointers to its schemas, of which none lies in another one.
    """
    indexing = _Indexing(document, base, dialect)
    words = {dialect.id_keyword, *dialect.anchor_keywords, "$recursiveAnchor", "$schema"} - {""}
    text = document.text
    shown = any(f"{word}{end}" in text for word in words for end in "\"':")
    if shown or _ESCAPES.search(text):
        for start in starts:
            value: Any = document.at(start)
            for found in walk(value, Location(document.uri, start), dialect):
                if not IDENTIFYING.isdisjoint(found.keywords):
                    indexing.add(found)
    return Index(indexing.resources, indexing.anchors, indexing.dynamic)


def enclosing(resources: Mapping[str, Resource], pointer: str) -> Resource:
    """Return the innermost resource that a place lies in."""
    if len(resources) > 1:
        while pointer:
            if pointer in resources:
                return resources[pointer]
            pointer = pointer.rpartition("/")[0]
    return resources[""]


class _Indexing:
    """Collects identifiers, outer schemas first."""

    def __init__(self, document: Document, base: str, dialect: Dialect) -> None:
        root = Location(document.uri)
        self.resources = {"": Resource(root, base, dialect)}
        self.anchors: dict[tuple[str, str], Location] = {}
        self.dynamic: dict[tuple[str, str], Location] = {}

    def add(self, found: Found) -> None:
        """Record what one schema says of itself."""
        keywords, pointer, dialect = found
        outer = enclosing(self.resources, pointer)
        location = Location(outer.location.uri, pointer)
        base = outer.uri
        identifier = keywords.get(dialect.id_keyword)
        plain_ref = "$ref" in keywords and not dialect.siblings_of_ref
        if isinstance(identifier, str) and not identifier.startswith("#/") and not plain_ref:
            uri, fragment = joined(base, identifier) or ("", "")
            if fragment:
                self.anchors.setdefault((uri, fragment), location)
            if uri and not identifier.startswith("#"):
                base = uri
                self.resources[pointer] = Resource(location, uri, dialect)
        if dialect is not outer.dialect and pointer not in self.resources:
            # Another dialect begins, if not another resource.
            self.resources[pointer] = Resource(location, base, dialect)
        self._add_anchors(keywords, base, location, dialect)

    def _add_anchors(
        self, keywords: Mapping[str, Any], base: str, location: Location, dialect: Dialect
    ) -> None:
        for keyword in dialect.anchor_keywords:
            if isinstance(anchor := keywords.get(keyword), str):
                self.anchors.setdefault((base, anchor), location)
                if keyword == "$dynamicAnchor":
                    self.dynamic.setdefault((base, anchor), location)
        is_root = location.pointer in self.resources
        recursive = "$recursiveRef" in dialect.reference_keywords and is_root
        if recursive and keywords.get("$recursiveAnchor") is True:
            self.dynamic.setdefault((base, RECURSIVE), location)
