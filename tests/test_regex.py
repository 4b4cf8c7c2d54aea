"""Regular expressions of ECMA-262 as Python's: the text, what it finds, and what is refused."""

from __future__ import annotations

import re
import warnings
from contextlib import suppress

import pytest

from schemawright import diagnostics
from schemawright.location import Location
from schemawright.regex.findings import Kind, Untranslatable
from schemawright.regex.reader import Flags
from schemawright.regex.translation import translate

DOT = r"[^\n\r\u2028\u2029]"
SPACE = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def compiled(pattern: str, flags: Flags | None = None) -> re.Pattern[str]:
    found = translate(pattern, flags or Flags())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return re.compile(found.pattern)


def messages(pattern: str, kind: Kind) -> list[str]:
    return [each.message for each in translate(pattern).notes if each.kind is kind]


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a|b|",
        "^[a-zA-Z_][a-zA-Z0-9_.-]*",
        r"^(?:\/[^/]+)+\.json",
        r"[\]\[a-z\-]{2,}?",
        r"[-a][a-][^\^][\^a]",
        r"\t\n\x41\u0041\.\-",
        r"^(?!foo)(?=a)(?<=b)(?<!c)x{0,1}(?:a)",
        r"(a)\1(?:b)",
        r"[^[]\(\)\$",
        "caf\u00e9 \U0001f600",
        r"[\s\S]*",
    ],
)
def test_what_means_the_same_keeps_its_text(pattern: str) -> None:
    assert translate(pattern) == (pattern, ())


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^a$", r"^a\Z"),
        (".", DOT),
        (r"\d\D", "[0-9][^0-9]"),
        (r"\w\W", "[A-Za-z0-9_][^A-Za-z0-9_]"),
        (r"\s\S", f"[{SPACE}][^{SPACE}]"),
        (r"[\d.-]", "[0-9.-]"),
        (r"[^\s-]", f"[^{SPACE}-]"),
        (r"[\w\W]", r"[\s\S]"),
        (r"[^\D]", "[0-9]"),
        (r"\b\B", r"(?a:\b)(?!(?a:\b))"),
        ("[^]", r"[\s\S]"),
        ("[]", "(?!)"),
        (r"[\b]", r"[\x08]"),
        (r"\cA\0", r"\x01\x00"),
        (r"\uD83D\uDE00|\u{1F600}|\u{0a}", "\U0001f600|\U0001f600|\\n"),
        ("\ud800\u2028\x01", r"\ud800\u2028\x01"),
        ("[[&&~~||]", r"[\[&\&~\~|\|]"),
        ("[--/]", r"[\--/]"),
        ("(?<year>a)", "(?P<year>a)"),
        ("(?<$>a)", "(a)"),
        (r"(?<\u0061>a)\k<a>", "(?P<a>a)(?P=a)"),
        ("a{99999999999}", "a{4294967294}"),
        ("a{1,99999999999}", "a+"),
        ("a{99999999999,}", "a{4294967294,}"),
        ("(?ms:^.$)", f"(?:(?<!{DOT})[\\s\\S](?!{DOT}))"),
        ("(?i:a(?-i:b))", "(?ai:a(?-i:b))"),
        ("(?i:\u00e9)", "(?i:\u00e9)"),
        # references
        (r"(a)?\1b", r"(a)?(?(1)\1)b"),
        (r"\1(a)", "(a)"),
        (r"(a\1)", "(a)"),
        (r"(?:(a)|b\1)", "(?:(a)|b)"),
        (r"(?!(a))\1b", "(?!(a))b"),
        (r"(?=(a))\1b", r"(?=(a))\1b"),
        (r"(a)\u{31}\1", r"(a)1\1"),
        (r"(a)(?:\1)1\1\1", r"(a)(?:\1)1\1\1"),
        (r"(a){0}\1b", "b"),
        (r"(?:(a*)b)+(?:\1c)*", r"(?:(a*)b)+(?:\1c)*"),
        (r"(a)\1\u{31}", r"(a)(?:\1)1"),
        (r"(?:(?<y>a)|(?<y>b))\k<y>", r"(?:(?P<y>a)|(b))(?(y)(?P=y)|(?(2)\2))"),
        # lookbehinds
        ("(?<=[ab]|c)d", "(?<=[ab]|c)d"),
        ("(?<!(?:ab|c{2}){2})d", "(?<!(?:ab|c{2}){2})d"),
        ("(?<=(a|b)c)d", "(?<=(?:a|b)c)d"),
        ("(?<=x(?i:a|bc))d", "(?:(?<=x(?ai:a))|(?<=x(?ai:bc)))d"),
        ("(?<=x(?:a|bc){1,2})", "(?:(?<=xa)|(?<=xbc)|(?<=xaa)|(?<=xabc)|(?<=xbca)|(?<=xbcbc))"),
        ("(?<=x(?:ab){1,2})", "(?:(?<=x(?:ab))|(?<=x(?:ab){2}))"),
        ("(?<=a|[])b", "(?:(?<=a)|(?<=(?!)))b"),
        ("(?<=(?:(?=a)*|b)c)", "(?:(?<=c)|(?<=bc))"),
        ("(?<=a|bc)d", "(?:(?<=a)|(?<=bc))d"),
        ("(?<!a|bc)d", "(?<!a)(?<!bc)d"),
        ("(?<=a+)b", "(?<=a)b"),
        ("(?<=x*y{2})b", "(?<=y{2})b"),
        ("(?<=a(b|cd)?)e", "(?:(?<=a)|(?<=ab)|(?<=acd))e"),
        ("(?<=(a)b{1,2})c", "(?:(?<=(?:a)b)|(?<=(?:a)b{2}))c"),
        ("(?<=(?:a|bc){2}x)d", "(?:(?<=aax)|(?<=abcx)|(?<=bcax)|(?<=bcbcx))d"),
        ("(?<=(?i:a)^(?=b))b", "(?<=(?ai:a)^(?=b))b"),
        # only in browsers
        (r"\-\_\"]}", r"\-\_\"]}"),
        ("a{x{1a{", r"a\{x\{1a\{"),
        (r"[\w-a]", r"[A-Za-z0-9_\-a]"),
        (r"\c\07\8\x", r"\\c\x078x"),
        (r"[\c1\c]", r"[\x11\\c]"),
        (r"(a)\10", r"(a)\x08"),
        (r"\k", "k"),
        ("(?=a)*b(?=a)+", "b(?=a)"),
        # sets
        (r"[\w--\d]", r"[A-Z_a-z]"),
        (r"[[a-z]&&[^aeiou]]", "[b-df-hj-np-tv-z]"),
        (r"[\q{a|b}c]", "[a-c]"),
        (r"[^\w--[a-z]]", "[^0-9A-Z_]"),
        (r"[[a-c\-\&d]--b]", r"[&\-acd]"),
    ],
)
def test_the_text_of_translations(pattern: str, expected: str) -> None:
    assert compiled(pattern).pattern == expected


