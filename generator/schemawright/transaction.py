"""Changes the files of a directory all at once: all of the new ones come to be there, or none.

What is to be there is written beside it first, with a journal of what goes where; then one rename
decides that it is to be, and every file gets its place. What was decided and not carried out, a
later run does first (`finish`). Paths are relative to the directory, with `/`.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import stat
import threading
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from schemawright import manifest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping

PENDING = ".schemawright.pending"
_STAGE, _STAGED = ".schemawright-", ".tmp"
_JOURNAL = "journal.json"
_VERSION = 1


class Journal(NamedTuple):
    """What goes where."""

    remove: Mapping[str, str | None]
    """Files that go, with the digest of what they hold."""
    files: Mapping[str, tuple[str, str | None]]
    """The name of what was written for each file, with the digest of what is there before."""
    directories: Mapping[str, str]
    """The name of what was written for each directory that is not there yet."""


class Transaction:
    """Files to be replaced, made and removed; nothing of it is seen before `commit`.

    Args:
        out: the directory, which is made if it is not there.
        found: the digest of each file that is there now and that this is about.
    """

    def __init__(self, out: Path, found: Mapping[PurePosixPath, str]) -> None:
        self._out = out
        self._was_there = out.is_dir()
        self._found = {str(path): digest for path, digest in found.items()}
        self._stage = out / f"{_STAGE}{secrets.token_hex(8)}{_STAGED}"
        self._remove: dict[str, str | None] = {}
        self._files: dict[str, tuple[str, str | None]] = {}
        self._directories: dict[str, str] = {}
        self._places: dict[PurePosixPath, tuple[str, str | None]] = {}

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file, and the directories that this leaves empty."""
        self._remove[str(path)] = self._found.get(str(path))

    def put(self, path: PurePosixPath, content: bytes) -> None:
        """Give a file its content; it keeps its mode, and a new one gets the usual."""
        folder, missing = self._place(path.parent)
        name = path.name
        if missing is None:
            name = f"{len(self._files)}"
            self._files[str(path)] = (name, self._found.get(str(path)))
        with open(f"{folder}{os.sep}{name}", "xb") as file:  # noqa: PTH123 - there may be thousands
            file.write(content)

    def commit(self) -> None:
        """Decide that it is to be, and carry it out.

        Raises:
            OSError: something could not be written or moved; in the latter case `finish` goes on.
        """
        self._place(PurePosixPath())
        journal = Journal(self._remove, self._files, self._directories)
        text = json.dumps({"version": _VERSION, **journal._asdict()})
        (self._stage / _JOURNAL).write_text(text, encoding="utf-8")
        with uninterrupted():
            os.replace(self._stage, self._out / PENDING)  # noqa: PTH105 - a system call, as it says
            _carry_out(self._out, journal, is_sure=True)

    def abandon(self) -> None:
        """Remove what was written, if nothing was decided."""
        shutil.rmtree(self._stage, ignore_errors=True)
        if not self._was_there:
            with suppress(OSError):
                self._out.rmdir()

    def _place(self, path: PurePosixPath) -> tuple[str, str | None]:
        """Return where the files of a directory are written, and the new one that it lies in."""
        if path not in self._places:
            (self._stage / "files").mkdir(parents=True, exist_ok=True)
            folder, missing = self._stage / "files", self._missing(path)
            if missing is not None:
                name = self._directories.setdefault(str(missing), f"new{len(self._directories)}")
                folder = self._stage / name / path.relative_to(missing)
                folder.mkdir(parents=True, exist_ok=True)
            self._places[path] = (str(folder), None if missing is None else str(missing))
        return self._places[path]

    def _missing(self, path: PurePosixPath) -> PurePosixPath | None:
        """Return the outermost directory that would have to be made for another one."""
        missing: PurePosixPath | None = None
        for each in (path, *path.parents):
            if (self._out / each).is_dir():
                break
            missing = each
        return missing


def finish(out: Path) -> None:
    """Carry out what an earlier run decided and was killed over, and remove what others left.

    Files that were changed since are left alone. Nobody else may write there meanwhile.

    Raises:
        OSError: it cannot be done.
    """
    pending = out / PENDING
    if pending.is_dir() and not pending.is_symlink():
        journal = _read(out)
        with uninterrupted():
            if journal is None:
                shutil.rmtree(pending)
            else:
                _carry_out(out, journal, is_sure=False)
    for each in out.glob(f"{_STAGE}*{_STAGED}"):
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each, ignore_errors=True)


