"""Documents as resources inside another document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.bundling.copies import DESCRIBING
from schemawright.diagnostics import unbundled
from schemawright.source import dialects
from schemawright.source.places import DEFINITIONS
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from schemawright.bundling.copies import Copies
    from schemawright.bundling.needed import Needed
    from schemawright.location import Location
    from schemawright.source.dialects import Dialect

_HASHED = (dialects.DRAFT4, dialects.DRAFT6, dialects.DRAFT7)
"""Dialects whose URI ends in an empty fragment."""

_CHECKING_NOTHING = DESCRIBING | DEFINITIONS | {"$schema", "default", "examples"}


class Embedding:
    """Makes resources of documents for a bundle that is written in one dialect."""

    def __init__(self, needed: Needed, copies: Copies, dialect: Dialect) -> None:
        self._needed = needed
        self._copies = copies
        self._dialect = dialect

    def embedded(self, at: Location) -> Any:
        """Return a document that is a part with a URI as a resource of its own."""
        part = self._copies.layout.parts[at]
        if at in self._needed.graph.missing:
            stand_in = dict(self._needed.graph.schemas[at].keywords)
            return {self._dialect.id_keyword: part.uri, **stand_in}
        dialect = self._needed.references.dialect(at)
        value: Any = self._copies.copy(at)
        if isinstance(value, bool):
            value = {} if value else {"not": {}}
        if not is_object(value):
            return self._refused(value, at, "a schema in an array cannot be referred to")
        if self._hides_identifiers(at):
            reason = "it is an OpenAPI document with identifiers, which no JSON Schema can hold"
            return self._refused(value, at, reason)
        if "$ref" in value and not dialect.siblings_of_ref:
            value = self.unfolded(value, at)
        if not part.spelled:
            value = identified_as(value, dialect.id_keyword, part.uri)
        if "$schema" not in value and statement(dialect) != statement(self._dialect):
            value = self.stating(value, dialect, at)
        return value

    def unfolded(self, value: dict[str, Any], at: Location) -> dict[str, Any]:
        """Return a schema that may have keywords beside its reference, which count then."""
        dropped = {
            key
            for key in value
            if key != "$ref" and key not in _CHECKING_NOTHING and not key.startswith("x-")
        }
        for unit in self._needed.graph.schemas:
            if unit.uri == at.uri and unit.pointer and unit.tokens[0] in dropped:
                reason = "it stands beside a $ref, where nothing counts that stands there"
                self._copies.faults.append(unbundled(unit, reason, "move it into `definitions`"))
        return {
            ("allOf" if key == "$ref" else key): [{"$ref": each}] if key == "$ref" else each
            for key, each in value.items()
            if key not in dropped
        }

    def stating(self, value: dict[str, Any], dialect: Dialect, at: Location) -> dict[str, Any]:
        """Return a schema that says which dialect it is written in."""
        stated = statement(dialect)
        if stated:
            return {"$schema": stated, **value}
        hint = "bundle the OpenAPI document, or rewrite the schema in a dialect of JSON Schema"
        reason = f"no `$schema` says that it is written in {dialect.name}"
        self._copies.faults.append(unbundled(at, reason, hint))
        return value

    def _refused(self, value: Any, at: Location, reason: str) -> Any:
        self._copies.faults.append(unbundled(at, reason))
        return value

    def _hides_identifiers(self, at: Location) -> bool:
        """Tell whether a document has identifiers where no reader of schemas looks for them."""
        references = self._needed.references
        index = references.indices[at.uri]
        identifies = len(index.resources) > 1 or bool(index.anchors)
        return references.offers[at.uri].is_openapi and identifies


def identified_as(schema: dict[str, Any], keyword: str, uri: str) -> dict[str, Any]:
    """Return a schema with a URI, behind its `$schema` if it had none."""
    if keyword in schema:
        return {**schema, keyword: uri}
    stated = {"$schema": schema["$schema"]} if "$schema" in schema else {}
    return {**stated, keyword: uri, **schema}


def statement(dialect: Dialect) -> str:
    """Return the `$schema` that says that a schema is written in a dialect; empty for none."""
    if dialect in {dialects.OPENAPI31, dialects.OPENAPI32}:
        # What these add to it checks nothing.
        dialect = dialects.DRAFT2020
    uri = next(iter(dialect.uris), "")
    return f"{uri}#" if dialect in _HASHED else uri
