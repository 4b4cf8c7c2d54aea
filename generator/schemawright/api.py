"""The Python API, and what each command does."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path, PurePosixPath
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from schemawright import diagnostics, editions, output, pipeline, settings
from schemawright.diagnostics import InputError
from schemawright.location import Location, Position
from schemawright.prepared import all_prepared, prepared
from schemawright.results import Bundle, Checked, Written
from schemawright.reuse import Earlier
from schemawright.runs import LocatedError, documents_of, done, kept_for, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import PurePath
    from typing import Unpack

    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.explain.explanation import Explanation
    from schemawright.explain.totals import Coverage
    from schemawright.output import Plan, Stale
    from schemawright.prepared import Prepared
    from schemawright.runs import Documents, Kept
    from schemawright.settings import Keywords
    from schemawright.source.library import Library
    from schemawright.source.values import JsonValue

    Step: TypeAlias = Callable[[str], None]

_STEPS = 7
"""Of each package: reading, five in the pipeline, and writing or comparing."""

_LONGEST, _WIDEST = 12, 160
"""How many lines of a diff a finding shows, and how much of each."""


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
            `_` for `-`. What is fetched is not kept; names that are locked count.

    Raises:
        InputError: the input cannot be turned into code; its `diagnostics` say why.
    """
    given = {"source": source, "package": package, "root": root, **how}
    options = settings.options(given, lambda key: (Location(key), None))
    return prepared(options, lambda _: None, kept_for([options])[options.lock]).files


def bundle(
    source: str | PurePath | Sequence[str | PurePath],
    *,
    root: str | Sequence[str] = (),
    **how: Unpack[Keywords],
) -> JsonValue:
    """Return one document with the roots and all that they need; write nothing.

    Args:
        source: as for `generate`.
        root: the schemas to begin with; all that the sources offer when left out.
        how: the options of the command line that say what is read, as for `generate`.

    Raises:
        InputError: references lead nowhere, or no one document can say the same.
    """
    given = {"package": "bundle", "source": source, "root": root, **how}
    options = settings.options(given, lambda key: (Location(key), None))
    return _bundled(options, kept_for([options])[options.lock]).value


def write_bundle(options: Options, to: str | None, syntax: str | None) -> tuple[bytes, Bundle]:
    """Return a bundle and its text, which is written to a file if one is named.

    Args:
        options: what is bundled.
        to: the file.
        syntax: `json` or `yaml`; what the name of the file says when left out, or else JSON.

    Raises:
        InputError: there can be no bundle, or it cannot be written.
    """
    from schemawright.document_text import document_text  # noqa: PLC0415 - often not needed

    if to is not None and (folder := settings.reading_folder(options, Path(to))):
        message = f"it lies in {folder}, where the next run would take it for a source"
        raise InputError(diagnostics.bad_option(Location(to), message, "write it elsewhere"))
    kept = kept_for([options])
    bundled = _bundled(options, kept[options.lock])
    is_yaml = to is not None and to.lower().endswith((".yaml", ".yml"))
    content = document_text(bundled.value, syntax or ("yaml" if is_yaml else "json"))
    save(kept)
    if to is not None:
        output.replace_file(Path(to), content)
    return content, bundled


def steps(packages: Sequence[Options]) -> int:
    """Return how many steps `write` and `check` take."""
    return sum(_STEPS + (each.format != "none") for each in packages)


def write(
    packages: Sequence[Options],
    step: Step,
    *,
    force: bool = False,
    earlier: Earlier | None = None,
) -> tuple[Written, ...]:
    """Generate packages and write them; nothing is written unless all of them can be.

    Args:
        packages: what to generate.
        step: told what is done next.
        force: whether files that were edited are overwritten.
        earlier: what is left of the last run, which saves work; None where nobody keeps it.

    Raises:
        InputError: the input cannot be turned into code, or the output cannot be written.
    """
    kept = kept_for(packages)
    generated = all_prepared(packages, step, kept, earlier)
    try:
        with output.exclusive(each.out for each in generated):
            return _all_written(generated, kept, step, force=force)
    except InputError as error:
        looked_at = frozenset(path for each in generated for path in each.looked_at)
        raise LocatedError(*error.diagnostics, documents={}, looked_at=looked_at) from error


def _all_written(
    generated: Sequence[Prepared], kept: Mapping[str, Kept], step: Step, *, force: bool
) -> tuple[Written, ...]:
    plans = [
        output.plan(
            each.files, each.out, record=each.record, manifest_at=each.manifest_at, force=force
        )
        for each in generated
    ]
    if faults := [fault for plan in plans for fault in plan.errors]:
        raise InputError(*faults)
    save(kept)
    return tuple(_written(*each, step) for each in zip(generated, plans, strict=True))


def _written(package: Prepared, plan: Plan, step: Step) -> Written:
    started = perf_counter()
    step("writing")
    told = _told(package)
    output.write(plan)
    return Written(
        options=package.options,
        plan=plan,
        findings=(*package.findings, *told, *plan.diagnostics),
        documents=package.documents,
        seconds=package.seconds + perf_counter() - started,
        looked_at=package.looked_at,
        trace=package.trace,
        is_whole=package.is_whole,
        read=package.read,
    )


