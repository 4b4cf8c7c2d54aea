"""Editions: what they emit stays as it is, and a later one leaves them alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import pytest
from click.testing import CliRunner

import frozen_cases
import schemawright
from frozen_cases import FOLDER, Frozen, digest, digest_of_tree
from golden_cases import differences
from schemawright import editions, ir, leaving, memo, rendering
from schemawright.cli import main
from schemawright.editions import Edition
from schemawright.readers import READERS
from schemawright.rendering import Templates
from schemawright.targets import run_targets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from schemawright.targets.subject import Subject

FROZEN = {"2026": "b8aaff21c39b76d4d2f839fa26829d37e2986531e930982a7138daec34b77ae0"}
"""What the folder of each edition holds, as one digest.

No file there may change, go or come once its edition was released: that is what an edition
promises. If emitted code is to change, begin an edition (CONTRIBUTING.md).
"""

CASES = frozen_cases.cases()
pytestmark = pytest.mark.xdist_group("editions")  # all cases are generated once
PLAIN = {"title": "Pet", "type": "object", "properties": {"bornOn": {"type": "string"}}}


class Emitted(NamedTuple):
    """What was emitted for all frozen cases, and what took part in it."""

    files: Mapping[str, Mapping[str, str]]
    templates: Collection[str]
    carried: Collection[str]
    types: Collection[type]


@pytest.fixture(scope="module")
def emitted() -> Emitted:
    templates: set[str] = set()
    carried: set[str] = set()
    types: set[type] = set()
    render, carry = Templates.render, Templates.carried

    def rendering_(self: Templates, name: str, view: object) -> str:
        templates.add(name)
        return render(self, name, view)

    def carrying(self: Templates, path: str) -> str:
        carried.add(path)
        return carry(self, path)

    def running(subject: Subject, chosen: Collection[str]) -> dict[PurePosixPath, str]:
        for each in subject.model.declarations.values():
            types.update((type(each), *map(type, ir.walk(each))))
        return run_targets(subject, chosen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Templates, "render", rendering_)
        patch.setattr(Templates, "carried", carrying)
        patch.setattr("schemawright.pipeline.run_targets", running)
        files = {each.name: each.found() for each in CASES}
    return Emitted(files, templates, carried, types)


def test_what_is_frozen_is_what_it_was() -> None:
    assert {name: digest_of_tree(FOLDER / name) for name in frozen_cases.editions()} == FROZEN


def test_every_edition_is_frozen() -> None:
    assert tuple(FROZEN) == editions.names() == tuple(sorted(editions.names()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_edition_emits_what_it_always_did(case: Frozen, emitted: Emitted) -> None:
    found, expected, digests = emitted.files[case.name], case.expected(), case.digests()
    assert found.keys() == {*expected, *digests}
    faults = differences(expected, {path: found[path] for path in expected})
    faults += [
        f"different: {path} (what it was is in git, at the commit that froze it)"
        for path in digests
        if digest(found[path]) != digests[path]
    ]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def names_below(folder: Path, pattern: str) -> set[str]:
    return {each.relative_to(folder).as_posix() for each in folder.rglob(pattern)}


def test_every_template_and_carried_module_is_frozen(emitted: Emitted) -> None:
    shipped = Path(str(rendering.builtin_templates()))
    assert {each for each in names_below(shipped, "*") if each.startswith("python/")} == (
        set(emitted.templates)
    )
    modules = names_below(Path(rendering.__file__).parent / "runtime", "*.py")
    assert modules - {"__init__.py", "catalog.py"} == set(emitted.carried)


def test_every_kind_of_type_is_frozen(emitted: Emitted) -> None:
    kinds = {*get_args(ir.Type), *get_args(ir.Declaration)}
    assert kinds - set(emitted.types) == set()


SHAPING = {
    *("access", "allow-type", "assert-formats", "eager", "formats", "key-order", "line-length"),
    *("open-enums", "operations", "pattern-engine", "target", "validate-on-init", "weakref"),
}
"""The options by which the emitted code differs for the same schemas."""
OTHERS = {
    *("source", "root", "package", "out", "docs", "edition", "dialect", "on-missing", "resource"),
    *("allow-path", "allow-remote", "update-remotes", "lock", "lock-names", "rename", "prune"),
    "project",  # what lies around a package
    "templates",  # those of users are no edition's
    "format",  # a formatter has releases of its own, which no edition can freeze
}


def test_every_option_that_shapes_code_is_frozen() -> None:
    assert {*READERS} == SHAPING | OTHERS, "a new option is one or the other"
    stated = {key.replace("_", "-") for each in CASES for key in each.options}
    assert SHAPING - stated == set()


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The templates of a tool with two more editions, which changed two templates and a module."""
    root = tmp_path / "templates"
    shutil.copytree(Path(str(rendering.builtin_templates())), root)
    put(root / "editions/2026/python", root / "python/guards.py.jinja")
    put(root / "editions/2026/runtime", "# The deferral of 2026.\n{{ 1 }}\n", "deferred.py.jinja")
    put(root / "editions/2027/python", root / "python/wire_names.py.jinja")
    put(root / "editions/2027/python", "# The guards of 2027.\n", "guards.py.jinja")
    put(root / "python", "# The wire names of 2028.\n", "wire_names.py.jinja")
    put(root / "python", "# The guards of 2028.\n", "guards.py.jinja")
    every = (*editions.EDITIONS, Edition("2027"), Edition("2028"))
    monkeypatch.setattr(editions, "EDITIONS", every)
    monkeypatch.setattr(rendering, "builtin_templates", lambda: root)
    rendering.forget()
    yield root
    rendering.forget()


