"""Decoding and encoding: what a schema accepts is decoded, and encoded it is the same again."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import json
import pickle
import re
import shutil
from collections import Counter, OrderedDict
from datetime import UTC, date, datetime, time
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from codec_ways import Ways, codec_of
from generated_packages import generate_cleanly, imported, run, write
from json_equality import relaxed, same
from official_suite import DIALECTS, required, resources
from schemawright import pipeline
from schemawright.config import Options
from schemawright.source.library import Library
from schemawright.validation import validator
from test_generated_suite import root_name, root_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from conftest import Say

PACKAGE = "codec_package"
TARGETS = ("dataclasses", "enums", "codecs")


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "data/json-schema-test-suite"


@pytest.mark.parametrize(
    "draft",
    [
        each if each == "draft2020-12" else pytest.param(each, marks=pytest.mark.slow)
        for each in DIALECTS
    ],
)
def test_the_values_of_the_official_suite_come_back(
    suite: Path, draft: str, tmp_path: Path, say: Say
) -> None:
    remotes = resources(suite)
    lost: list[str] = []
    count = quick = decoded = 0
    for group in required(suite, draft):
        options = Options(
            sources=("schema",), package=PACKAGE, targets=TARGETS, dialect=DIALECTS[draft]
        )
        library = Library.of(group.schema, remotes)
        files = pipeline.generate(options, library, lambda _: None).files
        shutil.rmtree(tmp_path / PACKAGE, ignore_errors=True)
        write(files, tmp_path)
        with imported(tmp_path, PACKAGE):
            name_ = root_name(options, library)
            codec, ways = codec_of(PACKAGE, name_), Ways(PACKAGE, name_)
            for test in group.tests:
                count += 1
                data = test["data"]
                name = f"{group.name}: {test['description']}"
                lost += [f"{name}: {each}" for each in ways.disagreements(data)]
                try:
                    back = codec.encode(codec.decode(data))
                except ValueError as error:
                    if test["valid"]:
                        lost.append(f"{name}: {error!r}")
                    continue
                decoded += 1
                if not same(back, data):
                    lost.append(f"{name}: {data} came back as {back}")
                if not test["valid"]:
                    # Only that several members of a `oneOf` hold may have been wrong with it.
                    lax = validator(
                        relaxed(group.schema), dialect=DIALECTS[draft], resources=remotes
                    )
                    lost += [] if lax.is_valid(data) else [f"{name}: {data} is not valid"]
            quick += ways.quick
    assert lost == []
    assert quick > decoded * 0.6
    say(
        f"JSON Schema test suite, {draft}: {count} values decoded and encoded, or refused,"
        f" {quick} of {decoded} decoded ones in the quick way"
    )


PET = {
    "title": "Pet",
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string"},
        "kind": {"enum": ["cat", "guinea pig"]},
        "born": {"type": "string", "format": "date-time"},
        "day": {"type": "string", "format": "date"},
        "hour": {"type": "string", "format": "time"},
        "chip": {"type": "string", "format": "uuid"},
        "owner": {"type": ["string", "null"]},
        "legs": {"type": "integer"},
        "size": {"prefixItems": [{"type": "number"}, {"$ref": "#/$defs/Toy"}], "type": "array"},
        "toys": {"type": "array", "items": {"$ref": "#/$defs/Toy"}},
        "named": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Toy"}},
        "best": {"anyOf": [{"$ref": "#/$defs/Toy"}, {"$ref": "#/$defs/Ball"}]},
        "gift": {"oneOf": [{"$ref": "#/$defs/Box"}, {"$ref": "#/$defs/Bag"}]},
        "either": {"anyOf": [{"type": "integer"}, {"type": "string", "format": "date"}]},
        "several": {
            "anyOf": [
                {"type": "array", "items": {"$ref": "#/$defs/Box"}},
                {"type": "array", "items": {"$ref": "#/$defs/Toy"}},
            ]
        },
        "loose": {"properties": {"a": {"type": "integer"}}},
        "any": True,
    },
    "additionalProperties": {"anyOf": [{"$ref": "#/$defs/Toy"}, {"type": "string"}]},
    "$defs": {
        "Toy": {
            "type": "object",
            "required": ["label"],
            "properties": {"label": {"type": "string"}},
        },
        "Ball": {
            "type": "object",
            "required": ["label"],
            "properties": {"label": {"type": "string"}, "round": {"type": "boolean"}},
        },
        "Box": {
            "type": "object",
            "required": ["is"],
            "properties": {"is": {"const": "box"}, "lid": {"type": "boolean"}},
        },
        "Bag": {
            "type": "object",
            "required": ["is"],
            "properties": {"is": {"const": "bag"}, "straps": {"type": "integer"}},
        },
    },
}
REX = {"name": "Rex", "kind": "guinea pig"}


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("pets")
    write(generate_cleanly(PET, folder, target=[*TARGETS]).files, folder)
    with imported(folder, "generated") as found:
        yield found


def decoded(pets: ModuleType, **given: Any) -> Any:
    """Return Rex with more properties, decoded; encoded, all of it has to be there again."""
    data = {**REX, **given}
    found = pets.Pet.from_dict(data)
    assert same(found.to_dict(), data)
    assert pets.Pet.from_json(found.to_json()) == found
    return found


def test_attributes_are_of_python(pets: ModuleType) -> None:
    found = decoded(
        pets,
        born="2021-04-01T10:00:00.250Z",
        day="2021-04-01",
        hour="10:00:00Z",
        chip="7420f27a-30fd-4f49-a995-5549ae7cc00d",
        legs=4.0,
    )
    assert found.kind is pets.PetKind.GUINEA_PIG
    assert found.born == datetime(2021, 4, 1, 10, 0, 0, 250_000, tzinfo=UTC)
    assert found.day == date(2021, 4, 1)
    assert found.hour == time(10, tzinfo=UTC)
    assert found.chip == UUID("7420f27a-30fd-4f49-a995-5549ae7cc00d")
    assert (found.legs, type(found.legs)) == (4, int)
    assert found.to_dict()["born"] == "2021-04-01T10:00:00.250Z"


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-01T10:00:00.1234567Z",
        "2016-12-31T23:59:60Z",
        "2021-04-01T25:00:00Z",
        "2021-04-01",
        "yesterday",
        "",
    ],
)
def test_texts_that_no_datetime_holds_stay_texts(pets: ModuleType, text: str) -> None:
    assert decoded(pets, born=text).born == text


@pytest.mark.usefixtures("pets")
def test_a_datetime_is_read_from_nothing_else() -> None:
    """Python reads more than RFC 3339 has, and what it reads must be written again."""
    conversions = importlib.import_module("generated._validation.conversions")
    written = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
    random = Random(1)  # noqa: S311 - no secret
    read = 0
    for _ in range(20_000):
        text = list("2021-04-01T10:00:00.250Z")
        for _ in range(random.randrange(4)):
            text[random.randrange(24)] = random.choice("0123456789:-.,W+TZ \u0663")
        found = conversions.to_datetime("".join(text))
        if isinstance(found, datetime):
            read += 1
            assert written.fullmatch("".join(text)) or same(
                conversions.to_text(found), "".join(text)
            )
    assert read > 5_000


@pytest.mark.parametrize(
    ("key", "text"),
    [("day", "20210401"), ("hour", "10:00"), ("hour", "10:00:00+00:00"), ("chip", "{" + "0" * 32)],
)
def test_texts_that_would_be_written_otherwise_stay_texts(
    pets: ModuleType, key: str, text: str
) -> None:
    assert decoded(pets, **{key: text}).to_dict()[key] == text


def test_absent_null_and_unknown_are_kept_apart(pets: ModuleType) -> None:
    unset = importlib.import_module("generated._runtime").UNSET
    assert decoded(pets).owner is unset
    assert decoded(pets, owner=None).owner is None
    assert decoded(pets).legs is None
    assert decoded(pets, any=None).any is None
    found = decoded(pets, more="x", toy={"label": "y"})
    assert found.extra_properties == {"more": "x", "toy": pets.Toy(label="y")}
    assert pets.Pet(name="a", kind=pets.PetKind.CAT).extra_properties == {}


def test_what_is_set_counts_more_than_what_was_found(pets: ModuleType) -> None:
    schema_allows_null = {"loose": None}
    found = decoded(pets, **schema_allows_null)
    assert found.loose is None
    found.loose = pets.PetLoose(a=1)
    assert found.to_dict() == {**REX, "loose": {"a": 1}}


def test_members_of_unions_are_told_apart(pets: ModuleType) -> None:
    assert type(decoded(pets, best={"label": "a"}).best) is pets.Toy
    assert type(decoded(pets, best={"label": "a", "round": True}).best) is pets.Ball
    assert type(decoded(pets, gift={"is": "bag", "straps": 2}).gift) is pets.Bag
    assert type(decoded(pets, several=[{"label": "a"}]).several[0]) is pets.Toy
    assert type(decoded(pets, several=[{"is": "box"}]).several[0]) is pets.Box
    assert decoded(pets, either="2021-04-01").either == date(2021, 4, 1)
    assert decoded(pets, either=3).either == 3


def test_what_is_inside_is_decoded_too(pets: ModuleType) -> None:
    found = decoded(
        pets,
        size=[1, {"label": "a"}, 3],
        toys=[{"label": "a", "more": 1}],
        named={"x": {"label": "b"}},
    )
    assert found.size == (1, pets.Toy(label="a"), 3)
    assert found.toys[0].extra_properties == {"more": 1}
    assert found.named == {"x": pets.Toy(label="b")}
    assert decoded(pets, size=[]).size == ()


@pytest.mark.parametrize("value", [3, "x", [1], None, {"a": 1}])
def test_a_schema_may_allow_more_than_its_type_holds(pets: ModuleType, value: Any) -> None:
    decoded(pets, loose=value)


def test_all_that_is_wrong_is_said_at_once(pets: ModuleType) -> None:
    error = importlib.import_module("generated.codecs").DecodeError
    with pytest.raises(error) as caught:
        pets.Pet.from_dict({"kind": "dog", "legs": "four"})
    assert [each.instance for each in caught.value.errors] == ["", "/kind", "/legs"]
    assert caught.value.errors[1].schema == "schema.json#/properties/kind/enum"
    kept = pets.Pet.from_dict({**REX, "kind": "dog", "legs": "four"}, tolerant=True)
    assert (kept.kind, kept.legs) == ("dog", "four")
    assert pets.Pet.from_dict([], tolerant=True) == []


OVERLAPPING = {
    "title": "Odd",
    "oneOf": [
        {"title": "A", "type": "object", "properties": {"a": {"type": "integer"}}},
        {"title": "B", "type": "object", "properties": {"b": {"type": "integer"}}},
    ],
}


def test_members_of_one_of_may_overlap(tmp_path: Path) -> None:
    outcome = generate_cleanly(OVERLAPPING, tmp_path, package="overlapping", target=[*TARGETS])
    write(outcome.files, tmp_path)
    with imported(tmp_path, "overlapping") as found:
        odd = importlib.import_module("overlapping.codecs").odd
        assert not odd.is_valid({"b": 1})
        assert [each.keyword for each in odd.errors({"b": 1})] == ["oneOf"]
        assert odd.decode({"b": 1}) == found.OddB(b=1)
        assert odd.encode(odd.decode({"b": 1})) == {"b": 1}
        with pytest.raises(ValueError, match="alternatives"):
            odd.decode({"a": "x", "b": "y"})


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "nul", "NaN", "[Infinity]", '{"name": "a"', b"\xff", "[" * 100_000),
        f'{{"name": "a", "kind": "cat", "legs": {"9" * 5000}}}',
    ],
)
def test_what_is_no_json_is_a_decode_error(pets: ModuleType, text: Any) -> None:
    error = importlib.import_module("generated.codecs").DecodeError
    with pytest.raises(error, match="expected JSON, found none"):
        pets.Pet.from_json(text)


NOT_VALID: list[object] = [None, 3, "x", [], {1: 2}, object(), OrderedDict(name=1)]


@pytest.mark.parametrize("value", NOT_VALID)
def test_what_is_not_valid_is_a_decode_error(pets: ModuleType, value: object) -> None:
    error = importlib.import_module("generated.codecs").DecodeError
    with pytest.raises(error):
        pets.Pet.from_dict(value)


def test_subclasses_of_json_classes_are_read_like_them(pets: ModuleType) -> None:
    found = pets.Pet.from_dict(OrderedDict(name=pets.PetKind.CAT, kind=pets.PetKind.CAT))
    assert found.to_dict() == {"name": "cat", "kind": "cat"}


def test_what_is_built_in_python_is_written(pets: ModuleType) -> None:
    found = pets.Pet(
        name="Rex",
        kind=pets.PetKind.CAT,
        owner=None,
        size=(1, pets.Toy(label="a")),
        any={"deep": [pets.Toy(label="b"), UUID(int=1), date(2021, 4, 1), (1, 2)]},
    )
    assert found.to_dict() == {
        "name": "Rex",
        "kind": "cat",
        "owner": None,
        "size": [1, {"label": "a"}],
        "any": {
            "deep": [
                {"label": "b"},
                "00000000-0000-0000-0000-000000000001",
                "2021-04-01",
                [1, 2],
            ]
        },
    }
    with pytest.raises(TypeError, match="object is nothing that JSON has"):
        pets.Pet(name="a", kind=pets.PetKind.CAT, any=object()).to_dict()
    with pytest.raises(ValueError, match="JSON"):
        pets.Pet(name="a", kind=pets.PetKind.CAT, any=float("nan")).to_json()
    assert pets.Pet.from_json(pets.Pet(name="\ud800", kind=pets.PetKind.CAT).to_json()).name == (
        "\ud800"
    )


def test_derived_classes_are_decoded_as_such(pets: ModuleType) -> None:
    dog: Any = type("Dog", (pets.Pet,), {})
    found = dog.from_dict({**REX, "more": "x"})
    assert type(found) is dog
    assert found.to_dict() == {**REX, "more": "x"}
    toy: Any = type("Duck", (pets.Toy,), {})(label="quack")
    assert pets.Pet(name="a", kind=pets.PetKind.CAT, toys=[toy]).to_dict()["toys"] == [
        {"label": "quack"}
    ]


def test_promises_of_dataclasses_hold(pets: ModuleType) -> None:
    found = decoded(pets, more="x", toys=[{"label": "a"}])
    pickled = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own
    for other in (copy.copy(found), copy.deepcopy(found), pickled):
        assert other == found
        assert other.to_dict() == found.to_dict()
    assert dataclasses.replace(found, name="Max").name == "Max"
    assert dataclasses.asdict(found)["toys"] == [{"label": "a"}]


@pytest.mark.parametrize("size", ["small", "typical", "large"])
def test_calls_come_back(shared: Path, repository: Path, size: str, tmp_path: Path) -> None:
    data = json.loads((shared / f"data/call-payloads/{size}.json").read_bytes())
    source = (repository / "schemas").as_posix()
    how = {"root": "Call", "package": "call_package", "target": [*TARGETS]}
    write(run({"source": source, **how}).files, tmp_path)
    with imported(tmp_path, "call_package") as package:
        call = package.Call.from_dict(data)
        assert same(call.to_dict(), data)
        assert package.Call.from_json(call.to_json()) == call


def accepts(codec: Any, value: Any) -> bool:
    """Tell whether a value can be decoded."""
    try:
        codec.decode(value)
    except ValueError:
        return False
    return True


def test_instances_of_the_shared_cases_come_back(shared: Path, tmp_path: Path, say: Say) -> None:
    lost: list[str] = []
    counts: Counter[str] = Counter()
    for folder in sorted((shared / "cases").iterdir()):
        instances = json.loads((folder / "instances.json").read_bytes())
        source = (folder / "schema.json").as_posix()
        how = {"on-missing": "any", "target": [*TARGETS]}
        outcome = run({"source": source, "package": PACKAGE, **how})
        if not outcome.files:  # it asks for a file that it must not have
            assert "refused-reference" in outcome.text
            continue
        shutil.rmtree(tmp_path / PACKAGE, ignore_errors=True)
        write(outcome.files, tmp_path)
        options = Options(sources=(source,), package=PACKAGE, missing=(("*", "any"),))
        with imported(tmp_path, PACKAGE):
            names = root_names(options, pipeline.read(options))
            offered = [codec_of(PACKAGE, each) for each in names]
            # An OpenAPI document offers several types; the instances are of one of them.
            codec, *_ = [
                each
                for each in offered
                if all(accepts(each, value) for value in instances["valid"])
            ]
            for label, values in instances.items():
                for value in values:
                    counts[label] += 1
                    try:
                        right = same(codec.encode(codec.decode(value)), value)
                    except ValueError:
                        right = label == "invalid"
                    else:
                        right = right and label == "valid"
                    lost += [] if right else [f"{folder.name}, {label}: {value}"]
    assert lost == []
    say(f"shared cases: {dict(counts)} decoded and encoded, or refused")
