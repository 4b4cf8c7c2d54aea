"""Watching: what is followed, what counts as a change, and how the command ends."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from schemawright import api, memo
from schemawright.cli import main
from schemawright.watching import hints as hinting
from schemawright.watching import loop
from schemawright.watching.command import Runner
from schemawright.watching.following import Following

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from schemawright.watching.following import Change

PET = {
    "title": "Pet",
    "properties": {"name": {"type": "string"}, "owner": {"$ref": "owner.json"}},
}
OWNER = {"title": "Owner", "properties": {"age": {"type": "integer"}}}
CONFIGURATION = 'source = "schemas"\npackage = "pets"\n'
NEVER = 60
"""Seconds; whoever waits so long waits for nothing."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [e for e in os.environ if e.startswith(("SCHEMAWRIGHT_", "WATCHFILES_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(loop, "GRAIN", 0)  # all files are new here
    project = tmp_path / "project"
    (project / "schemas").mkdir(parents=True)
    monkeypatch.chdir(project)
    write("schemas/pet.json", PET)
    write("schemas/owner.json", OWNER)
    Path("schemawright.toml").write_text(CONFIGURATION)
    return project


def write(name: str, value: object) -> None:
    Path(name).write_text(json.dumps(value))


def owner(name: str) -> dict[str, Any]:
    return {"title": "Owner", "properties": {name: {"type": "string"}}}


class Session:
    """What happens when somebody does one thing after the other, each followed by a look."""

    def __init__(self, *actions: Callable[[], object], **asked: Any) -> None:
        self.ran: list[loop.Ran] = []
        self.changes: list[tuple[str, ...]] = []
        self.after: list[int] = []
        """How many actions had been done before each run."""
        self.following: Following | None = None
        self._actions = [*actions]
        self._done = 0
        every: dict[str, Any] = {
            **dict.fromkeys(
                ("source", "root", "resource", "allow_path", "allow_remote", "target"), ()
            ),
            "report": "text",
            "verbose": False,
            "quiet": False,
            **asked,
        }
        for ran, changes in loop.runs(self._runner(every), self._hints, lambda _: None):
            self.ran.append(ran)
            self.changes.append(tuple(map(in_words, changes)))
            self.after.append(self._done)

    def _runner(self, asked: Any) -> Callable[[Sequence[Change]], loop.Ran]:
        runner = Runner(asked, force=False)

        def run(changes: Sequence[Change]) -> loop.Ran:
            with main.make_context("schemawright", ["watch", "--poll"]):
                return runner(changes)

        return run

    def _hints(self, following: Following) -> Iterator[None]:
        self.following = following
        while self._actions:
            action = self._actions.pop(0)
            action()
            self._done += 1
            yield


def in_words(change: Change) -> str:
    return f"{Path(os.path.relpath(change.path)).as_posix()} {change.how}"


def out() -> Mapping[str, bytes]:
    return {p.as_posix(): p.read_bytes() for p in Path("out").rglob("*") if p.is_file()}


def replaced(name: str, value: object) -> None:
    """Write a file as editors do."""
    write(f"{name}~tmp", value)
    Path(f"{name}~tmp").replace(name)


def made_anew(name: str, value: object) -> None:
    Path(name).unlink()
    write(name, value)


