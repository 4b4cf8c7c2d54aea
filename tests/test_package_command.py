"""The command `package`: what it writes, what it leaves alone, and which version it comes to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from schemawright import settings
from schemawright.cli import main
from schemawright.comparing.compare import compare
from schemawright.packaging import building, processes
from schemawright.packaging.existing import Existing, existing, source_tree
from schemawright.packaging.previous import RECORD

if TYPE_CHECKING:
    from click.testing import Result

PET: dict[str, Any] = {
    "title": "Pet",
    "description": "An animal that lives with people. More.",
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "examples": ["Rex"]},
        "kind": {"enum": ["cat", "dog"]},
    },
}
WIDER = {**PET, "properties": {**PET["properties"], "chip": {"type": "string"}}}
BROKEN = {**PET, "properties": {**PET["properties"], "kind": {"enum": ["cat"]}}}

MADE = {
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "docs/index.md",
    "docs/pet.md",
    "pyproject.toml",
    "sbom.cdx.json",
    "schema/pet.json",
    RECORD,
    "tests/round_trips.json",
    "tests/test_round_trips.py",
}
AUTHOR = ("--license", "MIT", "--author", "Ann <ann@example.org>")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", tmp_path.parent.as_posix())
    write(PET)
    return tmp_path


def write(schema: Any, name: str = "pet.json") -> None:
    Path(name).write_text(json.dumps(schema, indent=2), encoding="utf-8")


def package(*arguments: str) -> Result:
    run = ["package", "pet.json", "--no-build", *arguments]
    return CliRunner().invoke(main, run, catch_exceptions=False)


def made(*arguments: str) -> str:
    """Make the project, which must go well, and return what is printed."""
    result = package(*AUTHOR, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def tree(folder: str = "pet") -> dict[str, bytes]:
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def table(folder: str = "pet") -> dict[str, Any]:
    return tomllib.loads(Path(folder, "pyproject.toml").read_text(encoding="utf-8"))


def version(folder: str = "pet") -> str:
    return str(table(folder)["project"]["version"])


def test_a_whole_project_is_made() -> None:
    result = package(*AUTHOR)
    assert result.stderr == ""
    assert result.stdout.startswith("pet 0.1.0: the first version\n  wrote ")
    files = tree()
    assert {path for path in files if not path.startswith("src/pet/")} == MADE
    assert "src/pet/py.typed" in files
    project = table()["project"]
    assert project["name"] == "pet"
    assert project["description"] == "An animal that lives with people"
    assert project["license"] == "MIT"
    assert project["license-files"] == ["LICENSE"]
    assert project["authors"] == [{"name": "Ann", "email": "ann@example.org"}]
    assert project["dependencies"] == []
    assert "Typing :: Typed" in project["classifiers"]
    assert b"Copyright (c) Ann\n" in files["LICENSE"]
    assert b"## [0.1.0]\n\nThe first version.\n" in files["CHANGELOG.md"]


def test_the_readme_shows_what_really_happens(tmp_path: Path) -> None:
    made()
    text = Path("pet/README.md").read_text(encoding="utf-8")
    _, _, code = text.partition("```python\n")
    code, _, rest = code.partition("```")
    _, _, output = rest.partition("```text\n")
    output, _, _ = output.partition("```")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "pet/src",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == output
    assert '"name":"Rex"' in output


def test_the_round_trips_of_a_project_pass(tmp_path: Path) -> None:
    made()

    def tested() -> int:
        environment = {**os.environ, "PYTHONPATH": str(tmp_path / "pet/src")}
        run = [sys.executable, "-m", "unittest", "discover", "-s", "tests"]
        done = subprocess.run(
            run, cwd=tmp_path / "pet", env=environment, capture_output=True, check=False
        )
        return done.returncode

    assert tested() == 0
    Path("pet/tests/round_trips.json").write_text('{"pet": {"name": 1}}')
    assert tested() != 0


def test_the_same_run_again_writes_nothing() -> None:
    made()
    before = tree()
    assert made() == "pet 0.1.0: no changes since 0.1.0\n  nothing to write in pet\n"
    assert tree() == before


def test_the_same_input_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    made()
    (tmp_path / "other").mkdir()
    shutil.copy("pet.json", "other/pet.json")
    os.chdir("other")
    made()
    assert tree() == tree("../pet")


def test_the_version_follows_from_what_changed() -> None:
    made("--version", "1.4.2")
    write(WIDER)
    assert "1 compatible change since 1.4.2" in made()
    assert version() == "1.5.0"
    write(BROKEN)
    made()
    assert version() == "2.0.0"
    log = Path("pet/CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line for line in log.splitlines() if line.startswith("## ")]
    assert headings == ["## [2.0.0]", "## [1.5.0]", "## [1.4.2]"]
    assert "- `Pet.chip`: the optional property 'chip' was added." in log
    assert '- **Breaking**: `Pet.kind`: the value "dog" was removed.' in log


def test_code_that_is_otherwise_from_the_same_schema_is_a_patch() -> None:
    made("--version", "1.4.2")
    assert "in the code since 1.4.2" in made("--open-enums")
    assert version() == "1.4.3"
    assert "- The code is generated anew" in Path("pet/CHANGELOG.md").read_text(encoding="utf-8")


def test_a_version_that_says_too_little_is_told() -> None:
    made("--version", "1.4.2")
    write(BROKEN)
    result = package(*AUTHOR, "--version", "1.4.3")
    assert result.exit_code == 0
    assert "warning version-too-low: 1.4.3 says less than" in result.stderr
    assert "the least version that says it is 2.0.0" in result.stderr
    assert version() == "1.4.3"


def test_a_direction_is_kept() -> None:
    wider = {**PET, "properties": {**PET["properties"], "kind": {"enum": ["cat", "dog", "ox"]}}}
    made("--version", "1.0.0", "--direction", "request")
    write(wider)
    assert "1 compatible change" in made()
    assert version() == "1.1.0"
    assert "1 breaking change" in made("--direction", "response", "--previous", previous_sdist())


def previous_sdist() -> str:
    """Return an sdist with the first schema, as version 1.0.0."""
    write(PET, "pet.json")
    made("--version", "1.0.0", "--project", "elsewhere")
    with tarfile.open("pet-1.0.0.tar.gz", "w:gz") as archive:
        archive.add("elsewhere", "pet-1.0.0")
    wider = {**PET, "properties": {**PET["properties"], "kind": {"enum": ["cat", "dog", "ox"]}}}
    write(wider)
    return "pet-1.0.0.tar.gz"


def test_what_the_user_edited_stays() -> None:
    made()
    Path("pet/README.md").write_text("mine\n")
    log = Path("pet/CHANGELOG.md")
    log.write_text("# Changes\n\nOurs.\n\n## [0.1.0]\n\nIt begins.\n")
    text = Path("pet/pyproject.toml").read_text()
    Path("pet/pyproject.toml").write_text(text + '\n[tool.ours]\nversion = "7"\n')
    write(WIDER)
    result = package(*AUTHOR)
    assert result.exit_code == 0
    assert "pet/README.md: warning changed-by-hand" in result.stderr
    assert "  CHANGELOG.md: a section for 0.1.1\n" in result.stdout
    assert "  pyproject.toml: the version for 0.1.1\n" in result.stdout
    assert Path("pet/README.md").read_text() == "mine\n"
    assert log.read_text().startswith("# Changes\n\nOurs.\n\n## [0.1.1]\n\n### Added\n\n- ")
    assert log.read_text().endswith("\n\n## [0.1.0]\n\nIt begins.\n")
    assert Path("pet/pyproject.toml").read_text() == (
        text.replace("0.1.0", "0.1.1") + '\n[tool.ours]\nversion = "7"\n'
    )
    made("--force")
    assert Path("pet/README.md").read_text() != "mine\n"


def test_edited_code_is_kept_and_is_a_finding() -> None:
    made()
    Path("pet/src/pet/enums.py").write_text("mine = 1\n")
    assert package(*AUTHOR).exit_code == 1
    assert Path("pet/src/pet/enums.py").read_text() == "mine = 1\n"


def test_a_version_that_the_user_raised_counts() -> None:
    made("--version", "1.0.0")
    text = Path("pet/pyproject.toml").read_text()
    Path("pet/pyproject.toml").write_text(text.replace('"1.0.0"', '"3.0.0"'))
    write(WIDER)
    assert made().startswith("pet 3.0.0: ")
    assert version() == "3.0.0"


def test_a_section_that_is_there_is_left() -> None:
    made("--version", "1.0.0")
    write(WIDER)
    result = package(*AUTHOR, "--version", "1.0.0")
    assert "pet/CHANGELOG.md: warning known-section" in result.stderr
    assert "chip" not in Path("pet/CHANGELOG.md").read_text()


def test_lines_end_as_they_did() -> None:
    made()
    log = Path("pet/CHANGELOG.md")
    log.write_bytes(log.read_bytes().replace(b"\n", b"\r\n"))
    write(WIDER)
    made()
    assert log.read_bytes().count(b"\n") == log.read_bytes().count(b"\r\n")


FLAT = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project] # ours
name = "zoo"
# version = "9"
version = '3.1.0' # see below

[tool.x]
version = "3.1.0"
"""


