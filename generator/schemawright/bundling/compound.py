"""JSON Schemas in one document: a compound document (JSON Schema Core 2020-12, section 9.3).

Each document that is needed stands under `$defs`, or `definitions` up to draft 7, with its `$id`,
and its `$schema` where that is another one; it is a resource there as it was in its own file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schemawright.bundling.copies import Copies
from schemawright.bundling.embedding import Embedding, identified_as
from schemawright.bundling.layout import Layout, Part, identifier, part_of, spelled_pointer
from schemawright.bundling.published import BUNDLE, distinct, published
from schemawright.diagnostics import InputError, unbundled
from schemawright.location import Location
from schemawright.source import openapi
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from schemawright.bundling.needed import Needed
    from schemawright.source.values import JsonValue


def compound(needed: Needed) -> JsonValue:
    """Return one document that stands for the roots.

    Raises:
        InputError: something cannot be expressed.
    """
    building = _Building(needed)
    bundle = building.bundle()
    if building.faults:
        raise InputError(*dict.fromkeys(building.faults))
    return bundle


class _Building:
    """Puts one bundle together."""

    def __init__(self, needed: Needed) -> None:
        self.needed = needed
        self.references = needed.references
        self.main = _main(needed)
        self.dialect = self.references.dialect(self.main or next(iter(needed.roots)))
        self.layout = _layout(needed, self.main)
        self.copies = Copies(needed.graph, self.layout)
        self.faults = self.copies.faults
        self.embedding = Embedding(needed, self.copies, self.dialect)

    def bundle(self) -> JsonValue:
        """Return the bundle; what is wrong with it is in `faults`."""
        whole: JsonValue = self.copies.copy(self.main) if self.main is not None else {}
        further = [at for at in self.layout.parts if at != self.main]
        if not is_object(whole):
            if further:
                self.faults.append(unbundled(self._at, "it is no object that could hold others"))
            return whole
        keyword = "$defs" if "$defs" in self.dialect.places else "definitions"
        held = whole.get(keyword, {})
        definitions = dict(self._roots(further)) if self.main is None else {}
        for at in further:
            name = self._name(at, {**held, **definitions})
            definitions[name] = self.embedding.embedded(at)
        return self._finished(whole, keyword, definitions)

    @property
    def _at(self) -> Location:
        return next(iter(self.needed.roots))

    def _finished(
        self, whole: dict[str, Any], keyword: str, definitions: Mapping[str, Any]
    ) -> JsonValue:
        """Return the bundle with the documents in it, and with what makes it lead to its root."""
        if len(self.needed.roots) == 1 and self._at != self.main:
            whole = self._leading(whole)
        part = self.layout.parts[self.main] if self.main is not None else None
        stated = part is not None and identifier(self.references, part.origin) is not None
        wanted = bool(definitions) or self.copies.uses_root or stated
        identified = part is not None and not part.spelled and wanted
        crowded = bool(definitions) or identified
        if "$ref" in whole and not self.dialect.siblings_of_ref and crowded:
            whole = self.embedding.unfolded(whole, self._at)
        if definitions:
            whole = {**whole, keyword: {**whole.get(keyword, {}), **definitions}}
        if identified:
            whole = identified_as(whole, self.dialect.id_keyword, self.layout.root)
        if "$schema" not in whole and (definitions or self.needed.states_dialect):
            whole = self.embedding.stating(whole, self.dialect, self._at)
        return whole

    def _leading(self, whole: dict[str, Any]) -> dict[str, Any]:
        """Return a document that stands for the root, which is somewhere in it."""
        said = {"$schema", self.dialect.id_keyword}
        first = {key: each for key, each in whole.items() if key in said}
        reference = {"$ref": self._reference(self._at)}
        if not self.dialect.siblings_of_ref:
            # Beside a reference its identifier would not count.
            free = [each for each in ("allOf", "anyOf", "oneOf") if each not in whole]
            if not free:
                self.faults.append(unbundled(self._at, "its document has no place to refer to it"))
            return {**first, **{key: [reference] for key in free[:1]}, **whole}
        return {**first, **reference, **whole}

    def _roots(self, further: list[Location]) -> Iterator[tuple[str, Any]]:
        """Yield the roots as definitions; documents among them are none of the further ones."""
        taken: set[str] = set()
        for root in self.needed.roots if len(self.needed.roots) > 1 else ():
            name = self._name(root, taken)
            taken.add(name)
            if root in further:
                further.remove(root)
                yield name, self.embedding.embedded(root)
            else:
                yield name, {"$ref": self._reference(root)}

    def _reference(self, location: Location) -> str:
        """Return a reference from the bundle itself."""
        to = self.layout.address(location)
        if to is None:
            self.faults.append(unbundled(location, "it is no schema by itself"))
            return "#"
        uri = "" if to.uri == self.layout.root else self.layout.spelled(to.uri)
        end = spelled_pointer(to.pointer)
        return f"{uri}#{end}" if end or not uri else uri

    def _name(self, at: Location, taken: Container[str]) -> str:
        """Return the key of a definition."""
        return next(each for each in self._names(at) if each not in taken)

    def _names(self, at: Location) -> Iterator[str]:
        name = self.needed.roots.get(at) or self.needed.graph.missing.get(at)
        if name:
            yield name
        if at.uri in self.references.library:
            yield openapi.document_name(self.references.library[at.uri])
            yield openapi.file_name(at.uri)
        uri = self._reference(at)
        number = 2
        while True:
            yield uri
            uri = f"{self._reference(at)} {number}"
            number += 1


def _main(needed: Needed) -> Location | None:
    """Return the document that the bundle is; None if all are only held by it."""
    documents = dict.fromkeys(root.uri for root in needed.roots)
    main = Location(next(iter(documents)))
    is_root = main in needed.roots
    free = main not in needed.graph.schemas and is_object(needed.references.value(main))
    return main if len(documents) == 1 and (is_root or free) else None


def _layout(needed: Needed, main: Location | None) -> Layout:
    """Return where the documents stand: each is a resource with a URI."""
    references, missing = needed.references, needed.graph.missing
    places = [*needed.roots, *(each for each in needed.graph.schemas if each not in missing)]
    documents = list(dict.fromkeys(each.uri for each in places))
    bases = published(references, documents)
    parts: dict[Location, Part] = {}
    taken: set[str] = set()
    for name, base in bases.items():
        origin = Location(name)
        part = part_of(references, origin, "", openapi.own_base(references.library[name], base))
        if part.uri in taken:
            part = Part(origin=origin, place="", uri=distinct(base, taken))
        parts[origin] = part
        taken.add(part.uri)
    for origin, name in missing.items():
        uri = distinct(f"{BUNDLE}missing/{quote(name, safe='')}", taken)
        parts[origin] = Part(origin=origin, place="", uri=uri)
        taken.add(uri)
    return Layout(references, parts, parts[main].uri if main else distinct(BUNDLE, taken))
