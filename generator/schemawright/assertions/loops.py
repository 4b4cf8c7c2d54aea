"""Schemas that apply each other to the same value, in a circle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright.assertions.plan import Asserts, Key, in_place
from schemawright.cycles import cycles
from schemawright.diagnostics import InputError, reference_loop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.diagnostics import Diagnostic


def without_loops(asserts: Mapping[Key, Asserts]) -> Mapping[Key, Asserts]:
    """Return schemas of which none applies itself to the value that it is applied to.

    Where all of a circle must hold and only one schema on it says something, that one is what all
    of them say.

    Raises:
        InputError: nobody could tell what the schemas on a circle allow (JSON Schema Core
            2020-12, section 9.4.1).
    """
    edges = {
        key: [*in_place(each), *([] if each.not_ is None else [each.not_])]
        for key, each in asserts.items()
    }
    found = dict(asserts)
    faults: list[Diagnostic] = []
    for circle in cycles(edges):
        settled = _settled({key: asserts[key] for key in circle})
        if settled is None:
            places = sorted({key.location for key in circle})
            faults.append(reference_loop(places[0], places[1:]))
        else:
            found.update(settled)
    if faults:
        raise InputError(*faults)
    return found


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