def put(folder: Path, what: Path | str, name: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(what, Path):
        shutil.copy(what, folder)
    else:
        (folder / name).write_text(what, encoding="utf-8")


@pytest.fixture
def pet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pet.json").write_text(json.dumps(PLAIN), encoding="utf-8")


def generated(**how: Any) -> dict[str, str]:
    found = schemawright.generate("pet.json", package="pet", **how)
    return {str(path): text for path, text in found.items()}


@pytest.mark.usefixtures("pet")
def test_older_editions_stay_when_there_are_newer_ones(request: pytest.FixtureRequest) -> None:
    before = generated()
    assert before == generated(edition="2026")
    request.getfixturevalue("later")
    old, middle, new = (generated(edition=each) for each in ("2026", "2027", "2028"))
    deferral = "# Generated by schemawright; changes made here are lost.\n# The deferral of 2026."
    assert old == {**before, "pet/_deferred.py": f"{deferral}\n{{{{ 1 }}}}\n"}
    # What the folder of an edition does not have is as in the next one, up to the current one.
    assert middle == {**before, "pet/guards.py": "# The guards of 2027.\n"}
    assert new == {
        **before,
        "pet/guards.py": "# The guards of 2028.\n",
        "pet/wire_names.py": "# The wire names of 2028.\n",
    }
    assert generated() == new


def test_folders_are_looked_in_one_after_the_other(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    put(first / "python", "first {{ view }}", "aliases.py.jinja")
    put(second / "python", "second {{ view }}", "aliases.py.jinja")
    put(second / "python", "second {{ view }}", "enums.py.jinja")
    templates = Templates((first, second))
    assert templates.render("python/aliases.py.jinja", 1) == "first 1"
    assert templates.render("python/enums.py.jinja", 2) == "second 2"
    shipped = "python/models_init.py.jinja"
    assert templates.render(shipped, None) == Templates().render(shipped, None)
    assert templates.carried("values.py") == Templates().carried("values.py")


def test_the_folders_of_editions_shadow_what_is_emitted() -> None:
    """A name that shadows nothing would be a mistake that nobody sees; pages are not frozen."""
    root = Path(str(rendering.builtin_templates()))
    modules = names_below(Path(rendering.__file__).parent / "runtime", "*.py")
    emitted = {each for each in names_below(root, "*.jinja") if each.startswith("python/")}
    emitted |= {f"runtime/{each}.jinja" for each in modules}
    assert names_below(root / "editions", "*.jinja") <= {
        f"{edition}/{each}" for edition in editions.names()[:-1] for each in emitted
    }


def command(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, [*arguments])
    return result.exit_code, result.output


@pytest.mark.usefixtures("pet")
def test_an_edition_that_does_not_exist_is_told() -> None:
    status, output = command("generate", "pet.json", "--edition", "2027")
    assert status == 2
    assert output == (
        f"--edition: error bad-option: '2027' is not an edition that schemawright "
        f"{schemawright.__version__} knows\n"
        "  hint: there is '2026'; a newer schemawright may know more\n"
    )
    assert not Path("out").exists()


@pytest.mark.usefixtures("pet")
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"2027"', "'2027' is not an edition"),
        ("2026", 'expected text, found a number\n  hint: write it with quotes: "2026"'),
        ("true", "expected text, found a boolean"),
    ],
)
def test_an_edition_that_cannot_be_is_told_with_its_line(value: str, said: str) -> None:
    Path("schemawright.toml").write_text(f'source = ["pet.json"]\nedition = {value}\n')
    status, output = command("check")
    assert status == 2
    assert output.startswith(f"schemawright.toml:2:1 #/edition: error bad-option: {said}")


