"""Schemas in fewer and simpler forms, before their checks are written.

What a schema allows stays the same, and so does what it evaluates (Core 2020-12, section 11): only
how it says so changes, so that less code is written and less of it runs.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.assertions.plan import (
    ANYTHING,
    Asserts,
    Contains,
    Key,
    applied,
    in_place,
    stated_fields,
)
from schemawright.checks.conditions import fits, kind, kinds_of_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NOTHING_ELSE = {"any_of"}
_MOST_FLAT = 64
"""So many members an `anyOf` may get from those inside it."""


class Simplified(NamedTuple):
    """Schemas in their simple form, and for each the one that says the same, as others use it."""

    asserts: dict[Key, Asserts]
    chosen: dict[Key, Key]


def simplified(asserts: Mapping[Key, Asserts]) -> Simplified:
    """Return schemas that use one for all that are alike, and none that only refers to another.

    Args:
        asserts: the schemas by their keys. All keep their place, so that any can be a root.
    """
    plain = {key: _without_bookkeeping(telling(each)) for key, each in asserts.items()}
    targets = _targets(plain)
    order = {key: number for number, key in enumerate(plain)}
    numbers: dict[Key, int] = {}
    known: dict[object, int] = {}
    for key in _children_first(plain, targets):
        signature = _signature(plain[key], targets, numbers)
        number = known.setdefault(signature, order[key])
        numbers[key] = number
    keys = list(plain)
    chosen = {key: keys[numbers[targets[key]]] for key in plain}
    found = {key: _renamed(each, chosen) for key, each in plain.items()}
    return Simplified({key: _flat(found, each) for key, each in found.items()}, chosen)


OF_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "object": (
            *("properties", "pattern_properties", "additional_properties", "property_names"),
            *("required", "dependent_required", "dependent_schemas"),
            *("min_properties", "max_properties", "unevaluated_properties"),
        ),
        "array": (
            *("prefix_items", "items", "contains", "unevaluated_items"),
            *("min_items", "max_items", "unique_items"),
        ),
        "string": ("min_length", "max_length", "pattern"),
        "number": ("minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"),
    }
)
"""The fields of `Asserts` that are about the values of one kind."""


def telling(asserts: Asserts) -> Asserts:
    """Return a schema without what says nothing of the values that its type or list leaves.

    The type itself says nothing beside a list of values.
    """
    if asserts.enums:
        values, *others = asserts.enums
        if asserts.types is not None:
            values = tuple(each for each in values if fits(each, asserts.types))
            asserts = replace(asserts, types=None, enums=(values, *others))
        kinds = frozenset(map(kind, values))
    elif asserts.types is not None:
        kinds = kinds_of_types(asserts.types)
    else:
        return asserts
    idle = [name for each, names in OF_KINDS.items() if each not in kinds for name in names]
    if all(getattr(asserts, name) == getattr(ANYTHING, name) for name in idle):
        return asserts
    return replace(asserts, **{name: getattr(ANYTHING, name) for name in idle})


def _without_bookkeeping(asserts: Asserts) -> Asserts:
    """Return a schema that says of other properties and items what it says of unevaluated ones.

    The two are the same where no other schemas apply to the value.
    """
    if in_place(asserts):
        return asserts
    if asserts.unevaluated_properties is not None:
        other = asserts.additional_properties or asserts.unevaluated_properties
        asserts = replace(asserts, additional_properties=other, unevaluated_properties=None)
    if asserts.unevaluated_items is not None and asserts.contains is None:
        rest = asserts.items or asserts.unevaluated_items
        asserts = replace(asserts, items=rest, unevaluated_items=None)
    return asserts


def stated(asserts: Asserts) -> set[str]:
    """Return the fields in which a schema says more than nothing."""
    return stated_fields(asserts).keys() - {"references"}


def _targets(asserts: Mapping[Key, Asserts]) -> dict[Key, Key]:
    """Return the schema that says all that each says, which is another one if it only refers."""
    found: dict[Key, Key] = {}
    for start in asserts:
        way: list[Key] = []
        key = start
        while key not in found:
            way.append(key)
            each = asserts[key]
            if len(each.all_of) != 1 or stated(each) != {"all_of"}:
                found[key] = key
            else:
                (key,) = each.all_of
        found.update(dict.fromkeys(way, found[key]))
    return found


def _children_first(asserts: Mapping[Key, Asserts], targets: Mapping[Key, Key]) -> Iterator[Key]:
    """Yield schemas after those that they use, as far as they do not use each other."""
    seen: set[Key] = set()
    for root in asserts:
        pending = [(root, False)]
        while pending:
            key, done = pending.pop()
            if done:
                yield key
            elif key not in seen:
                seen.add(key)
                pending.append((key, True))
                pending.extend((targets[each], False) for each in applied(asserts[key]))


def _signature(asserts: Asserts, targets: Mapping[Key, Key], numbers: Mapping[Key, int]) -> object:
    """Return what is equal only for schemas that say the same of the same schemas."""

    def shown(value: Any) -> object:
        if isinstance(value, Key):
            target = targets[value]
            return numbers.get(target, target)
        if isinstance(value, Contains):
            return (shown(value.schema), *value[1:])
        if hasattr(value, "items"):
            return tuple([(name, shown(each)) for name, each in value.items()])
        return tuple([shown(each) for each in value]) if value.__class__ is tuple else value

    # Values are compared by their spelling: to Python, 1 and true are alike.
    return tuple(
        [
            (name, repr(value) if name == "enums" else shown(value))
            for name, value in stated_fields(asserts).items()
            if name != "references"
        ]
    )


def _renamed(asserts: Asserts, chosen: Mapping[Key, Key]) -> Asserts:
    """Return a schema that uses the chosen schemas in place of those that are like them."""
    changes: dict[str, Any] = {}
    for name, value in stated_fields(asserts).items():
        match value:
            case Key():
                changes[name] = chosen[value]
            case Contains():
                changes[name] = value._replace(schema=chosen[value.schema])
            case (Key(), *_):
                changes[name] = tuple([chosen[each] for each in value])
            case _ if name in {"properties", "pattern_properties", "dependent_schemas"} and value:
                changes[name] = {text: chosen[each] for text, each in value.items()}
            case _:
                continue
    return replace(asserts, **changes) if changes else asserts


def _flat(asserts: Mapping[Key, Asserts], each: Asserts) -> Asserts:
    """Return a schema with the members of `anyOf` in place of members that are only an `anyOf`."""
    if not each.any_of:
        return each
    members: list[Key] = []
    pending = list(reversed(each.any_of))
    looked = 0
    while pending:
        key = pending.pop()
        looked += 1
        if looked > max(_MOST_FLAT, len(each.any_of)):
            return each  # alternatives of alternatives, without end: as code they would be endless
        if stated(asserts[key]) == _NOTHING_ELSE:
            pending += reversed(asserts[key].any_of)
        else:
            members.append(key)
    return replace(each, any_of=tuple(dict.fromkeys(members)))
