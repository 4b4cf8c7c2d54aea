"""What the last runs of a command looked at, so that the same command again has nothing to do.

A memo says what was asked, what was printed, and each file and directory that the run read, looked
for in vain or wrote, with its digest and what the file system says of it. If all of that is so
still, nothing is generated, and hardly anything imported: this module needs what every start of
Python has loaded. Whatever cannot be told, or cannot be read, means that the run is to be done.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing takes longer to import than all else here
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDER = ".schemawright_cache"
CONFIGURATIONS = ("schemawright.toml", "pyproject.toml")
REPOSITORIES = (".git", ".hg")

_VERSION = "schemawright memo 2"
_PREFIX = "SCHEMAWRIGHT_"
_DISPLAY = ("NO_COLOR", "TERM", "COLUMNS")
_ABSENT, _UNSURE = "-", "?"
_TICK = 50_000_000
"""Nanoseconds in which a file may change twice without another time of change."""
_MANY = 64


class Memo:
    """What a run says if nothing has changed, and what it leaves for the next one if something has.

    Args:
        said: findings as they were shown, by stream (`out` or `err`).
        unchanged: the directory of each package that is told about, and its number of files.
        left: files that every run leaves for build systems, whatever has changed: the path and the
            text of each, which is empty for a file that only gets another time.
        notes: what the next run may make use of, as text.
        paths: what the run depends on.
    """

    __slots__ = ("changed", "left", "notes", "paths", "said", "unchanged")

    def __init__(
        self,
        said: tuple[tuple[str, str], ...] = (),
        unchanged: tuple[tuple[str, int], ...] = (),
        left: tuple[tuple[str, str], ...] = (),
        notes: str = "",
        paths: Iterable[str] = (),
    ) -> None:
        self.said = said
        self.unchanged = unchanged
        self.left = left
        self.notes = notes
        self.paths = frozenset(paths)
        self.changed: frozenset[str] = frozenset()
        """Those of the paths that hold something else by now."""


def recalled(arguments: Sequence[str]) -> Memo | None:
    """Return what is known of the last run with these arguments, None if that is nothing."""
    asked = _asked(arguments)
    place = _place(asked)
    try:
        with open(place, encoding="utf-8", errors="surrogatepass", newline="") as file:
            parts = file.read().split("\0")
        if parts[0] != asked:
            return None
        memo, begin = _head(parts)
        found = [_still(*parts[i : i + 3]) for i in range(begin, len(parts) - 1, 3)]
    except (OSError, ValueError, IndexError, TypeError):
        return None
    paths = parts[begin + 2 :: 3]
    changed = [path for path, state in zip(paths, found, strict=True) if state is None]
    states = [each for each in found if each is not None]
    if not changed and parts[begin:-1:3] != states:
        parts[begin:-1:3] = states
        _write(place, parts, begin)
    memo.paths = frozenset(paths)
    memo.changed = frozenset(changed)
    return memo


def remember(arguments: Sequence[str], memo: Memo) -> None:
    """Keep what a run said, and what it depends on besides code and configuration."""
    asked = _asked(arguments)
    parts = [asked, f"{len(memo.said)}", f"{len(memo.left)}", f"{len(memo.unchanged)}"]
    parts += [part for each in (*memo.said, *memo.left) for part in each]
    parts += [part for name, count in memo.unchanged for part in (name, f"{count}")]
    parts += [memo.notes]
    begin = len(parts)
    for path in sorted({*map(os.path.abspath, memo.paths), *configurations(), *_code()}):
        # What stands for the file comes first: if it changes meanwhile, its digest tells.
        parts += (_state(path), _digest(path), path)
    if not any("\0" in each for each in parts):
        _write(_place(asked), [*parts, ""], begin)


def leave(memo: Memo) -> bool:
    """Leave for build systems what the run left; tell whether that could be done."""
    try:
        for path, text in memo.left:
            if not text:
                with open(path, "ab"):
                    os.utime(path)
                continue
            temporary = f"{path}.{os.getpid()}.tmp"
            with open(temporary, "xb") as file:
                file.write(text.encode(errors="surrogateescape"))
            os.replace(temporary, path)
    except OSError:
        return False
    return True


def repeat(memo: Memo, seconds: float) -> None:
    """Say what a run said, and that it took so long to see that nothing has changed."""
    for stream, text in memo.said:
        (sys.stderr if stream == "err" else sys.stdout).write(f"{text}\n")
    for place, count in memo.unchanged:
        sys.stderr.write(f"{count} unchanged in {place} ({seconds:.2f} s)\n")


def _head(parts: list[str]) -> tuple[Memo, int]:
    """Return what a memo says before its paths, and where those begin."""
    said = 4 + 2 * int(parts[1])
    left = said + 2 * int(parts[2])
    end = left + 2 * int(parts[3])
    pairs = [(parts[i], parts[i + 1]) for i in range(4, end, 2)]
    rest = tuple((name, int(count)) for name, count in pairs[(left - 4) // 2 :])
    first, second = pairs[: (said - 4) // 2], pairs[(said - 4) // 2 : (left - 4) // 2]
    return Memo(tuple(first), rest, tuple(second), parts[end]), end + 1


def _asked(arguments: Sequence[str]) -> str:
    """Return all that a run depends on, and that is no file."""
    environment = [
        f"{key}={os.environ[key]}"
        for key in sorted(os.environ)
        if key.startswith(_PREFIX) or key in _DISPLAY
    ]
    streams = (sys.stdout, sys.stderr)
    shown = [
        f"{_width(each.fileno())} {each.encoding}" if each.isatty() else "" for each in streams
    ]
    return repr((_VERSION, sys.version, os.getcwd(), [*arguments], environment, shown))


def _width(descriptor: int) -> int:
    try:
        return os.get_terminal_size(descriptor).columns
    except OSError:
        return 0


def _place(asked: str) -> str:
    """Return where the memo of a run lies: beside the nearest configuration file."""
    from zlib import crc32  # noqa: PLC0415 - not every Python has it

    here = os.getcwd()
    for folder in _above(here):
        if any(os.path.exists(f"{folder}/{name}") for name in CONFIGURATIONS):
            here = folder
            break
    return f"{here}/{FOLDER}/{crc32(asked.encode(errors='surrogatepass')):08x}"


def _above(folder: str) -> list[str]:
    """Return a directory and those above it."""
    found = [folder]
    while (parent := os.path.dirname(found[-1])) != found[-1]:
        found.append(parent)
    return found


def configurations() -> list[str]:
    """Return all paths that options may depend on, whether they are there or not."""
    folders = _above(os.getcwd())
    return [f"{each}/{name}" for each in folders for name in (*CONFIGURATIONS, *REPOSITORIES)]


def _code() -> list[str]:
    """Return the files of all modules that are loaded, but for Python's own."""
    own = os.path.dirname(os.__file__)
    files = [getattr(each, "__file__", None) or "" for each in list(sys.modules.values())]
    return [
        each for each in files if each and ("site-packages" in each or not each.startswith(own))
    ]


