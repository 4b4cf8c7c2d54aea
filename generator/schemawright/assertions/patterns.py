"""The regular expressions of schemas, translated for Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright.assertions.plan import Asserts, Plan, applied
from schemawright.diagnostics import (
    InputError,
    bad_option,
    bad_pattern,
    foreign_pattern,
    slow_pattern,
    unchecked_pattern,
)
from schemawright.location import Location
from schemawright.regex.findings import Kind, Untranslatable
from schemawright.regex.translation import translate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from schemawright.assertions.plan import Key
    from schemawright.diagnostics import Report

_FINDINGS = {Kind.FOREIGN: foreign_pattern, Kind.SLOW: slow_pattern}


class Patterns(NamedTuple):
    """Every pattern of a plan, as it is searched for."""

    python: Mapping[str, str]
    """What Python's `re` searches for, by the pattern of ECMA-262."""
    kept: frozenset[str] = frozenset()
    """Those that stay as they are: the `regress` package searches for them."""


def translated(plan: Plan, report: Report, *, regress: bool = False) -> Patterns:
    """Return every pattern of a plan.

    Args:
        plan: what schemas assert.
        report: told of patterns that are slow, or not what they should be.
        regress: whether the `regress` package takes what Python cannot express.

    Raises:
        InputError: patterns are wrong, or such that Python cannot express them.
    """
    found, faults = _translated(plan, report, regress=regress)
    if faults:
        raise InputError(*(bad_pattern(at, *fault) for fault, at in faults.values()))
    return found


def settled(plan: Plan, report: Report, *, regress: bool = False) -> tuple[Plan, Patterns]:
    """Return a plan without the patterns that nothing can search for, and the others.

    Nothing is refused for such a pattern: a key that one might match may hold anything.

    Args:
        plan: what schemas assert.
        report: told of patterns that are not checked, slow, or not what they should be.
        regress: whether the `regress` package takes what Python cannot express.
    """
    found, faults = _translated(plan, report, regress=regress)
    for fault, at in faults.values():
        report(unchecked_pattern(at, *fault))
    if not faults:
        return plan, found
    return _without(plan, faults.keys()), found


class _Fault(NamedTuple):
    """What is wrong with a pattern."""

    pattern: str
    offset: int
    reason: str
    hint: str


def _translated(
    plan: Plan, report: Report, *, regress: bool
) -> tuple[Patterns, dict[str, tuple[_Fault, Location]]]:
    python: dict[str, str] = {}
    kept: set[str] = set()
    faults: dict[str, tuple[_Fault, Location]] = {}
    for pattern, at in _patterns(plan):
        if pattern in python or pattern in kept or pattern in faults:
            continue
        try:
            translation = translate(pattern)
        except Untranslatable as error:
            if regress and _is_kept(pattern):
                kept.add(pattern)
            else:
                fault = _Fault(pattern, error.offset, error.reason, error.hint)
                faults[pattern] = (fault, at)
            continue
        python[pattern] = translation.pattern
        for note in translation.notes:
            report(_FINDINGS[note.kind](at, pattern, note.offset, note.message))
    return Patterns(python, frozenset(kept)), faults


def _is_kept(pattern: str) -> bool:
    """Tell whether `regress` can search for a pattern.

    Raises:
        InputError: it is not installed.
    """
    try:
        from schemawright.runtime.ecmascript import search_for  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        hint = "install it: pip install 'schemawright[regress]'"
        raise InputError(
            bad_option(Location("--pattern-engine"), "the package regress is not there", hint)
        ) from None
    try:
        search_for(pattern)
    except ValueError:
        return False
    return True


def _without(plan: Plan, patterns: Collection[str]) -> Plan:
    """Return a plan that does not need some patterns, and refuses nothing for their sake.

    A schema without its pattern allows more; what is said of values that a schema does not allow,
    or of how many schemas do, is left out too.
    """
    asserts = {key: _open(each, patterns) for key, each in plan.asserts.items()}
    wider = _affected(plan, {key for key in asserts if asserts[key] != plan.asserts[key]})
    found = dict(asserts)
    for key in wider:
        widened, made = _widened(asserts[key], wider, key)
        found[key] = widened
        found.update(made)
    return Plan(plan.roots, found)


def _open(asserts: Asserts, patterns: Collection[str]) -> Asserts:
    if asserts.pattern in patterns:
        asserts = replace(asserts, pattern=None)
    known = {
        pattern: key
        for pattern, key in asserts.pattern_properties.items()
        if pattern not in patterns
    }
    if len(known) < len(asserts.pattern_properties):
        asserts = replace(asserts, pattern_properties=known, additional_properties=None)
    return asserts


def _affected(plan: Plan, first: set[Key]) -> list[Key]:
    """Return the schemas that some schemas have a part in, those themselves included."""
    users: dict[Key, list[Key]] = {}
    for key, asserts in plan.asserts.items():
        for each in applied(asserts):
            users.setdefault(each, []).append(key)
    found = dict.fromkeys(key for key in plan.asserts if key in first)
    pending = [*found]
    while pending:
        for user in users.get(pending.pop(), ()):
            if user not in found:
                found[user] = None
                pending.append(user)
    return [*found]


def _widened(
    asserts: Asserts, wider: Collection[Key], key: Key
) -> tuple[Asserts, dict[Key, Asserts]]:
    """Return a schema that some wider ones have a part in, and what had to be made for it."""
    made: dict[Key, Asserts] = {}
    if asserts.not_ in wider:
        asserts = replace(asserts, not_=None)
    if asserts.if_ in wider:
        asserts = replace(asserts, if_=None, then=None, else_=None)
    if asserts.contains is not None and asserts.contains.schema in wider:
        asserts = replace(asserts, contains=asserts.contains._replace(most=None))
    if any(each in wider for each in asserts.one_of):
        some = key._replace(part=f"{key.part} any")
        made[some] = Asserts(any_of=asserts.one_of)
        asserts = replace(asserts, one_of=(), all_of=(*asserts.all_of, some))
    # Which keys and items are evaluated is not known any more.
    return replace(asserts, unevaluated_properties=None, unevaluated_items=None), made


def _patterns(plan: Plan) -> Iterator[tuple[str, Location]]:
    for key, asserts in plan.asserts.items():
        if asserts.pattern is not None:
            yield asserts.pattern, key.location / "pattern"
        for pattern in asserts.pattern_properties:
            yield pattern, key.location / "patternProperties" / pattern
