"""Checks of objects (Core 2020-12, section 10.3.2; Validation 2020-12, section 6.5).

Where a schema names many properties that need not be there, the keys of the value are gone
through and looked up; otherwise the properties are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.checks import patterns
from schemawright.checks.conditions import ANY, TEXT, class_of, either, negated
from schemawright.checks.expressions import sizes
from schemawright.checks.simplifying import stated
from schemawright.checks.writing import (
    NOBODY,
    REJECT,
    Member,
    attempted,
    for_each,
    unless,
    when,
)
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Lines, Writer

_CLASSES = {
    "string": "str",
    "boolean": "bool",
    "number": "int",
    "object": "dict",
    "array": "list",
}
"""The class that values of a kind are of most often."""

_FEW = 5
"""So many names are compared one after the other."""

_EXPECTED = 3
"""So many optional properties are taken to be in a value, whatever a schema names."""

# What is done for one property takes so many nanoseconds, about.
_ABSENT, _FETCHED, _LOOKED_UP, _CALLED = 11, 35, 39, 84


def body(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for what is asserted of objects."""
    terms = sizes(variable, asserts.min_properties, asserts.max_properties)
    lines = [line for each in terms for line in unless(each)]
    if _is_gone_through(statements, asserts):
        known = statements.known.get(variable, {})
        for name in asserts.required:
            if name not in known:
                lines += [f"if {name!r} not in {variable}:", f"    {REJECT}"]
        there = {name: f"{variable}[{name!r}]" for name in asserts.required}
        _note(statements, asserts, variable, there)
        lines += _by_key(statements, asserts, variable, depth)
    else:
        lines += _by_property(statements, asserts, variable, depth)
        lines += _others(statements, asserts, variable, depth)
    if asserts.property_names is not None:
        name = statements.module.variable()
        inside = statements.of(asserts.property_names, name, depth, TEXT)
        if inside:
            lines += [f"for {name} in {variable}:", *indented(inside)]
    for name, needed in asserts.dependent_required.items():
        missing = [unless(f"{each!r} in {variable}") for each in dict.fromkeys(needed)]
        lines += when(f"{name!r} in {variable}", [line for each in missing for line in each])
    return lines


def _is_gone_through(statements: Writer, asserts: Asserts) -> bool:
    """Tell whether it takes less time to look up the keys of a value than its properties."""
    optional = [each for each in asserts.properties if each not in asserts.required]
    if len(optional) <= _EXPECTED:
        return False
    there = len(asserts.required) + _EXPECTED
    classes = [enough(statements, each) for each in asserts.properties.values()]
    share = sum(each is None for each in classes) / len(classes)
    by_key = there * (_LOOKED_UP + share * (_CALLED - _LOOKED_UP))
    by_property = there * _FETCHED + len(optional) * _ABSENT
    if asserts.additional_properties is not None and not asserts.pattern_properties:
        by_property += (there + 2) * _ABSENT
    return by_key < by_property