def _still(state: str, digest: str, path: str) -> str | None:
    """Return what the file system says of a path if it holds what it held, None if it does not."""
    found = _state(path)
    return found if found == state or _digest(path) == digest else None


def _state(path: str) -> str:
    """Return what the file system says of a path; any change of what it holds changes that."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return _ABSENT
    return f"{found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino}"


def _digest(path: str) -> str:
    """Return the digest of a file's content, or of the names in a directory."""
    from hashlib import sha256  # noqa: PLC0415 - most runs need none

    try:
        if os.path.isdir(path):
            names = "\0".join(sorted(os.listdir(path)))
            return sha256(names.encode(errors="surrogateescape")).hexdigest()
        with open(path, "rb") as file:
            return sha256(file.read()).hexdigest()
    except (OSError, ValueError):
        return _ABSENT


def _write(place: str, parts: list[str], begin: int) -> None:
    """Write a memo in one step; where that cannot be done, there is none.

    Args:
        place: the file.
        parts: what it holds.
        begin: where the paths begin.
    """
    folder = os.path.dirname(place)
    temporary = f"{place}.{os.getpid()}.tmp"
    try:
        os.makedirs(folder, exist_ok=True)
        _prepare(folder)
        with open(temporary, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            now = os.fstat(file.fileno()).st_mtime_ns
            for i in range(begin, len(parts) - 1, 3):
                if _is_recent(parts[i], now):
                    parts[i] = _UNSURE  # it may change without another time, so its digest tells
            file.write("\0".join(parts))
        os.replace(temporary, place)
    except OSError:
        return


def _is_recent(state: str, now: int) -> bool:
    """Tell whether a file may change again without its times telling.

    Times without a fraction are those of a file system that has none, which may take two seconds.
    """
    if state in {_ABSENT, _UNSURE, ""}:
        return False
    last = max(map(int, state.split(" ")[:2]))
    return now - last < (_TICK if last % 1_000_000_000 else 2_000_000_000)


def _prepare(folder: str) -> None:
    """Keep a directory of memos out of repositories, and small."""
    ignored = f"{folder}/.gitignore"
    if not os.path.exists(ignored):
        with open(ignored, "w", encoding="utf-8") as file:
            file.write("# Written by schemawright.\n*\n")
    names = os.listdir(folder)
    if len(names) > _MANY:
        for name in names:
            os.unlink(f"{folder}/{name}")