def earlier(written: Iterable[Written]) -> Earlier:
    """Return what is left of a run for the next one."""
    traces = {each.manifest_at: each.trace for each in written if each.trace is not None}
    return Earlier(traces=traces)


def check(packages: Sequence[Options], step: Step) -> tuple[Checked, ...]:
    """Generate packages and compare them with what is there; write nothing.

    Raises:
        InputError: the input cannot be turned into code, or the output cannot be read.
    """
    kept = kept_for(packages)
    checked: list[Checked] = []
    for each in all_prepared(packages, step, kept):
        step("comparing")
        stale = output.check(each.files, each.out, record=each.record, manifest_at=each.manifest_at)
        stale += _unlocked(kept.pop(each.options.lock, None), each.out)
        checked.append(
            Checked(
                options=each.options,
                stale=stale,
                findings=(*each.findings, *_told(each)),
                documents=each.documents,
            )
        )
    return tuple(checked)


def _told(package: Prepared) -> tuple[Diagnostic, ...]:
    """Return that a package which names no edition has another one than it had, if that is so."""
    before = output.recorded(package.out, package.manifest_at).options.get("edition")
    now = editions.current().name
    if package.options.edition is not None or before == now or not isinstance(before, str):
        return ()
    at = Location((package.out / package.manifest_at).as_posix())
    is_known = before in editions.names()
    return (diagnostics.other_edition(at, before, now, is_known=is_known),)


def explained(packages: Sequence[Options], place: str) -> tuple[Explanation, Documents]:
    """Return what became of a place of the input; of several packages, the first that has it.

    Raises:
        InputError: the input cannot be turned into code, or no package has the place.
    """
    kept = kept_for(packages)
    faults: list[LocatedError] = []
    for options in packages:
        try:
            library, found = done(
                options, kept[options.lock], partial(_explained, options, place, kept[options.lock])
            )
        except LocatedError as error:
            faults.append(error)
        else:
            return found, documents_of(library)
    raise faults[0]


def covered(packages: Sequence[Options]) -> tuple[Coverage, ...]:
    """Return what became of all keywords that the roots of each package reach.

    Raises:
        InputError: the input cannot be turned into code.
    """
    kept = kept_for(packages)
    return tuple(
        done(each, kept[each.lock], partial(_covered, each, kept[each.lock]))[1]
        for each in packages
    )


def _explained(options: Options, place: str, kept: Kept, library: Library) -> Explanation:
    from schemawright.explain.explanation import explanation  # noqa: PLC0415 - few runs need it
    from schemawright.explain.survey import survey  # noqa: PLC0415

    return explanation(survey(options, library, kept.names(options)), place)


def _covered(options: Options, kept: Kept, library: Library) -> Coverage:
    from schemawright.explain.survey import survey  # noqa: PLC0415 - few runs need it
    from schemawright.explain.totals import coverage  # noqa: PLC0415

    return coverage(survey(options, library, kept.names(options)))


def out_of_date(stale: Stale, out: str) -> Diagnostic:
    """Return what `check` found as a finding, for programs to read."""
    reasons = {
        output.Staleness.MISSING: "is missing",
        output.Staleness.DIFFERENT: "is not what would be generated",
        output.Staleness.ORPHAN: "is no longer generated",
    }
    first = stale.first
    return diagnostics.Diagnostic(
        code="out-of-date",
        message=reasons[stale.staleness],
        location=Location(Path(os.path.normpath(Path(out) / stale.path)).as_posix()),
        hint="run schemawright generate",
        position=Position(first, 1) if first is not None else None,
        detail=_excerpt(stale.diff) if first is not None else "",
    )


def _excerpt(diff: str) -> str:
    """Return the first lines of a unified diff, as far as they fit into an annotation."""
    _, _, *lines = diff.removesuffix("\n").split("\n")
    shown = [line if len(line) <= _WIDEST else f"{line[:_WIDEST]}…" for line in lines[:_LONGEST]]
    if more := len(lines) - len(shown):
        shown.append(f"… and {more} more {'line' if more == 1 else 'lines'}")
    return "\n".join(shown)


def _unlocked(kept: Kept | None, out: Path) -> tuple[Stale, ...]:
    """Return the lock file if what was fetched, or what has a name, is not in it yet."""
    if kept is None or not (pending := kept.pending()):
        return ()
    path = list(pending)[-1]
    return (
        output.Stale(
            path=PurePosixPath(Path(os.path.relpath(path, out)).as_posix()),
            found=path.read_bytes() if path.exists() else None,
            wanted=pending[path],
        ),
    )


def _bundled(options: Options, kept: Kept) -> Bundle:
    findings: dict[tuple[str, Location], Diagnostic] = {}

    def report(finding: Diagnostic) -> None:
        findings.setdefault((finding.code, finding.location), finding)

    library, value = done(
        options,
        kept,
        lambda library: pipeline.bundle(options, library, report),
    )
    return Bundle(
        value=value,
        findings=tuple(findings.values()),
        documents=documents_of(library),
        read=frozenset(library.read) | kept.read(),
    )
