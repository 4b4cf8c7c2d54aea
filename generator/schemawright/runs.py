"""One run: the documents that it reads, remote ones among them, and what is wrong with them."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from schemawright import diagnostics, pipeline
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.lock.kept import LockFile
from schemawright.lock.names import LockedNames

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from datetime import date

    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.report import Text
    from schemawright.source.library import Library
    from schemawright.source.remotes import Remotes

    Documents: TypeAlias = Mapping[str, Text]

_T = TypeVar("_T")


class LocatedError(InputError):
    """Findings with the documents that they are about; its text has lines and columns.

    `looked_at` is what was read or looked for until then.
    """

    def __init__(
        self, *findings: Diagnostic, documents: Documents, looked_at: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(*findings)
        self.documents = documents
        self.looked_at = looked_at

    def __str__(self) -> str:
        """Return the findings as plain text."""
        from schemawright import report  # noqa: PLC0415 - often nobody looks

        return report.text(self.diagnostics, self.documents)


class Kept(NamedTuple):
    """What runs keep for later ones: a lock file, and the remote documents that lie beside it."""

    lock: LockFile
    remotes: Remotes | None
    """Where remote documents come from, None if they can come from nowhere."""

    def names(self, options: Options) -> LockedNames | None:
        """Return the locked names of a package, None if no name of it is to be locked.

        Raises:
            InputError: the lock file cannot be read.
        """
        locked = self.lock.locked.names.get(options.package)
        return LockedNames() if locked is None and options.lock_names else locked

    def pending(self) -> Mapping[Path, bytes]:
        """Return what is to be written, the lock file last."""
        if self.remotes is not None:
            return self.remotes.pending()
        change = self.lock.change()
        return {} if change is None else {self.lock.path: change}

    def paths(self) -> tuple[Path, ...]:
        """Return all paths that a run looks at."""
        return (self.lock.path,) if self.remotes is None else self.remotes.paths()

    def read(self) -> frozenset[str]:
        """Return the files that were read, or are to be there after the run, as users know them."""
        copies = () if self.remotes is None else self.remotes.used
        return frozenset(each.as_posix() for each in (self.lock.path, *copies))


def kept_for(packages: Sequence[Options]) -> dict[str, Kept]:
    """Return what is kept for packages, by their lock file."""
    found: dict[str, Kept] = {}
    for name in dict.fromkeys(each.lock for each in packages):
        sharing = [each for each in packages if each.lock == name]
        allowed = tuple(dict.fromkeys(p for each in sharing for p in each.allow_remote))
        lock = LockFile(Path(name))
        found[name] = Kept(lock, None)
        if not allowed and not lock.path.exists():
            continue  # nothing can come of it, and its modules take long to import
        from schemawright.source.remotes import Remotes  # noqa: PLC0415

        update = any(each.update_remotes for each in sharing)
        # It is recorded for what is fetched; a run that may fetch nothing asks no clock.
        day = current_date().isoformat() if allowed else ""
        found[name] = Kept(lock, Remotes(allowed, lock, date=day, update=update))
    return found


def current_date() -> date:
    """Return which day it is, everywhere the same."""
    return datetime.now(UTC).date()


def save(kept: Mapping[str, Kept]) -> None:
    """Keep what was fetched, and the names that were given."""
    for each in kept.values():
        if pending := each.pending():
            from schemawright.source.remotes import save as write  # noqa: PLC0415

            write(pending)


@contextmanager
def without_collecting() -> Generator[None, None, None]:
    """Look for no garbage: a run makes none worth looking for, and many things to look through."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def done(options: Options, kept: Kept, run: Callable[[Library], _T]) -> tuple[Library, _T]:
    """Return the documents and what is made of them; raise LocatedError for whatever is wrong."""
    library: Library | None = None
    looked_at: set[Path] = set()
    try:
        with without_collecting():
            library = pipeline.read(options, kept.remotes, looked_at)
            return library, run(library)
    except InputError as error:
        faults = error.diagnostics
    except RecursionError:
        at = Location(options.sources[0])
        faults = (diagnostics.too_large(at, "is nested too deeply to be generated from"),)
    except OSError as error:
        at = Location(str(error.filename or options.sources[0]))
        faults = (diagnostics.unreadable(at, (error.strerror or str(error)).lower()),)
    raise LocatedError(
        *faults,
        documents=documents_of(library) if library is not None else {},
        looked_at=frozenset(map(str, looked_at)),
    )


def documents_of(library: Library) -> Documents:
    """Return documents by name, for showing where findings are."""
    return {each.uri: each for each in library.documents}
