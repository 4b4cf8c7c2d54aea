"""Python conditions for the types and values that JSON knows."""

from __future__ import annotations

from typing import Any

from schemawright.source.values import is_array, is_object

_CLASSES = {"object": "dict", "array": "list", "string": "str", "boolean": "bool"}
_WHOLE = "(isinstance({v}, int) and {v} is not True and {v} is not False"
_NUMBER = "(isinstance({v}, (int, float)) and {v} is not True and {v} is not False)"


def has_type(types: tuple[str, ...], variable: str) -> str:
    """Return the condition for a value to have one of some JSON types; 2.0 is an integer.

    JSON Schema Core 2020-12, section 4.2.1; Validation 2020-12, section 6.1.1.
    """
    classes = [_CLASSES[each] for each in types if each in _CLASSES]
    parts: list[str] = []
    if "number" in types and "boolean" in types:
        classes = [*(each for each in classes if each != "bool"), "int", "float"]
    elif "number" in types:
        parts.append(_NUMBER.format(v=variable))
    elif "integer" in types:
        whole = _WHOLE.format(v=variable)
        parts.append(f"{whole} or isinstance({variable}, float) and {variable}.is_integer())")
    if classes:
        inside = classes[0] if len(classes) == 1 else f"({', '.join(classes)})"
        parts.insert(0, f"isinstance({variable}, {inside})")
    if "null" in types:
        parts.append(f"{variable} is None")
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def is_scalar(value: Any) -> bool:
    """Tell whether a JSON value is neither an array nor an object."""
    return not is_array(value) and not is_object(value)


def kind(value: Any) -> str:
    """Return the kind of a scalar: JSON keeps `true` and `1` apart, Python does not."""
    if isinstance(value, str):
        return "string"
    if value is None:
        return "null"
    return "boolean" if isinstance(value, bool) else "number"
