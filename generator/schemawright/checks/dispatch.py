"""Unions: which members a value could be of at all, by its kind and by its tag.

What cannot be of a member fails it, so that leaving it out changes nothing, not even for `oneOf`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.checks.conditions import KINDS, has_type, kind
from schemawright.checks.writing import REJECT, indented, unless, when

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Lines, Writer

_LEAST_TAGGED = 2


def union(statements: Writer, keys: Sequence[Key], at: tuple[str, int], *, one: bool) -> Lines:
    """Return the statements that reject what no member allows, or several if only `one` may.

    Args:
        statements: writes the checks of members.
        keys: the members.
        at: the variable, and how deep the statements stand.
        one: whether exactly one member must allow a value.
    """
    variable, depth = at
    groups: dict[tuple[Key, ...], list[str]] = {}
    for each in KINDS:
        members = tuple(key for key in keys if each in kinds_of(statements.asserts, key))
        groups.setdefault(members, []).append(each)
    if len(groups) == 1:
        return _among(statements, keys, at, one=one)
    rejected = groups.pop((), [])
    lines: Lines = []
    for members, kinds in groups.items():
        body = _among(statements, members, (variable, depth + 1), one=one, kinds=kinds)
        word = "elif" if lines else "if"
        lines += [f"{word} {has_type(tuple(kinds), variable)}:", *indented(body or ["pass"])]
    return [*lines, "else:", f"    {REJECT}"] if rejected else lines


def _among(
    statements: Writer,
    keys: Sequence[Key],
    at: tuple[str, int],
    *,
    one: bool,
    kinds: Sequence[str] = KINDS,
) -> Lines:
    variable, depth = at
    if len(keys) == 1:
        return statements.of(keys[0], variable, depth + 1)
    if kinds == ["object"] and (found := tag(statements.asserts, keys)) is not None:
        return _tagged(statements, found, variable)
    tests = [statements.test(each, variable) for each in keys]
    if not one:
        return [] if "True" in tests else unless(f"({' or '.join(tests)})")
    # A sum of thousands of terms is nested too deeply for Python.
    count = statements.module.variable()
    counting = [line for each in tests for line in when(each, [f"{count} += 1"])]
    return [f"{count} = 0", *counting, f"if {count} != 1:", f"    {REJECT}"]


def _tagged(statements: Writer, found: tuple[str, Mapping[str, Key]], variable: str) -> Lines:
    name, cases = found
    value, check = statements.module.variable(), statements.module.variable()
    table = statements.module.table(
        {text: statements.module.function(key) for text, key in cases.items()}
    )
    return [
        f"{value} = {variable}.get({name!r})",
        f"{check} = {table}.get({value}) if type({value}) is str else None",
        f"if {check} is None or not {check}({variable}):",
        f"    {REJECT}",
    ]


def kinds_of(asserts: Mapping[Key, Asserts], key: Key) -> frozenset[str]:
    """Return the kinds of values that a schema could allow."""
    found = frozenset(KINDS)
    for each in chain(asserts, key):
        stated = asserts[each]
        if stated.never:
            return frozenset()
        if stated.types is not None:
            found &= {"number" if one == "integer" else one for one in stated.types}
        for values in stated.enums:
            found &= {kind(value) for value in values}
    return found


def chain(asserts: Mapping[Key, Asserts], key: Key) -> list[Key]:
    """Return a schema and all that it says must hold of the same value."""
    found: dict[Key, None] = {}
    pending = [key]
    while pending:
        each = pending.pop()
        if each not in found:
            found[each] = None
            pending.extend(asserts[each].all_of)
    return list(found)


def tag(asserts: Mapping[Key, Asserts], keys: Sequence[Key]) -> tuple[str, dict[str, Key]] | None:
    """Return a property that each member requires, and the member for each of its values.

    None if there is none by which they can be told apart.
    """
    if len(keys) < _LEAST_TAGGED:
        return None
    offers = [_fixed(asserts, key) for key in keys]
    for name in offers[0]:
        cases: dict[str, Key] = {}
        count = 0
        for key, offer in zip(keys, offers, strict=True):
            values = offer.get(name, ())
            count += len(values) or len(keys) ** 9
            cases.update(dict.fromkeys(values, key))
        if count == len(cases):
            return name, cases
    return None


def _fixed(asserts: Mapping[Key, Asserts], key: Key) -> dict[str, tuple[str, ...]]:
    """Return the required properties of a schema that hold one of a few texts, with those."""
    parts = [asserts[each] for each in chain(asserts, key)]
    required = {name for each in parts for name in each.required}
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, inner in part.properties.items():
            if name in required and name not in found and (texts := _texts(asserts, inner)):
                found[name] = texts
    return found


def _texts(asserts: Mapping[Key, Asserts], key: Key) -> tuple[str, ...]:
    for each in chain(asserts, key):
        for values in asserts[each].enums:
            texts: list[Any] = [value for value in values if isinstance(value, str)]
            if len(texts) == len(values):
                return tuple(dict.fromkeys(texts))
    return ()
