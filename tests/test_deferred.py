"""Dataclasses and enumerations that are made when they are first used."""

from __future__ import annotations

import copy
import dataclasses
import enum
import importlib
import inspect
import pickle
import re
import subprocess
import sys
import threading
import typing
import weakref
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import pytest

from generated_packages import generate_cleanly, imported, write

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path
    from types import ModuleType

PACKAGE = "deferred_package"
SCHEMA = {
    "title": "Ship",
    "description": "It sails.",
    "type": "object",
    "required": ["name", "kind"],
    "properties": {
        "name": {"type": "string"},
        "kind": {"enum": ["brig", "sloop"]},
        "rig": {"enum": ["gaff", "square"], "default": "gaff"},
        "masts": {"type": "integer", "default": 2},
        "ports": {"type": "array", "items": {"type": "string"}, "default": ["Hull"]},
        "built": {"type": "string", "format": "date-time"},
        "owner": {"type": ["string", "null"]},
        "tender": {"$ref": "#/$defs/Boat"},
        "cargo": {"anyOf": [{"$ref": "#/$defs/Boat"}, {"type": "string"}]},
        "flag": {"const": "red"},
    },
    "$defs": {
        "Boat": {
            "type": "object",
            "properties": {"oars": {"type": "integer"}, "ship": {"$ref": "#"}},
        },
    },
}
PARTS = ("__init__", "__repr__", "__eq__", "__dataclass_fields__", "__dataclass_params__")


@contextmanager
def package(folder: Path, **how: Any) -> Generator[ModuleType, None, None]:
    folder.mkdir(exist_ok=True)
    targets = ["dataclasses", "enums", "codecs"]
    write(generate_cleanly(SCHEMA, folder, package=PACKAGE, target=targets, **how).files, folder)
    with imported(folder, PACKAGE) as found:
        yield found


@pytest.fixture
def ships(tmp_path: Path) -> Iterator[ModuleType]:
    """A package of which nothing was used yet."""
    with package(tmp_path / "deferred") as found:
        yield found


def ship(ships: ModuleType, **given: Any) -> Any:
    return ships.Ship(name="Mary", kind=ships.ShipKind.BRIG, **given)


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


FIRST: list[Callable[[Any], object]] = [
    lambda ships: dataclasses.fields(ships.Ship),
    lambda ships: dataclasses.is_dataclass(ships.Ship),
    lambda ships: inspect.signature(ships.Ship),
    lambda ships: repr(ship(ships)),
    lambda ships: ship(ships) == ship(ships),
    lambda ships: getattr(ships.Ship, "__no_type_check__", False),
    lambda ships: ships.Ship.__init__,
    lambda ships: repr(ships.Ship.from_dict({"name": "Mary", "kind": "brig"})),
    lambda ships: dataclasses.replace(ships.Ship.from_dict({"name": "A", "kind": "brig"})),
    lambda ships: ships.Boat.__doc__,
    lambda ships: help_text(ships.Ship),
]
"""What may be asked of a package first."""


def test_nothing_is_made_before_it_is_used(ships: ModuleType) -> None:
    class_: type = ships.Ship
    parts = vars(class_)
    assert {type(parts[each]).__name__ for each in PARTS} == {"_Later"}
    enums = importlib.import_module(f"{PACKAGE}.enums")
    assert "ShipKind" not in vars(enums)
    assert enums.ShipKind is ships.ShipKind is vars(enums)["ShipKind"]
    ship(ships)
    assert "_Later" not in {type(parts[each]).__name__ for each in PARTS}


