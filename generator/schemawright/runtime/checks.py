"""What checks share: numbers and equality as JSON has them."""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from typing import Any


def is_multiple(value: float, of: float) -> bool:
    """Tell whether a number is a whole multiple of another, exactly as both are written.

    JSON Schema Validation 2020-12, section 6.2.1.
    """
    if isinstance(value, int) and isinstance(of, int):
        return value % of == 0
    if isinstance(value, float):
        if not isfinite(value):
            return False
        if isinstance(of, int):
            return value.is_integer() and int(value) % of == 0
    return (Fraction(repr(value)) / Fraction(repr(of))).denominator == 1


def identity(value: Any) -> object:
    """Return something that is equal for values that JSON calls equal, and hashable.

    1 and 1.0 are equal, true and 1 are not (JSON Schema Core 2020-12, section 4.2.2).
    """
    if isinstance(value, bool):
        return (bool, value)
    if isinstance(value, list):
        return (list, tuple([identity(each) for each in value]))
    if isinstance(value, dict):
        return (dict, frozenset([(key, identity(each)) for key, each in value.items()]))
    return value


def is_unique(values: list[Any]) -> bool:
    """Tell whether no two items are equal, as JSON compares."""
    return len(set(map(identity, values))) == len(values)


def plain(value: Any) -> Any:
    """Return a value that is made of exactly the classes that JSON text is read as.

    What is so already is returned as it is; a subclass of one of them turns into it.
    """
    match value:
        case dict():
            members = {plain(key): plain(each) for key, each in value.items()}
            kept = type(value) is dict and all(
                key is other and each is part
                for (key, each), (other, part) in zip(value.items(), members.items(), strict=False)
            )
            return value if kept else members
        case list() | tuple():
            items = [plain(each) for each in value]
            kept = type(value) is list and all(map(_is, items, value))
            return value if kept else items
        case bool() | None:
            return value
        case str():
            return value if type(value) is str else str.__str__(value)
        case int():
            return value if type(value) is int else int(value)
        case float():
            return value if type(value) is float else float(value)
        case _:
            return value


def _is(one: object, other: object) -> bool:
    return one is other
