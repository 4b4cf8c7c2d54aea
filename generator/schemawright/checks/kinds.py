"""Which kinds of values schemas could allow, as far as types and lists of values tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.checks.conditions import kind, kinds_of_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from schemawright.assertions.plan import Asserts, Key


def own_kinds(asserts: Asserts) -> frozenset[str]:
    """Return the kinds of values that a schema allows by its own types and values."""
    if asserts.never:
        return frozenset()
    found = kinds_of_types(asserts.types)
    for values in asserts.enums:
        found &= {kind(value) for value in values}
    return found


def kinds_of_all(
    asserts: Mapping[Key, Asserts], wanted: Iterable[Key]
) -> Mapping[Key, frozenset[str]]:
    """Return the kinds of values that schemas allow, with all that applies to the same value.

    Each schema is looked at once, however long the chains are.
    """
    found: dict[Key, frozenset[str]] = {}
    pending = [(key, False) for key in wanted]
    while pending:
        key, done = pending.pop()
        if key in found:
            continue
        if done:
            stated = asserts[key]
            kinds = own_kinds(stated)
            for each in stated.all_of:
                kinds &= found[each]
            for members in (stated.any_of, stated.one_of):
                if members:
                    kinds &= frozenset[str]().union(*(found[each] for each in members))
            found[key] = kinds
        else:
            stated = asserts[key]
            pending.append((key, True))
            pending += [(e, False) for e in (*stated.all_of, *stated.any_of, *stated.one_of)]
    return found
