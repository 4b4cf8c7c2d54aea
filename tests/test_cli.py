"""The command line: what it prints, what it writes, and its exit status."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from schemawright.cli import main

if TYPE_CHECKING:

    from click.testing import Result

PET = '{"title": "Pet", "type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}}}'
PLAIN = '{"title": "Plain", "type": "object", "properties": {"name": {"type": "string"}}}'
ODD = '{"title": "Odd", "type": "object", "properties": {"kind": {"enum": [1, 1, "a"]}}}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("SCHEMAWRIGHT_")]:
        monkeypatch.delenv(name)
    for name, text in (("pet.json", PET), ("plain.json", PLAIN), ("odd.json", ODD)):
        Path(name).write_text(text)
    return tmp_path


def run(*arguments: str, **how: Any) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="schemawright", **how)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def tree() -> dict[str, bytes | None]:
    paths = sorted(Path().rglob("*"))
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


def test_generate_writes_and_is_quiet_when_nobody_looks() -> None:
    result = run("generate", "pet.json")
    assert (result.exit_code, result.output) == (0, "")
    assert Path("out/pet/enums.py").is_file()
    assert Path("out/docs/index.md").is_file()


def test_verbose_sums_up() -> None:
    first = run("generate", "pet.json", "--package", "a.pets", "--verbose")
    count = len([each for each in Path("out").rglob("*") if each.is_file()])
    assert first.stderr.startswith(f"wrote {count} files, 0 unchanged in out/a/pets (0.")
    second = run("generate", "pet.json", "--package", "a.pets", "-v", "--target", "docs")
    assert second.stderr.startswith("wrote 1 file, removed ")
    third = run("generate", "pet.json", "--package", "a.pets", "-v", "--target", "docs")
    assert third.stderr.split(" (")[0].endswith("unchanged in out/a/pets")
    assert "wrote" not in third.stderr
    assert (first.stdout, second.stdout) == ("", "")


def test_a_second_run_writes_nothing() -> None:
    run("generate", "pet.json")
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    assert run("generate", "pet.json").exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")} == before


def test_check_is_satisfied_with_what_generate_wrote() -> None:
    options = ("pet.json", "--out", "src", "--docs", "reference", "--line-length", "60")
    run("generate", *options)
    result = run("check", *options)
    assert (result.exit_code, result.output) == (0, "")
    assert run("check", *options, "-v").stderr == "everything is up to date\n"


def test_check_shows_a_diff_and_what_to_run() -> None:
    run("generate", "pet.json", "--out", "my src")
    Path("pet.json").write_text(PET.replace("dog", "cow"))
    before = tree()
    result = run("check", "pet.json", "--out", "my src")
    assert result.exit_code == 1
    assert "--- a/pet/enums.py\n+++ b/pet/enums.py\n@@" in result.stdout
    assert '\n-    DOG = "dog"\n' in result.stdout
    assert '\n+    COW = "cow"\n' in result.stdout
    count = result.stdout.count("\n--- ") + 1
    assert result.stderr == (
        f"{count} files are out of date; run: schemawright generate pet.json --out 'my src'\n"
    )
    assert run("check", "pet.json", "--out", "my src", "--quiet").stderr == ""
    assert tree() == before


def test_check_of_nothing_shows_everything_and_writes_nothing() -> None:
    before = tree()
    result = run("check", "pet.json")
    assert result.exit_code == 1
    assert "--- /dev/null\n+++ b/pet/__init__.py\n" in result.stdout
    assert tree() == before


def test_one_file_is_not_files() -> None:
    run("generate", "pet.json")
    Path("out/pet/enums.py").unlink()
    assert run("check", "pet.json").stderr.startswith("1 file is out of date; run: ")


def test_an_edited_file_is_kept_unless_forced() -> None:
    run("generate", "pet.json")
    edited = Path("out/pet/enums.py")
    edited.write_text(edited.read_text() + "# mine\n")
    result = run("generate", "pet.json", "-v")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "out/pet/enums.py: warning changed-by-hand: was changed by hand and is kept\n"
        "  hint: --force overwrites it\n"
        "kept 1, "
    )
    assert "# mine" in edited.read_text()
    assert run("generate", "pet.json", "--force").exit_code == 0
    assert "# mine" not in edited.read_text()


def test_warnings_go_to_stderr_unless_quiet() -> None:
    for command, status in (("generate", 0), ("check", 0)):
        result = run(command, "odd.json")
        assert result.exit_code == status
        assert result.stdout == ""
        assert result.stderr.startswith(
            "odd.json:1:60 #/properties/kind/enum: warning repeated-enum-value: values are "
            "repeated: 1"
        )
        assert run(command, "odd.json", "--quiet").output == ""


def test_findings_for_programs_go_to_stdout() -> None:
    result = run("generate", "odd.json", "--report", "json")
    (finding,) = map(json.loads, result.stdout.splitlines())
    assert (finding["code"], finding["line"], finding["column"]) == ("repeated-enum-value", 1, 60)
    assert result.stderr == ""
    Path("out/odd/enums.py").unlink(missing_ok=True)
    Path("out/odd/py.typed").unlink()
    result = run("check", "odd.json", "--report", "github")
    assert result.exit_code == 1
    assert (
        "::error file=out/odd/py.typed,title=out-of-date::is missing%0Ahint: run schemawright "
        "generate\n" in result.stdout
    )
    assert "---" not in result.stdout
    result = run("generate", "none.json", "--report", "json", "--quiet")
    assert (result.exit_code, json.loads(result.stdout)["code"]) == (2, "unreadable")


def test_an_annotation_shows_what_differs_and_where() -> None:
    run("generate", "pet.json")
    Path("pet.json").write_text(PET.replace("dog", "cow"))
    result = run("check", "pet.json", "--report", "github")
    assert result.exit_code == 1
    (line,) = [each for each in result.stdout.splitlines() if "file=out/pet/enums.py" in each]
    number = Path("out/pet/enums.py").read_text().split("\n").index('    DOG = "dog"') + 1
    start = f"::error file=out/pet/enums.py,line={number},col=1,title=out-of-date::is not what "
    assert line.startswith(f"{start}would be generated%0A@@ -")
    assert '%0A-    DOG = "dog"%0A+    COW = "cow"%0A' in line
    assert line.endswith("%0Ahint: run schemawright generate")
    for path in Path("out").rglob("*.py"):
        path.write_text("x" * 999 + "\n" + "y\n" * 99)
    lines = run("check", "pet.json", "--report", "github").stdout.splitlines()
    assert max(map(len, lines)) < 4000
    assert any(f"%0A-{'x' * 159}…%0A-y" in each for each in lines)
    assert any(re.search(r"%0A… and \d+ more lines%0Ahint", each) for each in lines)


def test_standard_input_is_a_source() -> None:
    result = run("generate", "-", "--package", "pets", input=PET)
    assert (result.exit_code, result.output) == (0, "")
    assert Path("out/pets/enums.py").is_file()
    record = json.loads(Path("out/pets/schemawright.manifest.json").read_text())
    assert (record["options"]["source"], [*record["inputs"]]) == (["-"], ["stdin"])
    result = run("generate", "-", "--package", "pets", input='{"a": }')
    assert result.exit_code == 2
    assert result.stderr.startswith("stdin:1:7: error syntax-error: ")


def test_configured_packages_are_all_run() -> None:
    Path("pyproject.toml").write_text("""
        [tool.schemawright]
        out = "gen"
        [[tool.schemawright.package]]
        source = "pet.json"
        docs = "docs/pet"
        [[tool.schemawright.package]]
        source = "plain.json"
        docs = "docs/plain"
        """)
    assert run("generate").exit_code == 0
    assert Path("gen/pet/__init__.py").is_file()
    assert Path("gen/plain/__init__.py").is_file()
    assert run("check", "-v").stderr == "everything is up to date\n"
    Path("gen/plain/__init__.py").unlink()
    result = run("check")
    assert (result.exit_code, result.stderr) == (
        1,
        "1 file is out of date; run: schemawright generate\n",
    )
    assert run("check", "--package", "pet").exit_code == 0


def test_settings_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pyproject.toml").write_text(
        '[tool.schemawright]\nsource = "pet.json"\nout = "of_config"\npackage = "of_config"\n'
        "line-length = 71\n"
    )
    monkeypatch.setenv("SCHEMAWRIGHT_OUT", "of_environment")
    monkeypatch.setenv("SCHEMAWRIGHT_PACKAGE", "of_environment")
    monkeypatch.setenv("SCHEMAWRIGHT_TARGET", "enums docs")
    assert run("generate", "--package", "of_line").exit_code == 0
    record = json.loads(Path("of_environment/of_line/schemawright.manifest.json").read_text())
    assert record["options"]["line-length"] == 71
    assert record["options"]["target"] == ["enums", "docs"]
    assert record["options"]["source"] == ["pet.json"]
    monkeypatch.setenv("SCHEMAWRIGHT_SOURCE", os.pathsep.join(["pet.json", "plain.json"]))
    assert run("generate", "--package", "of_line").exit_code == 0
    record = json.loads(Path("of_environment/of_line/schemawright.manifest.json").read_text())
    assert record["options"]["source"] == ["pet.json", "plain.json"]


def test_version_and_help() -> None:
    result = run("--version")
    assert (result.exit_code, result.output.split(" ")[0]) == (0, "schemawright")
    assert "generate" in run("-h").output
    text = run("generate", "--help").output
    assert all(each in text for each in ("--format [none|black|ruff]", "--report", "[SOURCE]..."))
