"""The statements that check one value against what one schema asserts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright.assertions.plan import applied
from schemawright.checks import arrays, collecting, dispatch, objects, scalars
from schemawright.checks.conditions import KINDS, fits, has_type
from schemawright.checks.writing import REJECT, indented, unless, when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Lines, Module

DEEPEST = 8
"""So many blocks may stand in each other; Python allows 20 loops, people fewer."""

ONLY_TYPES, ONLY_ENUMS, ONLY_ALL_OF = map(frozenset, (["types"], ["enums"], ["all_of"]))


class Statements:
    """Writes checks; schemas that are used once are written where they are used."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.asserts: Mapping[Key, Asserts] = {
            key: simplified(each) for key, each in module.plan.asserts.items()
        }
        self._uses = Counter(used for each in self.asserts.values() for used in applied(each))
        self._uses.update(module.plan.roots * 2)
        self.evaluating = collecting.evaluating(module.plan)

    def of(self, key: Key, variable: str, depth: int = 0) -> Lines:
        """Return the statements that reject a value which the schema does not allow."""
        asserts = self.asserts[key]
        if (simple := self.simple(asserts, variable)) is not None:
            return unless(simple)
        if depth and (self._uses[key] > 1 or depth > DEEPEST):
            return unless(f"{self.module.function(key)}({variable})")
        return self.body(asserts, variable, depth)

    def test(self, key: Key, variable: str) -> str:
        """Return a condition that tells whether a schema allows a value."""
        simple = self.simple(self.asserts[key], variable)
        return simple if simple is not None else f"{self.module.function(key)}({variable})"

    def simple(self, asserts: Asserts, variable: str) -> str | None:
        """Return the condition that says all that a schema asserts, None if it takes more."""
        stated = self.module.stated(asserts)
        if asserts.never:
            return "False"
        if not stated:
            return "True"
        if stated == ONLY_TYPES and asserts.types is not None:
            return has_type(asserts.types, variable)
        if stated == ONLY_ENUMS and len(asserts.enums) == 1:
            return scalars.is_one_of(self.module, asserts.enums[0], variable)
        if stated == ONLY_ALL_OF and len(asserts.all_of) == 1:
            target = asserts.all_of[0]
            inner = self.module.stated(self.asserts[target])
            if len(inner) <= 1 and "all_of" not in inner:
                return self.simple(self.asserts[target], variable)
        return None

    def body(self, asserts: Asserts, variable: str, depth: int) -> Lines:
        """Return the statements for all that a schema asserts."""
        if asserts.unevaluated_items is not None or asserts.unevaluated_properties is not None:
            return collecting.whole(self, asserts, variable, depth)
        return [*self.own(asserts, variable, depth), *self._applied(asserts, variable, depth)]

    def own(self, asserts: Asserts, variable: str, depth: int) -> Lines:
        """Return the statements for all but the schemas that apply to the same value."""
        if asserts.never:
            return [REJECT]
        lines = self._by_kind(asserts, variable, depth)
        for values in asserts.enums:
            lines += unless(scalars.is_one_of(self.module, values, variable))
        return lines

    def _by_kind(self, asserts: Asserts, variable: str, depth: int) -> Lines:
        if asserts.types is None:
            lines: Lines = []
            for kind in KINDS:
                if body := self._of_kind(kind, asserts, variable, depth):
                    word = "elif" if lines else "if"
                    lines += [f"{word} {has_type((kind,), variable)}:", *indented(body)]
            return lines
        whole = "integer" in asserts.types and "number" not in asserts.types
        allowed = {"number" if each == "integer" else each for each in asserts.types}
        kinds = [each for each in KINDS if each in allowed]
        spelled = {each: "integer" if each == "number" and whole else each for each in kinds}
        bodies = {each: self._of_kind(each, asserts, variable, depth) for each in kinds}
        if len(kinds) == 1:
            (kind,) = kinds
            return [*unless(has_type((spelled[kind],), variable)), *bodies[kind]]
        lines = []
        plain = tuple(spelled[each] for each in kinds if not bodies[each])
        for kind in kinds:
            if bodies[kind]:
                word = "elif" if lines else "if"
                lines += [f"{word} {has_type((spelled[kind],), variable)}:"]
                lines += indented(bodies[kind])
        if not lines:
            return unless(has_type(plain, variable))
        rest = f"elif not {has_type(plain, variable)}:" if plain else "else:"
        return [*lines, rest, f"    {REJECT}"]

    def _of_kind(self, kind: str, asserts: Asserts, variable: str, depth: int) -> Lines:
        """Return the statements for what is asserted of the values of one kind."""
        match kind:
            case "object":
                return objects.body(self, asserts, variable, depth + 1)
            case "array":
                return arrays.body(self, asserts, variable, depth + 1)
            case "string":
                return scalars.string(self.module, asserts, variable)
            case "number":
                return scalars.number(self.module, asserts, variable)
            case _:
                return []

    def _applied(self, asserts: Asserts, variable: str, depth: int) -> Lines:
        """Return the statements for the schemas that apply to the same value."""
        lines: Lines = []
        for key in asserts.all_of:
            lines += self.of(key, variable, depth + 1)
        if asserts.not_ is not None:
            lines += when(self.test(asserts.not_, variable), [REJECT])
        if asserts.any_of:
            lines += dispatch.union(self, asserts.any_of, (variable, depth), one=False)
        if asserts.one_of:
            lines += dispatch.union(self, asserts.one_of, (variable, depth), one=True)
        lines += self._conditional(asserts, variable, depth)
        for name, key in asserts.dependent_schemas.items():
            there = f"type({variable}) is dict and {name!r} in {variable}"
            lines += when(there, self.of(key, variable, depth + 1))
        return lines

    def _conditional(self, asserts: Asserts, variable: str, depth: int) -> Lines:
        if asserts.if_ is None:
            return []
        test = self.test(asserts.if_, variable)
        then = self.of(asserts.then, variable, depth + 1) if asserts.then is not None else []
        other = self.of(asserts.else_, variable, depth + 1) if asserts.else_ is not None else []
        if test in {"True", "False"}:
            return then if test == "True" else other
        if not then:
            return when(f"not {test}", other)
        return [*when(test, then), *(["else:", *indented(other)] if other else [])]


def simplified(asserts: Asserts) -> Asserts:
    """Return a schema without a type where the values that it lists say as much."""
    if asserts.types is None or not asserts.enums:
        return asserts
    values, *others = asserts.enums
    fitting = tuple(each for each in values if fits(each, asserts.types))
    return replace(asserts, types=None, enums=(fitting, *others))
