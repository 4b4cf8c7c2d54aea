"""Checks of numbers, of text, and of fixed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.checks.conditions import is_scalar, kind
from schemawright.checks.writing import unless

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
    if asserts.multiple_of is not None:
        module.runtime("is_multiple")
        lines += unless(f"is_multiple({variable}, {asserts.multiple_of!r})")
    return lines


def string(module: Module, asserts: Asserts, variable: str) -> Lines:
    """Return the statements for what is asserted of text (Validation 2020-12, section 6.3)."""
    lines: Lines = []
    if asserts.min_length:
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
        groups.setdefault(kind(value) if is_scalar(value) else "structured", []).append(value)
    if "null" in groups:
        parts.append(f"{variable} is None")
    for value in dict.fromkeys(groups.get("boolean", ())):
        parts.append(f"{variable} is {value!r}")
    if texts := groups.get("string"):
        parts.append(_among(module, list(dict.fromkeys(texts)), variable, "str"))
    if numbers := groups.get("number"):
        among = _among(module, list(dict.fromkeys(numbers)), variable, "(int, float)")
        parts.append(f"{among} and {variable} is not True and {variable} is not False")
    if structured := groups.get("structured"):
        module.runtime("identity")
        known = module.constant(f"frozenset(map(identity, {structured!r}))")
        parts.append(f"isinstance({variable}, (dict, list)) and identity({variable}) in {known}")
    if not parts:
        return "False"
    return parts[0] if len(parts) == 1 and " and " not in parts[0] else f"({' or '.join(parts)})"


def _among(module: Module, values: list[Any], variable: str, classes: str) -> str:
    if len(values) == 1:
        return f"isinstance({variable}, {classes}) and {variable} == {values[0]!r}"
    known = module.constant(f"frozenset({values!r})")
    return f"isinstance({variable}, {classes}) and {variable} in {known}"
