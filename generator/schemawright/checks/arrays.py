"""Checks of arrays (Core 2020-12, section 10.3.1; Validation 2020-12, section 6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.checks import expressions
from schemawright.checks.writing import REJECT, unless
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from schemawright.assertions.plan import Asserts, Contains
    from schemawright.checks.writing import Lines, Writer


def body(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for what is asserted of arrays."""
    terms = expressions.sizes(variable, asserts.min_items, asserts.max_items)
    lines = [line for each in terms for line in unless(each)]
    for index, key in enumerate(asserts.prefix_items):
        item = statements.module.variable()
        inside = statements.of(key, item, depth)
        if inside:
            lines += [f"if len({variable}) > {index}:", f"    {item} = {variable}[{index}]"]
            lines += indented(inside)
    if expressions.are_texts(statements, asserts):
        lines += unless(expressions.texts(statements, variable))
    elif asserts.items is not None:
        item, first = statements.module.variable(), len(asserts.prefix_items)
        inside = statements.of(asserts.items, item, depth)
        rest = f"{variable}[{first}:]" if first else variable
        if inside == [REJECT]:
            lines += [f"if len({variable}) > {first}:", f"    {REJECT}"]
        elif inside:
            lines += [f"for {item} in {rest}:", *indented(inside)]
    if asserts.contains is not None:
        lines += _contains(statements, asserts.contains, variable)
    if asserts.unique_items:
        lines += unless(expressions.unique(statements, asserts, variable))
    return lines


def _contains(statements: Writer, contains: Contains, variable: str) -> Lines:
    item = statements.module.variable()
    test = statements.test(contains.schema, item)
    least, most = contains.least, contains.most
    if most is None and least <= 1:
        return unless(f"any({test} for {item} in {variable})") if least else []
    count = statements.module.variable()
    lines = [f"{count} = sum(bool({test}) for {item} in {variable})"]
    if least:
        lines += unless(f"{count} >= {least}")
    if most is not None:
        lines += unless(f"{count} <= {most}")
    return lines
