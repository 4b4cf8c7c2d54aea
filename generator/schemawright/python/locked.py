"""Names under a lock: what is locked stays, what is new is locked, what differs is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.diagnostics import InputError, locked_name
from schemawright.lock.names import KINDS
from schemawright.python.clashes import clashes
from schemawright.python.following import followed
from schemawright.python.keys import module_key, property_key, value_key
from schemawright.python.names import Names, codec_by_rule, guard_by_rule, python_names
from schemawright.python.renaming import Change, owner, renamed, scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.diagnostics import Report
    from schemawright.location import Location
    from schemawright.lock.names import LockedNames
    from schemawright.python.renaming import Changes


class Wish(NamedTuple):
    """What is asked of locked names beside that they stay."""

    rename: tuple[str, ...] = ()
    """The names that are to be as the rules have them; an empty text for all."""
    prune: bool = False
    """Whether the names of what is gone are free again."""


class Named(NamedTuple):
    """The names of a package, and what is to be locked of them; None where nothing is."""

    names: Names
    locked: LockedNames | None


def named(model: ir.Model, locked: LockedNames | None, wish: Wish, report: Report) -> Named:
    """Return the names for a model.

    Args:
        model: what has names.
        locked: the names that were locked; None if no name is to be locked.
        wish: what may change.
        report: told which names the rules would choose otherwise.

    Raises:
        InputError: names are locked that cannot be, or one that is to be renamed is not there.
    """
    by_rule = python_names(model)
    if locked is None or not any(locked.of(kind) for kind in KINDS):
        if locked is not None:
            locked = _extended(locked, _tables(by_rule))
        return Named(by_rule, locked)
    if faults := clashes(locked):
        raise InputError(*faults)
    rules = _tables(by_rule)
    kept = followed(locked, model)
    if wish.prune:
        kept = _pruned(kept, rules)
    names = python_names(model, kept)
    now = _tables(names)
    changes = _changes(now, rules, kept)
    if wish.rename:
        kept, changes = renamed(kept, now, changes, wish.rename)
        names = python_names(model, kept)
        now = _tables(names)
    _tell(changes, model, report)
    return Named(names, _extended(kept, now))


def _tables(names: Names) -> dict[str, dict[str, str]]:
    """Return all names by their keys, in a table for each kind."""
    return {
        "attributes": {
            property_key(owner, wire): name
            for owner, fields in names.fields.items()
            for wire, name in fields.items()
        },
        "classes": {str(key): name for key, name in names.types.items()},
        "codecs": {str(key): name for key, name in names.codecs.items()},
        "guards": {str(key): name for key, name in names.guards.items()},
        "members": {
            value_key(owner, value): name
            for owner, members in names.members.items()
            for value, name in members.items()
        },
        "modules": {module_key(owner): name for owner, name in names.modules.items()},
    }


def _pruned(kept: LockedNames, now: Mapping[str, Mapping[str, str]]) -> LockedNames:
    """Return the locked names of what is there."""

    def tables(kind: str) -> dict[str, str]:
        return {key: name for key, name in kept.of(kind).items() if key in now[kind]}

    return kept.having(tables)


def _extended(kept: LockedNames, now: Mapping[str, Mapping[str, str]]) -> LockedNames:
    """Return locked names with those that things have now."""
    classes = now["classes"]
    rules = {"codecs": codec_by_rule, "guards": guard_by_rule}

    def tables(kind: str) -> dict[str, str]:
        if (rule := rules.get(kind)) is None:
            return {**kept.of(kind), **now[kind]}
        gone = {key: name for key, name in kept.of(kind).items() if key not in classes}
        return gone | {key: n for key, n in now[kind].items() if n != rule(classes[key])}

    return kept.having(tables)


def _changes(
    now: Mapping[str, Mapping[str, str]], rules: Mapping[str, Mapping[str, str]], kept: LockedNames
) -> Changes:
    """Return which names the rules would choose otherwise, but for names of what is gone."""
    found: list[Change] = []
    for kind in KINDS:
        if now[kind] == rules[kind]:
            continue
        gone = {(scope(kind, k), n) for k, n in kept.of(kind).items() if k not in now[kind]}
        found += [
            Change(kind, key, name, rules[kind][key], now["classes"].get(owner(kind, key), ""))
            for key, name in now[kind].items()
            if name != rules[kind][key] and (scope(kind, key), rules[kind][key]) not in gone
        ]
    return tuple(found)


def _tell(changes: Changes, model: ir.Model, report: Report) -> None:
    """Report changes, those of one place together."""
    at: dict[Location, list[Change]] = {}
    for each in changes:
        at.setdefault(_location(each, model), []).append(each)
    for location, found in at.items():
        report(locked_name(location, [(each.what, each.spelled, each.new) for each in found]))


def _location(change: Change, model: ir.Model) -> Location:
    key = owner(change.kind, change.key)
    declaration = model.declarations.get(ir.TypeName(key))
    if declaration is None:  # a module is called after a type that others are inside of
        inside = (name for name in model.declarations if name.startswith(f"{key}/"))
        return model.declarations[next(inside)].location
    if change.kind == "attributes" and isinstance(declaration, ir.Record):
        for each in declaration.fields:
            if property_key(declaration.name, each.name) == change.key:
                return each.location
    return declaration.location
