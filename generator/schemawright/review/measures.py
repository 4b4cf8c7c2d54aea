"""What the schemas of each resource are held against.

JSON Schema Core 2020-12, section 8.1.1 (`$schema`); OpenAPI 3.1.1, section 4.8.24.5
(`jsonSchemaDialect`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.review.metaschema_validators import for_dialect, for_metaschema
from schemawright.source import dialects
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from schemawright.location import Location
    from schemawright.review.metaschema_validators import Validator
    from schemawright.source.dialects import Dialect
    from schemawright.source.references import References


class Measure(NamedTuple):
    """A metaschema, and what it is for."""

    name: str
    """What it is called in messages."""
    dialect: Dialect
    """The dialect of its schemas."""
    validator: Validator
    is_of_each: bool
    """Whether each schema is as good or bad alone as it is inside others."""


class Measures:
    """Finds what holds at a place, once for each resource."""

    def __init__(self, references: References) -> None:
        self._references = references
        self._found: dict[Location, Measure | None] = {}
        self._known: dict[str, Measure | None] = {}

    def of(self, at: Location) -> Measure | None:
        """Return what the schemas at a place are held against, None where nothing is known."""
        start = self._references.resource(at).location
        if start not in self._found:
            self._found[start] = self._measure(start)
        return self._found[start]

    def _measure(self, start: Location) -> Measure | None:
        document: Any = self._references.library[start.uri].value
        if is_object(document) and "swagger" in document:
            return None  # Swagger 2.0 has schemas of its own, which are read as those of OpenAPI
        uri, dialect = self._stated(start, document), self._references.dialect(start)
        if uri is None or dialects.find(uri) is not None:
            if dialect.key not in self._known:
                validator = for_dialect(dialect)
                self._known[dialect.key] = Measure(
                    dialect.name, dialect, validator, is_of_each=True
                )
            return self._known[dialect.key]
        if uri not in self._known:
            self._known[uri] = None
            if (own := for_metaschema(uri, self._references.library)) is not None:
                self._known[uri] = Measure(uri, dialect, own, is_of_each=False)
        return self._known[uri]

    def _stated(self, start: Location, document: Any) -> str | None:
        """Return the metaschema that a resource states, or those around it do."""
        while True:
            value = self._references.value(start)
            stated = value.get("$schema") if is_object(value) else None
            if isinstance(stated, str):
                return stated
            if not start.pointer:
                break
            start = self._references.resource(start.owner(1)).location
        said = document.get("jsonSchemaDialect") if is_object(document) else None
        return said if isinstance(said, str) else None
