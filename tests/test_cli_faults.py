"""The command line with bad input: status 2, one clear finding, and nothing written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from schemawright import api
from schemawright.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from click.testing import Result

PET = '{"title": "Pet", "type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}}}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("SCHEMAWRIGHT_")]:
        monkeypatch.delenv(name)
    Path("pet.json").write_text(PET)
    return tmp_path


def run(*arguments: str, **how: Any) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="schemawright", **how)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def tree() -> dict[str, bytes | None]:
    paths = sorted(Path().rglob("*"))
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


DANGLING = """\
{
  "title": "A", "type": "object",
  "properties": {"x": {"$ref": "#/$defs/Nope"}, "y": {"$ref": "#/$defs/Nope"}},
  "$defs": {"Nop": {"type": "string"}}
}"""
LOOP = '{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}'

BAD: Mapping[str, tuple[str, str, Sequence[str], str]] = {
    "broken JSON": (
        "in.json",
        '{"type": "object",\n "properties" {}}',
        (),
        "in.json:2:15: error syntax-error: expected ':' after the key, found '{'\n  hint: ",
    ),
    "truncated JSON": ("in.json", '{"a": [1', (), "in.json:1:9: error syntax-error: "),
    "broken YAML": (
        "in.yaml",
        "type: object\nproperties:\n  a: [1, 2\nb: 3\n",
        (),
        "in.yaml:4:2: error syntax-error: ",
    ),
    "not UTF-8": ("in.json", "é", (), "in.json:1:1: error syntax-error: the byte 0xe9 "),
    "duplicate key": (
        "in.json",
        '{"type": "object",\n "type": "string"}',
        (),
        "in.json:2:2 #/type: error duplicate-key: the key 'type' is stated twice in one object\n",
    ),
    "dangling reference": (
        "in.json",
        DANGLING,
        (),
        (
            "in.json:3:24 #/properties/x/$ref: error unresolved-reference: nothing is found at "
            "'#/$defs/Nope': #/$defs has no 'Nope'; it has 'Nop'\n"
            "  in.json:3:55 #/properties/y/$ref: refers to it too\n"
            "  hint: did you mean 'Nop'?"
        ),
    ),
    "reference loop": (
        "in.json",
        LOOP,
        (),
        (
            "in.json:1:33 #/$defs/a: error reference-loop: leads back to itself and never reaches "
            "a type\n  in.json:1:61 #/$defs/b: on the way round\n  hint: "
        ),
    ),
    "no schema": (
        "in.json",
        "[1, 2]",
        (),
        "in.json:1:1: error no-schemas: holds no schema: an array\n  hint: pass ",
    ),
    "not a schema inside": (
        "in.json",
        '{"type": "object", "properties": {"x": 3}}',
        (),
        (
            "in.json:1:35 #/properties/x: error not-a-schema: expected a schema (an object, true "
            "or false), found a number\n"
        ),
    ),
    "missing root": (
        "in.json",
        PET,
        ("--root", "Pat"),
        (
            "in.json:1:1: error missing-root: no schema is named 'Pat' among the 1 that are "
            "offered\n  hint: did you mean 'Pet'?\n"
        ),
    ),
    "too deep": ("in.json", '{"items":' * 9999, (), "in.json:1:4501: error too-large: "),
    "a file in the way": (
        "in.json",
        PET,
        ("--out", "pet.json"),
        "pet.json: error unwritable: cannot be written: a file is there, but a directory must be",
    ),
    "a device in the way": (
        "in.json",
        PET,
        ("--out", "/dev/null"),
        "/dev/null: error unwritable: cannot be written: ",
    ),
    "impossible package": (
        "in.json",
        PET,
        ("--package", "a.class"),
        "--package: error bad-option: 'class' is a Python keyword",
    ),
    "docs elsewhere": (
        "in.json",
        PET,
        ("--docs", "../docs"),
        "--docs: error bad-option: the docs lie inside the output directory\n",
    ),
}


@pytest.mark.parametrize(
    ("command", "case"),
    [
        *(("generate", case) for case in BAD),
        *(("check", case) for case in BAD if "in the way" not in case),
    ],
)
def test_bad_input_is_one_clear_finding(command: str, case: str) -> None:
    name, text, options, message = BAD[case]
    Path(name).write_text(text, encoding="latin-1")
    before = tree()
    result = run(command, name, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(message)
    assert result.stderr.count(": error ") == 1
    assert tree() == before


def test_a_missing_file_is_one_clear_finding() -> None:
    result = run("generate", "none.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("none.json: error unreadable: cannot be read: there is no such")
    Path("empty").mkdir()
    assert "empty: error no-schemas: " in run("generate", "empty").stderr


def test_a_foreign_file_is_not_overwritten() -> None:
    Path("out/pet").mkdir(parents=True)
    Path("out/pet/enums.py").write_text("mine")
    before = tree()
    result = run("generate", "pet.json", "--force")
    assert result.exit_code == 2
    assert result.stderr.startswith("out/pet/enums.py: error foreign-file: ")
    assert tree() == before


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="nothing is kept from root")
def test_a_directory_without_permission_is_one_clear_finding() -> None:
    Path("out").mkdir(mode=0o555)
    result = run("generate", "pet.json")
    assert result.exit_code == 2
    assert result.stderr == (
        "out: error unwritable: cannot be written: no permission to write to the directory\n"
    )


def test_a_full_disk_is_one_clear_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    result = run("generate", "pet.json")
    assert result.exit_code == 2
    assert result.stderr.endswith("error unwritable: cannot be written: No space left on device\n")
    assert result.stderr.count("\n") == 1


def test_settings_that_cannot_be_used_are_shown_where_they_stand(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("pyproject.toml").write_text('[tool.schemawright]\nsorce = "pet.json"\n')
    (folder / "below").mkdir()
    monkeypatch.chdir(folder / "below")
    result = run("generate")
    assert result.exit_code == 2
    assert result.stderr == (
        "../pyproject.toml:2:1 #/tool/schemawright/sorce: error bad-option: 'sorce' is not an "
        "option\n  hint: did you mean 'source', 'resource'?\n"
    )
    Path("../pyproject.toml").write_text("[tool\n")
    assert run("check").stderr.startswith("../pyproject.toml:1:6: error syntax-error: ")


def test_an_environment_variable_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SCHEMAWRIGHT_PACKAGE", "3d")
    assert run("generate", "pet.json").stderr.startswith("SCHEMAWRIGHT_PACKAGE: error bad-option: ")
    monkeypatch.delenv("SCHEMAWRIGHT_PACKAGE")
    assert run("generate", "").stderr.startswith("SOURCE: error bad-option: expected text that ")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["generate"], "there is nothing to generate from"),
        (["check"], "[tool.schemawright]"),
        (["generate", "pet.json", "--line-length", "7"], "60<=x<=1000"),
        (["generate", "pet.json", "--target", "java"], "'dataclasses', 'enums'"),
        (["generate", "pet.json", "--format", "json"], "'black', 'ruff'"),
        (["generate", "pet.json", "--nothing"], "No such option"),
        (["nothing"], "No such command"),
    ],
)
def test_misuse_is_explained(arguments: list[str], message: str) -> None:
    before = tree()
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert tree() == before


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "write", interrupted)
    result = run("generate", "pet.json")
    assert (result.exit_code, result.output) == (130, "")
