"""What a parsed document holds, and how deep it may go."""

from __future__ import annotations

import json
from typing import Any, TypeAlias, TypeGuard

# RFC 8259, section 3.
JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None

# No schema that a person maintains comes near; Python's own recursion limit is 1,000.
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