def test_an_existing_project_is_added_to() -> None:
    Path("zoo").mkdir()
    Path("zoo/pyproject.toml").write_text(FLAT)
    Path("zoo/README.md").write_text("The zoo\n")
    said = made("--project", "zoo")
    assert said.startswith("zoo 3.1.0: the first version\n")
    assert "  left as they are: README.md, pyproject.toml\n" in said
    assert {"pet/__init__.py", "pet.schema.json"} <= {*tree("zoo")}
    assert "schema/pet.json" not in tree("zoo")
    assert Path("zoo/pyproject.toml").read_text() == FLAT
    write(WIDER)
    assert "  pyproject.toml: the version for 3.2.0\n" in made("--project", "zoo")
    wanted = FLAT.replace("'3.1.0' # see", "'3.2.0' # see")
    assert Path("zoo/pyproject.toml").read_text() == wanted
    assert Path("zoo/README.md").read_text() == "The zoo\n"


def test_a_version_that_comes_from_elsewhere_is_told() -> None:
    Path("zoo").mkdir()
    Path("zoo/pyproject.toml").write_text('[project]\nname = "zoo"\ndynamic = ["version"]\n')
    result = package(*AUTHOR, "--project", "zoo")
    assert "zoo/pyproject.toml: warning left-version" in result.stderr


