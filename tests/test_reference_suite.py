"""Every reference of the official test suite leads where the `referencing` library says it does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from referencing import Registry, Resource, exceptions
from referencing.jsonschema import (
    DRAFT4,
    DRAFT6,
    DRAFT7,
    DRAFT201909,
    DRAFT202012,
    lookup_recursive_ref,
)

from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.source import dialects
from schemawright.source.graph import closure, place_of
from schemawright.source.library import Library, Reach
from schemawright.source.places import walk
from schemawright.source.references import References
from schemawright.source.refusal import Refused
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from referencing import Specification

    from schemawright.source.schema import Schema

REMOTES = "http://localhost:1234/"
STATIC = ("$ref", "$dynamicRef")
DYNAMIC = {"$dynamicRef", "$recursiveRef"}
# The coming version has no specification of its own there; for references it is as 2020-12.
SPECIFICATIONS: dict[str, tuple[Specification[Any], str]] = {
    "draft4": (DRAFT4, "draft4"),
    "draft6": (DRAFT6, "draft6"),
    "draft7": (DRAFT7, "draft7"),
    "draft2019-09": (DRAFT201909, "2019-09"),
    "draft2020-12": (DRAFT202012, "2020-12"),
    "v1": (DRAFT202012, "v1"),
}
COUNTS = dict(zip(SPECIFICATIONS, (93, 122, 133, 164, 262, 141), strict=True))
"""How many references each dialect's tests make, in the remotes and metaschemas they reach too."""

Key = tuple[int, str]
"""The object that makes a reference, by identity, and the keyword that it makes it with."""


class Led(NamedTuple):
    """Where a reference leads: what is there, and its base URI; nothing and no URI for nowhere."""

    there: Any
    base: str

    def agrees(self, other: Led) -> bool:
        """Tell whether two references lead to the very same object under the same base URI."""
        return self.there is other.there and self.base == other.base


NOWHERE = Led(None, "")


class Both:
    """One schema of the suite in the hands of both libraries, which share its objects."""

    def __init__(self, path: Path, remotes: Path, draft: str) -> None:
        self.specification, key = SPECIFICATIONS[draft]
        self.library = Library(
            [path.as_posix()], Reach(resources=((REMOTES, f"{remotes.as_posix()}/"),))
        )
        self.references = References(self.library, dialects.BY_KEY[key])
        (self.entry,) = self.library.entries
        self.root: Any = self.entry.value
        registry: Registry[Any] = Registry(retrieve=self._retrieved)  # type: ignore[call-arg]  # an alias that attrs makes is not seen
        base = self.library.bases[self.entry.uri]
        self.registry = registry.with_resource(base, self._resource(self.root)).crawl()
        self.resolver = self.registry.resolver(base).in_subresource(self._resource(self.root))

    def _resource(self, contents: Any) -> Resource[Any]:
        return Resource.from_contents(contents, self.specification)

    def _retrieved(self, uri: str) -> Resource[Any]:
        try:
            document = self.library.open(uri)
        except Refused:
            document = None
        if document is None:
            raise exceptions.NoSuchResource(uri)
        return self._resource(document.value)

    def _entered(self, resolved: Any) -> Any:
        """Return the resolver for what stands where a reference leads.

        A document may call itself something else than what it was asked for as.
        """
        whole = {id(each.value) for each in self.library.documents}
        if id(resolved.contents) in whole:
            return resolved.resolver.in_subresource(self._resource(resolved.contents))
        return resolved.resolver

    def theirs(self) -> dict[Key, Led]:
        """Return where each reference leads that `referencing` finds, wherever it came from."""
        found: dict[Key, Led] = {}
        seen: set[int] = set()
        pending: list[tuple[Resource[Any], Any]] = [(self._resource(self.root), self.resolver)]
        while pending:
            resource, resolver = pending.pop()
            contents = resource.contents
            if not is_object(contents) or id(contents) in seen:
                continue
            seen.add(id(contents))
            for keyword in STATIC:
                if not isinstance(contents.get(keyword), str):
                    continue
                try:
                    # A resolver that came no way, for this is about where a reference starts.
                    start = resolver._registry.resolver(resolver._base_uri)
                    to = start.lookup(contents[keyword])
                except exceptions.Unresolvable:
                    found[id(contents), keyword] = NOWHERE
                    continue
                entered = self._entered(to)
                found[id(contents), keyword] = Led(to.contents, entered._base_uri)
                pending.append((self._resource(to.contents), entered))
            pending += [(each, resolver.in_subresource(each)) for each in resource.subresources()]
        return found

    def ours(self) -> dict[Key, Led]:
        """Return where each of our references leads, likewise."""
        found: dict[Key, Led] = {}
        seen: set[Location] = set()
        pending = [Location(self.entry.uri)]
        while pending:
            at = pending.pop()
            if at in seen:
                continue
            seen.add(at)
            for schema in self._schemas(at):
                for keyword in STATIC:
                    reference = schema.get(keyword)
                    if not isinstance(reference, str):
                        continue
                    to = self.references.resolve(reference, schema).location
                    led = NOWHERE
                    if to is not None:
                        led = Led(self.references.value(to), self.references.resource(to).uri)
                        pending.append(to)
                    found[id(schema.keywords), keyword] = led
        return found

    def _schemas(self, at: Location) -> Iterator[Schema]:
        for place in walk(self.references.value(at), at, self.references.dialect(at)):
            yield place.schema(at.uri)

    def their_ways(self) -> dict[Key, set[int]]:
        """Return where dynamic references lead on all the ways from the root."""
        found: dict[Key, set[int]] = {}
        seen: set[tuple[int, str, tuple[str, ...]]] = set()
        pending: list[tuple[Resource[Any], Any]] = [(self._resource(self.root), self.resolver)]
        while pending:
            resource, resolver = pending.pop()
            contents = resource.contents
            scope = tuple(dict.fromkeys(uri for uri, _ in [*resolver.dynamic_scope()][::-1]))
            state = (id(contents), resolver._base_uri, scope)
            if not is_object(contents) or state in seen:
                continue
            seen.add(state)
            for keyword in ("$ref", *sorted(DYNAMIC)):
                if not isinstance(contents.get(keyword), str):
                    continue
                recursive = keyword == "$recursiveRef"
                to = (
                    lookup_recursive_ref(resolver)
                    if recursive
                    else resolver.lookup(contents[keyword])
                )
                if keyword in DYNAMIC:
                    found.setdefault((id(contents), keyword), set()).add(id(to.contents))
                pending.append((self._resource(to.contents), self._entered(to)))
            pending += [
                (each, self._within(resolver, each))
                for each in resource.subresources()
                if not self._is_definition(resource, each)
            ]
        return found

    def _within(self, resolver: Any, inner: Resource[Any]) -> Any:
        """Return the resolver inside a subschema, whose resource is then on the way too."""
        inside = resolver.in_subresource(inner)
        return resolver._evolve(base_uri=inside._base_uri)

    def _is_definition(self, outer: Resource[Any], inner: Resource[Any]) -> bool:
        """Tell whether a subschema only stands in another one to be referred to."""
        kept = [outer.contents.get(key, {}) for key in ("$defs", "definitions")]
        return any(inner.contents is each for group in kept for each in group.values())

    def our_ways(self) -> dict[Key, set[int]]:
        """Return where our dynamic references lead, likewise."""
        graph = closure(self.references, [Location(self.entry.uri)])
        found: dict[Key, set[int]] = {}
        for unit in graph.schemas:
            for schema in self._schemas(unit):
                for keyword in DYNAMIC & schema.keywords.keys():
                    place = place_of(schema, keyword)
                    targets = graph.choices.get(place, ())
                    if place in graph.targets:
                        targets = (graph.targets[place],)
                    if targets:
                        there = {id(self.references.value(each)) for each in targets}
                        found[id(schema.keywords), keyword] = there
        return found


