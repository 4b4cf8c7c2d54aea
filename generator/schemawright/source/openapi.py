"""Which schemas a document offers, and in which dialect they are written."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import unquote

from schemawright.location import Location, escape
from schemawright.source import dialects
from schemawright.source.openapi_places import schema_places
from schemawright.source.uris import joined, path_of
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from schemawright.source.dialects import Dialect
    from schemawright.source.documents import Document

    Find: TypeAlias = Callable[[str, Location], Dialect | None]
    """Returns the dialect that a `$schema` at a location names."""

COMPONENTS = "/components/schemas/"
NAMED_PLACES = (COMPONENTS, "/$defs/", "/definitions/")
"""The pointers below which schemas have names of their own."""

_NO_TYPE = frozenset(
    {"$schema", "$id", "id", "$comment", "$vocabulary", "title", "description"}
    | {"$defs", "definitions", "examples", "default"}
)


class Offer(NamedTuple):
    """What one document has to generate from."""

    dialect: Dialect
    schemas: Mapping[str, Location]
    """Every schema that has a name, by that name."""
    roots: tuple[str, ...]
    """The names that are generated when none is asked for."""
    found: str
    """What the document is, in words for people."""
    is_openapi: bool = False
    starts: Callable[[], Iterable[str]] = lambda: ("",)
    """Returns pointers to every schema that lies in no other one."""


def offer(document: Document, usual: Dialect, find: Find) -> Offer:
    """Return the schemas of an OpenAPI, Swagger or JSON Schema document.

    Args:
        document: the document.
        usual: its dialect if it states none.
        find: finds the dialect that it states.
    """
    value = document.value
    if isinstance(value, bool):
        return _json_schema(document, {}, usual)
    if not is_object(value):
        return Offer(dialect=usual, schemas={}, roots=(), found=described(value))
    if (version := openapi_dialect(value)) is not None:
        return _openapi(document, value, version, find)
    if isinstance(value.get("swagger"), str):
        return _named(document, value.get("definitions"), "/definitions/", dialects.OPENAPI30)
    declared = value.get("$schema")
    if isinstance(declared, str):
        usual = find(declared, Location(document.uri, "/$schema")) or usual
    return _json_schema(document, value, usual)


def openapi_dialect(value: object) -> Dialect | None:
    """Return the dialect of an OpenAPI document's version, None if it is no such document."""
    version = value.get("openapi") if is_object(value) else None
    if not isinstance(version, str):
        return None
    if version.startswith("3.0"):
        return dialects.OPENAPI30
    return dialects.OPENAPI31 if version.startswith("3.1") else dialects.OPENAPI32


def usual_dialect(documents: Sequence[Document]) -> Dialect:
    """Return the dialect of sources that state none: that of the OpenAPI documents among them."""
    found = dict.fromkeys(openapi_dialect(each.value) for each in documents)
    known = [each for each in found if each is not None]
    return known[0] if len(known) == 1 else dialects.DEFAULT


def own_base(document: Document, read_from: str) -> str:
    """Return the base URI of a document: what OpenAPI 3.2's `$self` says, or where it was read."""
    value = document.value
    stated = value.get("$self") if openapi_dialect(value) and is_object(value) else None
    if isinstance(stated, str):
        return (joined(read_from, stated) or (read_from, ""))[0]
    return read_from


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


def _openapi(document: Document, value: dict[str, Any], dialect: Dialect, find: Find) -> Offer:
    components = value.get("components")
    schemas = components.get("schemas") if is_object(components) else None
    if isinstance(declared := value.get("jsonSchemaDialect"), str):
        dialect = find(declared, Location(document.uri, "/jsonSchemaDialect")) or dialect
    return _named(document, schemas, COMPONENTS, dialect)._replace(
        is_openapi=True, starts=lambda: schema_places(value)
    )


def _named(document: Document, schemas: Any, place: str, dialect: Dialect) -> Offer:
    names = list(schemas) if is_object(schemas) else []
    found = {name: Location(document.uri, f"{place}{escape(name)}") for name in names}
    return Offer(
        dialect=dialect,
        schemas=found,
        roots=tuple(names),
        found=f"an OpenAPI document without {place.strip('/').replace('/', '.')}",
        starts=lambda: [each.pointer for each in found.values()],
    )


def _json_schema(document: Document, value: dict[str, Any], dialect: Dialect) -> Offer:
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
