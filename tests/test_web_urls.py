"""URLs of remote documents: one spelling for each, and which prefixes cover them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.source import uris, web_urls
from schemawright.source.addresses import is_public
from schemawright.source.refusal import Refused


def normal(text: str) -> str:
    return str(web_urls.parsed(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://Example.COM:443/A.json#/a", "https://example.com/A.json"),
        ("http://example.com:80/", "http://example.com/"),
        ("http://example.com:443/", "http://example.com:443/"),
        ("http://example.com:/", "http://example.com/"),
        ("http://example.com?a=b?c#d?", "http://example.com/?a=b?c"),
        ("http://example.com/a?", "http://example.com/a?"),
        ("http://example.com/a/./b/../c/.", "http://example.com/a/c/"),
        ("http://example.com/a/b/..", "http://example.com/a/"),
        ("http://example.com/../../a", "http://example.com/a"),
        ("http://example.com/a/%2e%2E/b%41%2f%7e", "http://example.com/bA%2F~"),
        ("http://example.com/a//b", "http://example.com/a//b"),
        ("http://example.com/ä b\\c%zz%", "http://example.com/%C3%A4%20b%5Cc%25zz%25"),
        ('http://example.com/?a="ä"&b=%20', "http://example.com/?a=%22%C3%A4%22&b=%20"),
        ("http://ex\u00e4mple.com/", "http://xn--exmple-cua.com/"),
        ("http://my_host.internal./", "http://my_host.internal./"),
        ("http://[2001:DB8:0::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://a/x\r\ny", "http://a/x%0D%0Ay"),
    ],
)
def test_a_url_has_one_spelling(text: str, expected: str) -> None:
    assert normal(text) == expected
    assert normal(expected) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("file:///etc/passwd", "not an http or https URL"),
        ("ftp://example.com/", "not an http or https URL"),
        ("urn:example:a", "not an http or https URL"),
        ("https:example.com", "not an http or https URL"),
        ("https:/example.com/", "not an http or https URL"),
        (" https://example.com/", "not an http or https URL"),
        ("http://example.com\\@evil.org/", "not an http or https URL"),
        ("https://me:secret@example.com/", "credentials"),
        ("https://me@example.com/", "credentials"),
        ("https://@example.com/", "credentials"),
        ("https://", "host or its port"),
        ("https://:80/", "host or its port"),
        ("https://a b/", "host or its port"),
        ("https://a%2eb/", "host or its port"),
        ("https://a:b/", "host or its port"),
        ("https://a:65536/", "host or its port"),
        ("https://a:0/", "host or its port"),
        ("https://a:\u0661/", "host or its port"),
        ("https://[::1/", "host or its port"),
        ("https://[fe80::1%25eth0]/", "host or its port"),
        ("https://[::1::2]/", "host is not"),
        ("https://a..b/", "host is not"),
        ("https://.a/", "host is not"),
        ("https://a\u2100b/", "host is not"),
        (f"https://{'a' * 64}/", "host is not"),
        (f"https://{'.'.join(['abcdefgh'] * 30)}/", "host is not"),
        ("https://a!b/", "host is not"),
        ("https://a/b/..%2fc", "lead out of it"),
        ("https://a/b/%2e%2E%5cc", "lead out of it"),
        ("https://a/b/..;x/c", "lead out of it"),
        ("https://a/b/..\\c", "lead out of it"),
        ("https://a/\ud800", "surrogate"),
        ("https://a/?\ud800", "surrogate"),
    ],
)
def test_what_is_no_url_to_fetch_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as caught:
        web_urls.parsed(text)
    assert "secret" not in str(caught.value)


@given(st.text(st.sampled_from("./%2eEfF5cC;\\a")))
def test_no_path_leads_upward(text: str) -> None:
    try:
        found = web_urls.parsed(f"http://a/{text}")
    except Refused:
        return
    assert found.path.startswith("/")
    assert not {".", ".."}.intersection(unquote(found.path).replace("\\", "/").split("/"))
    assert web_urls.parsed(str(found)) == found


@given(st.text())
def test_any_text_is_a_url_or_refused(text: str) -> None:
    for each in (text, f"http://{text}", f"http://a/{text}"):
        try:
            found = str(web_urls.parsed(each))
        except Refused:
            continue
        assert found.isascii()
        assert normal(found) == found


@pytest.mark.parametrize(
    ("prefix", "url", "covered"),
    [
        ("", "https://anything.example:1234/a", True),
        ("", "http://anything.example/", True),
        ("https:", "https://example.com/", True),
        ("https://", "https://example.com/", True),
        ("https:", "http://example.com/", False),
        ("HTTP://", "http://example.com/", True),
        ("https://example.com", "https://example.com/a.json", True),
        ("https://example.com/", "https://example.com", True),
        ("https://example.com", "https://EXAMPLE.com:443/", True),
        ("https://Example.com:443/#x", "https://example.com/a", True),
        ("https://example.com", "https://example.com.evil.org/", False),
        ("https://example.com", "https://example.community/", False),
        ("https://example.com", "https://sub.example.com/", False),
        ("https://example.com", "https://example.com./", False),
        ("https://example.com", "https://example.com:1234/", False),
        ("https://example.com", "http://example.com/", False),
        ("http://example.com", "https://example.com/", False),
        ("https://example.com:1234", "https://example.com/", False),
        ("https://example.com/schemas", "https://example.com/schemas", True),
        ("https://example.com/schemas", "https://example.com/schemas?a", True),
        ("https://example.com/schemas", "https://example.com/schemas/a.json", True),
        ("https://example.com/schemas", "https://example.com/schemas-secret/a", False),
        ("https://example.com/schemas", "https://example.com/Schemas/a", False),
        ("https://example.com/schemas/", "https://example.com/schemas/a/b", True),
        ("https://example.com/schemas/", "https://example.com/schemas", False),
        ("https://example.com/schemas/", "https://example.com/schemas/../a", False),
        ("https://example.com/schemas/", "https://example.com/schemas/%2e%2E/a", False),
        ("https://example.com/schemas/", "https://example.com/a/../schemas/b", True),
        ("https://example.com/%73chemas", "https://example.com/schemas/a", True),
        ("https://example.com/a.json", "https://example.com/a.json", True),
        ("https://example.com/a", "https://example.com/a.json", False),
        ("https://example.com/a?b=c", "https://example.com/a?b=c", True),
        ("https://example.com/a?b=c", "https://example.com/a?b=cd", False),
        ("https://example.com/a?b=c", "https://example.com/a/b?b=c", False),
        ("http://[::1]", "http://[0:0::1]/a", True),
        ("http://127.0.0.1/", "http://127.1/", False),
    ],
)
def test_prefixes_end_where_names_end(prefix: str, url: str, covered: bool) -> None:
    assert web_urls.prefix(prefix).covers(web_urls.parsed(url)) is covered


@pytest.mark.parametrize("text", ["example.com", "*", "ftp:", "https://*.example.com/", "https:a"])
def test_other_prefixes_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        web_urls.prefix(text)


@pytest.mark.parametrize(
    ("prefix", "named"),
    [("", False), ("http:", False), ("http://localhost:8000/a", True), ("http://local/", False)],
)
def test_only_a_whole_url_names_a_host(prefix: str, named: bool) -> None:
    assert web_urls.prefix(prefix).names("localhost") is named


@pytest.mark.parametrize(
    ("url", "allowance"),
    [
        ("https://a:1/b/c.json?d/e", "--allow-remote https://a:1/b/"),
        ("https://a", "--allow-remote https://a/"),
        ("https://a/$(reboot);'b'/c", "--allow-remote 'https://a/$(reboot);'\"'\"'b'\"'\"'/'"),
    ],
)
def test_what_would_allow_a_url_can_be_pasted(url: str, allowance: str) -> None:
    assert web_urls.parsed(url).allowance == allowance


def test_credentials_are_not_shown() -> None:
    assert uris.redacted("https://me:secret@a/b@c") == "https://…@a/b@c"
    assert uris.redacted("https://a@b@c/d") == "https://…@c/d"
    assert uris.redacted("https://a/b@c") == "https://a/b@c"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.255",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.2.3",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.1.2.3",
        "64:ff9b:1::1.1.1.1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "",
        "localhost",
        "2130706433",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "223.255.255.254",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:1.1.1.1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1",
    ],
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)
