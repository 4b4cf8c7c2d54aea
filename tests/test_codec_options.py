"""What can be chosen of how values are held, decoded and made."""

from __future__ import annotations

import importlib
import json
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from code_checks import black_changes, mypy_findings, pyright_findings
from codec_ways import Ways
from generated_packages import field_types, generate_cleanly, imported, write
from schemawright import provenance
from schemawright.cli import main
from schemawright.config import Options
from schemawright.diagnostics import InputError
from schemawright.explain.status import Status
from test_coverage import lies, said

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path
    from types import ModuleType

PACKAGE = "chosen_package"
TARGETS = ["dataclasses", "enums", "typed_dicts", "codecs"]


def text(format_: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "format": format_, **more}


@contextmanager
def package(schema: object, folder: Path, **how: Any) -> Generator[ModuleType, None, None]:
    how = {"target": TARGETS, **how}
    write(generate_cleanly(schema, folder, package=PACKAGE, **how).files, folder)
    with imported(folder, PACKAGE) as found:
        yield found


STAY = {
    "title": "Stay",
    "type": "object",
    "required": ["from", "keys"],
    "properties": {
        "from": text("date-time"),
        "until": text("date", default="2021-04-01"),
        "waking": text("time"),
        "room": text("uuid"),
        "mail": text("email"),
        "keys": {"type": "array", "items": text("uuid")},
        "visits": {"type": "object", "additionalProperties": text("date")},
        "span": {"type": "array", "prefixItems": [text("date"), text("date")], "minItems": 2},
        "either": {"anyOf": [{"type": "integer"}, text("date"), text("time")]},
        "choice": {"anyOf": [{"$ref": "#/$defs/Word"}, text("date")]},
        "days": {"type": "array", "items": text("date"), "default": ["2021-04-01"]},
        "moment": {"$ref": "#/$defs/Moment", "default": "2021-04-01T10:00:00Z"},
    },
    "$defs": {
        "Moment": text("date-time"),
        "Word": {"enum": ["today", "never"]},
    },
}
VISIT = {
    "from": "2021-04-01T10:00:00.250Z",
    "until": "2021-04-09",
    "waking": "07:00:00Z",
    "room": "2a1b3c4d-0000-4000-8000-0123456789ab",
    "keys": ["2a1b3c4d-0000-4000-8000-0123456789ab"],
    "visits": {"a": "2021-04-02"},
    "span": ["2021-04-01", "2021-04-02"],
    "either": "2021-04-01",
    "choice": "2021-04-01",
    "days": [],
    "moment": "2021-04-01T10:00:00Z",
}


def test_formats_are_texts_where_that_is_chosen(tmp_path: Path) -> None:
    with package(STAY, tmp_path, formats="string") as found:
        assert field_types(found.Stay) == {
            "from_": "str",
            "until": "str | None",
            "waking": "str | None",
            "room": "str | None",
            "mail": "str | None",
            "keys": "list[str]",
            "visits": "dict[str, str] | None",
            "span": "tuple[str, str, *tuple[Any, ...]] | None",
            "either": "int | str | None",
            "choice": "StayChoice | None",
            "days": "list[str] | None",
            "moment": "Moment | None",
        }
        assert found.Moment is str
        stay = found.Stay.from_dict(VISIT)
        assert (stay.from_, stay.span) == (VISIT["from"], ("2021-04-01", "2021-04-02"))
        assert (stay.either, stay.choice) == ("2021-04-01", "2021-04-01")
        assert found.Stay.from_dict({**VISIT, "choice": "today"}).choice is found.Word.TODAY
        assert stay.to_dict() == VISIT
        assert [*Ways(PACKAGE, "Stay").disagreements(VISIT)] == []
    code = "".join(path.read_text() for path in (tmp_path / PACKAGE / "_codecs").glob("*.py"))
    assert "to_date" not in code
    assert "to_text" not in code


