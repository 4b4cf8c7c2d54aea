"""The statements that check one value against what one schema asserts."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from schemawright.assertions.plan import applied
from schemawright.checks import arrays, collecting, dispatch, expressions, objects, scalars
from schemawright.checks.conditions import (
    ANY,
    KINDS,
    OBJECT,
    has_type,
    kind,
    kinds_of_types,
    type_test,
)
from schemawright.checks.kinds import kinds_of_all, own_kinds
from schemawright.checks.simplifying import Simplified, simplified
from schemawright.checks.trials import tried
from schemawright.checks.writing import NOBODY, REJECT, unless, when
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Lines, Member, Module

DEEPEST = 8
"""So many blocks may stand in each other; Python allows 20 loops, people fewer."""

_SMALL = 1
"""A schema that uses so many others, all of which one condition says, is written repeatedly."""


class Statements:
    """Writes checks; schemas that are used once are written where they are used."""

    def __init__(self, module: Module, simple: Simplified | None = None) -> None:
        """Begin with no statement.

        Args:
            module: hands out names; its plan says what is checked.
            simple: the schemas of the plan in their simple form, if that is known.
        """
        self.module = module
        found = simple or simplified(module.plan.asserts)
        self.simple = found
        self.asserts: Mapping[Key, Asserts] = found.asserts
        self.chosen: Mapping[Key, Key] = found.chosen
        self._uses = Counter(used for each in self._reached() for used in applied(each))
        self._uses.update(module.plan.roots * 2)
        self.evaluating = collecting.evaluating(self.asserts)
        self._kinds = kinds_of_all(self.asserts, self.asserts)
        self._longer: set[tuple[Key, frozenset[str]]] = set()
        self._nested = 0
        self.known: dict[str, Mapping[str, Member]] = {}
        self.fetched: dict[str, Mapping[str, Member]] = {}
        self.classes: dict[Key, str | None] = {}
        self.guarded: set[str] = set()
        # Schemas have no names of their own here; each of them is there for good.
        self._tried = {id(self.asserts[key]) for key in tried(self.asserts, self.kinds)}

    def _reached(self) -> list[Asserts]:
        """Return the schemas that are left to be written, each once."""
        seen = set(self.module.plan.roots)
        pending = list(seen)
        while pending:
            new = [each for each in applied(self.asserts[pending.pop()]) if each not in seen]
            seen.update(new)
            pending += new
        return [self.asserts[key] for key in seen]

    def of(self, key: Key, variable: str, depth: int = 0, kinds: frozenset[str] = ANY) -> Lines:
        """Return the statements that reject a value of some kinds that a schema does not allow."""
        if (simple := self.condition(key, variable, kinds)) is not None:
            return unless(simple)
        asserts = self.asserts[key]
        several = self._uses[key] > 1 and not self._is_small(asserts)
        if depth and (several or depth > DEEPEST):
            return unless(f"{self.module.function(key)}({variable})")
        return self.body(asserts, variable, depth, kinds)

    def _is_small(self, asserts: Asserts) -> bool:
        """Tell whether to repeat the statements of a schema takes less than to call a function."""
        inner = list(islice(applied(asserts), _SMALL + 1))
        return len(inner) <= _SMALL and all(self.condition(each, NOBODY) for each in inner)

    def test(self, key: Key, variable: str, kinds: frozenset[str] = ANY) -> str:
        """Return a condition that tells whether a schema allows a value that is of some kinds."""
        simple = self.condition(key, variable, kinds)
        return simple if simple is not None else f"{self.module.function(key)}({variable})"

    def condition(self, key: Key, variable: str, kinds: frozenset[str] = ANY) -> str | None:
        """Return a condition that takes no function of its own, None if it takes more."""
        if (key, kinds) in self._longer or self._nested > expressions.DEEPEST:
            return None
        self._nested += 1
        found = expressions.condition(self, key, variable, kinds)
        self._nested -= 1
        if found is None and not self._nested:
            self._longer.add((key, kinds))
        return found

    def is_tried(self, asserts: Asserts) -> bool:
        """Tell whether values often fail a schema, as it is one of several."""
        return id(asserts) in self._tried

    def kinds(self, key: Key) -> frozenset[str]:
        """Return the kinds of the values that a schema could allow."""
        return self._kinds[key]

    def body(
        self, asserts: Asserts, variable: str, depth: int, kinds: frozenset[str] = ANY
    ) -> Lines:
        """Return the statements for all that a schema asserts of values of some kinds."""
        if variable in self.guarded and depth:
            return self._body(asserts, variable, depth, kinds)
        guards = expressions.tells_kinds_apart(asserts, kinds)
        if guards:
            self.guarded.add(variable)
        lines = self._body(asserts, variable, depth, kinds)
        self.guarded.discard(variable)
        if not lines or not guards:
            return lines
        self.module.runtime("is_known")
        return [f"is_known({variable})", *lines]

    def _body(self, asserts: Asserts, variable: str, depth: int, kinds: frozenset[str]) -> Lines:
        if asserts.unevaluated_items is not None or asserts.unevaluated_properties is not None:
            return collecting.whole(self, asserts, variable, depth)
        before: Mapping[str, Member] = self.known.get(variable, {}) if depth else {}
        self.known[variable] = before
        self.fetched.pop(variable, None)
        lines = self.own(asserts, variable, depth, kinds)
        fetched = self.fetched.pop(variable, {})
        if kinds & kinds_of_types(asserts.types) == OBJECT:
            self.known[variable] = {**before, **fetched}
        lines += self._applied(asserts, variable, depth, kinds & own_kinds(asserts))
        self.known[variable] = before
        return lines

    def own(
        self, asserts: Asserts, variable: str, depth: int, kinds: frozenset[str] = ANY
    ) -> Lines:
        """Return the statements for all but the schemas that apply to the same value."""
        if asserts.never:
            return [REJECT]
        lines = self._by_kind(asserts, variable, depth, kinds)
        left = kinds & kinds_of_types(asserts.types)
        for values in asserts.enums:
            lines += unless(scalars.is_one_of(self.module, values, variable, left))
            left &= {kind(each) for each in values}
        return lines

    def _by_kind(self, asserts: Asserts, variable: str, depth: int, kinds: frozenset[str]) -> Lines:
        allowed = kinds & kinds_of_types(asserts.types)
        bodies = {
            each: self._of_kind(each, asserts, variable, depth) for each in KINDS if each in allowed
        }
        test = type_test(asserts.types, variable, kinds)
        if len(allowed) <= 1 or not any(bodies.values()):
            return [*unless(test), *(line for lines in bodies.values() for line in lines)]
        whole = asserts.types is not None and "number" not in asserts.types
        spelled = {each: "integer" if each == "number" and whole else each for each in bodies}
        lines: Lines = []
        for each, body in bodies.items():
            if body:
                word = "elif" if lines else "if"
                lines += [f"{word} {has_type((spelled[each],), variable)}:", *indented(body)]
        plain = tuple(spelled[each] for each, body in bodies.items() if not body)
        if test == "True":
            return lines
        rest = f"elif not {has_type(plain, variable)}:" if plain else "else:"
        return [*lines, rest, f"    {REJECT}"]

    def _of_kind(self, name: str, asserts: Asserts, variable: str, depth: int) -> Lines:
        """Return the statements for what is asserted of the values of one kind."""
        match name:
            case "object":
                return objects.body(self, asserts, variable, depth + 1)
            case "array":
                return arrays.body(self, asserts, variable, depth + 1)
            case "string":
                terms = scalars.string(self.module, asserts, variable)
            case "number":
                terms = scalars.number(self.module, asserts, variable)
            case _:
                terms = []
        return [line for each in terms for line in unless(each)]

    def _applied(self, asserts: Asserts, variable: str, depth: int, kinds: frozenset[str]) -> Lines:
        """Return the statements for the schemas that apply to the same value."""
        lines: Lines = []
        for key in asserts.all_of:
            lines += self.of(key, variable, depth + 1, kinds)
            kinds &= self.kinds(key)
        if asserts.not_ is not None:
            lines += when(self.test(asserts.not_, variable, kinds), [REJECT])
        if asserts.any_of:
            at = dispatch.At(variable, depth, kinds)
            lines += dispatch.union(self, asserts.any_of, at, one=False)
        if asserts.one_of:
            at = dispatch.At(variable, depth, kinds)
            lines += dispatch.union(self, asserts.one_of, at, one=True)
        lines += self._conditional(asserts, variable, depth, kinds)
        for name, key in asserts.dependent_schemas.items():
            there = f"{name!r} in {variable}"
            if kinds != OBJECT:
                there = f"type({variable}) is dict and {there}"
            lines += when(there, self.of(key, variable, depth + 1, kinds & OBJECT))
        return lines

    def _conditional(
        self, asserts: Asserts, variable: str, depth: int, kinds: frozenset[str]
    ) -> Lines:
        if asserts.if_ is None:
            return []
        test = self.test(asserts.if_, variable, kinds)
        parts = (asserts.then, asserts.else_)
        then, other = (
            self.of(each, variable, depth + 1, kinds) if each is not None else [] for each in parts
        )
        if test in {"True", "False"}:
            return then if test == "True" else other
        if not then:
            return when(f"not {test}", other)
        return [*when(test, then), *(["else:", *indented(other)] if other else [])]
