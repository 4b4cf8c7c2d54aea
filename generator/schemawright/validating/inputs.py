"""Which data is meant: files, the files in directories, or standard input."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from schemawright.diagnostics import InputError, unreadable
from schemawright.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemawright.diagnostics import Diagnostic

Syntax: TypeAlias = Literal["auto", "json", "jsonl", "yaml"]

STDIN, STDIN_NAME = "-", "stdin"
COMPRESSED = ".gz"
SYNTAXES: dict[str, Syntax] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
}
"""What the ending of a name says."""

_HINT = "pass files, directories of them, or - for standard input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file of data, or standard input; `name` is how users know it."""

    name: str
    path: Path | None
    """None for standard input."""
    syntax: Syntax
    """`auto` where only the text can tell."""
    size: int | None
    """Its bytes; None for what is no regular file."""

    @property
    def is_compressed(self) -> bool:
        """Whether it is packed with gzip."""
        return self.path is not None and self.path.suffix.lower() == COMPRESSED


def inputs(names: Sequence[str], syntax: Syntax) -> tuple[Input, ...]:
    """Return the data that arguments stand for, those in directories sorted by name.

    Args:
        names: files, directories, and `-` for standard input.
        syntax: how all of it is written; `auto` to go by the names.

    Raises:
        InputError: something is not there, or a directory holds no data.
    """
    found: list[Input] = []
    faults: list[Diagnostic] = []
    for name in dict.fromkeys(names):
        try:
            found.extend(_read(name, syntax))
        except InputError as error:
            faults.extend(error.diagnostics)
    if faults:
        raise InputError(*faults)
    return tuple(found)


def _read(name: str, syntax: Syntax) -> Iterable[Input]:
    if name == STDIN:
        return [Input(name=STDIN_NAME, path=None, syntax=syntax, size=None)]
    path = Path(name)
    try:
        status = path.stat()
    except FileNotFoundError:
        raise _fault(name, "there is no such file or directory") from None
    except OSError as error:
        raise _fault(name, (error.strerror or str(error)).lower()) from None
    except ValueError as error:
        # The name itself is impossible, as one with a NUL in it.
        raise _fault(name, str(error)) from None
    if not stat.S_ISDIR(status.st_mode):
        return [_input(path, syntax)]
    found = [_input(each, syntax) for each in _files(path)]
    if not found:
        raise _fault(name, f"no file in it ends in {', '.join(SYNTAXES)}")
    return found


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden and stated(path) is not None and path.is_file():
            yield path


def stated(path: Path) -> Syntax | None:
    """Return how a file is written, as its name says; None if that says nothing."""
    name = path.name.lower().removesuffix(COMPRESSED)
    return SYNTAXES.get(Path(name).suffix)


def _input(path: Path, syntax: Syntax) -> Input:
    status = path.stat()
    return Input(
        name=path.as_posix(),
        path=path,
        syntax=syntax if syntax != "auto" else stated(path) or "auto",
        size=status.st_size if stat.S_ISREG(status.st_mode) else None,
    )


def _fault(name: str, reason: str) -> InputError:
    return InputError(replace(unreadable(Location(name), reason), hint=_HINT))
