"""What schemas assert as plain data, for the code that explains what is wrong with a value."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from schemawright.assertions.plan import ANYTHING, Asserts, Contains, Format, Key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Plan

_FIELDS = tuple(each.name for each in fields(Asserts))


def data(plan: Plan, patterns: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """Return what each schema asserts, with the numbers of schemas for their keys.

    Only what is stated is there; `at` is the place of the schema, and patterns are Python's.

    Args:
        plan: the schemas; their order gives them their numbers.
        patterns: the patterns of ECMA-262, as Python has them.
    """
    numbers = {key: number for number, key in enumerate(plan.asserts)}

    def plain(value: Any) -> Any:
        match value:
            case Key():
                return numbers[value]
            case Contains(schema=schema):
                return (numbers[schema], value.least, value.most, value.evaluates)
            case Format():
                return (value.name, value.dialect)
            case _:
                return inside(value)

    def inside(value: Any) -> Any:
        if hasattr(value, "items"):
            return {name: plain(each) for name, each in value.items()}
        return tuple(map(plain, value)) if value.__class__ is tuple else value

    found: list[dict[str, Any]] = []
    for key, asserts in plan.asserts.items():
        stated = {
            name: value if name == "enums" else plain(value)
            for name in _FIELDS
            if (value := getattr(asserts, name)) != getattr(ANYTHING, name)
        }
        if "pattern" in stated:
            stated["pattern"] = (stated["pattern"], patterns[stated["pattern"]])
        if "pattern_properties" in stated:
            stated["pattern_properties"] = {
                pattern: (patterns[pattern], number)
                for pattern, number in stated["pattern_properties"].items()
            }
        found.append({"at": str(key.location), **stated})
    return tuple(found)
