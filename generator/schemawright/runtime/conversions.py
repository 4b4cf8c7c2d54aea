# fmt: off
# The same text in every package, whatever the length of its lines.
"""Values of Python that JSON has as text, and whatever else has to become JSON again.

What cannot be converted without loss stays as it is: a text that no `datetime` can hold is a text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from .values import is_array, is_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeGuard

    Check = Callable[[Any], bool]
    Convert = Callable[[Any], Any]

# RFC 3339, section 5.6, with no more digits than a datetime keeps.
_date_time = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
).fullmatch
_USUAL = 24
_PLAIN = frozenset({str, int, float, bool, type(None)})


def whole(value: Any) -> Any:
    """Return a number that is an integer to JSON, 2.0 for one, as an int."""
    return int(value) if type(value) is float and value.is_integer() else value


def to_datetime(value: Any) -> Any:
    """Return the instant that a text says, or the text if it says none that can be kept."""
    if type(value) is not str:
        return value
    # Most texts are like 2021-04-01T10:00:00.250Z, and these signs in these places tell it.
    usual = len(value) == _USUAL and value[4] == value[7] == "-" and value[10] == "T"
    if (usual and value[19] == "." and value[23] == "Z") or _date_time(value) is not None:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value


def to_date(value: Any) -> Any:
    """Return the day that a text says, or the text if it is not written like that again."""
    return _same(date.fromisoformat, value)


def to_time(value: Any) -> Any:
    """Return the time that a text says, or the text if it is not written like that again."""
    return _same(time.fromisoformat, value)


def to_uuid(value: Any) -> Any:
    """Return the UUID that a text says, or the text if it is not written like that again."""
    from uuid import UUID

    return _same(UUID, value)


def _same(read: Convert, value: Any) -> Any:
    if type(value) is not str:
        return value
    try:
        found = read(value)
    except ValueError:
        return value
    return found if to_text(found) == value else value


def to_text(value: Any) -> Any:
    """Return what JSON has for a datetime, date, time or UUID; anything else as it is."""
    if type(value) is datetime or isinstance(value, datetime | time):
        fine = value.microsecond % 1000 or not value.microsecond
        text = value.isoformat() if fine else value.isoformat(timespec="milliseconds")
        return f"{text[:-6]}Z" if text.endswith("+00:00") else text
    if isinstance(value, date):
        return value.isoformat()
    # UUIDs are those of a module that not everybody needs.
    return str(value) if type(value).__module__ == "uuid" else value


def first(value: Any, ways: Iterable[Convert]) -> Any:
    """Return what the first way makes of a value that makes something else of it."""
    for way in ways:
        found = way(value)
        if found is not value:
            return found
    return value


def best(value: Any, members: Sequence[tuple[Check, Convert, frozenset[str]]]) -> Any:
    """Return a value as the member of a union that allows it, and that knows most of its keys.

    Args:
        value: an object.
        members: of each the check, what converts a value, and the keys that it knows.
    """
    chosen: Convert | None = None
    fewest = 0
    for check, convert, known in members:
        if check(value):
            unknown = len(value.keys() - known)
            if chosen is None or unknown < fewest:
                chosen, fewest = convert, unknown
    return value if chosen is None else chosen(value)


def tagged(
    value: Any,
    key: str,
    table: Mapping[str, Convert],
    members: Sequence[tuple[Check, Convert, frozenset[str]]],
) -> Any:
    """Return an object as the member of a union that the value of a property names.

    Args:
        value: an object.
        key: the property.
        table: what converts a value, by the texts that the property has.
        members: all members, for an object that has none of the texts.
    """
    tag = value.get(key)
    convert = table.get(tag) if type(tag) is str else None
    return best(value, members) if convert is None else convert(value)


def first_fitting(value: Any, members: Sequence[tuple[Check | None, Convert]]) -> Any:
    """Return an array as the first member of a union that allows all of its items.

    Args:
        value: an array.
        members: of each the check of an item, and what converts the array; none if all are allowed.
    """
    for check, convert in members:
        if check is None or all(map(check, value)):
            return convert(value)
    return value


def rest(value: Any, known: frozenset[str], optional: Iterable[str], convert: Convert) -> Any:
    """Return what an object has beside what its attributes hold, None if that is nothing.

    Args:
        value: the object.
        known: the keys that attributes stand for.
        optional: those of them whose attribute cannot tell null from absent.
        convert: what decodes the value of any other key.
    """
    found = {key: convert(each) for key, each in value.items() if key not in known}
    found.update({key: None for key in optional if value.get(key, key) is None})
    return found or None


def encoded(value: Any, encoders: Mapping[type, Convert]) -> Any:
    """Return any value as JSON has it.

    Raises:
        TypeError: JSON has nothing for it.
    """
    if (class_ := _class(value)) in _PLAIN:
        return value
    if class_ in encoders:
        return encoders[class_](value)
    if is_object(value):
        return {str(key): encoded(each, encoders) for key, each in value.items()}
    if is_array(value) or _is_tuple(value):
        return [encoded(each, encoders) for each in value]
    from enum import Enum

    if isinstance(value, Enum):
        return encoded(value.value, encoders)
    for parent in class_.__mro__:
        if parent in encoders:
            return encoders[parent](value)
    return _of_subclass(value)


def _class(value: object) -> type:
    return type(value)


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _of_subclass(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    found = to_text(value)
    if found is value:
        raise TypeError(f"{type(value).__name__} is nothing that JSON has")
    return found
