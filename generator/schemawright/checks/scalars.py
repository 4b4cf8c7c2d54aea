"""Checks of numbers, of text, and of fixed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.checks.conditions import kind
from schemawright.checks.writing import unless
from schemawright.runtime.catalog import INTEGERS

if TYPE_CHECKING:
    from schemawright.assertions.plan import Asserts
    from schemawright.checks.writing import Lines, Module


def number(module: Module, asserts: Asserts, variable: str) -> Lines:
    """Return the statements for what is asserted of numbers (Validation 2020-12, section 6.2)."""
    lines: Lines = []
    for sign, limit in (
        (">=", asserts.minimum),
        (">", asserts.exclusive_minimum),
        ("<=", asserts.maximum),
        ("<", asserts.exclusive_maximum),
    ):
        if limit is not None:
            lines += unless(f"{variable} {sign} {limit!r}")
    if asserts.format is not None and asserts.format.name in INTEGERS:
        least, greatest = INTEGERS[asserts.format.name]
        lines += unless(f"{least} <= {variable} <= {greatest}")
    if asserts.multiple_of is not None:
        module.runtime("is_multiple")
        lines += unless(f"is_multiple({variable}, {asserts.multiple_of!r})")
    return lines


def string(module: Module, asserts: Asserts, variable: str) -> Lines:
    """Return the statements for what is asserted of text (Validation 2020-12, section 6.3)."""
    lines: Lines = []
    if asserts.min_length == 1:
        lines += unless(variable)
    elif asserts.min_length:
        lines += unless(f"len({variable}) >= {asserts.min_length}")
    if asserts.max_length is not None:
        lines += unless(f"len({variable}) <= {asserts.max_length}")
    if asserts.pattern is not None:
        lines += unless(f"{module.search(asserts.pattern)}({variable})")
    if asserts.format is not None and (checker := module.format(asserts.format)) is not None:
        lines += unless(f"{checker}({variable})")
    return lines


def is_one_of(module: Module, values: tuple[Any, ...], variable: str) -> str:
    """Return the condition for a value to equal one of some, as JSON compares."""
    parts: list[str] = []
    groups: dict[str, list[Any]] = {}
    for value in values:
        groups.setdefault(kind(value), []).append(value)
    if "null" in groups:
        parts.append(f"{variable} is None")
    parts += [f"{variable} is {each!r}" for each in dict.fromkeys(groups.get("boolean", ()))]
    if texts := groups.get("string"):
        parts.append(_among(module, texts, variable, f"type({variable}) is str"))
    if numbers := groups.get("number"):
        parts.append(_among(module, numbers, variable, f"type({variable}) in (int, float)"))
    if structured := [*groups.get("array", ()), *groups.get("object", ())]:
        module.runtime("identity")
        known = module.constant(f"frozenset(map(identity, {structured!r}))")
        parts.append(f"type({variable}) in (dict, list) and identity({variable}) in {known}")
    if not parts:
        return "False"
    return parts[0] if len(parts) == 1 and " and " not in parts[0] else f"({' or '.join(parts)})"


def _among(module: Module, values: list[Any], variable: str, condition: str) -> str:
    known = list(dict.fromkeys(values))
    if len(known) == 1:
        return f"{condition} and {variable} == {known[0]!r}"
    return f"{condition} and {variable} in {module.constant(f'frozenset({known!r})')}"
