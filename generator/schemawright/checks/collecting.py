"""Checks that note what they evaluate, for `unevaluatedItems` and `unevaluatedProperties`.

Core 2020-12, sections 11.2 and 11.3: what counts are the items and properties that the adjacent
keywords evaluate, and the schemas that apply in place, as far as those allow the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.assertions.plan import in_place
from schemawright.checks.writing import REJECT, for_each, unless, when
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Lines, Writer

NAMES, INDICES = "names", "indices"
"""The sets that functions note property names and item indices in."""


def evaluating(schemas: Mapping[Key, Asserts]) -> frozenset[Key]:
    """Return the schemas that evaluate items or properties, themselves or by what they apply."""
    found = {key for key, asserts in schemas.items() if _evaluates(asserts)}
    users: dict[Key, list[Key]] = {}
    for key, asserts in schemas.items():
        for each in in_place(asserts):
            users.setdefault(each, []).append(key)
    pending = list(found)
    while pending:
        for user in users.get(pending.pop(), ()):
            if user not in found:
                found.add(user)
                pending.append(user)
    return frozenset(found)


def _evaluates(asserts: Asserts) -> bool:
    several = (asserts.properties, asserts.pattern_properties, asserts.prefix_items)
    one = (
        asserts.additional_properties,
        asserts.unevaluated_properties,
        asserts.items,
        asserts.unevaluated_items,
    )
    contains = asserts.contains is not None and asserts.contains.evaluates
    return any(several) or any(each is not None for each in one) or contains


def whole(statements: Writer, asserts: Asserts, variable: str, depth: int) -> Lines:
    """Return the statements for a schema that says something of what is not evaluated."""
    names, indices = statements.module.variable(), statements.module.variable()
    return [
        f"{names}: set[str] = set()",
        f"{indices}: set[int] = set()",
        *_marking(statements, asserts, (variable, names, indices), depth),
        *_unevaluated(statements, asserts, (variable, names, indices), depth),
    ]


def function(statements: Writer, asserts: Asserts, variable: str) -> Lines:
    """Return the statements that check a value and note in two sets what they evaluate."""
    if asserts.unevaluated_items is None and asserts.unevaluated_properties is None:
        return _marking(statements, asserts, (variable, NAMES, INDICES), 0)
    lines = whole(statements, asserts, variable, 0)
    own = [line.partition(":")[0] for line in lines[:2]]
    return [*lines, f"{NAMES} |= {own[0]}", f"{INDICES} |= {own[1]}"]


def _marking(statements: Writer, asserts: Asserts, at: tuple[str, str, str], depth: int) -> Lines:
    """Return the statements for all but what is said of the unevaluated, noting the evaluated."""
    variable, _, _ = at
    lines = statements.own(asserts, variable, depth)
    lines += when(f"type({variable}) is dict", _names(statements, asserts, at))
    lines += when(f"type({variable}) is list", _indices(statements, asserts, at))
    for key in asserts.all_of:
        lines += unless(_test(statements, key, at))
    if asserts.not_ is not None:
        lines += when(statements.test(asserts.not_, variable), [REJECT])
    if asserts.any_of:
        lines += _counted(statements, asserts.any_of, at, "< 1")
    if asserts.one_of:
        lines += _counted(statements, asserts.one_of, at, "!= 1")
    lines += _conditional(statements, asserts, at)
    for name, key in asserts.dependent_schemas.items():
        there = f"type({variable}) is dict and {name!r} in {variable}"
        lines += when(there, unless(_test(statements, key, at)))
    return lines


def _names(statements: Writer, asserts: Asserts, at: tuple[str, str, str]) -> Lines:
    variable, names, _ = at
    if asserts.additional_properties is not None:
        return [f"{names}.update({variable})"]
    lines: Lines = []
    if asserts.properties:
        known = statements.module.constant(f"frozenset({[*asserts.properties]!r})")
        lines.append(f"{names}.update({variable}.keys() & {known})")
    for pattern in asserts.pattern_properties:
        search = statements.module.search(pattern)
        lines.append(f"{names}.update(filter({search}, {variable}))")
    return lines


def _indices(statements: Writer, asserts: Asserts, at: tuple[str, str, str]) -> Lines:
    variable, _, indices = at
    if asserts.items is not None:
        return [f"{indices}.update(range(len({variable})))"]
    lines: Lines = []
    if asserts.prefix_items:
        count = len(asserts.prefix_items)
        lines.append(f"{indices}.update(range(min(len({variable}), {count})))")
    if asserts.contains is not None and asserts.contains.evaluates:
        index, item = statements.module.variable(), statements.module.variable()
        test = statements.test(asserts.contains.schema, item)
        each = f"{index} for {index}, {item} in enumerate({variable}) if {test}"
        lines.append(f"{indices}.update({each})")
    return lines


def _test(statements: Writer, key: Key, at: tuple[str, str, str]) -> str:
    """Return a condition that tells whether a schema allows a value, and notes if it does.

    What a schema notes that rejects the value does no harm where the whole is rejected then.
    """
    variable, names, indices = at
    if key not in statements.evaluating:
        return statements.test(key, variable)
    name = statements.module.function(key, collects=True)
    return f"{name}({variable}, {names}, {indices})"


def _counted(
    statements: Writer, keys: tuple[Key, ...], at: tuple[str, str, str], wrong: str
) -> Lines:
    """Return the statements that count the schemas that allow a value, and note what those do."""
    count = statements.module.variable()
    lines = [f"{count} = 0"]
    for key in keys:
        lines += _noted(statements, key, at, [f"{count} += 1"])
    return [*lines, f"if {count} {wrong}:", f"    {REJECT}"]


def _noted(statements: Writer, key: Key, at: tuple[str, str, str], lines: Lines) -> Lines:
    """Return lines that run if a schema allows a value; only then what it notes counts."""
    variable, names, indices = at
    if key not in statements.evaluating:
        return when(statements.test(key, variable), lines)
    some, others = statements.module.variable(), statements.module.variable()
    test = _test(statements, key, (variable, some, others))
    merge = [f"{names} |= {some}", f"{indices} |= {others}"]
    made = [f"{some}: set[str] = set()", f"{others}: set[int] = set()"]
    return [*made, f"if {test}:", *indented([*merge, *lines])]


def _conditional(statements: Writer, asserts: Asserts, at: tuple[str, str, str]) -> Lines:
    if asserts.if_ is None:
        return []
    then = unless(_test(statements, asserts.then, at)) if asserts.then is not None else []
    other = unless(_test(statements, asserts.else_, at)) if asserts.else_ is not None else []
    lines = _noted(statements, asserts.if_, at, then or ["pass"])
    if not other:
        return lines
    if not lines:
        return other
    return [*lines, "else:", *indented(other)] if lines[-1].startswith("    ") else lines


def _unevaluated(
    statements: Writer, asserts: Asserts, at: tuple[str, str, str], depth: int
) -> Lines:
    variable, names, indices = at
    lines: Lines = []
    if asserts.unevaluated_properties is not None:
        name, value = statements.module.variable(), statements.module.variable()
        inside = statements.of(asserts.unevaluated_properties, value, depth + 2)
        unseen = when(f"{name} not in {names}", inside)
        loop = for_each(variable, (name, value), unseen)
        lines += when(f"type({variable}) is dict", [*loop, f"{names}.update({variable})"])
    if asserts.unevaluated_items is not None:
        index, item = statements.module.variable(), statements.module.variable()
        inside = statements.of(asserts.unevaluated_items, item, depth + 2)
        head = f"for {index}, {item} in enumerate({variable}):"
        if inside == [REJECT]:
            head = f"for {index} in range(len({variable})):"
        unseen = when(f"{index} not in {indices}", inside)
        loop = [head, *indented(unseen)] if unseen else []
        every = f"{indices}.update(range(len({variable})))"
        lines += when(f"type({variable}) is list", [*loop, every])
    return lines
