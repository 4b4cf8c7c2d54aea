"""Scalars and fixed values: numbers, text, literals and enumerations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright import diagnostics, ir
from schemawright.lower.docs import docs_of, held_by
from schemawright.lower.identity import written_at
from schemawright.lower.json_values import frozen, has_type
from schemawright.lower.keywords import types_of

if TYPE_CHECKING:
    from schemawright.lower.context import Context
    from schemawright.source.schema import Schema


def number(schema: Schema, *, integral: bool) -> ir.Number:
    """Return the type of a number with its bounds."""
    return ir.Number(
        integral=integral,
        minimum=schema.get("minimum"),
        maximum=schema.get("maximum"),
        exclusive_minimum=schema.get("exclusiveMinimum"),
        exclusive_maximum=schema.get("exclusiveMaximum"),
        multiple_of=schema.get("multipleOf"),
    )


def string(schema: Schema) -> ir.String:
    """Return the type of a text with its bounds."""
    return ir.String(
        format=schema.get("format"),
        held_as=held_by(schema),
        min_length=count(schema, "minLength"),
        max_length=count(schema, "maxLength"),
        pattern=schema.get("pattern"),
    )


def count(schema: Schema, keyword: str) -> int | None:
    """Return the value of a keyword that counts; 2.0 is 2."""
    value = schema.get(keyword)
    return None if value is None else int(value)


def fixed(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type:
    """Return the type of an `enum`.

    Two or more strings, or two or more numbers, are declared as an enumeration; null stands
    beside it; true with false is a boolean. What no enumeration holds stays a literal.
    """
    stated: list[Any] = schema.get("enum")
    values = [value for value in stated if value is not None and has_type(value, types_of(schema))]
    null = None in stated and has_type(None, types_of(schema))
    if not stated:
        context.report(diagnostics.empty_enum(schema.location / "enum"))
    if not values:
        return ir.Null() if null else ir.Never()
    type_: ir.Ref | ir.Boolean | ir.Literal
    named = schema.location in context.names and isinstance(values[0], str)
    several = len(values) > 1 or named
    if several and (found := enumeration(schema, name, values)) is not None:
        known = context.known(schema)
        type_ = ir.Ref(known) if known is not None else context.declare(found)
        context.know(schema, type_.name)
    elif [value for value in values if isinstance(value, bool)] == values and len(values) > 1:
        type_ = ir.Boolean()
    else:
        type_ = ir.Literal(tuple(frozen(value) for value in values))
    return ir.Nullable(type_) if null else type_


def enumeration(schema: Schema, name: ir.TypeName, values: list[Any]) -> ir.Enumeration | None:
    """Return the enumeration of values, None when Python could not tell its members apart."""
    texts = all(isinstance(value, str) for value in values)
    numbers = all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in values
    )
    if not texts and not numbers:
        return None
    constants = tuple(value for each in values if isinstance(value := frozen(each), ir.Constant))
    return ir.Enumeration(
        name=name,
        values=constants,
        docs=docs_of(schema),
        location=schema.location,
        places=tuple(sorted(written_at(schema))),
    )
