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
    """Return the kinds of values that schemas allow, with all that they take in by `allOf`.

    Each schema is looked at once, however long the chains are.
    """
    found: dict[Key, frozenset[str]] = {}
    pending = [(key, False) for key in wanted]
    while pending:
        key, done = pending.pop()
        if key in found:
            continue
        if done:
            kinds = own_kinds(asserts[key])
            for each in asserts[key].all_of:
                kinds &= found[each]
            found[key] = kinds
        else:
            pending.append((key, True))
            pending += [(each, False) for each in asserts[key].all_of]
    return found
