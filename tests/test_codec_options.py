"""What can be chosen of how values are held, decoded and made."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import json
import pickle
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from code_checks import black_changes, mypy_findings, pyright_findings
from codec_ways import Ways
from generated_packages import field_types, generate_cleanly, imported, write
from schemawright import provenance, settings
from schemawright.cli import main
from schemawright.config import Options
from schemawright.diagnostics import InputError
from schemawright.explain.status import Status
from schemawright.location import Location
from test_coverage import lies, said

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
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


@pytest.mark.types
@pytest.mark.parametrize("eager", [pytest.param(True, marks=pytest.mark.slow), False])
def test_type_checkers_find_nothing(tmp_path: Path, *, eager: bool) -> None:
    how: dict[str, Any] = {"formats": "string", "validate_on_init": True, "weakref": True}
    how["eager"] = eager
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
    assert not {"formats", "validate-on-init"} & {*provenance.record({}, usual, {}, "1").options}
    chosen = Options(sources=("a.json",), package="a", formats="string")
    assert provenance.record({}, chosen, {}, "1").options["formats"] == "string"


def test_they_can_stand_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stay.json").write_text(json.dumps(STAY))
    result = CliRunner().invoke(
        main, ["generate", "stay.json", "--formats", "string", "--validate-on-init"]
    )
    assert (result.exit_code, result.output) == (0, "")
    assert "until: str | None" in (tmp_path / "out/stay/models/stay.py").read_text()
    record = json.loads((tmp_path / "out/stay/schemawright.manifest.json").read_text())
    assert record["options"]["formats"] == "string"
    assert record["options"]["validate-on-init"] is True
    assert "codecs" in record["options"]["target"]


def test_what_formats_can_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected one of 'python', 'string', found 'text'"):
        generate_cleanly(STAY, tmp_path, formats="text")


BOAT = {
    "title": "Boat",
    "type": "object",
    "required": ["name", "hullLength"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "hullLength": {"type": "number", "exclusiveMinimum": 0},
        "rig": {"enum": ["gaff", "square"], "default": "gaff"},
        "built": text("date-time"),
        "owner": {"type": ["string", "null"]},
        "ports": {"type": "array", "items": {"type": "string"}, "default": ["Hull"]},
        "tender": {"$ref": "#/$defs/Tender"},
        "cargo": {"oneOf": [{"$ref": "#/$defs/Crate"}, {"$ref": "#/$defs/Sack"}]},
        "marks": {},
        "a/b": {},
    },
    "$defs": {
        "Tender": {
            "type": "object",
            "required": ["oars"],
            "properties": {"oars": {"type": "integer", "multipleOf": 2}},
        },
        "Crate": {"type": "object", "properties": {"mass": {"type": "integer"}}},
        "Sack": {"type": "object", "properties": {"mass": {"type": "number"}}},
    },
}
PLACES: list[tuple[dict[str, Any], list[str]]] = [
    ({"name": ""}, ["/name"]),
    ({"name": "A", "hull_length": 0}, ["/hullLength"]),
    ({"name": 1, "hull_length": "2"}, ["/hullLength", "/name"]),
    ({"name": None}, ["/name"]),
    ({"rig": "lateen"}, ["/rig"]),
    ({"built": 2021}, ["/built"]),
    ({"ports": "Hull"}, ["/ports"]),
    ({"ports": ["Hull", 1, 2]}, ["/ports/1", "/ports/2"]),
    ({"tender": {"oars": 3}}, ["/tender/oars"]),
    ({"tender": object()}, ["/tender"]),
    ({"name": object()}, ["/name"]),
    ({"ports": object(), "marks": {"a": [object()]}}, ["/marks", "/ports"]),
    ({"hull_length": float}, ["/hullLength"]),
    ({"a_b": object(), "owner": object()}, ["/a~1b", "/owner"]),
]


@pytest.fixture(params=[True, False], ids=["eager", "deferred"])
def boats(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A package whose objects are checked when they are made."""
    with package(BOAT, tmp_path, validate_on_init=True, eager=request.param) as found:
        yield found


def faults_module() -> Any:
    return importlib.import_module(f"{PACKAGE}._validation.faults")


@pytest.mark.parametrize(("given", "places"), PLACES)
def test_objects_are_checked_when_they_are_made(
    boats: Any, given: dict[str, Any], places: list[str]
) -> None:
    with pytest.raises(ValueError, match=r"^/") as caught:
        boats.Boat(**{"name": "Mary", "hull_length": 12.5, **given})
    assert type(caught.value) is faults_module().ValidationError
    errors: Any = caught.value
    assert sorted(each.instance for each in errors.errors) == places


def test_what_is_valid_is_made(boats: Any) -> None:
    tender = boats.Tender(oars=4)
    mary = boats.Boat(
        name="Mary",
        hull_length=12,
        rig=boats.BoatRig.SQUARE,
        built=datetime(2020, 1, 1, tzinfo=UTC),
        owner=None,
        tender=tender,
        marks=[{"any": 1}, tender],
    )
    assert mary.to_dict()["owner"] is None
    assert boats.Boat.from_dict(mary.to_dict()).tender == tender
    assert boats.Boat(name="Mary", hull_length=1).ports == ["Hull"]