def _by_property(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    lines: Lines = []
    fetched: Lines = []
    checked: Lines = []
    optional: Lines = []
    known = statements.known.get(variable, {})
    there: dict[str, str] = {}
    for name in asserts.required:
        absent = [] if name in known else [f"if {name!r} not in {variable}:", f"    {REJECT}"]
        value, kinds = known.get(name) or Member(statements.module.variable(), ANY)
        named = asserts.properties.get(name)
        inside = statements.of(named, value, depth, kinds) if named is not None else []
        fetch = [] if name in known else [f"{value} = {variable}[{name!r}]"]
        there[name] = value if inside or not fetch else f"{variable}[{name!r}]"
        if not inside:
            lines += absent
        elif inside == [REJECT]:
            lines += inside
        elif statements.is_tried(asserts):
            lines += [*absent, *fetch, *inside]
        else:
            fetched += fetch
            checked += inside
    _note(statements, asserts, variable, there)
    lines += [*(attempted(fetched, "KeyError") if fetched else []), *checked]
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


def _note(statements: Writer, asserts: Asserts, variable: str, there: Mapping[str, str]) -> None:
    """Note which properties are there once the statements for a schema are through."""
    statements.fetched[variable] = {
        name: Member(
            source,
            statements.kinds(asserts.properties[name]) if name in asserts.properties else ANY,
        )
        for name, source in there.items()
    }


def _by_key(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return a loop over the keys of a value, each of which is looked up.

    A table has the class that is enough for a property, or None. Another has the functions for
    values of other classes; where only a few properties need more than a class, their names are
    compared.
    """
    module = statements.module
    name, value, found = module.variable(), module.variable(), module.variable()
    matched = _matched(statements, asserts, (name, value), depth + 1)
    rest = _unnamed(statements, asserts, (name, value), depth + 2)
    if _are_apart(statements, asserts):
        matched, rest = [], [*matched, *rest]
    classes = {each: enough(statements, key) for each, key in asserts.properties.items()}
    cases = _cases(statements, asserts, classes, (name, value, found), depth)
    names = (name, value)
    if not any(classes.values()):
        return for_each(variable, names, [*matched, *_chosen(cases, rest)])
    if rest == [REJECT] and not statements.is_tried(asserts):
        table = module.table({each: str(class_) for each, class_ in classes.items()})
        lookup = attempted([f"{found} = {table}[{name}]"], "KeyError")
        rest = []
    else:
        table = module.table({each: class_ for each, class_ in classes.items() if class_})
        lookup = [f"{found} = {table}.get({name})"]
    lines = when(f"{found} is not type({value})", _chosen(cases, rest))
    return for_each(variable, names, [*matched, *lookup, *lines])


def _cases(
    statements: Writer,
    asserts: Asserts,
    classes: Mapping[str, str | None],
    variables: tuple[str, str, str],
    depth: int,
) -> list[tuple[str, Lines]]:
    """Return what is done for values that are not of the class that is enough, by conditions."""
    module = statements.module
    name, value, found = variables
    others = {
        each: key
        for each, key in asserts.properties.items()
        if classes[each] is not None and _class_of(statements, key) is None
    }
    own = {each: key for each, key in asserts.properties.items() if classes[each] is None}
    cases: list[tuple[str, Lines]] = []
    if others:
        table = module.table({each: module.function(key) for each, key in others.items()})
        check = [f"{found} = {table}.get({name})"]
        check += [f"if {found} is None or not {found}({value}):", f"    {REJECT}"]
        cases.append((f"{found} is not None", check))
    elif any(classes.values()):
        cases.append((f"{found} is not None", [REJECT]))
    if len(own) <= _FEW:
        for each, key in own.items():
            cases.append((f"{name} == {each!r}", statements.of(key, value, depth + 2)))
    else:
        table = module.table({each: module.function(key) for each, key in own.items()})
        cases.append((f"{name} in {table}", unless(f"{table}[{name}]({value})")))
    return cases


def _chosen(cases: list[tuple[str, Lines]], otherwise: Lines) -> Lines:
    """Return the statements for the first case whose condition holds, or else for none."""
    if not cases or all(lines == [REJECT] == otherwise for _, lines in cases):
        return otherwise
    lines: Lines = []
    for test, inside in cases:
        lines += [f"{'elif' if lines else 'if'} {test}:", *indented(inside or ["pass"])]
    return [*lines, *(["else:", *indented(otherwise)] if otherwise else [])]


def enough(statements: Writer, key: Key) -> str | None:
    """Return a class that is enough for a value to be allowed, None if there is none."""
    if key not in statements.classes:
        statements.classes[key] = _enough(statements, key)
    return statements.classes[key]


def _enough(statements: Writer, key: Key) -> str | None:
    asserts = statements.asserts[key]
    if asserts.types is not None and stated(asserts) == {"types"} and "integer" in asserts.types:
        return "int"
    for kind, class_ in _CLASSES.items():
        if kind in statements.kinds(key):
            kinds = frozenset({kind})
            if statements.condition(key, NOBODY, kinds) == "True":
                return class_
    return None


def _class_of(statements: Writer, key: Key) -> str | None:
    """Return the class that a value must have, None if there is more to it."""
    asserts = statements.asserts[key]
    if asserts.types is not None and stated(asserts) == {"types"}:
        return class_of(asserts.types)
    return None


def _are_apart(statements: Writer, asserts: Asserts) -> bool:
    """Tell whether no pattern matches the name of a property that is named too."""
    return not any(
        patterns.may_match(statements.module, pattern, name)
        for pattern in asserts.pattern_properties
        for name in asserts.properties
    )


def _matched(statements: Writer, asserts: Asserts, pair: tuple[str, str], depth: int) -> Lines:
    """Return the statements for a property whose name patterns may match."""
    name, value = pair
    lines: Lines = []
    for pattern, key in asserts.pattern_properties.items():
        inside = statements.of(key, value, depth + 1)
        lines += when(patterns.finds(statements.module, pattern, name), inside)
    return lines


def _unnamed(statements: Writer, asserts: Asserts, pair: tuple[str, str], depth: int) -> Lines:
    """Return the statements for a property that is not named; a pattern may match its name."""
    if asserts.additional_properties is None:
        return []
    name, value = pair
    lines = statements.of(asserts.additional_properties, value, depth + 1)
    found = [patterns.finds(statements.module, each, name) for each in asserts.pattern_properties]
    return when(negated(either(found)), lines)


def _others(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for properties that patterns match, and for those that nothing does."""
    module = statements.module
    name, value = module.variable(), module.variable()
    names = module.constant(f"frozenset({[*asserts.properties]!r})") if asserts.properties else ""
    inside = _matched(statements, asserts, (name, value), depth)
    rest = _unnamed(statements, asserts, (name, value), depth)
    if rest == [REJECT]:
        return unless(f"{variable}.keys() <= {names}" if names else f"not {variable}")
    if not inside and not rest:
        return []
    apart = _are_apart(statements, asserts)
    lines = [*inside, *rest]
    if len(asserts.pattern_properties) == 1 and inside and rest and apart:
        # One search tells which of the two it is.
        lines = _either(statements, asserts, (name, value), depth)
    if names and apart:
        lines = when(f"{name} not in {names}", lines)
    elif names:
        lines = [*inside, *when(f"{name} not in {names}", rest)]
    loop = for_each(variable, (name, value), lines)
    if names and apart:
        return [f"if not {variable}.keys() <= {names}:", *indented(loop)]
    return loop


def _either(statements: Writer, asserts: Asserts, pair: tuple[str, str], depth: int) -> Lines:
    """Return the statements for a property that the only pattern matches, or that nothing does."""
    name, value = pair
    ((pattern, key),) = asserts.pattern_properties.items()
    found = patterns.finds(statements.module, pattern, name)
    inside = statements.of(key, value, depth + 1)
    other = asserts.additional_properties
    rest = statements.of(other, value, depth + 1) if other is not None else []
    if rest == [REJECT] or found == "True":
        return [*unless(found), *inside]
    return [f"if {found}:", *indented(inside), "else:", *indented(rest)]