CHANGES: Mapping[str, tuple[Callable[[], object], str]] = {
    "written": (lambda: write("schemas/owner.json", owner("a")), "schemas/owner.json changed"),
    "replaced": (lambda: replaced("schemas/owner.json", owner("a")), "schemas/owner.json changed"),
    "anew": (lambda: made_anew("schemas/owner.json", owner("a")), "schemas/owner.json changed"),
    "new": (lambda: write("schemas/new.json", {"title": "New"}), "schemas/new.json appeared"),
    "gone": (lambda: Path("schemas/owner.json").unlink(), "schemas/owner.json disappeared"),
    "folder": (lambda: Path("schemas/sub").mkdir(), "schemas/sub appeared"),
    "all": (lambda: shutil.rmtree("schemas"), "schemas disappeared"),
    "configuration": (
        lambda: Path("schemawright.toml").write_text(f"{CONFIGURATION}line-length = 60\n"),
        "schemawright.toml changed",
    ),
    "black": (
        lambda: Path("pyproject.toml").write_text("[tool.black]\nline-length = 60\n"),
        "pyproject.toml appeared",
    ),
    "lock": (
        lambda: Path("schemawright.lock").write_text("version = 1\n"),
        "schemawright.lock appeared",
    ),
    "repository": (lambda: Path(".git").mkdir(), ".git appeared"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_read_or_looked_for_is_followed(name: str) -> None:
    action, words = CHANGES[name]
    session = Session(action)
    assert session.changes == [(), (words,)]


OTHER: Mapping[str, Callable[[], object]] = {
    "touched": lambda: os.utime("schemas/owner.json"),
    "same": lambda: replaced("schemas/owner.json", OWNER),
    "other kinds": lambda: Path("schemas/README.md").write_text("x"),
    "temporary": lambda: Path("schemas/.pet.json.swp").write_text("x"),
    "backup": lambda: Path("schemas/pet.json~").write_text("x"),
    "elsewhere": lambda: Path("pet.json").write_text("x"),
    "an output": lambda: next(Path("out").rglob("*.py")).write_text("x"),
    "no output": lambda: shutil.rmtree("out"),
    "a cache": lambda: Path(".schemawright_cache").mkdir(),
}


@pytest.mark.parametrize("name", OTHER)
def test_nothing_else_is(name: str) -> None:
    assert Session(OTHER[name]).changes == [()]


def test_a_change_within_a_repository_is_none() -> None:
    Path(".git").mkdir()
    assert Session(lambda: Path(".git/index").write_text("x")).changes == [()]


@pytest.mark.parametrize("of", ["schemas", "."])
@pytest.mark.parametrize("to", ["out", "schemas/out", "."])
def test_its_own_writing_is_no_change(of: str, to: str) -> None:
    """Not even where outputs lie among the sources."""
    Path("schemawright.toml").write_text(
        f'source = "{of}"\npackage = "pets"\nout = "{to}"\ntarget = "dataclasses"\n'
    )
    session = Session(
        lambda: None,
        lambda: write("schemas/owner.json", owner("a")),
        lambda: None,
        lambda: Path("schemas/__pycache__").mkdir(),
    )
    assert session.changes[:2] == [(), ("schemas/owner.json changed",)]
    # A manifest among the sources is one of them, and read by the next run.
    assert len(session.ran) == 2


def test_broken_states_keep_what_was_written() -> None:
    states: list[Mapping[str, bytes]] = []

    def keep() -> None:
        states.append(out())

    session = Session(
        keep,
        lambda: Path("schemas/owner.json").write_text("{"),
        keep,
        lambda: Path("schemawright.toml").write_text("source = "),
        keep,
        lambda: Path("schemas/owner.json").write_text(json.dumps(owner("b"))),
        lambda: Path("schemawright.toml").unlink(),
        keep,
        lambda: Path("schemawright.toml").write_text(CONFIGURATION),
        keep,
    )
    assert [each.failed for each in session.ran] == [False, True, True, True, True, False]
    assert states[0] == states[1] == states[2] == states[3] != states[4]
    assert [each.words for each in session.ran if each.failed] == ["1 error"] * 4


def test_after_an_edit_of_prose_little_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: list[bool] = []
    write_all = api.write

    def watched(*given: Any, **how: Any) -> Any:
        written = write_all(*given, **how)
        whole.extend(each.is_whole for each in written)
        return written

    monkeypatch.setattr(api, "write", watched)
    described = {**OWNER, "description": "Who owns it."}
    Session(
        lambda: write("schemas/owner.json", described),
        lambda: Path("schemas/owner.json").write_text("{"),
        lambda: write("schemas/owner.json", OWNER),
        lambda: Path("schemawright.toml").write_text("source = "),
        lambda: write("schemas/owner.json", described),
        lambda: Path("schemawright.toml").write_text(CONFIGURATION),
    )
    assert whole == [True, False, False, True]


def test_a_directory_may_go_and_come_back() -> None:
    session = Session(
        lambda: Path("schemas").rename("kept"),
        lambda: Path("kept").rename("schemas"),
        lambda: write("schemas/owner.json", owner("a")),
    )
    assert [each.failed for each in session.ran] == [False, True, False, False]
    assert session.changes[1:] == [
        ("schemas disappeared",),
        ("schemas appeared",),
        ("schemas/owner.json changed",),
    ]


def test_the_first_run_may_fail() -> None:
    Path("schemas/owner.json").write_text("{")
    session = Session(lambda: write("schemas/owner.json", OWNER))
    assert [each.failed for each in session.ran] == [True, False]


def test_an_output_that_cannot_be_written_is_waited_for() -> None:
    Path("out").write_text("in the way")
    session = Session(lambda: write("schemas/owner.json", owner("a")))
    assert [each.failed for each in session.ran] == [True, True]


def test_a_missing_document_is_waited_for() -> None:
    Path("schemas/owner.json").unlink()
    asked = {"source": ("schemas/pet.json",), "on_missing": "any"}
    session = Session(
        lambda: write("schemas/other.json", {}),
        lambda: write("schemas/owner.json", OWNER),
        **asked,
    )
    assert session.changes == [(), ("schemas/owner.json appeared",)]


def test_directories_that_come_later_are_followed() -> None:
    session = Session(
        lambda: Path("schemas/sub").mkdir(),
        lambda: write("schemas/sub/new.json", {"title": "New"}),
        lambda: write("schemas/sub/new.json", {"title": "Other"}),
    )
    assert session.changes[2:] == [
        ("schemas/sub/new.json appeared",),
        ("schemas/sub/new.json changed",),
    ]


def test_links_are_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "one.json").write_text(json.dumps({**OWNER, "title": "Pet"}))
    (elsewhere / "two.json").write_text(json.dumps({**owner("two"), "title": "Pet"}))
    Path("link").symlink_to(elsewhere)
    Path("pet.json").symlink_to("link/one.json")

    def switch() -> None:
        Path("new.json").symlink_to("link/two.json")
        Path("new.json").replace("pet.json")

    session = Session(
        lambda: (elsewhere / "one.json").write_text(json.dumps({**owner("x"), "title": "Pet"})),
        switch,
        source=("pet.json",),
        allow_path=(str(elsewhere),),
    )
    assert len(session.changes) == 3
    assert all("pet.json changed" in each for each in session.changes[1:])
    assert session.following is not None
    assert {str(elsewhere), str(Path.cwd())} <= {*session.following.folders()}


def test_what_changes_while_it_is_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = memo.configurations
    texts = iter([owner("during"), owner("later")])

    def meanwhile() -> list[str]:
        if (text := next(texts, None)) is not None:
            write("schemas/owner.json", text)
        return recorded()

    monkeypatch.setattr(memo, "configurations", meanwhile)
    session = Session(lambda: None)
    assert session.changes[1:] == [("schemas/owner.json changed",)] * 2
    assert "later" in Path("out/pets/models/owner.py").read_text()


def test_a_file_that_comes_while_its_directory_is_read_is_read_again() -> None:
    every = [Path("schemas"), *Path("schemas").iterdir()]
    began = max(max(e.stat().st_mtime_ns, e.stat().st_ctime_ns) for e in every)
    assert Following(map(str, every)).missed(began + 1) == ()
    write("schemas/new.json", {})
    began = Path("schemas").stat().st_ctime_ns
    assert "schemas changed" in map(in_words, Following(map(str, every)).missed(began))
    every.append(Path("schemas/new.json"))
    assert "schemas changed" not in map(in_words, Following(map(str, every)).missed(began))


def test_a_file_that_goes_while_it_is_read_is_looked_for_again() -> None:
    gone, never = Following(["gone.json"]), Following(["never.json"])
    assert [*map(in_words, gone.missed(0, ["gone.json"]))] == ["gone.json changed"]
    assert never.missed(0, ["gone.json"]) == ()


def test_a_change_that_times_and_sizes_do_not_show_is_seen() -> None:
    path = Path("schemas/owner.json")
    before = path.stat()

    def edit() -> None:
        path.write_text(path.read_text().replace("age", "eye"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert len(Session(edit).ran) == 2


def test_what_changes_again_and_again_is_read_in_the_end() -> None:
    write("x.json", {})
    following = Following(["x.json"])
    left = [*range(3)]

    def go_on(_: float) -> None:
        if left:
            write("x.json", {"number": left.pop()})

    write("x.json", {"number": -1})
    changed = loop.settled(following, go_on)
    assert (left, [*changed]) == ([], [str(Path("x.json").absolute())])


def test_a_file_that_is_gone_for_a_moment_is_no_change() -> None:
    following = Following(["schemas/pet.json"])
    text = Path("schemas/pet.json").read_text()
    Path("schemas/pet.json").unlink()
    texts = iter([None, text])

    def go_on(_: float) -> None:
        if (found := next(texts, None)) is not None:
            Path("schemas/pet.json").write_text(found)

    assert loop.settled(following, go_on) == {}


def test_a_replaced_directory_is_watched_anew() -> None:
    following = Following(["schemas", "schemas/pet.json"])
    before = following.folders()
    Path("schemas").rename("old")
    assert str(Path("schemas").absolute()) not in following.folders()
    shutil.copytree("old", "schemas")
    assert following.folders().keys() == before.keys()
    assert following.folders() != before


def test_only_what_is_near_is_watched() -> None:
    """A repository may be huge, and the directories above it busy."""
    for number in range(50):
        Path(f"other/{number}").mkdir(parents=True)
    session = Session(lambda: None, source=("schemas/pet.json",))
    assert session.following is not None
    folders = session.following.folders()
    assert not [each for each in folders if "other" in each]
    concerns = session.following.concerns
    assert concerns(str(Path("schemas/owner.json").absolute()))
    assert concerns(str(Path("schemas").absolute()))
    assert not concerns(str(Path("schemas/notes.txt").absolute()))
    assert not concerns(str(Path("schemas/.owner.json.swp").absolute()))


def test_remote_documents_are_fetched_again_once() -> None:
    runner = Runner(
        {"source": (), "update_remotes": True, "report": "text", "quiet": False},  # type: ignore[typeddict-item]  # a part is enough
        force=False,
    )
    with main.make_context("schemawright", ["watch", "--poll"]):
        runner()
        assert not any(each.update_remotes for each in runner.packages())


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["watch", *arguments], catch_exceptions=False)


def test_what_has_no_end_or_no_change_is_refused() -> None:
    result = run("--report", "sarif")
    assert result.exit_code == 2
    assert "watching has no end" in result.stderr
    result = run("-", "--package", "p", "--poll")
    assert (result.exit_code, "standard input cannot be watched" in result.stderr) == (2, True)
    Path("schemawright.toml").unlink()
    result = run("--poll")
    assert (result.exit_code, "there is nothing to generate from" in result.stderr) == (2, True)


def test_without_watchfiles_there_is_polling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles._rust_notify", None)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = run()
    assert result.exit_code == 2
    assert "pip install 'schemawright[watch]'" in result.stderr
    assert "--poll" in result.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("value", "release", "polls"),
    [
        ("", "6.1.0", False),
        ("1", "6.1.0", True),
        ("disabled", "5.15-microsoft-standard-WSL2", False),
        ("", "5.15-microsoft-standard-WSL2", True),
    ],
)
def test_polling_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, value: str, release: str, polls: bool
) -> None:
    found = SimpleNamespace(release=release)
    monkeypatch.setattr(hinting, "uname", lambda: found)
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", value)
    assert hinting.is_polling_asked_for() is polls


