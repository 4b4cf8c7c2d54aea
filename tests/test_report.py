"""Findings as text: plain, on a terminal, as JSON and as GitHub annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from schemawright import report
from schemawright.diagnostics import Diagnostic, Related, Severity, bad_option
from schemawright.location import Location, Position
from schemawright.report import Style
from schemawright.snippets import snippet
from schemawright.source import documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.report import Text

SOURCE = '{\n  "a": {"$ref": "#/b"},\n  "é": [1, 2]\n}\n'
TERMINAL = Style(colour=True, snippets=True, width=60)


@pytest.fixture
def known() -> Mapping[str, Text]:
    return {"in/a.json": documents.parse(SOURCE.encode(), "in/a.json")}


def finding(pointer: str = "/a/$ref", uri: str = "in/a.json", **how: object) -> Diagnostic:
    values = {"code": "some-code", "message": "is odd", "location": Location(uri, pointer), **how}
    return Diagnostic(**values)  # type: ignore[arg-type]


def warnings(code: str, count: int) -> list[Diagnostic]:
    return [finding(f"/{i}", "b.json", code=code, severity=Severity.WARNING) for i in range(count)]


def test_a_finding_names_line_column_and_pointer(known: Mapping[str, Text]) -> None:
    assert report.text([finding()], known) == "in/a.json:2:9 #/a/$ref: error some-code: is odd"


def test_related_places_and_the_hint_are_indented(known: Mapping[str, Text]) -> None:
    related = (
        Related(Location("in/a.json", "/é/1"), "here"),
        Related(Location("gone.json", "/x"), "there"),
    )
    found = report.text([finding(related=related, hint="do this")], known)
    assert found.split("\n")[1:] == [
        "  in/a.json:3:12 #/é/1: here",
        "  gone.json #/x: there",
        "  hint: do this",
    ]


def test_a_stated_position_wins(known: Mapping[str, Text]) -> None:
    found = report.text([finding("", position=Position(3, 4))], known)
    assert found == "in/a.json:3:4: error some-code: is odd"


def test_a_place_outside_the_documents_has_no_position() -> None:
    found = report.text([finding("", "out/x.py", severity=Severity.WARNING)], {})
    assert found == "out/x.py: warning some-code: is odd"


def test_findings_come_by_file_and_line(known: Mapping[str, Text]) -> None:
    found = report.text([finding("/é"), finding("/a"), finding("", "a.json")], known)
    assert [line.split(" ")[0] for line in found.split("\n")] == [
        "a.json:",
        "in/a.json:2:3",
        "in/a.json:3:3",
    ]


def test_nothing_can_move_the_cursor_or_fake_a_line() -> None:
    found = report.text([finding("/\x1b[2J\n\u202e\ud800", "a\r.json", message="\x07 é")], {})
    assert found == r"a\r.json #/\x1b[2J\n\u202e\ud800: error some-code: \x07 é"


def test_few_findings_are_all_shown() -> None:
    assert len(report.text(warnings("a", 20), {}).split("\n")) == 20


def test_many_like_warnings_are_counted() -> None:
    errors = [finding(f"/{i}", "c.json") for i in range(5)]
    found = report.text([*warnings("a", 33), *errors, *warnings("b", 4)], {}).split("\n")
    assert [line.split(" ")[3] for line in found[:11]] == ["a:"] * 3 + ["b:"] * 3 + [
        "some-code:"
    ] * 5
    assert found[11:] == [
        "… and 30 more a warnings (--verbose shows all)",
        "… and 1 more b warning (--verbose shows all)",
    ]


def test_every_warning_can_be_shown() -> None:
    assert len(report.text(warnings("a", 33), {}, Style(every=True)).split("\n")) == 33


def test_errors_are_all_shown() -> None:
    errors = [finding(f"/{i}", "c.json") for i in range(40)]
    assert len(report.text(errors, {}).split("\n")) == 40


def test_a_terminal_shows_the_line_in_colour(known: Mapping[str, Text]) -> None:
    found = report.text([finding(hint="do this")], known, TERMINAL)
    assert click.style("error some-code", fg="red", bold=True) in found
    assert click.unstyle(found).split("\n") == [
        "in/a.json:2:9 #/a/$ref: error some-code: is odd",
        '   2 |   "a": {"$ref": "#/b"},',
        "     |         ^",
        "  hint: do this",
    ]


def test_a_file_that_could_not_be_parsed_is_shown_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").write_text("\ufeff{\n  oops\n}")
    Path("nul.json").write_text("\0")
    style = Style(snippets=True)
    found = report.text([finding("", "bad.json", position=Position(2, 3))], {}, style)
    assert found.split("\n")[1:] == ["   2 |   oops", "     |   ^"]
    for name in ("nul.json", "none.json", "a\0b", "x" * 300):
        assert "\n" not in report.text([finding("", name, position=Position(1, 1))], {}, style)


def test_an_empty_line_is_not_worth_showing() -> None:
    known = {"a.json": documents.parse(b"{}\n\n", "a.json")}
    found = report.text([finding("", "a.json", position=Position(2, 1))], known, TERMINAL)
    assert "|" not in found


@pytest.mark.parametrize(
    ("line", "column", "text", "indent"),
    [
        ("abc", 2, "abc", 1),
        ("abc", 4, "abc", 3),
        ("abc", 90, "abc", 3),
        ("\t\tabc", 3, "␉␉abc", 2),
        ("日本x", 3, "日本x", 4),
        ("e\u0301x", 2, "e\u0301x", 0),
        ("e\u0301x", 3, "e\u0301x", 1),
        ("\x1b\x7f\u202e\xa0x", 5, "␛␡\ufffd\ufffdx", 4),
        ("x" * 100, 1, "x" * 50 + "…", 0),
        ("x" * 100, 100, "…" + "x" * 50, 50),
        ("日" * 100, 50, "…" + "日" * 25 + "…", 25),
    ],
)
def test_the_caret_stands_below_its_column(line: str, column: int, text: str, indent: int) -> None:
    found = snippet(line, Position(7, column), 60)
    assert found.number == "   7 "
    assert found.text == text
    assert found.caret == " " * indent + "^"


@pytest.mark.parametrize("column", [1, 2, 26, 27, 500, 974, 975, 999, 1000])
@pytest.mark.parametrize("unit", ["xyz", "日x", "\tx", "e\u0301"])
def test_a_cut_line_fits(unit: str, column: int) -> None:
    line = (unit * 1000)[:1000]
    found = snippet(line, Position(12345, column), 60)
    cells = sum(2 if c == "日" else 0 if c == "\u0301" else 1 for c in found.text)
    assert len(found.number) + 2 + cells <= 60
    assert len(found.caret) <= cells
    assert len(found.text) >= 25


def test_a_very_long_line_is_quick() -> None:
    found = snippet("x" * 50_000_000, Position(1, 25_000_000), 80)
    assert len(found.text) <= 80


def test_json_is_one_object_a_line(known: Mapping[str, Text]) -> None:
    related = (Related(Location("gone.json", "/x"), "there"),)
    text = report.json_lines([finding(related=related, hint="do\nthis"), finding("/é")], known)
    first, second = map(json.loads, text.split("\n"))
    assert first == {
        "code": "some-code",
        "severity": "error",
        "message": "is odd",
        "file": "in/a.json",
        "line": 2,
        "column": 9,
        "pointer": "/a/$ref",
        "hint": "do\nthis",
        "related": [
            {
                "file": "gone.json",
                "line": None,
                "column": None,
                "pointer": "/x",
                "message": "there",
            }
        ],
    }
    assert second["line"] == 3


def test_github_annotations_are_escaped(known: Mapping[str, Text]) -> None:
    related = (Related(Location("in/a.json", "/a"), "there"),)
    odd = finding(
        code="a:b,c%",
        message="50%\r\nodd: a, b",
        severity=Severity.WARNING,
        related=related,
        hint="x",
    )
    assert report.github([odd], known) == (
        "::warning file=in/a.json,line=2,col=9,title=a%3Ab%2Cc%25::"
        "#/a/$ref: 50%25%0D%0Aodd: a, b%0Ain/a.json:2:3 #/a: there%0Ahint: x"
    )
    assert report.github([bad_option(Location("a,b:c"), "no")], {}) == (
        "::error file=a%2Cb%3Ac,title=bad-option::no"
    )


def test_a_diff_is_coloured() -> None:
    lines = ["--- a/x", "+++ b/x", "@@ -1 +1 @@", "-a", "+b", " c", ""]
    found = report.coloured_diff("\n".join(lines))
    assert click.unstyle(found).split("\n") == lines
    assert found.split("\n")[2:] == [
        click.style(lines[2], fg="cyan"),
        click.style("-a", fg="red"),
        click.style("+b", fg="green"),
        " c",
        "",
    ]
