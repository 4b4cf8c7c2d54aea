"""Settings: where they are found, which one counts, and what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import settings
from schemawright.config import USUAL_TARGETS, Options
from schemawright.diagnostics import InputError
from schemawright.location import Location

if TYPE_CHECKING:
    from schemawright.configuration import Place


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory, in a repository of its own."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def place(key: str) -> Place:
    return Location(f"--{key}"), None


def packages(**given: Any) -> tuple[Options, ...]:
    return settings.packages(given, place, Path.cwd())


def package(**given: Any) -> Options:
    (found,) = packages(**given)
    return found


def write(text: str, name: str = "pyproject.toml") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def faults(**given: Any) -> list[str]:
    """What is wrong: place, position, message and hint of each finding."""
    with pytest.raises(InputError) as caught:
        packages(**given)
    return [
        f"{d.location.uri}:{d.position} {d.location.pointer} {d.code}: {d.message} ({d.hint})"
        for d in caught.value.diagnostics
    ]


def fault(**given: Any) -> str:
    (found,) = faults(**given)
    return found


def test_without_a_source_there_is_nothing() -> None:
    assert packages() == ()
    assert packages(package="x") == ()


def test_defaults() -> None:
    assert package(source=("a.json",)) == Options(sources=("a.json",), package="a")


def test_every_key_can_be_configured() -> None:
    write("""
        [tool.schemawright]
        source = ["a.json", "b"]
        root = "Call"
        package = "x.y"
        out = "src"
        docs = "reference/api/"
        target = ["docs", "enums"]
        formats = "string"
        open-enums = true
        line-length = 100
        key-order = "sorted"
        format = "ruff"
    """)
    assert package() == Options(
        sources=("a.json", "b"),
        roots=("Call",),
        package="x.y",
        out="src",
        docs="reference/api",
        targets=("enums", "docs"),
        formats="string",
        open_enums=True,
        line_length=100,
        key_order="sorted",
        format="ruff",
    )


def test_what_checks_objects_when_they_are_made_brings_codecs() -> None:
    write('source = "a.json"\nvalidate-on-init = true\ntarget = "docs"', "schemawright.toml")
    assert package().targets == ("codecs", "docs")
    assert package(validate_on_init=False).targets == ("docs",)
    assert package(target=("codecs",)).targets == ("codecs",)


def test_keys_may_be_spelled_with_underscores() -> None:
    write('source = "a.json"\nline_length = 70\nkey_order = "sorted"', "schemawright.toml")
    found = package()
    assert (found.line_length, found.key_order) == (70, "sorted")


def test_the_nearest_file_that_has_the_table_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('[tool.schemawright]\nsource = "far.json"\nout = "gen"')
    write("[project]\nname = 'x'", "a/pyproject.toml")
    (folder / "a" / "b").mkdir()
    monkeypatch.chdir(folder / "a" / "b")
    found = package()
    assert found.sources == ("../../far.json",)
    assert found.out == "../../gen"
    assert found.package == "far"


def test_the_own_file_wins_over_pyproject() -> None:
    write('[tool.schemawright]\nsource = "a.json"')
    write('source = "b.json"', "schemawright.toml")
    assert package().sources == ("b.json",)


def test_standard_input_and_absolute_paths_can_be_configured(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(f'source = ["-", "{folder.as_posix()}/a.json"]\npackage = "x"', "schemawright.toml")
    (folder / "b").mkdir()
    monkeypatch.chdir(folder / "b")
    assert package().sources == ("-", "../a.json")


def test_packages_inherit_from_the_outer_table() -> None:
    write("""
        [tool.schemawright]
        source = "schemas"
        line-length = 100

        [[tool.schemawright.package]]
        root = "Call"

        [[tool.schemawright.package]]
        package = "pets"
        source = ["pets.json"]
        line-length = 60
    """)
    first, second = packages()
    assert (first.package, first.sources, first.line_length) == ("call", ("schemas",), 100)
    assert (second.package, second.sources, second.line_length) == ("pets", ("pets.json",), 60)


def test_one_package_table_is_enough() -> None:
    write('[tool.schemawright.package]\nsource = "a.json"\npackage = "x"')
    assert package().package == "x"


def test_the_command_line_wins() -> None:
    write('[tool.schemawright]\nsource = "a.json"\npackage = "x"\nout = "gen"')
    found = package(source=("b.json",), line_length=70)
    assert found == Options(sources=("b.json",), package="x", out="gen", line_length=70)


def test_one_of_several_packages_can_be_named() -> None:
    write("""
        [[tool.schemawright.package]]
        source = "a.json"
        [[tool.schemawright.package]]
        source = "b.json"
        package = "bees"
    """)
    assert len(packages(line_length=70)) == 2
    assert package(package="a").sources == ("a.json",)
    assert package(package="bees", source=("c.json",)).sources == ("c.json",)
    assert fault(package="bee") == (
        "--package:None  bad-option: no configured package is named 'bee' (did you mean 'bees'?)"
    )
    assert fault(source=("c.json",)) == (
        "--source:None  bad-option: 2 packages are configured, and they cannot share a source "
        "(name the one that is meant with --package: 'a', 'bees')"
    )


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"source": ("in/Call.schema.json",)}, "call"),
        ({"source": ("PetStore.yaml",)}, "pet_store"),
        ({"source": ("a.json", "b.json"), "root": ("CreateCallDTO",)}, "create_call_dto"),
        ({"source": ("-",), "root": ("Pet",)}, "pet"),
        ({"source": (".",)}, "project"),
        ({"source": ("class.json",)}, "class_"),
        ({"source": ("json.json",)}, "json_models"),
        ({"source": ("3d.json",)}, "schema_3d"),
    ],
)
def test_the_package_is_named_after_the_root_or_the_source(given: Any, name: str) -> None:
    assert package(**given).package == name


@pytest.mark.parametrize("given", [{"source": ("-",)}, {"source": ("a", "b")}])
def test_some_packages_must_be_named(given: Any) -> None:
    assert fault(**given).startswith("--package:None  bad-option: the package needs a name")


def test_the_line_length_is_that_of_black(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("[tool.black]\nline-length = 99")
    write('source = "a.json"', "sub/schemawright.toml")
    write("[project]\nname = 'x'", "sub/pyproject.toml")
    monkeypatch.chdir(folder / "sub")
    assert package().line_length == 99
    assert package(line_length=70).line_length == 70


@pytest.mark.parametrize("text", ["line_length = 'x'", "line-length = 3", "", "fast = true"])
def test_what_black_cannot_use_is_not_used(text: str) -> None:
    write(f"[tool.black]\n{text}")
    assert package(source=("a.json",)).line_length == 88


def test_black_is_not_looked_for_outside_the_repository(folder: Path) -> None:
    (folder.parent / "pyproject.toml").write_text("[tool.black]\nline-length = 99")
    assert package(source=("a.json",)).line_length == 88


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sources = 'a'", "'sources' is not an option (did you mean 'source', 'resource'?)"),
        ("zzz = 1", "'zzz' is not an option (there are 'source', 'root', 'package', 'out', "),
        ("source = 3", "expected text, found a number ()"),
        ("source = []", "expected at least one source ()"),
        ("source = ''", "expected text that is not empty ()"),
        ("source = 'a\\u0000'", "a NUL cannot be used ()"),
        ("root = [true]", "expected text, found a boolean ()"),
        ("root = [[]]", "expected text, found an array ()"),
        ("out = {}", "expected text, found a table ()"),
        ("out = 1979-05-27", "expected text, found something else ()"),
        ("docs = '../x'", "the docs lie inside the output directory (name a directory "),
        ("docs = '/x'", "the docs lie inside the output directory (name a directory "),
        ("target = ['dataclass']", "'dataclass' is not a target (did you mean 'dataclasses'?)"),
        ("target = []", "expected at least one target (take 'dataclasses', "),
        ("line-length = 3", "lines of 3 columns are not possible (between 60 and 1000 "),
        ("line_length = 88.0", "expected a number of columns, found a number ()"),
        ("line-length = true", "expected a number of columns, found a boolean ()"),
        ("key-order = 'sort'", "expected one of 'document', 'sorted', found 'sort' (did you "),
        ("format = 3", "expected one of 'none', 'black', 'ruff', found a number ()"),
        ("package = 'a.class'", "'class' is a Python keyword, which no package can be named ()"),
        ("package = '3d'", "'3d' is not a package name (letters, digits and underscores, "),
        ("package = 'a..b'", "'a..b' is not a package name ("),
        ("package = '\ufb01x'", "'\\ufb01x' is not a package name ("),
        ("package = 3", "expected a name, or one [[package]] table for each package ()"),
        ("package = [3]", "expected a name, or one [[package]] table for each package ()"),
        ("package = []", "expected a name, or one [[package]] table for each package ()"),
    ],
)
def test_what_cannot_be_used_is_shown_where_it_stands(line: str, message: str) -> None:
    key = line.partition(" ")[0]
    write(f"[tool.other]\n{line}\n\n[tool.schemawright]\n# {line}\n  {line}\n")
    text = Path("pyproject.toml").read_text(encoding="utf-8")
    if "\\u0000" in line:
        write(text.replace("'a\\u0000'", '"a\\u0000"'))
    start = f"pyproject.toml:6:3 /tool/schemawright/{key} bad-option: {message}"
    assert fault(source=("ok.json",)).startswith(start)


def test_all_that_cannot_be_used_is_listed() -> None:
    write("""
        [tool.schemawright]
        out = 1

        [[tool.schemawright.package]]
        source = "a.json"

        [[tool.schemawright.package]]
        "root" = 1
        package = "if"
        """)
    assert [each.split(" bad")[0] for each in faults()] == [
        "pyproject.toml:3:9 /tool/schemawright/out",
        "pyproject.toml:9:9 /tool/schemawright/package/1/root",
        "pyproject.toml:10:9 /tool/schemawright/package/1/package",
    ]


def test_a_key_in_an_inline_table_has_no_position() -> None:
    write("[tool]\nschemawright = {source = 3}")
    assert fault().startswith("pyproject.toml:None /tool/schemawright/source bad-option")


def test_a_table_in_the_place_of_a_value_is_found() -> None:
    write("[tool.schemawright]\n[tool.schemawright.out]")
    assert fault().startswith("pyproject.toml:2:2 /tool/schemawright/out bad-option")


def test_a_key_cannot_be_set_twice() -> None:
    write('source = "a"\nline-length = 70\nline_length = 80', "schemawright.toml")
    assert fault() == (
        "schemawright.toml:3:1 /line_length bad-option: line-length is set twice "
        "(remove one of the two)"
    )


def test_a_configuration_needs_a_source() -> None:
    write("[tool.schemawright]\nout = 'x'")
    assert fault() == (
        "pyproject.toml:None /tool/schemawright/source bad-option: no source is configured "
        "(set `source`, or pass a SOURCE on the command line)"
    )
    assert package(source=("a.json",)).out == "x"


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"[tool]\r\nx ==\n", "pyproject.toml:2:4  syntax-error: invalid value ()"),
        (b"x = '''", "pyproject.toml:1:8  syntax-error: "),
        (b"a = 1\nb = '\xff'", "pyproject.toml:2:6  syntax-error: the byte 0xff is not valid UTF"),
        (b"x = " + b"[" * 100_000, "pyproject.toml:None  too-large: is nested too deeply ()"),
    ],
)
def test_broken_toml_is_shown_where_it_breaks(content: bytes, start: str) -> None:
    Path("pyproject.toml").write_bytes(content)
    assert fault().startswith(start)


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="nothing is kept from root")
def test_an_unreadable_configuration_is_reported() -> None:
    write("[tool.schemawright]")
    Path("pyproject.toml").chmod(0)
    assert "unreadable" in fault()


def test_an_unreadable_configuration_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    write("[tool.schemawright]")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert fault() == ("pyproject.toml:None  unreadable: cannot be read: permission denied ()")


def test_the_python_api_reads_the_same_way() -> None:
    given = {"source": [Path("a/b.json")], "package": "x", "line_length": 70}
    assert settings.options(given, place) == Options(
        sources=("a/b.json",), package="x", line_length=70, targets=USUAL_TARGETS
    )


def test_a_package_may_go_without_a_name() -> None:
    (found,) = settings.packages({"source": ["a.json", "b.json"]}, place, Path.cwd(), named=False)
    assert (found.sources, found.package) == (("a.json", "b.json"), "schemas")
    (derived,) = settings.packages({"source": ["pet.json"]}, place, Path.cwd(), named=False)
    assert derived.package == "pet"


def test_given_sources_count_instead_of_several_packages_if_nothing_needs_a_name() -> None:
    write("""
        [[tool.schemawright.package]]
        source = "a.json"
        [[tool.schemawright.package]]
        source = "b.json"
    """)
    (found,) = settings.packages({"source": ["c.json"]}, place, Path.cwd(), named=False)
    assert found.sources == ("c.json",)
    assert len(settings.packages({}, place, Path.cwd(), named=False)) == 2
