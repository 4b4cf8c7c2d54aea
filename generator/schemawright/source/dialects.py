"""The dialects of JSON Schema and OpenAPI: which keywords mean what, as data.

Sources: the specifications at https://json-schema.org/specification-links (draft 4 to 2020-12) and
https://json-schema.org/v1 (the coming one), the OpenAPI Specification 3.0.4 (section 4.7.24,
Schema Object), 3.1.1 (section 4.8.24) and 3.2.0 (section 4.24).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

from schemawright.source.vocabularies import FORMAT_ASSERTION, KEYWORDS, VOCABULARIES

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dialect:
    """What sets one dialect apart from the others."""

    name: str
    key: str
    """What the dialect is called in options."""
    uris: tuple[str, ...]
    """Values of `$schema` that name it, without an empty fragment."""
    places: Mapping[str, Place]
    """The keywords that hold schemas."""
    keywords: frozenset[str]
    """The keywords that bear on which values are valid."""
    asserts_formats: bool = False
    """Whether `format` does more than annotate."""
    id_keyword: str = "$id"
    """The keyword that gives a schema a URI, empty where none does."""
    anchor_keywords: tuple[str, ...] = ()
    reference_keywords: tuple[str, ...] = ("$ref",)
    free_dynamic_references: bool = False
    """Whether `$dynamicRef` needs no anchor in its own resource to be resolved dynamically."""
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
    key="draft4",
    keywords=KEYWORDS["draft4"],
    uris=("http://json-schema.org/draft-04/schema",),
    places=MappingProxyType(_DRAFT4_PLACES),
    id_keyword="id",
    siblings_of_ref=False,
    boolean_exclusive_bounds=True,
)
DRAFT6 = Dialect(
    name="draft 6",
    key="draft6",
    keywords=KEYWORDS["draft6"],
    uris=("http://json-schema.org/draft-06/schema",),
    places=MappingProxyType(_DRAFT6_PLACES),
    siblings_of_ref=False,
)
DRAFT7 = replace(
    DRAFT6,
    name="draft 7",
    key="draft7",
    keywords=KEYWORDS["draft7"],
    uris=("http://json-schema.org/draft-07/schema", "http://json-schema.org/schema"),
    places=MappingProxyType(_DRAFT7_PLACES),
)
DRAFT2019 = Dialect(
    name="draft 2019-09",
    key="2019-09",
    keywords=KEYWORDS["2019-09"],
    uris=("https://json-schema.org/draft/2019-09/schema",),
    places=MappingProxyType(_DRAFT2019_PLACES),
    anchor_keywords=("$anchor",),
    reference_keywords=("$ref", "$recursiveRef"),
)
DRAFT2020 = Dialect(
    name="draft 2020-12",
    key="2020-12",
    keywords=KEYWORDS["2020-12"],
    uris=("https://json-schema.org/draft/2020-12/schema",),
    places=MappingProxyType(_DRAFT2020_PLACES),
    anchor_keywords=("$anchor", "$dynamicAnchor"),
    reference_keywords=("$ref", "$dynamicRef"),
)
V1 = replace(
    DRAFT2020,
    name="v1",
    key="v1",
    keywords=KEYWORDS["v1"],
    uris=("https://json-schema.org/v1",),
    free_dynamic_references=True,
)
OPENAPI30 = Dialect(
    name="OpenAPI 3.0",
    key="openapi-3.0",
    keywords=KEYWORDS["openapi-3.0"],
    uris=(),
    id_keyword="",
    places=MappingProxyType(_OPENAPI30_PLACES),
    siblings_of_ref=False,
    boolean_exclusive_bounds=True,
    nullable=True,
)
OPENAPI31 = replace(
    DRAFT2020,
    name="OpenAPI 3.1",
    key="openapi-3.1",
    keywords=KEYWORDS["openapi-3.1"],
    uris=(
        "https://spec.openapis.org/oas/3.1/dialect/base",
        "https://spec.openapis.org/oas/3.1/dialect/2024-11-10",
    ),
)
OPENAPI32 = replace(
    DRAFT2020,
    name="OpenAPI 3.2",
    key="openapi-3.2",
    keywords=KEYWORDS["openapi-3.2"],
    uris=("https://spec.openapis.org/oas/3.2/dialect/2025-09-17",),
)

DIALECTS = (DRAFT4, DRAFT6, DRAFT7, DRAFT2019, DRAFT2020, V1, OPENAPI30, OPENAPI31, OPENAPI32)
DEFAULT = DRAFT2020

BY_KEY: Mapping[str, Dialect] = MappingProxyType({each.key: each for each in DIALECTS})
_BY_URI = {uri: dialect for dialect in DIALECTS for uri in dialect.uris}


def named(text: str) -> Dialect | None:
    """Return the dialect that an option names: by its key, or as a `$schema` does."""
    return BY_KEY.get(text) or find(text)


def find(uri: str) -> Dialect | None:
    """Return the dialect that a `$schema` value names; http and https count as one."""
    bare = uri.removesuffix("#")
    scheme, _, rest = bare.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme, scheme)
    return _BY_URI.get(bare) or _BY_URI.get(f"{other}://{rest}")


def chosen(base: Dialect, uri: str, vocabularies: Mapping[str, object]) -> Dialect:
    """Return the dialect of a metaschema that chooses vocabularies (Core 2020-12, section 8.1.2).

    Args:
        base: the dialect that the metaschema itself is written in.
        uri: the URI of the metaschema.
        vocabularies: the value of its `$vocabulary`.
    """
    known = [VOCABULARIES[each] for each in vocabularies if each in VOCABULARIES]
    return replace(
        base,
        name=uri,
        uris=(uri,),
        keywords=frozenset().union(*known),
        asserts_formats=FORMAT_ASSERTION in vocabularies,
    )
