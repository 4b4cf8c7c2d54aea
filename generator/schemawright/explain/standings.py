"""How each reached schema stands in the model, found by following what counts from the roots.

What a place is shown as, and what it is merged into, comes from the places that hold it or refer
to it; a place is looked at again whenever more of that is known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.explain.keywords import made, verdict
from schemawright.explain.rules import applied
from schemawright.explain.status import Prose, Standing, Status
from schemawright.explain.survey import parent
from schemawright.explain.verdicts import ACCESS, is_loose
from schemawright.python.defaults import Defaults
from schemawright.source.dialects import Place
from schemawright.source.graph import references_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.explain.survey import Survey
    from schemawright.location import Location

_SAME_VALUE = frozenset({"allOf", "oneOf", "anyOf"})
"""Keywords whose schemas speak of the same value as the one that they stand in."""

_POSITIONS = frozenset({"items", "prefixItems", "additionalItems"})

_LIMITED = (ir.Number, ir.String, ir.Array, ir.Tuple, ir.Map)
"""The types that pages print limits for."""

_UNREACHED = "only what is ignored leads here"
_ONLY_CHECKED = "only checks lead here"


class _Flow(NamedTuple):
    """What a place gets to know from one that holds it or refers to it."""

    types: frozenset[ir.Type] = frozenset()
    shown: frozenset[ir.Type] = frozenset()
    prose: frozenset[Prose] = frozenset()
    ceiling: Status = Status.TYPED


@dataclass(slots=True)
class _Facts:
    """What is known of a place so far; sets are dicts, to keep their order."""

    types: dict[ir.Type, None] = field(default_factory=dict[ir.Type, None])
    shown: dict[ir.Type, None] = field(default_factory=dict[ir.Type, None])
    prose: dict[Prose, None] = field(default_factory=dict[Prose, None])
    ceiling: Status = Status.DOCUMENTED
    seen: bool = False

    def add(self, flow: _Flow) -> bool:
        """Take in what flows here; tell whether any of it is new."""
        before = (len(self.types), len(self.shown), len(self.prose), self.ceiling, self.seen)
        self.types.update(dict.fromkeys(flow.types))
        self.shown.update(dict.fromkeys(flow.shown))
        self.prose.update(dict.fromkeys(flow.prose))
        if flow.ceiling is Status.TYPED:
            self.ceiling = Status.TYPED
        self.seen = True
        return before != (
            *(len(self.types), len(self.shown), len(self.prose), self.ceiling, self.seen),
        )


def standings(survey: Survey) -> Mapping[Location, Standing]:
    """Return how each schema that the roots reach stands in the model."""
    return _Standings(survey).run()


class _Standings:
    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.facts: dict[Location, _Facts] = {}
        self.alone: dict[Location, Standing] = {}
        self.declarations = {**survey.declared, **survey.model.declarations}
        self.defaults = Defaults(survey.model, survey.subject.names, survey.subject.formats)

    def run(self) -> Mapping[Location, Standing]:
        """Follow everything that counts, and return every standing."""
        pending = [(root, _Flow()) for root in self.survey.graph.roots[::-1]]
        while pending:
            place, flow = pending.pop()
            if place not in self.survey.places:
                continue  # true, false, or what stands in for a missing schema
            facts = self.facts.setdefault(place, _Facts())
            if facts.add(flow):
                pending.extend(self._onward(self.standing(place)))
        return {place: self.standing(place) for place in self.survey.places}

    def standing(self, place: Location) -> Standing:
        """Return how a place stands, as far as is known."""
        alone = self.alone.get(place)
        if alone is None:
            alone = self.alone[place] = self._alone(place)
        facts = self.facts.get(place)
        if facts is None:
            return alone._replace(dead=self._why_dead(place))
        named = any(self._is_named(each) for each in alone.types)
        return alone._replace(
            types=(*dict.fromkeys((*alone.types, *facts.types)),),
            shown=alone.shown | frozenset(facts.shown),
            prose=alone.prose | frozenset(facts.prose),
            ceiling=Status.TYPED if named else facts.ceiling,
        )

    def _alone(self, place: Location) -> Standing:
        """Return how a place stands by itself."""
        survey = self.survey
        schema = survey.places[place]
        effective, rules = applied(survey.context, schema)
        shown, prose = self._shown(place)
        return Standing(
            schema=schema,
            effective=effective,
            rules=tuple(each.name for each in rules),
            types=tuple(dict.fromkeys(survey.types(place))),
            declarations=self.declarations,
            shown=frozenset(shown),
            prose=frozenset(prose),
            lowered=survey.lowered,
            inside=survey.inside.get(place, ()),
            leads=frozenset(
                keyword
                for at, keyword, _ in references_of(schema)
                if at in survey.graph.targets or at in survey.graph.choices
            ),
            checked=(survey.checks or {}).get(place, frozenset()),
            has_validators=survey.checks is not None,
            is_left_out=place in survey.left_out,
            is_base=place in survey.graph.bases,
            formats=survey.subject.formats,
        )

    def _shown(self, place: Location) -> tuple[set[ir.Type], set[Prose]]:
        """Return the types and the prose that pages have for a place."""
        shown: set[ir.Type] = set()
        prose: set[Prose] = set()
        names = self.survey.subject.names
        for record, each in self.survey.fields(place):
            shown.add(_plain(each.type))
            stated = each.default
            typed = not isinstance(stated, ir.Missing) and self.defaults.fits(each.type, stated)
            name = names.fields[record.name][each.name]
            said = Prose(each.docs, name, each.default, each.access, is_field=True)
            prose.add(said._replace(typed_default=typed))
        for declaration in self.survey.declarations(place):
            if isinstance(declaration, ir.Alias):
                shown.add(_plain(declaration.target))
            name = names.types[declaration.name]
            prose.add(Prose(declaration.docs, name))
        return {each for each in shown if isinstance(each, _LIMITED)}, prose

    def _onward(self, standing: Standing) -> Iterator[tuple[Location, _Flow]]:
        """Yield the places that a place leads to, and what they get to know from it."""
        for keyword, place in standing.inside[::-1]:
            found = made(standing, keyword).status
            if found in {Status.TYPED, Status.DOCUMENTED} and self._counts(
                standing, place, keyword
            ):
                yield place, _flow(standing, keyword, found)
        yield from ((place, _Flow(ceiling=Status.TYPED)) for place in self._subtypes(standing))
        here = _Flow(
            types=frozenset(standing.types),
            shown=standing.shown,
            prose=standing.prose,
        )
        for place in self._targets(standing):
            yield place, here._replace(prose=self._carried(place, here.prose))

    def _counts(self, standing: Standing, place: Location, keyword: str) -> bool:
        """Tell whether a schema that a keyword holds was made use of."""
        if place in self.survey.lowered or keyword == "allOf":
            return True
        if keyword not in _SAME_VALUE or keyword in standing.effective:
            return False
        # One member is left, which counts as a member of allOf; those that repeat it do not.
        members, index = standing.schema.get(keyword), int(place.tokens[-1])
        return bool(members.index(members[index]) == index)

    def _carried(self, place: Location, prose: frozenset[Prose]) -> frozenset[Prose]:
        """Return the prose that a place that refers to another has from it."""
        schema = self.survey.places.get(place)
        if schema is None:
            return frozenset()
        said = schema.get("description")
        access = {each for keyword, each in ACCESS.items() if schema.get(keyword) is True}
        return frozenset(
            each
            for each in prose
            if (said and each.docs.description == said) or each.access in access
        )

    def _subtypes(self, standing: Standing) -> Iterator[Location]:
        graph, at = self.survey.graph, standing.schema.location
        yield from graph.bases.get(at, ())

    def _targets(self, standing: Standing) -> Iterator[Location]:
        graph = self.survey.graph
        for at, keyword, _ in references_of(standing.schema):
            if made(standing, keyword).status is Status.IGNORED:
                continue
            if at in graph.targets:
                yield graph.targets[at]
            yield from graph.choices.get(at, ())

    def _is_named(self, type_: ir.Type) -> bool:
        """Tell whether a type has a name in the code, wherever it is held."""
        if isinstance(type_, ir.Nullable | ir.Union):
            return any(map(self._is_named, ir.children(type_)))
        return isinstance(type_, ir.Ref) and type_.name in self.survey.model.declarations

    def _why_dead(self, place: Location) -> str:
        owner = parent(place, self.survey.places)
        if owner is None or place in self.survey.graph.schemas:
            return _ONLY_CHECKED if place in (self.survey.checks or {}) else _UNREACHED
        keyword = place.tokens[len(owner.tokens)]
        above = self.standing(owner)
        found = verdict(above, keyword).status
        if found is Status.ENFORCED:
            return f"inside {keyword}, which is only checked"
        if above.dead or found is Status.IGNORED:
            return f"inside {keyword}, which is ignored"
        if "drop_repeated_alternatives" in above.rules:
            return "another member says the same"
        return f"inside {keyword}, of which nothing was made"


def _flow(standing: Standing, keyword: str, found: Status) -> _Flow:
    """Return what a schema inside another one gets to know from it."""
    ceiling = standing.ceiling
    if found is Status.DOCUMENTED or (keyword in _POSITIONS and is_loose(standing)):
        ceiling = Status.DOCUMENTED
    if keyword in _SAME_VALUE:
        if keyword == "allOf" or keyword not in standing.effective:  # which means that it is one
            return _Flow(frozenset(standing.types), standing.shown, standing.prose, ceiling)
        return _Flow(shown=standing.shown, ceiling=ceiling)
    shown: set[ir.Type] = set()
    for each in standing.shown:
        if isinstance(each, ir.Array) and standing.schema.dialect.places.get(keyword) in {
            Place.SCHEMA,
            Place.SCHEMA_OR_ARRAY,
        }:
            shown.add(_plain(each.item))
        elif isinstance(each, ir.Map):
            shown.add(_plain(each.value))
    return _Flow(shown=frozenset(e for e in shown if isinstance(e, _LIMITED)), ceiling=ceiling)


def _plain(type_: ir.Type) -> ir.Type:
    return type_.item if isinstance(type_, ir.Nullable) else type_
