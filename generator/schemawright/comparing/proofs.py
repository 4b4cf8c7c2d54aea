"""What is proved of the values of types, in each direction."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from schemawright.comparing.facts import Context
from schemawright.comparing.inclusion import Inclusion
from schemawright.comparing.nodes import Judge, interned
from schemawright.comparing.severity import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright import ir
    from schemawright.assertions.plan import Asserts, Key
    from schemawright.comparing.declarations import Found
    from schemawright.comparing.places import Spot
    from schemawright.comparing.severity import Direction
    from schemawright.comparing.sides import Side


class Schemas:
    """What the types of both sides assert, as numbers of schemas."""

    def __init__(self, old: Side, new: Side) -> None:
        plans: dict[int, Mapping[Key, Asserts]] = {}
        for side in (old, new):
            for each in side.asserted.values():
                plans.setdefault(id(each.plan.asserts), each.plan.asserts)
        self._order = {known: index for index, known in enumerate(plans)}
        every = [*plans.values()]
        self.nodes = interned(every)
        self.judge = Judge(self.nodes, every)

    def numbers(self, side: Side, direction: Direction) -> Mapping[ir.TypeName, int]:
        """Return the schema of each type of a side, as one direction sees it."""
        found = side.asserted[direction]
        numbers = self.nodes.numbers[self._order[id(found.plan.asserts)]]
        return {name: numbers[key] for name, key in found.roots.items()}


class Proofs:
    """Proves that what one side sends the other accepts.

    Of a request the old type is sent and the new one accepts; of a response it is the other way
    round: what is sent now must be what readers knew.
    """

    def __init__(
        self, schemas: Schemas, old: Side, new: Side, new_of: Mapping[ir.TypeName, ir.TypeName]
    ) -> None:
        self._before = {each: schemas.numbers(old, each) for each in DIRECTIONS}
        self._now = {each: schemas.numbers(new, each) for each in DIRECTIONS}
        self.inclusions = {
            each: Inclusion(
                schemas.nodes,
                schemas.judge,
                frozenset(self._pair(one, other, each) for one, other in new_of.items()),
            )
            for each in DIRECTIONS
        }
        self._whole = cache(self._prove_whole)

    def contexts(self, spot: Spot) -> tuple[Context, Context]:
        """Return what is known of the value at a spot that is on both sides, before and now."""
        inclusion = self.inclusions["request"]
        old, new = spot.old or spot.type, spot.new or spot.type
        numbers = (self._before["request"][old], self._now["request"][new])
        one, other = (Context(frozenset({each})) for each in numbers)
        if spot.name is None:
            return one, other
        first, second = (inclusion.facts(each).of_property(spot.name) for each in (one, other))
        return first, second

    def of(self, found: Found, direction: Direction) -> bool:
        """Tell whether what a change is about has no bearing on what is valid."""
        return self.at(found.spot, found.about, direction)

    def at(self, spot: Spot, about: str, direction: Direction) -> bool:
        """Tell whether it is proved for a type, or for a property of it."""
        if spot.old is None or spot.new is None:
            return False
        inner, outer = self._pair(spot.old, spot.new, direction)
        if inner == outer or self._whole(inner, outer, direction):
            return True
        if spot.name is None:
            return False
        inclusion = self.inclusions[direction]
        one, other = (inclusion.facts(Context(frozenset({each}))) for each in (inner, outer))
        needed = spot.name in other.required and spot.name not in one.required
        if about != "value" and needed:
            return False
        if about == "required" or one.leaves_out(spot.name):
            return True
        goals = sorted(other.of_property(spot.name).allowing)
        return inclusion.includes(one.of_property(spot.name), goals)

    def _pair(self, old: ir.TypeName, new: ir.TypeName, direction: Direction) -> tuple[int, int]:
        before, now = self._before[direction][old], self._now[direction][new]
        return (before, now) if direction == "request" else (now, before)

    def _prove_whole(self, inner: int, outer: int, direction: Direction) -> bool:
        return self.inclusions[direction].proves(inner, outer)