@pytest.mark.parametrize(
    ("pattern", "found", "missed"),
    [
        (r"^\d$", ["1"], ["\u0661", "1\n", "12"]),
        (r"^\w$", ["a", "_"], ["\u00e9"]),
        (r"^\s$", [*" \t\v\f\n\r\xa0\ufeff\u2028\u2003"], ["\x1c", "\x85", "\u200b"]),
        (r"^\S$", ["\x85", "a"], ["\ufeff"]),
        ("^.$", ["a", "\x85", "\U0001f600"], [*"\n\r\u2028\u2029"]),
        (r"a\b", ["a", "a\u00e9"], ["ab"]),
        (r"\B", ["", "ab"], ["a"]),
        (r"^\p{Lu}\p{Ll}+$", ["\u00c9t\u00e9"], ["abc", "A1"]),
        (r"^\p{L}$", ["a", "\u4e00", "\U0001d4d0"], ["1", "_", "\u00b2", "\u2160", "\u0661"]),
        (r"^\P{L}$", ["1", "_", "\u00b2"], ["a", "\u00e9"]),
        (r"^[\p{L}\p{N} .-]+$", ["\u00e9 1\u00b2.-"], ["_", ","]),
        (r"^\p{Nd}$", ["1", "\u0661"], ["\u00b2"]),
        (r"^\p{Script=Greek}$", ["\u03b1"], ["a", "\u0342"]),
        (r"^\p{scx=Grek}$", ["\u03b1", "\u0342"], ["a"]),
        (r"^\p{Emoji_Presentation}$", ["\U0001f600"], ["1"]),
        (r"^[^\p{L}]$", ["1"], ["\u00e9"]),
        (r"^[\p{Lu}--[A-Z]]$", ["\u00c9"], ["A", "a"]),
        (r"(?i:^\P{Lu}$)", ["a", "A", "1"], []),
        (r"(?i:^[^\P{Lu}]$)", [], ["a", "A", "1"]),
        (r"^(?:(a)|b)?\1$", ["", "b", "aa"], ["a", "ba"]),
        (r"^(a\1)$", ["a"], ["aa"]),
        (r"^(?:(x)|(y))*$", ["xy", ""], ["z"]),
        (r"^\u{1F600}{2}$", ["\U0001f600\U0001f600"], ["\U0001f600"]),
        (r"^[\uD83D\uDE00]$", ["\U0001f600"], ["\ud83d"]),
        (r"^\ud83d$", ["\ud83d"], ["\U0001f600"]),
    ],
)
def test_what_is_found(pattern: str, found: list[str], missed: list[str]) -> None:
    search = compiled(pattern).search
    assert [text for text in found if not search(text)] == []
    assert [text for text in missed if search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "expected", "message"),
    [
        ("/^a$/i", r"(?ai:^a\Z)", "the flags i were read as a literal of JavaScript"),
        (r"/^\w+\/$/", r"^[A-Za-z0-9_]+\/\Z", "the slashes were read as a literal"),
        (r"/[/a-z]+/s", "[/a-z]+", "the flags s were read"),
        ("/a.c/y", f"^(?:a{DOT}c)", "the flags y were read"),
        ("(?P<n>a)(?P=n)", "(?P<n>a)(?P=n)", "(?P<...>) is Python's; in ECMA-262 it is (?<...>)"),
        ("(?i)abc", "(?ai:abc)", "the flags (?i) are Python's or PCRE's"),
        (r"\Aa\Z|\z", r"^a\Z|\Z", r"\A is Python's or Perl's; in ECMA-262 it is ^"),
        ("[[:alpha:]_]", "[A-Za-z_]", "[:alpha:] is POSIX's"),
        ("[^[:space:][:xdigit:]-]", r"[^\t-\r 0-9A-Fa-f-]", "[:space:] is POSIX's"),
        ("a++b*+", "a++b*+", "a possessive repetition, such as a++,"),
        ("(?>a|b)", "(?>a|b)", "an atomic group"),
        ("(?#b)a", "a", "a comment"),
        ("a{,5}", "a{0,5}", "{,n} is Python's; in ECMA-262 it is {0,n}"),
        (r"\h", "h", r"\h stands for the letter h in ECMA-262"),
        (r"\p{Nd}\_", r"\d\_", r"\p{...} is a property only where the rest"),
        (r"\u{61}\_", r"a\_", r"\u{...} is a code point only where"),
    ],
)
def test_what_is_no_ecmascript_is_read_as_it_was_meant(
    pattern: str, expected: str, message: str
) -> None:
    assert compiled(pattern).pattern == expected
    assert messages(pattern, Kind.FOREIGN)[0].find(message) >= 0


