"""Example instances of the types of a model: the same ones for the same model, and valid.

What a schema states as an example is taken where it fits; what is made up holds all that is
required, and a few of the other properties. A model does not hold all that schemas assert, so
each value is judged by them.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from schemawright import ir
from schemawright.lower.json_values import thawed
from schemawright.packaging.texts import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Judge: TypeAlias = "Callable[[ir.TypeName, Any], bool]"
    """Tells whether a value is valid as a declared type."""

MOST_OPTIONAL = 6
"""So many properties are there that need not be, at most, unless it is said."""
LARGEST_OPTIONAL = 160
"""Characters of the largest of them, as JSON."""
_DEEPEST = 24
_MOST_DRAWN = 5_000
_MOST_ITEMS = 50


class UndrawnError(Exception):
    """No value of a type was found."""


class Instances:
    """Draws instances of the types of a model.

    Args:
        model: the model.
        judge: tells which values are valid.
        most_optional: how many properties there are that need not be, at most.
    """

    def __init__(self, model: ir.Model, judge: Judge, most_optional: int = MOST_OPTIONAL) -> None:
        self._model = model
        self._judge = judge
        self._most_optional = most_optional
        self._depth = 0
        self._drawn = 0
        self._open: set[ir.TypeName] = set()
        self._known: dict[tuple[ir.TypeName, str], Any] = {}
        """What was drawn already, but for what depends on where it was."""
        self._hindered = 0
        """How often something could not be drawn because of what it lay in."""

    def of(self, name: ir.TypeName) -> Any:
        """Return an instance of a declared type.

        Raises:
            UndrawnError: none was found.
        """
        self._drawn = 0
        for each in self._model.declarations[name].docs.examples:
            if self._judge(name, value := thawed(each)):
                return value
        value = self._declared(name, name)
        declaration = self._model.declarations[name]
        if isinstance(declaration, ir.Record):
            return self._filled(declaration, value)
        return value

    def _filled(self, record: ir.Record, value: dict[str, Any]) -> dict[str, Any]:
        """Return an instance with some of the properties that need not be there."""
        count = 0
        for field in record.fields:
            if field.name in value or field.docs.deprecated or count >= self._most_optional:
                continue
            for each in self._offers(field):
                # Properties stand in the order of the schema, which reads best.
                names = [e.name for e in record.fields if e.name in value or e is field]
                wider = {**value, field.name: each}
                filled = {key: wider[key] for key in (*names, *value)}
                is_small = len(json.dumps(each)) <= LARGEST_OPTIONAL
                if is_small and self._judge(record.name, filled):
                    value, count = filled, count + 1
                    break
        return value

    def _offers(self, field: ir.Field) -> Iterator[Any]:
        """Yield values for a property, those first that the schema states."""
        yield from map(thawed, field.docs.examples)
        if field.default is not ir.MISSING:
            yield thawed(field.default)
        try:
            yield from self._values(field.type, field.name)
        except UndrawnError:
            return

    def _declared(self, name: ir.TypeName, called: str) -> Any:
        """Return a valid value of a declared type."""
        if (name, called) in self._known:
            return self._known[name, called]
        if name in self._open or self._depth > _DEEPEST:
            self._hindered += 1
            raise UndrawnError
        hindered = self._hindered
        self._open.add(name)
        self._depth += 1
        try:
            for value in self._made(self._model.declarations[name], called):
                self._drawn += 1
                if self._drawn > _MOST_DRAWN:
                    self._hindered += 1
                    break
                if self._judge(name, value):
                    if hindered == self._hindered:
                        self._known[name, called] = value
                    return value
        finally:
            self._open.remove(name)
            self._depth -= 1
        raise UndrawnError

    def _made(self, declaration: ir.Declaration, called: str) -> Iterator[Any]:
        yield from map(thawed, declaration.docs.examples)
        match declaration:
            case ir.Enumeration(values=values):
                yield from (each.value for each in values)
            case ir.Alias(target=target):
                yield from self._values(target, called)
            case ir.Record():
                yield from self._objects(declaration)
            case _:
                assert_never(declaration)

    def _objects(self, record: ir.Record) -> Iterator[dict[str, Any]]:
        needed = [each for each in record.fields if each.required]
        yield {each.name: self._first(self._offers(each)) for each in needed}
        least = {each.name: self._value(each.type, each.name) for each in needed}
        yield least
        # Schemas may ask for more than the types do.
        if record.extra is not None:
            for name in ("key", "key2", "key3"):
                least = {**least, name: self._value(record.extra, name)}
                yield least
        yield {each.name: self._value(each.type, each.name) for each in record.fields}

    def _value(self, type_: ir.Type, called: str) -> Any:
        return self._first(self._values(type_, called))

    def _first(self, values: Iterator[Any]) -> Any:
        for each in values:
            return each
        raise UndrawnError

    def _values(self, type_: ir.Type, called: str) -> Iterator[Any]:
        """Yield values that may be of a type, the best first."""
        match type_:
            case ir.AnyValue():
                yield "anything"
            case ir.Null():
                yield None
            case ir.Boolean():
                yield from (True, False)
            case ir.Number():
                yield from _numbers(type_)
            case ir.String():
                yield from texts(type_, called)
            case ir.Literal(values=values):
                yield from map(thawed, values)
            case ir.Ref(name=name):
                yield self._declared(name, called)
                declaration = self._model.declarations[name]
                if isinstance(declaration, ir.Enumeration):
                    yield from (each.value for each in declaration.values)
            case ir.Never():
                return
            case _:
                yield from self._composed(type_, called)

    def _composed(
        self, type_: ir.Array | ir.Tuple | ir.Map | ir.Nullable | ir.Union, called: str
    ) -> Iterator[Any]:
        match type_:
            case ir.Nullable(item=item):
                yield from self._all_of([item], called)
                yield None
            case ir.Union(variants=variants):
                yield from self._all_of(variants, called)
            case ir.Array(item=item, min_items=least):
                yield from self._lists(item, least or 0, called)
            case ir.Tuple(items=items, rest=rest, min_items=least):
                more = max(0, least - len(items))
                if more > _MOST_ITEMS or (more and rest is None):
                    return
                values = [self._value(each, called) for each in items]
                yield [*values, *(self._value(rest, called) for _ in range(more) if rest)]
            case ir.Map(value=value, min_properties=least):
                count = max(1, least or 0)
                if count <= _MOST_ITEMS:
                    names = ["key", *(f"key{number}" for number in range(2, count + 1))]
                    yield {name: self._value(value, name) for name in names}
            case _:
                assert_never(type_)

    def _lists(self, item: ir.Type, least: int, called: str) -> Iterator[list[Any]]:
        if least > _MOST_ITEMS:
            return
        found: list[Any] = []
        try:
            for each in self._values(item, called):
                if each not in found:
                    found.append(each)
                if len(found) >= max(1, least):
                    break
        except UndrawnError:
            pass
        if len(found) >= max(1, least):
            yield found
        if found and least > len(found):
            yield [found[0]] * least
        if not least:
            yield []

    def _all_of(self, types: list[ir.Type] | tuple[ir.Type, ...], called: str) -> Iterator[Any]:
        """Yield values of several types, passing over those that have none."""
        for each in types:
            try:
                yield from self._values(each, called)
            except UndrawnError:
                continue


def _numbers(type_: ir.Number) -> Iterator[int | float]:
    """Yield numbers that are of a type."""
    step = type_.multiple_of or 1
    low = type_.minimum if type_.exclusive_minimum is None else type_.exclusive_minimum
    high = type_.maximum if type_.exclusive_maximum is None else type_.exclusive_maximum
    bounds = [each for each in (low, high) if each is not None]
    around = [0, *(math.floor(each / step) for each in bounds if math.isfinite(each / step))]
    offers: list[int | float] = [1] if type_.integral else [1.5, 1]
    offers += [(base + more) * step for base in around for more in (1, 0, 2, -1)]
    if len(bounds) == 2:
        offers.append((bounds[0] + bounds[1]) / 2)
    yield from (each for each in offers if _fits(type_, each))


def _fits(type_: ir.Number, value: float) -> bool:
    return (
        (not type_.integral or value == int(value))
        and (type_.multiple_of is None or value % type_.multiple_of == 0)
        and (type_.minimum is None or value >= type_.minimum)
        and (type_.maximum is None or value <= type_.maximum)
        and (type_.exclusive_minimum is None or value > type_.exclusive_minimum)
        and (type_.exclusive_maximum is None or value < type_.exclusive_maximum)
    )
