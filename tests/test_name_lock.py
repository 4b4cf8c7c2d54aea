"""Locked names: they stay, are extended, kept for what is gone, and changed when that is asked."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import schemawright
from schemawright import ir, lock
from schemawright.cli import main
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.lock import Lock, LockedRemote
from schemawright.lock.kept import LockFile
from schemawright.lock.names import KINDS, LockedNames
from schemawright.python.locked import Wish, named

if TYPE_CHECKING:
    from click.testing import Result

PET = {
    "title": "Pet",
    "type": "object",
    "properties": {
        "fooBar": {"type": "string"},
        "kind": {"enum": ["cat", "dog"]},
        "rank": {"enum": [1, 2]},
        "a/b~c": {"type": "null"},
    },
}

LOCKED = """\
# Written by schemawright, so that every run uses the same names: commit this file.
version = 2

[names."pet".attributes]
"Pet/a~1b~0c" = "a_b_tilde_c"
"Pet/fooBar" = "foo_bar"
"Pet/kind" = "kind"
"Pet/rank" = "rank"

[names."pet".classes]
"Pet" = "Pet"
"Pet/kind" = "PetKind"
"Pet/rank" = "PetRank"

[names."pet".members]
"Pet/kind/cat" = "CAT"
"Pet/kind/dog" = "DOG"
"Pet/rank/~=1" = "VALUE_1"
"Pet/rank/~=2" = "VALUE_2"

