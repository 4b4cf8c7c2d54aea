"""Unions: which members a value could be of at all, by its kind and by its tag.

What cannot be of a member fails it, so that leaving it out changes nothing, not even for `oneOf`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.checks import patterns, scalars
from schemawright.checks.conditions import (
    KINDS,
    OBJECT,
    TEXT,
    either,
    has_type,
)
from schemawright.checks.expressions import alternatives, is_pattern, relevant
from schemawright.checks.simplifying import stated
from schemawright.checks.tags import Tag, chain, tag
from schemawright.checks.writing import REJECT, attempted, unless, when
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.assertions.plan import Key
    from schemawright.checks.writing import Lines, Writer

_MOST_COMPARED = 3
"""So many members are told apart by comparing their tags; more are looked up."""


class At(NamedTuple):
    """Where the statements of a union stand: for which variable, how deep, for which kinds."""

    variable: str
    depth: int
    kinds: frozenset[str]


def union(statements: Writer, keys: Sequence[Key], at: At, *, one: bool) -> Lines:
    """Return the statements that reject what no member allows, or several if only `one` may.

    Args:
        statements: writes the checks of members.
        keys: the members.
        at: the variable, and what is known of it.
        one: whether exactly one member must allow a value.
    """
    groups: dict[tuple[Key, ...], list[str]] = {}
    for each in KINDS:
        if each in at.kinds:
            members = tuple(key for key in keys if each in statements.kinds(key))
            groups.setdefault(members, []).append(each)
    inner = at._replace(depth=at.depth + 1)
    bodies = [
        (kinds, _among(statements, members, inner._replace(kinds=frozenset(kinds)), one=one))
        for members, kinds in groups.items()
    ]
    if len(bodies) == 1:
        return bodies[0][1]
    rejected = any(body == [REJECT] for _, body in bodies)
    bodies = [(kinds, body) for kinds, body in bodies if body != [REJECT]]
    if not any(body for _, body in bodies):
        allowed = [name for kinds, _ in bodies for name in kinds]
        if not rejected:
            return []
        return unless(has_type(tuple(allowed), at.variable)) if allowed else [REJECT]
    lines: Lines = []
    for kinds, body in bodies:
        if body:
            word = "elif" if lines else "if"
            lines += [f"{word} {has_type(tuple(kinds), at.variable)}:", *indented(body)]
    plain = tuple([name for kinds, body in bodies if not body for name in kinds])
    if not rejected:
        return lines
    rest = f"elif not {has_type(plain, at.variable)}:" if plain else "else:"
    return [*lines, rest, f"    {REJECT}"]


def _among(statements: Writer, keys: Sequence[Key], at: At, *, one: bool) -> Lines:
    """Return the statements for the members that values of some kinds could be of."""
    if not keys:
        return [REJECT]
    if len(keys) == 1:
        return statements.of(keys[0], at.variable, at.depth, at.kinds)
    if not one:
        keys = relevant(statements, keys, at.kinds)
        if len(keys) == 1:
            return statements.of(keys[0], at.variable, at.depth, at.kinds)
    if at.kinds == OBJECT and (found := tag(statements.asserts, keys)) is not None:
        return _tagged(statements, found, at, one=one)
    if at.kinds == OBJECT and (told := _told_apart(statements, keys)) is not None:
        name, with_it, without = told
        inner = at._replace(depth=at.depth + 1)
        lines = _tried(statements, [with_it], inner, one=one)
        other = _tried(statements, [without], inner, one=one)
        lines = [f"if {name!r} in {at.variable}:", *indented(lines or ["pass"])]
        return [*lines, "else:", *indented(other or ["pass"])]
    return _tried(statements, keys, at, one=one)


def _told_apart(statements: Writer, keys: Sequence[Key]) -> tuple[str, Key, Key] | None:
    """Return a property that one of two members requires and the other forbids, with those two."""
    if len(keys) != 2:
        return None
    for with_it, without in (keys, reversed(keys)):
        for part in chain(statements.asserts, with_it):
            for name in statements.asserts[part].required:
                if _forbids(statements, without, name):
                    return name, with_it, without
    return None


def _forbids(statements: Writer, key: Key, name: str) -> bool:
    """Tell whether a schema allows no object that has a property."""
    for part in chain(statements.asserts, key):
        asserts = statements.asserts[part]
        rest = asserts.properties.get(name, asserts.additional_properties)
        matched = name not in asserts.properties and any(
            patterns.may_match(statements.module, pattern, name)
            for pattern in asserts.pattern_properties
        )
        if rest is not None and not matched and statements.asserts[rest].never:
            return True
    return False


def _tried(statements: Writer, keys: Sequence[Key], at: At, *, one: bool) -> Lines:
    """Return the statements that try one member after the other."""
    if not keys:
        return [REJECT]
    if len(keys) == 1:
        return statements.of(keys[0], at.variable, at.depth, at.kinds)
    if not one or _exclusive(statements, keys, at.kinds):
        return unless(either(alternatives(statements, keys, at.variable, at.kinds)))
    tests = [statements.test(each, at.variable, at.kinds) for each in keys]
    # A sum of thousands of terms is nested too deeply for Python.
    count = statements.module.variable()
    counting = [line for each in tests for line in when(each, [f"{count} += 1"])]
    return [f"{count} = 0", *counting, f"if {count} != 1:", f"    {REJECT}"]


def _exclusive(statements: Writer, keys: Sequence[Key], kinds: frozenset[str]) -> bool:
    """Tell whether no text can be of two members, as they list texts or have a pattern."""
    if kinds != TEXT:
        return False
    listed: list[str] = []
    searched: list[str] = []
    for each in keys:
        asserts = statements.asserts[each]
        if len(asserts.enums) == 1 and stated(asserts) <= {"types", "enums"}:
            listed += dict.fromkeys(text for text in asserts.enums[0] if isinstance(text, str))
        elif is_pattern(asserts, kinds):
            searched.append(str(asserts.pattern))
        else:
            return False
    module = statements.module
    found = (patterns.may_match(module, searched[0], text) for text in listed) if searched else ()
    return len(searched) <= 1 and len(set(listed)) == len(listed) and not any(found)


def _tagged(statements: Writer, found: Tag, at: At, *, one: bool) -> Lines:
    """Return the statements that choose the member by the value of a property."""
    module = statements.module
    value, there = module.variable(), f"{found.name!r} in {at.variable}"
    fetched = [f"{value} = {at.variable}[{found.name!r}]"]
    if len(found.members) <= _MOST_COMPARED or not found.has_only_texts:
        chosen = _compared(statements, found, at, value)
    else:
        check = module.variable()
        table = module.table({text: module.function(key) for text, key in found.cases().items()})
        if not found.without:
            # There may be no tag, or none that the table has, or no text.
            lookup = f"{check} = {table}[{at.variable}[{found.name!r}]]"
            return [
                *attempted([lookup], "(KeyError, TypeError)"),
                *unless(f"{check}({at.variable})"),
            ]
        lookup = f"{check} = {table}[{value}]"
        chosen = [
            *attempted([lookup], "(KeyError, TypeError)"),
            *unless(f"{check}({at.variable})"),
        ]
    inner = at._replace(depth=at.depth + 1)
    other = _tried(statements, found.without, inner, one=one)
    if other == [REJECT]:
        return [f"if {found.name!r} not in {at.variable}:", f"    {REJECT}", *fetched, *chosen]
    lines = [f"if {there}:", *indented([*fetched, *chosen])]
    return [*lines, *(["else:", *indented(other)] if other else [])]


def _compared(statements: Writer, found: Tag, at: At, value: str) -> Lines:
    lines: Lines = []
    for key, values in found.members:
        test = scalars.is_one_of(statements.module, values, value)
        body = statements.of(key, at.variable, at.depth + 1, at.kinds)
        lines += [f"{'elif' if lines else 'if'} {test}:", *indented(body or ["pass"])]
    return [*lines, "else:", f"    {REJECT}"]
