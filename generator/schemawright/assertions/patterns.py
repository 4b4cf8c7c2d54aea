"""The regular expressions of schemas, translated for Python."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright.assertions.plan import Asserts, Plan, applied, in_place
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
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from schemawright.assertions.plan import Key
    from schemawright.diagnostics import Report

_FINDINGS = {Kind.FOREIGN: foreign_pattern, Kind.SLOW: slow_pattern}


class Patterns(NamedTuple):
    """Every pattern of a plan, as it is searched for."""

    python: Mapping[str, str]
    """What Python's `re` searches for, by the pattern of ECMA-262."""
    kept: frozenset[str] = frozenset()
    """Those that stay as they are: the `regress` package searches for them."""
    slow: frozenset[str] = frozenset()
    """Those that take very long on some texts."""


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
    slow: set[str] = set()
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
            if note.kind is Kind.SLOW:
                slow.add(pattern)
    return Patterns(python, frozenset(kept), frozenset(slow)), faults


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
    changed = [key for key in asserts if asserts[key] != plan.asserts[key]]
    wider = _and_users(plan, changed, applied)
    before = {key: plan.asserts[key].pattern_properties for key in changed}
    unsure = [key for key in changed if asserts[key].pattern_properties != before[key]]
    unsure += [key for key in wider if _chooses(asserts[key], wider)]
    found = dict(asserts)
    for key in wider:
        widened, made = _widened(asserts[key], wider, key)
        found[key] = widened
        found.update(made)
    for key in _and_users(plan, unsure, in_place):
        # Which keys and items are evaluated is not known any more.
        found[key] = replace(found[key], unevaluated_properties=None, unevaluated_items=None)
    return Plan(plan.roots, found)


def _chooses(asserts: Asserts, wider: Collection[Key]) -> bool:
    """Tell whether it depends on wider schemas which others count for what is evaluated."""
    found = {*in_place(asserts)} - {*asserts.all_of}
    found |= set() if asserts.contains is None else {asserts.contains.schema}
    return not found.isdisjoint(wider)


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


def _and_users(
    plan: Plan, first: Iterable[Key], used: Callable[[Asserts], Iterable[Key]]
) -> dict[Key, None]:
    """Return some schemas, and all that use them, directly or not."""
    users: dict[Key, list[Key]] = {}
    for key, asserts in plan.asserts.items():
        for each in used(asserts):
            users.setdefault(each, []).append(key)
    found = dict.fromkeys(first)
    pending = [*found]
    while pending:
        for user in users.get(pending.pop(), ()):
            if user not in found:
                found[user] = None
                pending.append(user)
    return found


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
    return asserts, made


def _patterns(plan: Plan) -> Iterator[tuple[str, Location]]:
    for key, asserts in plan.asserts.items():
        if asserts.pattern is not None:
            yield asserts.pattern, key.location / "pattern"
        for pattern in asserts.pattern_properties:
            yield pattern, key.location / "patternProperties" / pattern
