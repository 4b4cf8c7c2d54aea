"""The command `publish`: what it is asked, what it says, and its exit status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from schemawright import configuration
from schemawright.console import FINDINGS, is_read, printed, reported
from schemawright.packaging import releases
from schemawright.publishing.run import Target, judged, upload
from schemawright.source.uris import redacted

if TYPE_CHECKING:
    from schemawright.asked import PublishingAsked
    from schemawright.publishing.run import Publication


def run(asked: PublishingAsked) -> int:
    """Judge what is to be published, and upload it; return the exit status."""
    target = Target(asked["repository_url"], asked["index_url"] or "", asked["uploader"])
    folder = Path(asked["project"])
    with reported(cast(Any, asked)) as show:
        known = configuration.nearest(Path.cwd())
        publication = judged(folder, target, asked["previous"] or "", known)
        show(publication.findings, {})
        if is_read(asked):
            _say(publication, target)
        show(publication.refusals, {})
        if publication.refusals:
            return FINDINGS
        if asked["dry_run"]:
            if is_read(asked):
                printed("nothing was uploaded (--dry-run)")
            return 0
        said = upload(publication, target, folder)
        if asked["verbose"] and is_read(asked):
            printed(said.rstrip())
        if is_read(asked):
            printed(f"uploaded with {target.uploader}")
        return 0
    raise AssertionError  # pragma: no cover - `reported` swallows nothing


def _say(publication: Publication, target: Target) -> None:
    now, before, found = publication.ready.now, publication.before, publication.verdict
    printed(f"{now.name} {now.version} to {redacted(target.repository)}")
    if before is None or found is None:
        printed("  nothing is published under this name yet")
    else:
        old, new = (releases.read(each.version, each.origin) for each in (before, now))
        kind = releases.raised(old, new) or ("post" if new.order > old.order else "")
        says = f"a {kind} version" if kind else "no new version"
        printed(f"  {says} after {before.version}: {found.said}")
    for each in publication.ready.files:
        printed(f"  {each.path.name} ({each.size:,} bytes)")
        printed(f"    sha256 {each.sha256}")
