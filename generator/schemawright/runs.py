"""One run: the documents that it reads, remote ones among them, and what is wrong with them."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from schemawright import diagnostics, pipeline
from schemawright.diagnostics import InputError
from schemawright.location import Location

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


def remotes_of(packages: Sequence[Options]) -> dict[str, Remotes]:
    """Return where the remote documents of packages come from, by their lock file."""
    found: dict[str, Remotes] = {}
    for name in dict.fromkeys(each.lock for each in packages):
        sharing = [each for each in packages if each.lock == name]
        allowed = tuple(dict.fromkeys(p for each in sharing for p in each.allow_remote))
        if not allowed and not Path(name).exists():
            continue  # nothing can come of it, and its modules take long to import
        from schemawright.source.remotes import Remotes  # noqa: PLC0415

        update = any(each.update_remotes for each in sharing)
        day = current_date().isoformat()
        found[name] = Remotes(allowed, Path(name), date=day, update=update)
    return found


def current_date() -> date:
    """Return which day it is, everywhere the same."""
    return datetime.now(UTC).date()


def save(remotes: Mapping[str, Remotes]) -> None:
    """Keep what was fetched."""
    for each in remotes.values():
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


def done(
    options: Options, remotes: Remotes | None, run: Callable[[Library], _T]
) -> tuple[Library, _T]:
    """Return the documents and what is made of them; raise LocatedError for whatever is wrong."""
    library: Library | None = None
    looked_at: set[Path] = set()
    try:
        with without_collecting():
            library = pipeline.read(options, remotes, looked_at)
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