@pytest.mark.parametrize("error", [OSError("no more of them"), FileNotFoundError("x")])
def test_where_the_system_does_not_tell_it_is_polled(
    monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    import watchfiles._rust_notify as watcher  # noqa: PLC0415

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(watcher, "RustNotify", refuse)
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "1")
    said: list[str] = []
    hints = hinting.told(said.append)(Following(["schemas"]))
    next(hints)
    next(hints)
    is_quiet = isinstance(error, FileNotFoundError)
    assert said == ([] if is_quiet else [f"{hinting.GIVEN_UP}: no more of them"])


class Process:
    """`schemawright watch`, what it prints line by line, and how it ends."""

    def __init__(self, *arguments: str) -> None:
        # Whoever runs the tests in the background has told them to ignore it.
        code = (
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
            "from schemawright.__main__ import main; main()"
        )
        command = [sys.executable, "-c", code, "watch", *arguments]
        self.child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.child.stderr is not None
        self.lines = self.child.stderr
        # Whoever waits for a line that never comes waits for the end of the process.
        self.timer = threading.Timer(NEVER, self.child.kill)
        self.timer.start()

    def line(self, start: str) -> str:
        """Return the next line that begins so, leaving out those before it."""
        seen: list[str] = []
        for line in self.lines:
            seen.append(line)
            if line.startswith(start):
                return line
        raise AssertionError(seen)

    def end(self, number: int) -> tuple[int, str]:
        self.child.send_signal(number)
        rest = self.lines.read()
        return self.child.wait(), rest


