"""Enumerations that keep values that they do not list."""

from __future__ import annotations

import copy
import enum
import importlib
import json
import pickle
import tracemalloc
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from click.testing import CliRunner

from code_checks import black_changes, mypy_findings, pyright_findings
from codec_ways import Ways, codec_of, extras
from generated_packages import generate_cleanly, imported, write
from schemawright import provenance
from schemawright.cli import main
from schemawright.config import Options
from schemawright.source.values import is_array, is_object
from test_codec_instances import FEW, check, judged_alike
from typed_packages import opened_places, tagging, typed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path
    from random import Random
    from types import ModuleType

    from conftest import Say
    from typed_packages import Typed

PACKAGE = "opened"
TARGETS = ["dataclasses", "enums", "typed_dicts", "codecs", "docs"]
MOST = 1024
"""So many members that are not listed a class keeps."""


def record(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*required]}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


ORDER: dict[str, Any] = {
    "title": "Order",
    **record(
        {
            "status": {"type": "string", "enum": ["open", "paid"], "default": "open"},
            "level": {"enum": [1, 2]},
            "weight": {"enum": [0.5, 2]},
            "note": {"enum": ["x", "y", None]},
            "hues": {"type": "array", "items": ref("Hue")},
            "by_name": {"type": "object", "additionalProperties": ref("Hue")},
            "two": {"anyOf": [ref("Hue"), ref("Size")]},
            "text": {"anyOf": [ref("Hue"), {"type": "string", "maxLength": 5}]},
            "number": {"anyOf": [ref("Rank"), {"type": "number"}]},
            "fixed": {"anyOf": [ref("Hue"), {"const": "auto"}]},
            "mixed": {"anyOf": [ref("Hue"), ref("Rank"), {"type": "boolean"}]},
            "lists": {"anyOf": [{"type": "array", "items": ref(each)} for each in ("Hue", "Size")]},
            "pet": {"oneOf": [ref("Cat"), ref("Dog")]},
            "best": {"anyOf": [ref("Near"), ref("Far")]},
            "coded": {"anyOf": [ref("One"), ref("Other")]},
            "map": {"anyOf": [ref("Near"), {"type": "object"}]},
            "lower": {"enum": ["ab", "cd"], "pattern": "^[a-z]+$"},
            "only": {"const": "it"},
            "lone": ref("Lone"),
            "words": {"type": "array", "enum": ["p", "q"]},
            "not_hue": {"type": "string", "not": ref("Hue")},
            "few": {"type": "array", "contains": ref("Hue"), "maxContains": 1, "minContains": 0},
        }
    ),
    "if": record({"hint": ref("Hue")}, "hint"),
    "then": {"required": ["two"]},
    "$defs": {
        "Hue": {"enum": ["red", "blue"]},
        "Size": {"enum": ["small", "large"]},
        "Rank": {"enum": [1, 2]},
        "Lone": {"enum": ["lone"]},
        "Cat": record({"kind": {"enum": ["cat", "kitten"]}, "hue": ref("Hue")}, "kind"),
        "Dog": record({"kind": {"enum": ["dog", "puppy"]}, "size": ref("Size")}, "kind"),
        "Near": record({"state": {"enum": ["a", "b"]}, "x": {"type": "integer"}}),
        "Far": record({"state": {"enum": ["c", "d"]}, "x": {"type": "integer"}}),
        "One": record({"code": {"enum": [1, 2]}, "y": {}, "x": {}}, "code"),
        "Other": record({"code": {"enum": [3, 4]}, "z": {}}, "code"),
    },
}


