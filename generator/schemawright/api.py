"""The Python API, and what each command does."""

from __future__ import annotations

import gc
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from schemawright import diagnostics, manifest, output, pipeline, provenance, settings
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import PurePath
    from typing import Unpack

    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.explain.explanation import Explanation
    from schemawright.explain.totals import Coverage
    from schemawright.manifest import Files, Manifest
    from schemawright.output import Plan, Stale
    from schemawright.report import Text
    from schemawright.settings import Keywords
    from schemawright.source.library import Library
    from schemawright.source.remotes import Remotes

    Documents: TypeAlias = Mapping[str, Text]
    Step: TypeAlias = Callable[[str], None]

_T = TypeVar("_T")

_STEPS = 6
"""Of each package: reading, four in the pipeline, and writing or comparing."""


class LocatedError(InputError):
    """Findings with the documents that they are about; its text has lines and columns."""

    def __init__(self, *findings: Diagnostic, documents: Documents) -> None:
        super().__init__(*findings)
        self.documents = documents

    def __str__(self) -> str:
        """Return the findings as plain text."""
        from schemawright import report  # noqa: PLC0415 - often nobody looks

        return report.text(self.diagnostics, self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A generated package that was not written yet, and what is suspicious about its input."""

    options: Options
    files: Files
    record: Manifest
    findings: tuple[Diagnostic, ...]
    documents: Documents
    seconds: float

    @property
    def out(self) -> Path:
        """The directory that the package is written to."""
        return Path(self.options.out)

    @property
    def manifest_at(self) -> PurePosixPath:
        """The path of the manifest, relative to `out`."""
        return manifest.path(self.options.package)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A package that was written: how, all findings about it, and the time that it took."""

    options: Options
    plan: Plan
    findings: tuple[Diagnostic, ...]
    documents: Documents
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A package that was compared with what is there: what is out of date, and all findings."""

    options: Options
    stale: tuple[Stale, ...]
    findings: tuple[Diagnostic, ...]
    documents: Documents


def generate(
    source: str | PurePath | Sequence[str | PurePath],
    *,
    package: str,
    root: str | Sequence[str] = (),
    **how: Unpack[Keywords],
) -> Mapping[PurePosixPath, str]:
    """Return the files of a package, by paths relative to where it would lie; write nothing.

    Args:
        source: JSON Schema or OpenAPI documents: files, directories, or `-` for standard input.
        package: the import name of the package.
        root: the schemas to generate with all that they need; every one when left out.
        how: the options of the command line, `docs`, `dialect`, `allow_remote` and so on, with
            `_` for `-`. What is fetched is not kept.

    Raises:
        InputError: the input cannot be turned into code; its `diagnostics` say why.
    """
    given = {"source": source, "package": package, "root": root, **how}
    options = settings.options(given, lambda key: (Location(key), None))
    return _prepared(options, lambda _: None, _remotes([options])).files


def steps(packages: Sequence[Options]) -> int:
    """Return how many steps `write` and `check` take."""
    return sum(_STEPS + (each.format != "none") for each in packages)


def write(packages: Sequence[Options], step: Step, *, force: bool = False) -> tuple[Written, ...]:
    """Generate packages and write them; nothing is written unless all of them can be.

    Raises:
        InputError: the input cannot be turned into code, or the output cannot be written.
    """
    remotes = _remotes(packages)
    prepared = _all_prepared(packages, step, remotes)
    plans = [
        output.plan(
            each.files, each.out, record=each.record, manifest_at=each.manifest_at, force=force
        )
        for each in prepared
    ]
    if faults := [fault for plan in plans for fault in plan.errors]:
        raise InputError(*faults)
    _save(remotes)
    written: list[Written] = []
    for each, plan in zip(prepared, plans, strict=True):
        started = perf_counter()
        step("writing")
        output.write(plan)
        written.append(
            Written(
                options=each.options,
                plan=plan,
                findings=(*each.findings, *plan.diagnostics),
                documents=each.documents,
                seconds=each.seconds + perf_counter() - started,
            )
        )
    return tuple(written)


def check(packages: Sequence[Options], step: Step) -> tuple[Checked, ...]:
    """Generate packages and compare them with what is there; write nothing.

    Raises:
        InputError: the input cannot be turned into code, or the output cannot be read.
    """
    remotes = _remotes(packages)
    checked: list[Checked] = []
    for each in _all_prepared(packages, step, remotes):
        step("comparing")
        stale = output.check(each.files, each.out, record=each.record, manifest_at=each.manifest_at)
        stale += _unlocked(remotes.pop(each.options.lock, None), each.out)
        checked.append(
            Checked(
                options=each.options,
                stale=stale,
                findings=each.findings,
                documents=each.documents,
            )
        )
    return tuple(checked)


def explained(packages: Sequence[Options], place: str) -> tuple[Explanation, Documents]:
    """Return what became of a place of the input; of several packages, the first that has it.

    Raises:
        InputError: the input cannot be turned into code, or no package has the place.
    """
    remotes = _remotes(packages)
    faults: list[LocatedError] = []
    for options in packages:
        try:
            library, found = _located(
                options, remotes.get(options.lock), partial(_explained, options, place)
            )
        except LocatedError as error:
            faults.append(error)
        else:
            return found, _documents(library)
    raise faults[0]


def covered(packages: Sequence[Options]) -> tuple[Coverage, ...]:
    """Return what became of all keywords that the roots of each package reach.

    Raises:
        InputError: the input cannot be turned into code.
    """
    remotes = _remotes(packages)
    return tuple(
        _located(each, remotes.get(each.lock), partial(_covered, each))[1] for each in packages
    )


def _explained(options: Options, place: str, library: Library) -> Explanation:
    from schemawright.explain.explanation import explanation  # noqa: PLC0415 - few runs need it
    from schemawright.explain.survey import survey  # noqa: PLC0415

    return explanation(survey(options, library), place)


def _covered(options: Options, library: Library) -> Coverage:
    from schemawright.explain.survey import survey  # noqa: PLC0415 - few runs need it
    from schemawright.explain.totals import coverage  # noqa: PLC0415

    return coverage(survey(options, library))


def out_of_date(stale: Stale, out: str) -> Diagnostic:
    """Return what `check` found as a finding, for programs to read."""
    reasons = {
        output.Staleness.MISSING: "is missing",
        output.Staleness.DIFFERENT: "is not what would be generated",
        output.Staleness.ORPHAN: "is no longer generated",
    }
    return diagnostics.Diagnostic(
        code="out-of-date",
        message=reasons[stale.staleness],
        location=Location((Path(out) / stale.path).as_posix()),
        hint="run schemawright generate",
    )


def _remotes(packages: Sequence[Options]) -> dict[str, Remotes]:
    """Return where the remote documents of packages come from, by their lock file."""
    found: dict[str, Remotes] = {}
    for name in dict.fromkeys(each.lock for each in packages):
        sharing = [each for each in packages if each.lock == name]
        allowed = tuple(dict.fromkeys(p for each in sharing for p in each.allow_remote))
        if not allowed and not Path(name).exists():
            continue  # nothing can come of it, and its modules take long to import
        from schemawright.source.remotes import Remotes  # noqa: PLC0415

        update = any(each.update_remotes for each in sharing)
        today = datetime.now(UTC).date().isoformat()
        found[name] = Remotes(allowed, Path(name), date=today, update=update)
    return found


def _save(remotes: Mapping[str, Remotes]) -> None:
    """Keep what was fetched."""
    for each in remotes.values():
        if pending := each.pending():
            from schemawright.source.remotes import save  # noqa: PLC0415

            save(pending)


def _unlocked(remotes: Remotes | None, out: Path) -> tuple[Stale, ...]:
    """Return the lock file if what was fetched is not in it yet."""
    if remotes is None or not (pending := remotes.pending()):
        return ()
    path = list(pending)[-1]
    return (
        output.Stale(
            path=PurePosixPath(Path(os.path.relpath(path, out)).as_posix()),
            found=path.read_bytes() if path.exists() else None,
            wanted=pending[path],
        ),
    )


def _all_prepared(
    packages: Sequence[Options], step: Step, remotes: Mapping[str, Remotes]
) -> list[Prepared]:
    """Return every package generated, or raise one error with what is wrong with any of them."""
    prepared: list[Prepared] = []
    faults: list[Diagnostic] = []
    documents: dict[str, Text] = {}
    for options in packages:
        try:
            prepared.append(_prepared(options, step, remotes))
        except LocatedError as error:
            documents.update(error.documents)
            faults.extend(error.diagnostics)
        except InputError as error:
            faults.extend(error.diagnostics)
    faults.extend(_overlaps(prepared))
    if faults:
        raise LocatedError(*dict.fromkeys(faults), documents=documents)
    return prepared


def _overlaps(prepared: Sequence[Prepared]) -> list[Diagnostic]:
    """Return which files two packages would both write."""
    owners: dict[str, Prepared] = {}
    faults: dict[int, Diagnostic] = {}
    for number, each in enumerate(prepared):
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


def _prepared(options: Options, step: Step, remotes: Mapping[str, Remotes]) -> Prepared:
    started = perf_counter()
    step("reading")
    library, generated = _located(
        options, remotes.get(options.lock), lambda read: pipeline.generate(options, read, step)
    )
    files = generated.files
    if options.format != "none":
        from schemawright.formatting import formatted  # noqa: PLC0415 - most runs need none

        step("formatting")
        files = formatted(files, options.format, options.line_length)
    return Prepared(
        options=options,
        files=files,
        record=provenance.record(files, options, generated.inputs, __version__),
        findings=generated.findings,
        documents=_documents(library),
        seconds=perf_counter() - started,
    )


def _located(
    options: Options, remotes: Remotes | None, run: Callable[[Library], _T]
) -> tuple[Library, _T]:
    """Return the documents and what is made of them; raise LocatedError for whatever is wrong."""
    library: Library | None = None
    collecting = gc.isenabled()
    gc.disable()  # a run makes no garbage worth looking for, and many things to look through
    try:
        library = pipeline.read(options, remotes)
        return library, run(library)
    except InputError as error:
        faults = error.diagnostics
    except RecursionError:
        at = Location(options.sources[0])
        faults = (diagnostics.too_large(at, "is nested too deeply to be generated from"),)
    except OSError as error:
        at = Location(str(error.filename or options.sources[0]))
        faults = (diagnostics.unreadable(at, (error.strerror or str(error)).lower()),)
    finally:
        if collecting:
            gc.enable()
    raise LocatedError(*faults, documents=_documents(library) if library is not None else {})


def _documents(library: Library) -> Documents:
    return {each.uri: each for each in library.documents}
