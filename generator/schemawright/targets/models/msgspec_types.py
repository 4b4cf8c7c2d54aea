"""What msgspec can tell apart: the rules for the members of its unions.

Source: https://jcristharif.com/msgspec/supported-types.html#union-optional
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.targets.models.named_schema import is_told_by_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OBJECT, _ARRAY, _TEXT, _WHOLE, _FRACTION = "object", "array", "text", "whole", "fraction"
_WIDEST: dict[str, ir.Type] = {
    _OBJECT: ir.Map(value=ir.AnyValue()),
    _ARRAY: ir.Array(item=ir.AnyValue()),
    _TEXT: ir.String(),
    _WHOLE: ir.Number(integral=True),
    _FRACTION: ir.Number(),
}


def held_by_msgspec(model: ir.Model) -> Callable[[ir.Type], ir.Type]:
    """Return what gives the type that stands for another one in a `Struct`.

    Of a union that has several members which msgspec would have to try, those become plain JSON of
    their kind: `dict[str, Any]`, `list[Any]`, `str`.
    """
    tagged = _tagged(model)

    def held(type_: ir.Type) -> ir.Type:
        if not isinstance(type_, ir.Union):
            return type_
        is_tagged = is_told_by_tag(type_, model) and _records(type_) <= tagged
        return type_ if is_tagged else _widened(type_, model)

    return held


def _records(union: ir.Union) -> frozenset[ir.TypeName]:
    return frozenset(each.name for each in union.variants if isinstance(each, ir.Ref))


def _tagged(model: ir.Model) -> frozenset[ir.TypeName]:
    """Return the records that one tag with one value can tell in all unions that they are in."""
    tags: dict[ir.TypeName, set[tuple[str, ir.Constant]]] = {}
    unions: list[ir.Union] = []
    for declaration in model.declarations.values():
        for each in ir.walk(declaration):
            if isinstance(each, ir.Union) and is_told_by_tag(each, model) and each.tag is not None:
                unions.append(each)
                for value, name in each.tag.cases:
                    tags.setdefault(name, set()).add((each.tag.property, value))
    found = {name for name, some in tags.items() if len(some) == 1}
    while left_out := {n for u in unions if not _records(u) <= found for n in _records(u)} & found:
        found -= left_out
    return frozenset(found)


def _widened(union: ir.Union, model: ir.Model) -> ir.Type:
    """Return a union in which no two members are of one kind."""
    members = [each for variant in union.variants for each in _members(variant, model, set())]
    counts = Counter(kind for _, kind in members)
    if counts.keys() <= _WIDEST.keys() and max(counts.values(), default=0) == 1:
        return union
    found: dict[ir.Type, None] = {}
    for member, kind in members:
        if kind == "any":
            return ir.AnyValue()
        found[_WIDEST[kind] if counts[kind] > 1 and kind in _WIDEST else member] = None
    is_null = found.pop(ir.Null(), ir.Null) is None
    if ir.Number() in found:
        found.pop(ir.Number(integral=True), None)
    kept = tuple(found)
    joined = kept[0] if len(kept) == 1 else ir.Union(variants=kept)
    return ir.Nullable(joined) if is_null else joined


def _members(
    type_: ir.Type, model: ir.Model, seen: set[ir.TypeName]
) -> Iterator[tuple[ir.Type, str]]:
    """Yield the types that a union can be, each with the kind that msgspec goes by."""
    match type_:
        case ir.Ref(name=name):
            declaration = model.declarations[name]
            if isinstance(declaration, ir.Alias):
                if name not in seen:
                    yield from _members(declaration.target, model, seen | {name})
            elif isinstance(declaration, ir.Record):
                yield type_, _OBJECT
            else:
                yield type_, _kind_of(declaration.values[0])
        case ir.Union(variants=variants):
            for each in variants:
                yield from _members(each, model, seen)
        case ir.Nullable(item=item):
            yield from _members(item, model, seen)
            yield ir.Null(), "null"
        case ir.Literal(values=values):
            for value in values:
                yield ir.Literal((value,)), _kind_of(value)
        case _:
            yield type_, _kind(type_)


def _kind_of(value: ir.Json) -> str:
    match value:
        case ir.JsonArray():
            return _ARRAY
        case ir.JsonObject():
            return _OBJECT
        case ir.Constant(kind=ir.Kind.STRING):
            return _TEXT
        case ir.Constant(kind=ir.Kind.NUMBER, value=number):
            return _WHOLE if isinstance(number, int) else _FRACTION
        case _:
            return value.kind


def _kind(type_: ir.Type) -> str:
    match type_:
        case ir.String():
            return _TEXT
        case ir.Number(integral=integral):
            return _WHOLE if integral else _FRACTION
        case ir.Array() | ir.Tuple():
            return _ARRAY
        case ir.Map():
            return _OBJECT
        case ir.Boolean():
            return "boolean"
        case ir.Null():
            return "null"
        case _:
            return "any"
