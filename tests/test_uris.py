"""URIs: resolution as RFC 3986 has it, and one spelling for equal ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.source.uris import joined, normalized, path_of, split, without_dots

# RFC 3986, sections 5.4.1 and 5.4.2.
BASE = "http://a/b/c/d;p?q"
EXAMPLES = {
    "g": "http://a/b/c/g",
    "./g": "http://a/b/c/g",
    "g/": "http://a/b/c/g/",
    "/g": "http://a/g",
    "//g": "http://g/",
    "?y": "http://a/b/c/d;p?y",
    "g?y": "http://a/b/c/g?y",
    ";x": "http://a/b/c/;x",
    "g;x": "http://a/b/c/g;x",
    "": "http://a/b/c/d;p?q",
    ".": "http://a/b/c/",
    "./": "http://a/b/c/",
    "..": "http://a/b/",
    "../": "http://a/b/",
    "../g": "http://a/b/g",
    "../..": "http://a/",
    "../../": "http://a/",
    "../../g": "http://a/g",
    "../../../g": "http://a/g",
    "../../../../g": "http://a/g",
    "/./g": "http://a/g",
    "/../g": "http://a/g",
    "g.": "http://a/b/c/g.",
    ".g": "http://a/b/c/.g",
    "g..": "http://a/b/c/g..",
    "..g": "http://a/b/c/..g",
    "./../g": "http://a/b/g",
    "./g/.": "http://a/b/c/g/",
    "g/./h": "http://a/b/c/g/h",
    "g/../h": "http://a/b/c/h",
    "g;x=1/./y": "http://a/b/c/g;x=1/y",
    "g;x=1/../y": "http://a/b/c/y",
    "g?y/../x": "http://a/b/c/g?y/../x",
    "http:g": "http:g",
}


@pytest.mark.parametrize(("reference", "uri"), EXAMPLES.items())
def test_references_are_resolved_as_the_examples_of_the_rfc(reference: str, uri: str) -> None:
    assert joined(BASE, reference) == (uri, "")


@pytest.mark.parametrize(
    ("base", "reference", "found"),
    [
        ("http://a/b", "#s", ("http://a/b", "s")),
        ("http://a/b", "c#s%20t", ("http://a/c", "s t")),
        ("http://a", "b", ("http://a/b", "")),
        ("urn:x:y", "#z", ("urn:x:y", "z")),
        ("urn:x:y", "urn:x:z#/a", ("urn:x:z", "/a")),
        ("urn:x:y", "http://a/b", ("http://a/b", "")),
        ("tag:a,2026:x/y", "z", ("tag:a,2026:x/z", "")),
        ("custom://a/b/c", "../d", ("custom://a/d", "")),
        ("file:///a/b.json", "ä c.json#ü", ("file:///a/%C3%A4%20c.json", "ü")),
        ("http://a/b", "http://[::1/", None),
        ("http://a/b", "//a:x/", None),
    ],
)
def test_references_are_resolved(base: str, reference: str, found: tuple[str, str] | None) -> None:
    assert joined(base, reference) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HTTP://Example.COM/a", "http://example.com/a"),
        ("http://example.com:80", "http://example.com/"),
        ("https://example.com:443/", "https://example.com/"),
        ("http://example.com/%7Ea%2fb", "http://example.com/~a%2Fb"),
        ("http://example.com/a/./b/../c", "http://example.com/a/c"),
        ("http://example.com/ä", "http://example.com/%c3%a4"),
        ("http://example.com/100%", "http://example.com/100%25"),
        ("URN:Example:A", "urn:Example:A"),
        ("http://U@Example.com/?b=%61", "http://U@example.com/?b=a"),
    ],
)
def test_equal_uris_have_one_spelling(one: str, other: str) -> None:
    assert normalized(one) == normalized(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.com/a", "https://example.com/a"),
        ("http://example.com/a", "http://example.com/A"),
        ("http://example.com/a", "http://example.com/a/"),
        ("http://example.com:443/", "http://example.com/"),
        ("http://example.com/a%2Fb", "http://example.com/a/b"),
    ],
)
def test_different_uris_stay_different(one: str, other: str) -> None:
    assert normalized(one) != normalized(other)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("", ""),
        ("/a/..", "/"),
        ("/..", "/"),
        ("a/../b", "b"),
        ("/a//b", "/a//b"),
        ("/a/b/../../../c", "/c"),
        ("/...", "/..."),
    ],
)
def test_dots_are_removed(path: str, found: str) -> None:
    assert without_dots(path) == found


def test_paths_are_decoded() -> None:
    assert path_of("file:///a%20b/c?d#e") == "/a b/c"
    assert path_of("http://[") == ""


@given(st.text(), st.text())
def test_any_text_is_resolved_or_is_none(base: str, reference: str) -> None:
    found = joined(normalized(base), reference)
    if found is not None:
        uri, _ = found
        assert normalized(uri) == uri
        assert split(uri) is not None


@given(st.text(alphabet="ab./%2eE:?#", max_size=20))
def test_one_spelling_is_a_fixed_point(text: str) -> None:
    uri = normalized(f"http://example.com/{text.partition('#')[0]}")
    assert normalized(uri) == uri
