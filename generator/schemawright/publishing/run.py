"""What is published: judged by what was published last, and uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics
from schemawright.diagnostics import Diagnostic, shown
from schemawright.location import Location
from schemawright.packaging import releases
from schemawright.packaging.index import index_of, latest, versions
from schemawright.packaging.judging import least_version, says_enough, verdict
from schemawright.packaging.metadata import normalized
from schemawright.packaging.places import previous
from schemawright.packaging.processes import module, require, run, uv
from schemawright.publishing.distributions import distributions
from schemawright.source.uris import redacted

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.configuration import Configuration
    from schemawright.packaging.judging import Verdict
    from schemawright.packaging.previous import Published
    from schemawright.publishing.distributions import Distributions


class Target(NamedTuple):
    """Where to upload to, and how."""

    repository: str
    index_url: str
    """Where the same index is read; empty for the usual place."""
    uploader: str


class Publication(NamedTuple):
    """What is to be published, and whether it may be."""

    ready: Distributions
    before: Published | None
    verdict: Verdict | None
    refusals: tuple[Diagnostic, ...]
    """Why it may not be."""
    findings: tuple[Diagnostic, ...]


def judged(
    folder: Path, target: Target, last: str, configuration: Configuration | None
) -> Publication:
    """Return what is to be published; nothing is uploaded.

    Args:
        folder: the project.
        target: where it goes.
        last: what was published last, if the index is not to be asked.
        configuration: where changes may be silenced.

    Raises:
        InputError: there is nothing to publish, or what was published last cannot be read.
    """
    ready = distributions(folder)
    now = ready.now
    index = target.index_url or index_of(target.repository)
    before = previous(last, now.name) if last else latest(index, now.name)
    refusals = list(_taken(index, now)) if not last else []
    if before is None:
        return Publication(ready, None, None, tuple(refusals), ())
    if normalized(before.name) != normalized(now.name):
        message = f"what was published last is {shown(before.name)}, and not {shown(now.name)}"
        refusals.append(diagnostics.not_published(Location(redacted(before.origin)), message))
    found = verdict(before, now, configuration)
    at = Location(folder.as_posix())
    old, new = (releases.read(each.version, each.origin) for each in (before, now))
    if refusals:
        pass  # an index never takes a version twice
    elif new.order <= old.order:
        message = f"the version {now.version} does not come after {before.version}"
        refusals.append(diagnostics.not_published(at, message, "raise the version"))
    elif not says_enough(before, now.version, found):
        raised = releases.raised(old, new)
        kind = f"a {raised} version" if raised else "the same version"
        message = (
            f"{now.version} is {kind} after {before.version}, which does not say what has "
            f"changed: {found.said}"
        )
        least = least_version(before, found)
        refusals.append(diagnostics.refused_version(at, message, least, redacted(last or index)))
    return Publication(ready, before, found, tuple(refusals), found.findings)


def _taken(index: str, now: Published) -> list[Diagnostic]:
    """Return why a version cannot be had: an index never takes one twice."""
    wanted = releases.read(now.version, now.origin)
    if wanted not in versions(index, now.name):
        return []
    message = f"{now.name} {now.version} is published already"
    return [diagnostics.not_published(Location(redacted(index)), message, "raise the version")]


def upload(publication: Publication, target: Target, folder: Path) -> str:
    """Upload what is to be published; return what the uploader says.

    Its credentials are its own business: what is in the environment and in the keyring is there
    for it, and is not looked at here.

    Raises:
        InputError: it fails, or is not installed.
    """
    files = [str(each.path.resolve()) for each in publication.ready.files]
    failure = f"{target.uploader} could not upload it"
    if target.uploader == "uv":
        url = ("--publish-url", target.repository)
        return run((*uv(), "publish", *url, *files), folder, failure)
    require("twine")
    options = ("--non-interactive", "--disable-progress-bar", "--repository-url")
    command = module("twine", "upload", *options, target.repository, *files)
    return run(command, folder, failure)