@contextmanager
def exclusive(outs: Iterable[Path]) -> Generator[None]:
    """Keep other runs from writing into directories, where the system can do that.

    For one that is not there yet, this is about the one that it will lie in.
    """
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:
        yield
        return
    with ExitStack() as held:
        # Each once, as a lock would wait for itself, and all runs in the same order.
        for there in sorted(set(map(_there, outs))):
            descriptor = os.open(there, os.O_RDONLY)
            held.callback(os.close, descriptor)
            with suppress(OSError):  # a file system that has no locks
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def _there(path: Path) -> str:
    """Return the directory itself, or the nearest above it that is there."""
    real = Path(os.path.realpath(path))
    return str(next(each for each in (real, *real.parents) if each.is_dir()))


@contextmanager
def uninterrupted() -> Generator[None]:
    """Hold back what would interrupt a few moves of files, until they are done."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    if threading.current_thread() is not threading.main_thread():
        held.clear()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _carry_out(out: Path, journal: Journal, *, is_sure: bool) -> None:
    """Give every file its place; what was done before is not done again.

    Args:
        out: the directory.
        journal: what goes where.
        is_sure: whether nothing can have changed since the journal was made.
    """
    pending = out / PENDING

    def is_as_it_was(path: str, before: str | None) -> bool:
        return is_sure or _digest(out / path) == before

    for path, before in journal.remove.items():
        if is_as_it_was(path, before):
            (out / path).unlink(missing_ok=True)
    _prune(out, journal)
    for path, (name, before) in journal.files.items():
        staged, place = pending / "files" / name, out / path
        if (is_sure or staged.exists()) and is_as_it_was(path, before):
            with suppress(FileNotFoundError):
                staged.chmod(stat.S_IMODE(place.stat().st_mode))
            os.replace(staged, place)  # noqa: PTH105 - a system call, as it says
    for path, name in journal.directories.items():
        staged, place = pending / name, out / path
        if staged.exists() and not place.exists():
            os.replace(staged, place)  # noqa: PTH105
    shutil.rmtree(pending)


def _prune(out: Path, journal: Journal) -> None:
    """Remove the directories that removals left empty, or with nothing but byte code in them."""
    left = {each for path in journal.remove for each in PurePosixPath(path).parents[:-1]}
    left -= {each for path in journal.files for each in PurePosixPath(path).parents}
    left -= {each for path in journal.directories for each in PurePosixPath(path).parents}
    for directory in sorted(left, key=lambda each: (-len(each.parts), each)):
        with suppress(OSError):
            _remove_byte_code(out / directory)
            (out / directory).rmdir()


def _remove_byte_code(directory: Path) -> None:
    cache = directory / "__pycache__"
    if directory.is_symlink() or cache.is_symlink() or list(directory.iterdir()) != [cache]:
        return
    compiled = list(cache.iterdir())
    if all(each.suffix == ".pyc" for each in compiled):
        for each in compiled:
            each.unlink()
        cache.rmdir()


def _digest(place: Path) -> str | None:
    """Return the digest of a file, None if there is none."""
    if place.is_symlink() or not place.is_file():
        return None
    return manifest.file_digest(place.read_bytes())


def _read(out: Path) -> Journal | None:
    """Return what was decided; None for what no run can have written, which is not trusted."""
    try:
        members: Any = json.loads((out / PENDING / _JOURNAL).read_bytes())
        remove = cast("dict[str, str | None]", members["remove"])
        files = {path: (name, before) for path, (name, before) in members["files"].items()}
        directories = cast("dict[str, str]", members["directories"])
        names = [*(name for name, _ in files.values()), *directories.values()]
        paths = [*remove, *files, *directories]
        usable = members["version"] == _VERSION and all(map(str.isalnum, names))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    root = os.path.realpath(out)
    inside = all(
        manifest.is_contained(path)
        and Path(os.path.realpath((out / path).parent)).is_relative_to(root)
        for path in paths
    )
    return Journal(remove, files, directories) if usable and inside else None
