"""Properties by whose values the members of a union can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.checks.conditions import is_scalar, kind
from schemawright.runtime.values import identity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemawright.assertions.plan import Asserts, Key


class Tag(NamedTuple):
    """A property that no two members allow the same value for."""

    name: str
    members: tuple[tuple[Key, tuple[Any, ...]], ...]
    """Each member with the values that it allows."""
    without: tuple[Key, ...]
    """The members that allow that it is not there."""

    @property
    def has_only_texts(self) -> bool:
        """Whether all its values are texts."""
        return all(isinstance(each, str) for _, values in self.members for each in values)

    def cases(self) -> dict[str, Key]:
        """Return the member for each value, where all are texts."""
        return {str(value): key for key, values in self.members for value in values}


def tag(asserts: Mapping[Key, Asserts], keys: Sequence[Key]) -> Tag | None:
    """Return the property by which members are told apart that the most of them require.

    None if there is none.
    """
    offers = [_fixed(asserts, key) for key in keys]
    required = [_required(asserts, key) for key in keys]
    best: Tag | None = None
    for name in offers[0]:
        if not all(name in each for each in offers):
            continue
        values = [each[name] for each in offers]
        # To Python, 1 and true are alike; they are not told apart here.
        spelled = [(kind(value), identity(value)) for each in values for value in each]
        if len(set(spelled)) < len(spelled):
            continue
        without = tuple(
            [key for key, needed in zip(keys, required, strict=True) if name not in needed]
        )
        if best is None or len(without) < len(best.without):
            best = Tag(name, tuple(zip(keys, values, strict=True)), without)
    return best


def _required(asserts: Mapping[Key, Asserts], key: Key) -> set[str]:
    return {name for each in chain(asserts, key) for name in asserts[each].required}


def _fixed(asserts: Mapping[Key, Asserts], key: Key) -> dict[str, tuple[Any, ...]]:
    """Return the properties of a schema that hold one of a few scalars, with those."""
    found: dict[str, tuple[Any, ...]] = {}
    for part in chain(asserts, key):
        for name, inner in asserts[part].properties.items():
            if name not in found and (values := _scalars(asserts, inner)):
                found[name] = values
    return found


def _scalars(asserts: Mapping[Key, Asserts], key: Key) -> tuple[Any, ...]:
    for each in chain(asserts, key):
        for values in asserts[each].enums:
            if all(map(is_scalar, values)):
                distinct = {(kind(value), identity(value)): value for value in values}
                return tuple(distinct.values())
    return ()


def chain(asserts: Mapping[Key, Asserts], key: Key) -> list[Key]:
    """Return a schema and all that it says must hold of the same value."""
    found: dict[Key, None] = {}
    pending = [key]
    while pending:
        each = pending.pop()
        if each not in found:
            found[each] = None
            pending.extend(asserts[each].all_of)
    return list(found)
