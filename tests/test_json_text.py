"""JSON: values, and what is said about texts that are not quite JSON."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

import pytest

from schemawright.diagnostics import InputError
from schemawright.source import documents

if TYPE_CHECKING:
    from schemawright.diagnostics import Diagnostic


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as caught:
        documents.parse(text.encode(), "a.json")
    assert all(each.location.uri == "a.json" for each in caught.value.diagnostics)
    return caught.value.diagnostics


def problem(text: str) -> tuple[str, str, str]:
    """Return where the only problem is, what is said, and the hint."""
    (only,) = problems(text)
    return str(only.position), only.message, only.hint


def test_json_values_are_those_of_the_standard_library() -> None:
    text = '{"a": [1, -2.5e3, true, null, "\\u00e9\\ud83d\\ude00"], "b": {"": {}}, "c": "\\ud800"}'
    assert documents.parse(text.encode(), "a.json").value == json.loads(text)


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("", "1:1", "the document is empty", "{}"),
        (" \n\t", "1:1", "the document is empty", "{}"),
        ("[1,\n2,\n]", "2:2", "another value after this comma, found ']'", "the trailing comma"),
        ('{"a": 1 , }', "1:9", "another key after this comma, found '}'", "the trailing comma"),
        ("[1,,2]", "1:4", "expected a value, found ','", "extra comma"),
        ("{} // c", "1:4", "expected the end of the document, found '/'", "no comments"),
        ('{"a": /* c */ 1}', "1:7", "expected a value, found '/'", "no comments"),
        ('{ # c\n"a": 1}', "1:3", "expected a key in double quotes, found '#'", "no comments"),
        ("{'a': 1}", "1:2", 'expected a key in double quotes, found "\'"', "double quotes"),
        ("{a: 1}", "1:2", "expected a key in double quotes, found 'a'", "the key in double"),
        ("[abc]", "1:2", "expected a value, found 'abc'", "the text in double quotes"),
        ("[True]", "1:2", "expected a value, found 'True'", "JSON writes it true"),
        ("None", "1:1", "expected a value, found 'None'", "JSON writes it null"),
        ("[\N{LEFT DOUBLE QUOTATION MARK}]", "1:2", r"found '\u201c'", "straight double quotes"),
        ('{"a" 1}', "1:6", "expected ':' after the key, found '1'", "put ':' between"),
        ('{"a": 1\n"b": 2}', "2:1", "expected ',' or '}', found '\"b\"'", "comma missing"),
        ("[1 2]", "1:4", "expected ',' or ']', found '2'", "comma missing"),
        ("[[1, 2}", "1:7", "expected ',' or ']', found '}'", "the [ at 1:2 is not closed"),
        ('{"a": {', "1:8", "found the end of the document", "the { at 1:7 is not closed"),
        ("]", "1:1", "expected a value, found ']'", ""),
        ("{}\n{}", "2:1", "expected the end of the document, found '{'", "holds one value"),
        ("[01]", "1:3", "found '1'", "no leading zeros"),
        ("[+1]", "1:2", "found '+'", "no leading +"),
        ("[-]", "1:2", "found '-'", "a digit must follow"),
        ("[.5]", "1:2", "found '.'", "both sides of the point"),
        ("0x1F", "1:2", "found 'x1F'", "decimal digits only"),
        ('["abc', "1:2", "the string that begins here is never closed", "closing"),
        ('["a\nb"]', "1:4", 'the closing " of a string, found the end of the line', r"\n"),
        ('"a\tb"', "1:3", r"the control character '\t' in a string", r"\u0009"),
        (r'["a\qb"]', "1:4", "after the backslash, found 'q'", r"is written \\"),
        (r'["\u12g4"]', "1:3", r"four hexadecimal digits after \u, found '12g4'", ""),
        ("[1, NaN]", "1:5", "expected a value, found 'NaN'", "neither NaN nor infinities"),
        ('["NaN",\n-Infinity]', "2:1", "found '-Infinity'", "neither NaN nor infinities"),
        (codecs.BOM_UTF8.decode() * 2 + "{}", "1:1", r"found '\ufeff'", "byte order mark"),
    ],
)
def test_json_mistakes(text: str, place: str, message: str, hint: str) -> None:
    found = problem(text)
    assert found[0] == place
    assert message in found[1]
    assert hint in found[2]
    assert bool(hint) == bool(found[2])


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('["1e999", 1.5,\n -1e999]', "2:2", "the number '-1e999' is beyond what a double can hold"),
        ('{"9": 9.0e1, "a": %s}' % ("9" * 5000), "1:19", "an integer has 5000 digits"),
        ("[" * 100_000, "1:501", "is nested too deeply"),
        ("[[]," + '{"a":' * 100_000, "1:2500", "is nested too deeply"),
    ],
)
def test_json_that_is_too_large(text: str, place: str, message: str) -> None:
    (only,) = problems(text)
    assert (only.code, str(only.position)) == ("too-large", place)
    assert only.message.startswith(message)


def test_every_repeated_key_is_reported() -> None:
    text = '{"a": 1,\n "b": [{"x": {"y/z": 1}, "x": 2}, 3],\n "\\u0061": 4, "c": "a", "a": 5}'
    found = problems(text)
    assert [(str(each.location), str(each.position)) for each in found] == [
        ("a.json#/b/0/x", "2:26"),
        ("a.json#/a", "3:2"),
        ("a.json#/a", "3:25"),
    ]
    assert {each.code for each in found} == {"duplicate-key"}
