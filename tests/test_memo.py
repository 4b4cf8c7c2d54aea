"""Runs that have nothing to do: they are told from all others, and do next to nothing."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright import __main__, memo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PET = {
    "title": "Pet",
    "type": "object",
    "properties": {"name": {"type": "string"}, "owner": {"$ref": "owner.json"}},
}
OWNER = {"title": "Owner", "type": "object", "properties": {"age": {"type": "integer"}}}
ODD = {**OWNER, "properties": {"age": {"type": "integer", "default": "none"}}}


class Said(NamedTuple):
    """What a run printed, how it ended, and whether it had anything to do."""

    out: str
    err: str
    status: int
    ran: bool


class Project:
    """A folder with two schemas and a configuration, where `schemawright` runs in this process."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys
        (folder / "schemas").mkdir()
        self.write("schemas/pet.json", PET)
        self.write("schemas/owner.json", OWNER)
        (folder / "schemawright.toml").write_text('source = "schemas"\npackage = "pets"\n')
        monkeypatch.chdir(folder)

    def write(self, name: str, value: object) -> None:
        (self.folder / name).write_text(json.dumps(value))

    def run(self, *arguments: str) -> Said:
        ran: list[object] = []
        recalled = memo.recalled

        def watched(asked: Any) -> memo.Memo | None:
            found = recalled(asked)
            if found is None or found.changed:
                ran.append(asked)
            return found

        self._monkeypatch.setattr(memo, "recalled", watched)
        self._monkeypatch.setattr(sys, "argv", ["schemawright", "generate", "-v", *arguments])
        status: object = 0
        try:
            __main__.main()
        except SystemExit as ended:
            status = ended.code or 0
        self._monkeypatch.setattr(memo, "recalled", recalled)
        out, err = self._capsys.readouterr()
        assert isinstance(status, int)
        return Said(out, err, status, bool(ran))

    def tree(self) -> Mapping[str, tuple[bytes, int]]:
        out = self.folder / "out"
        files = sorted(each for each in out.rglob("*") if each.is_file())
        return {
            each.relative_to(out).as_posix(): (each.read_bytes(), each.stat().st_mtime_ns)
            for each in files
        }

    def memos(self) -> list[Path]:
        return [p for p in (self.folder / memo.FOLDER).glob("*") if p.name != ".gitignore"]


@pytest.fixture(name="project")
def _project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Project:
    return Project(tmp_path, monkeypatch, capsys)


def test_nothing_is_done_when_nothing_has_changed(project: Project) -> None:
    first = project.run()
    assert first.ran
    assert "wrote" in first.err
    before = project.tree()
    again = project.run()
    assert (again.ran, again.status, again.out) == (False, 0, "")
    assert again.err.startswith(f"{len(before) - 1} unchanged in out/pets (0.0")
    assert project.tree() == before
    assert not project.run().ran


@pytest.mark.usefixtures("project")
def test_hardly_anything_is_imported() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "schemawright", "generate"]
    heavy = {"click", "jinja2", "schemawright.api", "json", "hashlib", "pathlib"}
    for run in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        time.sleep(0.1)  # what is so old cannot change without another time
        names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
        assert "schemawright.memo" in names
        # What was written a moment ago is looked at the first time, and not by its times alone.
        assert run == 0 or names & heavy <= {"hashlib"}
        assert bool(names & heavy) is (run < 2)