@pytest.mark.parametrize("path", ["/api/v1/", "/users/d", "/a", "//", "/[^/]+/[^/]+", "/a+/ii"])
def test_paths_are_no_literals(path: str) -> None:
    assert translate(path) == (path, ())


@pytest.mark.parametrize(
    ("pattern", "offset", "reason"),
    [
        ("ab(c", 2, "the group that begins here is never closed"),
        ("a)", 1, "there is no ( for this )"),
        ("x[a", 1, "the class that begins here is never closed"),
        ("a**", 2, "there is nothing that * could repeat"),
        ("^*", 1, "there is nothing that * could repeat"),
        ("(?<=a)*", 6, "there is nothing that * could repeat"),
        ("{1}", 0, "this { begins no repetition"),
        ("a{2,1}", 1, "the counts are in the wrong order"),
        ("[b-a]", 2, "the ends of the range are in the wrong order"),
        ("a\\", 1, "nothing follows the last backslash"),
        (r"\u{110000}", 0, "the code point is beyond U+10FFFF"),
        (r"(?<a>x)\k<b>", 7, "no group is called 'b'"),
        (r"(?<a>x)\k", 7, r"expected <, the name of a group and > after \k"),
        ("(?<1>x)", 0, "'1' cannot be the name of a group"),
        ("(?<a>x)(?<a>y)", 0, "two groups are called 'a'"),
        (r"\p{Foo}", 0, "no Unicode property of code points is called 'Foo'"),
        (r"\p{sc=Foo}", 0, "is called 'sc=Foo'"),
        (r"\p{Foo=Lu}", 0, "is called 'Foo=Lu'"),
        ("(?ii:a)", 0, "only i, m and s can be switched, and each once"),
        ("(?-:a)", 0, "only i, m and s"),
        ("(?x)a", 0, "the flags (?x) are no ECMA-262; it looks like Python or PCRE"),
        ("a(?i)b", 1, "the flags (?i) are no ECMA-262"),
        ("(?(1)a|b)", 0, "a condition on a group like this is no ECMA-262; it looks like Python"),
        ("(a(?R)?b)", 2, "a recursion like this is no ECMA-262"),
        ("(*UTF8)a", 0, "a control verb like this"),
        ("(?@)", 0, "no group begins like this"),
        ("/^(a$/", 2, "the group that begins here is never closed"),
        (r"[\q{ab}]", 1, r"\q{...} with anything but single characters"),
        # what Python cannot do
        ("a(?<=xa+)b", 1, "Python has no lookbehind of varying length"),
        ("(?<=x(a|bc){9})", 0, "Python has no lookbehind of varying length"),
        (r"(?<=x(?:a|bc){2,5})", 0, "Python has no lookbehind of varying length"),
        (r"(?<=(a)\1)", 7, "Python has no references in or to a lookbehind"),
        ("(?<=(?>a)b)", 0, "Python has no lookbehind of varying length"),
        ("(?<=a|(?<=b|cd)e{2})", 6, "Python has no lookbehind of varying length"),
        (r"(?:(a)|b)*\1", 10, "which Python does not forget"),
        (r"^(b*)*a\1", 7, "that Python ends with an empty round"),
        (r"(?:a?(b|\b)(?i:(?=a)?))+\1", 24, "that Python ends with an empty round"),
        (r"(?:(a)?\1b)*", 7, "which Python does not forget"),
        ("(" * 60 + ")" * 60, 50, "groups are nested more than 50 deep"),
        ("[a--" + "[" * 40, 24, "sets are nested more than 20 deep"),
    ],
)
def test_what_is_refused(pattern: str, offset: int, reason: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(pattern)
    assert reason in caught.value.reason
    assert caught.value.offset == offset


def test_flags_can_be_given() -> None:
    assert translate("^a.$", Flags(ignore_case=True, dot_all=True)).pattern == r"(?ai:^a[\s\S]\Z)"
    assert translate("/^a/m", Flags(ignore_case=True)).pattern == f"(?ai:(?<!{DOT})a)"


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a*)*b",
        "(a|a)*$",
        "(a|aa)+$",
        "(a|a?)+$",
        "(.*)*",
        "(?:.*,)*x",
        r"^(\w+\s*)*$",
        r"([a-zA-Z]+)*\d",
        "(x+x+)+y",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(?:a?b?)*$",
        "(?:x{4,5})*$",
        "(?:a{1,20}){1,20}$",
        "(?i:(a|A)*)$",
        "x(?=(?:a+)+b)",
        "(?:(?=(?:a+)+b)a)*",
        "^(?:(?:a*|b*)c)*$",
        r"^([a-z0-9_.-]+)*@",
        r"(\d+|\d+\.\d+)*$",
        "(?:[^a]|b)*$",
    ],
)
def test_patterns_that_may_take_very_long(pattern: str) -> None:
    (message,) = messages(pattern, Kind.SLOW)
    assert "doubles with each character" in message