def test_what_is_imported(tmp_path: Path) -> None:
    """To import a class imports none of what takes long."""
    with package(tmp_path / "deferred"):
        pass
    code = (
        "import sys; before = set(sys.modules); from deferred_package import Ship;"
        "print(*sorted(set(sys.modules) - before))"
    )
    script = f"import sys; sys.path.insert(0, {str(tmp_path / 'deferred')!r}); {code}"
    outcome = subprocess.run(
        [sys.executable, "-S", "-I", "-c", script], capture_output=True, text=True, check=True
    )
    found = {each for each in outcome.stdout.split() if not each.startswith(PACKAGE)}
    # The default of an attribute is a member of an enumeration, which is made of it.
    allowed = {"enum", "types", "operator", "_operator", "functools", "_functools", "collections"}
    allowed |= {"_collections", "_collections_abc", "keyword", "reprlib", "itertools", "_thread"}
    assert found <= {*allowed, "__future__", "builtins"}


@pytest.mark.parametrize("first", FIRST)
def test_whatever_is_used_first_is_as_ever(tmp_path: Path, first: Any) -> None:
    """What the standard library makes at once says the same, whichever question comes first."""
    said: list[str] = []
    for name, eager in (("deferred", False), ("eager", True)):
        with package(tmp_path / name, eager=eager) as found:
            said.append(re.sub("0x[0-9a-f]+", "", repr(first(found))))
            said[-1] += described(found.Ship) + described(found.Boat)
    assert said[0] == said[1]


def help_text(class_: Any) -> str:
    import pydoc  # noqa: PLC0415 - it is slow

    text = pydoc.plain(pydoc.render_doc(class_))
    return text.replace("_deferred", "_").split("Data descriptors")[0]


def described(class_: Any) -> str:
    """Return all that there is to say of a dataclass."""
    fields = [
        (each.name, each.type, each.default, each.kw_only) for each in dataclasses.fields(class_)
    ]
    functions = [
        (each.__name__, each.__qualname__, each.__module__)
        for each in (class_.__init__, class_.__repr__, class_.__eq__)
    ]
    return repr(
        [
            (class_.__name__, class_.__qualname__, class_.__module__, class_.__doc__),
            (class_.__slots__, class_.__match_args__, class_.__hash__, class_.__mro__),
            (repr(class_.__dataclass_params__), inspect.signature(class_)),
            (fields, functions, hasattr(class_, "__replace__")),
        ]
    )


def test_type_hints_are_what_they_say(ships: ModuleType) -> None:
    unset = importlib.import_module(f"{PACKAGE}._runtime").Unset
    hints = typing.get_type_hints(ships.Ship)
    assert hints["kind"] is ships.ShipKind
    assert hints["tender"] == ships.Boat | None
    assert hints["built"] == datetime | None
    assert hints["owner"] == str | None | unset
    assert hints["flag"] == Literal["red"] | None
    assert hints["cargo"] == ships.Boat | str | None


def test_type_hints_of_derived_classes(ships: ModuleType) -> None:
    class Derived(ships.Ship):  # type: ignore[misc,name-defined] # made at run time
        crew: int

    assert typing.get_type_hints(Derived)["tender"] == ships.Boat | None
    assert typing.get_type_hints(Derived)["crew"] is int


def test_objects_are_those_of_dataclasses(ships: ModuleType) -> None:
    mary = ship(ships, built=datetime(2020, 1, 1, tzinfo=UTC), tender=ships.Boat(oars=2))
    assert (mary.rig, mary.masts, mary.ports) == (ships.ShipRig.GAFF, 2, ["Hull"])
    assert mary.ports is not ship(ships).ports
    assert dataclasses.asdict(mary)["tender"] == {"oars": 2, "ship": None}
    assert dataclasses.replace(mary, masts=3).masts == 3
    assert repr(ships.Boat(oars=2)) == "Boat(oars=2, ship=None)"
    for other in (copy.copy(mary), copy.deepcopy(mary), pickled(mary)):
        assert other == mary
        assert other is not mary
        assert other.owner is mary.owner
    match mary:
        case ships.Ship(name="Mary", tender=ships.Boat(oars=2)):
            pass
        case _:
            pytest.fail("it does not match")
    with pytest.raises(TypeError, match="unhashable"):
        hash(mary)
    with pytest.raises(AttributeError):
        mary.other = 1
    with pytest.raises(TypeError, match="missing 2 required keyword-only arguments"):
        ships.Ship()


