"""Texts drawn at random: of formats, of lengths, and such as have broken programs before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from format_cases import CASES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

LIKE_DATE_TIMES = (
    "1999-12-31T23:59:59.250000Z",
    "1999-12-31t23:59:59z",
    "1999-01-01T00:00:00+00:00",
)
"""Plain texts that look like date-times; none of these years is ever drawn as a date-time."""

_WORDS = (
    *("", "a", "Rex", "yes", "null", "true", "0", "-1", "1e3", "two words", " ", "\t", "a\nb"),
    *(
        "é",
        "e\u0301",
        "日本語",
        "😀",
        "👩\u200d👩\u200d👧",
        "\u2028",
        "\x00",
        "\x7f",
        "\ufeff",
        "\uffff",
    ),
    *("\U0001d4b3", '"', "\\", "\\u0041", "a/b~c", "#/x", "%20", "$ref", "{}", "[]"),
    *("İ", "ß", "\u202e"),
    *("2021-04-01", "10:00:00Z", "7420f27a-30fd-4f49-a995-5549ae7cc00d", "__class__", "x" * 200),
)
_SURROGATES = ("\ud800", "\udfff", "a\udc00b")
_LETTERS = "abcXYZ 019-_é日😀"

NAMES = (
    *("x", "", "unknown key", "日本", "😀", "a/b~c", "__class__", "_extra", "extra_properties"),
    *(
        "from_dict",
        "to_dict",
        "self",
        "value",
        "class",
        "type",
        "$ref",
        "0",
        "found",
        "\x00",
        "None",
    ),
)
"""Names of properties that a schema may not know."""


def word(random: Random) -> str:
    """Return any text; now and then one that is no Unicode."""
    chance = random.random()
    if chance < 0.01:
        return random.choice(_SURROGATES)
    if chance < 0.6:
        return random.choice(_WORDS)
    return "".join(random.choices(_LETTERS, k=random.randrange(12)))


def fitted(found: str, least: int, most: int | None, random: Random) -> str:
    """Return a text that is made longer or shorter, until it has a length within bounds."""
    if len(found) < least:
        found += "".join(random.choices(_LETTERS, k=least - len(found)))
    return found if most is None else found[:most]


def of_format(form: str, random: Random) -> str:
    """Return a text of a format, now and then one that is not of it."""
    makers = {"date-time": date_time, "date": date, "time": time, "uuid": uuid}
    if form in makers and random.random() < 0.85:
        return makers[form](random)
    right, wrong = CASES.get(form, (_WORDS, _WORDS))
    return random.choice(right if random.random() < 0.8 else wrong)


def date(random: Random) -> str:
    """Return a date, in any year but 1999."""
    year = random.choice((random.randint(2000, 2100), 1, 1970, 9999))
    return f"{year:04}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def time(random: Random) -> str:
    """Return a time of RFC 3339."""
    clock = ":".join(f"{random.choice((0, random.randrange(top))):02}" for top in (24, 60, 60))
    digits = "".join(random.choices("0123456789", k=random.randrange(10)))
    if random.random() < 0.3:
        digits = digits[:3] + "0" * len(digits[3:])
    return f"{clock}{'.' if digits else ''}{digits}{_offset(random)}"


def _offset(random: Random) -> str:
    plain: Sequence[str] = ("Z", "Z", "Z", "z", "+00:00", "-00:00", "+23:59", "-12:00")
    some = f"{random.choice('+-')}{random.randrange(15):02}:{random.choice((0, 15, 30, 45)):02}"
    return random.choice((*plain, some, some))


def date_time(random: Random) -> str:
    """Return a date-time of RFC 3339, with up to nine digits of a second."""
    return f"{date(random)}{random.choice('TTTTt')}{time(random)}"


def uuid(random: Random) -> str:
    """Return a UUID, which may be written in capitals."""
    digits = f"{random.getrandbits(128):032x}"
    found = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    return found.upper() if random.random() < 0.1 else found
