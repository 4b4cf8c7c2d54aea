"""Checks of objects (Core 2020-12, section 10.3.2; Validation 2020-12, section 6.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.checks.writing import REJECT, indented, unless, when

if TYPE_CHECKING:
    from schemawright.assertions.plan import Asserts
    from schemawright.checks.statements import Statements
    from schemawright.checks.writing import Lines


def body(statements: Statements, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for what is asserted of objects."""
    lines: Lines = []
    if asserts.min_properties:
        lines += unless(f"len({variable}) >= {asserts.min_properties}")
    if asserts.max_properties is not None:
        lines += unless(f"len({variable}) <= {asserts.max_properties}")
    for name in asserts.required:
        if name not in asserts.properties:
            lines += [f"if {name!r} not in {variable}:", f"    {REJECT}"]
    lines += _properties(statements, asserts, variable, depth)
    lines += _others(statements, asserts, variable, depth)
    if asserts.property_names is not None:
        name = statements.module.variable()
        inside = statements.of(asserts.property_names, name, depth)
        if inside:
            lines += [f"for {name} in {variable}:", *indented(inside)]
    for name, needed in asserts.dependent_required.items():
        missing = [unless(f"{each!r} in {variable}") for each in dict.fromkeys(needed)]
        lines += when(f"{name!r} in {variable}", [line for each in missing for line in each])
    return lines


def _properties(statements: Statements, asserts: Asserts, variable: str, depth: int) -> Lines:
    lines: Lines = []
    for name, key in asserts.properties.items():
        value = statements.module.variable()
        inside = statements.of(key, value, depth)
        if name in asserts.required:
            lines += [f"if {name!r} not in {variable}:", f"    {REJECT}"]
            if inside:
                lines += [f"{value} = {variable}[{name!r}]", *inside]
        elif inside == [REJECT]:
            lines += [f"if {name!r} in {variable}:", f"    {REJECT}"]
        elif inside:
            lines += [f"if {name!r} in {variable}:", f"    {value} = {variable}[{name!r}]"]
            lines += indented(inside)
    return lines


def _others(statements: Statements, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for properties that patterns match, and for those that nothing does."""
    module = statements.module
    name, value = module.variable(), module.variable()
    inside: Lines = []
    additional: Lines = []
    if asserts.additional_properties is not None:
        additional = statements.of(asserts.additional_properties, value, depth + 1)
    names = module.constant(f"frozenset({[*asserts.properties]!r})") if asserts.properties else ""
    if additional == [REJECT] and not asserts.pattern_properties:
        if not names:
            return [f"if {variable}:", f"    {REJECT}"]
        return unless(f"{variable}.keys() <= {names}")
    tests = {each: f"{module.search(each)}({name})" for each in asserts.pattern_properties}
    for pattern, key in asserts.pattern_properties.items():
        inside += when(tests[pattern], statements.of(key, value, depth + 1))
    if additional:
        known = [*([f"{name} in {names}"] if names else []), *tests.values()]
        inside += when(f"not ({' or '.join(known)})" if known else "True", additional)
    return [f"for {name}, {value} in {variable}.items():", *indented(inside)] if inside else []
