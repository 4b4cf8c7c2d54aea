"""YAML: values, positions, and what is said about texts that are not quite YAML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from schemawright.diagnostics import InputError
from schemawright.source import documents, yaml_text

if TYPE_CHECKING:
    from schemawright.diagnostics import Diagnostic
    from schemawright.source.values import JsonValue


@pytest.fixture(params=["libyaml", "python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the test with libyaml and without it."""
    if request.param == "python":
        monkeypatch.setattr(yaml, "__with_libyaml__", False)


TIMES = ("2001-12-14t21:59:43.10-05:00", "12:30:45", "190:20:30")


def value(text: str) -> JsonValue:
    return documents.parse(text.encode(), "a.yaml").value


def problems(text: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as caught:
        documents.parse(text.encode(), "a.yaml")
    assert all(each.location.uri == "a.yaml" for each in caught.value.diagnostics)
    return caught.value.diagnostics


def problem(text: str) -> tuple[str, str, str]:
    """Return where the only problem is, what is said, and the hint."""
    (only,) = problems(text)
    return str(only.position), only.message, only.hint


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[null, Null, NULL, ~, ]", [None] * 4),
        ("a:", {"a": None}),
        ("[true, True, TRUE, false, False, FALSE]", [True] * 3 + [False] * 3),
        ("[0, 010, -1, +12, 0o17, 0xfF]", [0, 10, -1, 12, 15, 255]),
        ("[1.5, .5, 1., 1e3, -1.5E-1, +.5]", [1.5, 0.5, 1.0, 1000.0, -0.15, 0.5]),
        ("[no, yes, on, OFF, y]", ["no", "yes", "on", "OFF", "y"]),
        ("no: yes\non: ~\n010: 010\n", {"no": "yes", "on": None, "010": 10}),
        ("[0o10, -0o7, 0O7, 00, 0x, 1e3]", [8, "-0o7", "0O7", 0, "0x", 1000.0]),
        ("[2001-12-14t21:59:43.10-05:00, 12:30:45, 190:20:30]", [*TIMES]),
        ("\ufeffa: 1", {"a": 1}),
        ("[2024-01-31, '1:30', =, nULL]", ["2024-01-31", "1:30", "=", "nULL"]),
        ("[1_000, 0b1, 0o8, -0x1]", ["1_000", "0b1", "0o8", "-0x1"]),
        ("a: 1:30", {"a": "1:30"}),
        ("['1', \"true\", '']", ["1", "true", ""]),
        ("[!!str 1, !!int '2', !!float 3, ! 4]", ["1", 2, 3.0, "4"]),
        ("[!!bool 'true', !!null '']", [True, None]),
        ("!!map {a: !!seq [!!str b]}", {"a": ["b"]}),
        ("{200: a, true: b, null: c}", {"200": "a", "true": "b", "null": "c"}),
        ("{1.50: a, .inf: b, ~: c}", {"1.50": "a", ".inf": "b", "~": "c"}),
        ("a: |\n  b\n  c\nd: >-\n  e\n  f\n", {"a": "b\nc\n", "d": "e f"}),
        ("a: &x [1, &y 2]\nb: *x\n*y : *y", {"a": [1, 2], "b": [1, 2], "2": 2}),
        ("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}),
        ("- &x [&x 1, *x]\n- *x", [[1, 1], 1]),
        ("# c\r\na: 1\r\nb:\r\n- 2\r\n", {"a": 1, "b": [2]}),
        ("%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
        ("---\n", None),
    ],
)
def test_yaml_values(text: str, expected: JsonValue) -> None:
    found = value(text)
    assert found == expected
    assert repr(found) == repr(expected)


def test_aliased_nodes_share_one_value() -> None:
    found = value("[&x {a: 1}, *x]")
    assert isinstance(found, list)
    assert found[0] is found[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{<<: *x, b: 3}", {"a": 1, "b": 3}),
        ("{b: 3, <<: *x}", {"a": 1, "b": 3}),
        ("{<<: [*x, {b: 9, c: 4}]}", {"a": 1, "b": 2, "c": 4}),
        ("{<<: []}", {}),
        ('{"<<": 1, b: <<}', {"<<": 1, "b": "<<"}),
    ],
)
def test_merge_keys(text: str, expected: JsonValue) -> None:
    found = value(f"- &x {{a: 1, b: 2}}\n- {text}")
    assert json.dumps(found) == json.dumps([{"a": 1, "b": 2}, expected])


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("", "1:1", "the document is empty", "{}"),
        ("# c\n", "1:1", "the document is empty", "{}"),
        ("a: b: c", "1:5", "found ':' where no key can stand", "in quotes"),
        ("a:\n\tb: 1", "2:1", "found a tab in the indentation", "spaces"),
        ("a: @x", "1:4", "expected a value, found '@', which cannot begin one", "quotes"),
        ("a: 'x\n", "1:4", "the quoted text that begins here is never closed", "quote"),
        ("- a\nb: 1", "2:1", "expected", "indentation"),
        ("a: 'b' c", "1:8", "expected a key, an item or the end, found 'c'", "quotes"),
        ("a: [1\nb: 2", "2:2", "expected ',' or ']', found ':'", "is the [ at 1:4 closed?"),
        ("a: {b: 1", "1:9", "found the end of the document", "is the { at 1:4 closed?"),
        ("a: b\n---\nc", "2:1", "found the start of another", "file of its own"),
        ("a: *x", "1:4", "the alias *x names no anchor", "quotes"),
        ("a: &x [{b: *x}]", "1:12", "the value of the alias *x would contain itself", "$ref"),
        ("? [a]\n: b", "1:3", "expected a text as the key", "quotes"),
        ("{a: &x {}, *x : 1}", "1:12", "expected a text as the key", "quotes"),
        ("a: !Foo b", "1:4", "the tag '!Foo' has no counterpart in JSON", "remove the tag"),
        ("a: !!set {b}", "1:4", "the tag '!!set' has no counterpart in JSON", "remove the tag"),
        ("a: !!int b", "1:4", "'b' is not of the stated type !!int", ""),
        ("a: !!map [b]", "1:4", "a collection is not of the stated type !!map", ""),
        ("a: -.INF", "1:4", "JSON has no number '-.INF'", "quotes"),
        ("a:\n  - 1\n  - .inf", "3:5", "JSON has no number '.inf'", "quotes"),
        ("a:\n  - b\n\t- c", "3:1", "found a tab in the indentation", "spaces"),
        ("a: 1\n...\nb: 2", "3:1", "expected the end of the document, found 'b'", "indentation"),
        ("a: &x .nan", "1:4", "JSON has no number '.nan'", "quotes"),
        ("{<<: 1}", "1:6", "expected a mapping to merge", '"<<"'),
        ("{<<: [{}, 1]}", "1:6", "expected a mapping to merge", '"<<"'),
        ("a: \x07", "1:4", r"the character '\x07', which YAML does not allow", ""),
        ('"\\U00110000"', "", "an escape that stands for no character", "character itself"),
        ("%YAML 3.0\n---\na", "1:1", "expected YAML 1.2", ""),
    ],
)
def test_yaml_mistakes(text: str, place: str, message: str, hint: str) -> None:
    found = problem(text)
    assert found[0] == place or not place
    assert message in found[1]
    assert hint in found[2]
    assert bool(hint) == bool(found[2])


