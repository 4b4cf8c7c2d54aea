"""Definitions that several documents repeat, as tools that write a file for each type do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.location import Location, escape
from schemawright.source.values import is_array, is_object, is_same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from schemawright.source.dialects import Dialect


class Definition(NamedTuple):
    """A schema with a name of its own."""

    location: Location
    value: Any
    dialect: Dialect


def repetitions(
    groups: Iterable[list[Definition]], resolve: Callable[[str, Location], Location | None]
) -> dict[Location, Location]:
    """Return the first of the definitions that say the same, by each of the others.

    They say the same if they are written alike and what they refer to says the same, too; in a
    circle, if nothing on it says otherwise.

    Args:
        groups: the definitions that have one name.
        resolve: returns where a reference at a location leads.
    """
    same: dict[Location, Location] = {}
    references: dict[Location, list[tuple[str, str]]] = {}
    for group in groups:
        firsts: list[Definition] = []
        for each in group:
            alike = next((first for first in firsts if _is_alike(first, each)), None)
            if alike is None:
                firsts.append(each)
            else:
                same[each.location] = alike.location
                references[each.location] = list(_references(each.value))
    changed = True
    while changed:
        changed = False
        for location, first in list(same.items()):
            for inside, reference in references[location]:
                one = resolve(reference, Location(first.uri, first.pointer + inside))
                other = resolve(reference, Location(location.uri, location.pointer + inside))
                if one != (other and representative(other, same)):
                    del same[location]
                    changed = True
                    break
    return same


def representative(location: Location, same: Mapping[Location, Location]) -> Location:
    """Return the place that counts for a location: in the first of the definitions it lies in."""
    pointer = location.pointer
    while pointer:
        first = same.get(Location(location.uri, pointer))
        if first is not None:
            return Location(first.uri, first.pointer + location.pointer[len(pointer) :])
        pointer = pointer.rpartition("/")[0]
    first = same.get(Location(location.uri))
    return location if first is None else Location(first.uri, first.pointer + location.pointer)


def _is_alike(one: Definition, other: Definition) -> bool:
    return one.dialect is other.dialect and is_same(one.value, other.value)


def _references(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the references in a value, with the pointer to what makes each."""
    pending: list[tuple[str, Any]] = [("", value)]
    while pending:
        pointer, each = pending.pop()
        if is_object(each):
            for key, child in each.items():
                if key in {"$ref", "$dynamicRef", "$recursiveRef"} and isinstance(child, str):
                    yield pointer, child
                else:
                    pending.append((f"{pointer}/{escape(key)}", child))
        elif is_array(each):
            pending += [(f"{pointer}/{index}", child) for index, child in enumerate(each)]
