"""Documents: how bytes are read, and where the nodes of a text stand."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemawright.diagnostics import InputError
from schemawright.location import escape
from schemawright.source import documents
from schemawright.source.values import MOST_NESTED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from schemawright.source.documents import Document, Syntax
    from schemawright.source.values import JsonValue


def parse(text: str, uri: str = "a.yaml") -> Document:
    return documents.parse(text.encode("utf-8", "surrogatepass"), uri)


def problem(data: bytes, uri: str) -> tuple[str, str, str]:
    """Return where the only problem is, what is said, and the hint."""
    with pytest.raises(InputError) as caught:
        documents.parse(data, uri)
    (only,) = caught.value.diagnostics
    assert only.location.uri == uri
    return str(only.position), only.message, only.hint


def pointers(node: JsonValue, at: str = "") -> Iterator[str]:
    """Yield the pointer of every node, in the order of the document."""
    yield at
    if isinstance(node, dict):
        for key, child in node.items():
            yield from pointers(child, f"{at}/{escape(key)}")
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from pointers(item, f"{at}/{index}")


def test_a_document_knows_its_name_text_syntax_and_digest() -> None:
    document = documents.parse(b'{"a": 1}', "a.json")
    assert (document.uri, document.text, document.value) == ("a.json", '{"a": 1}', {"a": 1})
    assert document.syntax == "json"
    assert document.digest == hashlib.sha256(b'{"a": 1}').hexdigest()


@pytest.mark.parametrize(
    ("uri", "text", "syntax"),
    [
        ("a.json", "[1]", "json"),
        ("A.JSON", "1", "json"),
        ("https://example.com/a.json?x=.y#/b", "1", "json"),
        ("a.yaml", '{"a": 1}', "yaml"),
        ("a.yml", "a: 1", "yaml"),
        ("https://example.com/a.yaml?raw", "{}", "yaml"),
        ("-", ' \n{"a": 1}', "json"),
        ("-", "[1]", "json"),
        ("-", "[a]", "yaml"),
        ("-", "a: 1", "yaml"),
        ("a.json.txt", "a: 1", "yaml"),
    ],
)
def test_the_extension_or_else_the_text_decides_the_syntax(
    uri: str, text: str, syntax: Syntax
) -> None:
    assert parse(text, uri).syntax == syntax


def test_the_caller_can_decide_the_syntax() -> None:
    assert documents.parse(b"yes", "a.json", syntax="yaml").value == "yes"


def test_a_text_that_looks_like_an_object_is_told_what_is_wrong_as_json() -> None:
    assert problem(b'{"a": 1,}', "-") == (
        "1:8",
        "expected another key after this comma, found '}'",
        "remove the trailing comma",
    )


@pytest.mark.parametrize("syntax", ["json", "yaml"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_marks(mark: bytes, encoding: str, syntax: Syntax) -> None:
    data = mark + '{"é": "😀"}'.encode(encoding)
    document = documents.parse(data, "a", syntax=syntax)
    assert document.value == {"é": "😀"}
    assert str(document.position("/é")) == "1:2"


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b'{\n "\xc3\xa9": "\xff"}', "2:8", "the byte 0xff is not valid UTF-8 here"),
        (codecs.BOM_UTF8 + b"a\xc3", "1:2", "the byte 0xc3 is not valid UTF-8 here"),
        (codecs.BOM_UTF16_LE + b"a\0\n\0b", "2:1", "the byte 0x62 is not valid UTF-16 here"),
    ],
)
def test_undecodable_bytes(data: bytes, place: str, message: str) -> None:
    assert problem(data, "a.json")[:2] == (place, message)


def test_text_without_a_mark_that_is_not_utf_8_gets_a_hint() -> None:
    for uri in ("a.json", "a.yaml"):
        place, message, hint = problem("{}".encode("utf-16-be"), uri)
        assert place == "1:1"
        assert r"'\x00'" in message
        assert hint == "is this text in UTF-16 or UTF-32? save it as UTF-8"


# Reading files.


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n")
    document = documents.read(path, "shown/a.yaml")
    assert (document.uri, document.value) == ("shown/a.yaml", {"a": 1})


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.json", "there is no such file"),
        (".", "it is a directory"),
        ("file/a.json", "not a directory"),
        ("nul\0.json", "embedded null byte"),
    ],
)
def test_unreadable(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError) as caught:
        documents.read(tmp_path / name, "shown")
    (only,) = caught.value.diagnostics
    assert (only.code, only.message) == ("unreadable", f"cannot be read: {reason}")
    assert only.location.uri == "shown"


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)
    with pytest.raises(InputError, match="permission denied"):
        documents.read(tmp_path, "shown")


# Positions.

JSON = """
{
  "a": {"b/c": [10, {"d\\"~": "e"}, [], "f"]},
  "": [ ], "g\\u00e9": {},
  "h": -1.5e3 }
"""


@pytest.mark.parametrize("uri", ["a.json", "a.yaml"])
@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", "2:1"),
        ("/a", "3:3"),
        ("/a/b~1c", "3:9"),
        ("/a/b~1c/0", "3:17"),
        ("/a/b~1c/1", "3:21"),
        ('/a/b~1c/1/d"~0', "3:22"),
        ("/a/b~1c/2", "3:36"),
        ("/a/b~1c/3", "3:40"),
        ("/", "4:3"),
        ("/gé", "4:12"),
        ("/h", "5:3"),
        ("/missing", "2:1"),
        ("/h/0", "5:3"),
        ("/a/missing/0", "3:3"),
        ("/a/b~1c/4", "3:9"),
        ("/a/b~1c/01", "3:9"),
        ("/a/b~1c/-", "3:9"),
        ("/a/b~1c/" + "9" * 5000, "3:9"),
        ("/gé/x", "4:12"),
    ],
)
def test_positions(uri: str, pointer: str, place: str) -> None:
    assert str(parse(JSON, uri).position(pointer)) == place


def test_positions_do_not_depend_on_the_order_of_questions() -> None:
    document = parse(JSON, "a.json")
    forth = {each: document.position(each) for each in pointers(document.value)}
    fresh = parse(JSON, "a.json")
    assert {each: fresh.position(each) for each in reversed(forth)} == forth


YAML = """# é
z: &x {x: 1}
a:
  - 😀
  - b: 2
    c: *x
d: {<<: *x, y: 3}
? 200
: - e
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("uri", ["a.json", "a.yaml"])
def test_line_ends(uri: str, end: str) -> None:
    document = parse(f'{{{end}"a":{end}{end}[1,{end} 2]}}', uri)
    assert str(document.position("/a/1")) == "5:2"
    lines = [document.line(number) for number in range(7)]
    assert lines == ["", "{", '"a":', "", "[1,", " 2]}", ""]


def test_other_separators_end_no_line() -> None:
    document = parse('["\x85\u2028",\n1]', "a.json")
    assert str(document.position("/1")) == "2:1"


def test_a_question_that_exceeds_the_stack_gets_an_ancestor() -> None:
    inside, depth = MOST_NESTED - 1, sys.getrecursionlimit() // 2
    document = parse(f"[{'[' * inside}{']' * inside}, 1]", "a.json")

    def descend(levels: int) -> str:
        return descend(levels - 1) if levels else str(document.position("/1"))

    # Newer versions of Python count the stack of C code on its own.
    assert descend(depth) in {"1:1", f"1:{2 * inside + 4}"}
    assert descend(0) == f"1:{2 * inside + 4}"


# Anything at all.

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
SEEDS = (JSON, YAML, *map(json.dumps, ({"a": [1, {"b": None}]}, [True, "x", 2.5])))
PIECES = st.text("{}[]\",:\\\n\t -&*!|>%@'#?<=.019eEaxNIu~é😀\x85\ufeff/", max_size=4)


@st.composite
def broken(draw: st.DrawFn) -> str:
    """Take a sound text, and put something else in the place of some of its parts."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        text = text[:start] + draw(PIECES) + text[start + draw(st.integers(0, 4)) :]
    return text


def check(data: bytes, syntax: Syntax | None) -> None:
    """See that the text is refused with a position, or else that every node of it has one."""
    try:
        document = documents.parse(data, "a", syntax=syntax)
    except InputError as error:
        refused = error.diagnostics
    else:
        check_places(document)
        return
    assert refused
    assert all(each.position and each.message for each in refused)


def check_places(document: Document) -> None:
    last = len(re.split(r"\r\n|\r|\n", document.text))
    for each in pointers(document.value):
        position = document.position(each)
        assert 1 <= position.line <= last
        assert 1 <= position.column <= len(document.line(position.line)) + 1


SYNTAXES = st.sampled_from(["json", "yaml", None])


@given(st.binary(), SYNTAXES)
@example(b'"\\', "json")
@example(b"\xff\xfe", None)
@example(b"\r0", "json")
def test_arbitrary_bytes(data: bytes, syntax: Syntax | None) -> None:
    check(data, syntax)


@given(broken(), SYNTAXES)
def test_broken_texts(text: str, syntax: Syntax | None) -> None:
    # The Python parser ends lines at a few more characters, as YAML 1.1 does.
    check(text.replace("\r", "").encode(), syntax)


@given(VALUES, st.sampled_from([None, 1]))
def test_json_texts(expected: JsonValue, indent: int | None) -> None:
    text = json.dumps(expected, indent=indent)
    document = parse(text, "a.json")
    assert document.value == expected
    places = [document.position(each) for each in pointers(expected)]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
