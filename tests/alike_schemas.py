"""Which schemas say the same, whatever they are called and wherever they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from schemawright.assertions.plan import ANYTHING, Asserts, Key, applied

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROUNDS = 6
"""How deep schemas are looked into."""


def changed(before: Mapping[Key, Asserts], after: Mapping[Key, Asserts]) -> set[Key]:
    """Return the schemas that differ, however deep inside, and all that say the same as one.

    Left out is what applies nothing, or nothing but one other schema: nobody would share it.
    """
    sides = (before, after)
    numbers = _classes({(side, key): each for side in (0, 1) for key, each in sides[side].items()})
    keys = {*before, *after}
    differing = {key for key in keys if numbers.get((0, key)) != numbers.get((1, key))}
    found = {
        numbers[at] for at in numbers if at[1] in differing and _is_shared(sides[at[0]][at[1]])
    }
    return {key for (_, key), number in numbers.items() if number in found}


def _is_shared(asserts: Asserts) -> bool:
    below = [*applied(asserts)]
    return bool(below) and (len(below) > 1 or not asserts.references)


def _classes(every: Mapping[tuple[int, Key], Asserts]) -> dict[tuple[int, Key], int]:
    """Return a number for each schema; those that say the same have the same one."""
    stated = {at: [*_stated(asserts)] for at, asserts in every.items()}
    numbers = dict.fromkeys(every, 0)
    for _ in range(_ROUNDS):
        known: dict[object, int] = {}
        numbers = {
            at: known.setdefault(_plain(some, at[0], numbers), len(known))
            for at, some in stated.items()
        }
    return numbers


def _stated(asserts: Asserts) -> Iterator[tuple[str, Any]]:
    for each in fields(Asserts):
        value = getattr(asserts, each.name)
        if value != getattr(ANYTHING, each.name):
            yield each.name, value


def _plain(value: Any, side: int, numbers: Mapping[tuple[int, Key], int]) -> object:
    """Return a value with the number of each schema in its place, and as something to look up."""
    if isinstance(value, Key):
        return numbers.get((side, value))
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return tuple(sorted((key, repr(_plain(each, side, numbers))) for key, each in items))
    if isinstance(value, tuple | list):
        return tuple(_plain(each, side, numbers) for each in cast("list[Any]", value))
    return repr(value)
