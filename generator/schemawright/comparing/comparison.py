"""The changes between two schemas, each judged in the directions that it matters in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.comparing import wording
from schemawright.comparing.changes import (
    Change,
    ConditionChanged,
    TypeAdded,
    TypeChanged,
    TypeRemoved,
    TypeRenamed,
    Unjudged,
)
from schemawright.comparing.conditions import conditions
from schemawright.comparing.declarations import Declarations, Found
from schemawright.comparing.operations import come_and_gone
from schemawright.comparing.pairing import pairs
from schemawright.comparing.places import Places, Spot
from schemawright.comparing.proofs import Proofs, Schemas
from schemawright.comparing.severity import DIRECTIONS, Severity, severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.comparing.pairing import Pairs
    from schemawright.comparing.severity import Direction
    from schemawright.comparing.sides import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A change, and how bad it is."""

    change: Change
    kind: str
    severities: Mapping[Direction, Severity]
    """How bad it is for requests and for responses, as far as they hold the type."""
    silenced: str = ""
    """Why nobody needs to hear of it."""

    @property
    def severity(self) -> Severity:
        """How bad it is in the worse of its directions."""
        return max(self.severities.values(), default=Severity.OK)

    @property
    def message(self) -> str:
        """What changed, in words."""
        return wording.message(self.change)

    @property
    def advice(self) -> str:
        """What can be done about it; nothing where nothing needs to be done."""
        return wording.advice(self.kind) if self.severity > Severity.OK else ""


def compared(old: Side, new: Side, ways: tuple[Direction, ...] | None = None) -> tuple[Judged, ...]:
    """Return what differs between two sides.

    Args:
        old: the types before.
        new: the types now.
        ways: the directions that values go in; as the operations of the input say, when left out.
    """
    schemas = Schemas(old, new)
    said_before, said_now = (schemas.numbers(each, "request") for each in (old, new))
    found = pairs(old.model, new.model, said_before, said_now)
    types = _Comparison(old, new, schemas, found).run(ways)
    gone = (
        _stated(each, ways or DIRECTIONS) for each in come_and_gone(old.operations, new.operations)
    )
    return (*types, *gone)


def _stated(change: Change, ways: Iterable[Direction]) -> Judged:
    """Return a change that is as bad as the table says, since there are no values to it."""
    kind = wording.kind(change)
    severities: dict[Direction, Severity] = {
        each: severity(kind, each, proved=False) for each in ways
    }
    return Judged(change=change, kind=kind, severities=severities)


class _Comparison:
    def __init__(self, old: Side, new: Side, schemas: Schemas, found: Pairs) -> None:
        self._old, self._new = old, new
        self._pairs = found
        self._places = Places(old, new)
        self._proofs = Proofs(schemas, old, new, found.new_of)
        self._broken: dict[ir.TypeName, set[Direction]] = {}

    def run(self, wanted: tuple[Direction, ...] | None) -> Iterator[Judged]:
        declarations = Declarations(self._places, self._pairs.new_of)
        by_type: dict[ir.TypeName, list[Judged]] = {}
        ways: dict[ir.TypeName, tuple[Direction, ...]] = {}
        for before, now in self._pairs.new_of.items():
            ways[now] = self._directions(before, now, wanted)
            one, other = (self._old.model.declarations[before], self._new.model.declarations[now])
            every = [*declarations.changes(one, other), *self._conditions(one, other)]
            if before in self._pairs.renamed:
                where = self._places.where(Spot(before, now))
                change = TypeRenamed(where=where, old=before, new=now)
                every.insert(0, Found(change, Spot(before, now)))
            judged = by_type[now] = [self._judged(each, ways[now]) for each in every]
            self._broken[now] = {
                way
                for each in judged
                for way, how in each.severities.items()
                if how is Severity.BREAKING
            }
        for before, now in self._pairs.new_of.items():
            yield from by_type[now]
            yield from self._unjudged(before, now, ways[now])
        yield from self._come_and_gone(wanted)

    def _judged(self, found: Found, ways: Iterable[Direction]) -> Judged:
        change = found.change
        if isinstance(change, TypeChanged) and change.how == "changed":
            wider, narrower = (self._proofs.of(found, each) for each in DIRECTIONS)
            if wider != narrower:
                change = replace(change, how="widened" if wider else "narrowed")
        kind = wording.kind(change)
        severities: dict[Direction, Severity] = {
            each: severity(kind, each, proved=self._proofs.of(found, each)) for each in ways
        }
        return Judged(change=change, kind=kind, severities=severities)

    def _directions(
        self,
        before: ir.TypeName | None,
        now: ir.TypeName | None,
        wanted: tuple[Direction, ...] | None,
    ) -> tuple[Direction, ...]:
        if wanted is not None:
            return wanted
        found: set[Direction] = set()
        if before is not None:
            found |= self._old.directions.get(before, frozenset())
        if now is not None:
            found |= self._new.directions.get(now, frozenset())
        return tuple(each for each in DIRECTIONS if not found or each in found)

    def _conditions(self, old: ir.Declaration, new: ir.Declaration) -> Iterator[Found]:
        """Yield changes of what types do not hold: of a type, and of each of its properties."""
        spots = [Spot(old.name, new.name)]
        if isinstance(old, ir.Record) and isinstance(new, ir.Record):
            names = {each.name for each in new.fields}
            spots += [Spot(old.name, new.name, e.name) for e in old.fields if e.name in names]
        for spot in spots:
            before, now = self._proofs.contexts(spot)
            is_record = spot.name is None and isinstance(old, ir.Record)
            inclusion = self._proofs.inclusions["request"]
            if spot.name is not None and self._is_declared(before, now):
                continue
            for each in conditions(inclusion, before, now, record=is_record):
                where = self._places.where(spot, each.way, each.keyword)
                yield Found(ConditionChanged(where=where, keyword=each.keyword, how=each.how), spot)

    def _is_declared(self, before: object, now: object) -> bool:
        inclusion = self._proofs.inclusions["request"]
        one, other = inclusion.facts(before), inclusion.facts(now)  # type: ignore[arg-type]
        return any(inclusion.grants(one, each) for each in other.ids)

    def _unjudged(
        self, before: ir.TypeName, now: ir.TypeName, ways: Iterable[Direction]
    ) -> Iterator[Judged]:
        """Yield what no change accounts for, though values are no longer valid, or may not be."""
        own = Spot(before, now)
        mentioned = {*ir.references(self._new.model.declarations[now])}
        mentioned |= {
            self._pairs.new_of.get(each, each)
            for each in ir.references(self._old.model.declarations[before])
        }
        severities: dict[Direction, Severity] = {}
        for way in ways:
            if way in self._broken[now] or any(way in self._broken.get(e, ()) for e in mentioned):
                continue
            if not self._proofs.at(own, "value", way):
                severities[way] = Severity.BREAKING
        if severities:
            change = Unjudged(where=self._places.where(own))
            yield Judged(change=change, kind="unjudged", severities=severities)

    def _come_and_gone(self, wanted: tuple[Direction, ...] | None) -> Iterator[Judged]:
        for name in self._pairs.removed:
            where = self._places.where(Spot(name, None))
            gone = Found(TypeRemoved(where=where), Spot(name, None))
            yield self._judged(gone, self._directions(name, None, wanted))
        for name in self._pairs.added:
            where = self._places.where(Spot(None, name))
            come = Found(TypeAdded(where=where), Spot(None, name))
            yield self._judged(come, self._directions(None, name, wanted))
