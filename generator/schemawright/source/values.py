"""What a parsed document holds, and how deep it may go."""

from __future__ import annotations

import json
from typing import Any, TypeAlias, TypeGuard

# RFC 8259, section 3.
JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None

# No schema that a person maintains comes near; how deep Python itself goes depends on its version.
MOST_NESTED = 500


def is_same(one: JsonValue, other: JsonValue) -> bool:
    """Tell whether two values are written alike, the order of keys aside; 1 is not true."""
    return one == other and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a JSON value is an array."""
    return isinstance(value, list)


def is_deeper(value: object, levels: int) -> bool:
    """Tell whether arrays and objects are nested more than so many levels deep in a value."""
    inside: list[list[Any] | dict[str, Any]] = [value] if isinstance(value, list | dict) else []
    while inside and levels:
        inside = [
            each
            for outer in inside
            for each in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(each, list | dict)
        ]
        levels -= 1
    return bool(inside)
