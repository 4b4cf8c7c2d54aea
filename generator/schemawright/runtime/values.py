# fmt: off
# The same text in every package, whatever the length of its lines.
"""What checks share: numbers and equality as JSON has them."""

from __future__ import annotations

from math import isfinite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction
    from typing import Any, TypeGuard

_MANY = 8
"""So many items make it worth while to prepare for going through them."""


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
    return (_fraction(value) / _fraction(of)).denominator == 1


def _fraction(number: float) -> Fraction:
    """Return a number as it is written; subclasses may write themselves in other ways."""
    from fractions import Fraction

    return Fraction(number if isinstance(number, int) else float.__repr__(number))


_CLASSES = frozenset({dict, list, str, int, float, bool, type(None)})


def is_known(value: object) -> bool:
    """Do nothing if a value is exactly of a class that JSON text is read as; return true.

    Raises:
        TypeError: it is of another class, and could be anything.
    """
    if type(value) not in _CLASSES:
        raise TypeError(f"{type(value).__name__} is no class of JSON values")
    return True


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Tell whether a value is an object of JSON."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Tell whether a value is an array of JSON."""
    return isinstance(value, list)


def identity(value: Any) -> object:
    """Return something that is equal for values that JSON calls equal, and hashable.

    1 and 1.0 are equal, true and 1 are not (JSON Schema Core 2020-12, section 4.2.2).
    """
    if isinstance(value, bool):
        return (bool, value)
    if is_array(value):
        return (list, tuple([identity(each) for each in value]))
    if is_object(value):
        return (dict, frozenset([(key, identity(each)) for key, each in value.items()]))
    if value is None or isinstance(value, str | int | float):
        return value
    return (object, id(value))


def are_texts(values: list[Any]) -> bool:
    """Tell whether all items are texts."""
    if len(values) < _MANY:
        for each in values:
            if type(each) is not str:
                break
        else:
            return True
        return False
    try:
        # This looks at the classes without a loop in Python. No text begins after the end of
        # another one, so it compares none and goes through all.
        "".startswith(tuple(values), 1)
    except TypeError:
        return False
    return True


def is_unique(values: list[Any]) -> bool:
    """Tell whether no two items are equal, as JSON compares."""
    return len(values) < 2 or len(set(map(identity, values))) == len(values)


def plain(value: Any) -> Any:
    """Return a value that is made of exactly the classes that JSON text is read as.

    What is so already is returned as it is; a subclass of one of them turns into it.
    """
    if is_object(value):
        members = {plain(key): plain(each) for key, each in value.items()}
        before, after = [*value, *value.values()], [*members, *members.values()]
        return value if type(value) is dict and _are_same(before, after) else members
    if is_array(value):
        items = [plain(each) for each in value]
        return value if type(value) is list and _are_same(value, items) else items
    if isinstance(value, str) and type(value) is not str:
        return str.__str__(value)
    if isinstance(value, float) and type(value) is not float:
        return float(value)
    if isinstance(value, int) and type(value) not in (int, bool):
        return int(value)
    return value


def _are_same(some: list[Any], others: list[Any]) -> bool:
    return all(each is other for each, other in zip(some, others, strict=True))
