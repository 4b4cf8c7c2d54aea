"""Types of the model in a compact spelling, for people who look into the compiler."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from schemawright import ir
from schemawright.targets.type_words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FEW = 6
"""So many values are spelled out."""


def spelled(type_: ir.Type) -> str:
    """Return a type as text: `String(max_length=40) | null`, `[Ref(Call)]`, `{*: Any}`."""
    match type_:
        case ir.AnyValue():
            return "Any"
        case ir.Never():
            return "Never"
        case ir.Null():
            return "null"
        case ir.Boolean():
            return "Boolean"
        case ir.Number():
            return _with("Integer" if type_.integral else "Number", _limits(type_))
        case ir.String():
            return _with("String", _limits(type_))
        case ir.Literal(values=values):
            return f"Literal({_listed(values)})"
        case ir.Array(item=item):
            return _with(f"[{spelled(item)}]", _limits(type_))
        case ir.Tuple(items=items, rest=rest):
            every = [spelled(each) for each in items]
            every += [] if rest is None else [f"*{_inside(rest)}"]
            return _with(f"[{', '.join(every)}]", _limits(type_))
        case ir.Map(value=value):
            return _with(f"{{*: {spelled(value)}}}", _limits(type_))
        case ir.Nullable(item=item):
            return f"{_inside(item)} | null"
        case ir.Union():
            return _union(type_)
        case ir.Ref(name=name):
            return f"Ref({name})"
        case _:
            assert_never(type_)


def _listed(values: Sequence[ir.Json]) -> str:
    more = [f"… {len(values) - _FEW} more"] if len(values) > _FEW else []
    return ", ".join([*map(shown, values[:_FEW]), *more])


def _inside(type_: ir.Type) -> str:
    text = spelled(type_)
    return f"({text})" if isinstance(type_, ir.Union | ir.Nullable) else text


def _union(type_: ir.Union) -> str:
    joined = (" ^ " if type_.exclusive else " | ").join(map(_inside, type_.variants))
    if type_.tag is None:
        return joined
    how = "declared" if type_.tag.declared else "inferred"
    return f"{joined} by {shown(ir.Constant(ir.Kind.STRING, type_.tag.property))} ({how})"


def _with(text: str, limits: Iterator[str]) -> str:
    stated = ", ".join(limits)
    return f"{text}({stated})" if stated else text


_LIMITS = (
    *("format", "min_length", "max_length", "pattern", "minimum", "maximum"),
    *("exclusive_minimum", "exclusive_maximum", "multiple_of", "min_items", "max_items", "unique"),
    *("min_properties", "max_properties"),
)


def _limits(type_: ir.Type) -> Iterator[str]:
    for name in _LIMITS:
        value = getattr(type_, name, None)
        if value is not None and value is not False and (value or name != "min_items"):
            yield f"{name}={value if isinstance(value, int | float) else repr(value)}"


def declared(declaration: ir.Declaration) -> str:
    """Return a declaration as text."""
    match declaration:
        case ir.Record(fields=fields, extra=extra):
            other = "refused" if extra is None else spelled(extra)
            count = f"{len(fields)} {'field' if len(fields) == 1 else 'fields'}"
            return f"Record({count}, other keys: {other})"
        case ir.Enumeration(values=values):
            return f"Enumeration({_listed(values)})"
        case ir.Alias(target=target):
            return f"Alias({spelled(target)})"
        case _:
            assert_never(declaration)
