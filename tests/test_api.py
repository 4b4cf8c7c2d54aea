"""The Python API: what it returns and raises, and what it records."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

import schemawright
from schemawright import InputError, api, manifest, provenance
from schemawright.config import Options
from schemawright.key_order import sorted_keys
from schemawright.output import Staleness
from schemawright.source.library import Library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.results import Written

OWNER = {
    "title": "Owner",
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
}
PET = {
    "title": "Pet",
    "type": "object",
    "properties": {"owner": {"$ref": "Owner.json"}, "kind": {"enum": ["cat", "dog"]}},
    "required": ["kind"],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("schemas").mkdir()
    put("schemas/Pet.json", PET)
    put("schemas/Owner.json", OWNER)
    return tmp_path


def put(path: str, schema: object) -> None:
    Path(path).write_text(json.dumps(schema))


def run(*packages: Options, force: bool = False) -> tuple[Written, ...]:
    return api.write(packages, lambda _: None, force=force)


def check(*packages: Options) -> list[dict[str, Staleness]]:
    checked = api.check(packages, lambda _: None)
    return [{str(stale.path): stale.staleness for stale in each.stale} for each in checked]


def pet(**how: Any) -> Options:
    values: dict[str, Any] = {"sources": ("schemas/Pet.json",), "package": "pets", **how}
    return Options(**values)


def recorded(package: str = "pets", out: str = "out") -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((Path(out) / manifest.path(package)).read_text())
    return found


def tree() -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in Path().rglob("*") if each.is_file()}


def test_files_are_returned_and_nothing_is_written() -> None:
    before = tree()
    files = schemawright.generate("schemas/Pet.json", package="pets")
    assert {"pets/__init__.py", "pets/py.typed", "docs/index.md"} <= {*map(str, files)}
    assert all(isinstance(path, PurePosixPath) for path in files)
    assert tree() == before


def test_files_do_not_depend_on_how_the_source_is_given() -> None:
    wanted = schemawright.generate("schemas/Pet.json", package="pets")
    for source in (
        Path("schemas/Pet.json"),
        ["./schemas/Pet.json"],
        Path("schemas/Pet.json").absolute(),
    ):
        assert schemawright.generate(source, package="pets") == wanted


def test_what_is_generated_can_be_chosen() -> None:
    files = schemawright.generate(
        "schemas", package="a.pets", root="Owner", target="enums", docs="reference"
    )
    assert {*map(str, files)} == {"a/pets/__init__.py", "a/pets/py.typed"}
    assert "Pet" not in "".join(
        schemawright.generate("schemas", package="pets", root=["Owner"]).values()
    )


@pytest.mark.parametrize("formatter", ["black", "ruff"])
def test_code_can_be_formatted(formatter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from schemawright import pipeline  # noqa: PLC0415

    def untidy(*_: object) -> Any:
        files = {PurePosixPath("pets/a.py"): "a = [ 1,2 ]", PurePosixPath("a.md"): "a = [ 1,2 ]"}
        return pipeline.Generated(
            files=files, findings=(), inputs={}, library=Library(["schemas/Pet.json"])
        )

    monkeypatch.setattr(pipeline, "generate", untidy)
    files = schemawright.generate("schemas/Pet.json", package="pets", format=formatter)
    assert [*files.values()] == ["a = [1, 2]\n", "a = [ 1,2 ]"]


def nothing(*_: object, **__: object) -> None:
    """Find no program."""


@pytest.mark.parametrize("formatter", ["black", "ruff"])
def test_a_formatter_that_is_not_there_is_named(
    formatter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "black", None)
    monkeypatch.setattr(shutil, "which", nothing)
    with pytest.raises(InputError) as caught:
        schemawright.generate("schemas/Pet.json", package="pets", format=formatter)
    (found,) = caught.value.diagnostics
    assert found.code == "bad-option"
    assert f"pip install 'schemawright[{formatter}]'" in found.hint


def test_ruff_has_a_longest_line() -> None:
    with pytest.raises(InputError, match="at most 320 columns, not 400"):
        schemawright.generate("schemas", package="x", format="ruff", line_length=400)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"package": "3"}, "package: error bad-option: '3' is not a package name"),
        ({"package": None}, "package: error bad-option: expected text"),
        ({"line_length": 1}, "line_length: error bad-option: lines of 1 columns"),
        ({"target": "doc"}, "target: error bad-option: 'doc' is not a target"),
        ({"sauce": 1}, "sauce: error bad-option: 'sauce' is not an option"),
    ],
)
def test_values_that_cannot_be_used_are_input_errors(given: Any, message: str) -> None:
    values: dict[str, Any] = {"package": "x", **given}
    with pytest.raises(InputError) as caught:
        schemawright.generate("schemas", **values)
    assert str(caught.value).replace("#", "").startswith(message)


def test_the_text_of_an_error_has_lines_and_columns() -> None:
    put("schemas/Owner.json", {"title": "Owner", "items": {"$ref": "#/nope"}})
    with pytest.raises(InputError) as caught:
        schemawright.generate("schemas/Pet.json", package="pets")
    assert str(caught.value).startswith(
        "schemas/Owner.json:1:30 #/items/$ref: error unresolved-reference: "
    )


def test_input_that_is_nested_too_deeply_is_an_input_error() -> None:
    Path("deep.json").write_text('{"items":' * 490 + "{}" + "}" * 490)
    with pytest.raises(InputError) as caught:
        schemawright.generate("deep.json", package="x")
    assert [each.code for each in caught.value.diagnostics] == ["too-large"]


def test_an_impossible_path_is_an_input_error() -> None:
    with pytest.raises(InputError) as caught:
        schemawright.generate("x" * 5000, package="x")
    assert [each.code for each in caught.value.diagnostics] == ["unreadable"]


def test_a_run_is_recorded() -> None:
    run(pet(roots=("Pet",), targets=("enums",), line_length=60, format="black"))
    found = recorded()
    assert found["generator"] == f"schemawright {schemawright.__version__}"
    assert found["options"] == {
        "source": ["Pet.json"],
        "root": ["Pet"],
        "package": "pets",
        "docs": "docs",
        "edition": "2026",
        "target": ["enums"],
        "line-length": 60,
        "key-order": "document",
        "format": "black",
    }
    assert sorted(found["inputs"]) == ["Owner.json", "Pet.json"]


def test_a_record_does_not_depend_on_the_machine(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(pet())
    wanted = tree()
    monkeypatch.chdir(folder / "schemas")
    run(pet(sources=("Pet.json",), out="../out"))
    run(pet(sources=(str(folder / "schemas" / "Pet.json"),), out=str(folder / "out")))
    monkeypatch.chdir(folder)
    assert tree() == wanted
    moved = folder / "elsewhere"
    shutil.copytree("schemas", moved / "schemas")
    monkeypatch.chdir(moved)
    run(pet())
    assert {str(each) for each in tree()} == {*wanted}
    assert tree() == wanted


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        (("schemas",), ["."]),
        (("schemas/Pet.json", "schemas"), ["Pet.json", "."]),
        (("a/x.json", "b/c/y.json", "-"), ["a/x.json", "b/c/y.json", "-"]),
        (("/somewhere/x.json",), ["x.json"]),
        (("../x.json", "-"), ["x.json", "-"]),
        (("-",), ["-"]),
    ],
)
def test_sources_are_recorded_without_what_lies_above(
    sources: tuple[str, ...], names: list[str]
) -> None:
    found = provenance.record({}, pet(sources=sources), {}, "1")
    assert found.options["source"] == names


def test_a_second_run_writes_nothing() -> None:
    (first,) = run(pet())
    (second,) = run(pet())
    assert first.plan.write
    assert not second.plan.write
    assert check(pet()) == [{}]


def test_what_is_out_of_date_is_found() -> None:
    run(pet())
    Path("out/pets/enums.py").unlink()
    Path("out/docs/pet.md").write_text("mine")
    found = check(pet(targets=("docs", "enums")))[0]
    assert found["pets/enums.py"] is Staleness.MISSING
    assert found["docs/pet.md"] is Staleness.DIFFERENT
    assert found["pets/typed_dicts.py"] is Staleness.ORPHAN


def test_nothing_is_written_unless_every_package_can_be() -> None:
    Path("bad.json").write_text("{")
    Path("worse.json").write_text("[")
    before = tree()
    with pytest.raises(InputError) as caught:
        run(pet(), pet(sources=("bad.json",)), pet(sources=("worse.json",)))
    assert [each.location.uri for each in caught.value.diagnostics] == ["bad.json", "worse.json"]
    with pytest.raises(InputError):
        run(pet(), pet(package="x", out="bad.json"))
    assert tree() == before


def test_packages_cannot_share_a_file() -> None:
    before = tree()
    with pytest.raises(InputError) as caught:
        run(pet(), pet(package="x", out="./schemas/../out"), pet(package="pets", docs="d"))
    assert [each.message for each in caught.value.diagnostics] == [
        "both pets and x would write it",
        "both pets and pets would write it",
    ]
    assert tree() == before
    run(pet(), pet(package="x", docs="x"), pet(package="pets", out="other"))
    assert check(pet(), pet(package="x", docs="x"), pet(out="other")) == [{}, {}, {}]


def test_each_step_is_announced() -> None:
    steps: list[str] = []
    packages = [pet(), pet(package="x", docs="x", format="black")]
    api.write(packages, steps.append)
    assert len(steps) == api.steps(packages) == 15
    assert steps[0] == "reading"
    assert steps[-1] == "writing"
    steps.clear()
    api.check(packages, steps.append)
    assert len(steps) == 15


def test_sorted_keys_make_the_order_of_keys_irrelevant() -> None:
    def turned(schema: dict[str, Any]) -> dict[str, Any]:
        properties: dict[str, Any] = schema["properties"]
        return {**schema, "properties": dict(reversed(properties.items()))}

    def files(order: Any) -> Mapping[PurePosixPath, str]:
        return schemawright.generate("schemas/Pet.json", package="pets", key_order=order)

    plain, ordered = files("document"), files("sorted")
    put("schemas/Pet.json", turned(PET))
    put("schemas/Owner.json", turned(OWNER))
    assert files("document") != plain
    assert files("sorted") == ordered


def test_sorting_keeps_positions_and_reads_each_document_once() -> None:
    library = Library(["schemas/Pet.json"], arrange=sorted_keys)
    document = library["schemas/Pet.json"]
    value: Any = document.value
    assert [*value] == ["properties", "required", "title", "type"]
    assert library.entries == (document,)
    assert str(document.position("/title")) == "1:2"
    base = Path("schemas/Owner.json").resolve().as_uri()
    assert library.open(base) is library.open(base) is library["schemas/Owner.json"]
    assert library.open(f"{base}x") is None


def test_sorting_is_deep_and_leaves_its_input_alone() -> None:
    shared = {"z": 1, "a": [{"y": 2, "b": 3}]}
    value: Any = {"b": [shared], "a": shared, "c": None}
    found: Any = sorted_keys(value)
    assert json.dumps(found) == (
        '{"a": {"a": [{"b": 3, "y": 2}], "z": 1}, '
        '"b": [{"a": [{"b": 3, "y": 2}], "z": 1}], "c": null}'
    )
    assert found["a"] is found["b"][0]
    assert json.dumps(shared) == '{"z": 1, "a": [{"y": 2, "b": 3}]}'
    for _ in range(100_000):
        value = [value]
    assert sorted_keys(value) is not value
    assert sorted_keys(3) == 3


def test_public_names_are_imported_when_they_are_asked_for() -> None:
    code = (
        "import sys, schemawright\n"
        "assert not [m for m in sys.modules if m.startswith('schemawright.')]\n"
        "assert set(schemawright.__all__) <= set(dir(schemawright))\n"
        "[getattr(schemawright, name) for name in schemawright.__all__]\n"
        "assert schemawright.generate is schemawright.generate\n"
        "assert 'click' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(schemawright, "nothing")  # noqa: B009 - type checkers know better
