"""Packages that are generated and not written yet, and what they depend on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from schemawright import diagnostics, manifest, pipeline, provenance, reuse
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.rendering import own_files, shipped_files
from schemawright.reuse import Earlier
from schemawright.runs import LocatedError, documents_of, done
from schemawright.targets import TARGETS
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePosixPath
    from typing import TypeAlias

    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.manifest import Files, Manifest
    from schemawright.report import Text
    from schemawright.reuse import Trace
    from schemawright.runs import Documents, Kept

    Step: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A generated package that was not written yet, and what is suspicious about its input."""

    options: Options
    files: Files
    record: Manifest
    findings: tuple[Diagnostic, ...]
    documents: Documents
    seconds: float
    looked_at: frozenset[str]
    """Every path that the files depend on."""
    trace: Trace | None
    """What the run leaves for the next one, None where nobody keeps it."""
    is_whole: bool
    """Whether all files were rendered."""
    read: frozenset[str]
    """The paths of those that a user can change and that are there, as users know them; the lock
    file may be missing."""

    @property
    def out(self) -> Path:
        """The directory that the package is written to."""
        return Path(self.options.out)

    @property
    def manifest_at(self) -> PurePosixPath:
        """The path of the manifest, relative to `out`."""
        return manifest.path(self.options.package)


def all_prepared(
    packages: Sequence[Options],
    step: Step,
    kept: Mapping[str, Kept],
    earlier: Earlier | None = None,
) -> list[Prepared]:
    """Return every package generated, or raise one error with what is wrong with any of them."""
    found: list[Prepared] = []
    faults: list[Diagnostic] = []
    documents: dict[str, Text] = {}
    looked_at: set[str] = set()
    for options in packages:
        try:
            found.append(prepared(options, step, kept[options.lock], earlier))
        except LocatedError as error:
            documents.update(error.documents)
            looked_at |= error.looked_at | _beside(options, kept[options.lock])
            faults.extend(error.diagnostics)
        except InputError as error:
            faults.extend(error.diagnostics)
    faults.extend(_overlaps(found))
    if faults:
        looked_at.update(*(each.looked_at for each in found))
        raise LocatedError(
            *dict.fromkeys(faults), documents=documents, looked_at=frozenset(looked_at)
        )
    return found


def _overlaps(packages: Sequence[Prepared]) -> list[Diagnostic]:
    """Return which files two packages would both write."""
    owners: dict[str, Prepared] = {}
    faults: dict[int, Diagnostic] = {}
    for number, each in enumerate(packages):
        out = os.path.realpath(each.out)
        package = each.options.package
        for path in (each.manifest_at, *each.files):
            owner = owners.setdefault(f"{out}/{path}", each)
            if owner is not each:
                message = f"both {owner.options.package} and {package} would write it"
                hint = "give each package a name, and `docs` or `out`, of its own"
                at = Location((each.out / path).as_posix())
                faults.setdefault(number, diagnostics.bad_option(at, message, hint))
    return list(faults.values())


def prepared(options: Options, step: Step, kept: Kept, earlier: Earlier | None = None) -> Prepared:
    """Return one package generated, and have its names locked if they are to be.

    Raises:
        LocatedError: the input cannot be turned into code.
    """
    started = perf_counter()
    step("reading")
    manifest_at = Path(options.out) / manifest.path(options.package)
    last = earlier and earlier.of(manifest_at)
    if not TARGETS.keys() >= {*options.targets}:
        last = None  # nobody knows what targets of others show
    library, generated = done(
        options,
        kept,
        lambda read: pipeline.generate(options, read, step, kept.names(options), last),
    )
    nothing: Files = {}
    others = nothing if generated.is_whole else reuse.written(Path(options.out), manifest_at)
    if others is None:
        return prepared(options, step, kept, Earlier())
    if generated.locked is not None:
        kept.lock.lock_names(options.package, generated.locked)
    files = generated.files
    if options.format != "none":
        from schemawright.formatting import formatted  # noqa: PLC0415 - most runs need none

        step("formatting")
        files = formatted(files, options.format, options.line_length)
    files = {**others, **files}
    return Prepared(
        options=options,
        files=files,
        record=provenance.record(files, options, generated.inputs, __version__),
        findings=generated.findings,
        documents=documents_of(library),
        seconds=perf_counter() - started,
        looked_at=frozenset(map(str, library.looked_at)) | _beside(options, kept),
        trace=generated.trace,
        is_whole=generated.is_whole,
        read=frozenset(library.read) | kept.read() | _templates(options),
    )


def _beside(options: Options, kept: Kept) -> frozenset[str]:
    """Return the paths that every run depends on, whatever its sources."""
    return frozenset(map(str, (*shipped_files(), *kept.paths()))) | _templates(options)


def _templates(options: Options) -> frozenset[str]:
    """Return the user's own templates, and the directories that they lie in."""
    return frozenset(each.as_posix() for each in own_files(options.templates))
