"""What `--depfile` and `--stamp` leave for build systems, and how Ninja and Make read it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from schemawright import memo
from schemawright.cli import main
from schemawright.depfile import text
from schemawright.diagnostics import InputError
from schemawright.source import web_urls
from schemawright.source.remotes import copy_name

SCRIPTS = Path(sys.executable).parent
ORDER = {"title": "Order", "properties": {"line": {"$ref": "parts/line item.json"}}}
LINE = {"title": "Line", "properties": {"cost": {"$ref": "money.json#/$defs/Money"}}}
MONEY = {"$defs": {"Money": {"type": "object", "properties": {"cents": {"type": "integer"}}}}}


class Ran(NamedTuple):
    status: int
    text: str


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a document that refers to one that refers to a third."""
    folder = tmp_path / "project"
    (folder / "schemas/parts").mkdir(parents=True)
    (folder / ".git").mkdir()  # where the search for Black's configuration ends
    write(folder / "schemas/order.json", ORDER)
    write(folder / "schemas/parts/line item.json", LINE)
    write(folder / "schemas/parts/money.json", MONEY)
    write(folder / "schemas/parts/unused.json", {"title": "Unused"})
    configure(folder, source="schemas/order.json")
    monkeypatch.chdir(folder)
    return folder


def write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")


def configure(folder: Path, **options: object) -> None:
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"out": "gen", **options}.items()]
    content = "\n".join(["[tool.schemawright]", *lines, ""])
    (folder / "pyproject.toml").write_text(content, encoding="utf-8")


def run(*command: str | Path, folder: Path | None = None) -> Ran:
    ours = ("SCHEMAWRIGHT_", "MAKE", "MFLAGS")  # these tests are run by make, too
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout + done.stderr)


def schemawright(*arguments: str) -> Ran:
    """Run a command here, without what would remember it."""
    done = CliRunner().invoke(main, arguments, prog_name="schemawright")
    return Ran(done.exit_code, done.output)


def process(*arguments: str) -> Ran:
    return run(sys.executable, "-m", "schemawright", *arguments)


def rule(path: str) -> tuple[str, list[str]]:
    """Return the target and what it depends on, of a depfile with plain paths and spaces."""
    first, *deleted = re.split(r"(?<!\\)\n", Path(path).read_text(encoding="utf-8"))
    target, _, rest = first.partition(": ")
    paths = re.split(r"(?<!\\)\s+", rest.replace("\\\n", "").strip())
    assert deleted == [*(f"{each}:" for each in paths), ""]
    return target, [each.replace("\\ ", " ") for each in paths]


READ = [
    "pyproject.toml",
    "schemas/order.json",
    "schemas/parts/line item.json",
    "schemas/parts/money.json",
]


def test_every_file_that_was_read_is_named_and_no_other(project: Path) -> None:
    assert schemawright("generate", "--stamp", "b/stamp", "--depfile", "b/stamp.d") == (0, "")
    assert rule("b/stamp.d") == ("b/stamp", READ)
    assert (project / "b/stamp").read_bytes() == b""


def test_without_a_stamp_the_manifest_stands_for_the_output(project: Path) -> None:
    assert project.is_dir()
    assert schemawright("generate", "--depfile", "order.d") == (0, "")
    assert rule("order.d") == ("gen/order/schemawright.manifest.json", READ)


def test_directories_that_were_listed_are_named(project: Path) -> None:
    """A document that is added there is one more source."""
    (project / "schemas/.hidden").mkdir()
    write(project / "schemas/.hidden/not.json", {})
    configure(project, source="schemas", package="shop")
    assert schemawright("generate", "--depfile", "shop.d") == (0, "")
    folders = ["schemas", "schemas/parts"]
    assert rule("shop.d")[1] == sorted([*READ, *folders, "schemas/parts/unused.json"])


