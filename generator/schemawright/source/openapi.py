"""Which schemas a document offers, and in which dialect they are written."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from schemawright.location import Location, escape
from schemawright.source import dialects
from schemawright.source.uris import path_of
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.source.documents import Document

COMPONENTS = "/components/schemas/"
NAMED_PLACES = (COMPONENTS, "/$defs/", "/definitions/")
"""The pointers below which schemas have names of their own."""

_NO_TYPE = frozenset(
    {"$schema", "$id", "id", "$comment", "$vocabulary", "title", "description"}
    | {"$defs", "definitions", "examples", "default"}
)


class Offer(NamedTuple):
    """What one document has to generate from."""

    dialect: dialects.Dialect
    schemas: Mapping[str, Location]
    """Every schema that has a name, by that name."""
    roots: tuple[str, ...]
    """The names that are generated when none is asked for."""
    found: str
    """What the document is, in words for people."""


def offer(document: Document) -> Offer:
    """Return the schemas of an OpenAPI, Swagger or JSON Schema document."""
    value = document.value
    if isinstance(value, bool):
        return _json_schema(document, {})
    if not is_object(value):
        return Offer(dialect=dialects.DEFAULT, schemas={}, roots=(), found=described(value))
    if isinstance(value.get("openapi"), str):
        return _openapi(document, value)
    if isinstance(value.get("swagger"), str):
        return _named(document, value.get("definitions"), "/definitions/", dialects.OPENAPI30)
    return _json_schema(document, value)


def described(value: object) -> str:
    """Return what a JSON value is, in words."""
    if value is None:
        return "null"
    for kind, words in (
        (bool, "a boolean"),
        (int | float, "a number"),
        (str, "a string"),
    ):
        if isinstance(value, kind):
            return words
    words = "array" if is_array(value) else "object"
    return f"an {words}" if value else f"an empty {words}"


def component_name(pointer: str) -> str | None:
    """Return the name that a pointer such as `/components/schemas/Pet` gives to its target."""
    for place in NAMED_PLACES:
        head, found, tail = pointer.rpartition(place)
        if found and "/" not in tail and (place != COMPONENTS or not head):
            return tail.replace("~1", "/").replace("~0", "~")
    return None


def claimed_name(value: Mapping[str, Any]) -> str | None:
    """Return the component that a file claims to be by `$id: "#/components/schemas/NAME"`."""
    identifier = value.get("$id", value.get("id"))
    if isinstance(identifier, str) and identifier.startswith("#/"):
        return component_name(unquote(identifier[1:]))
    return None


def document_name(document: Document) -> str:
    """Return the name of the schema at the root of a document.

    The component that its `$id` claims, else its title, else the last part of its `$id`, else
    the name of the file.
    """
    value = document.value
    if is_object(value):
        title, identifier = value.get("title"), value.get("$id", value.get("id"))
        if name := claimed_name(value):
            return name
        if isinstance(title, str) and any(c.isalnum() for c in title):
            return title
        if isinstance(identifier, str):
            stem = file_name(path_of(identifier))
            if any(c.isalnum() for c in stem):
                return stem
    return file_name(document.uri) or "Root"


def file_name(path: str) -> str:
    """Return the last part of a path, without the extensions that schemas have."""
    name = PurePosixPath(path).name
    for suffix in (".json", ".yaml", ".yml", ".schema"):
        name = name.removesuffix(suffix)
    return name


def _openapi(document: Document, value: dict[str, Any]) -> Offer:
    components = value.get("components")
    schemas = components.get("schemas") if is_object(components) else None
    dialect = dialects.OPENAPI30 if value["openapi"].startswith("3.0") else dialects.OPENAPI31
    if isinstance(declared := value.get("jsonSchemaDialect"), str):
        dialect = dialects.find(declared) or dialect
    return _named(document, schemas, COMPONENTS, dialect)


def _named(document: Document, schemas: Any, place: str, dialect: dialects.Dialect) -> Offer:
    names = list(schemas) if is_object(schemas) else []
    return Offer(
        dialect=dialect,
        schemas={name: Location(document.uri, f"{place}{escape(name)}") for name in names},
        roots=tuple(names),
        found=f"an OpenAPI document without {place.strip('/').replace('/', '.')}",
    )


def _json_schema(document: Document, value: dict[str, Any]) -> Offer:
    declared = value.get("$schema")
    dialect = (dialects.find(declared) if isinstance(declared, str) else None) or dialects.DEFAULT
    own = document_name(document)
    definitions = {
        name: Location(document.uri, f"/{keyword}/{escape(name)}")
        for keyword in ("definitions", "$defs")
        if is_object(value.get(keyword))
        for name in value[keyword]
    }
    schemas = {**definitions, own: Location(document.uri)}
    only_definitions = bool(definitions) and not set(value) - _NO_TYPE
    return Offer(
        dialect=dialect,
        schemas=schemas,
        roots=tuple(definitions) if only_definitions else (own,),
        found="a schema",
    )
