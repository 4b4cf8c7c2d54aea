"""The lock file: its text, what it is read as, and all that may be wrong in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemawright import lock
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.lock import Lock, LockedRemote

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "1" * 64, "2" * 64
AT = Location("schemawright.lock")

TEXT = f"""\
# Written by schemawright, so that every run uses the same documents: commit this file.
version = 1

[remotes]
"https://a.example/x.json" = {{ sha256 = "{ONE}", retrieved = "2026-11-24" }}
"https://b.example/" = {{ sha256 = "{TWO}", retrieved = "2024-02-29" }}
"""

LOCK = Lock(
    remotes={
        "https://b.example/": LockedRemote(TWO, "2024-02-29"),
        "https://a.example/x.json": LockedRemote(ONE, "2026-11-24"),
    }
)


def parsed(text: str) -> Lock:
    return lock.parse(text.encode(), AT)


def faults(data: str | bytes) -> list[str]:
    """What is wrong: position, pointer, message and hint of each finding."""
    with pytest.raises(InputError) as caught:
        lock.parse(data if isinstance(data, bytes) else data.encode(), AT)
    found = caught.value.diagnostics
    assert {(each.code, each.location.uri) for each in found} == {("bad-lock", AT.uri)}
    return [
        f"{each.position} {each.location.pointer}: {each.message} ({each.hint})" for each in found
    ]


def test_a_lock_is_text_with_one_line_an_entry_sorted_by_url() -> None:
    assert lock.text(LOCK) == TEXT
    assert parsed(TEXT) == LOCK


def test_line_ends_of_windows_are_read() -> None:
    assert parsed(TEXT.replace("\n", "\r\n")) == LOCK


def test_nothing_is_locked_by_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert lock.read(tmp_path / lock.NAME) == Lock()


def test_nothing_is_locked_by_a_version_alone() -> None:
    assert parsed("version = 1") == Lock()


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / lock.NAME
    path.write_bytes(TEXT.encode())
    assert lock.read(path) == LOCK


def test_what_is_no_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        lock.read(tmp_path)
    (found,) = caught.value.diagnostics
    assert (found.code, found.location.uri) == ("bad-lock", tmp_path.as_posix())
    assert found.message.startswith("cannot be read: ")


STRANGE = 'https://x/"\\\n\r\t\0\x1f\x7f\x85\u2028\ufffe\U0001f600=#[]{}\'"""'
ENTRIES = st.builds(
    LockedRemote,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.dates().map(lambda each: each.isoformat()),
)


@given(st.dictionaries(st.text(), ENTRIES))
@example({STRANGE: LockedRemote(ONE, "2026-11-24")})
def test_whatever_is_locked_is_read_again(remotes: dict[str, LockedRemote]) -> None:
    text = lock.text(Lock(remotes=remotes))
    assert parsed(text) == Lock(remotes=remotes)
    assert text.count("\n") == 4 + len(remotes)
    assert lock.text(Lock(remotes=dict(reversed(remotes.items())))) == text


OURS = f'"https://a.example/" = {{ sha256 = "{ONE}", retrieved = "2026-11-24" }}'
HEAD = "version = 1\n[remotes]\n"


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        (f"{HEAD}<<<<<<< HEAD\n{OURS}\n=======\n>>>>>>> other\n", "3:1", "a merge left a conflict"),
        (f"{HEAD}{OURS}\n=======\n{OURS}", "4:1", "a merge left a conflict"),
        (f"{HEAD}||||||| base\n{OURS}\n", "3:1", "a merge left a conflict"),
        (f"{HEAD}{OURS}\n{OURS}\n", "4:", "cannot overwrite a value"),
        ("version = 1\nremotes", "2:8", "expected '=' after a key"),
        ('version = "', "1:12", "unterminated string"),
        (b"version = 1\n# \xff", "2:3", "the byte 0xff is not valid UTF-8"),
        (f"version = 1\nx = {'[' * 2000}", "None", "is nested too deeply"),
        ("", "1:1", "states no version"),
        ("[remotes]\n", "1:1", "states no version"),
        ("\n version = true", "2:2", "states no version"),
        ("version = 1.0", "1:1", "states no version"),
        ('version = "1"', "1:1", "states no version"),
        ("# new\nversion = 3\n[other]", "2:1", "is of version 3, and this schemawright reads"),
        ("version = 1\n[names]\na = 1", "2:1", "'names' is not known"),
        ("version = 1\nremotes = 3", "2:1", "expected a table of remote documents"),
        (f"{HEAD}a = 1", "3:1", "'a': expected { sha256 = "),
        (f"{HEAD}a = {{}}", "3:1", "'a': expected sha256 with 64 hexadecimal digits"),
        (f'{HEAD}a = {{ sha256 = "abc" }}', "3:1", "'a': expected sha256 with 64"),
        (f'{HEAD}a = {{ sha256 = "{"A" * 64}" }}', "3:1", "'a': expected sha256 with 64"),
        (f'{HEAD}a = {{ sha256 = "{ONE}" }}', "3:1", "'a': expected retrieved with a date"),
        (f'{HEAD}a = {{ sha256 = "{ONE}", retrieved = 2026-11-24 }}', "3:1", "'a': expected retr"),
        (f'{HEAD}a = {{ sha256 = "{ONE}", retrieved = "2026-13-01" }}', "3:1", "'a': expected ret"),
        (f"{HEAD}{OURS[:-2]}, size = 1 }}", "3:1", "'https://a.example/': 'size' is not known"),
        (f'version = 1\n[remotes."a"]\nsha256 = "{ONE}"', "2:1", "'a': expected retrieved"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    text: str | bytes, position: str, message: str
) -> None:
    (found,) = faults(text)
    assert found.startswith(position)
    assert message in found
    assert re.search(r"\(.+\)$", found), "there is no hint"


def test_all_faults_are_reported_together() -> None:
    found = faults(f'version = 1\nother = 2\n[remotes]\n{OURS}\n"b/c" = 1\n"d" = []\n')
    assert [each.split(":", 2)[:2] for each in found] == [
        ["2", "1 /other"],
        ["5", "1 /remotes/b~1c"],
        ["6", "1 /remotes/d"],
    ]
