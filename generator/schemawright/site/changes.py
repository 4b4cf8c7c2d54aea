"""What has changed since other schemas, for the page that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.comparing.order import counts, in_order, whom
from schemawright.comparing.severity import Severity
from schemawright.targets.markdown import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.comparing.compare import Comparison
    from schemawright.comparing.comparison import Judged
    from schemawright.comparing.order import Shown

_HEADINGS = {
    Severity.BREAKING: "Breaking changes",
    Severity.WARNING: "Worth a warning",
    Severity.OK: "Compatible changes",
}


class Change(NamedTuple):
    """One change."""

    python: str
    """What it is about: a class or `Class.attribute`, or the place in the schema."""
    href: str
    """Where that is described, if it is still there."""
    message: str
    whom: str
    advice: str


class Group(NamedTuple):
    """Changes that are as bad as each other."""

    heading: str
    kind: str
    changes: tuple[Change, ...]


class Changelog(NamedTuple):
    """All changes."""

    previous: str
    """What people call the schemas before."""
    counts: str
    groups: tuple[Group, ...]

    def linked(self, anchors: Mapping[str, str]) -> Changelog:
        """Return the same with links to what is described, by its Python name."""
        groups = tuple(
            group._replace(
                changes=tuple(
                    each._replace(href=anchors.get(each.python, "")) for each in group.changes
                )
            )
            for group in self.groups
        )
        return self._replace(groups=groups)


def changelog(found: Comparison, previous: str, changes: tuple[Judged, ...]) -> Changelog:
    """Return changes, the worst first, but for those that are silenced.

    Args:
        found: the comparison that found them.
        previous: what people call the schemas before.
        changes: the changes.
    """
    heard = [each for each in changes if not each.silenced]
    shown = in_order(found, heard)
    groups = [
        Group(
            heading=heading,
            kind=str(severity),
            changes=tuple(_change(each) for each in shown if each.judged.severity is severity),
        )
        for severity, heading in _HEADINGS.items()
    ]
    return Changelog(
        previous=visible(previous),
        counts=counts(heard),
        groups=tuple(each for each in groups if each.changes),
    )


def _change(shown: Shown) -> Change:
    judged = shown.judged
    where = judged.change.where
    return Change(
        python=visible(where.python_new or where.python_old or where.place),
        href="",
        message=visible(judged.message),
        whom=whom(judged) if judged.severity > Severity.OK else "",
        advice=judged.advice,
    )
