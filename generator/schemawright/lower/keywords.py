"""The form that each keyword's value must have, and reading keywords that have it.

JSON Schema Validation 2020-12, sections 6 and 9; OpenAPI 3.0.4, section 4.7.24.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.source.schema import Schema

TYPES = ("null", "boolean", "object", "array", "number", "integer", "string")

ANNOTATIONS = frozenset(
    {"$comment", "default", "deprecated", "description", "example", "examples", "externalDocs"}
    | {"readOnly", "summary", "title", "writeOnly", "xml"}
)
"""Keywords that say nothing about which values are valid."""

BOOKKEEPING = frozenset(
    {"$anchor", "$defs", "$dynamicAnchor", "$id", "$recursiveAnchor", "$schema", "$vocabulary"}
    | {"definitions", "id"}
)
"""Keywords that say where schemas are."""


VALUES = frozenset({"const", "default", "enum", "example", "examples"})
"""Keywords that hold values of any form."""


def states_nothing(schema: Schema) -> bool:
    """Tell whether a schema has no keyword that bears on which values are valid."""
    return all(is_silent(keyword) for keyword in schema.keywords)


def is_silent(keyword: str) -> bool:
    """Tell whether a keyword has no bearing on which values are valid."""
    return keyword in ANNOTATIONS or keyword in BOOKKEEPING or keyword.startswith("x-")


def types_of(schema: Schema) -> tuple[str, ...]:
    """Return the stated types, none when any is allowed."""
    stated = schema.get("type")
    if stated is None:
        return ()
    return (stated,) if isinstance(stated, str) else tuple(dict.fromkeys(stated))


def _is_type(value: Any) -> bool:
    if is_array(value):
        return bool(value) and all(isinstance(v, str) and v in TYPES for v in value)
    return isinstance(value, str) and value in TYPES


def _is_count(value: Any) -> bool:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_bound(value: Any) -> bool:
    return isinstance(value, int | float)


def _is_positive(value: Any) -> bool:
    return _is_number(value) and value > 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and any(each.isalnum() for each in value)


def _is_dotted(value: Any) -> bool:
    return isinstance(value, str) and all(
        each.isidentifier() and not iskeyword(each) for each in value.split(".")
    )


def _is_names(value: Any) -> bool:
    return is_array(value) and all(isinstance(v, str) for v in value)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _is_array(value: Any) -> bool:
    return is_array(value)


def _is_object(value: Any) -> bool:
    return is_object(value)


def _is_schemas(value: Any) -> bool:
    return is_array(value) and bool(value)


FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "type": (_is_type, "a JSON type or an array of them"),
    "enum": (_is_array, "an array of values"),
    "required": (_is_names, "an array of property names"),
    "properties": (_is_object, "an object of schemas"),
    "patternProperties": (_is_object, "an object of schemas"),
    "allOf": (_is_schemas, "an array of schemas, at least one"),
    "anyOf": (_is_schemas, "an array of schemas, at least one"),
    "oneOf": (_is_schemas, "an array of schemas, at least one"),
    "prefixItems": (_is_schemas, "an array of schemas, at least one"),
    "minimum": (_is_number, "a number"),
    "maximum": (_is_number, "a number"),
    "exclusiveMinimum": (_is_bound, "a number"),
    "exclusiveMaximum": (_is_bound, "a number"),
    "multipleOf": (_is_positive, "a number above 0"),
    "minLength": (_is_count, "a whole number, 0 or more"),
    "maxLength": (_is_count, "a whole number, 0 or more"),
    "minItems": (_is_count, "a whole number, 0 or more"),
    "minContains": (_is_count, "a whole number, 0 or more"),
    "maxContains": (_is_count, "a whole number, 0 or more"),
    "maxItems": (_is_count, "a whole number, 0 or more"),
    "minProperties": (_is_count, "a whole number, 0 or more"),
    "maxProperties": (_is_count, "a whole number, 0 or more"),
    "uniqueItems": (_is_boolean, "true or false"),
    "nullable": (_is_boolean, "true or false"),
    "deprecated": (_is_boolean, "true or false"),
    "readOnly": (_is_boolean, "true or false"),
    "writeOnly": (_is_boolean, "true or false"),
    "pattern": (_is_text, "a regular expression"),
    "format": (_is_text, "the name of a format"),
    "title": (_is_text, "text"),
    "description": (_is_text, "text"),
    "examples": (_is_array, "an array of values"),
    "discriminator": (_is_object, "an object"),
    "x-python-name": (_is_name, "a name"),
    "x-python-type": (_is_dotted, "the name of a type, with its module or not"),
    "x-python-import": (_is_dotted, "the name of a module"),
}
"""What the value of a keyword must be: the test, and the words for it."""