def test_a_directory_that_is_configured_without_a_project_is_refused() -> None:
    Path("zoo").mkdir()
    Path("zoo/pyproject.toml").write_text("[tool.x]\n")
    result = package("--project", "zoo")
    assert result.exit_code == 2
    assert "it has no [project] table" in result.stderr
    assert sorted(tree("zoo")) == ["pyproject.toml"]


def test_what_is_in_the_way_stays_and_nothing_is_written() -> None:
    Path("pet/schema").mkdir(parents=True)
    Path("pet/schema/pet.json").write_text("{}")
    result = package(*AUTHOR)
    assert result.exit_code == 2
    assert "pet/schema/pet.json: error foreign-file" in result.stderr
    assert sorted(tree()) == ["schema/pet.json"]


@pytest.mark.parametrize(
    ("text", "folders", "wanted"),
    [
        ("", ["src"], "src"),
        ("", [], "."),
        ('[tool.hatch.build.targets.wheel]\npackages = ["lib/zoo"]', [], "lib"),
        ('[tool.setuptools.packages.find]\nwhere = ["python"]', [], "python"),
        ('[tool.setuptools.package-dir]\n"" = "code"', [], "code"),
        ('[tool.uv.build-backend]\nmodule-root = ""', ["src"], "."),
        ('[tool.setuptools.package-dir]\n"" = "../code"', ["src"], "src"),
        ('[tool.hatch.build.targets.wheel]\npackages = ["a/x", "b/y"]', ["b/pet"], "b"),
        ("tool = 1", [], "."),
    ],
)
def test_where_packages_lie(text: str, folders: list[str], wanted: str, tmp_path: Path) -> None:
    (tmp_path / "zoo").mkdir()
    for each in folders:
        (tmp_path / "zoo" / each).mkdir(parents=True)
    found = Existing(text, tomllib.loads(text))
    assert str(source_tree(tmp_path / "zoo", found, "pet.deeper")) == wanted
    assert str(source_tree(tmp_path / "zoo", None, "pet")) == "src"