@contextmanager
def package(schema: object, folder: Path, **how: Any) -> Generator[ModuleType, None, None]:
    how = {"target": TARGETS, "open_enums": True, **how}
    outcome = generate_cleanly(schema, folder, package=PACKAGE, **how)
    write(outcome.files, folder)
    with imported(folder, PACKAGE) as found:
        yield found


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages, made at once and later, and the types alone."""
    folder = tmp_path_factory.mktemp("open")
    kinds: dict[str, dict[str, Any]] = {
        "eager": {"eager": True},
        "deferred": {"eager": False},
        "types": {"target": ["enums"]},
    }
    for name, how in kinds.items():
        whole = {"target": TARGETS, "open_enums": True, "package": PACKAGE, **how}
        write(generate_cleanly(ORDER, folder, **whole).files, folder / name)
    return folder


@pytest.fixture(params=["eager", "deferred", "types"])
def enums(trees: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    with imported(trees / request.param, PACKAGE) as found:
        yield found


@pytest.fixture(params=["eager", "deferred"])
def orders(trees: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    with imported(trees / request.param, PACKAGE) as found:
        yield found


@pytest.fixture
def order(trees: Path) -> Iterator[Any]:
    with imported(trees / "deferred", PACKAGE) as found:
        yield found


def kept(class_: Any) -> dict[Any, Any]:
    found: dict[Any, Any] = class_.__dict__["_unlisted"]
    return found


def test_an_unknown_value_is_a_member_of_its_own(enums: Any) -> None:
    hue = enums.Hue
    green = hue("green")
    assert (type(green), green.value, green.name) == (hue, "green", "green")
    assert [green.is_listed, hue.RED.is_listed] == [False, True]
    assert enum.StrEnum in hue.__mro__
    assert green == "green"
    assert hash(green) == hash("green")
    assert (str(green), f"{green:>6}", green.upper()) == ("green", " green", "GREEN")
    assert repr(green) == "<Hue.green: 'green'>"
    assert hue("green") is green is hue(green)
    assert green != hue("Green")
    assert {green: 1}[hue("green")] == 1
    assert json.dumps(green) == '"green"'


def test_a_class_has_only_what_is_listed(enums: Any) -> None:
    hue = enums.Hue
    green = hue("green")
    assert [*hue] == [hue.RED, hue.BLUE]
    assert len(hue) == 2
    assert {*hue.__members__} == {"RED", "BLUE"}
    assert green not in [*hue]
    assert not hasattr(hue, "green")
    with pytest.raises(KeyError):
        _ = hue["green"]
    assert hue("red") is hue.RED
    # The name of a value that is not listed may be that of a member that is.
    red = hue("RED")
    assert (red.name, red.is_listed, red is hue.RED) == ("RED", False, False)
    assert red != hue.RED


def test_members_are_copied_and_pickled(enums: Any) -> None:
    for value in (enums.Hue("green"), enums.Rank(7), enums.OrderWeight(2.5), enums.Hue.RED):
        assert copy.copy(value) is value is copy.deepcopy([value])[0]
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) is value  # noqa: S301 - our own


def test_numbers_are_members_too(enums: Any) -> None:
    rank, weight = enums.Rank, enums.OrderWeight
    assert (type(rank(7)), rank(7).value, rank(7) + 1) == (rank, 7, 8)
    assert isinstance(rank(7), enum.IntEnum)
    assert rank(7.0) is rank(7)
    assert type(rank(7.0).value) is int
    assert rank(1.0) is rank.VALUE_1
    assert (type(weight(7)), weight(7).value) == (weight, 7.0)
    assert weight(-0.5) == -0.5
    assert repr(weight(7)) == "<OrderWeight.7.0: 7.0>"


@pytest.mark.parametrize("value", [True, None, 5, 2.5, b"red", ["red"], object(), {}])
def test_what_is_of_another_kind_is_no_member(enums: Any, value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid Hue"):
        enums.Hue(value)


@pytest.mark.parametrize("value", [False, None, "1", 2.5, float("inf"), float("nan"), b"1", [1]])
def test_what_is_no_whole_number_is_no_member_of_such(enums: Any, value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid Rank"):
        enums.Rank(value)


@pytest.mark.parametrize("value", [True, "0.5", float("nan"), 10**400, 2**53 + 1])
def test_no_number_is_changed(enums: Any, value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid OrderWeight"):
        enums.OrderWeight(value)


def test_there_is_one_class_for_one_value_alone(enums: Any) -> None:
    assert enums.Lone.__mro__[1] is enum.StrEnum
    with pytest.raises(ValueError, match="is not a valid Lone"):
        enums.Lone("other")


def test_texts_of_other_classes_are_texts(enums: Any) -> None:
    class Odd(str):
        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return False

        def __hash__(self) -> int:
            return 1

    assert enums.Hue(Odd("red")) is enums.Hue.RED
    green = enums.Hue(Odd("green"))
    assert green is enums.Hue("green")
    assert type(green.value) is str
    assert enums.Hue(enums.Size.SMALL) is enums.Hue("small")


def test_odd_texts_and_huge_numbers_are_kept(enums: Any) -> None:
    for text in ("", "\ud800", "\0", "a" * 100_000, "self", "__class__", "name"):
        found = enums.Hue(text)
        assert (found.value, found.name, found.is_listed) == (text, text, False)
        assert enums.Hue(text) == found
    for number in (10**100, -(10**100), 10**5000, 0):
        found = enums.Rank(number)
        assert (found.value, found == number, found.is_listed) == (number, True, False)
        assert pickle.loads(pickle.dumps(found)) == number  # noqa: S301 - our own
    assert enums.Rank(10**5000).name == hex(10**5000)


def test_memory_does_not_grow_with_values(order: Any) -> None:
    hue = order.Hue
    first = hue("first")
    texts = [f"value {number}" for number in range(100_000)]
    tracemalloc.start()
    try:
        for text in texts:
            hue(text)
        for text in texts[::10]:
            order.Order.from_dict({"hues": [text]})
        for size in range(200):
            hue(f"{size}" * 10_000)
            order.Rank(size + 10**10_000)
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert left < 2_000_000
    assert len(kept(hue)) == MOST
    assert len(kept(order.Rank)) == 0
    assert max(map(len, kept(hue))) <= 256
    again = hue("first")
    assert again == first
    assert hash(again) == hash(first)
    assert hue("first") is again


def test_threads_get_the_same_member(order: Any) -> None:
    texts = [f"{number % 2000}" for number in range(20_000)]
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(order.Size, texts)]
    assert found == texts
    assert len(kept(order.Size)) == MOST


def test_nothing_is_named_like_what_members_have(tmp_path: Path) -> None:
    texts = ["is_listed", "isListed", "is listed", "_unlisted", "_missing_", "value", "name"]
    schema = {"$defs": {"Open": {"enum": texts}, "open": {"enum": ["a", "b"]}}}
    with package(schema, tmp_path, target=["enums"]) as found:
        assert [each.value for each in found.Open] == texts
        assert all(each.is_listed for each in found.Open)
        assert not found.Open("other").is_listed
        assert found.Open_("c").value == "c"
        assert found.Open.__mro__[1].__module__ == f"{PACKAGE}._opened"


MEMBERS: list[tuple[dict[str, Any], str]] = [
    ({"status": "new"}, "OrderStatus"),
    ({"level": 7}, "OrderLevel"),
    ({"level": 7.0}, "OrderLevel"),
    ({"level": 10**30}, "OrderLevel"),
    ({"weight": 7}, "OrderWeight"),
    ({"weight": 10**400}, "int"),
    ({"note": "z"}, "OrderNote"),
    ({"note": None}, "NoneType"),
    ({"two": "small"}, "Size"),
    ({"two": "green"}, "Hue"),
    ({"text": "red"}, "Hue"),
    ({"text": "green"}, "str"),
    ({"text": "greenish"}, "str"),
    ({"number": 2}, "Rank"),
    ({"number": 7}, "int"),
    ({"number": 7.5}, "float"),
    ({"fixed": "auto"}, "str"),
    ({"fixed": "green"}, "Hue"),
    ({"fixed": "blue"}, "Hue"),
    ({"mixed": "green"}, "Hue"),
    ({"mixed": 7}, "Rank"),
    ({"mixed": True}, "bool"),
    ({"lower": "ef"}, "OrderLower"),
    ({"pet": {"kind": "cat", "hue": "green"}}, "Cat"),
    ({"best": {"state": "a"}}, "Near"),
    ({"best": {"state": "c"}}, "Far"),
    ({"best": {"state": "c", "x": 1}}, "Far"),
    ({"best": {"state": "e"}}, "Near"),
    ({"coded": {"code": 3}}, "Other"),
    ({"coded": {"code": 3, "x": 1}}, "Other"),
    ({"coded": {"code": 5, "z": 1}}, "Other"),
    ({"map": {"state": "a"}}, "Near"),
    ({"map": {"state": "e"}}, "dict"),
    ({"not_hue": "green"}, "str"),
]


@pytest.mark.parametrize(("data", "class_"), MEMBERS, ids=str)
def test_unknown_values_are_decoded_and_come_back(
    orders: Any, data: dict[str, Any], class_: str
) -> None:
    found = orders.Order.from_dict(data)
    (name,) = data
    assert type(getattr(found, name)).__name__ == class_
    assert found.to_dict() == data
    assert orders.Order.from_json(found.to_json()) == found
    assert [*Ways(PACKAGE, "Order").disagreements(data)] == []


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"hues": ["red", "green"]}, ["Hue", "Hue"]),
        ({"lists": ["large", "small"]}, ["Size", "Size"]),
        ({"lists": ["large", "red"]}, ["Hue", "Hue"]),
        ({"words": ["p", "r"]}, ["OrderWord", "OrderWord"]),
        ({"few": ["red", "green", "pink"]}, ["str", "str", "str"]),
    ],
    ids=str,
)
def test_unknown_values_in_arrays(orders: Any, data: dict[str, Any], found: list[str]) -> None:
    order = orders.Order.from_dict(data)
    (name,) = data
    classes = [type(each).__name__ for each in getattr(order, name) or order.extra_properties[name]]
    assert [each.replace("OrderWordsItem", "OrderWord") for each in classes] == found
    assert order.to_dict() == data
    assert [*Ways(PACKAGE, "Order").disagreements(data)] == []


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"status": 5}, "/status"),
    ({"status": None}, "/status"),
    ({"level": True}, "/level"),
    ({"level": "1"}, "/level"),
    ({"level": 2.5}, "/level"),
    ({"note": 1}, "/note"),
    ({"pet": {"kind": "wolf"}}, "/pet/kind"),
    ({"only": "that"}, "/only"),
    ({"lone": "other"}, "/lone"),
    ({"lower": "EF"}, "/lower"),
    ({"not_hue": "red"}, "/not_hue"),
    ({"few": ["red", "blue"]}, "/few"),
    ({"hint": "red"}, ""),
]


@pytest.mark.parametrize(("data", "place"), REFUSED, ids=str)
def test_what_is_wrong_is_refused(orders: Any, data: dict[str, Any], place: str) -> None:
    error = importlib.import_module(f"{PACKAGE}._validation.faults").DecodeError
    with pytest.raises(error) as caught:
        orders.Order.from_dict(data)
    assert [each.instance for each in caught.value.errors] == [place]
    assert [*Ways(PACKAGE, "Order").disagreements(data)] == []


def test_what_is_only_asked_is_asked_as_it_is_written(order: Any) -> None:
    assert order.Order.from_dict({"hint": "green"}).extra_properties == {"hint": "green"}


def test_validators_keep_to_the_letter(order: Any) -> None:
    assert order.Order.is_valid({"status": "paid"})
    assert not order.Order.is_valid({"status": "new"})
    with pytest.raises(ValueError, match=r'^/status: expected one of "open", "paid", found'):
        order.Order.validate({"status": "new"})
    codec = codec_of(PACKAGE, "Hue")
    assert codec.decode("green") is order.Hue("green")
    assert not codec.is_valid("green")
    assert [each.keyword for each in codec.errors("green")] == ["enum"]
    assert codec.encode(order.Hue("green")) == "green"
    assert type(codec.encode(order.Hue("green"))) is str


def test_codecs_of_enumerations_take_what_fits(order: Any) -> None:
    assert codec_of(PACKAGE, "Rank").decode(7.0) == 7
    assert codec_of(PACKAGE, "OrderLower").decode("ef").name == "ef"
    for name, data in (("Lone", "other"), ("OrderLower", "EF"), ("Rank", "1"), ("Hue", None)):
        with pytest.raises(ValueError, match="expected"):
            codec_of(PACKAGE, name).decode(data)
    assert codec_of(PACKAGE, "Hue").decode(order.Size("red")) is order.Hue.RED


SHARED: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Events", "version": "1"},
    "paths": {},
    "components": {
        "schemas": {
            "Kind": {"type": "string", "enum": ["made", "gone", "seen"]},
            "Made": record({"kind": {"$ref": "#/components/schemas/Kind"}, "at": {}}, "kind"),
            "Gone": record({"kind": {"$ref": "#/components/schemas/Kind"}}, "kind"),
            "Event": {
                "oneOf": [{"$ref": f"#/components/schemas/{each}"} for each in ("Made", "Gone")],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {
                        "made": "#/components/schemas/Made",
                        "gone": "#/components/schemas/Gone",
                    },
                },
            },
            "Query": record(
                {
                    "kinds": {"type": "array", "items": {"$ref": "#/components/schemas/Kind"}},
                    "first": {"$ref": "#/components/schemas/Event"},
                    "state": {"type": "string", "enum": ["on", "off"], "nullable": True},
                }
            ),
        }
    },
}


def test_what_tells_members_apart_is_closed_there_and_open_elsewhere(tmp_path: Path) -> None:
    with package(SHARED, tmp_path) as found:
        data = {"kinds": ["made", "new"], "first": {"kind": "gone"}, "state": "idle"}
        query = found.Query.from_dict(data)
        assert query.kinds == [found.Kind.MADE, found.Kind("new")]
        assert type(query.first) is found.Gone
        assert query.to_dict() == data
        assert found.Query.from_dict({"state": None}).to_dict() == {"state": None}
        ways = Ways(PACKAGE, "Query")
        for each in (data, {"first": {"kind": "new"}}, {"first": {"kind": "made", "at": 1}}):
            assert [*ways.disagreements(each)] == []
        for class_, wrong in (("Query", {"first": {"kind": "new"}}), ("Made", {"kind": "new"})):
            with pytest.raises(ValueError, match="/kind: expected one of"):
                getattr(found, class_).from_dict(wrong)


def test_heirs_are_told_apart_by_what_is_listed(tmp_path: Path) -> None:
    pet = record({"kind": {"enum": ["cat", "dog"]}, "mood": {"enum": ["good", "bad"]}}, "kind")
    schemas = {
        "Pet": {**pet, "discriminator": {"propertyName": "kind"}},
        **{name: {"allOf": [{"$ref": "#/components/schemas/Pet"}]} for name in ("cat", "dog")},
        "Home": record({"pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}),
    }
    with package({**SHARED, "components": {"schemas": schemas}}, tmp_path) as found:
        data = {"pets": [{"kind": "cat", "mood": "odd"}, {"kind": "dog", "mood": "bad"}]}
        home = found.Home.from_dict(data)
        assert [type(each) for each in home.pets] == [found.Cat, found.Dog]
        assert [each.mood.is_listed for each in home.pets] == [False, True]
        assert home.to_dict() == data
        assert [*Ways(PACKAGE, "Home").disagreements(data)] == []
        with pytest.raises(ValueError, match=r"^/pets/0/kind: expected one of"):
            found.Home.from_dict({"pets": [{"kind": "fox"}]})


def test_what_is_a_literal_is_closed(tmp_path: Path) -> None:
    schema = {"title": "Dial", **record({"at": {"enum": [1, "max"]}, "by": {"enum": [True, 2]}})}
    with package(schema, tmp_path) as found:
        assert found.Dial.from_dict({"at": "max", "by": 2}).at == "max"
        for data in ({"at": 2}, {"at": "min"}, {"by": False}):
            with pytest.raises(ValueError, match="expected one of"):
                found.Dial.from_dict(data)


def test_it_goes_together_with_other_options(tmp_path: Path) -> None:
    schema = {
        "title": "Job",
        **record(
            {
                "id": {"type": "integer", "readOnly": True},
                "state": {"enum": ["new", "done"]},
                "due": {"type": "string", "format": "date"},
                "either": {"anyOf": [ref("State"), {"type": "string", "format": "date"}]},
            },
            "id",
            "state",
        ),
        "$defs": {"State": {"enum": ["on", "off"]}},
    }
    how: dict[str, Any] = {"validate_on_init": True, "access": "request", "formats": "string"}
    with package(schema, tmp_path, **how) as found:
        job = found.Job(state=found.JobState("late"), due="2021-04-01")
        assert found.Job.from_dict(job.to_dict()) == job
        assert found.Job(state="later").to_dict() == {"state": "later"}
        with pytest.raises(ValueError, match=r"^/state: expected a string"):
            found.Job(state=1)
        assert type(found.Job.from_dict({"state": "late", "either": "on"}).either) is found.State
        assert type(found.Job.from_dict({"state": "late", "either": "x"}).either) is str
    with package(schema, tmp_path, access="response") as found:
        dated = found.Job.from_dict({"id": 1, "state": "late", "either": "2021-04-01"})
        assert type(dated.either).__name__ == "date"
        assert dated.state is found.JobState("late")


CLIENT = """
from typing import assert_never, assert_type

