"""The command line as a process: pipes, encodings, imports, and terminals."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import click
import pytest

from schemawright import progress
from schemawright.progress import Flow, Progress

PET = '{"title": "Pet", "type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}}}'
ODD = '{"title": "Odd", "type": "object", "properties": {"kind": {"enum": [1, 1, "a"]}}}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("SCHEMAWRIGHT_")]:
        monkeypatch.delenv(name)
    for name, text in (("pet.json", PET), ("odd.json", ODD)):
        Path(name).write_text(text)
    return tmp_path


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "schemawright", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_module_runs() -> None:
    result = process("generate", "pet.json", "--out", "src")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert Path("src/pet/enums.py").is_file()
    assert process("--help").stdout.startswith("Usage: schemawright [OPTIONS] COMMAND")


def test_standard_output_may_close_early() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "schemawright", "check", "pet.json"]
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert result.returncode == 1
    assert result.stderr == ""


def test_any_encoding_will_do() -> None:
    Path("é.json").write_text(PET.replace("cat", "ć☃"), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "schemawright", "check", "é.json", "--package", "pets"]
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"\\u0107\\u2603" in result.stdout


def test_a_command_imports_only_what_it_needs() -> None:
    code = (
        "import sys\n"
        "from schemawright.cli import main\n"
        "try: main(['generate', '--help'])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split()
    heavy = {"jinja2", "yaml", "tomllib", "difflib", "importlib.metadata", "subprocess", "black"}
    assert not heavy.intersection(found)
    assert "schemawright.pipeline" not in found
    code = code.replace("'--help'", "'pet.json'")
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split()
    assert "jinja2" in found
    assert not {"black", "jsonschema", "rich", "yaml", "tomllib", "unicodedata2"} & {*found}


class Screen(StringIO):
    """A terminal of which only the last line matters."""

    def line(self) -> str:
        shown = ""
        for part in self.getvalue().rpartition("\n")[2].split("\r"):
            shown = part + shown[len(part) :]
        return shown.rstrip()


def test_progress_is_shown_late_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    with Progress(screen, 4, 80) as step:
        step("reading")
        step("naming")
    assert screen.getvalue() == ""
    monkeypatch.setattr(progress, "PATIENCE", 0)
    with Progress(screen, 4, 30) as step:
        step("something that is rather long")
        deadline = time.monotonic() + 10
        while not screen.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert screen.line() == "[--------------------] someth"
        step("naming")
        assert screen.line() == "[#####---------------] naming"
        step("a")
        assert screen.line() == "[##########----------] a"
    assert screen.line() == ""
    assert screen.getvalue().endswith("\r")


def test_progress_survives_a_terminal_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    screen = Screen()
    with Progress(screen, 2, 80) as step:
        step("reading")
        deadline = time.monotonic() + 10
        while not screen.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        screen.close()
        step("naming")
        step("writing")


def test_a_flow_says_as_much_as_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "PAUSE", -1)
    clock = iter(range(1000))
    monkeypatch.setattr(progress, "perf_counter", lambda: next(clock) * 60.0)
    screen = Screen()
    with Flow(screen, 1000, 52) as flow:
        deadline = time.monotonic() + 10
        while not screen.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        flow(0, "1 MB/s", "7 documents/s")
        assert screen.line() == "[--------------------] 0%, 1 MB/s, 7 documents/s"
        flow(250, "2 MB/s", "8 documents/s")
        assert screen.line().startswith("[#####---------------] 25%, ")
        assert screen.line().endswith(":00 left, 2 MB/s")
        with flow.aside():
            assert screen.line() == ""
        flow(750, "2 MB/s")
        assert screen.line() == "[####################] 100%, 0 s left, 2 MB/s"
        flow(1, "2 MB/s" * 9)
        assert screen.line() == "[####################] 100%, 0 s left"
    assert screen.line() == ""


def test_a_flow_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    screen = Screen()
    with Flow(screen, 0, 80) as flow:
        deadline = time.monotonic() + 10
        while not screen.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        flow(5, "1 MB/s")
        monkeypatch.setattr(progress, "PAUSE", -1)
        flow(5, "2 MB/s", "3 documents/s")
        assert screen.line() == "2 MB/s, 3 documents/s"


def on_terminal(*command: str, **environment: str) -> tuple[int, str]:
    """Run a command on a pseudo-terminal; return its status and what it printed."""
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    variables = {**os.environ, "TERM": "xterm", "NO_COLOR": "", **environment}
    child = subprocess.Popen(
        [sys.executable, *command], stdin=follower, stdout=follower, stderr=follower, env=variables
    )
    os.close(follower)
    printed = b""
    try:
        while chunk := os.read(leader, 65536):
            printed += chunk
    except OSError:
        # How Linux says that the other side is closed.
        pass
    os.close(leader)
    return child.wait(), printed.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colour_the_source_and_a_summary() -> None:
    process("generate", "odd.json")
    Path("out/odd/py.typed").unlink()
    status, text = on_terminal("-m", "schemawright", "generate", "odd.json")
    assert status == 0
    assert click.style("warning repeated-enum-value", fg="yellow", bold=True) in text
    plain = click.unstyle(text).split("\n")
    assert plain[1].startswith("   1 | ")
    assert plain[1][plain[2].index("^") :].startswith('"enum"')
    assert plain[4].startswith("wrote 1 file, ")
    assert plain[5:] == [""]


def test_a_terminal_gets_a_coloured_diff() -> None:
    process("generate", "pet.json")
    Path("pet.json").write_text(PET.replace("dog", "cow"))
    status, text = on_terminal("-m", "schemawright", "check", "pet.json")
    assert status == 1
    assert click.style('+    COW = "cow"', fg="green") in text
    status, text = on_terminal("-m", "schemawright", "check", "pet.json", NO_COLOR="1")
    assert status == 1
    assert "\x1b" not in text


def test_a_terminal_that_can_do_little_gets_plain_text() -> None:
    status, text = on_terminal("-m", "schemawright", "generate", "odd.json", TERM="dumb")
    assert status == 0
    assert "\x1b" not in text
    assert "^" in text


def test_a_terminal_sees_progress_that_leaves_no_residue() -> None:
    code = (
        "import time\n"
        "from schemawright import progress, pipeline, cli\n"
        "progress.PATIENCE = 0\n"
        "read = pipeline.read\n"
        "def slow(*asked):\n"
        "    time.sleep(0.3)\n"
        "    return read(*asked)\n"
        "pipeline.read = slow\n"
        "cli.main(['generate', 'pet.json'])\n"
    )
    status, text = on_terminal("-c", code)
    assert status == 0
    assert "\r[" in text
    assert "] reading" in text
    assert "] writing" in text
    before, _, after = text.rpartition("\r")
    assert set(before.rpartition("\r")[2]) == {" "}
    assert after.startswith("wrote ")
