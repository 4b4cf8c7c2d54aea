"""Conditions that say all that a schema asserts, where one short expression can.

They are written where the schema is used, so that no function is called for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.checks import patterns, scalars
from schemawright.checks.conditions import (
    ANY,
    TEXT,
    either,
    every,
    has_type,
    kind,
    kinds_of_types,
    negated,
    type_test,
)
from schemawright.checks.simplifying import OF_KINDS, stated
from schemawright.checks.writing import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Writer

LONGEST = 200
"""So many characters a condition has at most."""

_HASHED = (frozenset({"string", "number", "null"}), frozenset({"string", "boolean", "null"}))
"""Kinds of which Python tells all values apart as JSON does."""

DEEPEST = 3
"""So many schemas inside each other are written as one condition."""

_MOST = 3
"""So many properties are looked at in one condition, and so many schemas applied."""


_OF_KINDS = frozenset(name for names in OF_KINDS.values() for name in names)


def condition(statements: Writer, key: Key, variable: str, kinds: frozenset[str]) -> str | None:
    """Return the condition for a value of some kinds to be allowed; None if it takes statements.

    `not` can stand before it.
    """
    terms = _terms(statements, statements.asserts[key], variable, kinds)
    if terms is None:
        return None
    found = every(terms)
    return found if len(found) <= LONGEST else None


def _terms(
    statements: Writer, asserts: Asserts, variable: str, kinds: frozenset[str]
) -> list[str] | None:
    if asserts.never:
        return ["False"]
    if _takes_statements(asserts):
        return None
    terms: list[str] = []
    if variable not in statements.guarded and tells_kinds_apart(asserts, kinds):
        statements.module.runtime("is_known")
        terms.append(f"is_known({variable})")
    allowed = kinds & kinds_of_types(asserts.types)
    if asserts.types is not None:
        terms.append(type_test(asserts.types, variable, kinds))
    for values in asserts.enums:
        terms.append(scalars.is_one_of(statements.module, values, variable, allowed))
        allowed &= {kind(value) for value in values}
    if "False" in terms:
        return ["False"]
    found_ = {each: _of_kind(statements, each, asserts, variable) for each in sorted(allowed)}
    bodies = [(name, found) for name, found in found_.items() if found != []]
    if len(bodies) > 1 or any(found is None for _, found in bodies):
        return None
    for name, found in bodies:
        inner = every(found or [])
        test = f"not {has_type((name,), variable)}"
        terms.append(inner if len(allowed) == 1 else either([test, inner]))
    applied = _applied(statements, asserts, variable, allowed)
    return None if applied is None else [*terms, *applied]


def tells_kinds_apart(asserts: Asserts, kinds: frozenset[str]) -> bool:
    """Tell whether a schema allows values because of what they are not: no object, say.

    What is of a class that `json` does not make would be allowed, as nothing is known of it.
    """
    if kinds != ANY or asserts.types is not None or asserts.enums:
        return False
    negated_ = (asserts.not_, asserts.if_)
    return any(each is not None for each in negated_) or not stated(asserts).isdisjoint(_OF_KINDS)


def _takes_statements(asserts: Asserts) -> bool:
    one = (asserts.if_, asserts.unevaluated_items, asserts.unevaluated_properties)
    several = (asserts.dependent_schemas, asserts.dependent_required, asserts.pattern_properties)
    other = asserts.contains is not None or asserts.property_names is not None
    applied = len(asserts.all_of) + len(asserts.any_of) + len(asserts.one_of)
    many = len(asserts.properties) > _MOST or applied > _MOST
    return any(each is not None for each in one) or any(several) or other or many


def _of_kind(statements: Writer, kind_: str, asserts: Asserts, variable: str) -> list[str] | None:
    """Return what is asserted of the values of one kind, None if it takes statements."""
    match kind_:
        case "string":
            return scalars.string(statements.module, asserts, variable)
        case "number":
            return scalars.number(statements.module, asserts, variable)
        case "array":
            return _array(statements, asserts, variable)
        case "object":
            return _object(statements, asserts, variable)
        case _:
            return []


def _array(statements: Writer, asserts: Asserts, variable: str) -> list[str] | None:
    if asserts.prefix_items:
        return None
    terms = sizes(variable, asserts.min_items, asserts.max_items)
    if asserts.items is not None and stated(statements.asserts[asserts.items]):
        if not are_texts(statements, asserts):
            return None
        terms.append(texts(statements, variable))
    return [*terms, *([unique(statements, asserts, variable)] if asserts.unique_items else [])]


def are_texts(statements: Writer, asserts: Asserts) -> bool:
    """Tell whether all that is said of the items of an array is that they are texts."""
    if asserts.items is None or asserts.prefix_items:
        return False
    items = statements.asserts[asserts.items]
    return items.types == ("string",) and stated(items) == {"types"}


def texts(statements: Writer, variable: str) -> str:
    """Return the condition for all items of an array to be texts."""
    statements.module.runtime("are_texts")
    return f"are_texts({variable})"


def unique(statements: Writer, asserts: Asserts, variable: str) -> str:
    """Return the condition for items to differ, of which all else that is asserted holds."""
    check = f"is_unique({variable})"
    kinds = ANY
    if asserts.items is not None and not asserts.prefix_items:
        kinds = statements.kinds(asserts.items)
    if any(kinds <= each for each in _HASHED):
        check = f"len(set({variable})) == len({variable})"
    else:
        statements.module.runtime("is_unique")
    return f"(len({variable}) < 2 or {check})"


def sizes(variable: str, least: int | None, most: int | None) -> list[str]:
    """Return the conditions for how much may be in a value."""
    terms = [f"len({variable}) >= {least}"] if least and least > 1 else []
    terms += [variable] if least == 1 else []
    return [*terms, *([] if most is None else [f"len({variable}) <= {most}"])]


def _object(statements: Writer, asserts: Asserts, variable: str) -> list[str] | None:
    terms = sizes(variable, asserts.min_properties, asserts.max_properties)
    known = statements.known.get(variable, {})
    terms += [f"{name!r} in {variable}" for name in asserts.required if name not in known]
    for name, key in asserts.properties.items():
        if name in known:
            member = known[name]
            inner = statements.condition(key, member.source, member.kinds)
        else:
            inner = _of_property(statements, asserts, name, variable)
        if inner is None:
            return None
        terms.append(inner)
    rest = asserts.additional_properties
    if rest is not None and stated(statements.asserts[rest]):
        if not statements.asserts[rest].never:
            return None
        if not asserts.properties:
            return [*terms, f"not {variable}"]
        names = statements.module.constant(f"frozenset({[*asserts.properties]!r})")
        terms.append(f"{variable}.keys() <= {names}")
    return [each for each in terms if each != "True"]


def _of_property(statements: Writer, asserts: Asserts, name: str, variable: str) -> str | None:
    """Return the condition for a property, which may not be there."""
    own = statements.module.variable()
    # No literal has this character in it as it is.
    stand_in = f"\0{own}\0"
    inner = statements.condition(asserts.properties[name], stand_in)
    if inner is None:
        return None
    there = f"{variable}[{name!r}]"
    if inner.count(stand_in) > 1:
        inner = inner.replace(stand_in, f"({own} := {there})", 1).replace(stand_in, own)
    inner = inner.replace(stand_in, there)
    return inner if name in asserts.required else either([f"{name!r} not in {variable}", inner])


def _applied(
    statements: Writer, asserts: Asserts, variable: str, kinds: frozenset[str]
) -> list[str] | None:
    terms: list[str | None] = [
        statements.condition(each, variable, kinds) for each in asserts.all_of
    ]
    if asserts.any_of:
        terms.append(_any(statements, asserts.any_of, variable, kinds))
    if asserts.one_of:
        # No value is of two members that have no kind in common.
        several = [name for each in asserts.one_of for name in statements.kinds(each) & kinds]
        if len(set(several)) < len(several):
            return None
        terms.append(_any(statements, asserts.one_of, variable, kinds))
    if asserts.not_ is not None:
        inner = statements.condition(asserts.not_, variable, kinds)
        terms.append(None if inner is None else negated(inner))
    found = [each for each in terms if each is not None]
    return found if len(found) == len(terms) else None


def _any(
    statements: Writer, keys: Sequence[Key], variable: str, kinds: frozenset[str]
) -> str | None:
    members = relevant(statements, keys, kinds)
    common = kinds & frozenset[str]().union(*map(statements.kinds, members))
    if not common:
        return "False"
    alone = common if len(common) == 1 else kinds
    terms = [statements.condition(each, variable, alone) for each in members]
    found = [each for each in terms if each is not None]
    if len(found) < len(terms):
        return None
    test = has_type(tuple(alone), variable) if alone != kinds else "True"
    return every([test, either(alternatives(statements, members, variable, alone))])


def relevant(statements: Writer, keys: Sequence[Key], kinds: frozenset[str]) -> list[Key]:
    """Return the members of an `anyOf` that allow what others do not, of values of some kinds."""
    whole: dict[str, Key] = {}
    for each in keys:
        for name in statements.kinds(each) & kinds:
            if statements.condition(each, NOBODY, frozenset({name})) == "True":
                whole.setdefault(name, each)
    return [
        each
        for each in dict.fromkeys(keys)
        if any(whole.get(name, each) == each for name in statements.kinds(each) & kinds)
    ]


def alternatives(
    statements: Writer, keys: Sequence[Key], variable: str, kinds: frozenset[str]
) -> list[str]:
    """Return the conditions of which one must hold; several patterns are searched for at once."""
    alone = [each for each in keys if not is_pattern(statements.asserts[each], kinds)]
    searched = [str(statements.asserts[each].pattern) for each in keys if each not in alone]
    module = statements.module
    together = patterns.joined(module, searched) if len(searched) > 1 else None
    if together is None:
        return [statements.test(each, variable, kinds) for each in keys]
    tests = [statements.test(each, variable, kinds) for each in alone]
    return [*tests, f"{module.search_python(together)}({variable})"]


def is_pattern(asserts: Asserts, kinds: frozenset[str]) -> bool:
    """Tell whether a schema says of texts that they have a pattern, and no more."""
    only = stated(asserts) <= {"types", "pattern"}
    return only and kinds == TEXT and asserts.pattern is not None
