"""Python conditions for the types and values that JSON knows.

Values are exactly of the classes that the `json` module makes; others are turned into such before
they are checked again (`runtime.values.plain`). So the class of a value tells its kind, and true
is no number.
"""

from __future__ import annotations

from typing import Any

from schemawright.source.values import is_array, is_object

KINDS = ("object", "array", "string", "number", "boolean", "null")
"""The kinds of JSON values; an integer is a number."""

_CLASSES = {
    "object": "dict",
    "array": "list",
    "string": "str",
    "boolean": "bool",
    "number": "float",
}
_MOST_COMPARED = 2


def has_type(types: tuple[str, ...], variable: str) -> str:
    """Return the condition for a value to have one of some JSON types; 2.0 is an integer.

    JSON Schema Core 2020-12, section 4.2.1; Validation 2020-12, section 6.1.1.
    """
    classes = [_CLASSES[each] for each in types if each in _CLASSES]
    if "number" in types or "integer" in types:
        classes.append("int")
    if len(classes) > _MOST_COMPARED:
        parts = [f"type({variable}) in ({', '.join(classes)})"]
    else:
        parts = [f"type({variable}) is {each}" for each in classes]
    if "null" in types:
        parts.append(f"{variable} is None")
    if "integer" in types and "number" not in types:
        parts.append(f"type({variable}) is float and {variable}.is_integer()")
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def is_scalar(value: Any) -> bool:
    """Tell whether a JSON value is neither an array nor an object."""
    return not is_array(value) and not is_object(value)


def kind(value: Any) -> str:
    """Return the kind of a JSON value: JSON keeps `true` and `1` apart, Python does not."""
    if isinstance(value, str):
        return "string"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if is_scalar(value):
        return "number"
    return "array" if is_array(value) else "object"


def fits(value: Any, types: tuple[str, ...]) -> bool:
    """Tell whether a value is of one of some types."""
    found = kind(value)
    whole = found == "number" and float(value).is_integer()
    return found in types or (whole and "integer" in types)


def class_of(types: tuple[str, ...]) -> str | None:
    """Return the one class that values of some types have, None if there are several."""
    if len(types) != 1 or types[0] not in {"object", "array", "string", "boolean"}:
        return None
    return _CLASSES[types[0]]