def test_lock_resources_and_the_configuration_of_black_are_named(project: Path) -> None:
    write(project / "named.json", {"type": "string"})
    write(project / "schemas/parts/money.json", {"$defs": {"Money": {"$ref": "urn:named"}}})
    (project / "pyproject.toml").write_text("[tool.black]\nline-length = 100\n", encoding="utf-8")
    (project / "inner").mkdir()
    own = """
        source = "../schemas/order.json"
        lock-names = true
        resource = { "urn:named" = "../named.json" }
    """
    (project / "inner/schemawright.toml").write_text(own, encoding="utf-8")
    os.chdir(project / "inner")
    assert schemawright("generate", "--depfile", "d") == (0, "")
    outer = [f"../{each}" for each in (*READ, "named.json")]
    assert rule("d")[1] == sorted([*outer, "schemawright.lock", "schemawright.toml"])


def test_copies_of_remote_documents_are_named(project: Path) -> None:
    url = "https://example.com/money.json"
    content = json.dumps({"$defs": {"Money": {"type": "integer"}}}).encode()
    digest = hashlib.sha256(content).hexdigest()
    write(project / "schemas/order.json", {"title": "Order", "$ref": f"{url}#/$defs/Money"})
    entry = f'"{url}" = {{ sha256 = "{digest}", retrieved = "2026-01-01" }}'
    (project / "schemawright.lock").write_text(f"version = 1\n\n[remotes]\n{entry}\n")
    copies = project / "schemawright.remotes"
    copies.mkdir()
    copy = copies / copy_name(web_urls.parsed(url), digest)
    copy.write_bytes(content)
    (copies / "of-another-document.json").write_text("{}")
    assert schemawright("generate", "--depfile", "d") == (0, "")
    read = ["pyproject.toml", "schemas/order.json", "schemawright.lock"]
    assert rule("d")[1] == [*read, f"schemawright.remotes/{copy.name}"]


def test_a_run_with_nothing_to_do_leaves_the_same(project: Path) -> None:
    """It does not even start, but the depfile may be gone, as Ninja removes it."""
    arguments = ("generate", "--stamp", "stamp", "--depfile", "stamp.d")
    process(*arguments)
    before = (project / "stamp.d").read_bytes()
    (project / "stamp.d").unlink()
    os.utime(project / "stamp", (1, 1))
    code = (
        "import sys; from schemawright.__main__ import main; main();"
        "assert 'schemawright.cli' not in sys.modules"
    )
    assert run(sys.executable, "-c", code, *arguments) == (0, "")
    assert (project / "stamp.d").read_bytes() == before
    assert (project / "stamp").stat().st_mtime > 1


def test_a_memo_that_cannot_leave_them_starts_the_run(project: Path) -> None:
    arguments = ("generate", "--stamp", "b/stamp", "--depfile", "b/stamp.d")
    process(*arguments)
    before = (project / "b/stamp.d").read_bytes()
    shutil.rmtree(project / "b")
    assert process(*arguments) == (0, "")
    assert (project / "b/stamp.d").read_bytes() == before


def test_a_memo_leaves_files_again(tmp_path: Path) -> None:
    depfile, stamp = tmp_path / "d", tmp_path / "stamp"
    depfile.write_text("old")
    stamp.write_text("kept")
    os.utime(stamp, (1, 1))
    assert memo.leave(memo.Memo((), (), ((str(depfile), "a: b\n"), (str(stamp), ""))))
    assert depfile.read_text() == "a: b\n"
    assert stamp.read_text() == "kept"
    assert stamp.stat().st_mtime > 1
    assert {*tmp_path.iterdir()} == {depfile, stamp}
    assert not memo.leave(memo.Memo((), (), ((str(tmp_path / "none/d"), "a: b\n"),)))
    assert memo.leave(memo.Memo((), ()))


def test_a_run_that_fails_leaves_nothing(project: Path) -> None:
    arguments = ("generate", "--stamp", "stamp", "--depfile", "stamp.d")
    schemawright(*arguments)
    os.utime(project / "stamp", (1, 1))
    (project / "stamp.d").unlink()
    (project / "schemas/parts/money.json").write_text("{", encoding="utf-8")
    assert schemawright(*arguments).status == 2
    write(project / "schemas/parts/money.json", MONEY)
    (project / "gen/order/__init__.py").write_text("# Generated by schemawright\n# mine\n")
    assert schemawright(*arguments).status == 1
    assert not (project / "stamp.d").exists()
    assert (project / "stamp").stat().st_mtime == 1


