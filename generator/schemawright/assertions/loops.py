"""Schemas that apply each other to the same value, in a circle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright.assertions.plan import Asserts, Key, in_place
from schemawright.cycles import cycles
from schemawright.diagnostics import InputError, reference_loop

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.diagnostics import Diagnostic


def without_loops(asserts: Mapping[Key, Asserts]) -> Mapping[Key, Asserts]:
    """Return schemas of which none applies itself to the value that it is applied to.

    Where all of a circle must hold and only one schema on it says something, that one is what all
    of them say.

    Raises:
        InputError: nobody could tell what the schemas on a circle allow (JSON Schema Core
            2020-12, section 9.4.1).
    """
    found = dict(asserts)
    faults: list[Diagnostic] = []
    for circle in _circles(asserts):
        settled = _settled(circle)
        if settled is None:
            places = sorted({key.location for key in circle})
            faults.append(reference_loop(places[0], places[1:]))
        else:
            found.update(settled)
    if faults:
        raise InputError(*faults)
    return found


def with_loops_opened(asserts: Mapping[Key, Asserts]) -> Mapping[Key, Asserts]:
    """Return schemas of which none applies itself to the value that it is applied to.

    Where nobody could tell what a circle allows, it is read as inheritance is meant: OpenAPI
    documents let a base list its heirs in `oneOf` and each heir take in the base by `allOf`. An
    heir asserts what its bases say themselves, not which of the alternatives of a base it is.
    """
    found = dict(asserts)
    for circle in _circles(asserts):
        found.update(_settled(circle) or _opened(circle))
    return found


def _circles(asserts: Mapping[Key, Asserts]) -> Iterator[Mapping[Key, Asserts]]:
    edges = {
        key: [*in_place(each), *([] if each.not_ is None else [each.not_])]
        for key, each in asserts.items()
    }
    order = {key: number for number, key in enumerate(asserts)}
    for circle in cycles(edges):
        yield {key: asserts[key] for key in sorted(circle, key=order.__getitem__)}


def _settled(circle: Mapping[Key, Asserts]) -> dict[Key, Asserts] | None:
    """Return the schemas of a circle without the references that close it, None if it matters."""
    open_: dict[Key, Asserts] = {}
    for key, asserts in circle.items():
        outer = tuple(each for each in asserts.all_of if each not in circle)
        own = replace(asserts, all_of=outer, references=0)
        if any(each in circle for each in (*in_place(own), own.not_)):
            return None
        open_[key] = own
    telling = [key for key, own in open_.items() if own != Asserts()]
    if len(telling) > 1:
        return None
    for key in open_.keys() - telling:
        open_[key] = Asserts(all_of=tuple(telling))
    return open_


def _opened(circle: Mapping[Key, Asserts]) -> dict[Key, Asserts]:
    """Return the schemas of a circle: each asserts what those that it takes in say themselves."""
    found: dict[Key, Asserts] = {}
    for key, asserts in circle.items():
        own = _own(asserts, circle)
        found[_own_key(key)] = own
        taken = [_own_key(each) for each in _taken_in(key, circle)]
        found[key] = replace(
            own,
            all_of=(*own.all_of, *taken),
            any_of=_outside(asserts.any_of, key, circle),
            one_of=_outside(asserts.one_of, key, circle),
        )
    return found


def _own_key(key: Key) -> Key:
    return key._replace(part=f"{key.part} own")


def _own(asserts: Asserts, circle: Mapping[Key, Asserts]) -> Asserts:
    """Return what a schema says without those on a circle with it."""
    conditional = (asserts.if_, asserts.then, asserts.else_)
    closed = any(each in circle for each in conditional)
    return replace(
        asserts,
        all_of=tuple(each for each in asserts.all_of if each not in circle),
        references=0,
        any_of=() if any(each in circle for each in asserts.any_of) else asserts.any_of,
        one_of=() if any(each in circle for each in asserts.one_of) else asserts.one_of,
        not_=None if asserts.not_ in circle else asserts.not_,
        if_=None if closed else asserts.if_,
        then=None if closed else asserts.then,
        else_=None if closed else asserts.else_,
        dependent_schemas={
            name: each for name, each in asserts.dependent_schemas.items() if each not in circle
        },
    )


def _taken_in(key: Key, circle: Mapping[Key, Asserts]) -> list[Key]:
    """Return the schemas of a circle that a schema takes in by `allOf` and references."""
    found: dict[Key, None] = {}
    pending = [*circle[key].all_of]
    while pending:
        each = pending.pop(0)
        if each in circle and each != key and each not in found:
            found[each] = None
            pending += circle[each].all_of
    return [*found]


def _outside(members: tuple[Key, ...], key: Key, circle: Mapping[Key, Asserts]) -> tuple[Key, ...]:
    """Return alternatives without those that lead back by being alternatives themselves."""
    return tuple(each for each in members if each not in circle or not _leads_to(each, key, circle))


def _leads_to(start: Key, key: Key, circle: Mapping[Key, Asserts]) -> bool:
    """Tell whether alternatives alone lead from a schema to another on a circle."""
    seen: set[Key] = set()
    pending = [start]
    while pending:
        each = pending.pop()
        if each == key:
            return True
        if each not in seen and each in circle:
            seen.add(each)
            pending += (*circle[each].any_of, *circle[each].one_of)
    return False
