"""Targets of other packages: the one that the guide shows, and such as are broken."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import schemawright
from guides import blocks
from schemawright.cli import main
from schemawright.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).parents[1]
GUIDE = (REPOSITORY / "docs/templates-and-targets.md").read_text(encoding="utf-8")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the schema of the README, and one for packages that are installed."""
    monkeypatch.chdir(tmp_path)
    Path("pet.json").write_text(blocks(README, "json")[0])
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    return tmp_path


def install(name: str, code: str, entry: str) -> None:
    """Install a package with one module and one entry point."""
    information = Path("site", f"{name}-1.0.dist-info")
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(f"[schemawright.targets]\n{entry}\n")
    Path("site", f"{name}.py").write_text(code)
    sys.modules.pop(name, None)


def test_the_target_of_the_guide() -> None:
    configuration = blocks(GUIDE, "toml")[1]
    found = re.search(r'^typescript = "(.*)"$', configuration, re.MULTILINE)
    assert found is not None
    (code,) = blocks(GUIDE, "python")
    install("schemawright_typescript", code, f"typescript = {found[1]}")
    (command,) = re.findall(r"`schemawright (generate pet.json .*typescript)`", GUIDE)
    result = CliRunner().invoke(main, [*command.split(), "--out", "."])
    assert result.exit_code == 0, result.output
    assert Path("pet/types.ts").read_text() == blocks(GUIDE, "typescript")[0]
    assert json.loads(Path("pet/schemawright.manifest.json").read_text())["options"]["target"] == [
        "typescript"
    ]


def made() -> Mapping[PurePosixPath, str]:
    return schemawright.generate("pet.json", package="pet", target=["enums", "own"])


def code(body: str) -> str:
    return f"from pathlib import PurePosixPath\ndef own(subject):\n    {body}\n"


FAULTS = {
    "raises": ("raise KeyError('x\\ny')", "the target own, .* failed: KeyError: 'x"),
    "no mapping": ("return None", "failed: AttributeError"),
    "no paths": ("return {'a.txt': ''}", "returned what are no texts by PurePosixPath"),
    "no texts": ("return {subject.path('a.txt'): b''}", "returned what are no texts"),
    "outside": ("return {PurePosixPath('a.txt'): ''}", "would write 'a.txt', outside"),
    "upward": ("return {subject.path('..', 'a.txt'): ''}", "would write 'pet/../a.txt', outside"),
    "taken": ("return {subject.path('enums.py'): ''}", "'pet/enums.py', which is another"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_target_is_told(name: str) -> None:
    body, said = FAULTS[name]
    install("own", code(body), "own = own:own")
    with pytest.raises(InputError, match=said):
        made()


def test_a_target_that_cannot_be_loaded_is_told() -> None:
    install("own", "def other(): pass\n", "own = own:own")
    with pytest.raises(InputError, match="failed: AttributeError: module 'own' has no"):
        made()


def test_findings_of_a_target_are_its_own() -> None:
    body = "from schemawright.diagnostics import InputError; raise InputError()"
    install("own", code(body), "own = own:own")
    with pytest.raises(InputError) as caught:
        made()
    assert caught.value.diagnostics == ()


def test_pages_are_written_too() -> None:
    install("own", code("return {subject.out_docs / 'a.md': 'A.'}"), "own = own:own")
    assert made()[PurePosixPath("docs/a.md")] == "A."


def test_other_names_are_told() -> None:
    install("own", code("return {}"), "own = own:own")
    with pytest.raises(InputError, match="'owm' is not a target"):
        schemawright.generate("pet.json", package="pet", target="owm")


def test_the_names_of_ours_are_ours() -> None:
    install("own", code("raise KeyError"), "enums = own:own")
    assert PurePosixPath("pet/enums.py") in schemawright.generate(
        "pet.json", package="pet", target="enums"
    )
