"""Remote documents: what may be fetched, and that what was fetched is the same from then on."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from loopback_server import answer, serving
from schemawright import lock
from schemawright.diagnostics import InputError
from schemawright.lock import Lock, LockedRemote
from schemawright.lock.kept import LockFile
from schemawright.source import web_urls
from schemawright.source.limits import Limits
from schemawright.source.refusal import Refused
from schemawright.source.remotes import ANYWHERE, FOLDER, Remotes, copy_name, save
from schemawright.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loopback_server import Loopback
    from schemawright.diagnostics import Diagnostic

BODY, CHANGED = b'{"type": "string"}', b'{"type": "integer"}\r\n'
DAY, LATER = "2026-11-24", "2026-12-24"
LOCK_AT = Path(lock.NAME)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving({"/a.json": answer(BODY), "/b.yaml": answer(BODY), "/c": answer(BODY)}) as served:
        yield served


def opened(*allowed: str, date: str = DAY, **how: Any) -> Remotes:
    return Remotes(allowed, LockFile(LOCK_AT), date=date, **how)


def locked(server: Loopback, path: str = "/a.json") -> Path:
    """Fetch a document and save it; return where its copy is."""
    found = opened(server.url)
    found.open(server.url + path)
    files = found.pending()
    save(files)
    (copy,) = (each for each in files if each.parent.name == FOLDER and each.suffix == ".json")
    return copy


def fault(remote: Remotes, url: str) -> Diagnostic:
    with pytest.raises(InputError) as caught:
        remote.open(url)
    (found,) = caught.value.diagnostics
    return found


def refusal(remote: Remotes, url: str) -> str:
    with pytest.raises(Refused) as caught:
        remote.open(url)
    return str(caught.value)


# What is allowed.


def test_nothing_is_fetched_unasked(server: Loopback) -> None:
    url = f"{server.url}/schemas/a.json?b#/c"
    reason = (
        "it is remote, and nothing remote is fetched unasked; "
        f"--allow-remote {server.url}/schemas/ allows it"
    )
    assert refusal(opened(), url) == reason
    assert refusal(opened(f"{server.url}/schema"), url) == reason
    assert refusal(opened(update=True), url) == reason
    assert server.requests == []


def test_what_is_allowed_is_fetched_once(server: Loopback) -> None:
    found = opened(f"{server.url}/a.json")
    for url in ("/a.json", "/a.json#/b", "/./x/../a.json", "/%61.json#"):
        assert found.open(server.url + url) == BODY
    assert server.paths == ["/a.json"]


def test_a_private_address_is_allowed_by_name_only(server: Loopback) -> None:
    for prefix in (ANYWHERE, "http:", "http://"):
        found = fault(opened(prefix), f"{server.url}/a.json")
        assert found.code == "unreachable-remote"
        assert "its host is at 127.0.0.1, which is not a public address" in found.message
        assert found.hint.endswith(f"--allow-remote {server.url}/")
    assert server.requests == []
    assert opened(ANYWHERE, f"{server.url}/").open(f"{server.url}/a.json") == BODY


def test_a_document_that_cannot_be_had_is_asked_for_once(server: Loopback) -> None:
    remote = opened(server.url)
    for _ in range(2):
        found = fault(remote, f"{server.url}/none.json#/a")
        assert (found.code, found.location.uri) == ("unreachable-remote", f"{server.url}/none.json")
    assert server.paths == ["/none.json"]
    assert remote.pending() == {}


def test_limits_are_kept(server: Loopback) -> None:
    remote = opened(server.url, limits=Limits(size=5))
    assert "it is larger than" in fault(remote, f"{server.url}/a.json").message


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("file:///etc/passwd", "not an http or https URL"),
        ("urn:a", "not an http or https URL"),
        ("https://me:secret@example.com/", "credentials"),
    ],
)
def test_other_uris_are_refused(uri: str, reason: str) -> None:
    found = refusal(opened(ANYWHERE), uri)
    assert reason in found
    assert "secret" not in found


def test_a_prefix_has_to_be_a_possible_one() -> None:
    with pytest.raises(Refused, match="not an http or https URL"):
        opened("example.com")


def test_nothing_heavy_is_imported_before_something_is_fetched() -> None:
    program = "import sys; import schemawright.source.remotes; print(*sys.modules)"
    done = subprocess.run((sys.executable, "-c", program), capture_output=True, check=True)
    assert not {b"urllib3", b"ssl", b"tomllib", b"http.client"}.intersection(done.stdout.split())


# What is stored.


def test_what_was_fetched_is_pending_and_then_saved(server: Loopback) -> None:
    remote = opened(server.url)
    assert remote.pending() == {}
    for path in ("/c", "/b.yaml", "/a.json"):
        remote.open(server.url + path)
    short = digest(BODY)[:16]
    assert [each.as_posix() for each in remote.pending()] == [
        "schemawright.remotes/.gitattributes",
        f"schemawright.remotes/127-0-0-1-a-{short}.json",
        f"schemawright.remotes/127-0-0-1-b-{short}.yaml",
        f"schemawright.remotes/127-0-0-1-c-{short}",
        "schemawright.lock",
    ]
    assert not LOCK_AT.exists()
    save(remote.pending())
    entry = LockedRemote(digest(BODY), DAY)
    assert lock.read(LOCK_AT).remotes == {
        f"{server.url}{path}": entry for path in ("/a.json", "/b.yaml", "/c")
    }
    for file, content in remote.pending().items():
        assert file.read_bytes() == content
    assert (Path(FOLDER) / ".gitattributes").read_text().endswith("\n* -text\n")


def test_what_is_stored_needs_neither_permission_nor_network(server: Loopback) -> None:
    locked(server)
    server.requests.clear()
    for allowed in ((), (server.url,), (ANYWHERE,)):
        remote = opened(*allowed, date=LATER)
        assert remote.open(f"{server.url}/a.json") == BODY
        assert remote.pending() == {}
    assert server.requests == []


def test_what_is_stored_is_there_when_the_server_is_not() -> None:
    with serving({"/a.json": answer(BODY)}) as server:
        locked(server)
    assert opened().open(f"{server.url}/a.json#/x") == BODY
    assert opened(update=True).open(f"{server.url}/a.json") == BODY


def test_a_lock_elsewhere_has_its_copies_beside_it(server: Loopback, folder: Path) -> None:
    remote = Remotes([server.url], LockFile(folder / "some" / "where" / lock.NAME), date=DAY)
    remote.open(f"{server.url}/a.json")
    save(remote.pending())
    assert sorted(each.name for each in (folder / "some" / "where").iterdir()) == [
        lock.NAME,
        FOLDER,
    ]
    assert list(folder.iterdir()) == [folder / "some"]


def test_other_entries_stay(server: Loopback) -> None:
    other = {"https://other.example/": LockedRemote("0" * 64, "2020-01-01")}
    LOCK_AT.write_text(lock.text(Lock(remotes=other)))
    locked(server)
    assert lock.read(LOCK_AT).remotes.items() > other.items()


def test_nothing_is_locked_twice(server: Loopback) -> None:
    copy = locked(server)
    before = LOCK_AT.read_bytes()
    remote = opened(server.url, date=LATER)
    remote.open(f"{server.url}/c")
    assert sorted(each.name for each in remote.pending()) == sorted(
        [f"127-0-0-1-c-{digest(BODY)[:16]}", lock.NAME]
    )
    save(remote.pending())
    assert copy.read_bytes() == BODY
    assert set(before.splitlines()) < set(LOCK_AT.read_bytes().splitlines())


def test_a_copy_that_was_edited_is_refused(server: Loopback) -> None:
    copy = locked(server)
    copy.write_bytes(CHANGED)
    server.requests.clear()
    found = fault(opened(server.url), f"{server.url}/a.json")
    assert (found.code, found.location.uri) == ("changed-remote", copy.as_posix())
    assert digest(BODY) in found.message
    assert digest(CHANGED) in found.message
    assert f"'{server.url}/a.json'" in found.message
    assert found.hint.startswith("restore the copy from version control")
    assert server.requests == []


def test_a_copy_that_cannot_be_read_is_reported(server: Loopback) -> None:
    copy = locked(server)
    copy.unlink()
    copy.mkdir()
    found = fault(opened(server.url), f"{server.url}/a.json")
    assert (found.code, found.location.uri, found.hint) == ("unreadable", copy.as_posix(), "")


def test_a_missing_copy_is_fetched_if_that_is_allowed(server: Loopback) -> None:
    copy = locked(server)
    copy.unlink()
    server.requests.clear()
    found = refusal(opened(), f"{server.url}/a.json")
    assert found == (
        f"it is locked, but its copy {copy.as_posix()} is missing; restore that from version "
        f"control, or fetch it again with --allow-remote {server.url}/"
    )
    assert server.requests == []
    remote = opened(server.url, date=LATER)
    assert remote.open(f"{server.url}/a.json") == BODY
    assert remote.pending() == {copy: BODY}
    save(remote.pending())
    assert copy.read_bytes() == BODY


def test_a_missing_copy_is_replaced_by_nothing_else(server: Loopback) -> None:
    locked(server).unlink()
    server.routes["/a.json"] = answer(CHANGED)
    remote = opened(server.url)
    found = fault(remote, f"{server.url}/a.json")
    assert (found.code, found.location.uri) == ("changed-remote", f"{server.url}/a.json")
    assert digest(BODY) in found.message
    assert digest(CHANGED) in found.message
    assert "--update-remotes" in found.hint
    assert remote.pending() == {}


def test_an_update_locks_what_is_there_now(server: Loopback) -> None:
    old = locked(server)
    server.routes["/a.json"] = answer(CHANGED)
    assert opened(server.url).open(f"{server.url}/a.json") == BODY
    remote = opened(server.url, update=True, date=LATER)
    assert remote.open(f"{server.url}/a.json") == CHANGED
    assert [each.name for each in remote.pending()] == [
        f"127-0-0-1-a-{digest(CHANGED)[:16]}.json",
        lock.NAME,
    ]
    save(remote.pending())
    assert lock.read(LOCK_AT).remotes == {
        f"{server.url}/a.json": LockedRemote(digest(CHANGED), LATER)
    }
    assert old.read_bytes() == BODY
    assert opened().open(f"{server.url}/a.json") == CHANGED


def test_an_update_that_finds_the_same_changes_nothing(server: Loopback) -> None:
    copy = locked(server)
    remote = opened(server.url, update=True, date=LATER)
    assert remote.open(f"{server.url}/a.json") == BODY
    assert remote.pending() == {}
    copy.write_bytes(CHANGED)
    remote = opened(server.url, update=True, date=LATER)
    assert remote.open(f"{server.url}/a.json") == BODY
    assert remote.pending() == {copy: BODY}


def test_an_update_leaves_what_is_not_allowed(server: Loopback) -> None:
    locked(server)
    server.routes["/a.json"] = answer(CHANGED)
    assert opened(f"{server.url}/b", update=True).open(f"{server.url}/a.json") == BODY


def test_an_update_that_fails_changes_nothing(server: Loopback) -> None:
    locked(server)
    del server.routes["/a.json"]
    remote = opened(server.url, update=True)
    assert fault(remote, f"{server.url}/a.json").code == "unreachable-remote"
    assert remote.pending() == {}


def test_a_broken_lock_is_reported_when_it_is_needed(server: Loopback) -> None:
    LOCK_AT.write_text("version = 1\n<<<<<<< ours\n")
    remote = opened(server.url)
    assert remote.pending() == {}
    found = fault(remote, f"{server.url}/a.json")
    assert (found.code, found.location.uri, str(found.position)) == ("bad-lock", lock.NAME, "2:1")
    assert server.requests == []


# Names of copies.


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.com/a/b.c.json", "example-com-a-b-c-%.json"),
        ("https://example.com/A.YML?x=y", "example-com-a-%.yaml"),
        ("https://example.com/a.jsonld", "example-com-a-jsonld-%"),
        ("https://example.com", "example-com-%"),
        ("https://example.com/.json", "example-com-json-%"),
        ("https://aux/nul", "aux-nul-%"),
        ("http://con", "con-%"),
        ("http://[::1]:8/%C3%A4:*|a%00.yaml", "1-c3-a4-7ca-00-%.yaml"),
        (f"https://example.com/{'a' * 300}/schema.json", f"{'a' * 73}-schema-%.json"),
    ],
)
def test_copies_have_names_that_every_file_system_takes(url: str, name: str) -> None:
    found = copy_name(web_urls.parsed(url), "0123456789abcdef" * 4)
    assert found == name.replace("%", "0123456789abcdef")


# Saving.


def test_the_lock_is_written_when_its_copies_are_there(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = opened(server.url)
    remote.open(f"{server.url}/a.json")
    put = Writer.put

    def failing(self: Any, path: Any, content: bytes) -> bool:
        if path.name == lock.NAME:
            raise OSError(28, "No space left on device")
        return put(self, path, content)

    monkeypatch.setattr(Writer, "put", failing)
    with pytest.raises(InputError, match="cannot be written: No space left") as caught:
        save(remote.pending())
    assert caught.value.diagnostics[0].location.uri == lock.NAME
    assert len(list(Path(FOLDER).iterdir())) == 2
    assert not LOCK_AT.exists()


def test_what_cannot_be_written_is_reported(server: Loopback) -> None:
    remote = opened(server.url)
    remote.open(f"{server.url}/a.json")
    files = remote.pending()
    Path(FOLDER).write_text("in the way")
    with pytest.raises(InputError) as caught:
        save(files)
    (found,) = caught.value.diagnostics
    assert found.code == "unwritable"
    assert found.location.uri.startswith(f"{FOLDER}/")
    assert not LOCK_AT.exists()


def test_nothing_pending_is_nothing_saved(folder: Path) -> None:
    save({})
    assert list(folder.iterdir()) == []