from opened import Hue, Order

def said(hue: Hue) -> str:
    match hue:
        case Hue.RED:
            return "red"
        case Hue.BLUE:
            return "blue"
        case _:
            {rest}

assert_type(Hue("green"), Hue)
value: str = Hue("green").value
hues: list[Hue] | None = Order(hues=[Hue.RED, Hue("green")]).hues
"""


@pytest.mark.types
@pytest.mark.parametrize("open_enums", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_type_checkers_see_an_enumeration(tmp_path: Path, *, open_enums: bool) -> None:
    outcome = generate_cleanly(
        ORDER, tmp_path, package=PACKAGE, target=TARGETS, open_enums=open_enums
    )
    write(outcome.files, tmp_path)
    listed = "listed: bool = Hue.RED.is_listed\n" if open_enums else ""
    (tmp_path / "client.py").write_text(CLIENT.format(rest="assert_never(hue)") + listed)
    assert mypy_findings(tmp_path, [PACKAGE, "client.py"]) == ""
    assert pyright_findings(tmp_path, [PACKAGE, "client.py"]) == ""
    assert black_changes(outcome.code, 88) == []


def test_it_is_said_in_the_pages(trees: Path) -> None:
    page = (trees / "deferred/docs/hue.md").read_text()
    assert "Other values are kept" in page
    assert "Other values are kept" not in (trees / "deferred/docs/lone.md").read_text()


def test_enumerations_are_closed_otherwise(tmp_path: Path) -> None:
    usual = generate_cleanly(ORDER, tmp_path, target=TARGETS)
    assert usual.files == generate_cleanly(ORDER, tmp_path, target=TARGETS, open_enums=False).files
    assert not [path for path in usual.code if path.endswith(("_opened.py", "open_members.py"))]
    opened = generate_cleanly(ORDER, tmp_path, target=TARGETS, open_enums=True)
    for path in ("_validation/checks.py", "typed_dicts.py", "guards.py"):
        assert opened[f"generated/{path}"] == usual[f"generated/{path}"]
    assert opened.findings == usual.findings


def test_without_codecs_there_are_only_classes(tmp_path: Path) -> None:
    how: dict[str, Any] = {"target": ["dataclasses", "validators", "typed_dicts"]}
    usual = generate_cleanly(ORDER, tmp_path, **how)
    opened = generate_cleanly(ORDER, tmp_path, open_enums=True, **how)
    changed = {str(path) for path in opened.files if opened.files[path] != usual.files.get(path)}
    assert changed == {"generated/enums.py", "generated/_opened.py"}


def test_nothing_is_opened_where_there_is_no_enumeration(tmp_path: Path) -> None:
    schema = {"title": "Plain", **record({"a": {"const": "b"}, "c": {"type": "string"}})}
    found = generate_cleanly(schema, tmp_path, target=TARGETS, open_enums=True)
    assert found.files == generate_cleanly(schema, tmp_path, target=TARGETS).files


def test_it_can_stand_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order.json").write_text(json.dumps(ORDER))
    for option, recorded in (("--open-enums", True), ("--closed-enums", None)):
        result = CliRunner().invoke(main, ["generate", "order.json", option, "-q"])
        assert result.exit_code == 0, result.output
        made = json.loads((tmp_path / "out/order/schemawright.manifest.json").read_text())
        assert made["options"].get("open-enums") is recorded
        assert (tmp_path / "out/order/_opened.py").exists() is bool(recorded)
    usual = Options(sources=("a.json",), package="a")
    assert "open-enums" not in provenance.record({}, usual, {}, "1").options


class Pair(NamedTuple):
    """The packages of the same schemas with enumerations that are open, and that are not."""

    opened: Typed
    closed: Typed


@pytest.fixture(scope="module", params=[pytest.param("call", marks=pytest.mark.slow), "order"])
def pair(
    request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("instances")
    source, roots = repository / "schemas", ["Call"]
    if request.param == "order":
        # The peer knows neither what is written beside the items, nor what is only asked.
        known = {**ORDER["properties"]}
        for name in ("words", "not_hue", "few"):
            del known[name]
        schema = {**ORDER, "properties": known}
        del schema["if"]
        source, roots = folder / "order.json", []
        source.write_text(json.dumps(schema), encoding="utf-8")
    names = [f"{request.param}_{kind}" for kind in ("open", "closed")]
    with (
        typed(source, folder, names[0], *roots, open_enums=True) as opened,
        typed(source, folder, names[1], *roots) as closed,
    ):
        yield Pair(opened, closed)


@pytest.fixture
def subject(pair: Pair) -> Typed:
    return pair.opened


def test_valid_instances_are_decoded_as_without_the_option(pair: Pair, say: Say) -> None:
    """Of a union the members come first that list what is there."""
    counts: Counter[str] = Counter()
    for name in pair.closed.model.declarations:
        ways = Ways(pair.opened.package.__name__, pair.opened.types[name])
        for drawn in islice(pair.closed.instances.of(name), FEW):
            if pair.closed.is_valid(name, drawn.value):
                found = [each.codecs[name].decode(drawn.value) for each in pair]
                assert repr(found[0]) == repr(found[1])
                assert extras(found[0]) == extras(found[1])
                assert [*ways.disagreements(drawn.value)] == []
                counts["decoded"] += 1
        counts["quick"] += ways.quick
    say(f"alike in {pair.opened.package.__name__} with the option and without: {dict(counts)}")


def test_valid_instances_come_back(subject: Typed, say: Say) -> None:
    check(subject, [*subject.model.declarations], say, records=FEW)


def test_instances_with_unknown_values_come_back(subject: Typed, say: Say) -> None:
    places = opened_places(subject.model)
    listed = {
        value.value
        for each in subject.model.declarations.values()
        if places.intersection(each.places)
        for value in getattr(each, "values", ())
    }

    def change(value: Any, random: Random) -> Any:
        items: Any = value
        if is_object(value):
            return {key: change(each, random) for key, each in value.items()}
        if is_array(value):
            return [change(each, random) for each in items]
        if isinstance(value, str) and value in listed and random.random() < 0.5:
            return random.choice(("", "unknown", f"{value}?", "\ud800", "zz"))
        if type(value) is int and value in listed and random.random() < 0.5:
            return random.choice((0, -7, 10**30))
        return value

    names = subject.model.declarations.keys() - tagging(subject.model)
    counts = judged_alike(subject, say, FEW, change, sorted(names))
    assert counts["allowed"] > 0.8 * sum(counts.values())


def test_a_call_that_ended_for_an_unknown_reason(shared: Path, tmp_path: Path) -> None:
    payload = shared / "data/call-payloads/typical.json"
    source = shared / "data/vapi-openapi.json"
    if not (payload.exists() and source.exists()):
        pytest.skip(f"no {payload.name} or {source.name} in the shared data")
    data = {**json.loads(payload.read_text()), "endedReason": "the-line-was-struck-by-lightning"}
    with typed(source, tmp_path, "call_ended", "Call", open_enums=True) as found:
        call: Any = found.package.Call
        ended = call.from_dict(data)
        assert type(ended.ended_reason) is found.package.CallEndedReason
        assert not ended.ended_reason.is_listed
        assert ended.to_dict() == data
        assert not call.is_valid(data)
        assert [*Ways("call_ended", "Call").disagreements(data)] == []
