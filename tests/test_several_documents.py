"""Several documents become one package: without repetitions, whatever circle they stand in."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from code_checks import mypy_findings
from generated_packages import Outcome, imported, modules, records, run, write

if TYPE_CHECKING:
    from types import ModuleType

SHARED = """\
$defs:
  Money: {type: object, properties: {amount: {type: integer}, payer: {$ref: 'a.json'}}}
  Unit: {enum: [piece, litre]}
"""


def about(title: str, **properties: str) -> dict[str, Any]:
    found = {key: {"$ref": reference} for key, reference in properties.items()}
    return {"title": title, "type": "object", "properties": found}


DOCUMENTS = {
    "a.json": about("Alpha", b="b.json", money="shared.yaml#/$defs/Money", self="#"),
    "b.json": about("Beta", c="deep/c.json", money="shared.yaml#/$defs/Money"),
    "deep/c.json": about("Gamma", a="../a.json", unit="../shared.yaml#/$defs/Unit"),
}
CLASSES = {"Alpha", "Beta", "Gamma", "Money"}


def put(name: str, value: object) -> str:
    path = Path(name)
    path.write_text(json.dumps(value), encoding="utf-8")
    return name


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "schemas/deep").mkdir(parents=True)
    for name, value in DOCUMENTS.items():
        (tmp_path / "schemas" / name).write_text(json.dumps(value), encoding="utf-8")
    (tmp_path / "schemas/shared.yaml").write_text(SHARED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generated(*sources: str) -> Outcome:
    found = run({"source": list(sources), "package": "several"})
    assert found.files, found.text
    return found


@pytest.mark.parametrize(
    "sources",
    [
        ("schemas/a.json",),
        ("schemas/b.json",),
        ("schemas/deep/c.json", "schemas/a.json"),
        ("schemas/a.json", "schemas/b.json", "schemas/deep/c.json", "schemas/shared.yaml"),
        ("schemas",),
    ],
)
def test_each_type_is_there_once(folder: Path, sources: tuple[str, ...]) -> None:
    found = generated(*sources)
    write(found.files, folder / "code")
    with imported(folder / "code", "several") as package:
        assert set(records(package)) == CLASSES
        names = [path for path in found.code if path.startswith("several/models/")]
        assert len(names) == len(CLASSES) + 1
        assert_homes(package)


def assert_homes(package: ModuleType) -> None:
    """`__module__` says where a class really is, and there it is."""
    for name, class_ in records(package).items():
        home = importlib.import_module(class_.__module__)
        assert getattr(home, name) is class_
        assert class_.__module__.startswith(f"{package.__name__}.models.")
    for module in modules(package):
        assert module.__name__.startswith(package.__name__)


def test_documents_in_a_circle_are_imported_in_any_order(folder: Path) -> None:
    write(generated("schemas").files, folder / "code")
    lines = [f"import several.models.{name}" for name in ("alpha", "beta", "gamma", "money")]
    orders = ["; ".join(each) for each in permutations(lines)]
    script = (
        "import sys\nfor order in sys.argv[1:]:\n"
        "    for name in [each for each in sys.modules if each.startswith('several')]:\n"
        "        del sys.modules[name]\n"
        "    exec(order)\n"
    )
    subprocess.run([sys.executable, "-c", script, *orders], cwd=folder / "code", check=True)
    assert mypy_findings(folder / "code", ["several"]) == ""


def test_the_order_of_sources_does_not_change_the_types() -> None:
    names = [f"schemas/{each}" for each in (*DOCUMENTS, "shared.yaml")]
    outcomes = [generated(*order).code for order in permutations(names)]
    models = [
        {path: text for path, text in each.items() if "/models/" in path} for each in outcomes
    ]
    assert all(each == models[0] for each in models)
    assert len(models[0]) == len(CLASSES) + 1


# What several documents define alike.

ADDRESS = {"type": "object", "properties": {"city": {"type": "string"}}}
PERSON = {"type": "object", "properties": {"home": {"$ref": "#/$defs/Address"}}}


def owner(title: str, **definitions: Any) -> dict[str, Any]:
    properties = {name: {"$ref": f"#/$defs/{name}"} for name in definitions}
    return {"title": title, "properties": properties, "$defs": definitions}


def classes(*documents: Any) -> list[str]:
    """Return the names of the dataclasses that several documents yield."""
    names = [put(f"{index}.json", each) for index, each in enumerate(documents)]
    code = generated(*names).code
    return sorted(
        line[6:].partition("(")[0]
        for path, text in code.items()
        if "/models/" in path
        for line in text.splitlines()
        if line.startswith("class ")
    )


def test_definitions_that_documents_repeat_are_one_type() -> None:
    one = owner("One", Person=PERSON, Address=ADDRESS)
    two = owner("Two", Address=ADDRESS, Person=PERSON)
    three = owner("Three", Address=ADDRESS)
    assert classes(one, two, three) == ["Address", "One", "Person", "Three", "Two"]


def test_components_that_documents_repeat_are_one_type() -> None:
    def api(**schemas: Any) -> dict[str, Any]:
        return {"openapi": "3.1.0", "components": {"schemas": schemas}}

    error = {"type": "object", "properties": {"cause": {"$ref": "#/components/schemas/Error"}}}
    assert classes(api(Error=error, A=ADDRESS), api(B=PERSON | ADDRESS, Error=error)) == [
        *("A", "B", "Error"),
    ]


def test_definitions_that_lead_to_different_ones_are_different() -> None:
    other = {"type": "object", "properties": {"town": {"type": "string"}}}
    one = owner("One", Person=PERSON, Address=ADDRESS)
    two = owner("Two", Person=PERSON, Address=other)
    found = classes(one, two)
    assert len(found) == 6
    assert {"Address", "Person", "One", "Two"} < {*found}


def test_definitions_in_a_circle_are_compared_as_a_whole() -> None:
    def circle(last: Any) -> dict[str, Any]:
        return {
            "A": {"type": "object", "properties": {"next": {"$ref": "#/$defs/B"}}},
            "B": {"type": "object", "properties": {"next": {"$ref": "#/$defs/C"}}},
            "C": {"type": "object", "properties": {"next": {"$ref": "#/$defs/A"}, "end": last}},
        }

    alike = classes(owner("One", **circle({})), owner("Two", **circle({})))
    assert alike == ["A", "B", "C", "One", "Two"]
    assert len(classes(owner("One", **circle({})), owner("Two", **circle({"type": "null"})))) == 8


def test_definitions_of_different_dialects_are_different() -> None:
    draft7 = {"$schema": "http://json-schema.org/draft-07/schema#"}
    found = classes(owner("One", Address=ADDRESS), {**draft7, **owner("Two", Address=ADDRESS)})
    assert len(found) == 4


def test_references_into_a_repeated_definition_are_one_type() -> None:
    inner: Any = {
        "type": "object",
        "properties": {"city": {"type": "object", "properties": {"a": {}}}},
    }
    into = {"$ref": "#/$defs/Address/properties/city"}
    one = {**owner("One", Address=inner), "items": into}
    two = {**owner("Two", Address=inner), "additionalProperties": into}
    assert classes(one, two) == ["Address", "One", "OneAddressCity", "Two"]
