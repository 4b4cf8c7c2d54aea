"""The command `bundle`: what it writes where, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

import schemawright
from loopback_server import answer, serving
from schemawright.cli import main
from schemawright.document_text import document_text
from schemawright.source import documents

if TYPE_CHECKING:
    from click.testing import Result

MAIN = {"$schema": "https://json-schema.org/draft/2020-12/schema", "items": {"$ref": "ä.yaml"}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("SCHEMAWRIGHT_")]:
        monkeypatch.delenv(name)
    Path("main.json").write_text(json.dumps(MAIN))
    Path("ä.yaml").write_text("type: string\ndescription: ä\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str, **how: Any) -> Result:
    result = CliRunner().invoke(main, ["bundle", *arguments], prog_name="schemawright", **how)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def tree() -> dict[str, bytes | None]:
    paths = sorted(Path().rglob("*"))
    return {str(path): path.read_bytes() if path.is_file() else None for path in paths}


def bundled() -> Any:
    return schemawright.bundle("main.json")


def test_standard_output() -> None:
    before = tree()
    result = run("main.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout_bytes) == bundled()
    assert "ä" in result.stdout_bytes.decode()
    assert result.stdout_bytes.endswith(b"}\n")
    assert tree() == before


def test_a_file() -> None:
    result = run("main.json", "-o", "made/here.json")
    assert (result.exit_code, result.output) == (0, "")
    first = Path("made/here.json").read_bytes()
    assert json.loads(first) == bundled()
    Path("made/here.json").write_text("something else")
    assert run("main.json", "--output", "made/here.json").exit_code == 0
    assert Path("made/here.json").read_bytes() == first
    assert [each.name for each in Path("made").iterdir()] == ["here.json"]


def test_yaml() -> None:
    assert run("main.json", "-o", "made.YML").exit_code == 0
    text = Path("made.YML").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == bundled()
    assert text.startswith(('$schema: "https://', '"$schema": '))
    assert run("main.json", "--syntax", "yaml").stdout_bytes.decode() == text
    assert run("main.json", "-o", "j.yaml", "--syntax", "json").exit_code == 0
    assert json.loads(Path("j.yaml").read_bytes()) == bundled()


def test_a_link_is_followed_and_a_pipe_is_written_to() -> None:
    Path("real.json").write_text("")
    Path("link.json").symlink_to("real.json")
    assert run("main.json", "-o", "link.json").exit_code == 0
    assert Path("link.json").is_symlink()
    assert json.loads(Path("real.json").read_bytes()) == bundled()
    os.mkfifo("pipe")
    read: list[bytes] = []
    reading = threading.Thread(target=lambda: read.append(Path("pipe").read_bytes()))
    reading.start()
    assert run("main.json", "-o", "pipe").exit_code == 0
    reading.join(10)
    assert read == [Path("real.json").read_bytes()]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("main.json", "-o", "folder"), "unwritable"),
        (("main.json", "-o", "main.json/x"), "unwritable"),
        (("main.json", "-o", "new.json", "--root", "Nix"), "missing-root"),
        (("broken.json", "-o", "new.json"), "unresolved-reference"),
        (("broken.json", "-o", "old.json"), "unresolved-reference"),
        (("nowhere.json", "-o", "new.json"), "unreadable"),
        (("remote.json", "-o", "new.json"), "refused-reference"),
        (("main.json", "--dialect", "nix"), "bad-option"),
        ((".", "-o", "folder/new.json"), "bad-option"),
    ],
)
def test_faults_leave_everything_as_it_was(arguments: tuple[str, ...], code: str) -> None:
    Path("folder").mkdir()
    Path("old.json").write_text("old")
    Path("broken.json").write_text('{"$ref": "#/$defs/nowhere"}')
    Path("remote.json").write_text('{"$ref": "https://example.test/a.json"}')
    before = tree()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error {code}: " in result.stderr
    assert tree() == before


def test_nothing_to_bundle() -> None:
    result = run()
    assert result.exit_code == 2
    assert "schemawright bundle" in result.stderr


def test_findings_as_data_need_another_place_for_the_document() -> None:
    result = run("main.json", "--report", "json")
    assert result.exit_code == 2
    assert "--output" in result.stderr
    Path("main.json").write_text('{"$ref": "gone.json"}')
    result = run("main.json", "--report", "json", "-o", "a.json", "--on-missing", "any")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["code"] == "unresolved-reference"


def test_configured_packages() -> None:
    one = '[tool.schemawright]\nsource = "main.json"\n'
    Path("pyproject.toml").write_text(one)
    assert json.loads(run().stdout_bytes) == bundled()
    Path("other.json").write_text("{}")
    tables = (
        '[[package]]\nsource = "main.json"\npackage = "a"\n[[package]]\nsource = "other.json"\n'
    )
    Path("pyproject.toml").unlink()
    Path("schemawright.toml").write_text(tables)
    result = run()
    assert result.exit_code == 2
    assert "2 packages are configured" in result.stderr
    assert "--package: 'a', 'other'" in result.stderr
    assert json.loads(run("--package", "other").stdout_bytes) == {}
    assert json.loads(run("--package", "a").stdout_bytes) == bundled()


def test_standard_input() -> None:
    result = run("-", input=b'{"$id": "x.json", "$ref": "#/$defs/a", "$defs": {"a": {}, "b": {}}}')
    assert result.exit_code == 0
    assert json.loads(result.stdout_bytes)["$defs"] == {"a": {}}


ODD: list[Any] = [
    *("", "a", "Ä", "é b", "yes", "No", "null", "~", "1", "1e3", "0o17", "0x1F", ".5", "-", "- a"),
    *("a: b", "a #b", "#a", "[a", "{a}", "&a", "*a", "!a", "|", ">", "'", '"', "%", "@", "`", "?"),
    *(
        "a\nb",
        "\n",
        " a",
        "a ",
        "a:",
        "2024-01-01",
        "12:30:00",
        "=",
        "<<",
        "\x7f",
        "\x00",
        "\u2028",
    ),
    *("\U0001f600", "\ufeff", "\x85", "y", "on", "a/b", "a,b", ".inf", ".nan", "---", "...", "\t"),
    *(
        0,
        -1,
        1.0,
        1e300,
        1e-7,
        -0.0,
        10**30,
        True,
        False,
        None,
        [],
        {},
        [[]],
        [{}],
        {"": [{"a": {}}]},
    ),
]


@pytest.mark.parametrize("syntax", ["json", "yaml"])
def test_texts_mean_what_they_are_made_of(syntax: Any) -> None:
    value: Any = {"values": ODD, **{each: each for each in ODD if isinstance(each, str)}}
    text = document_text(value, syntax)
    found = documents.parse(text, "x", syntax=syntax).value
    assert json.dumps(found) == json.dumps(value)
    if syntax == "yaml":
        assert json.dumps(yaml.safe_load(text)) == json.dumps(value)


def test_half_characters_are_escaped() -> None:
    text = document_text({"a": "\ud800ä"}, "json")
    assert json.loads(text) == {"a": "\ud800ä"}


def test_remote_documents_are_kept_and_locked() -> None:
    with serving(
        {"/types.json": answer(b'{"$defs": {"t": {"type": "string"}, "u": {}}}')}
    ) as server:
        Path("main.json").write_text(json.dumps({"$ref": f"{server.url}/types.json#/$defs/t"}))
        refused = run("main.json", "-o", "made.json")
        assert (refused.exit_code, Path("made.json").exists()) == (2, False)
        allowed = ("--allow-remote", f"{server.url}/")
        assert run("main.json", "-o", "made.json", *allowed).exit_code == 0
        made = json.loads(Path("made.json").read_bytes())
        (held,) = made["$defs"].values()
        assert held == {"$id": f"{server.url}/types.json", "$defs": {"t": {"type": "string"}}}
        assert Path("schemawright.lock").is_file()
        server.routes["/types.json"] = answer(b'{"$defs": {"t": {"type": "number"}}}')
        assert json.loads(run("main.json").stdout_bytes) == made
        assert run("main.json", *allowed, "--update-remotes", "-o", "made.json").exit_code == 0
        assert json.loads(Path("made.json").read_bytes()) != made
    Path("schemawright.lock").unlink()
    assert run("made.json").exit_code == 0
