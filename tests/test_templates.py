"""Templates of users: they count before those of the same name, and what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

import schemawright
from schemawright import rendering
from schemawright.cli import main
from schemawright.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

PET = {
    "title": "Pet",
    "type": "object",
    "properties": {"kind": {"enum": ["cat", "dog"]}, "name": {"type": "string"}},
}
OWN = """\
{% include "schemawright/python/models.py.jinja" %}

CLASSES = {{ view.classes | length }}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rendering.forget()
    Path("pet.json").write_text(json.dumps(PET))
    Path("mine/python").mkdir(parents=True)
    return tmp_path


def put(name: str, text: str) -> None:
    path = Path("mine", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    rendering.forget()


def files(**how: object) -> Mapping[str, str]:
    found = schemawright.generate("pet.json", package="pets", templates="mine", **how)  # type: ignore[arg-type]  # names
    return {path.as_posix(): text for path, text in found.items()}


class Result(NamedTuple):
    status: int
    out: str


def run(*arguments: str) -> Result:
    rendering.forget()
    found = CliRunner().invoke(main, arguments, prog_name="schemawright", catch_exceptions=False)
    return Result(found.exit_code, found.output)


def test_a_template_counts_before_the_one_of_its_name() -> None:
    plain = schemawright.generate("pet.json", package="pets")
    put("python/models.py.jinja", OWN)
    found = files()
    (changed,) = [name for name, text in found.items() if text != plain[PurePosixPath(name)]]
    assert changed == "pets/models/pet.py"
    assert found[changed] == plain[PurePosixPath(changed)] + "\nCLASSES = 1\n"


def test_a_carried_module_counts_too() -> None:
    put("runtime/values.py.jinja", "# Mine.\n{{ 1 }}\n")
    assert "# Mine.\n{{ 1 }}\n" in files()["pets/_validation/values.py"]


def test_templates_may_include_others() -> None:
    put("python/_end.jinja", "END = {{ view.enums | length }}\n")
    put("python/enums.py.jinja", 'from enum import *\n{% include "python/_end.jinja" %}\n')
    assert files(target="enums")["pets/enums.py"] == "from enum import *\nEND = 1\n"


WRONG = {
    "syntax": ("{% if %}\n", "mine/python/enums.py.jinja:1:1", "TemplateSyntaxError: Expected an"),
    "name": ("\n{{ nothing }}\n", "mine/python/enums.py.jinja:2:1", "'nothing' is undefined"),
    "attribute": ("{{ view.none }}\n", "mine/python/enums.py.jinja:1:1", "has no attribute 'none'"),
    "value": ("\n\n{{ 1 / 0 }}\n", "mine/python/enums.py.jinja:3:1", "ZeroDivisionError"),
    "missing": ('{% include "no" %}\n', "mine/python/enums.py.jinja:1:1", "TemplateNotFound: no"),
    "python": ("class class:\n", "mine/python/enums.py.jinja", "what it makes is no Python"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_template_is_told_with_its_place(name: str) -> None:
    text, place, reason = WRONG[name]
    put("python/enums.py.jinja", text)
    said = run("generate", "pet.json", "--templates", "mine", "--out", "out")
    assert said.status == 2
    assert said.out.startswith(place)
    assert "error bad-template" in said.out
    assert reason in said.out
    assert not Path("out").exists()


def test_a_failure_in_a_shipped_template_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    put("python/_nothing.jinja", "")

    def broken(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("jinja2.Template.render", broken)
    with pytest.raises(ZeroDivisionError):
        files()


def test_names_that_nothing_asks_for_are_told() -> None:
    put("python/enum.py.jinja", "")
    put("notes.txt", "")
    put("python/.hidden", "")
    said = run("generate", "pet.json", "--templates", "mine", "--out", "out")
    assert said.status == 0
    assert said.out.count("warning unknown-template") == 2
    assert "did you mean python/enums.py.jinja?" in said.out


def test_a_missing_directory_is_told() -> None:
    with pytest.raises(InputError, match="there is no such directory of templates"):
        schemawright.generate("pet.json", package="pets", templates="yours")


def test_the_configuration_is_where_paths_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    put("python/enums.py.jinja", "MINE = 1\n")
    Path("schemawright.toml").write_text(
        'source = "pet.json"\npackage = "pets"\ntemplates = "mine"\ntarget = "enums"\n'
    )
    Path("inside").mkdir()
    monkeypatch.chdir("inside")
    assert run("generate").status == 0
    assert Path("../out/pets/enums.py").read_text() == "MINE = 1\n"
    options = json.loads(Path("../out/pets/schemawright.manifest.json").read_text())["options"]
    assert [*options["templates"]] == ["python/enums.py.jinja"]
    assert run("check").status == 0
    Path("../mine/python/enums.py.jinja").write_text("MINE = 2\n")
    assert run("check").status == 1


def test_templates_are_what_a_run_depends_on() -> None:
    put("python/enums.py.jinja", "MINE = 1\n")
    arguments = ("pet.json", "--templates", "mine", "--depfile", "d", "--out", "out", "-q")
    assert run("generate", *arguments).status == 0
    assert "mine/python/enums.py.jinja" in Path("d").read_text()
