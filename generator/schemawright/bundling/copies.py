"""Copies of schemas that hold what a graph needs, with references as the bundle has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from schemawright.bundling.layout import above, identifier, is_relative, spelled_pointer
from schemawright.diagnostics import shown, unbundled
from schemawright.location import Location, escape
from schemawright.source.dialects import Place, find
from schemawright.source.graph import place_of, references_of
from schemawright.source.openapi import COMPONENTS, component_name
from schemawright.source.places import DEFINITIONS
from schemawright.source.schema import Schema
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.bundling.layout import Layout, Written
    from schemawright.diagnostics import Diagnostic
    from schemawright.source.dialects import Dialect
    from schemawright.source.graph import Graph

DESCRIBING = frozenset({"$comment", "$vocabulary", "description", "title"})
"""What a document still says about itself when only some of its schemas are kept."""


class Copies:
    """Makes copies for one layout, and notes what they ask of the bundle."""

    def __init__(self, graph: Graph, layout: Layout) -> None:
        self.graph = graph
        self.layout = layout
        self.faults: list[Diagnostic] = []
        self.wanted: dict[Location, None] = {}
        """Places that have to be called by a URI, for they are referred to from elsewhere."""
        self._identified = {each.uri: at for at, each in layout.parts.items() if each.uri}
        self.uses_root = False
        """Whether something depends on the URI of the bundle itself."""
        self._references = layout.references
        self._units = frozenset(map(_plain_spelling, graph.schemas))
        self._inner = self._units - layout.parts.keys()
        self._ways = frozenset(_ways(self._inner))

    def copy(self, location: Location) -> Any:
        """Return a copy of what stands at a place: all of it, or the way to what is needed."""
        value = self._references.value(location)
        if location in self._units:
            return self._schema(value, location, self._references.dialect(location))
        return self._way(value, location)

    def schema(self, location: Location) -> Any:
        """Return a copy of the schema at a place, which is needed as a whole."""
        value = self._references.value(location)
        return self._schema(value, location, self._references.dialect(location))

    def _schema(self, value: Any, at: Location, dialect: Dialect) -> Any:
        if not is_object(value):
            return value
        if isinstance(declared := value.get("$schema"), str):
            dialect = find(declared) or dialect
        found: dict[str, Any] = {}
        for keyword, child in value.items():
            inside = at / keyword
            if keyword in DEFINITIONS and is_object(child):
                if inside in self._ways:
                    found[keyword] = self._way(child, inside)
            elif keyword in dialect.places:
                found[keyword] = self._held(child, dialect.places[keyword], inside, dialect)
            else:
                found[keyword] = self._plain(child, inside)
        self._refer(found, Schema(value, at, dialect))
        return found

    def _held(self, value: Any, place: Place, at: Location, dialect: Dialect) -> Any:
        """Return a copy of what a keyword holds that leads to schemas."""
        if is_array(value) and place in {Place.ARRAY, Place.SCHEMA_OR_ARRAY}:
            return [self._schema(each, at / i, dialect) for i, each in enumerate(value)]
        if place in {Place.SCHEMA, Place.SCHEMA_OR_ARRAY}:
            return self._schema(value, at, dialect)
        if place is not Place.ARRAY and is_object(value):
            return {
                name: each if is_array(each) else self._schema(each, at / name, dialect)
                for name, each in value.items()
            }
        return value

    def _plain(self, value: Any, at: Location) -> Any:
        """Return a value that is no schema, but may hold some that are referred to."""
        if at in self._units:
            return self._schema(value, at, self._references.dialect(at))
        if at not in self._ways:
            return value
        if is_object(value):
            return {key: self._plain(each, at / key) for key, each in value.items()}
        return [self._plain(each, at / index) for index, each in enumerate(value)]

    def _way(self, value: Any, at: Location) -> Any:
        """Return what leads to schemas that are needed, and nothing else."""
        if is_array(value):
            needed = [i for i in range(len(value)) if self._is_needed(at / i)]
            return [
                self._further(value[i], at / i) if i in needed else {}
                for i in range(max(needed, default=-1) + 1)
            ]
        resources = self._references.indices[at.uri].resources
        saying = self._said(value, at) if at.pointer in resources else frozenset[str]()
        found: dict[str, Any] = {}
        for key, child in value.items():
            if self._is_needed(at / key):
                found[key] = self._further(child, at / key)
            elif key in saying:
                found[key] = child
        self._identify(found, at)
        return found

    def _further(self, value: Any, at: Location) -> Any:
        if at in self._units:
            return self._schema(value, at, self._references.dialect(at))
        return self._way(value, at)

    def _is_needed(self, at: Location) -> bool:
        return at in self._inner or at in self._ways

    def _said(self, value: dict[str, Any], at: Location) -> frozenset[str]:
        """Return the keywords with which a resource describes itself."""
        extensions = {key for key in value if key.startswith("x-")}
        stated = identifier(self._references, at)
        identifying = self._references.dialect(at).id_keyword if stated is not None else "$schema"
        return DESCRIBING | extensions | {"$schema", identifying}

    def _refer(self, found: dict[str, Any], schema: Schema) -> None:
        """Rewrite the references that a schema makes."""
        for place, keyword, text in references_of(schema):
            target = self._references.resolve(text, schema).location
            if target is None:
                target = self.graph.targets.get(place_of(schema, keyword))
            if target is not None:
                found[keyword] = self._written(text, schema, target, place)
        mapped = self.graph.mappings.get(schema.location)
        if mapped is not None:
            found["discriminator"] = self._discriminator(found["discriminator"], mapped, schema)
            if implied := self._implied(found["discriminator"], schema.location):
                stated = found["discriminator"].get("mapping", {})
                mapping = {**stated, **implied}
                found["discriminator"] = {**found["discriminator"], "mapping": mapping}
        self._identify(found, schema.location)

    def _identify(self, found: dict[str, Any], at: Location) -> None:
        """Note an identifier that depends on the one above it; spell it out if readers differ."""
        stated = identifier(self._references, at) if at not in self.layout.parts else None
        if stated is None or not at.pointer:
            return
        base, uri = self.layout.base(above(at)), self.layout.base(at)
        first = self._identified.setdefault(uri, at)
        if self._references.value(first) != self._references.value(at):
            reason = f"it has the URI of {first}, {shown(uri)}, and is another schema"
            self.faults.append(unbundled(at, reason, "give one of them another identifier"))
        bare = stated.partition("#")[0]
        if not is_relative(bare):
            return
        if urljoin(self.layout.spelled(base), bare) != uri:
            found[self._references.dialect(at).id_keyword] = uri
        elif base == self.layout.root:
            self.uses_root = True

    def _discriminator(self, stated: Any, mapped: Any, schema: Schema) -> Any:
        mapping = stated.get("mapping")
        if not is_object(mapping):
            return stated
        spelled = dict(mapping)
        for value, target in mapped.items():
            spelled[value] = self._mapped(mapping[value], schema, target)
        return {**stated, "mapping": spelled}

    def _mapped(self, text: str, schema: Schema, target: Location) -> str:
        """Return a value of a mapping: the name of a component, or a reference."""
        plain = not set(text) & set("#/:")
        for full in (f"#{COMPONENTS}{text}", text) if plain else (text,):
            found = self.layout.reference(full, schema, target)
            if found is not None and found.text == full:
                self._note(found, schema, target)
                return text
        return self._written(text, schema, target, schema.location)

    def _implied(self, stated: Any, base: Location) -> dict[str, str]:
        """Return the tags of subtypes that are called otherwise now, for the mapping to state."""
        found: dict[str, str] = {}
        for child in self.graph.bases.get(base, ()):
            part = self.layout.parts.get(child)
            _, values = self.graph.tags[child]
            if part is None or not part.place or values != (component_name(child.pointer),):
                continue
            if component_name(part.place) != values[0] and values[0] not in stated.get(
                "mapping", {}
            ):
                found[values[0]] = f"#{spelled_pointer(part.place)}"
        return found

    def _written(self, text: str, schema: Schema, target: Location, place: Location) -> str:
        written = self.layout.reference(text, schema, target)
        if written is None:
            reason = f"{text!r} leads to something that is no schema by itself"
            self.faults.append(unbundled(place, reason))
            return text
        self._note(written, schema, target)
        return written.text

    def _note(self, written: Written, schema: Schema, target: Location) -> None:
        root, base = self.layout.root, self.layout.base(schema.location)
        if base == root and written.relative:
            self.uses_root = True
        if base != root and written.to.uri == root:
            self.uses_root = True
            self.wanted.setdefault(target)


def _plain_spelling(location: Location) -> Location:
    """Return a location as a walk to it spells it: `~` may stand where `~0` should."""
    if "~" not in location.pointer:
        return location
    return Location(location.uri, "".join(f"/{escape(each)}" for each in location.tokens))


def _ways(places: Iterable[Location]) -> Iterator[Location]:
    """Yield every place that something needed stands in."""
    for uri, inside in places:
        pointer = inside
        while pointer:
            pointer = pointer.rpartition("/")[0]
            yield Location(uri, pointer)
