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
