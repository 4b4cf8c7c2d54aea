"""What became of the keywords of a whole input, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.explain.keywords import is_known, near, verdict
from schemawright.explain.standings import standings
from schemawright.explain.status import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.explain.survey import Survey
    from schemawright.location import Location


class Tally(NamedTuple):
    """How often a keyword stands in the reached schemas, and what became of it."""

    keyword: str
    counts: Mapping[Status, int]
    reasons: Mapping[str, tuple[Location, ...]]
    """Where it is ignored, by the reason."""
    known: bool
    near: str
    """The known keyword that an unknown one may be meant for."""

    @property
    def total(self) -> int:
        """How often the keyword stands there."""
        return sum(self.counts.values())

    @property
    def ignored(self) -> tuple[Location, ...]:
        """Every place where it is ignored."""
        return tuple(place for places in self.reasons.values() for place in places)


class Coverage(NamedTuple):
    """What became of all keywords."""

    schemas: int
    tallies: tuple[Tally, ...]

    def count(self, status: Status) -> int:
        """Return how many keywords that became of."""
        return sum(each.counts[status] for each in self.tallies)

    @property
    def total(self) -> int:
        """How many keywords there are."""
        return sum(each.total for each in self.tallies)


def coverage(survey: Survey) -> Coverage:
    """Return what became of every keyword of every schema that the roots reach."""
    counts: dict[str, dict[Status, int]] = {}
    reasons: dict[str, dict[str, list[Location]]] = {}
    found = standings(survey)
    for place, standing in found.items():
        for keyword in standing.schema.keywords:
            status, why = verdict(standing, keyword)
            tally = counts.setdefault(keyword, dict.fromkeys(Status, 0))
            tally[status] += 1
            if status is Status.IGNORED:
                reasons.setdefault(keyword, {}).setdefault(why, []).append(place / keyword)
    tallies = [
        Tally(
            keyword=keyword,
            counts=each,
            reasons={why: tuple(places) for why, places in reasons.get(keyword, {}).items()},
            known=is_known(keyword),
            near=near(keyword),
        )
        for keyword, each in counts.items()
    ]
    tallies.sort(key=lambda each: (-each.total, each.keyword))
    return Coverage(len(found), tuple(tallies))
