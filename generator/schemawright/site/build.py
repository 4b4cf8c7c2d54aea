"""A site from sources: what is read, what it becomes, and what is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from schemawright import manifest, output, pipeline, provenance
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.runs import documents_of, done, kept_for, save, without_collecting
from schemawright.site.pages import site
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic, Report
    from schemawright.location import Location
    from schemawright.lock.names import LockedNames
    from schemawright.manifest import Manifest
    from schemawright.output import Plan
    from schemawright.runs import Documents
    from schemawright.site.changes import Changelog
    from schemawright.source.library import Library
    from schemawright.targets.subject import Subject

MANIFEST = PurePosixPath(manifest.NAME)
_TARGETS = ("dataclasses", "enums", "validators", "codecs")
"""What is known of a package that has a site."""
_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A site that was not written yet, and what is suspicious about its input."""

    files: Mapping[PurePosixPath, str]
    record: Manifest
    findings: tuple[Diagnostic, ...]
    documents: Documents


def built(options: Options, changelog: Changelog | None = None) -> Built:
    """Return the site of a package; write nothing.

    Args:
        options: what the package is generated from, and how.
        changelog: what has changed since other schemas.

    Raises:
        InputError: the input cannot be turned into types, or a library is missing.
    """
    kept = kept_for([options])
    findings: dict[tuple[str, Location], Diagnostic] = {}

    def report(finding: Diagnostic) -> None:
        findings.setdefault((finding.code, finding.location), finding)

    def run(library: Library) -> Built:
        subject = _subject(options, library, kept[options.lock].names(options), report)
        inputs = {each.uri: each.digest for each in library.documents}
        record = provenance.record({}, options, inputs, __version__)
        files = site(subject, digest(record), changelog)
        return Built(
            files=files,
            record=replace(
                record, outputs={path: manifest.digest(text) for path, text in files.items()}
            ),
            findings=tuple(findings.values()),
            documents=documents_of(library),
        )

    _, found = done(options, kept[options.lock], run)
    save(kept)
    return found


def digest(record: Manifest) -> str:
    """Return what stands for schemas: the digest of what a manifest says of all inputs."""
    lines = [f"{name} {each}" for name, each in sorted(record.inputs.items())]
    return sha256("\n".join(lines).encode(errors="backslashreplace")).hexdigest()[:_DIGITS]


def write(found: Built, out: Path, *, force: bool) -> Plan:
    """Write a site, all of it or nothing; files that were edited are kept.

    Raises:
        InputError: it cannot be written.
    """
    with without_collecting(), output.exclusive([out]):
        plan = output.plan(found.files, out, record=found.record, manifest_at=MANIFEST, force=force)
        output.write(plan)
    return plan


def _subject(
    options: Options, library: Library, locked: LockedNames | None, report: Report
) -> Subject:
    """Return the model of a package, its names, and what its schemas assert."""
    checked = replace(options, targets=_TARGETS)
    references, graph, names = pipeline.resolved(checked, library, report)
    passed = run_passes(lower(graph, names, report))
    seen, types = pipeline.seen_by(options, passed, report)
    python = pipeline.names_of(options, seen.model, locked, report).names
    asserted = pipeline.assertions_of(checked, references, graph, seen, report)
    subject = pipeline.subject_of(checked, seen.model, python, types, report)
    return subject._replace(asserted=asserted)