@pytest.mark.parametrize(
    "text",
    [
        'project.version = "1"',
        'project = { version = "1" }',
        '[project]\nversion = """1"""',
        '[project]\ndescription = """\nversion = "1"\n"""\nversion="1"',
        "[project]\nname = 'x'\n[tool]\nversion = '1'",
    ],
)
def test_a_version_is_set_surely_or_not_at_all(text: str, tmp_path: Path) -> None:
    assert Existing(text, tomllib.loads(text)).with_version("2") is None
    (tmp_path / "pyproject.toml").write_text("[project\n")
    with pytest.raises(Exception, match="syntax-error"):
        existing(tmp_path)


def test_reference_pages_stay_where_generate_has_put_them() -> None:
    Path("pet").mkdir()
    Path("pet/pyproject.toml").write_text('[project]\nname = "pet"\nversion = "1.0.0"\n')
    run = ["generate", "pet.json", "--out", "pet/src"]
    assert CliRunner().invoke(main, run, catch_exceptions=False).exit_code == 0
    (Path("pet") / "tests").mkdir()
    made("--project", "pet")
    assert "src/docs/pet.md" in tree()
    assert "docs/pet.md" not in tree()
    run[0] = "check"
    assert CliRunner().invoke(main, run, catch_exceptions=False).exit_code == 0


def test_what_others_need_and_is_missing_is_told() -> None:
    result = package()
    assert "pet/pyproject.toml: warning no-license:" in result.stderr
    assert "license" not in table()["project"]
    result = package("--license", "Apache-2.0")
    assert "warning no-license-text: the text of the licence Apache-2.0" in result.stderr
    Path("mine.txt").write_text("Do what you like.\n")
    result = package("--license", "LicenseRef-Mine", "--license-file", "mine.txt")
    assert result.stderr == ""
    assert Path("pet/LICENSE").read_text() == "Do what you like.\n"
    result = package("--license-file", "nowhere.txt")
    assert (result.exit_code, "nowhere.txt: error unreadable" in result.stderr) == (2, True)


def test_without_an_example_it_says_so() -> None:
    write({**PET, "required": ["name", "gone"], "properties": {"gone": False}})
    result = package(*AUTHOR)
    assert "warning no-example" in result.stderr
    assert "## Example" not in Path("pet/README.md").read_text()
    assert "tests/test_round_trips.py" not in tree()


def test_without_codecs_there_is_no_example_either() -> None:
    result = package(*AUTHOR, "--target", "enums")
    assert "warning no-example" in result.stderr
    assert "Enumerations for Pet." in Path("pet/README.md").read_text()
    result = package("--target", "docs")
    assert "reference pages are no package" in result.stderr


HOSTILE = 'x"""\n[tool.evil]\na = "`<script>` {{ y }} \\ # \u202e'


def test_hostile_text_changes_no_structure() -> None:
    write({**PET, "title": HOSTILE, "description": HOSTILE})
    made("--package", "pet")
    assert {*table()} == {"build-system", "project", "tool"}
    assert {*table()["tool"]} == {"hatch"}
    text = Path("pet/README.md").read_text(encoding="utf-8")
    assert "<script>" not in text.partition("## Example")[0]
    assert text.count("\n## ") == 3
    json.loads(Path("pet/sbom.cdx.json").read_text(encoding="utf-8"))


def test_configuration_counts_where_the_command_line_is_silent() -> None:
    Path("pyproject.toml").write_text("""\
[tool.schemawright]
source = "pet.json"

[tool.schemawright.project]
directory = "dists/zoo"
name = "Zoo"
license = "MIT"
authors = [{ name = "Ann" }]
urls = { Home = "https://a.example", Docs = "https://b.example" }
workflow = "github"
""")
    run = ["package", "--no-build", "--url", "Home=https://c.example"]
    result = CliRunner().invoke(main, run, catch_exceptions=False)
    assert (result.exit_code, result.stderr) == (0, "")
    found = table("dists/zoo")["project"]
    assert found["name"] == "Zoo"
    assert found["urls"] == {"Home": "https://c.example", "Docs": "https://b.example"}
    assert ".github/workflows/publish.yml" in tree("dists/zoo")


