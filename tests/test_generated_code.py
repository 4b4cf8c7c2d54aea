"""The recorded packages of all golden cases, checked, imported and used as their users would."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import json
import pickle
import subprocess
import sys
import typing
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from code_checks import black_changes, mypy_findings, pyright_findings
from generated_packages import enumerations, imported, modules, records
from golden_cases import Case, cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

CASES = [case for case in cases() if any(path.endswith(".py") for path in case.recorded())]
PACKAGES: dict[str, Mapping[str, str]] = {
    case.options["package"]: {
        str(PurePosixPath(path).relative_to("expected")): text
        for path, text in case.recorded().items()
        if PurePosixPath(path).suffix in {".py", ".typed"}
    }
    for case in CASES
}


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All recorded packages side by side."""
    folder = tmp_path_factory.mktemp("packages")
    for files in PACKAGES.values():
        for path, text in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(params=PACKAGES)
def package(trees: Path, request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    with imported(trees, request.param) as found:
        yield found


def dummy(class_: type) -> Any:
    """Return an instance whose required fields each have a value of their own."""
    return class_(
        **{
            each.name: f"value of {each.name}"
            for each in dataclasses.fields(class_)
            if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        }
    )


def typed_dicts(package: ModuleType) -> dict[str, type]:
    """Return every TypedDict of a package, none if it has no module of them."""
    return {
        name: each
        for module in modules(package)
        if module.__name__.endswith(".typed_dicts")
        for name, each in vars(module).items()
        if typing.is_typeddict(each)
    }


# Judged by the tools that users run.


@pytest.mark.types
def test_mypy_finds_nothing(trees: Path) -> None:
    assert mypy_findings(trees, PACKAGES) == ""


@pytest.mark.types
def test_pyright_finds_nothing(trees: Path) -> None:
    assert pyright_findings(trees, PACKAGES) == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_black_changes_nothing(case: Case) -> None:
    code = {path: text for path, text in case.recorded().items() if path.endswith(".py")}
    assert black_changes(code, case.line_length) == []


# Imported.


def test_every_public_name_is_there(package: ModuleType) -> None:
    assert list(package.__all__) == sorted(set(package.__all__))
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    assert {*package.__all__} <= {*dir(package)}


def test_every_module_can_be_imported(package: ModuleType) -> None:
    assert package.__name__ in {each.__name__ for each in modules(package)}


def test_no_other_name_is_there(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nonexistent'"):
        _ = package.Nonexistent


def test_importing_the_package_imports_no_module_of_it(trees: Path) -> None:
    code = (
        "import sys, inline_names\n"
        "print([name for name in sys.modules if name.startswith('inline_names.')])\n"
        "inline_names.GardenPond\n"
        "print([name for name in sys.modules if name.startswith('inline_names.')])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=trees, capture_output=True, text=True, check=True
    )
    before, after = found.stdout.splitlines()
    assert before == "[]"
    assert after == "['inline_names.models', 'inline_names.models.garden']"


# Dataclasses.


def test_records_behave_as_dataclasses(package: ModuleType) -> None:
    for class_ in records(package).values():
        instance = dummy(class_)
        names = [each.name for each in dataclasses.fields(class_)]
        assert instance == dummy(class_)
        assert list(dataclasses.asdict(instance)) == names
        assert dataclasses.replace(instance) == instance
        assert copy.deepcopy(instance) == instance
        assert copy.copy(instance) == instance
        assert repr(instance).startswith(f"{class_.__name__}(")
        for name in names:
            changed = dataclasses.replace(instance, **{name: "changed"})
            assert changed != instance
            assert getattr(changed, name) == "changed"


def test_records_can_be_pickled(package: ModuleType) -> None:
    for class_ in records(package).values():
        instance = dummy(class_)
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            found = pickle.loads(pickle.dumps(instance, protocol))  # noqa: S301 - our own
            assert found == instance
            assert type(found) is class_


def test_records_take_keywords_only_and_no_others(package: ModuleType) -> None:
    for class_ in records(package).values():
        instance = dummy(class_)
        with pytest.raises(TypeError):
            class_("positional")
        with pytest.raises(TypeError):
            class_(**dataclasses.asdict(instance), no_such_field=1)
        with pytest.raises(AttributeError):
            instance.no_such_field = 1


def test_records_insist_on_required_fields(package: ModuleType) -> None:
    for class_ in records(package).values():
        instance = dummy(class_)
        required = [
            each.name
            for each in dataclasses.fields(class_)
            if getattr(instance, each.name) == f"value of {each.name}"
        ]
        for name in required:
            others = {other: 1 for other in required if other != name}
            with pytest.raises(TypeError, match=rf"argument: '{name}'"):
                class_(**others)


def test_mutable_defaults_are_not_shared(trees: Path) -> None:
    with imported(trees, "presence") as package:
        one, other = dummy(package.Form), dummy(package.Form)
        one.list_default.append(3)
        one.map_default["c"] = "d"
        assert other.list_default == [1, 2]
        assert other.map_default == {"a": "b"}


def test_unset_is_one_value(trees: Path) -> None:
    with imported(trees, "presence") as package:
        unset = dummy(package.Form).optional_nullable
        assert unset is copy.deepcopy(unset)
        assert unset is pickle.loads(pickle.dumps(unset))  # noqa: S301 - our own
        assert not unset
        assert unset is not None
        assert repr(unset) == "UNSET"


# Enumerations.


def test_members_are_found_by_value(package: ModuleType) -> None:
    for class_ in enumerations(package).values():
        assert list(class_)
        assert len(class_.__members__) == len(class_)
        for member in class_:
            assert class_(member.value) is member
            assert pickle.loads(pickle.dumps(member)) is member  # noqa: S301 - our own
            assert copy.deepcopy(member) is member


def test_members_are_their_values_in_json(package: ModuleType) -> None:
    for class_ in enumerations(package).values():
        for member in class_:
            assert json.loads(json.dumps(member)) == member.value


# Wire names and TypedDicts.


def test_wire_names_are_of_fields_that_are_there(package: ModuleType) -> None:
    if not records(package):
        return
    (found,) = [each for each in modules(package) if each.__name__.endswith(".wire_names")]
    for class_, names in found.WIRE_NAMES.items():
        fields = {each.name for each in dataclasses.fields(records(package)[class_])}
        assert names.keys() <= fields
        assert all(attribute != wire for attribute, wire in names.items())
        assert len({*names.values()}) == len(names)


def test_typed_dicts_have_the_keys_of_the_records(package: ModuleType) -> None:
    dicts = typed_dicts(package)
    if not dicts or not records(package):
        return
    (renamed,) = [each for each in modules(package) if each.__name__.endswith(".wire_names")]
    for name, class_ in records(package).items():
        names = renamed.WIRE_NAMES.get(name, {})
        wire = {names.get(each.name, each.name): each for each in dataclasses.fields(class_)}
        hints = typing.get_type_hints(dicts[f"{name}Dict"], include_extras=True)
        # An empty key has no spelling in a TypedDict.
        assert list(hints) == [key for key in wire if key]
        for key, hint in hints.items():
            default = wire[key].default, wire[key].default_factory
            if default == (dataclasses.MISSING, dataclasses.MISSING):
                assert typing.get_origin(hint) is not typing.NotRequired, (name, key)


def test_every_property_has_a_field_and_a_key(trees: Path) -> None:
    (case,) = [each for each in CASES if each.name == "wire-names"]
    text = (case.folder / "input/envelope.json").read_text(encoding="utf-8")
    properties = list(json.loads(text)["properties"])
    with imported(trees, "wire_names") as package:
        every = {each.__name__.rpartition(".")[2]: each for each in modules(package)}
        # The package is called as its module of wire names is.
        renamed = importlib.import_module("wire_names.wire_names").WIRE_NAMES["Envelope"]
        fields = [each.name for each in dataclasses.fields(package.Envelope)]
        keys = list(every["typed_dicts"].EnvelopeDict.__annotations__)
    assert [renamed.get(each, each) for each in fields] == properties
    assert keys == [each for each in properties if each]
    assert renamed["at_type"] == "@type"