def manifest() -> Any:
    return json.loads(Path("out/pet/schemawright.manifest.json").read_text(encoding="utf-8"))


TOLD = (
    "out/pet/schemawright.manifest.json: warning other-edition: edition '2026' was current when "
    "this was generated, now it is '2028'\n"
    '  hint: to keep the old shape, set edition = "2026"\n'
)


@pytest.mark.usefixtures("pet")
def test_a_package_that_names_no_edition_follows_and_tells(request: pytest.FixtureRequest) -> None:
    assert command("generate", "pet.json") == (0, "")
    assert manifest()["options"]["edition"] == "2026"
    assert command("check", "pet.json") == (0, "")
    request.getfixturevalue("later")
    status, output = command("check", "pet.json")
    assert status == 1
    assert TOLD in output
    assert '-    "edition": "2026",\n+    "edition": "2028",\n' in output
    assert command("generate", "pet.json") == (0, TOLD)
    assert manifest()["options"]["edition"] == "2028"
    assert command("generate", "pet.json") == (0, "")
    assert command("check", "pet.json") == (0, "")


@pytest.mark.usefixtures("pet")
def test_a_package_that_names_its_edition_stays(request: pytest.FixtureRequest) -> None:
    Path("schemawright.toml").write_text('source = ["pet.json"]\nedition = "2026"\n')
    assert command("generate") == (0, "")
    before = manifest()
    later = request.getfixturevalue("later")
    (later / "editions/2026/runtime/deferred.py.jinja").unlink()  # as it is in every edition
    (later / "editions/2026/python/guards.py.jinja").rename(
        later / "editions/2027/python/guards.py.jinja"
    )
    assert command("check") == (0, "")
    assert manifest() == before
    # To ask for another one is no surprise, so nothing is told.
    assert command("generate", "--edition", "2028") == (0, "")
    assert manifest()["options"]["edition"] == "2028"


@pytest.mark.usefixtures("pet", "later")
def test_an_edition_of_a_newer_tool_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("generate", "pet.json") == (0, "")
    monkeypatch.setattr(editions, "EDITIONS", editions.EDITIONS[:2])
    status, output = command("check", "pet.json")
    assert status == 1
    assert "edition '2028' was current when this was generated, now it is '2027'\n" in output
    assert "  hint: a newer schemawright generated it; install that one\n" in output


@pytest.mark.usefixtures("pet", "later")
def test_what_was_told_of_an_edition_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run is remembered with what it said, unless that is true only once."""
    kept: list[object] = []

    def keep(*memo: object) -> None:
        kept.append(memo)

    monkeypatch.setattr(leaving, "remember", keep)
    with monkeypatch.context() as patch:
        patch.setattr(editions, "EDITIONS", editions.EDITIONS[:1])
        command("generate", "pet.json")
    for wanted in (0, 1):
        result = CliRunner().invoke(main, ["generate", "pet.json"], obj=memo.Memo())
        assert (result.exit_code, len(kept)) == (0, wanted)
