"""The dialects of JSON Schema and OpenAPI: which keywords mean what, as data.

Sources: the specifications at https://json-schema.org/specification-links (draft 4 to 2020-12),
the OpenAPI Specification 3.0.4 (section 4.7.24, Schema Object) and 3.1.1 (section 4.8.24).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Place(Enum):
    """Where a keyword holds schemas."""

    SCHEMA = auto()
    """The value is a schema."""
    ARRAY = auto()
    """The value is an array of schemas."""
    MAP = auto()
    """The value is an object whose values are schemas."""
    SCHEMA_OR_ARRAY = auto()
    """`items` before 2020-12: one schema, or one for each position."""
    MAP_OR_NAMES = auto()
    """`dependencies` up to draft 7: schemas, or arrays of property names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What sets one dialect apart from the others."""

    name: str
    uris: tuple[str, ...]
    """Values of `$schema` that name it, without an empty fragment."""
    places: Mapping[str, Place]
    """The keywords that hold schemas."""
    id_keyword: str = "$id"
    """The keyword that gives a schema a URI, empty where none does."""
    anchor_keywords: tuple[str, ...] = ()
    reference_keywords: tuple[str, ...] = ("$ref",)
    siblings_of_ref: bool = True
    """Whether keywords beside `$ref` count."""
    boolean_exclusive_bounds: bool = False
    """Whether `exclusiveMinimum: true` modifies `minimum`."""
    nullable: bool = False
    """Whether `nullable: true` allows null."""


_S, _A, _M = Place.SCHEMA, Place.ARRAY, Place.MAP

_DRAFT4_PLACES = {
    "additionalItems": _S,
    "additionalProperties": _S,
    "allOf": _A,
    "anyOf": _A,
    "definitions": _M,
    "dependencies": Place.MAP_OR_NAMES,
    "items": Place.SCHEMA_OR_ARRAY,
    "not": _S,
    "oneOf": _A,
    "patternProperties": _M,
    "properties": _M,
}
_DRAFT6_PLACES = {**_DRAFT4_PLACES, "contains": _S, "propertyNames": _S}
_DRAFT7_PLACES = {**_DRAFT6_PLACES, "if": _S, "then": _S, "else": _S}
_DRAFT2019_PLACES = {
    **_DRAFT7_PLACES,
    "$defs": _M,
    "contentSchema": _S,
    "dependentSchemas": _M,
    "unevaluatedItems": _S,
    "unevaluatedProperties": _S,
}
_DRAFT2020_PLACES = {**_DRAFT2019_PLACES, "items": _S, "prefixItems": _A}
del _DRAFT2020_PLACES["additionalItems"]
_OPENAPI30_PLACES = {
    key: _S if key == "items" else _DRAFT4_PLACES[key]
    for key in (
        "additionalProperties",
        "allOf",
        "anyOf",
        "items",
        "not",
        "oneOf",
        "properties",
    )
}


DRAFT4 = Dialect(
    name="draft 4",
    uris=("http://json-schema.org/draft-04/schema",),
    places=MappingProxyType(_DRAFT4_PLACES),
    id_keyword="id",
    siblings_of_ref=False,
    boolean_exclusive_bounds=True,
)
DRAFT6 = Dialect(
    name="draft 6",
    uris=("http://json-schema.org/draft-06/schema",),
    places=MappingProxyType(_DRAFT6_PLACES),
    siblings_of_ref=False,
)
DRAFT7 = replace(
    DRAFT6,
    name="draft 7",
    uris=("http://json-schema.org/draft-07/schema", "http://json-schema.org/schema"),
    places=MappingProxyType(_DRAFT7_PLACES),
)
DRAFT2019 = Dialect(
    name="draft 2019-09",
    uris=("https://json-schema.org/draft/2019-09/schema",),
    places=MappingProxyType(_DRAFT2019_PLACES),
    anchor_keywords=("$anchor",),
    reference_keywords=("$ref", "$recursiveRef"),
)
DRAFT2020 = Dialect(
    name="draft 2020-12",
    uris=("https://json-schema.org/draft/2020-12/schema",),
    places=MappingProxyType(_DRAFT2020_PLACES),
    anchor_keywords=("$anchor", "$dynamicAnchor"),
    reference_keywords=("$ref", "$dynamicRef"),
)
OPENAPI30 = Dialect(
    name="OpenAPI 3.0",
    uris=(),
    id_keyword="",
    places=MappingProxyType(_OPENAPI30_PLACES),
    siblings_of_ref=False,
    boolean_exclusive_bounds=True,
    nullable=True,
)
OPENAPI31 = replace(
    DRAFT2020, name="OpenAPI 3.1", uris=("https://spec.openapis.org/oas/3.1/dialect/base",)
)

DIALECTS = (DRAFT4, DRAFT6, DRAFT7, DRAFT2019, DRAFT2020, OPENAPI30, OPENAPI31)
DEFAULT = DRAFT2020

_BY_URI = {uri: dialect for dialect in DIALECTS for uri in dialect.uris}


def find(uri: str) -> Dialect | None:
    """Return the dialect that a `$schema` value names; http and https count as one."""
    bare = uri.removesuffix("#")
    scheme, _, rest = bare.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme, scheme)
    return _BY_URI.get(bare) or _BY_URI.get(f"{other}://{rest}")
