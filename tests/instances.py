"""Random JSON instances of the types of a model; the same ones for the same seed, everywhere."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

import drawn_numbers
import drawn_texts
import json_kinds
import pattern_texts
from schemawright import ir
from schemawright.checks.conditions import kind
from schemawright.lower.json_values import thawed
from schemawright.runtime.values import identity, is_object, is_unique

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Judge: TypeAlias = "Callable[[ir.TypeName, Any], bool]"
    """Tells whether a value is valid as a declared type."""

SEED = 20_240_517
_SIZES = (0, 5, 15, 40, 80, 150, 400)
"""So many values a drawn instance has, about; what is required comes on top."""
_SHARES = (0.0, 0.1, 0.3, 0.5, 0.9, 1.0)
"""So many of the optional properties are there."""
_DEEPEST = 60
_TRIES = 12
_MOST_FAILURES = 200
_IMPOSSIBLE = math.inf


class UndrawnError(Exception):
    """A part of an instance cannot be drawn; another instance can."""


@dataclass(slots=True, kw_only=True)
class Drawn:
    """An instance in the making, and then as it is."""

    value: Any = None
    moments: set[str] = field(default_factory=set[str])
    """Its texts that stand for date-times."""
    left: int
    """So many values it may still have."""
    share: float
    """How many of its optional properties are there."""
    depth: int = 0
    """How deep the place is where the drawing is."""
    unsure: int = 0
    """So many unions without a tag are around that place."""

    @property
    def has_room(self) -> bool:
        """Whether there may be more than what is required."""
        return self.left > 0 and self.depth < _DEEPEST


class Instances:
    """Draws instances.

    As a model does not hold all that a schema asserts, some of them may be invalid.

    Args:
        model: the types.
        judge: tells whether a value is valid as a declared type, so that members of a `oneOf` can
            be told apart; without it they are taken as they come.
        seed: another seed draws other instances.
    """

    def __init__(self, model: ir.Model, judge: Judge, seed: int = SEED) -> None:
        self._model = model
        self._judge = judge
        self._seed = seed

    def of(self, name: ir.TypeName) -> Iterator[Drawn]:
        """Yield instances of a declared type, without end; none if it has none."""
        random = Random(f"{self._seed} {name}")  # noqa: S311 - nothing secret
        failures = 0
        while self._heights[name] < _IMPOSSIBLE:
            assert failures < _MOST_FAILURES, f"no instance of {name} can be drawn"
            drawn = Drawn(left=random.choice(_SIZES), share=random.choice(_SHARES))
            try:
                drawn.value = self._draw(ir.Ref(name), drawn, random)
            except UndrawnError:
                failures += 1
                continue
            failures = 0
            yield drawn

    @property
    def impossible(self) -> list[ir.TypeName]:
        """The declared types that have no instance."""
        return [name for name, height in self._heights.items() if height == _IMPOSSIBLE]

    @cached_property
    def _heights(self) -> Mapping[ir.TypeName, float]:
        """How deep the flattest instance of each declared type is; infinite if it has none."""
        found = dict.fromkeys(self._model.declarations, _IMPOSSIBLE)
        changed = True
        while changed:
            changed = False
            for name, declaration in self._model.declarations.items():
                height = self._height_of(declaration, found)
                if height < found[name]:
                    found[name], changed = height, True
        return found

    def _height_of(self, declaration: ir.Declaration, known: Mapping[ir.TypeName, float]) -> float:
        match declaration:
            case ir.Record(fields=fields):
                needed = [self._height(each.type, known) for each in fields if each.required]
                return 1 + max(needed, default=0)
            case ir.Alias(target=target):
                return 1 + self._height(target, known)
            case ir.Enumeration():
                return 1
            case _:
                assert_never(declaration)

    def _height(self, type_: ir.Type, known: Mapping[ir.TypeName, float]) -> float:
        match type_:
            case ir.Never() | ir.Literal(values=()):
                return _IMPOSSIBLE
            case ir.Ref(name=name):
                return known[name]
            case ir.Array(item=item, min_items=least):
                return 1 + self._height(item, known) if least else 1
            case ir.Tuple(items=items, min_items=least):
                return 1 + max([self._height(each, known) for each in items[:least]], default=0)
            case ir.Map(value=inside, min_properties=least):
                return 1 + self._height(inside, known) if least else 1
            case ir.Union(variants=variants):
                return 1 + min(self._height(each, known) for each in variants)
            case _:
                return 1

    def _possible(self, type_: ir.Type) -> bool:
        return self._height(type_, self._heights) < _IMPOSSIBLE

    def _draw(self, type_: ir.Type, drawn: Drawn, random: Random) -> Any:
        drawn.left -= 1
        drawn.depth += 1
        found = self._value(type_, drawn, random)
        drawn.depth -= 1
        return found

    def _value(self, type_: ir.Type, drawn: Drawn, random: Random) -> Any:
        match type_:
            case ir.AnyValue():
                return _anything(random)
            case ir.Never():
                raise UndrawnError
            case ir.Null():
                return None
            case ir.Boolean():
                return random.random() < 0.5
            case ir.Number():
                return drawn_numbers.number(type_, random)
            case ir.String():
                return _text(type_, drawn, random)
            case ir.Literal(values=values):
                return thawed(random.choice(values))
            case ir.Array(item=item):
                return self._array(type_, item, drawn, random)
            case ir.Tuple():
                return self._tuple(type_, drawn, random)
            case ir.Map():
                return self._map(type_, drawn, random)
            case ir.Nullable(item=item):
                no = random.random() < 0.25 or not self._possible(item)
                return None if no else self._draw(item, drawn, random)
            case ir.Union():
                return self._union(type_, drawn, random)
            case ir.Ref(name=name):
                return self._declared(name, drawn, random)
            case _:
                assert_never(type_)

    def _declared(self, name: ir.TypeName, drawn: Drawn, random: Random) -> Any:
        declaration = self._model.declarations[name]
        match declaration:
            case ir.Record():
                return self._record(declaration, drawn, random)
            case ir.Enumeration(values=values):
                return random.choice(values).value
            case ir.Alias(target=target):
                return self._draw(target, drawn, random)
            case _:
                assert_never(declaration)

    def _record(self, record: ir.Record, drawn: Drawn, random: Random) -> dict[str, Any]:
        chosen = [each for each in record.fields if each.required]
        if drawn.has_room:
            chosen += [
                each
                for each in record.fields
                if not each.required and random.random() < drawn.share and self._possible(each.type)
            ]
        if random.random() < 0.5:
            random.shuffle(chosen)
        found: dict[str, Any] = {}
        for each in chosen:
            if each.required or drawn.has_room:
                found[each.name] = self._draw(each.type, drawn, random)
        if drawn.has_room and random.random() < 0.3:
            self._add_unknown(record, found, drawn, random)
        return found

    def _add_unknown(
        self, record: ir.Record, found: dict[str, Any], drawn: Drawn, random: Random
    ) -> None:
        known = {each.name for each in record.fields}
        names = [random.choice(drawn_texts.NAMES)]
        names += [pattern_texts.text(pattern, random) or "" for pattern, _ in record.patterns]
        names += [_snake(each) for each in random.sample(sorted(known), min(1, len(known)))]
        for name in names:
            types = [type_ for pattern, type_ in record.patterns if _fits(pattern, name)]
            if not types and record.extra is not None:
                types = [record.extra]
            if name not in known and len(types) == 1 and self._possible(types[0]):
                found[name] = self._draw(types[0], drawn, random)

    def _array(
        self, type_: ir.Array | ir.Tuple, item: ir.Type, drawn: Drawn, random: Random
    ) -> list[Any]:
        least, most = type_.min_items or 0, type_.max_items
        more = random.choice((0, 1, 1, 2, 3, 9)) if self._possible(item) else 0
        count = least + (more if drawn.has_room else 0)
        count = count if most is None else min(count, most)
        found: list[Any] = []
        for _ in range(count):
            if len(found) < least or drawn.has_room:
                found.append(self._another(item, found if type_.unique else [], drawn, random))
        return found

    def _another(self, item: ir.Type, others: Sequence[Any], drawn: Drawn, random: Random) -> Any:
        """Return an item that is none of others."""
        taken = set(map(identity, others))
        for _ in range(_TRIES):
            found = self._draw(item, drawn, random)
            if identity(found) not in taken:
                return found
        raise UndrawnError

    def _tuple(self, type_: ir.Tuple, drawn: Drawn, random: Random) -> list[Any]:
        count = len(type_.items)
        most = count if type_.max_items is None else min(count, type_.max_items)
        if random.random() < 0.2:
            most = random.randint(min(type_.min_items, most), most)
        found: list[Any] = []
        for each in type_.items[:most]:
            if len(found) >= type_.min_items and not self._possible(each):
                return found
            found.append(self._draw(each, drawn, random))
        if len(found) == count and type_.rest is not None:
            room = None if type_.max_items is None else type_.max_items - count
            needed = max(0, type_.min_items - count)
            rest = ir.Array(item=type_.rest, min_items=needed, max_items=room)
            found += self._array(rest, type_.rest, drawn, random)
        if type_.unique and not is_unique(found):
            raise UndrawnError
        return found

    def _map(self, type_: ir.Map, drawn: Drawn, random: Random) -> dict[str, Any]:
        least, most = type_.min_properties or 0, type_.max_properties
        more = random.choice((0, 1, 2, 4)) if drawn.has_room and self._possible(type_.value) else 0
        count = least + more if most is None else min(least + more, most)
        found: dict[str, Any] = {}
        while len(found) < count:
            short = random.random() < 0.5
            name = drawn_texts.word(random) if short else random.choice(drawn_texts.NAMES)
            found[name] = self._draw(type_.value, drawn, random)
        return found

    def _union(self, type_: ir.Union, drawn: Drawn, random: Random) -> Any:
        variants = [each for each in type_.variants if self._possible(each)]
        if not variants:
            raise UndrawnError
        if not drawn.has_room:  # the flattest ones, lest it goes on for ever
            heights = [self._height(each, self._heights) for each in variants]
            variants = [v for v, h in zip(variants, heights, strict=True) if h == min(heights)]
        if type_.tag is not None:
            return self._draw(random.choice(variants), drawn, random)
        drawn.unsure += 1
        try:
            return self._of_one(type_, variants, drawn, random)
        finally:
            drawn.unsure -= 1

    def _of_one(
        self, type_: ir.Union, variants: Sequence[ir.Type], drawn: Drawn, random: Random
    ) -> Any:
        """Return a value of one variant; where just one may hold, one that no other one allows."""
        for _ in range(_TRIES):
            chosen = random.choice(variants)
            found = self._draw(chosen, drawn, random)
            if type_.exclusive and is_object(found):
                self._spoil(found, [each for each in type_.variants if each != chosen], random)
            if not type_.exclusive or sum(self._allows(v, found) for v in type_.variants) <= 1:
                return found
            drawn.left += 5  # with more properties it may be told apart
        raise UndrawnError

    def _allows(self, type_: ir.Type, value: Any) -> bool:
        """Tell whether a type allows a value, as far as it is cheap to tell."""
        if isinstance(type_, ir.Ref):
            return self._judge(type_.name, value)
        if isinstance(type_, ir.Literal):
            return identity(value) in [identity(thawed(each)) for each in type_.values]
        return kind(value) in json_kinds.kinds(type_, self._model)

    def _spoil(self, found: dict[str, Any], others: Sequence[ir.Type], random: Random) -> None:
        """Give an object properties that other types do not allow, if those allow the object."""
        for name in [each.name for each in others if isinstance(each, ir.Ref)]:
            declaration = self._model.declarations[name]
            if not isinstance(declaration, ir.Record) or not self._judge(name, found):
                continue
            for each in declaration.fields:
                if each.name not in found:
                    found[each.name] = random.choice((0.5, "?", [0.5], {"?": 0.5}, None))
                    if not self._judge(name, found):
                        break
                    del found[each.name]


def _text(type_: ir.String, drawn: Drawn, random: Random) -> str:
    least, most = type_.min_length or 0, type_.max_length
    if type_.pattern is not None:
        found = pattern_texts.text(type_.pattern, random)
        if found is None or not least <= len(found) <= (len(found) if most is None else most):
            raise UndrawnError
        return found
    if type_.format is not None:
        found = drawn_texts.of_format(type_.format, random)
        if least <= len(found) <= (len(found) if most is None else most):
            if type_.format == "date-time":
                drawn.moments.add(found)
            return found
    if not drawn.unsure and random.random() < 0.02:
        found = random.choice(drawn_texts.LIKE_DATE_TIMES)
    else:
        found = drawn_texts.word(random)
    return drawn_texts.fitted(found, least, most, random)


def _fits(pattern: str, name: str) -> bool:
    known = pattern_texts.read(pattern)
    return known is None or bool(known.search(name))


def _snake(name: str) -> str:
    """Return what an attribute for a property may be called."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _anything(random: Random, depth: int = 0) -> Any:
    """Return any JSON value."""
    match random.randrange(10 if depth < 2 else 8):
        case 0:
            return None
        case 1:
            return random.random() < 0.5
        case 2 | 3:
            return drawn_numbers.anything_numeric(random)
        case 4 | 5 | 6:
            return drawn_texts.word(random)
        case 7:
            return json.loads(random.choice(("[]", "{}", "[[]]", '"1999-12-31t23:59:59z"')))
        case 8:
            return [_anything(random, depth + 1) for _ in range(random.randrange(3))]
        case _:
            names = random.choices(drawn_texts.NAMES, k=random.randrange(3))
            return {name: _anything(random, depth + 1) for name in names}