def test_texts_with_formats_can_be_defaults_where_they_are_texts(tmp_path: Path) -> None:
    outcome = generate_cleanly(STAY, tmp_path, formats="string")
    assert outcome.findings == ()
    with package(STAY, tmp_path, formats="string") as found:
        stay = found.Stay(from_="", keys=[])
        assert (stay.until, stay.days) == ("2021-04-01", ["2021-04-01"])
        assert stay.moment == "2021-04-01T10:00:00Z"
    usual = generate_cleanly(STAY, tmp_path)
    assert [each.code for each in usual.findings] == ["unused-default"] * 3


def test_formats_are_checked_alike_however_they_are_held(tmp_path: Path) -> None:
    for formats in ("python", "string"):
        with package(STAY, tmp_path, formats=formats, assert_formats=True) as found:
            error = importlib.import_module(f"{PACKAGE}._validation.faults").DecodeError
            assert found.Stay.is_valid(VISIT)
            assert not found.Stay.is_valid({**VISIT, "until": "tomorrow"})
            with pytest.raises(error, match=r"^/room: "):
                found.Stay.from_dict({**VISIT, "room": "4"})
    again = {
        formats: generate_cleanly(STAY, tmp_path, formats=formats, target=["validators", "docs"])
        for formats in ("python", "string")
    }
    assert again["python"].files == again["string"].files


def test_formats_have_python_types_otherwise(tmp_path: Path) -> None:
    with package(STAY, tmp_path) as found:
        stay = found.Stay.from_dict(VISIT)
        assert stay.from_ == datetime(2021, 4, 1, 10, 0, 0, 250_000, tzinfo=UTC)
        assert stay.until == date(2021, 4, 9)


@pytest.mark.parametrize("eager", [True, False])
def test_type_checkers_find_nothing(tmp_path: Path, *, eager: bool) -> None:
    how: dict[str, Any] = {"formats": "string", "eager": eager}
    outcome = generate_cleanly(STAY, tmp_path, package=PACKAGE, target=TARGETS, **how)
    write(outcome.files, tmp_path)
    assert mypy_findings(tmp_path, [PACKAGE]) == ""
    assert pyright_findings(tmp_path, [PACKAGE]) == ""
    assert black_changes(outcome.code, 88) == []


def test_it_is_explained_what_formats_became(tmp_path: Path) -> None:
    schema = {
        "title": "Night",
        "properties": {"day": text("date", default="2021-04-01"), "mail": text("email")},
    }
    for formats, status in (("python", Status.TYPED), ("string", Status.DOCUMENTED)):
        how: dict[str, Any] = {"formats": formats, "assert_formats": False}
        assert [*lies(schema, tmp_path, **how)] == []
        found = said(schema, tmp_path, **how)
        assert found["/properties/day/format"].status is status
        stated = found["/properties/day/default"].status
        assert (stated is Status.TYPED) is (formats == "string")
        assert found["/properties/mail/format"].status is Status.DOCUMENTED


def test_what_is_chosen_is_recorded() -> None:
    usual = Options(sources=("a.json",), package="a")
    assert "formats" not in provenance.record({}, usual, {}, "1").options
    chosen = Options(sources=("a.json",), package="a", formats="string")
    assert provenance.record({}, chosen, {}, "1").options["formats"] == "string"


def test_they_can_stand_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stay.json").write_text(json.dumps(STAY))
    result = CliRunner().invoke(main, ["generate", "stay.json", "--formats", "string"])
    assert (result.exit_code, result.output) == (0, "")
    assert "until: str | None" in (tmp_path / "out/stay/models/stay.py").read_text()
    record = json.loads((tmp_path / "out/stay/schemawright.manifest.json").read_text())
    assert record["options"]["formats"] == "string"


def test_what_formats_can_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected one of 'python', 'string', found 'text'"):
        generate_cleanly(STAY, tmp_path, formats="text")