@pytest.mark.parametrize(
    "pattern",
    [
        "a+",
        "(?:[0-9]{4})*$",
        r"^(?:\d{1,3}\.){3}\d{1,3}$",
        "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        r"^\w+( \w+)*$",
        r"^\s*(\w+\s+)*x",
        r"^[^@]+@[^@]+\.[^@]+$",
        "(?:a|b|cd)*$",
        "(?:foo|foobar)*$",
        "((a*)?b)*$",
        "(?:a++)*",
        "(?>a+)*",
        "(?:(?:(?=a)*|[]|a)b)*",
        r"(?:(?=(a))\1x)*",
        "(?:" + "|".join(f"w{each}" for each in range(2000)) + ")*",
    ],
)
def test_patterns_that_do_not_take_long(pattern: str) -> None:
    assert messages(pattern, Kind.SLOW) == []


MANY = 50_000


@pytest.mark.parametrize(
    "pattern",
    [
        "a" * MANY,
        "(" * MANY,
        "(" * MANY + ")" * MANY,
        "()" * MANY + r"\1",
        "[" * MANY,
        "{" * MANY,
        "\\" * MANY,
        "|" * MANY,
        "(?:" + "a?" * MANY + ")*",
        "(ab+)+" * MANY,
        "(?<=a|bc)" * MANY,
        "(?<=" + "(?:a|bc)" * MANY + ")",
        "".join(f"(?<n{each}>a)" for each in range(MANY // 10)),
        "|".join("(?<n>a)" for _ in range(MANY)),
        "a{" + "9" * MANY + "}",
        "(?:" * 50 + "a{1000000000}" + "){1000000000}" * 50,
        "(?:" * 45 + "a" + "|b){2}" * 45 + "*",
        r"\p{L}" * 1000,
        "[a&&" + "b&&" * MANY + "c]",
        "(?<" * MANY,
        "/" + "[a" * MANY,
        "\ud800" * MANY,
        r"\p{" * MANY,
        "".join(f"a{{,{each}}}" for each in range(MANY)),
        "(?<=(?:a|bc)" * 50 + ")" * 50,
    ],
    ids=range(25),
)
def test_hostile_patterns_take_little_time(pattern: str) -> None:
    with suppress(Untranslatable):
        translate(pattern)


def test_deep_patterns_compile() -> None:
    pattern = "(?:" * 50 + "a{1000000000}" + "){1000000000}" * 50
    assert compiled(pattern).search("b") is None


def test_the_reason_tells_the_place() -> None:
    assert str(Untranslatable("it is wrong", 7)) == "it is wrong (at offset 7)"


def test_findings_about_patterns() -> None:
    at = Location("a.json", "/pattern")
    with pytest.raises(Untranslatable) as caught:
        translate("(?<=xa*b)")
    error = caught.value
    bad = diagnostics.bad_pattern(at, "(?<=xa*b)", error.offset, error.reason, error.hint)
    (note,) = translate(r"(\w+\s*)*$").notes
    slow = diagnostics.slow_pattern(at, r"(\w+\s*)*$", note.offset, note.message)
    long = "a" * 100 + r"\Z" + "b" * 100
    (note,) = translate(long).notes
    foreign = diagnostics.foreign_pattern(at, long, note.offset, note.message)
    assert [each.code for each in (bad, slow, foreign)] == [
        "bad-pattern",
        "slow-pattern",
        "foreign-pattern",
    ]
    assert str(bad).startswith("a.json#/pattern: error bad-pattern: the pattern '(?<=xa*b)' at")
    assert "the pattern with 'aaaaaaaaaaaaaaaaaaaa\\\\Zbbbbbbbbbbbbbbbbbb' at offset 100" in str(
        foreign
    )
    assert "(\\\\w+\\\\s*)*$' at offset 8: what this repeats" in str(slow)
