"""The version of a project: the one that is given, or the one that follows from what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics
from schemawright.location import Location
from schemawright.packaging import changelog, releases
from schemawright.packaging.existing import FILE
from schemawright.packaging.judging import least_version, says_enough, verdict
from schemawright.packaging.places import previous
from schemawright.packaging.previous import published, reading

if TYPE_CHECKING:
    from schemawright.diagnostics import Diagnostic
    from schemawright.packaging.existing import Existing
    from schemawright.packaging.judging import Verdict
    from schemawright.packaging.previous import Published
    from schemawright.packaging.wanted import Wanted


class Versioned(NamedTuple):
    """A version, and what it follows from."""

    now: Published
    """The version that is to be."""
    before: Published | None
    """What was published last, None if nothing was."""
    verdict: Verdict | None
    section: str
    """What the changelog is to say of it."""
    findings: tuple[Diagnostic, ...]


def versioned(wanted: Wanted, found: Existing | None, now: Published) -> Versioned:
    """Return the version of a project.

    Args:
        wanted: what is asked for.
        found: what is there.
        now: what is to be published; its version is not known yet.

    Raises:
        InputError: what was published last cannot be read, or a version is none.
    """
    if wanted.previous:
        before = previous(wanted.previous, now.name)
    else:
        before = published(reading(wanted.folder), wanted.folder.as_posix())
    stated = found.version if found else ""
    if before is None:
        version = wanted.version or stated or releases.FIRST
        releases.read(version, _where(wanted))
        section = changelog.section(version, "", is_first=True)
        return Versioned(replace(now, version=version), None, None, section, ())
    now = replace(now, direction=now.direction or before.direction)
    judged = verdict(before, now, wanted.configuration)
    version = wanted.version or _following(before, stated, judged)
    releases.read(version, _where(wanted))
    findings = list(judged.findings)
    if not says_enough(before, version, judged):
        least = least_version(before, judged)
        message = f"{version} says less than what has changed since {before.version}: {judged.said}"
        at = Location(_where(wanted))
        findings.append(diagnostics.version_too_low(at, message, least))
    section = changelog.section(version, judged.section, is_first=False)
    return Versioned(replace(now, version=version), before, judged, section, tuple(findings))


def _following(before: Published, stated: str, judged: Verdict) -> str:
    """Return the version that a project states if that is enough, or else the one that is."""
    is_other = stated != before.version and releases.release(stated) is not None
    if is_other and says_enough(before, stated, judged):
        return stated
    if judged.part is None:
        return before.version
    return least_version(before, judged)


def _where(wanted: Wanted) -> str:
    return "--version" if wanted.version else (wanted.folder / FILE).as_posix()