def test_repeated_keys_in_yaml() -> None:
    found = problems('a:\n  200: 1\n  "200": 2\n<<: {}\n<<: {}\na: 3\n')
    assert [(str(each.location), str(each.position)) for each in found] == [
        ("a.yaml#/a/200", "3:3"),
        ("a.yaml#/<<", "5:1"),
        ("a.yaml#/a", "6:1"),
    ]
    assert {each.code for each in found} == {"duplicate-key"}


def test_yaml_problems_are_reported_together() -> None:
    found = problems("a: !x 1\nb: .inf\nc: [")
    assert [str(each.location) for each in found] == ["a.yaml#/a", "a.yaml#/b", "a.yaml#"]


def _aliases(levels: int, width: int) -> str:
    """Return a text in which each level holds the one before so many times."""
    items = ["1", *(", ".join([f"*a{level}"] * width) for level in range(levels - 1))]
    return "\n".join(f"- &a{level} [{each}]" for level, each in enumerate(items))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_aliases(30, 10), "holds more than 1,000,000 values"),
        (_aliases(600, 1), "is nested more than 500 levels deep with all aliases written out"),
        ("[" * 100_000, "is nested more than 500 levels deep"),
        ("- " * 100_000, "is nested more than 500 levels deep"),
        ("9" * 5000, "an integer has more than 4300 digits"),
        ("0x" + "9" * 5000, "an integer has more than 4300 digits"),
        ("!!float " + "9" * 4000, "is beyond what a double can hold"),
        ("-1e999", "the number '-1e999' is beyond what a double can hold"),
    ],
)
def test_yaml_that_is_too_large(text: str, message: str) -> None:
    (only,) = problems(text)
    assert only.code == "too-large"
    assert message in only.message


def test_merges_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "MOST_MERGED", 5)
    text = "- &x {a: 1, b: 2}\n" + "- {<<: *x}\n" * 3
    assert problem(text)[:2] == ("4:3", "merges more than 5 members with <<")


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


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("", "2:1"),
        ("/z/x", "2:8"),
        ("/a", "3:1"),
        ("/a/0", "4:5"),
        ("/a/1", "5:5"),
        ("/a/1/b", "5:5"),
        ("/a/1/c", "6:5"),
        ("/a/1/c/x", "2:8"),
        ("/d/x", "2:8"),
        ("/d/y", "7:13"),
        ("/200", "8:3"),
        ("/200/0", "9:5"),
        ("/200/0/x", "9:5"),
        ("/200/1", "8:3"),
    ],
)
def test_positions_in_yaml(pointer: str, place: str) -> None:
    assert str(documents.parse(YAML.encode(), "a.yaml").position(pointer)) == place
