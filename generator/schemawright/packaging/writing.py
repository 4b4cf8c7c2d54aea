"""What a project is made of on disk: planned with what is there, and written all at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics, manifest, output
from schemawright.diagnostics import InputError, unreadable
from schemawright.location import Location
from schemawright.packaging import changelog, project
from schemawright.packaging.existing import FILE, existing
from schemawright.packaging.previous import RECORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.diagnostics import Diagnostic
    from schemawright.output import Plan
    from schemawright.packaging.previous import Published
    from schemawright.packaging.versioning import Versioned
    from schemawright.prepared import Prepared

_OURS = (RECORD, project.SBOM)
"""Files that nobody else can have written: they are no one's to leave as they are."""


class Planned(NamedTuple):
    """What is written, and what is not."""

    code: Plan
    project: Plan
    left: tuple[PurePosixPath, ...]
    """Files that the project had before, which stay as they are."""
    changed: tuple[PurePosixPath, ...]
    """Files of the user's that get a section, or another version."""
    findings: tuple[Diagnostic, ...]


def planned(
    package: Prepared,
    files: Mapping[PurePosixPath, str],
    versioned: Versioned,
    folder: Path,
    *,
    force: bool,
) -> Planned:
    """Return what writing a project takes; only reads.

    Args:
        package: its code.
        files: its other files.
        versioned: its version.
        folder: its directory.
        force: whether files are overwritten that were edited since they were generated.

    Raises:
        InputError: something cannot be read.
    """
    at = PurePosixPath(RECORD)
    before = output.recorded(folder, PurePosixPath(RECORD))
    theirs = [each for each in files if _is_theirs(folder, each, before, versioned.now)]
    own = {path: text for path, text in files.items() if path not in theirs}
    record = _record(own, package, versioned.now)
    plan = output.plan(own, folder, record=record, manifest_at=at, force=force)
    code = output.plan(
        package.files,
        package.out,
        record=package.record,
        manifest_at=package.manifest_at,
        force=force,
    )
    findings = [*code.diagnostics, *plan.diagnostics]
    changes: dict[PurePosixPath, bytes] = {}
    if PurePosixPath(FILE) in (*theirs, *plan.kept):
        changes |= _with_version(folder, versioned.now.version, findings)
    changes |= _with_section(folder, versioned, findings)
    found = {path: _digest(folder / path) for path in changes if (folder / path).exists()}
    # The manifest is the last of all.
    plan = replace(plan, write={**changes, **plan.write}, found={**plan.found, **found})
    return Planned(code, plan, tuple(theirs), tuple(changes), tuple(findings))


def has_made(folder: Path, path: str) -> bool:
    """Tell whether an earlier run has made a file of a project."""
    return PurePosixPath(path) in output.recorded(folder, PurePosixPath(RECORD)).outputs


def write(planned: Planned) -> None:
    """Write a project; raise InputError if nothing can be written, or a step fails."""
    if faults := [*planned.code.errors, *planned.project.errors]:
        raise InputError(*faults)
    output.write(planned.code)
    output.write(planned.project)


def _record(
    files: Mapping[PurePosixPath, str], package: Prepared, now: Published
) -> manifest.Manifest:
    stated = {
        "name": now.name,
        "version": now.version,
        "package": package.options.package,
        "schema": now.schema_name,
        "sha256": now.digest,
        "code": now.code,
        **({"direction": now.direction} if now.direction else {}),
    }
    return manifest.record(
        files, generator=package.record.generator, options=stated, inputs=package.record.inputs
    )


def _is_theirs(
    folder: Path, path: PurePosixPath, before: manifest.Manifest, now: Published
) -> bool:
    """Tell whether a file was there before, and is none of ours."""
    if path in before.outputs or str(path) in (*_OURS, now.schema_name):
        return False
    place = folder / path
    if not place.is_file():
        return False
    with place.open("rb") as file:
        start = b"\n".join(file.read(4096).split(b"\n")[: output.MARKED_LINES])
    return output.MARKER not in start


def _with_version(
    folder: Path, version: str, findings: list[Diagnostic]
) -> dict[PurePosixPath, bytes]:
    """Return the user's `pyproject.toml` with another version, if that has to be."""
    found = existing(folder)
    if found is None or found.version == version:
        return {}
    text = found.with_version(version)
    if text is None:
        at = Location((folder / FILE).as_posix())
        findings.append(diagnostics.left_version(at, version))
        return {}
    return {PurePosixPath(FILE): _ended_alike(text, (folder / FILE).read_bytes())}


def _with_section(
    folder: Path, versioned: Versioned, findings: list[Diagnostic]
) -> dict[PurePosixPath, bytes]:
    """Return the changelog with a section for a version, unless it has one."""
    path = folder / project.CHANGELOG
    at = Location(path.as_posix())
    try:
        found = path.read_bytes() if path.exists() else b""
        text = found.decode().replace("\r\n", "\n")
    except OSError as error:
        raise InputError(unreadable(at, error.strerror or str(error))) from None
    except UnicodeDecodeError:
        raise InputError(unreadable(at, "it is not UTF-8")) from None
    version = versioned.now.version
    if changelog.has(text, version):
        last = output.recorded(folder, PurePosixPath(RECORD)).options
        if last.get("sha256") != versioned.now.digest and last.get("version") == version:
            findings.append(diagnostics.known_section(at, version))
        return {}
    changed = changelog.with_section(text, versioned.section)
    return {PurePosixPath(project.CHANGELOG): _ended_alike(changed, found)}


def _ended_alike(text: str, before: bytes) -> bytes:
    r"""Return a text whose lines end as they did before."""
    return text.replace("\n", "\r\n").encode() if b"\r\n" in before else text.encode()


def _digest(place: Path) -> str:
    return manifest.file_digest(place.read_bytes())
