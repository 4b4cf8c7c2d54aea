"""Checks of numbers, of text, and of fixed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.checks import patterns
from schemawright.checks.conditions import ANY, NULL, NUMBER, TEXT, either, every, kind
from schemawright.runtime.catalog import INTEGERS

if TYPE_CHECKING:
    from schemawright.assertions.plan import Asserts
    from schemawright.checks.writing import Module


def number(module: Module, asserts: Asserts, variable: str) -> list[str]:
    """Return the conditions that are asserted of numbers (Validation 2020-12, section 6.2)."""
    terms: list[str] = []
    for sign, limit in (
        (">=", asserts.minimum),
        (">", asserts.exclusive_minimum),
        ("<=", asserts.maximum),
        ("<", asserts.exclusive_maximum),
    ):
        if limit is not None:
            terms.append(f"{variable} {sign} {limit!r}")
    if asserts.format is not None and asserts.format.name in INTEGERS:
        least, greatest = INTEGERS[asserts.format.name]
        terms.append(f"{least} <= {variable} <= {greatest}")
    if asserts.multiple_of is not None:
        module.runtime("is_multiple")
        terms.append(f"is_multiple({variable}, {asserts.multiple_of!r})")
    return terms


def string(module: Module, asserts: Asserts, variable: str) -> list[str]:
    """Return the conditions that are asserted of text (Validation 2020-12, section 6.3)."""
    terms: list[str] = []
    if asserts.min_length == 1:
        terms.append(variable)
    elif asserts.min_length:
        terms.append(f"len({variable}) >= {asserts.min_length}")
    if asserts.max_length is not None:
        terms.append(f"len({variable}) <= {asserts.max_length}")
    if asserts.pattern is not None:
        terms.append(patterns.finds(module, asserts.pattern, variable))
    if asserts.format is not None and (checker := module.format(asserts.format)) is not None:
        terms.append(f"{checker}({variable})")
    return terms


def is_one_of(
    module: Module, values: tuple[Any, ...], variable: str, kinds: frozenset[str] = ANY
) -> str:
    """Return the condition for a value of some kinds to equal one of some, as JSON compares."""
    parts: list[str] = []
    groups: dict[str, list[Any]] = {}
    for value in values:
        if kind(value) in kinds:
            groups.setdefault(kind(value), []).append(value)
    if "null" in groups:
        parts.append("True" if kinds == NULL else f"{variable} is None")
    parts += [f"{variable} is {each!r}" for each in dict.fromkeys(groups.get("boolean", ()))]
    if texts := groups.get("string"):
        known = kinds == TEXT
        parts.append(
            _among(module, texts, variable, "True" if known else f"type({variable}) is str")
        )
    if numbers := groups.get("number"):
        known = kinds == NUMBER
        test = "True" if known else f"(type({variable}) is float or type({variable}) is int)"
        parts.append(_among(module, numbers, variable, test))
    if structured := [*groups.get("array", ()), *groups.get("object", ())]:
        module.runtime("identity")
        among = module.constant(f"frozenset(map(identity, {structured!r}))")
        test = f"type({variable}) in (dict, list)"
        parts.append(every([test, f"identity({variable}) in {among}"]))
    return either(parts)


def _among(module: Module, values: list[Any], variable: str, condition: str) -> str:
    known = list(dict.fromkeys(values))
    if len(known) == 1:
        return every([condition, f"{variable} == {known[0]!r}"])
    among = module.constant(f"frozenset({known!r})")
    return every([condition, f"{variable} in {among}"])
