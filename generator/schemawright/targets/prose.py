"""Constraints and conditions in words, for readers of code and of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def constraints(type_: ir.Type, quote: Callable[[str], str]) -> str:
    """Return the limits on values of a type as phrases, such as `at most 40 characters`.

    Args:
        type_: the type.
        quote: how a pattern is set apart from prose.
    """
    return ", ".join(_phrases(type_, quote))


def _phrases(type_: ir.Type, quote: Callable[[str], str]) -> Iterator[str]:
    match type_:
        case ir.Nullable(item=item):
            yield from _phrases(item, quote)
        case ir.String():
            yield from _sizes(type_.min_length, type_.max_length, "character")
            if type_.pattern:
                yield f"pattern {quote(type_.pattern)}"
        case ir.Number():
            yield from _bounds(type_)
        case ir.Array() | ir.Tuple():
            yield from _sizes(type_.min_items or None, type_.max_items, "item")
            if type_.unique:
                yield "no item twice"
            if isinstance(type_, ir.Array) and (inside := constraints(type_.item, quote)):
                yield f"each item: {inside}"
        case ir.Map():
            yield from _sizes(type_.min_properties, type_.max_properties, "entry")
            if inside := constraints(type_.value, quote):
                yield f"each value: {inside}"
        case (
            ir.Union() | ir.Ref() | ir.Boolean() | ir.Literal() | ir.AnyValue() | ir.Null()
        ) | ir.Never():
            return
        case _:
            assert_never(type_)


def _bounds(type_: ir.Number) -> Iterator[str]:
    if type_.minimum is not None:
        yield f"at least {type_.minimum}"
    if type_.exclusive_minimum is not None:
        yield f"more than {type_.exclusive_minimum}"
    if type_.maximum is not None:
        yield f"at most {type_.maximum}"
    if type_.exclusive_maximum is not None:
        yield f"less than {type_.exclusive_maximum}"
    if type_.multiple_of is not None:
        yield f"a multiple of {type_.multiple_of}"


def _sizes(low: int | None, high: int | None, unit: str) -> Iterator[str]:
    if low is not None and low == high:
        yield f"exactly {_counted(low, unit)}"
        return
    if low:
        yield f"at least {_counted(low, unit)}"
    if high is not None:
        yield f"at most {_counted(high, unit)}"


def _counted(number: int, unit: str) -> str:
    if number == 1:
        return f"1 {unit}"
    return f"{number} {unit[:-1]}ies" if unit.endswith("y") else f"{number} {unit}s"