@contextmanager
def watching(*arguments: str) -> Generator[Process]:
    process = Process(*arguments)
    try:
        yield process
    finally:
        process.timer.cancel()
        process.child.kill()
        process.child.wait()
        process.lines.close()


posix = pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")


@posix
@pytest.mark.parametrize("how", [(), ("--poll",)])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_command_generates_until_it_is_ended(
    how: tuple[str, ...], number: int, status: int
) -> None:
    with watching(*how) as process:
        assert process.line("generated: wrote ").endswith(" s)\n")
        process.line("waiting for changes")
        replaced("schemas/owner.json", owner("first"))
        line = process.line("regenerated: wrote ")
        assert line.endswith(" s), after schemas/owner.json changed\n")
        assert "first" in Path("out/pets/models/owner.py").read_text()
        Path("schemas/owner.json").write_text("{")
        assert process.line("schemas/owner.json:").startswith("schemas/owner.json:1:2: error ")
        process.line("not regenerated: 1 error (")
        made_anew("schemas/owner.json", owner("second"))
        process.line("regenerated: wrote ")
        assert "second" in Path("out/pets/models/owner.py").read_text()
        assert process.end(number) == (status, "")


@posix
def test_the_command_follows_directories_that_are_replaced() -> None:
    with watching() as process:
        process.line("waiting for changes")
        Path("schemas").rename("old")
        process.line("not regenerated: 1 error")
        shutil.copytree("old", "schemas")
        process.line("regenerated: ")
        write("schemas/owner.json", owner("third"))
        process.line("regenerated: wrote ")
        Path("schemas/sub").mkdir()
        write("schemas/sub/new.json", {**OWNER, "title": "New"})
        while not Path("out/pets/models/new.py").exists():
            process.line("regenerated: ")
        assert process.end(signal.SIGINT) == (130, "")


@posix
def test_findings_for_programs_go_to_stdout_and_quiet_is_quiet() -> None:
    with watching("--quiet") as process:
        while not Path("out/pets/models/owner.py").exists():
            assert process.child.poll() is None
        Path("schemas/owner.json").write_text("{")
        process.line("schemas/owner.json:1:2: error")
        assert process.line("").startswith("  hint")
        assert process.line("").startswith("not ")
        assert process.end(signal.SIGINT)[0] == 130


def test_garbage_is_looked_for_between_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that soon end look for none, and this one may go on for days."""

    def no_hints(_: Following) -> Iterator[None]:
        return iter(())

    monkeypatch.setattr("schemawright.watching.command.polled", no_hints)
    gc.disable()
    try:
        result = CliRunner().invoke(main, ["watch", "--poll"])
        assert (result.exit_code, gc.isenabled()) == (0, True)
    finally:
        gc.enable()
