"""Checks of objects (Core 2020-12, section 10.3.2; Validation 2020-12, section 6.5).

Where a schema names many properties that need not be there, the keys of the value are gone
through and looked up; otherwise the properties are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.checks.conditions import class_of
from schemawright.checks.writing import REJECT, indented, unless, when

if TYPE_CHECKING:
    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Lines, Writer

MANY = 6
"""So many optional properties are looked up by the keys that are there."""


def body(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for what is asserted of objects."""
    lines: Lines = []
    if asserts.min_properties:
        lines += unless(f"len({variable}) >= {asserts.min_properties}")
    if asserts.max_properties is not None:
        lines += unless(f"len({variable}) <= {asserts.max_properties}")
    optional = [each for each in asserts.properties if each not in asserts.required]
    if len(optional) >= MANY:
        for name in asserts.required:
            lines += [f"if {name!r} not in {variable}:", f"    {REJECT}"]
        lines += _by_key(statements, asserts, variable, depth)
    else:
        lines += _by_property(statements, asserts, variable, depth)
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


def _by_property(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    lines: Lines = []
    optional: Lines = []
    for name in asserts.required:
        lines += [f"if {name!r} not in {variable}:", f"    {REJECT}"]
        if name in asserts.properties:
            value = statements.module.variable()
            inside = statements.of(asserts.properties[name], value, depth)
            lines += [f"{value} = {variable}[{name!r}]", *inside] if inside else []
    for name, key in asserts.properties.items():
        if name in asserts.required:
            continue
        value = statements.module.variable()
        inside = statements.of(key, value, depth + 1)
        if inside == [REJECT]:
            optional += [f"if {name!r} in {variable}:", f"    {REJECT}"]
        elif inside:
            optional += [f"if {name!r} in {variable}:", f"    {value} = {variable}[{name!r}]"]
            optional += indented(inside)
    if not lines or not optional:
        return [*lines, *optional]
    return [*lines, f"if len({variable}) > {len(asserts.required)}:", *indented(optional)]


def _by_key(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return a loop over the keys of a value, each of which is looked up."""
    module = statements.module
    name, value, found = module.variable(), module.variable(), module.variable()
    classes: dict[str, str] = {}
    functions: dict[str, str] = {}
    for each, key in asserts.properties.items():
        class_ = _class_of(statements, key)
        if class_ is not None:
            classes[each] = class_
        else:
            functions[each] = module.function(key)
    inside: Lines = []
    for pattern, key in asserts.pattern_properties.items():
        matched = statements.of(key, value, depth + 2)
        inside += when(f"{module.search(pattern)}({name})", matched)
    done = [] if inside else ["continue"]
    rest = _additional(statements, asserts, (name, value), depth + 2)
    lines: Lines = []
    if classes:
        lines += [
            f"{found} = {module.table(classes)}.get({name})",
            f"if {found} is not None:",
            f"    if {found} is not type({value}):",
            f"        {REJECT}",
            *indented(done),
        ]
    if functions:
        lines += [
            f"{found} = {module.table(functions)}.get({name})",
            f"if {found} is not None:",
            f"    if not {found}({value}):",
            f"        {REJECT}",
            *indented(done),
        ]
    known = f"{name} in {module.constant(f'frozenset({[*asserts.properties]!r})')}"
    lines += rest if done else when(f"not {known}", rest)
    return [f"for {name}, {value} in {variable}.items():", *indented([*inside, *lines])]


def _class_of(statements: Writer, key: Key) -> str | None:
    """Return the class that a value must have, None if there is more to it."""
    asserts = statements.asserts[key]
    if statements.module.stated(asserts) == frozenset(["types"]) and asserts.types is not None:
        return class_of(asserts.types)
    return None


def _additional(statements: Writer, asserts: Asserts, pair: tuple[str, str], depth: int) -> Lines:
    """Return the statements for a property that is not named; it may match a pattern."""
    if asserts.additional_properties is None:
        return []
    name, value = pair
    lines = statements.of(asserts.additional_properties, value, depth)
    tests = [f"{statements.module.search(each)}({name})" for each in asserts.pattern_properties]
    return when(f"not ({' or '.join(tests)})", lines) if tests else lines


def _others(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for properties that patterns match, and for those that nothing does."""
    module = statements.module
    name, value = module.variable(), module.variable()
    additional = _additional(statements, asserts, (name, value), depth + 1)
    names = module.constant(f"frozenset({[*asserts.properties]!r})") if asserts.properties else ""
    if additional == [REJECT]:
        if not names:
            return [f"if {variable}:", f"    {REJECT}"]
        return unless(f"{variable}.keys() <= {names}")
    inside: Lines = []
    for pattern, key in asserts.pattern_properties.items():
        inside += when(f"{module.search(pattern)}({name})", statements.of(key, value, depth + 1))
    inside += when(f"{name} not in {names}" if names else "True", additional)
    return [f"for {name}, {value} in {variable}.items():", *indented(inside)] if inside else []
