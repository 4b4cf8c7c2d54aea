"""The Call schema of this repository, and the whole API description that it comes from."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from code_checks import black_changes, mypy_findings, pyright_findings
from generated_packages import Outcome, enumerations, imported, modules, records, run, write
from schemawright.config import USUAL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from schemawright.source.values import JsonValue

WHOLE, CALL = "whole_api", "call_of_api"
WITHOUT_CODECS = [each for each in USUAL_TARGETS if each != "codecs"]
"""Type checkers take minutes for the codecs of all schemas; those of a call are checked always."""
COMPONENTS = "#/components/schemas/"


@pytest.fixture(scope="module")
def schemas(repository: Path) -> dict[str, Any]:
    """Every file of `schemas/`, by its name without the extension."""
    paths = sorted((repository / "schemas").glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture(scope="module")
def document(shared: Path) -> Any:
    return json.loads((shared / "data/vapi-openapi.json").read_text(encoding="utf-8"))


def generated(shared: Path, package: str, **how: Any) -> Outcome:
    source = (shared / "data/vapi-openapi.json").as_posix()
    found = run({"source": source, "package": package, "docs": f"docs/{package}", **how})
    assert found.files, found.text
    return found


@pytest.fixture(scope="module")
def whole(shared: Path) -> Outcome:
    return generated(shared, WHOLE, target=WITHOUT_CODECS)


@pytest.fixture(scope="module")
def call(shared: Path) -> Outcome:
    return generated(shared, CALL, root=["Call"], target=WITHOUT_CODECS)


@pytest.fixture(scope="module")
def folder(whole: Outcome, call: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both packages side by side."""
    place = tmp_path_factory.mktemp("api")
    write(whole.files, place)
    write(call.files, place)
    return place


@pytest.fixture(scope="module", params=[WHOLE, CALL])
def package(folder: Path, request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    with imported(folder, request.param) as found:
        yield found


def references(value: JsonValue) -> Iterator[str]:
    """Yield every `$ref` in a JSON value, however deep."""
    pending: list[JsonValue] = [value]
    while pending:
        match pending.pop():
            case dict() as members:
                if isinstance(reference := members.get("$ref"), str):
                    yield reference
                pending.extend(members.values())
            case list() as items:
                pending.extend(items)
            case _:
                pass


def texts(value: JsonValue) -> Iterator[str]:
    """Yield every key and every string in a JSON value."""
    match value:
        case dict():
            for key, each in value.items():
                yield key
                yield from texts(each)
        case list():
            for each in value:
                yield from texts(each)
        case str():
            yield value
        case int() | float():
            yield str(value)
        case _:
            pass


# schemas/


def test_the_call_schema_is_the_one_that_was_given(repository: Path, shared: Path) -> None:
    ours, given = repository / "schemas/Call.json", shared / "data/Call.schema.json"
    assert json.loads(ours.read_bytes()) == json.loads(given.read_bytes())
    assert ours.read_bytes() == given.read_bytes()


def test_every_reference_has_a_file(schemas: dict[str, Any]) -> None:
    found = {
        (name, reference) for name, schema in schemas.items() for reference in references(schema)
    }
    missing = [
        (name, reference)
        for name, reference in sorted(found)
        if reference.removeprefix(COMPONENTS) not in schemas
    ]
    assert missing == []
    assert len(found) > len(schemas)


def test_every_file_is_needed_by_the_call(schemas: dict[str, Any]) -> None:
    reached: set[str] = set()
    pending = ["Call"]
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += [each.removeprefix(COMPONENTS) for each in references(schemas[name])]
    assert sorted(schemas) == sorted(reached)


def test_the_files_generate_without_a_finding(repository: Path) -> None:
    found = run(
        {"source": (repository / "schemas").as_posix(), "root": "Call", "package": "vapi_call"}
    )
    assert found.files
    codes = {each.code for each in found.findings}
    assert codes <= {"repeated-enum-value"}, found.text


# The whole API.


def test_every_component_is_a_public_name(whole: Outcome, folder: Path, document: Any) -> None:
    components = document["components"]["schemas"]
    assert len(components) == 981
    with imported(folder, WHOLE) as package:
        assert [name for name in components if name not in package.__all__] == []
    assert all(each.severity == "warning" for each in whole.findings)


def test_the_call_and_what_it_needs(call: Outcome, folder: Path, document: Any) -> None:
    needed = {"Call"}
    pending = ["Call"]
    while pending:
        for each in references(document["components"]["schemas"][pending.pop()]):
            name = each.removeprefix(COMPONENTS)
            if name not in needed:
                needed.add(name)
                pending.append(name)
    with imported(folder, CALL) as package:
        assert needed <= {*package.__all__}
        mentioned = {f.name for f in dataclasses.fields(package.Call)}
    assert {"id", "ended_reason", "created_at"} <= mentioned
    assert all(each.severity == "warning" for each in call.findings)


def test_every_public_name_can_be_imported(package: ModuleType) -> None:
    assert [name for name in package.__all__ if not hasattr(package, name)] == []
    assert len([*modules(package)]) > 100


def test_no_name_is_numbered(package: ModuleType, document: Any) -> None:
    """A name may only end in a number that ends the text it was made from."""
    ending = {
        plain.lower()
        for text in texts(document)
        if len(text) < 200 and (plain := re.sub(r"\W|_", "", text))[-1:].isdigit()
    }
    (wire,) = [each for each in modules(package) if each.__name__.endswith(".wire_names")]
    numbered = [
        name
        for name in package.__all__
        if name[-1].isdigit()
        and not any(name.lower().replace("_", "").endswith(each) for each in ending)
    ]
    for class_name, class_ in records(package).items():
        renamed = wire.WIRE_NAMES.get(class_name, {})
        numbered += [
            f"{class_name}.{each.name}"
            for each in dataclasses.fields(class_)
            if not _same_number(each.name, renamed.get(each.name, each.name))
        ]
    for enum_name, enum in enumerations(package).items():
        numbered += [
            f"{enum_name}.{member.name}"
            for member in enum
            if not _same_number(member.name, str(member.value))
        ]
    assert numbered == []


def _same_number(name: str, text: str) -> bool:
    """Tell whether a name ends in no number, or in the one that its text ends in."""
    number = re.search(r"\d+$", name)
    return number is None or re.sub(r"\W+$|_+$", "", text).endswith(number.group())


@pytest.mark.types
@pytest.mark.slow
def test_type_checkers_find_nothing(folder: Path) -> None:
    assert mypy_findings(folder, [WHOLE]) == ""
    assert pyright_findings(folder, [WHOLE]) == ""


def test_black_changes_nothing(call: Outcome) -> None:
    assert black_changes(call.code, 88) == []


@pytest.mark.slow
def test_black_changes_nothing_of_the_whole(whole: Outcome) -> None:
    assert black_changes(whole.code, 88) == []


@pytest.mark.types
@pytest.mark.slow
def test_the_codecs_of_the_whole_type_check(shared: Path, tmp_path: Path) -> None:
    write(generated(shared, WHOLE, target=[*USUAL_TARGETS]).files, tmp_path)
    assert mypy_findings(tmp_path, [WHOLE]) == ""
    assert pyright_findings(tmp_path, [WHOLE]) == ""
