"""What differs between two types, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from schemawright import ir
from schemawright.comparing.changes import (
    Change,
    ConstChanged,
    FormatChanged,
    LimitChanged,
    MemberAdded,
    MemberRemoved,
    NullChanged,
    PatternChanged,
    TagChanged,
    TypeChanged,
    ValueAdded,
    ValueRemoved,
)
from schemawright.comparing.wording import value_text
from schemawright.lower.json_values import same, thawed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from schemawright.comparing.changes import Where

_LIMITS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "multiple_of": "multipleOf",
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_items": "minItems",
    "max_items": "maxItems",
    "min_properties": "minProperties",
    "max_properties": "maxProperties",
}


class Comparing(NamedTuple):
    """What comparing types needs to know."""

    new_of: Mapping[ir.TypeName, ir.TypeName]
    at: Callable[[str, str | None], Where]
    """Returns the place of a part, and of a keyword there."""
    old: ir.Model
    new: ir.Model


def type_changes(old: ir.Type, new: ir.Type, how: Comparing, way: str = "") -> Iterator[Change]:
    """Yield what differs between two types; what they refer to is compared by itself."""
    if _is_same(old, new, how):
        return
    if isinstance(old, ir.Nullable) != isinstance(new, ir.Nullable):
        yield NullChanged(where=how.at(way, "type"), allowed=isinstance(new, ir.Nullable))
    old, new = _plain(old), _plain(new)
    if _is_same(old, new, how):
        return
    before, now = _listed(old, how.old), _listed(new, how.new)
    if before is not None and now is not None:
        yield from _literals(before, now, how.at(way, "enum"))
        return
    match old, new:
        case (ir.Number(), ir.Number()):
            yield from _numbers(old, new, how, way)
        case (ir.String(), ir.String()):
            yield from _texts(old, new, how, way)
        case ir.Array(), ir.Array():
            yield from _limits(old, new, how, way)
            yield from type_changes(old.item, new.item, how, f"{way}/item")
        case ir.Map(), ir.Map():
            yield from _limits(old, new, how, way)
            yield from type_changes(old.value, new.value, how, f"{way}/value")
        case ir.Tuple(), ir.Tuple() if len(old.items) == len(new.items):
            yield from _tuples(old, new, how, way)
        case ir.Union(), ir.Union():
            yield from _unions(old, new, how, way)
        case ir.Union(), _:
            yield from _members(old.variants, (new,), how, way)
        case _, ir.Union():
            yield from _members((old,), new.variants, how, way)
        case ir.Literal(values=(value,)), _:
            yield ConstChanged(where=how.at(way, "const"), old=value, new=None)
        case _, ir.Literal(values=(value,)):
            yield ConstChanged(where=how.at(way, "const"), old=None, new=value)
        case _:
            yield TypeChanged(where=how.at(way, "type"), old=type_text(old), new=type_text(new))


def value_changes(old: Sequence[ir.Json], new: Sequence[ir.Json], where: Where) -> Iterator[Change]:
    """Yield what differs between two lists of values."""
    before, now = ({same(thawed(each)): each for each in values} for values in (old, new))
    yield from (ValueAdded(where=where, value=now[each]) for each in now if each not in before)
    yield from (ValueRemoved(where=where, value=before[e]) for e in before if e not in now)


def _literals(old: Sequence[ir.Json], new: Sequence[ir.Json], where: Where) -> Iterator[Change]:
    if len(old) == len(new) == 1:
        yield ConstChanged(where=where, old=old[0], new=new[0])
    else:
        yield from value_changes(old, new, where)


def _listed(type_: ir.Type, model: ir.Model) -> Sequence[ir.Json] | None:
    """Return the values of a type that lists them."""
    if isinstance(type_, ir.Literal):
        return type_.values
    found = model.declarations.get(type_.name) if isinstance(type_, ir.Ref) else None
    return found.values if isinstance(found, ir.Enumeration) else None


def type_text(type_: ir.Type) -> str:
    """Return a type in a few words."""
    match type_:
        case ir.Ref(name=name):
            return ir.segments(name)[-1] if "/" not in name else name
        case ir.Number(integral=integral):
            return "integer" if integral else "number"
        case ir.Array(item=item):
            return f"array of {type_text(item)}"
        case ir.Map(value=value):
            return f"map of {type_text(value)}"
        case ir.Nullable(item=item):
            return f"{type_text(item)} or null"
        case ir.Literal(values=values):
            return " or ".join(map(value_text, values[:3])) + (" or …" if len(values) > 3 else "")
        case ir.Union(variants=variants):
            return " or ".join(map(type_text, variants[:3])) + (" or …" if variants[3:] else "")
        case ir.AnyValue():
            return "any value"
        case ir.Never():
            return "no value"
        case _:
            return type(type_).__name__.lower()


def _is_same(old: ir.Type, new: ir.Type, how: Comparing) -> bool:
    if isinstance(old, ir.Ref) and isinstance(new, ir.Ref):
        return how.new_of.get(old.name) == new.name
    return old == new and not any(isinstance(each, ir.Ref) for each in ir.children(old))


def _plain(type_: ir.Type) -> ir.Type:
    return type_.item if isinstance(type_, ir.Nullable) else type_


def _limits(old: ir.Type, new: ir.Type, how: Comparing, way: str) -> Iterator[Change]:
    for name, keyword in _LIMITS.items():
        before, now = getattr(old, name, None), getattr(new, name, None)
        if before != now:
            yield LimitChanged(where=how.at(way, keyword), keyword=keyword, old=before, new=now)
    before, now = (getattr(each, "unique", False) for each in (old, new))
    if before != now:
        yield LimitChanged(
            where=how.at(way, "uniqueItems"),
            keyword="uniqueItems",
            old=1 if before else None,
            new=1 if now else None,
        )


def _numbers(old: ir.Number, new: ir.Number, how: Comparing, way: str) -> Iterator[Change]:
    if old.integral != new.integral:
        turn: Literal["narrowed", "widened"] = "narrowed" if new.integral else "widened"
        where = how.at(way, "type")
        yield TypeChanged(where=where, old=type_text(old), new=type_text(new), how=turn)
    yield from _limits(old, new, how, way)


def _texts(old: ir.String, new: ir.String, how: Comparing, way: str) -> Iterator[Change]:
    yield from _limits(old, new, how, way)
    if old.pattern != new.pattern:
        yield PatternChanged(where=how.at(way, "pattern"), old=old.pattern, new=new.pattern)
    if old.format != new.format:
        yield FormatChanged(where=how.at(way, "format"), old=old.format, new=new.format)


def _tuples(old: ir.Tuple, new: ir.Tuple, how: Comparing, way: str) -> Iterator[Change]:
    yield from _limits(old, new, how, way)
    for index, (before, now) in enumerate(zip(old.items, new.items, strict=True)):
        yield from type_changes(before, now, how, f"{way}/{ir.ordinal(index)}")
    before, now = (ir.Never() if each.rest is None else each.rest for each in (old, new))
    yield from type_changes(before, now, how, f"{way}/rest")


def _unions(old: ir.Union, new: ir.Union, how: Comparing, way: str) -> Iterator[Change]:
    yield from _members(old.variants, new.variants, how, way)
    before, now = old.tag, new.tag
    if before == now or (before is None or now is None):
        return
    cases = {how.new_of.get(name, name): value for value, name in before.cases}
    moved = any(cases.get(name, value) != value for value, name in now.cases)
    if before.property != now.property or before.declared != now.declared or moved:
        yield TagChanged(
            where=how.at(way, "discriminator"),
            old=_tag(before),
            new=_tag(now),
        )


def _tag(tag: ir.Tag) -> str:
    return tag.property if tag.declared else f"{tag.property} (inferred)"


def _members(
    old: Sequence[ir.Type], new: Sequence[ir.Type], how: Comparing, way: str
) -> Iterator[Change]:
    """Yield what differs between members: those that are alike aside, one of a kind is the same."""
    gone = [each for each in old if not any(_is_same(each, other, how) for other in new)]
    come = [each for each in new if not any(_is_same(other, each, how) for other in old)]
    for each in list(gone):
        alike = [other for other in come if type(other) is type(each)]
        own = [other for other in gone if type(other) is type(each)]
        if len(alike) == len(own) == 1 and not isinstance(each, ir.Ref):
            yield from type_changes(each, alike[0], how, f"{way}/{type_text(each)}")
            gone.remove(each)
            come.remove(alike[0])
    where = how.at(way, None)
    yield from (MemberAdded(where=where, member=type_text(each)) for each in come)
    yield from (MemberRemoved(where=where, member=type_text(each)) for each in gone)
