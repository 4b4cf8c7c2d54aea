"""When two JSON values are the same, and schemas that forgive what decoding forgives."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Container

_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)


class Instant(NamedTuple):
    """A point in time, with every digit that was written."""

    second: datetime
    fraction: Fraction


def instant(text: str) -> Instant | str:
    """Return the instant that a text says, or the text if it says none that a datetime can hold."""
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        return text
    day, clock, digits, sign, hours, minutes = found.groups()
    try:
        zone = UTC
        if sign is not None:
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            zone = timezone(-offset if sign == "-" else offset)
        second = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)
    except ValueError:
        return text
    return Instant(second, Fraction(f"0{digits or ''}"))


class Everything:
    """Holds whatever it is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


EVERYTHING = Everything()


def same(one: Any, other: Any, moments: Container[str] = EVERYTHING) -> bool:
    """Tell whether two values are equal, as JSON compares.

    Args:
        one: a value.
        other: another one.
        moments: which texts of the second one may have been replaced by another spelling of the
            same instant.
    """
    if is_object(one) and is_object(other):
        return one.keys() == other.keys() and all(same(one[k], other[k], moments) for k in one)
    if is_array(one) and is_array(other):
        return len(one) == len(other) and all(
            same(mine, yours, moments) for mine, yours in zip(one, other, strict=True)
        )
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one == other or (other in moments and instant(one) == instant(other))
    plain = {type(one), type(other)} <= {int, float, str, type(None)}
    return plain and one == other


def relaxed(schema: Any) -> Any:
    """Return a schema that has `anyOf` wherever another has `oneOf`, the keyword."""
    if is_array(schema):
        return [relaxed(each) for each in schema]
    if not is_object(schema):
        return schema
    if not is_array(schema.get("oneOf")):
        return {key: relaxed(each) for key, each in schema.items()}
    assert "anyOf" not in schema
    return {("anyOf" if k == "oneOf" else k): relaxed(each) for k, each in schema.items()}
