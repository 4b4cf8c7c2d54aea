"""From resolved schemas to what they assert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.assertions.loops import with_loops_opened, without_loops
from schemawright.assertions.meant import meant
from schemawright.assertions.plan import (
    ANYTHING,
    NOTHING,
    Asserts,
    Contains,
    Format,
    Key,
    Plan,
)
from schemawright.lower.keywords import FORMS
from schemawright.source.graph import references_of
from schemawright.source.identifiers import RECURSIVE
from schemawright.source.schema import of
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from schemawright.assertions.plan import Scope
    from schemawright.location import Location
    from schemawright.source.graph import Graph
    from schemawright.source.references import References
    from schemawright.source.schema import Schema

_OF_VALUES = ("type", "enum", "const")
_OF_NUMBERS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_OF_STRINGS = ("minLength", "maxLength", "pattern", "format")
_OF_ARRAYS = (
    *("items", "prefixItems", "additionalItems", "minItems", "maxItems", "uniqueItems"),
    *("contains", "unevaluatedItems"),
)
_OF_OBJECTS = (
    *("properties", "patternProperties", "additionalProperties", "propertyNames", "required"),
    *("minProperties", "maxProperties", "unevaluatedProperties"),
)
_DEPENDENCIES = ("dependencies", "dependentRequired", "dependentSchemas")
_COMBINATIONS = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")


def plan(references: References, graph: Graph, *, formats: bool | None = None) -> Plan:
    """Return what the roots of a graph assert.

    Args:
        references: the documents.
        graph: the roots and all that they reach.
        formats: whether `format` is asserted; None leaves that to the dialect.

    Raises:
        InputError: schemas apply each other to the same value in a circle.
    """
    reader = Reader(references, graph, formats=formats)
    roots = tuple(reader.key(each, ()) for each in graph.roots)
    reader.run(roots)
    return Plan(roots, without_loops(reader.asserts))


def places(
    references: References, graph: Graph, wanted: Iterable[Location], *, formats: bool | None = None
) -> tuple[Mapping[Key, Asserts], Mapping[Location, tuple[Key, ...]]]:
    """Return what the roots of a graph assert, read as types are, and the keys of some places.

    A place has several keys where dynamic references make it depend on the way to it.

    Args:
        references: the documents.
        graph: the roots and all that they reach.
        wanted: schemas that the roots reach, or that a rule made out of such.
        formats: whether `format` is asserted; None leaves that to the dialect.
    """
    reader = Reader(references, graph, formats=formats, as_meant=True)
    reader.run([reader.key(each, ()) for each in graph.roots])
    found: dict[Location, list[Key]] = {}
    for key in reader.asserts:
        if not key.part:
            found.setdefault(key.location, []).append(key)
    for location in wanted:
        if location not in found:
            found[location] = [reader.key(location, ())]
            reader.run(found[location])
    return with_loops_opened(reader.asserts), {at: tuple(keys) for at, keys in found.items()}


class Reader:
    """Goes from schema to schema and notes what each asserts."""

    def __init__(
        self, references: References, graph: Graph, *, formats: bool | None, as_meant: bool = False
    ) -> None:
        """Begin.

        Args:
            references: the documents.
            graph: roots and all that they reach.
            formats: whether `format` is asserted; None leaves that to the dialect.
            as_meant: whether schemas that contradict themselves are read as types are.
        """
        self.asserts: dict[Key, Asserts] = {}
        self._references = references
        self._graph = graph
        self._formats = formats
        self._as_meant = as_meant
        self._pending: list[Key] = []
        self._names = frozenset(self._anchor(at) for at in graph.choices)

    def run(self, roots: Iterable[Key]) -> None:
        """Read the roots and everything that they reach."""
        self._pending = list(roots)[::-1]
        while self._pending:
            key = self._pending.pop()
            if key not in self.asserts:
                self.asserts[key] = self.read(key)

    def key(self, location: Location, scope: Scope) -> Key:
        """Return the key of a schema that is come to from a scope.

        The resource that it lies in adds its anchors, but for those that the way has already.
        """
        if not self._names:
            return Key(location)
        uri = self._references.resource(location).uri
        known = dict(scope)
        for name in self._names - known.keys():
            place = self._references.dynamic_anchors.get((uri, name))
            if place is not None:
                known[name] = place
        return Key(location, tuple(sorted(known.items())))

    def _anchor(self, at: Location) -> str:
        """Return the name of the anchor that a dynamic reference with several targets means."""
        value = self._references.value(at)
        if is_object(value):
            dialect = self._references.dialect(at)
            for _, keyword, text in references_of(of(value, at, dialect)):
                if keyword != "$ref":
                    return RECURSIVE if keyword == "$recursiveRef" else text.partition("#")[2]
        keyword = at.tokens[-1]
        return RECURSIVE if keyword == "$recursiveRef" else str(value).partition("#")[2]

    def read(self, key: Key) -> Asserts:
        """Return what one schema asserts; what had to be made for it is among `asserts` then."""
        stand_in = key.location in self._graph.missing
        value = True if stand_in else self._references.value(key.location)
        if not is_object(value):
            return NOTHING if value is False else ANYTHING
        schema = of(value, key.location, self._references.dialect(key.location))
        found = _Keywords(schema, key, self._follow).read()
        references = tuple(self._targets(schema, key))
        if references and not schema.dialect.siblings_of_ref and "$ref" in schema:
            return Asserts(all_of=references, references=len(references))
        found["all_of"] = (*references, *found.get("all_of", ()))
        found["references"] = len(references)
        name = found.pop("format", None)
        asserted = schema.dialect.asserts_formats if self._formats is None else self._formats
        if name is not None and asserted:
            found["format"] = Format(name, schema.dialect.key)
        if self._as_meant:
            found, made = meant(found, schema)
            self.asserts.update(made)
            if key.location in self._graph.bases and not found.get("any_of"):
                found["any_of"] = self._heirs(key)
        return Asserts(**found)

    def _heirs(self, key: Key) -> tuple[Key, ...]:
        """Return the heirs of a base, told apart by its discriminator, as its types are (OpenAPI).

        What the heirs inherit is the base without them: see `loops`.
        """
        members: list[Key] = []
        for child in self._graph.bases[key.location]:
            heir, part = self._follow(child, key.scope), f"heir {child}"
            tag = self._graph.tags.get(child)
            if tag is not None:
                name, values = tag
                fixed, heir = key._replace(part=f"tag {child}"), key._replace(part=part)
                self.asserts[fixed] = Asserts(enums=(tuple(values),))
                own = self._follow(child, key.scope)
                self.asserts[heir] = Asserts(all_of=(own,), properties={name: fixed})
            members.append(heir)
        return tuple(members)

    def _follow(self, location: Location, scope: Scope) -> Key:
        key = self.key(location, scope)
        self._pending.append(key)
        return key

    def _targets(self, schema: Schema, key: Key) -> Iterator[Key]:
        for place, keyword, text in references_of(schema):
            if place in self._graph.choices:
                name = RECURSIVE if keyword == "$recursiveRef" else text.partition("#")[2]
                target = dict(key.scope).get(name)
            else:
                target = self._graph.targets.get(place)
            if target is not None:
                yield self._follow(target, key.scope)


class _Keywords:
    """Reads the keywords of one schema; those whose value has the wrong form count for nothing."""

    def __init__(self, schema: Schema, key: Key, follow: Callable[[Location, Scope], Key]) -> None:
        known = schema.dialect.keywords
        self._stated = {
            name: value
            for name, value in schema.keywords.items()
            if name in known and (name not in FORMS or FORMS[name][0](value))
        }
        self._schema = schema
        self._scope = key.scope
        self._follow = follow

    def read(self) -> dict[str, Any]:
        """Return the fields of `Asserts` that the schema states."""
        found: dict[str, Any] = {}
        readers = (
            (_OF_VALUES, self._values),
            (_OF_NUMBERS, self._numbers),
            (_OF_STRINGS, self._strings),
            (_OF_ARRAYS, self._arrays),
            (_OF_OBJECTS, self._objects),
            (_DEPENDENCIES, self._dependencies),
            (_COMBINATIONS, self._combinations),
        )
        for keywords, read in readers:
            if any(map(self._stated.__contains__, keywords)):  # most schemas state few
                found.update(read())
        return found

    def _child(self, *tokens: str | int) -> Key:
        at = self._schema.location
        for token in tokens:
            at /= token
        return self._follow(at, self._scope)

    def _one(self, keyword: str) -> dict[str, Key]:
        value = self._stated.get(keyword)
        fits = isinstance(value, bool) or is_object(value)
        return {keyword: self._child(keyword)} if fits else {}

    def _several(self, keyword: str) -> tuple[Key, ...]:
        value = self._stated.get(keyword)
        return tuple(self._child(keyword, i) for i in range(len(value))) if is_array(value) else ()

    def _named(self, keyword: str) -> dict[str, Key]:
        value = self._stated.get(keyword)
        return {name: self._child(keyword, name) for name in value} if is_object(value) else {}

    def _values(self) -> Iterator[tuple[str, Any]]:
        stated = self._stated
        nullable = stated.get("nullable") is True
        if "type" in stated:
            types = stated["type"] if is_array(stated["type"]) else [stated["type"]]
            yield "types", tuple(dict.fromkeys((*types, *(["null"] if nullable else []))))
        enums = [tuple(stated["enum"])] if "enum" in stated else []
        if "const" in stated:
            enums.append((stated["const"],))
        if enums:
            yield "enums", tuple(enums)

    def _numbers(self) -> Iterator[tuple[str, Any]]:
        for end in ("Minimum", "Maximum"):
            bound, exclusive = end.lower(), f"exclusive{end}"
            limit = self._stated.get(exclusive)
            if isinstance(limit, bool):
                if limit and bound in self._stated:
                    yield f"exclusive_{bound}", self._stated[bound]
                    continue
            elif limit is not None:
                yield f"exclusive_{bound}", limit
            if bound in self._stated:
                yield bound, self._stated[bound]
        if "multipleOf" in self._stated:
            yield "multiple_of", self._stated["multipleOf"]

    def _strings(self) -> Iterator[tuple[str, Any]]:
        yield from self._counts("Length")
        for keyword in ("pattern", "format"):
            if keyword in self._stated:
                yield keyword, self._stated[keyword]

    def _counts(self, what: str) -> Iterator[tuple[str, int]]:
        for end in ("min", "max"):
            if f"{end}{what}" in self._stated:
                yield f"{end}_{what.lower()}", int(self._stated[f"{end}{what}"])

    def _arrays(self) -> Iterator[tuple[str, Any]]:
        yield from self._counts("Items")
        yield "unique_items", self._stated.get("uniqueItems") is True
        if is_array(self._stated.get("items")):
            yield "prefix_items", self._several("items")
            for key in self._one("additionalItems").values():
                yield "items", key
        else:
            yield "prefix_items", self._several("prefixItems")
            for key in self._one("items").values():
                yield "items", key
        for key in self._one("contains").values():
            least, most = self._stated.get("minContains", 1), self._stated.get("maxContains")
            evaluates = "prefixItems" in self._schema.dialect.keywords
            count = None if most is None else int(most)
            yield "contains", Contains(key, int(least), count, evaluates)
        for key in self._one("unevaluatedItems").values():
            yield "unevaluated_items", key

    def _objects(self) -> Iterator[tuple[str, Any]]:
        yield from self._counts("Properties")
        yield "properties", self._named("properties")
        yield "pattern_properties", self._named("patternProperties")
        yield "required", tuple(dict.fromkeys(self._stated.get("required", ())))
        for keyword, name in (
            ("additionalProperties", "additional_properties"),
            ("propertyNames", "property_names"),
            ("unevaluatedProperties", "unevaluated_properties"),
        ):
            for key in self._one(keyword).values():
                yield name, key

    def _dependencies(self) -> Iterator[tuple[str, Any]]:
        required: dict[str, tuple[str, ...]] = {}
        schemas: dict[str, Key] = {}
        for keyword in _DEPENDENCIES:
            stated = self._stated.get(keyword)
            for name, value in stated.items() if is_object(stated) else ():
                if is_array(value):
                    required[name] = (*required.get(name, ()), *value)
                else:
                    schemas[name] = self._child(keyword, name)
        yield "dependent_required", required
        yield "dependent_schemas", schemas

    def _combinations(self) -> Iterator[tuple[str, Any]]:
        for keyword, name in (("allOf", "all_of"), ("anyOf", "any_of"), ("oneOf", "one_of")):
            yield name, self._several(keyword)
        for keyword in ("not", "if", "else", "then"):
            for key in self._one(keyword).values():
                yield keyword if keyword == "then" else f"{keyword}_", key
