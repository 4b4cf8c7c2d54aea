"""Types in words and links, in any notation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, assert_never

from schemawright import ir
from schemawright.lower.json_values import thawed
from schemawright.python.annotations import constant

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """How text from a schema, code and links are written, so that text stays text."""

    code: Callable[[str], str]
    """A text as code."""
    block: Callable[[str], str]
    """Prose with its paragraphs, as far as there is room for them."""
    link: Callable[[ir.TypeName, str, str], str]
    """A link to a declaration, from a page, to an anchor on the declaration's page."""
    name: Callable[[ir.TypeName], str]
    """What a declaration is called."""
    anchor: Callable[[ir.TypeName, str], str]
    """The anchor of a declaration, or of an attribute or a member of it where one is named."""
    bar: str
    """What stands between alternatives."""


def type_words(type_: ir.Type, page: str, notation: Notation) -> str:
    """Return a type in words and links.

    Args:
        type_: the type.
        page: the page that it is described on.
        notation: how that is written.
    """

    def inside(item: ir.Type) -> str:
        text = type_words(item, page, notation)
        several = isinstance(item, ir.Union | ir.Nullable | ir.Tuple)
        return f"({text})" if several else text

    match type_:
        case ir.Ref(name=name):
            return notation.link(name, page, notation.anchor(name, ""))
        case ir.Nullable(item=item):
            return f"{type_words(item, page, notation)}{notation.bar}null"
        case ir.Union(variants=variants):
            return notation.bar.join(type_words(each, page, notation) for each in variants)
        case ir.Array(item=item):
            return f"list of {inside(item)}"
        case ir.Map(value=value):
            return f"map of {inside(value)}"
        case ir.Tuple(items=items, rest=rest):
            more = [] if rest is None else [f"any number of {inside(rest)}"]
            return f"list of {', '.join([*map(inside, items), *more])}"
        case ir.Literal(values=values):
            return notation.bar.join(notation.code(_literal(each)) for each in values)
        case ir.String(format=form):
            return f"string ({notation.code(form)})" if form else "string"
        case _:
            return _plain(type_)


def _plain(type_: ir.Number | ir.Boolean | ir.AnyValue | ir.Null | ir.Never) -> str:
    match type_:
        case ir.Number(integral=integral):
            return "integer" if integral else "number"
        case ir.Boolean():
            return "boolean"
        case ir.AnyValue():
            return "anything"
        case ir.Null():
            return "null"
        case ir.Never():
            return "nothing"
        case _:
            assert_never(type_)


def _literal(value: ir.Json) -> str:
    return constant(value) if isinstance(value, ir.Constant) else shown(value)


def shown(value: ir.Json, indent: int | None = None) -> str:
    """Return a JSON value as JSON text."""
    found: Any = thawed(value)
    return json.dumps(found, ensure_ascii=False, indent=indent)