def test_each_package_has_a_project_of_its_own() -> None:
    write(PET, "other.json")
    Path("schemawright.toml").write_text("""\
[[package]]
source = "pet.json"
package = "pet"
[package.project]
name = "first"
[[package]]
source = "other.json"
package = "other"
[package.project]
name = "second"
nam = 1
""")
    run = ["package", "--no-build"]
    result = CliRunner().invoke(main, run, catch_exceptions=False)
    assert "2 packages are configured" in result.stderr
    result = CliRunner().invoke(main, [*run, "--package", "pet"], catch_exceptions=False)
    assert result.stdout.startswith("first 0.1.0")
    result = CliRunner().invoke(main, [*run, "--package", "other"], catch_exceptions=False)
    assert "'nam' is no key" in result.stderr
    assert "schemawright.toml" in result.stderr
    assert settings.packages({}, lambda _: pytest.fail("asked"), Path.cwd())


def test_a_table_that_is_none_is_told() -> None:
    Path("schemawright.toml").write_text('source = "pet.json"\nproject = 1\n')
    result = CliRunner().invoke(main, ["package"], catch_exceptions=False)
    assert "schemawright.toml:2:1 #/project: error bad-option: expected a table" in result.stderr


def test_the_workflow_publishes_without_a_token_and_stays() -> None:
    made("--workflow", "github")
    made()
    text = Path("pet/.github/workflows/publish.yml").read_text(encoding="utf-8")
    found = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - its values are texts
    assert found["permissions"] == {}
    assert found["jobs"]["build"]["permissions"] == {"contents": "read"}
    publish = found["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"]["url"] == "https://pypi.org/p/pet"
    last = publish["steps"][-1]
    assert last["uses"].startswith("pypa/gh-action-pypi-publish@")
    assert last["with"] == {"attestations": "true"}
    assert "secrets" not in text
    commands = [each.get("run", "") for each in found["jobs"]["build"]["steps"]]
    (judging,) = [each for each in commands if "schemawright publish" in each]
    arguments = judging.split()[1:]
    result = CliRunner().invoke(main, [*arguments[:1], "--help"])
    for option in (each for each in arguments if each.startswith("--")):
        assert option in result.output


def test_what_was_said_once_stays() -> None:
    Path("mine.txt").write_text("Do what you like.\n")
    said = ("--license", "Apache-2.0", "--license-file", "mine.txt", "--name", "zoo.pets")
    result = package(
        *said, "--author", "Ann", "--url", "Home=https://a.example", "--project", "pet"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    before = tree()
    result = package("--project", "pet")
    assert result.stdout == "zoo.pets 0.1.0: no changes since 0.1.0\n  nothing to write in pet\n"
    assert tree() == before
    package("--project", "pet", "--license", "MIT")
    assert b"Copyright (c) Ann\n" in tree()["LICENSE"]


def test_links_of_the_document_follow_it() -> None:
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Zoo", "version": "9", "contact": {"url": "https://a.example"}},
        "components": {"schemas": {"Pet": PET}},
    }
    write(document)
    made("--url", "Home=https://h.example")
    document["info"]["contact"]["url"] = "https://b.example"
    write(document)
    made()
    urls = {"API contact": "https://b.example", "Home": "https://h.example"}
    assert table()["project"]["urls"] == urls


def test_programs_read_nothing_but_findings() -> None:
    lines = package("--report", "json").stdout.splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["no-license"]
    assert package(*AUTHOR, "--quiet").output == ""


def test_standard_input_is_refused() -> None:
    run = ["package", "-", "--package", "pet"]
    result = CliRunner().invoke(main, run, input="{}", catch_exceptions=False)
    assert (result.exit_code, "read only once" in result.stderr) == (2, True)


