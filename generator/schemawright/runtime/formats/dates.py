# fmt: off
# The same text in every package, whatever the length of its lines.
"""Dates and times (RFC 3339)."""

from __future__ import annotations

import re

_DAY = (
    # The leap years are those that 4 divides, but of the centuries those that 400 does.
    "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])"
    "|(?:[02468][048]|[13579][26])00)-02-29)"
)
_HOUR_MINUTE = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_OFFSET = f"(?:[Zz]|[+-]{_HOUR_MINUTE})"
_TIME = rf"{_HOUR_MINUTE}:[0-5][0-9](?:\.[0-9]++)?{_OFFSET}"

_date = re.compile(_DAY).fullmatch
_time = re.compile(_TIME).fullmatch
_date_time = re.compile(f"{_DAY}[Tt]{_TIME}").fullmatch
_leap_second = re.compile(
    r"([01][0-9]|2[0-3]):([0-5][0-9]):60(?:\.[0-9]++)?"
    "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
).fullmatch

# RFC 3339, appendix A: no unit between two others may be left out.
_duration = re.compile(
    "[Pp](?:[0-9]++[Ww]|(?=.)"
    "(?:[0-9]++[Yy](?:[0-9]++[Mm](?:[0-9]++[Dd])?)?|[0-9]++[Mm](?:[0-9]++[Dd])?"
    "|[0-9]++[Dd])?"
    "(?:[Tt](?:[0-9]++[Hh](?:[0-9]++[Mm](?:[0-9]++[Ss])?)?"
    "|[0-9]++[Mm](?:[0-9]++[Ss])?|[0-9]++[Ss]))?)"
).fullmatch


def is_date(text: str) -> bool:
    """Say whether a text is a full-date (RFC 3339, 5.6)."""
    return _date(text) is not None


def is_time(text: str) -> bool:
    """Say whether a text is a full-time (RFC 3339, 5.6)."""
    if _time(text) is not None:
        return True
    return text[5:8] == ":60" and _leap_second_day(text) is not None


def is_date_time(text: str) -> bool:
    """Say whether a text is a date-time (RFC 3339, 5.6)."""
    if _date_time(text) is not None:
        return True
    return text[16:19] == ":60" and text[10] in "Tt" and _is_leap_second(text)


def is_duration(text: str) -> bool:
    """Say whether a text is a duration (RFC 3339, appendix A)."""
    return _duration(text) is not None


def _is_leap_second(text: str) -> bool:
    """Say whether a month ends with the second (RFC 3339, 5.7), in UTC."""
    days = _leap_second_day(text[11:])
    if days is None or _date(text[:10]) is None:
        return False
    day = int(text[8:10]) + days
    if day == 0:
        return True
    month = text[:8]
    return _date(f"{month}{day:02}") is not None and _date(f"{month}{day + 1:02}") is None


def _leap_second_day(text: str) -> int | None:
    """Return how many days later it is in UTC; None if it is not the last minute there."""
    found = _leap_second(text)
    if found is None:
        return None
    hour, minute, sign, hours, minutes = found.groups(default="0")
    offset = int(hours) * 60 + int(minutes)
    here = int(hour) * 60 + int(minute)
    days, there = divmod(here + offset if sign == "-" else here - offset, 24 * 60)
    return days if there == 24 * 60 - 1 else None