def test_what_is_replaced_is_checked(boats: Any) -> None:
    mary = boats.Boat(name="Mary", hull_length=12)
    assert dataclasses.replace(mary, name="Ann").name == "Ann"
    with pytest.raises(ValueError, match=r"^/name: "):
        dataclasses.replace(mary, name="")
    mary.tender = boats.Tender(oars=2)
    mary.tender.oars = 3
    with pytest.raises(ValueError, match=r"^/tender/oars: expected a multiple of 2"):
        dataclasses.replace(mary, name="Ann")
    for other in (
        copy.copy(mary),
        copy.deepcopy(mary),
        pickle.loads(pickle.dumps(mary)),  # noqa: S301 - our own
    ):
        assert other == mary


def test_what_can_be_decoded_can_be_made(boats: Any) -> None:
    """Several members of a `oneOf` may hold, as when decoding."""
    data = {"name": "Mary", "hullLength": 1, "cargo": {"mass": 3}}
    assert not boats.Boat.is_valid(data)
    cargo = boats.Boat.from_dict(data).cargo
    assert boats.Boat(name="Mary", hull_length=1, cargo=cargo).to_dict()["cargo"] == {"mass": 3}
    with pytest.raises(ValueError, match=r"^/mass: "):
        boats.Crate(mass="3")


def test_what_is_decoded_is_not_checked_again(boats: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> None:
        pytest.fail("it is checked")

    monkeypatch.setattr(importlib.import_module(f"{PACKAGE}._model").Model, "__post_init__", never)
    found = boats.Boat.from_json(
        b'{"name": "Mary", "hullLength": 1, "tender": {"oars": 2}, "a": 1}'
    )
    assert found.extra_properties == {"a": 1}
    assert boats.Boat.from_dict({"name": ""}, tolerant=True) == {"name": ""}
    assert boats.Boat.from_dict({"name": "", "hullLength": 0}, tolerant=True).name == ""


def test_objects_of_derived_classes_are_checked(boats: Any) -> None:
    @dataclasses.dataclass(kw_only=True)
    class Yacht(boats.Boat):  # type: ignore[misc] # made at run time
        crew: int = 1

    class Plain(boats.Tender):  # type: ignore[misc] # made at run time
        def __init__(self, **given: Any) -> None:
            made: Any = getattr(super(), "__init__")  # noqa: B009 - of any type
            made(**given)
            self.seen = True

    assert Yacht(name="Ann", hull_length=3, crew=2).to_dict()["name"] == "Ann"
    assert Plain(oars=2).seen
    for made in (lambda: Yacht(name="", hull_length=3), lambda: Plain(oars=1)):
        with pytest.raises(ValueError, match=r"^/(name|oars): "):
            made()
    data = {"name": "", "hullLength": 3, "flag": "red"}
    found = Yacht.from_dict(data, tolerant=True)
    assert (type(found), found.name, found.crew) == (Yacht, "", 1)
    assert found.extra_properties == {"flag": "red"}
    assert found.to_dict() == data
    assert Plain.from_dict({"oars": 2}).seen


def test_objects_are_not_checked_otherwise(tmp_path: Path) -> None:
    found = generate_cleanly(BOAT, tmp_path, target=TARGETS, validate_on_init=False)
    assert found.files == generate_cleanly(BOAT, tmp_path, target=TARGETS).files
    assert "__post_init__" not in found["generated/_model.py"]
    assert "generated/_validation/making.py" not in found.code
    with package(BOAT, tmp_path) as boats:
        assert boats.Boat(name=1, hull_length="").name == 1


def test_codecs_come_with_objects_that_are_checked(tmp_path: Path) -> None:
    how: dict[str, Any] = {"target": "enums", "validate_on_init": True}
    found = generate_cleanly(BOAT, tmp_path, **how)
    assert {"generated/_coded.py", "generated/models/boat.py"} <= found.code.keys()
    options = settings.options(
        {"source": "a.json", "package": "a", **how}, lambda key: (Location(key), None)
    )
    assert options.targets == ("enums", "codecs")
    assert provenance.record({}, options, {}, "1").options["validate-on-init"] is True


@pytest.mark.types
@pytest.mark.parametrize("inside", [{"type": "null"}, {"const": None}, {"enum": [None]}])
def test_unknown_keys_that_are_all_null_type_check(tmp_path: Path, inside: Any) -> None:
    value = {
        "title": "Root",
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "additionalProperties": inside,
    }
    outcome = generate_cleanly(value, tmp_path, package=PACKAGE, target=TARGETS)
    write(outcome.files, tmp_path)
    assert mypy_findings(tmp_path, [PACKAGE]) == ""


@pytest.mark.types
def test_lists_that_cannot_be_type_check(tmp_path: Path) -> None:
    """Schemas that must hold leave no list for a property of a list's type."""
    value = {
        "title": "Root",
        "oneOf": [{"$ref": "#/definitions/c"}, {"$ref": "#/definitions/e"}],
        "properties": {"a": {"$ref": "#/definitions/e"}},
        "definitions": {
            "c": {"properties": {"a": {"type": "integer"}}},
            "e": {
                "anyOf": [{"type": "null"}, {"type": "array", "items": {"$ref": "#/definitions/e"}}]
            },
        },
    }
    outcome = generate_cleanly(value, tmp_path, package=PACKAGE, target=TARGETS)
    write(outcome.files, tmp_path)
    assert pyright_findings(tmp_path, [PACKAGE]) == ""
