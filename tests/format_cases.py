"""Texts that are of a format and texts that are not, by the specifications' rules and examples."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from schemawright.runtime import catalog, formats

if TYPE_CHECKING:
    from collections.abc import Callable


def checks(format_: str, dialect: str = "") -> Callable[[str], bool]:
    """Return the function that checks a format."""
    checker = catalog.checker(format_, dialect)
    assert checker is not None, format_
    module = importlib.import_module(f"{formats.__name__}.{checker.module}")
    function: Callable[[str], bool] = getattr(module, checker.function)
    return function


DIGIT = "\u09ea"
"""A Bengali 4, which `\\d` and `int` take for one of ours."""

LABEL = "a" * 63
UMLAUT = "\u00fc"

# Each format: what is valid, and what is not.
# fmt: off
CASES: dict[str, tuple[list[str], list[str]]] = {
    "date-time": (
        [
            # RFC 3339, 5.8
            "1985-04-12T23:20:50.52Z", "1996-12-19T16:39:57-08:00", "1990-12-31T23:59:60Z",
            "1990-12-31T15:59:60-08:00", "1937-01-01T12:00:27.87+00:20",
            # A leap second, which ends a month in UTC, wherever it is noted down.
            "2017-01-01T08:59:60.9+09:00", "2015-07-01t05:29:60+05:30",
            "2015-06-30T23:59:60-00:00", "2016-02-29T18:59:60-05:00", "2015-02-28T23:59:60z",
            "0000-01-01T00:00:00Z", "0000-02-29T00:00:00Z", "2000-02-29T00:00:00+23:59",
        ],
        [
            "", "2024-05-17T08:30:06", "2024-05-17 08:30:06Z", "2024-05-17T08:30Z",
            "2024-05-17T08:30:06.Z", "2024-05-17T08:30:06,5Z", "2024-05-17T08:30:06+0100",
            "2024-05-17T08:30:06\u221201:00", f"202{DIGIT}-05-17T08:30:06Z",
            f"2024-05-17T08:30:06.{DIGIT}Z", "1900-02-29T00:00:00Z", "2023-02-29T00:00:00Z",
            "2015-06-30T22:59:60Z", "2015-06-29T23:59:60Z", "2015-07-01T23:59:60Z",
            "2016-02-28T23:59:60Z", "2015-06-31T23:59:60Z", "2015-06-30T05:29:60+05:30",
            "2015-06-30X23:59:60Z", "2015-06-30T23:59:60", "2015-06-30T23:59:60+24:00",
        ],
    ),
    "date": (
        ["1985-04-12", "2000-02-29", "0400-02-29", "9999-12-31"],
        ["1900-02-29", "2024-02-30", "2024-2-3", "2024-00-01", f"{DIGIT}024-01-01"],
    ),
    "time": (
        ["23:59:59Z", "00:00:00.000000000000+00:00", "08:59:60+09:00", "15:59:60.25-08:00"],
        ["24:00:00Z", "23:59:59", "08:59:60+08:00", "23:59:60", "00:00:60Z", f"1{DIGIT}:00:00Z"],
    ),
    "duration": (
        # RFC 3339, appendix A: in ABNF letters are of either case.
        ["P1Y2M3DT4H5M6S", "PT36H", "P1W", "p1dt2h", "P0D", "P1MT1M"],
        ["P", "PT", "P1YT", "P1Y1D", "PT1H1S", "P1W1D", "P1.5D", "1D", f"P{DIGIT}D", "PT1Y", "P1H"],
    ),
    "email": (
        [
            "Joe.Q.Public@example.com", "!#$%&'*+-/=?^_`{|}~@example.org", '" "@example.org',
            '"a\\"b\\\\"@example.org', '""@example.org', "user@localhost", "user@[192.0.2.1]",
            "user@[192.000.02.001]", "user@[ipv6:2001:db8::1]", f"{'a' * 64}@{LABEL}.{LABEL}",
            "user@1.2.3.4", f"{'a' * 60}@[IPv6:2001:db8::1]",
        ],
        [
            "", "@", "a@", "@a", "a@b@c", ".a@b", "a.@b", "a..b@c", '"a"b@c', '"a@b',
            '"a\n"@b', '"\\\n"@b', "a@-b", "a@b-", "a@b..c", "a@b.", "a@b_c", "a@[b]",
            "a@[1.2.3]", "a@[1.2.3.256]", "a@[IPv6:1.2.3.4]", "a@[IPv6:1::2::3]", "a@[x:y]",
            "a@[::1]", "\u00e4@b", "a@\u00e4", f"{'a' * 65}@b", f"a@{LABEL}a",
            f"a@{LABEL}.{LABEL}.{LABEL}.{LABEL}",
        ],
    ),
    "idn-email": (
        [
            "joe@example.com", "\u00fcser@b\u00fccher.example", "user@B\u00dcCHER.example",
            "user@\u4f8b\u3048\u3002\u30c6\u30b9\u30c8", '"\u00fc \\"a"@b', f"{UMLAUT * 32}@b",
            "\u00fc@[127.0.0.1]", "\u00fc@[IPv6:::]",
        ],
        [
            "", "\u00fc", "\u00fc@", "@\u00fc", "\ud800@b", "a@\ud800", "a@b..\u00fc",
            "a@-\u00fc", "a@\u00fc_", "a@\uffff", "\u00fc@[IPv6::]", f"{UMLAUT * 32}a@b",
            f"a@{UMLAUT * 60}", f"a@{f'{UMLAUT}.' * 200}", f"a@{LABEL}a",
        ],
    ),
    "hostname": (
        ["a", "EXAMPLE.com", "3com.com", "a--b", "ab--cd.example", "xn--bcher-kva.example", "1.2",
         LABEL, f"{LABEL}.{LABEL}.{LABEL}.{'a' * 61}", "XN--BCHER-KVA"],
        ["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "a b", "b\u00fccher", f"a{DIGIT}",
         f"{LABEL}a", f"{LABEL}.{LABEL}.{LABEL}.{'a' * 62}", "xn--", "xn--a", "xn--bcher-kvb",
         "a.xn--example", "\u212a", "xn--0ca24w", f"xn--{'a' * 60}"],
    ),
    "idn-hostname": (
        [
            "example", "Example.COM", "b\u00fccher.example", "xn--bcher-kva.b\u00fccher",
            "fa\u00df.de", "\u03b2\u03cc\u03bb\u03bf\u03c2",
            "\u4f8b\u3048\u3002\u30c6\u30b9\u30c8", "\u05d0\u05d1.\u05d0",
            "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc", "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
            "\u0628\u0660", "\u30a2\u30fb\u30a2", "\u4e00\u30fb",
        ],
        [
            "", "a..b", "\u00fc.", "ab--cd", "\u00fcb--c", "-\u00fc", "\u00fc-", "B\u00fccher",
            "a\u0308", "\u0308a", "\u2665", "\u00fc\u0000", "\u00fc\ud800", "\ufb01",
            "\u00fc_", "\u200c\u00fc", "\u00fc\u200c", "\u0628\u200ca", "a\u200d\u00fc",
            "\u0660\u06f0", "\u06f0\u0660", "\u05d0a", "\u05d0.1a", "\u115f\u00fc",
            "\u20d0\u00fc", "\u00fc\u034f", "\u302e\u00fc", f"{UMLAUT * 60}",
            f"{f'{UMLAUT}.' * 100}a", f"{'a.' * 200}a", f"xn--{'9' * 59}",
            "xn--99999999999999999e99999999999999999999999999999999999999999",
        ],
    ),
    "ipv4": (
        ["0.0.0.0", "255.255.255.255", "192.0.2.1"],  # noqa: S104 - nothing is bound
        [
            "", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.00", "1.2.3.+4",
            f"1.2.3.{DIGIT}",
        ],
    ),
    "ipv6": (
        # RFC 4291, 2.2
        ["ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "2001:DB8:0:0:8:800:200C:417A", "FF01::101",
         "::1", "::", "0:0:0:0:0:0:13.1.68.3", "::FFFF:129.144.52.38", "::13.1.68.3",
         "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "1:2:3:4:5::1.2.3.4"],
        ["", ":", ":::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2::3",
         "1:2:3:4::5:6:7:8", "12345::", "g::", "::1%eth0", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4",
         "::1.2.3", "::1.2.3.04", "1.2.3.4::", f"::{DIGIT}", "1:2:3:4:5:6::1.2.3.4:7", ":1::2",
         "1:2:3:4:5:6:7::1.2.3.4"],
    ),
    "uri": (
        # RFC 3986, 1.1.2
        ["ftp://ftp.is.co.za/rfc/rfc1808.txt", "ldap://[2001:db8::7]/c=GB?objectClass?one",
         "mailto:John.Doe@example.com", "tel:+1-816-555-1212", "telnet://192.0.2.16:80/",
         "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", "a:", "a://", "file:///etc/hosts",
         "http://a:b@c:8080/d?e#f", "http://a:/", "http://%41@%42:1/%43?%44#%45", "a:?#", "a:/b",
         "http://[v1.a:b]/", "http://user@/", "http://a//b", "a+.-1:b@c:d", "http://a/?b?/#c?/"],
        ["", "a", ":a", "1a:b", "a b:c", "http://[::1", "http://::1]", "http://[::g]/", "http://[]",
         "http://[1.2.3.4]/", "http://[v.a]/", "http://[::1]a/", "http://a:b/", "http://a@b@c/",
         "http://a/%4", "http://a/%gg", "http://a/#b#c", "http://a/[b]", "http://a/\u00e4",
         "http://[fe80::1%25eth0]/", f"http://a:{DIGIT}/", "a:\\b", "a:^", "a:`", "a:{b}", 'a:"',
         "http://[v1.a%41]/", "http://a/<b>", "\u00e4:b", "http://a\x7f/"],
    ),
    "uri-reference": (
        # RFC 3986, 5.4
        ["g:h", "g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g;x?y#s", "", "..", "../../g",
         "g?y/./x", "g#s/../x", "http:g", "//[::1]:1/a:b", "./a:b", "?a:b", "#a:b", "/a:b"],
        ["1:g", "a b", "//[::1", "a_b:c", "#a#b", "%", "//a:b", "[", "\u00e4", "//[:::]"],
    ),
    "iri": (
        ["http://r\u00e9sum\u00e9.example.org", "http://a/?\ue000", "a:\U000e1000", "a:b",
         "http://\u4f8b.example/\u0628%20#\u00fc", "http://[::1]/\u00fc"],
        ["", "\u00fc", "\u00fc:a", "http://a/\ue000", "http://a/#\ue000", "a:\ufffe", "a:\ud800",
         "a:\u200eb", "a:\u202a", "a:\x80", "http://[:::]/\u00fc", "http://[v1.\u00fc]/",
         "\ue000:?\ue000",
         "a:\U000e0001", "a:\u00fc b", "http://a/\u00fc%4"],
    ),
    "iri-reference": (
        [
            "", "\u00fc", "//\u00fc/a", "?\ue000", "#\u00fc", "./\u00fc:b", "http://\u00fc",
            "//[::1]",
        ],
        ["\u00fc:a", "\ue000", "#\ue000", "a\u200f", "\ufdd0", "//[1]", "\u00fc ", "//\u00fc:b"],
    ),
    "uuid": (
        # RFC 4122, 3
        ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
         "ffffffff-ffff-ffff-ffff-ffffffffffff"],
        ["", "f81d4fae7dec11d0a76500a0c91e6bf6", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
         f"f81d{DIGIT}fae-7dec-11d0-a765-00a0c91e6bf6", "g81d4fae-7dec-11d0-a765-00a0c91e6bf6"],
    ),
    "uri-template": (
        # RFC 6570, 1.2 and 3.2
        ["{var}", "{+path}/here", "{#path,x}/here", "X{.x,y}", "{/var,x}/here", "{;x,y,empty}",
         "{?x,y,empty}", "?fixed=yes{&x}", "{var:3}", "{list*}", "{/list*,path:4}", "{count}", "",
         "{keys*}", "\u00fc{a.b.c}%20", "{%41%42}", "{_1}", "{|x}", "it's", "\ue000", "{?a:9999}"],
        ["{", "}", "{}", "{+}", "{a b}", "{a:0}", "{a:10000}", "{a*:3}", "{a,}", "{.}", "{a.}",
         "{-a}", "{\u00fc}", "a b", "<", '"', "%4", "{%4}", "\\", "^", "`", "|", "{a}}", "{{a}}",
         "{*a}", "\ufffe", f"{{a:{DIGIT}}}"],
    ),
    "json-pointer": (
        ["", "/foo", "/foo/0", "/", "/a~1b", "/c%d", "/m~0n", "/ ", "//", "/\u00e4\n\0", "/~01"],
        ["a", "#", "#/a", "~0", "/~", "/~2", "/a~", "/~~0", " /a", "\n"],
    ),
    "relative-json-pointer": (
        ["0", "1/0", "2/highly/nested/objects", "0#", "10#", "0/", "0+1", "0-1/a", "1+10#"],
        [
            "", "#", "/a", "01", "-1", "+1/a", "0##", "0#/a", "0+01", "0+", "0-#", "0+1-1",
            f"{DIGIT}",
        ],
    ),
    "regex": (
        [
            "", "^(?:[a-z]|\\d)+?$", "a{2}b{2,}c{2,3}?", "(?=a)(?!b)(?<=c)(?<!d)", "(a)\\1",
            "\\1(a)", "(?<a>.)\\k<a>", "\\k<a>(?<a>.)", "(?<$\u00e9_1>.)",
            "(?<\\u0061\\u{62}>.)\\k<ab>", "(?<a>.)|(?<a>.)", "(?:(?<a>.)|b|(?<a>.))\\k<a>",
            "(?i:a)(?-s:b)(?im-s:c)", "\\p{L}\\P{Script=Greek}\\p{gc=Lu}\\p{Emoji}\\p{scx=Grek}",
            "[\\p{L}\\d-]", "\\u{1F600}", "[\\u{61}-\\u{10FFFF}]", "[\\u{00000061}-\\u{0000062}]",
            "[\U0001f600-\U0001f602]", "[\\ud83d\\ude00-\\ud83d\\ude02]",
            "\\0\\x41\\u0041\\cJ\\t\\v\\f\\n\\r", "[\\b\\-]", "[^]", "[]", "[--a]", "[a-b-c]",
            "[\\x41-\\x42\\cA-\\cB\\n-\\r\\0-a]", "\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/",
            "a/b\n", "a{99999999999999999999}", f"a{{0{'0' * 5000}1,{'9' * 5000}}}",
            # Annex B: without the flag u only.
            "{", "}", "]", "a{", "a{,2}", "a{1", "(?=a)*", "\\-", "\\_", '\\"', "\\8", "\\1",
            "\\01", "\\777", "(a)\\2", "[\\w-a]", "[a-\\d]", "[\\1-\\7]", "[\\c1\\c_]", "[\\377]",
            f"\\{'9' * 5000}", "[\\ude00-\\ude02]",
        ],
        [
            "(", ")", "[", "\\", "a)", "(a", "[a", "[\\]", "*", "+a", "?", "a**", "a+++",
            "a{2}{3}", "{2}", "(*a)", "|*", "^*", "\\b+", "(?<=a)*", "(?<!a)+", "a{3,2}",
            "a{10,9}", "(?a)", "(?", "(?i)", "(?ii:a)", "(?i-i:a)", "(?-:a)", "(?x:a)", "(?>a)",
            "(?P<a>.)", "(?(1)a)", "(?<>a)", "(?<1>a)", "(?<a", "(?<a-b>.)", "(?<\\u{110000}>.)",
            "(?<a>.)(?<a>.)", "(?<a>(?<a>.))", "(?:(?<a>.)|b)(?<a>.)", "(?<a>.)(?:(?<a>.)|b)",
            "(?:(?<a>.)|(?:b|(?<a>.)))(?<a>.)", "\\k", "\\k<a>", "(?<a>.)\\k<b>", "(?<a>.)\\k",
            "[b-a]", "[\\x42-\\x41]", "[\U0001f602-\U0001f600]", "\\a", "\\Z", "\\A", "\\c",
            "\\c1", "\\x4", "\\u004", "\\p{Foo}", "\\p{gc=Foo}", "\\p{Script=}", "\\pL",
            "[\\p{Foo}]", "[\\a]", "[\\B]", "\\u{110000}", "\\u{}",
            "\\u{61}\\-",  # Either needs the flag u, or must not have it.
            "\\p{L}]", "(?=a)*\\u{61}", "[\\w-\\u{61}]", "\\u{61}(a)\\2",
        ],
    ),
    "host-name": (["a", "xn--X", "www.example.com"], ["", "a_b", "-a", "a.", f"{LABEL}a"]),
    "ip-address": (["127.0.0.1"], ["127.0.0.0.1", "::1"]),
    "byte": (
        # RFC 4648, 10
        ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "+/+/"],
        ["Zg", "Zg=", "Zg===", "Z", "Zm9v=", "====", "-_-_", "Zm9v\nZm9v", "Zm 9v"],
    ),
    "base64url": (
        ["", "Zg", "Zg==", "Zm8", "Zm8=", "Zm9v", "-_-_"],
        ["Z", "Zg=", "Zm9v=", "+/+/", "Zm8==", "===="],
    ),
}
