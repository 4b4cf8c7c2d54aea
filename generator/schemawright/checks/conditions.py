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

ANY = frozenset(KINDS)
"""What is known of the kind of a value that nothing was asked about."""

OBJECT, TEXT, NUMBER, NULL = (frozenset({each}) for each in ("object", "string", "number", "null"))
"""What is known of values that are of one kind."""

_CLASSES = {
    "object": "dict",
    "array": "list",
    "string": "str",
    "boolean": "bool",
}
_MOST_COMPARED = 2


def has_type(types: tuple[str, ...], variable: str) -> str:
    """Return the condition for a value to have one of some JSON types; 2.0 is an integer.

    JSON Schema Core 2020-12, section 4.2.1; Validation 2020-12, section 6.1.1.
    """
    classes = [_CLASSES[each] for each in types if each in _CLASSES]
    if "number" in types or "integer" in types:
        classes.append("int")
    if "number" in types:
        classes.append("float")
    if len(classes) > _MOST_COMPARED:
        parts = [f"type({variable}) in ({', '.join(classes)})"]
    else:
        parts = [f"type({variable}) is {each}" for each in classes]
    if "null" in types:
        parts.append(f"{variable} is None")
    if "integer" in types and "number" not in types:
        parts.append(f"type({variable}) is float and {variable}.is_integer()")
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def type_test(types: tuple[str, ...] | None, variable: str, kinds: frozenset[str]) -> str:
    """Return what a value that is of one of some kinds must meet to have one of some types."""
    allowed = kinds_of_types(types) & kinds
    if not allowed or types is None:
        return "True" if types is None else "False"
    whole = "integer" in types and "number" not in types and "number" in allowed
    if allowed == kinds:
        if not whole:
            return "True"
        if kinds == NUMBER:
            return f"(type({variable}) is int or {variable}.is_integer())"
    spelled = (
        "integer" if each == "number" and whole else each for each in KINDS if each in allowed
    )
    return has_type(tuple(spelled), variable)


def kinds_of_types(types: tuple[str, ...] | None) -> frozenset[str]:
    """Return the kinds that the values of some types are of, all where no types are stated."""
    if types is None:
        return ANY
    return frozenset("number" if each == "integer" else each for each in types)


def every(terms: list[str]) -> str:
    """Return the condition that all of some conditions hold, such that `not` can stand before."""
    terms = [each for each in dict.fromkeys(terms) if each != "True"]
    if "False" in terms:
        return "False"
    return terms[0] if len(terms) == 1 else f"({' and '.join(terms)})" if terms else "True"


def either(terms: list[str]) -> str:
    """Return the condition that one of some conditions holds, such that `not` can stand before."""
    terms = [each for each in dict.fromkeys(terms) if each != "False"]
    if "True" in terms:
        return "True"
    return terms[0] if len(terms) == 1 else f"({' or '.join(terms)})" if terms else "False"


def negated(condition: str) -> str:
    """Return the opposite of a condition."""
    return {"True": "False", "False": "True"}.get(condition, f"not {condition}")


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
    whole = found == "number" and (isinstance(value, int) or value.is_integer())
    return found in types or (whole and "integer" in types)


def class_of(types: tuple[str, ...]) -> str | None:
    """Return the one class that values of some types have, None if there are several."""
    if len(types) != 1 or types[0] not in {"object", "array", "string", "boolean"}:
        return None
    return _CLASSES[types[0]]
