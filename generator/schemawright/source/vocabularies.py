"""Which keywords each dialect knows, and each vocabulary that a metaschema can choose.

Sources: JSON Schema Core and Validation of each draft; OpenAPI 3.0.4, section 4.7.24.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_CORE = frozenset({"$ref"})
_DRAFT4 = _CORE | {
    *("additionalItems", "additionalProperties", "allOf", "anyOf", "dependencies", "enum"),
    *("exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems", "maxLength"),
    *("maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum"),
    *("multipleOf", "not", "oneOf", "pattern", "patternProperties", "properties", "required"),
    *("type", "uniqueItems"),
}
_DRAFT6 = _DRAFT4 | {"const", "contains", "propertyNames"}
_DRAFT7 = _DRAFT6 | {"if", "then", "else"}

_APPLICATOR = frozenset(
    {
        *("additionalProperties", "allOf", "anyOf", "contains", "dependentSchemas", "else", "if"),
        *("items", "not", "oneOf", "patternProperties", "properties", "propertyNames", "then"),
    }
)
_VALIDATION = frozenset(
    {
        *("const", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum"),
        *("maxContains", "maxItems", "maxLength", "maxProperties", "maximum", "minContains"),
        *("minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern"),
        *("required", "type", "uniqueItems"),
    }
)
_UNEVALUATED = frozenset({"unevaluatedItems", "unevaluatedProperties"})
_LEGACY = frozenset({"dependencies"})
"""What later drafts have no more and validators still honour."""

VOCABULARIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **{
            f"https://json-schema.org/draft/2019-09/vocab/{name}": keywords
            for name, keywords in {
                "core": _CORE | {"$recursiveRef"},
                "applicator": _APPLICATOR | _UNEVALUATED | {"additionalItems"},
                "validation": _VALIDATION,
                "format": frozenset({"format"}),
            }.items()
        },
        **{
            f"https://json-schema.org/draft/2020-12/vocab/{name}": keywords
            for name, keywords in {
                "core": _CORE | {"$dynamicRef"},
                "applicator": _APPLICATOR | {"prefixItems"},
                "unevaluated": _UNEVALUATED,
                "validation": _VALIDATION,
                "format-annotation": frozenset({"format"}),
                "format-assertion": frozenset({"format"}),
            }.items()
        },
    }
)
"""The keywords of each vocabulary that bear on which values are valid, by its URI."""

FORMAT_ASSERTION = "https://json-schema.org/draft/2020-12/vocab/format-assertion"


def _all_of(draft: str) -> frozenset[str]:
    prefix = f"https://json-schema.org/draft/{draft}/vocab/"
    chosen = [words for uri, words in VOCABULARIES.items() if uri.startswith(prefix)]
    return frozenset(word for words in chosen for word in words)


_DRAFT2019 = _all_of("2019-09") | _LEGACY
_DRAFT2020 = _all_of("2020-12") | _LEGACY
KEYWORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "draft4": _DRAFT4,
        "draft6": _DRAFT6,
        "draft7": _DRAFT7,
        "2019-09": _DRAFT2019,
        "2020-12": _DRAFT2020,
        "v1": _DRAFT2020,
        "openapi-3.0": (_DRAFT4 - {"additionalItems", "dependencies", "patternProperties"})
        | {"nullable"},
        "openapi-3.1": _DRAFT2020,
        "openapi-3.2": _DRAFT2020,
    }
)
"""The keywords that bear on which values are valid, by the key of the dialect."""
