"""Gives each of many things a name of its own, whatever order they come in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from schemawright.digest import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

Thing = TypeVar("Thing")

LONGEST_NAME = 1_000
"""Characters of a name; of a longer one only letters say how it goes on."""


def allocate(
    things: Iterable[Thing],
    offers: Callable[[Thing], Iterator[str]],
    *,
    exact: Callable[[Thing, str], bool],
    taken: Iterable[str] = (),
    fold: Callable[[str], str] = str,
) -> dict[Thing, str]:
    """Return a distinct name for each thing.

    In rounds, each thing without a name proposes its next one. It gets it when nothing has it
    and nothing else proposes it, or when it alone of those is spelled so (`exact`). A thing
    whose offers all fail gets letters that depend on it alone added to its first.

    Args:
        things: what needs a name; their order does not matter.
        offers: the names that a thing would take, best first.
        exact: tells whether a name is how a thing is written.
        taken: names that nothing may get.
        fold: what makes two names count as one (`str.lower` for names of files).
    """
    used = {fold(name) for name in taken}
    names: dict[Thing, str] = {}
    first: dict[Thing, str] = {}
    open_ = {thing: offers(thing) for thing in things}
    while open_:
        proposed = {
            thing: _short(name)
            for thing, each in open_.items()
            if (name := next(each, None)) is not None
        }
        for thing in [each for each in open_ if each not in proposed]:
            names[thing] = _distinct(first.get(thing, ""), str(thing), used, fold)
        first = {**proposed, **first}
        counts = Counter(map(fold, proposed.values()))
        claims = Counter(
            fold(name)
            for thing, name in proposed.items()
            if counts[fold(name)] > 1 and exact(thing, name)
        )
        for thing, name in proposed.items():
            folded = fold(name)
            alone = counts[folded] == 1 or (claims[folded] == 1 and exact(thing, name))
            if alone and folded not in used:
                names[thing] = name
        used.update(fold(names[thing]) for thing in open_ if thing in names)
        open_ = {thing: each for thing, each in open_.items() if thing not in names}
    return names


def _short(name: str) -> str:
    """Return a name that may be written again and again, however long a text is."""
    if len(name) <= LONGEST_NAME:
        return name
    end = letters(name, 13)
    return f"{name[:LONGEST_NAME].rstrip('_')}_{end.upper() if name.isupper() else end}"


def _distinct(first: str, identity: str, used: Collection[str], fold: Callable[[str], str]) -> str:
    length, case = 4, str.upper if first.isupper() else str.lower
    while fold(name := f"{first.rstrip('_')}_{case(letters(identity, length))}") in used:
        length += 1
    return name
