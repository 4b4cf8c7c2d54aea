"""Schemas as they were in a revision of a git repository: `REV:PATH`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemawright.diagnostics import Diagnostic, InputError, shown
from schemawright.location import Location
from schemawright.manifest import is_contained
from schemawright.readers import REMOTE
from schemawright.source.library import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


class Source(NamedTuple):
    """What is read, and how it is shown."""

    path: str
    allow_paths: tuple[str, ...] = ()
    read_as: str = ""
    """What the names of the documents begin with when they are read."""
    shown_as: str = ""
    """What they begin with for people."""

    def shown(self, text: str) -> str:
        """Return a text with the names that people know."""
        if text == self.read_as:
            return self.shown_as
        return text.replace(self.read_as, self.shown_as) if self.read_as.endswith("/") else text


@contextmanager
def opened(spec: str, allow_paths: Sequence[str]) -> Generator[Source, None, None]:
    """Yield what a file, a directory, a URL or a revision's path stands for.

    The schemas of a revision lie in a temporary directory as long as that lasts, so that they
    find each other.

    Raises:
        InputError: there is no such revision, or no such path in it, or no git.
    """
    parts = revision_of(spec)
    if parts is None:
        yield Source(spec, tuple(allow_paths))
        return
    revision, path = parts
    with tempfile.TemporaryDirectory(prefix="schemawright-") as folder:
        root = Path(folder).resolve()
        top = Path(_git(spec, "rev-parse", "--show-toplevel").decode().rstrip("\n"))
        if path == "." or path.startswith(("./", "../")):
            path = os.path.relpath(Path.cwd() / path, top)
        path = os.path.normpath(path).replace(os.sep, "/") if path else "."
        _extract(spec, revision, path, root)
        inside = [
            (root / Path(each).resolve().relative_to(top)).as_posix()
            for each in allow_paths
            if Path(each).resolve().is_relative_to(top)
        ]
        source = (root / path).as_posix()
        yield Source(source, tuple(inside), f"{root.as_posix()}/", f"{revision}:")


def revision_of(spec: str) -> tuple[str, str] | None:
    """Return the revision and the path that a text names, None if it names none.

    What is there is meant before all else; a letter and a colon are a drive of Windows.
    """
    revision, colon, path = spec.partition(":")
    if not colon or not revision or spec.startswith(REMOTE) or _DRIVE.match(spec):
        return None
    try:
        return None if Path(spec).exists() else (revision, path)
    except (OSError, ValueError):
        return revision, path


def _extract(spec: str, revision: str, path: str, root: Path) -> None:
    """Write the schemas of a revision, and the file that is asked for, below a directory."""
    if revision.startswith("-"):
        raise InputError(_missing(spec, f"{shown(revision)} is not a revision", _HINT))
    commit = _git(spec, "rev-parse", "--verify", "--quiet", f"{revision}^{{tree}}").decode().strip()
    listing = _git(spec, "ls-tree", "-r", "-z", "--full-tree", commit)
    wanted: list[tuple[str, Path]] = []
    is_there = path == "."
    for entry in filter(None, listing.split(b"\0")):
        described, _, name = os.fsdecode(entry).partition("\t")
        mode, kind, digest = described.split(" ")
        is_there = is_there or name == path or name.startswith(f"{path}/")
        if kind != "blob" or mode == "120000" or not is_contained(name):
            continue
        if name == path or Path(name).suffix in SUFFIXES:
            wanted.append((digest, root / name))
    if not is_there:
        message = f"{shown(path)} is not in the revision {shown(revision)}"
        raise InputError(
            _missing(spec, message, "paths are relative to the repository; ./ to here")
        )
    digests = "".join(f"{digest}\n" for digest, _ in wanted).encode()
    content = _git(spec, "cat-file", "--batch", given=digests)
    start = 0
    for _, file in wanted:
        end = content.index(b"\n", start)
        size = int(content[start:end].split(b" ")[2])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content[end + 1 : end + 1 + size])
        start = end + size + 2


_HINT = "name a commit, a branch or a tag: HEAD~1:schemas/Pet.json"


def _git(spec: str, *arguments: str, given: bytes = b"") -> bytes:
    """Return what git says.

    Raises:
        InputError: there is no git, or it refuses.
    """
    program = shutil.which("git")
    if program is None:
        hint = "install git, or compare two files"
        raise InputError(_missing(spec, "no git is here to ask for a revision", hint))
    run = subprocess.run(  # noqa: S603 - no shell; options cannot be given as a revision
        [program, *arguments], input=given, capture_output=True, check=False
    )
    if run.returncode == 0:
        return run.stdout
    said = run.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
    revision = spec.partition(":")[0]
    if arguments[0] == "rev-parse" and not said:
        raise InputError(_missing(spec, f"{shown(revision)} is not a revision", _HINT))
    reason = f"there is no such file, and git has no revision for it: {said.splitlines()[0]}"
    raise InputError(_missing(spec, reason, _HINT))


def _missing(spec: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code="unreadable", message=message, location=Location(spec), hint=hint)