EDITS: Mapping[str, Callable[[Path], object]] = {
    "a source": lambda at: (at / "schemas/owner.json").write_text(json.dumps({**OWNER, "x": 1})),
    "a further source": lambda at: (at / "schemas/new.json").write_text("{}"),
    "a source less": lambda at: (at / "schemas/pet.json").unlink(),
    "the configuration": lambda at: (at / "schemawright.toml").write_text(
        'source = "schemas"\npackage = "pets"\nline-length = 100\n'
    ),
    "another configuration": lambda at: (at / "pyproject.toml").write_text(
        "[tool.black]\nline-length = 60\n"
    ),
    "an output": lambda at: (at / "out/pets/models/pet.py").write_text("mine"),
    "an output less": lambda at: (at / "out/pets/models/pet.py").unlink(),
    "the manifest": lambda at: (at / "out/pets/schemawright.manifest.json").write_text("<<<<<<<"),
    "the manifest less": lambda at: (at / "out/pets/schemawright.manifest.json").unlink(),
    "a lock": lambda at: (at / "schemawright.lock").write_text("version = 1\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_run_is_done_when_something_has_changed(project: Project, name: str) -> None:
    project.run()
    assert not project.run().ran
    EDITS[name](project.folder)
    assert project.run().ran


def test_locked_names_are_seen(project: Project) -> None:
    at = project.folder / "schemawright.lock"
    assert project.run("--lock-names").ran
    assert not project.run("--lock-names").ran
    assert project.run().ran
    assert not project.run().ran
    at.write_text(at.read_text().replace('"Pet" = "Pet"', '"Pet" = "Animal"'))
    assert project.run().ran
    assert "class Animal(" in (project.folder / "out/pets/models/pet.py").read_text()
    assert not project.run().ran
    at.unlink()
    assert project.run().ran
    assert not at.exists()


def test_the_arguments_count_and_the_environment(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run()
    assert project.run("--line-length", "70").ran
    assert not project.run("--line-length", "70").ran
    monkeypatch.setenv("SCHEMAWRIGHT_LINE_LENGTH", "80")
    assert project.run().ran


def test_a_file_that_was_only_touched_is_no_change(project: Project) -> None:
    project.run()
    for path in project.folder.rglob("*.*"):
        os.utime(path)
    assert not project.run().ran
    assert not project.run().ran


def test_a_change_that_times_and_sizes_do_not_show_is_seen(project: Project) -> None:
    project.run()
    project.run()
    path = project.folder / "schemas/owner.json"
    before = path.stat()
    path.write_text(path.read_text().replace("age", "eye"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert project.run().ran


def test_a_link_to_another_file_is_a_change(project: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    for name, value in (("one", PET), ("two", {**PET, "title": "Other"})):
        project.write(f"elsewhere/{name}.json", {**value, "properties": {}})
    link = tmp_path / "pet.json"
    link.symlink_to("elsewhere/one.json")
    asked = ("pet.json", "--allow-path", "elsewhere")
    project.run(*asked)
    assert not project.run(*asked).ran
    link.unlink()
    link.symlink_to("elsewhere/two.json")
    assert project.run(*asked).ran


def test_a_file_that_was_missing_is_a_change_when_it_comes(project: Project) -> None:
    (project.folder / "schemas/owner.json").unlink()
    asked = ("schemas/pet.json", "--package", "pets", "--on-missing", "any")
    project.run(*asked)
    assert not project.run(*asked).ran
    project.write("schemas/owner.json", OWNER)
    said = project.run(*asked)
    assert said.ran
    assert "wrote" in said.err


@pytest.mark.parametrize("report", ["text", "json", "github"])
def test_findings_are_shown_again(project: Project, report: str) -> None:
    project.write("schemas/owner.json", ODD)
    first, again = (project.run("--report", report) for _ in range(2))
    assert (first.ran, again.ran) == (True, False)
    assert first.out == again.out
    assert "default" in first.out + first.err
    assert first.err.splitlines()[:-1] == again.err.splitlines()[:-1]


def test_files_that_were_changed_by_hand_are_told_again(project: Project) -> None:
    project.run()
    (project.folder / "out/pets/models/pet.py").write_text("mine")
    for _ in range(2):
        said = project.run()
        assert (said.ran, said.status) == (True, 1)
        assert "changed-by-hand" in said.err


def test_a_run_that_renders_little_depends_on_what_an_earlier_one_did(project: Project) -> None:
    project.run()
    command = ["generate", "-v"]
    before = memo.recalled(command)
    assert before is not None
    assert any(each.endswith("checks/writing.py") for each in before.paths)
    project.write("schemas/owner.json", {**OWNER, "description": "Who owns it."})
    edited = memo.recalled(command)
    assert edited is not None
    assert edited.changed == {str(project.folder / "schemas/owner.json")}
    assert project.run().ran
    again = memo.recalled(command)
    assert again is not None
    assert (again.paths, again.changed) == (before.paths, frozenset())


def test_what_comes_from_elsewhere_is_read_anew(project: Project) -> None:
    command = [sys.executable, "-m", "schemawright", "generate", "-", "--package", "p", "-v"]
    for title in ("One", "Two"):
        text = json.dumps({**OWNER, "title": title})
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        assert "wrote" in done.stderr
    assert project.memos() == []


def test_nothing_is_kept_when_that_is_not_wanted(project: Project) -> None:
    assert project.run("--no-cache").ran
    assert project.run("--no-cache").ran
    assert not (project.folder / memo.FOLDER).exists()


def test_memos_are_kept_out_of_repositories_and_few(project: Project) -> None:
    project.run()
    assert (project.folder / memo.FOLDER / ".gitignore").read_text().endswith("\n*\n")
    for number in range(70):
        memo.remember([str(number)], memo.Memo())
    assert len(project.memos()) < 70
    assert memo.recalled(["69"]) is not None


def test_where_nothing_can_be_kept_all_else_works(project: Project) -> None:
    (project.folder / memo.FOLDER).write_text("a file in the way")
    for _ in range(2):
        said = project.run()
        assert (said.ran, said.status) == (True, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(seed=st.integers(), way=st.sampled_from(["cut", "flip", "none", "other"]))
def test_a_broken_memo_means_a_run(project: Project, seed: int, way: str) -> None:
    project.run()
    (place,) = project.memos()
    data, chance = bytearray(place.read_bytes()), random.Random(seed)  # noqa: S311 - a test
    at = chance.randrange(len(data))
    if way == "cut":
        del data[at:]
    elif way == "flip":
        data[at] ^= 1 << chance.randrange(8)
    else:
        data[:] = b"" if way == "none" else b"\xff\0\0"
    place.write_bytes(bytes(data))
    said = project.run()
    assert said.status == 0
    assert "pets" in said.err or not said.ran


NAMES = st.sampled_from(["age", "name", "kind", "owner"])
SCHEMAS = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Owner", "Holder"]),
        "description": st.sampled_from(["", "Who owns it."]),
        "properties": st.dictionaries(
            NAMES, st.sampled_from([{"type": "string"}, {"enum": ["a", "b"]}, {"default": 1}])
        ),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(edits=st.lists(SCHEMAS, min_size=1, max_size=4))
def test_the_result_is_always_that_of_a_clean_run(
    project: Project, tmp_path_factory: pytest.TempPathFactory, edits: list[Any]
) -> None:
    for edit in edits:
        project.write("schemas/owner.json", edit)
        said = project.run()
        clean = tmp_path_factory.mktemp("clean")
        project.run("--no-cache", "--out", str(clean))
        files = {p.relative_to(clean).as_posix(): p.read_bytes() for p in _files(clean)}
        assert {name: data for name, (data, _) in project.tree().items()} == files
        assert said.status == 0
        assert not project.run().ran


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]
