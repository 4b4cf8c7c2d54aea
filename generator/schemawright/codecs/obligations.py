"""Which schemas must hold of a value of one kind, and whether decoding as a type asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.checks.simplifying import OF_KINDS, stated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.statements import Statements


class Obligations:
    """Finds what schemas ask of values of one kind."""

    def __init__(self, statements: Statements) -> None:
        self.asserts: Mapping[Key, Asserts] = statements.asserts
        self._statements = statements
        self._stated: dict[tuple[Key, str], frozenset[str]] = {}
        self._asked: dict[tuple[tuple[Key, ...], str], tuple[Key, ...] | None] = {}

    def of(self, keys: tuple[Key, ...], kind: str) -> tuple[Key, ...] | None:
        """Return the schemas that must all hold of a value of a kind, None if it is not allowed.

        They are looked at without the schemas that they apply to the same value, as far as it is
        clear which of those must hold too.

        Args:
            keys: schemas that hold.
            kind: the kind of the value.
        """
        if (keys, kind) not in self._asked:
            self._asked[keys, kind] = self._of(keys, kind)
        return self._asked[keys, kind]

    def _of(self, keys: tuple[Key, ...], kind: str) -> tuple[Key, ...] | None:
        found: dict[Key, None] = {}
        pending = list(keys)
        while pending:
            key = self._statements.chosen[pending.pop()]
            if key in found:
                continue
            if kind not in self._statements.kinds(key):
                return None
            found[key] = None
            asserts = self.asserts[key]
            pending += asserts.all_of
            members = self.members(asserts, kind)
            if len(members) == 1:
                pending += members
        return tuple(found)

    def members(self, asserts: Asserts, kind: str) -> list[Key]:
        """Return the members of a schema's `anyOf` that a value of a kind could be of."""
        return [each for each in asserts.any_of if kind in self._statements.kinds(each)]

    def stated(self, key: Key, kind: str) -> frozenset[str]:
        """Return the fields in which a schema itself says something of values of a kind."""
        if (key, kind) not in self._stated:
            self._stated[key, kind] = self._states(key, kind)
        return self._stated[key, kind]

    def _states(self, key: Key, kind: str) -> frozenset[str]:
        asserts = self.asserts[key]
        idle = {"types", "all_of"}
        for each, names in OF_KINDS.items():
            idle.update(names if each != kind else ())
        if kind not in {"string", "number"}:
            idle.add("format")
        if len(self.members(asserts, kind)) <= 1:
            idle.add("any_of")
        if kind == "number" and asserts.types and "number" not in asserts.types:
            idle.remove("types")
        return frozenset(stated(asserts) - idle)

    def are_met(self, keys: tuple[Key, ...], by: Key, kind: str) -> bool:
        """Tell whether schemas hold of every value of a kind that another one holds of."""
        if {*keys} == {by}:
            return kind in self._statements.kinds(by)
        asked, found = self.of(keys, kind), self.of((by,), kind)
        if asked is None or found is None:
            return False
        met = frozenset(found)
        return all(each in met or not self.stated(each, kind) for each in asked)
