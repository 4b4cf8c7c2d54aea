"""Every folder of `tests/golden` generates exactly what is recorded in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from golden_cases import Case, cases, differences

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_generates_what_is_recorded(case: Case, *, update_golden: bool) -> None:
    found = case.found()
    faults = differences(case.recorded(), found)
    if not faults:
        return
    if update_golden:
        case.record(found)
        pytest.fail("rewritten, read it before you commit it:\n" + "\n".join(faults), pytrace=False)
    pytest.fail("\n".join(faults), pytrace=False)


def test_a_case_expects_something() -> None:
    assert [case.name for case in cases() if not case.recorded()] == []


def test_packages_have_names_of_their_own() -> None:
    packages = [case.options["package"] for case in cases()]
    assert len(set(packages)) == len(packages)


def lamp(folder: Path) -> Case:
    """Return a case that is recorded as it should be."""
    (folder / "input").mkdir()
    (folder / "input/lamp.json").write_text('{"properties": {"kind": {"enum": ["a", "a", "b"]}}}')
    (folder / "options.toml").write_text('package = "lamps"\ntarget = ["enums"]\n')
    case = Case(folder)
    case.record(case.found())
    return case


def test_a_recorded_case_has_no_differences(tmp_path: Path) -> None:
    case = lamp(tmp_path)
    assert differences(case.recorded(), case.found()) == []
    assert {"expected/lamps/enums.py", "diagnostics.txt"} <= case.recorded().keys()


@pytest.mark.parametrize("path", ["expected/lamps/enums.py", "diagnostics.txt"])
def test_a_missing_file_is_a_difference(tmp_path: Path, path: str) -> None:
    case = lamp(tmp_path)
    (tmp_path / path).unlink()
    (fault,) = differences(case.recorded(), case.found())
    assert fault.startswith(f"missing: {path}\n--- nothing\n+++ found: {path}\n")


def test_a_different_file_is_a_difference(tmp_path: Path) -> None:
    case = lamp(tmp_path)
    place = tmp_path / "expected/lamps/enums.py"
    place.write_text(place.read_text().replace('A = "a"', 'A = "x"'))
    (fault,) = differences(case.recorded(), case.found())
    assert fault.startswith("different: expected/lamps/enums.py\n")
    assert '-    A = "x"\n+    A = "a"\n' in fault


def test_different_line_ends_are_a_difference(tmp_path: Path) -> None:
    case = lamp(tmp_path)
    place = tmp_path / "expected/lamps/enums.py"
    place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    assert len(differences(case.recorded(), case.found())) == 1


def test_an_orphan_is_a_difference_and_is_removed_by_recording(tmp_path: Path) -> None:
    case = lamp(tmp_path)
    orphan = tmp_path / "expected/lamps/old/gone.py"
    orphan.parent.mkdir()
    orphan.write_text("x = 1\n")
    (fault,) = differences(case.recorded(), case.found())
    assert fault.startswith("orphan: expected/lamps/old/gone.py\n")
    assert "-x = 1\n" in fault
    case.record(case.found())
    assert differences(case.recorded(), case.found()) == []
    assert not orphan.parent.exists()


def test_updating_rewrites_what_is_recorded_and_fails_all_the_same(tmp_path: Path) -> None:
    case = lamp(tmp_path)
    place = tmp_path / "expected/lamps/enums.py"
    wanted = place.read_text()
    place.write_text("edited")
    with pytest.raises(pytest.fail.Exception, match="different: expected/lamps/enums"):
        test_generates_what_is_recorded(case, update_golden=False)
    assert place.read_text() == "edited"
    with pytest.raises(pytest.fail.Exception, match="rewritten, read it before you commit it"):
        test_generates_what_is_recorded(case, update_golden=True)
    assert place.read_text() == wanted
    test_generates_what_is_recorded(case, update_golden=True)