def test_a_package_inside_another_and_an_openapi_document() -> None:
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Zoo",
            "version": "9",
            "description": "All pets.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "components": {"schemas": {"Pet": PET, "Zoo": {"type": "object"}}},
    }
    write(document)
    result = package("--package", "zoo.pets", "--author", "Ann")
    assert (result.exit_code, result.stderr) == (0, "")
    found = table("zoo-pets")
    assert (found["project"]["description"], found["project"]["license"]) == ("All pets", "MIT")
    assert found["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/zoo"]
    assert "from zoo.pets import Pet" in Path("zoo-pets/README.md").read_text()
    document["components"] = {"schemas": {"Pet": PET}}
    write(document)
    result = package("--package", "zoo.pets")
    assert result.stdout.startswith("zoo-pets 0.2.0: 1 breaking change since 0.1.0")


def test_names_are_renamed_once() -> None:
    odd = {**PET, "properties": {"name": {"type": "string"}, "fooBar": {"type": "integer"}}}
    write(odd)
    made("--lock-names")
    lock = Path("schemawright.lock")
    lock.write_text(lock.read_text().replace('"foo_bar"', '"foo_baz"'))
    made()
    assert "foo_baz" in Path("pet/src/pet/models/pet.py").read_text()
    Path("schemawright.toml").write_text('source = "pet.json"\nrename = ["Pet.foo_baz"]\n')
    result = CliRunner().invoke(main, ["package", "--no-build"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "foo_bar" in Path("pet/src/pet/models/pet.py").read_text()


def test_a_schema_that_was_edited_is_no_base_for_comparing() -> None:
    made()
    Path("pet/schema/pet.json").write_text("{}")
    result = package(*AUTHOR)
    assert result.exit_code == 2
    assert "is not the one that was published" in result.stderr


@pytest.mark.parametrize("spec", ["nowhere", "pet.json", "empty", "HEAD:pet"])
def test_what_is_no_project_cannot_be_compared_with(spec: str) -> None:
    Path("empty").mkdir()
    result = package("--previous", spec)
    assert (result.exit_code, spec in result.stderr) == (2, True)
    assert not Path("pet").exists()


@pytest.mark.skipif(not shutil.which("git"), reason="it compares with what git has")
def test_a_revision_of_git_can_be_what_was_published() -> None:
    made("--version", "1.0.0")
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *command], check=True, env={**os.environ, "HOME": str(Path.cwd())})
    write(WIDER)
    made()
    write(BROKEN)
    made("--previous", "HEAD:pet")
    assert version() == "2.0.0"


def test_the_schema_of_a_project_says_the_same() -> None:
    made()
    assert compare("pet/schema/pet.json", "pet.json").changes == ()


def test_a_project_within_the_sources_is_refused(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    write(PET, "schemas/pet.json")
    run = ["package", "schemas", "--package", "pet", "--no-build", "--project", "schemas/out"]
    result = CliRunner().invoke(main, run, catch_exceptions=False)
    assert (result.exit_code, "name another directory" in result.stderr) == (2, True)
    assert [*tree("schemas")] == ["pet.json"]


def test_a_tool_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "find_spec", dict[str, None]().get)
    run = ["package", "pet.json", *AUTHOR]
    result = CliRunner().invoke(main, run, catch_exceptions=False)
    assert result.exit_code == 2
    assert "'build', 'hatchling' cannot be run" in result.stderr
    assert "pip install 'schemawright[package]'" in result.stderr


def test_what_fails_says_what_it_printed(tmp_path: Path) -> None:
    code = "import sys; print('\\x1b[31mto http://ann:secret@a.example'); sys.exit(3)"
    with pytest.raises(Exception, match="it broke") as caught:
        processes.run((sys.executable, "-c", code), tmp_path, "it broke")
    assert "hint: to http://…@a.example" in str(caught.value)
    with pytest.raises(Exception, match="it broke: "):
        processes.run(("nothing-like-it",), tmp_path, "it broke")


def test_distributions_are_stored_once(tmp_path: Path) -> None:
    (place,) = building.store(tmp_path, {"a.whl": b"x"})
    before = place.stat().st_mtime_ns
    building.store(tmp_path, {"a.whl": b"x"})
    assert place.stat().st_mtime_ns == before
    shutil.rmtree(tmp_path / "dist")
    (tmp_path / "dist").write_text("in the way")
    with pytest.raises(Exception, match="unwritable"):
        building.store(tmp_path, {"a.whl": b"x"})