[names."pet".modules]
"Pet" = "pet"
"""

AT = Path(lock.NAME)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("SCHEMAWRIGHT_")]:
        monkeypatch.delenv(name)
    save(PET)
    return tmp_path


def save(schema: object, name: str = "pet.json") -> None:
    Path(name).write_text(json.dumps(schema, indent=1))


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="schemawright")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def generated(*arguments: str) -> str:
    """Generate and return what was said."""
    result = run("generate", "pet.json", *arguments)
    assert result.exit_code == 0, result.output
    return without_pointers(result)


def without_pointers(result: Result) -> str:
    return re.sub(r" #/\S*: ", ": ", result.stderr)


def faults() -> str:
    """Return what is wrong with the input, without pointers."""
    result = run("generate", "pet.json")
    assert result.exit_code == 2
    return without_pointers(result)


def with_properties(**more: Any) -> dict[str, Any]:
    return {**PET, "properties": {**PET["properties"], **more}}  # type: ignore[dict-item]


def entries() -> list[str]:
    return [each for each in AT.read_text().splitlines() if each.startswith('"')]


def module() -> str:
    return Path("out/pet/models/pet.py").read_text()


# Beginning.


def test_names_are_locked_only_when_that_is_asked() -> None:
    generated()
    assert not AT.exists()
    generated("--lock-names")
    assert AT.read_text() == LOCKED
    generated("--no-lock-names")
    assert AT.read_text() == LOCKED


def test_it_can_be_configured() -> None:
    Path("schemawright.toml").write_text('source = "pet.json"\nlock-names = true\n')
    assert run("generate").exit_code == 0
    assert AT.read_text() == LOCKED


def test_files_are_the_same_with_locked_names() -> None:
    generated()
    before = {each: each.read_bytes() for each in Path("out").rglob("*") if each.is_file()}
    generated("--lock-names")
    generated()
    assert before == {each: each.read_bytes() for each in Path("out").rglob("*") if each.is_file()}


def test_a_lock_is_extended_without_being_asked() -> None:
    generated("--lock-names")
    save(with_properties(new={"type": "object", "properties": {"x": {}}}))
    generated()
    assert set(LOCKED.splitlines()) < set(AT.read_text().splitlines())
    assert '"Pet/new/x" = "x"' in entries()
    assert entries() != sorted(entries())  # each table is sorted by itself
    generated()
    save(PET)
    generated()
    assert '"Pet/new/x" = "x"' in entries()


def test_what_is_not_locked_yet_is_out_of_date() -> None:
    generated("--lock-names")
    assert run("check", "pet.json").exit_code == 0
    AT.write_text("".join(each for each in LOCKED.splitlines(keepends=True) if "rank" not in each))
    result = run("check", "pet.json")
    assert (result.exit_code, '+"Pet/rank" = "PetRank"' in result.stdout) == (1, True)
    assert "1 file is out of date" in result.stderr
    assert run("check", "pet.json", "--report", "json").stdout.count("schemawright.lock") == 1
    AT.unlink()
    assert run("check", "pet.json").exit_code == 0
    assert run("check", "pet.json", "--lock-names").exit_code == 1


# Staying.

CLASH = {"foo_bar": {"type": "string"}}


def test_without_a_lock_an_addition_changes_a_name() -> None:
    generated()
    save(with_properties(**CLASH))
    generated()
    assert "    foo_bar: " in module()
    assert '"fooBar": "foo_bar"' not in module()


def test_what_the_rules_would_choose_is_told_and_not_done() -> None:
    generated("--lock-names")
    save(with_properties(**CLASH))
    said = generated()
    assert '"Pet/fooBar" = "foo_bar"' in entries()
    assert (
        "pet.json:5:3: warning locked-name: names are kept that the rules choose otherwise: "
        "attribute 'Pet.foo_bar' would be 'fooBar'" in said
    )
    assert "hint: --rename=Pet.foo_bar changes it" in said
    save(PET)
    assert "locked-name" not in generated()


@pytest.mark.parametrize("asked", ["--rename", "--rename=Pet.foo_bar", "--rename=Pet.fooBar"])
def test_a_name_changes_when_that_is_asked(asked: str) -> None:
    generated("--lock-names")
    save(with_properties(**{"foo-bar": True}))
    generated()
    before = entries()
    assert '"Pet/fooBar" = "foo_bar"' in before
    generated(asked, *(["--rename=Pet.foo_minus_bar"] if "=" in asked else []))
    assert set(entries()) - set(before) == {
        '"Pet/fooBar" = "fooBar"',
        '"Pet/foo-bar" = "foo_bar"',
    }
    assert "locked-name" not in generated()


def test_one_name_changes_and_others_stay() -> None:
    save(with_properties(twoWords={}))
    generated("--lock-names")
    save(with_properties(twoWords={}, two_words={}, foo_bar={}))
    # The new ones had to avoid what was locked, and get what is free now.
    said = generated("--rename", "Pet.foo_bar")
    assert '"Pet/fooBar" = "fooBar"' in entries()
    assert '"Pet/twoWords" = "two_words"' in entries()
    assert "Pet.two_words' would be 'twoWords'" in said


def test_a_source_behind_rename_is_a_source() -> None:
    generated("--lock-names")
    assert run("generate", "--rename", "pet.json").exit_code == 0


def test_what_is_called_after_a_class_is_renamed_with_it() -> None:
    schema: dict[str, dict[str, Any]] = {
        "$defs": {"foo-bar": {"type": "object", "properties": {"x": {}}}}
    }
    save(schema)
    generated("--lock-names")
    schema["$defs"]["foo_bar"] = {"type": "object", "properties": {"y": {}}}
    save(schema)
    said = generated()
    assert "class 'FooBar' would be 'FooMinusBar'; " in said
    assert "module 'foo_bar' would be 'foo_minus_bar'" in said
    generated("--rename=FooBar")
    assert '"foo-bar" = "FooMinusBar"' in entries()
    assert '"foo-bar" = "foo_minus_bar"' in entries()
    guards = Path("out/pet/guards.py").read_text()
    assert "def is_foo_minus_bar(" in guards
    assert "def is_foo_underscore_bar(" in guards


@pytest.mark.parametrize("name", ["Nothing", "Pet.nothing", "foo_bar"])
def test_a_name_that_is_not_there_cannot_be_renamed(name: str) -> None:
    generated("--lock-names")
    result = run("generate", "pet.json", f"--rename={name}")
    assert result.exit_code == 2
    assert f"{name!r} cannot be renamed: no such name is locked" in result.stderr
    assert AT.read_text() == LOCKED


def test_names_that_were_exchanged_are_exchanged_back_together() -> None:
    generated("--lock-names")
    AT.write_text(
        LOCKED.replace('"Pet/kind" = "kind"', '"Pet/kind" = "rank"').replace(
            '"Pet/rank" = "rank"', '"Pet/rank" = "kind"'
        )
    )
    result = run("generate", "pet.json", "--rename=Pet.rank")
    assert result.exit_code == 0, result.stderr  # both are called so, before or after
    assert AT.read_text() == LOCKED


def test_of_two_that_exchange_names_one_alone_cannot() -> None:
    save(with_properties(x={}, y={}, z={}))
    generated("--lock-names")
    text = AT.read_text()
    for old, new in (("x", "y"), ("y", "z"), ("z", "x")):
        text = text.replace(f'"Pet/{old}" = "{old}"', f'"Pet/{old}" = "{new}"')
    AT.write_text(text)
    result = run("generate", "pet.json", "--rename=Pet.x")
    assert result.exit_code == 2
    assert "'Pet.x' cannot be renamed: something else is 'z'" in result.stderr
    generated("--rename")
    assert '"Pet/x" = "x"' in entries()


# What is gone.


def test_names_of_what_is_gone_are_kept() -> None:
    generated("--lock-names")
    less = {**PET, "properties": {"foo_bar": {}, "kind": {"enum": ["CAT", "cow"]}}}
    save(less)
    said = generated()
    assert set(LOCKED.splitlines()) < set(AT.read_text().splitlines())
    assert '"Pet/foo_bar" = "foo_underscore_bar"' in entries()
    assert '"Pet/kind/CAT" = "CAT_UPPER"' in entries()
    assert said == ""  # the rules have no other names that are free
    save(PET)
    generated()
    assert "    foo_bar: " in module()


def test_names_of_what_is_gone_are_free_when_that_is_asked() -> None:
    generated("--lock-names")
    save({**PET, "properties": {"kind": {"enum": ["cat", "cow"]}}})
    generated("--prune")
    assert '"Pet/fooBar" = "foo_bar"' not in entries()
    assert '"Pet/kind/dog" = "DOG"' not in entries()
    assert '"Pet/kind/cat" = "CAT"' in entries()


def test_renaming_leaves_the_names_of_what_is_gone_alone() -> None:
    generated("--lock-names")
    save({**PET, "properties": {"foo_bar": {}}})
    generated()
    generated("--rename")
    assert '"Pet/foo_bar" = "foo_underscore_bar"' in entries()
    generated("--prune", "--rename")
    assert '"Pet/foo_bar" = "foo_bar"' in entries()


# What is called otherwise though it is still there.


def test_the_member_of_a_union_keeps_its_name() -> None:
    kind = {"type": "string", "enum": ["on", "off"]}
    save(with_properties(state={"anyOf": [kind, {"type": "null"}]}))
    generated("--lock-names")
    assert '"Pet/state" = "PetState"' in entries()
    other = {"type": "object", "properties": {"x": {"type": "string"}}}
    three = with_properties(state={"anyOf": [other, kind, {"type": "null"}]})
    save(three)
    generated()
    assert {'"Pet/state/enum" = "PetState"', '"Pet/state/enum/on" = "ON"'} < {*entries()}
    assert '"Pet/state" = "Pet_State"' in entries()
    assert '"Pet/state/on" = "ON"' not in entries()
    text = AT.read_text()
    save(with_properties(state={"anyOf": [kind, {"type": "null"}]}))
    generated()
    assert '"Pet/state" = "PetState"' in entries()
    save(three)
    generated()
    assert AT.read_text() == text


def test_a_definition_keeps_its_name_when_another_document_has_one_too() -> None:
    node = {"type": "object", "properties": {"b": {"type": "string"}}}
    save({"title": "Second", "$ref": "#/$defs/Node", "$defs": {"Node": node}}, "second.json")
    assert run("generate", "second.json", "--package", "p", "--lock-names").exit_code == 0
    assert '"Node" = "Node"' in entries()
    other = {"type": "object", "properties": {"a": {"type": "string"}}}
    save({"title": "First", "$ref": "#/$defs/Node", "$defs": {"Node": other}}, "first.json")
    assert run("generate", "first.json", "second.json", "--package", "p").exit_code == 0
    assert '"Second Node" = "Node"' in entries()
    assert '"Second Node" = "node"' in entries()
    assert '"Second Node/b" = "b"' in entries()


# Names that people choose.


def test_a_name_can_be_chosen_in_the_lock() -> None:
    generated("--lock-names")
    chosen = LOCKED.replace('"Pet" = "Pet"', '"Pet" = "Animal"  # as we call it')
    chosen = chosen.replace('"Pet/fooBar" = "foo_bar"', '"Pet/fooBar" = "größe"')
    AT.write_text(chosen.replace('"CAT"', '"FELINE"').replace('= "pet"', '= "beast"'))
    generated()
    text = Path("out/pet/models/beast.py").read_text()
    assert "class Animal(" in text
    assert "    größe: " in text
    assert "FELINE = " in Path("out/pet/enums.py").read_text()
    assert "def is_animal(" in Path("out/pet/guards.py").read_text()
    assert "AnimalDict" in Path("out/pet/typed_dicts.py").read_text()
    shown = run("explain", "Animal.größe", "pet.json")
    assert shown.exit_code == 0
    assert "fooBar" in shown.stdout


@pytest.mark.parametrize(
    ("old", "new", "position", "said"),
    [
        ('"Pet/kind" = "kind"', '"Pet/kind" = "ki nd"', "7:1", "expected a Python identifier that"),
        ('"Pet/kind" = "kind"', '"Pet/kind" = "class"', "7:1", "found 'class'"),
        ('"Pet/kind" = "kind"', '"Pet/kind" = "_kind"', "7:1", "found '_kind'"),
        ('"Pet/kind" = "kind"', '"Pet/kind" = ""', "7:1", "found ''"),
        ('"Pet/kind" = "kind"', '  "Pet/kind" = "ﬁ"', "7:3", "expected a Python identifier that"),
        ('"Pet/kind" = "kind"', '"Pet/kind" = "to_dict"', "7:1", "generated code has for itself"),
        ('"Pet/kind" = "kind"', '"Pet/kind" = "rank"', "8:1", "is the name of 'Pet/kind', too"),
        ('"Pet/kind" = "kind"', '"Pet/kind" = "PetKind"', "7:1", "is a class, that of 'Pet/kind'"),
        ('"Pet" = "Pet"', '"Pet" = "PetKind"', "12:1", "'PetKind' is the name of 'Pet', too"),
        ('"Pet" = "Pet"', '"Pet" = "UNSET"', "11:1", "generated code has for itself"),
        ('"Pet" = "Pet"', '"Pet" = "models"', "11:1", "generated code has for itself"),
        ('"CAT"', '"DOG"', "17:1", "'DOG' is the name of 'Pet/kind/cat', too"),
        ('"CAT"', '"mro"', "16:1", "generated code has for itself"),
        ('"Pet" = "pet"', '"Pet" = "pet"\n"x" = "PET"', "23:1", "the name of 'Pet', too"),
        ('"Pet" = "pet"', f'"Pet" = "{"p" * 201}"', "22:1", "no module can have a name of 201"),
    ],
)
def test_a_name_that_cannot_be_is_an_error_with_its_place(
    old: str, new: str, position: str, said: str
) -> None:
    AT.write_text(LOCKED.replace(old, new))
    found = faults()
    assert f"schemawright.lock:{position}: error bad-lock: " in found
    assert said in found
    assert "hint: choose another name, or remove the line and let the rules choose one" in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("names = 1", "3:1: error bad-lock: expected a table of packages"),
        ("names.p = 1", "3:1: error bad-lock: 'p': expected tables of names"),
        ("[names.p.clases]", "3:1: error bad-lock: 'clases' is no kind of names"),
        ("[names.p]\nclasses = 3", "4:1: error bad-lock: 'classes': expected a table of names"),
        ("[names.p.classes]\nA = 3", "4:1: error bad-lock: 'A': expected a name in quotes"),
        (
            '[names."p".classes]\n"A" = "B"\n"A" = "C"',
            "5:1: error bad-lock: 'A' is locked a second time, as 'C' and not as 'B'",
        ),
        ('[names."p".classes]\n"A" = "B"\n"A" = "B"', "remove one of the two lines"),
        ('[names."p".classes]\n"A" = B', "4:7: error bad-lock: invalid value"),
        ('[names."p".classes]\n<<<<<<< a\n"A" = "B"', "4:1: error bad-lock: a merge left"),
        ('[names."p".classes]\n[names."p".classes]', "bad-lock: cannot declare"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(text: str, said: str) -> None:
    AT.write_text(f"# names\nversion = 2\n{text}\n")
    assert said in faults()


def test_names_need_their_version() -> None:
    AT.write_text(LOCKED.replace("version = 2", "version = 1"))
    found = faults()
    assert "schemawright.lock:4:1: error bad-lock: 'names' is not known" in found
    assert "hint: files with names are of version 2: state that" in found


# What others are: packages, remote documents, commands.


def test_packages_share_a_lock() -> None:
    save({**PET, "title": "Other"}, "other.json")
    Path("schemawright.toml").write_text(
        'lock-names = true\n[[package]]\nsource = "pet.json"\n'
        '[[package]]\nsource = "other.json"\ndocs = "other"\n'
    )
    assert run("generate").exit_code == 0
    both = AT.read_text()
    assert set(LOCKED.splitlines()) < set(both.splitlines())
    assert both.index('[names."other".classes]') < both.index('[names."pet".attributes]')
    save(with_properties(new={}))
    assert run("generate", "--package", "pet").exit_code == 0
    assert set(both.splitlines()) < set(AT.read_text().splitlines())


def test_names_and_remote_documents_share_a_lock(folder: Path) -> None:
    remotes = {"https://a.example/x.json": LockedRemote("1" * 64, "2026-11-24")}
    AT.write_text(lock.text(Lock(remotes=remotes)))
    generated()
    assert AT.read_text() == lock.text(Lock(remotes=remotes))
    generated("--lock-names")
    found = lock.read(AT)
    assert (found.remotes, [*found.names]) == (remotes, ["pet"])
    assert AT.read_text().startswith(
        "# Written by schemawright, so that every run uses the same documents and names: commit "
    )
    file = LockFile(AT)
    file.lock_remotes({"https://b.example/": LockedRemote("2" * 64, "2026-11-25")})
    change = file.change()
    assert change is not None
    changed = lock.parse(change, Location(lock.NAME))
    assert (len(changed.remotes), changed.names) == (2, found.names)
    assert not (folder / "schemawright.remotes").exists()


def test_the_python_api_reads_names_and_writes_nothing() -> None:
    AT.write_text(LOCKED.replace('"Pet" = "Pet"', '"Pet" = "Animal"'))
    before = AT.read_bytes()
    found = schemawright.generate("pet.json", package="pet", lock_names=True)
    assert any("class Animal(" in text for text in found.values())
    elsewhere = schemawright.generate("pet.json", package="pet", lock="other.lock")
    assert not any("class Animal(" in text for text in elsewhere.values())
    assert (AT.read_bytes(), Path("other.lock").exists()) == (before, False)
    assert not Path("out").exists()


def test_a_bundle_changes_no_lock() -> None:
    generated("--lock-names")
    save(with_properties(new={}))
    assert run("bundle", "pet.json").exit_code == 0
    assert AT.read_text() == LOCKED


def test_nothing_is_locked_where_nothing_can_be_generated() -> None:
    save({"title": "Pet", "$ref": "#/nowhere"})
    assert run("generate", "pet.json", "--lock-names").exit_code == 2
    assert not AT.exists()


def test_views_of_one_document_have_locks_of_their_own() -> None:
    save(with_properties(id={"type": "string", "readOnly": True}))
    generated("--lock-names", "--access", "request", "--package", "asked")
    generated("--lock-names", "--access", "response", "--package", "told", "--docs", "d")
    assert [each for each in entries() if each.startswith('"Pet/id"')] == ['"Pet/id" = "id"']


# The text.

KEYS = st.text(max_size=8)
WORDS = st.from_regex(r"[a-z]\w{0,5}", fullmatch=True).filter(str.isidentifier)
NAMES = st.builds(LockedNames, **{kind: st.dictionaries(KEYS, WORDS, max_size=4) for kind in KINDS})


@given(st.dictionaries(st.text(min_size=1, max_size=5), NAMES, min_size=1, max_size=3))
def test_whatever_is_locked_is_read_again(names: dict[str, LockedNames]) -> None:
    wanted = Lock(names=names)
    text = lock.text(wanted)
    found = lock.parse(text.encode(), Location(lock.NAME))
    full = {package: each for package, each in names.items() if any(map(each.of, KINDS))}
    assert found == Lock(names=full)
    assert lock.text(Lock(names=dict(reversed(names.items())))) == text


@pytest.mark.parametrize(
    "written",
    [
        LOCKED.replace("\n", "\r\n"),
        LOCKED.replace(' = "', '="'),
        LOCKED.replace('"Pet" = "pet"', "Pet = 'pet' # a comment"),
        LOCKED.replace('[names."pet".', "[names.pet."),
        LOCKED + "[remotes]\n",
        LOCKED.replace('"Pet" = "pet"', '"P\\u0065t" = "pet"'),
        LOCKED.replace('"Pet" = "pet"', '\n# of old\n"Pet" = "pet"'),
    ],
)
def test_any_toml_is_read(written: str) -> None:
    assert lock.parse(written.encode(), Location("l")) == lock.parse(LOCKED.encode(), Location("l"))


def test_a_key_that_toml_must_escape() -> None:
    save(with_properties(**{'"\\\n\x7f': {"enum": ["\t", "\0"]}}))
    generated("--lock-names")
    text = AT.read_bytes()
    generated()
    assert AT.read_bytes() == text
    assert '"Pet/\\"\\\\\\n\\u007f/\\t" = "TAB"' in entries()


alike = st.text(st.sampled_from("aAbB1_- +/~é\u0301ﬁª价"), max_size=5)
"""Texts that are easily taken for each other."""


def model(names: list[str], inside: list[str]) -> ir.Model:
    fields = tuple(
        ir.Field(name=each, type=ir.String(), required=True, location=Location("x"))
        for each in inside
    )
    values = tuple(ir.Constant(ir.Kind.STRING, each) for each in inside)
    declarations: list[ir.Declaration] = []
    for each in names:
        name = ir.top(each)
        declarations += [
            ir.Record(name=name, fields=fields, location=Location("x")),
            ir.Enumeration(name=ir.inner(name, "of"), values=values, location=Location("x")),
        ]
    return ir.Model(roots=(), declarations={each.name: each for each in declarations})


UNIQUE = st.lists(alike, unique=True, max_size=5)


@settings(max_examples=200)
@given(names=UNIQUE, inside=UNIQUE, more=UNIQUE)
def test_whatever_the_rules_choose_can_be_locked(
    names: list[str], inside: list[str], more: list[str]
) -> None:
    said: list[object] = []
    first = named(model(names, inside), LockedNames(), Wish(), said.append)
    assert named(model(names, inside), first.locked, Wish(), said.append) == first
    assert said == []
    every = model([*{*names, *more}], [*{*inside, *more}])
    second = named(every, first.locked, Wish(), said.append)
    assert first.locked is not None
    assert second.locked is not None
    for kind in KINDS:
        assert first.locked.of(kind).items() <= second.locked.of(kind).items()
    back = named(model(names, inside), second.locked, Wish(), said.append)
    assert back.names == first.names
    assert back.locked == second.locked
    pruned = named(model(names, inside), second.locked, Wish(prune=True), said.append)
    assert pruned == first
    renamed = named(every, second.locked, Wish(rename=("",)), said.append)
    assert renamed.names == named(every, LockedNames(), Wish(), said.append).names


def test_half_a_surrogate_pair_has_a_name_too() -> None:
    Path("pet.json").write_text(
        json.dumps(with_properties(**{"x\ud800": {"enum": ["\udfff", "y"]}}))
    )
    generated("--lock-names")
    generated()
    assert run("check", "pet.json").exit_code == 0
    assert '"Pet/x~ud800/~udfff" = "OTHER"' in entries()


def test_a_file_that_cannot_be_read_is_an_error() -> None:
    AT.mkdir()
    with pytest.raises(InputError, match="cannot be read"):
        schemawright.generate("pet.json", package="pet")
