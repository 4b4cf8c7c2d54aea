"""Copies of an OpenAPI document's operations, with what they refer to in other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.bundling.layout import spelled_pointer
from schemawright.diagnostics import unbundled
from schemawright.location import Location
from schemawright.source.openapi_places import GRAMMAR, SCHEMA, children
from schemawright.source.schema import Schema
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from schemawright.bundling.copies import Copies

_UNTYPED = ("examples", "links")
"""Objects without schemas that may be references."""


class Objects:
    """Copies the objects of one document that hold schemas."""

    def __init__(self, copies: Copies, document: str) -> None:
        self._copies = copies
        self._references = copies.layout.references
        self._document = document
        self._value: Any = self._references.library[document].value
        self._components: dict[Location, None] = {}

    def below(self, key: str) -> Any:
        """Return a copy of the paths or webhooks."""
        value = self._value[key]
        if not is_object(value):
            return value
        at = Location(self._document) / key
        return {
            name: self._copied("path item", each, at / name, ()) for name, each in value.items()
        }

    def components(self) -> dict[str, Any]:
        """Return the components but for schemas that the copies refer to."""
        made: dict[Location, Any] = {}
        while pending := [each for each in self._components if each not in made]:
            for at in pending:
                kind = GRAMMAR["components"][at.tokens[1]].to if at.tokens[1] in _TYPED else ""
                made[at] = self._copied(kind, self._references.value(at), at, ())
        found: dict[str, Any] = {}
        stated = self._value.get("components")
        for kind, members in stated.items() if is_object(stated) else ():
            if kind == "schemas" or not is_object(members):
                continue
            at = Location(self._document) / "components" / kind
            kept = {name: made[at / name] for name in members if at / name in made}
            found[kind] = kept if kind in _TYPED else members
        return found

    def _copied(self, kind: str, value: Any, at: Location, through: tuple[Location, ...]) -> Any:
        if kind == SCHEMA:
            return self._copies.schema(at)
        if not is_object(value):
            return value
        if isinstance(value.get("$ref"), str):
            return self._followed(kind, value, at, through)
        found = dict(value)
        for child in children(kind, value):
            copy = self._copied(child.kind, child.value, _below(at, child.tokens), through)
            key = str(child.tokens[0])
            if len(child.tokens) == 1:
                found[key] = copy
                continue
            if found[key] is value[key]:
                found[key] = value[key].copy()
            found[key][child.tokens[1]] = copy
        for key in _UNTYPED:
            if kind and is_object(members := value.get(key)):
                found[key] = {
                    name: self._copied("", each, at / key / name, through)
                    for name, each in members.items()
                }
        return found

    def _followed(
        self, kind: str, value: dict[str, Any], at: Location, through: tuple[Location, ...]
    ) -> Any:
        """Return a reference that leads somewhere in the document, or what it leads to."""
        schema = Schema(value, at, self._references.dialect(at))
        target = self._references.resolve(value["$ref"], schema).location
        if target is None:
            return value
        if target.uri == self._document:
            if target.tokens[:1] == ("components",) and len(target.tokens) == 3:
                self._components.setdefault(target)
            if value["$ref"].startswith("#") and at.uri == self._document:
                return value
            return {**value, "$ref": f"#{spelled_pointer(target.pointer)}"}
        if target in through:
            self._copies.faults.append(unbundled(at, "it leads back to itself"))
            return value
        inside = self._references.value(target)
        copy = self._copied(kind, inside, target, (*through, target))
        beside = {key: each for key, each in value.items() if key != "$ref"}
        return {**copy, **beside} if is_object(copy) else copy


_TYPED = frozenset(GRAMMAR["components"])


def _below(at: Location, tokens: tuple[str | int, ...]) -> Location:
    for token in tokens:
        at /= token
    return at
