"""Faults that are put into valid instances, one at a time, at a place that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import pattern_texts
from json_kinds import kinds
from schemawright import ir
from schemawright.checks.conditions import ANY, kind
from schemawright.location import escape
from schemawright.lower.json_values import thawed
from schemawright.runtime.values import identity, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from instances import Judge

Way: TypeAlias = "tuple[str | int, ...]"
"""The keys and indices that lead to a part of a value."""

_OF_KIND: dict[str, tuple[Any, ...]] = {
    "null": (None,),
    "boolean": (True, False),
    "number": (0, -7, 2.5, 10**20),
    "string": ("", "?", "0", "😀"),
    "array": ([], [0]),
    "object": ({}, {"?": 0}),
}


class Spot(NamedTuple):
    """A part of an instance, and what it has to be."""

    way: Way
    declared: ir.Type
    """What is allowed there."""
    type: ir.Type
    """The one of the allowed types that the value is of; a union where that cannot be told."""
    value: Any
    union: Way | None = None
    """The way to the outermost union around it whose members only a closer look tells apart."""
    tag: ir.Tag | None = None
    """What tells which member of a union it is."""


class Broken(NamedTuple):
    """Another value for a part of an instance."""

    what: str
    """How it was broken."""
    value: Any
    inside: Way = ()
    """The way from the part to the place that is to blame."""
    names: tuple[str, ...] = ()
    """What the report has to mention."""


class Seeded(NamedTuple):
    """An instance with a fault."""

    broken: Broken
    value: Any
    place: str
    """The place that is to blame, as a JSON Pointer."""
    union: str | None
    """The place of the union around it whose members only a closer look tells apart."""


def pointer(way: Way) -> str:
    """Return a way as a JSON Pointer."""
    return "".join(f"/{escape(each)}" for each in way)


class Faults:
    """Breaks instances.

    Args:
        model: the types.
        judge: tells whether a value is valid as a declared type.
    """

    def __init__(self, model: ir.Model, judge: Judge) -> None:
        self._model = model
        self._judge = judge

    def seeded(self, name: ir.TypeName, value: Any, random: Random) -> Seeded | None:
        """Return an instance with a fault at a random place, None if none could be put there."""
        spot = random.choice([*self.spots(name, value)])
        broken = [*self._broken(spot, random)]
        if not broken:
            return None
        what = random.choice(sorted({each.what for each in broken}))
        chosen = random.choice([each for each in broken if each.what == what])
        return Seeded(
            chosen,
            _replaced(value, spot.way, chosen.value),
            pointer((*spot.way, *chosen.inside)),
            None if spot.union is None else pointer(spot.union),
        )

    def spots(self, name: ir.TypeName, value: Any) -> Iterator[Spot]:
        """Yield the parts of an instance, outermost first."""
        whole = ir.Ref(name)
        pending = [Spot((), whole, whole, value)]
        while pending:
            spot = self._settled(pending.pop())
            yield spot
            pending += self._inside(spot)

    def _named(self, type_: ir.Type) -> ir.Declaration | None:
        return self._model.declarations[type_.name] if isinstance(type_, ir.Ref) else None

    def _settled(self, spot: Spot) -> Spot:
        """Return a spot with the type that its value is of, looked for in aliases and unions."""
        while True:
            target = self._named(spot.type)
            if isinstance(target, ir.Alias):
                spot = spot._replace(type=target.target)
            elif isinstance(spot.type, ir.Nullable):
                null = spot.value is None
                spot = spot._replace(type=ir.Null() if null else spot.type.item)
            elif isinstance(spot.type, ir.Union) and (found := self._member(spot.type, spot)):
                spot = found
            else:
                return spot

    def _member(self, union: ir.Union, spot: Spot) -> Spot | None:
        """Return a spot as the member of a union, None if no one member is the one."""
        value = spot.value
        if union.tag is not None and is_object(value):
            for constant, name in union.tag.cases:
                if value.get(union.tag.property) == constant.value:
                    return spot._replace(type=ir.Ref(name), tag=union.tag)
        fitting = [each for each in union.variants if kind(value) in kinds(each, self._model)]
        if len(fitting) == 1:
            return spot._replace(type=fitting[0])
        around = spot.way if spot.union is None else spot.union
        refs = [each for each in fitting if isinstance(each, ir.Ref)]
        valid = [each for each in refs if self._judge(each.name, value)]
        one = len(valid) == 1 and len(refs) == len(fitting)
        return spot._replace(type=valid[0], union=around) if one else None

    def _inside(self, spot: Spot) -> Iterator[Spot]:
        def part(token: str | int, type_: ir.Type) -> Spot:
            return Spot((*spot.way, token), type_, type_, spot.value[token], spot.union)

        record = self._named(spot.type)
        match spot.type, spot.value:
            case ir.Array(item=item), value if is_array(value):
                yield from (part(at, item) for at in range(len(value)))
            case ir.Tuple(items=items, rest=rest), value if is_array(value):
                types = [*items, *[rest or ir.Never()] * len(value)]
                yield from (part(at, types[at]) for at in range(len(value)))
            case ir.Map(value=inside), value if is_object(value):
                yield from (part(key, inside) for key in value)
            case ir.Ref(), value if is_object(value) and isinstance(record, ir.Record):
                known = {each.name: each.type for each in record.fields}
                taken = () if spot.tag is None else (spot.tag.property,)
                for key in value:
                    if key in known and key not in taken:
                        yield part(key, known[key])
            case _:
                pass

    def _broken(self, spot: Spot, random: Random) -> Iterator[Broken]:
        """Yield what can stand in a place instead of what has to be there."""
        for each in sorted(ANY - kinds(spot.declared, self._model)):
            yield Broken("retyped", random.choice(_OF_KIND[each]))
        named = self._named(spot.type)
        if isinstance(named, ir.Record) and is_object(spot.value):
            yield from self._missing(named, spot)
        if spot.tag is not None:
            yield from _untagged(spot.tag, spot)
        if isinstance(named, ir.Enumeration):
            yield from _unlisted([each.value for each in named.values])
        elif isinstance(spot.type, ir.Literal):
            yield from _unlisted([thawed(each) for each in spot.type.values])
        else:
            yield from (Broken("out of range", each) for each in _outside(spot.type, spot.value))

    def _missing(self, record: ir.Record, spot: Spot) -> Iterator[Broken]:
        for each in record.fields:
            if each.required and each.name in spot.value:
                # Without its tag an object may be meant as a member that need not have one.
                tag = spot.tag if spot.tag and spot.tag.property == each.name else None
                names = (each.name,) if tag is None or self._is_required(tag) else ()
                yield Broken("missing", _without(spot.value, each.name), (), names)

    def _is_required(self, tag: ir.Tag) -> bool:
        """Tell whether all members of a union require what tells them apart."""
        members = [self._model.declarations[name] for _, name in tag.cases]
        return all(
            isinstance(each, ir.Record)
            and tag.property in [field.name for field in each.fields if field.required]
            for each in members
        )


def _without(value: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: each for key, each in value.items() if key != name}


def _untagged(tag: ir.Tag, spot: Spot) -> Iterator[Broken]:
    known = tuple(str(constant.value) for constant, _ in tag.cases)
    for text in ("", "?", f"{known[0]} "):
        if text not in known:
            yield Broken("unknown tag", {**spot.value, tag.property: text}, (tag.property,), known)


def _unlisted(values: Sequence[Any]) -> Iterator[Broken]:
    """Yield values of the kinds of some values, and different from them all."""
    taken = set(map(identity, values))
    for value in values[:3]:
        other: Any = "?"
        if isinstance(value, str):
            other = f"{value}?"
        elif isinstance(value, int | float) and not isinstance(value, bool):
            other = value + 1000.5
        if identity(other) not in taken:
            yield Broken("unlisted", other)


def _outside(type_: ir.Type, value: Any) -> Iterator[Any]:
    """Yield values that are of the kind of a type, but beyond its bounds."""
    match type_:
        case ir.Number():
            if type_.minimum is not None:
                yield type_.minimum - 1
            if type_.maximum is not None:
                yield type_.maximum + 1
            excluded = (type_.exclusive_minimum, type_.exclusive_maximum)
            yield from (bound for bound in excluded if bound is not None)
            if type_.integral:
                yield 0.5
        case ir.String():
            if type_.min_length:
                yield value[: type_.min_length - 1]
            if type_.max_length is not None:
                yield value + "é" * (type_.max_length + 1 - len(value))
            known = None if type_.pattern is None else pattern_texts.read(type_.pattern)
            if known is not None:
                yield from (x for x in ("", "?", "\n", "aé~") if not known.search(x))
        case ir.Array(min_items=least, max_items=most) | ir.Tuple(min_items=least, max_items=most):
            if least:
                yield value[: least - 1]
            if most is not None and value:
                yield [*value, *[value[-1]] * (most + 1 - len(value))]
            if type_.unique and value:
                yield [*value, value[0]]
        case ir.Map(min_properties=least) if least:
            yield dict([*value.items()][: least - 1])
        case _:
            pass


def _replaced(whole: Any, way: Way, value: Any) -> Any:
    """Return a value that has another part in one place."""
    if not way:
        return value
    token, *rest = way
    if isinstance(whole, list):
        items: list[Any] = [*whole]
        items[int(token)] = _replaced(items[int(token)], tuple(rest), value)
        return items
    return {**whole, token: _replaced(whole[token], tuple(rest), value)}