def test_classes_are_derived_before_first_use(ships: ModuleType) -> None:
    @dataclasses.dataclass(kw_only=True)
    class Yacht(ships.Ship):  # type: ignore[misc,name-defined] # made at run time
        crew: int = 1

    class Plain(ships.Boat):  # type: ignore[misc,name-defined] # made at run time
        def __init__(self, **given: Any) -> None:
            make: Any = getattr(super(), "__init__")  # noqa: B009 - of any type
            make(**given)
            self.seen = True

    assert [each.name for each in dataclasses.fields(Yacht)][-1] == "crew"
    assert Yacht(name="A", kind=ships.ShipKind.SLOOP).crew == 1
    assert Plain(oars=1).seen
    assert Plain(oars=1) == Plain(oars=1)
    assert repr(Plain(oars=1)).endswith("Plain(oars=1, ship=None)")


def test_enumerations_are_those_of_the_standard_library(ships: ModuleType) -> None:
    kind: Any = ships.ShipKind
    assert [type(kind), kind.__mro__[1]] == [enum.EnumType, enum.StrEnum]
    assert [each.value for each in kind] == ["brig", "sloop"]
    assert kind("brig") is kind.BRIG is kind["BRIG"]
    assert pickled(kind.BRIG) is kind.BRIG
    assert copy.deepcopy(kind.BRIG) is kind.BRIG
    assert (kind.__module__, kind.__qualname__) == (f"{PACKAGE}.enums", "ShipKind")
    enums = importlib.import_module(f"{PACKAGE}.enums")
    assert {"ShipKind", "ShipRig"} <= {*dir(enums)}
    scope: dict[str, Any] = {}
    exec(f"from {PACKAGE}.enums import *", scope)  # noqa: S102 - what users may write
    assert {"ShipKind", "ShipRig"} <= scope.keys()
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = enums.Nothing


def test_unset_is_one_of_a_kind(ships: ModuleType) -> None:
    unset = importlib.import_module(f"{PACKAGE}._runtime").UNSET
    assert ship(ships).owner is unset
    assert copy.deepcopy(unset) is copy.copy(unset) is pickled(unset) is unset
    assert type(unset)() is unset
    assert (repr(unset), bool(unset)) == ("UNSET", False)


def test_several_threads_use_a_class_first(ships: ModuleType) -> None:
    start = threading.Barrier(8)
    found: list[Any] = []

    def use(number: int) -> None:
        start.wait()
        found.append(ship(ships, masts=number))
        found.append(repr(ships.Boat(oars=number)))
        found.append(dataclasses.fields(ships.Ship))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=use, args=(each,)) for each in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    finally:
        sys.setswitchinterval(interval)
    assert len(found) == 24


def test_eager_packages_have_nothing_deferred(tmp_path: Path) -> None:
    with package(tmp_path / "eager", eager=True) as found:
        assert not (tmp_path / "eager" / PACKAGE / "_deferred.py").exists()
        class_: type = found.Ship
        assert inspect.isfunction(vars(class_)["__init__"])
        assert "ShipKind" in vars(importlib.import_module(f"{PACKAGE}.enums"))


@pytest.mark.parametrize("eager", [True, False])
def test_objects_can_be_referred_to_weakly_if_that_is_asked(tmp_path: Path, *, eager: bool) -> None:
    with package(tmp_path / "usual", eager=eager) as found, pytest.raises(TypeError):
        weakref.ref(ship(found))
    with package(tmp_path / "weak", eager=eager, weakref=True) as found:
        both: list[Any] = [ship(found), found.Ship.from_dict({"name": "Mary", "kind": "brig"})]
        for made in both:
            assert weakref.ref(made)() in both
            assert pickled(made) == copy.deepcopy(made) == dataclasses.replace(made) == made
            assert not hasattr(made, "__dict__")
        heir = type("Heir", (found.Ship,), {})
        assert issubclass(heir, found.Ship)
        dataclasses.dataclass(slots=True, weakref_slot=True)(heir)