def test_a_file_of_the_run_is_not_overwritten(project: Path) -> None:
    before = (project / "schemas/order.json").read_bytes()
    status, said = schemawright("generate", "--depfile", "schemas/order.json")
    assert status == 2
    assert "--depfile: error bad-option: 'schemas/order.json' is a file of the run itself" in said
    assert (project / "schemas/order.json").read_bytes() == before
    assert schemawright("generate", "--stamp", "./pyproject.toml").status == 2


def test_a_place_that_cannot_be_written_is_a_finding(project: Path) -> None:
    (project / "file").write_text("")
    for option in ("--stamp", "--depfile"):
        status, said = schemawright("generate", option, "file/inner")
        assert status == 2
        assert "file/inner: error unwritable: " in said
        assert "Traceback" not in said


def test_a_bundle_depends_on_what_it_was_made_of(project: Path) -> None:
    assert schemawright("bundle", "-o", "all.json", "--depfile", "all.d") == (0, "")
    assert rule("all.d") == ("all.json", READ)
    assert (project / "all.json").is_file()
    status, said = schemawright("bundle", "--depfile", "all.d")
    assert status == 2
    assert "name it with --output" in said


def test_paths_that_cannot_be_said_are_refused() -> None:
    for path in ("a\nb", "a*b", "a;b", "a|b", "a&b", "a'b", "a\\"):
        with pytest.raises(InputError, match="could not read the path"):
            text(["stamp"], [path])
    with pytest.raises(InputError):
        text(["a%b"], ["c"])
    assert text(["s"], ["a=b", "c", "%"]) == "s: % \\\n  c \\\n  a=b\nc:\n"


ODD = (
    "a b",
    "a#b",
    "a$b",
    "a\\b",
    "a\\ b",
    "a\\\\ b",
    "$(a)",
    "a[1]",
    "~a",
    "a%b",
    "é日",
    "a=b",
    "{a}",
)
"""Names of files that mean something else to a build system unless they are escaped."""


def tool(name: str) -> str:
    """Return a build system's command, which is in our environment or the machine's."""
    found = shutil.which(name, path=SCRIPTS) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize("target", ["stamp", "a b#$"])
@pytest.mark.parametrize("odd", [each for each in ODD if each != "$(a)"] + ["$a"])
def test_make_reads_what_is_escaped(odd: str, target: str, tmp_path: Path) -> None:
    make = tool("make")
    for name in (odd, "other", target):
        (tmp_path / name).write_text("")
    (tmp_path / "rule.d").write_text(text([target], ["other", odd]), encoding="utf-8")
    spelled = text([target], []).partition(":")[0]
    (tmp_path / "Makefile").write_text(
        f"{spelled}:\n\t@echo made\ninclude rule.d\n", encoding="utf-8"
    )
    for name in (odd, "other"):
        os.utime(tmp_path / name, (1, 1))
    assert "made" not in run(make, target, folder=tmp_path).text
    os.utime(tmp_path / target, (2, 2))
    os.utime(tmp_path / odd, (3, 3))
    assert run(make, target, folder=tmp_path) == (0, "made\n")


@pytest.mark.parametrize("odd", ODD)
def test_ninja_reads_what_is_escaped(odd: str, tmp_path: Path) -> None:
    ninja = tool("ninja")
    for name in (odd, "other"):
        (tmp_path / name).write_text("")
    (tmp_path / "written").write_text(text(["stamp"], ["other", odd]), encoding="utf-8")
    (tmp_path / "build.ninja").write_text(
        "rule r\n  command = cp written rule.d && touch stamp\n  depfile = rule.d\nbuild stamp: r\n"
    )
    assert run(ninja, folder=tmp_path).status == 0
    assert "no work" in run(ninja, folder=tmp_path).text
    later = (tmp_path / "stamp").stat().st_mtime_ns + 1_000_000_000
    os.utime(tmp_path / odd, ns=(later, later))
    assert "no work" not in run(ninja, folder=tmp_path).text