def schemas(shared: Path, draft: str, keywords: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield the schemas of a dialect's tests that make references."""
    folder = shared / "data/json-schema-test-suite/tests" / draft
    for path in sorted(folder.rglob("*.json")):
        for group in json.loads(path.read_text(encoding="utf-8")):
            text = json.dumps(group["schema"])
            if any(f'"{keyword}"' in text for keyword in keywords):
                yield f"{path.relative_to(folder)}: {group['description']}", group["schema"]


def pairs(shared: Path, folder: Path, draft: str, keywords: set[str]) -> Iterator[tuple[str, Both]]:
    remotes = shared / "data/json-schema-test-suite/remotes"
    for number, (name, schema) in enumerate(schemas(shared, draft, keywords)):
        path = folder / f"{number}.json"
        path.write_text(json.dumps(schema), encoding="utf-8")
        yield name, Both(path, remotes, draft)


@pytest.mark.parametrize("draft", SPECIFICATIONS)
def test_every_reference_leads_where_it_should(shared: Path, tmp_path: Path, draft: str) -> None:
    differences: list[str] = []
    count = 0
    for name, both in pairs(shared, tmp_path, draft, set(STATIC)):
        theirs, ours = both.theirs(), both.ours()
        count += len(theirs)
        for key in theirs.keys() | ours.keys():
            our, their = ours.get(key, NOWHERE), theirs.get(key, NOWHERE)
            if not our.agrees(their):
                differences.append(f"{name}: {key[1]}: {our}, {their}")
    assert differences == []
    assert count == COUNTS[draft]


@pytest.mark.parametrize("draft", ["draft2019-09", "draft2020-12", "v1"])
def test_dynamic_references_lead_where_the_ways_to_them_say(
    shared: Path, tmp_path: Path, draft: str
) -> None:
    differences: list[str] = []
    count = 0
    for name, both in pairs(shared, tmp_path, draft, DYNAMIC):
        try:
            theirs = both.their_ways()
        except exceptions.Unresolvable:
            # It looks for the anchor where the reference stands, as the coming version does not.
            assert draft == "v1", name
            continue
        try:
            ours = both.our_ways()
        except InputError as error:
            differences.append(f"{name}: {error}")
            continue
        count += len(theirs)
        differences += [
            f"{name}: {key[1]}: {ours.get(key)}, {theirs.get(key)}"
            for key in theirs.keys() | ours.keys()
            if ours.get(key) != theirs.get(key)
        ]
    assert differences == []
    assert count == {"draft2019-09": 11, "draft2020-12": 19, "v1": 6}[draft]
