"""What has changed between two versions of a distribution, and what a version has to say of it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemawright.comparing import compare, text
from schemawright.comparing.order import counts
from schemawright.comparing.silence import rules, silenced
from schemawright.config import Options
from schemawright.packaging import releases
from schemawright.runs import current_date

if TYPE_CHECKING:
    from schemawright.comparing.versions import Part
    from schemawright.configuration import Configuration
    from schemawright.diagnostics import Diagnostic
    from schemawright.packaging.previous import Published


class Verdict(NamedTuple):
    """What has changed."""

    part: Part | None
    """Which part of a version has to be raised, None where nothing changed."""
    said: str
    """What has changed, in words."""
    section: str
    """What the changelog is to say, with a heading."""
    findings: tuple[Diagnostic, ...] = ()
    """Rules of silence that are of no use."""


def verdict(old: Published, new: Published, configuration: Configuration | None = None) -> Verdict:
    """Return what has changed between two versions.

    The schemas are compared, in the direction that the new version states; code that is otherwise
    from the same schema is a patch.

    Args:
        old: what was published.
        new: what is to be.
        configuration: where changes may be silenced.

    Raises:
        InputError: one of the schemas cannot be turned into types, or a rule of silence is wrong.
    """
    if old.digest == new.digest:
        if old.code == new.code:
            return Verdict(None, "no changes", "")
        section = "## []\n\n### Changed\n\n- The code is generated anew, from the same schema."
        return Verdict("patch", "no changes in the schema, but in the code", section)
    with tempfile.TemporaryDirectory(prefix="schemawright-") as folder:
        paths: list[str] = []
        for side, each in (("old", old), ("new", new)):
            place = Path(folder, side, Path(each.schema_name).name)
            place.parent.mkdir()
            place.write_bytes(each.schema)
            paths.append(place.as_posix())
        lock = Path(folder, "schemawright.lock").as_posix()
        options = Options(sources=(paths[1],), package="compared", lock=lock)
        found = compare.run(options, paths[0], paths[1], compare.WAYS.get(new.direction))
    changes, useless = silenced(found.changes, rules(configuration), current_date())
    found = replace(found, changes=changes)
    part = found.part() or "patch"
    return Verdict(part, counts(found.heard), text.changelog(found), useless)


def least_version(old: Published, found: Verdict) -> str:
    """Return the lowest version that says what has changed since another one.

    Raises:
        InputError: the version of the old one is none.
    """
    last = releases.read(old.version, old.origin)
    return str(releases.least(last, found.part))


def says_enough(old: Published, new: str, found: Verdict) -> bool:
    """Tell whether a version says what has changed.

    Raises:
        InputError: one of the versions is none.
    """
    least = releases.read(least_version(old, found), old.origin)
    return releases.read(new, "version").version >= least.version
