"""JSON values as the model holds them, and JSON's own notion of equality.

JSON Schema Core 2020-12, section 4.2.2: numbers are equal by value, so 1 and 1.0 are one value;
`true` and 1 are two.
"""

from __future__ import annotations

from typing import Any

from schemawright import ir
from schemawright.source.values import is_array, is_object


def frozen(value: Any) -> ir.Json:
    """Return a JSON value in the form that the model holds."""
    if is_object(value):
        return ir.JsonObject(tuple((key, frozen(each)) for key, each in value.items()))
    if is_array(value):
        return ir.JsonArray(tuple(map(frozen, value)))
    return constant(value)


def thawed(value: ir.Json) -> Any:
    """Return a value of the model as JSON has it."""
    match value:
        case ir.Constant(value=scalar):
            return scalar
        case ir.JsonArray(items=items):
            return [thawed(each) for each in items]
        case ir.JsonObject(items=members):
            return {key: thawed(each) for key, each in members}


def constant(value: int | float | str | None) -> ir.Constant:
    """Return a JSON scalar in the form that the model holds; 2.0 becomes 2."""
    if isinstance(value, bool):
        return ir.Constant(ir.Kind.BOOLEAN, value)
    if isinstance(value, str):
        return ir.Constant(ir.Kind.STRING, value)
    if value is None:
        return ir.Constant(ir.Kind.NULL, None)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return ir.Constant(ir.Kind.NUMBER, value)


def same(value: Any) -> ir.Json:
    """Return what is equal for two values exactly when JSON calls them equal."""
    if is_object(value):
        return ir.JsonObject(tuple((key, same(value[key])) for key in sorted(value)))
    if is_array(value):
        return ir.JsonArray(tuple(map(same, value)))
    return constant(value)


def json_type(value: Any) -> str:
    """Return the JSON Schema type of a value; "integer" for a number without a fraction."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    return _TYPES.get(value.__class__, "null")


_TYPES: dict[type, str] = {float: "number", str: "string", list: "array", dict: "object"}


def has_type(value: Any, types: tuple[str, ...]) -> bool:
    """Tell whether a value is of one of the given JSON Schema types; none given means any."""
    found = json_type(value)
    return not types or found in types or (found == "integer" and "number" in types)
