"""What schemas assert as plain data, for the code that explains what is wrong with a value."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from schemawright.assertions.plan import ANYTHING, Asserts, Contains, Format, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.assertions.plan import Plan

_FIELDS = tuple(each.name for each in fields(Asserts))


def data(plan: Plan, patterns: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """Return what each schema asserts, with the numbers of schemas for their keys.

    Args:
        plan: the schemas; their order gives them their numbers.
        patterns: the patterns of ECMA-262, as Python has them.
    """
    numbers = {key: number for number, key in enumerate(plan.asserts)}
    return tuple(
        node(key, asserts, numbers.__getitem__, patterns.__getitem__)
        for key, asserts in plan.asserts.items()
    )


def node(
    key: Key, asserts: Asserts, number: Callable[[Key], int], pattern: Callable[[str], str]
) -> dict[str, Any]:
    """Return what one schema asserts.

    Only what is stated is there; `at` is the place of the schema, and patterns are Python's.

    Args:
        key: the schema.
        asserts: what it asserts.
        number: returns the number of a schema.
        pattern: returns a pattern of ECMA-262 as Python has it.
    """

    def plain(value: Any) -> Any:
        match value:
            case Key():
                return number(value)
            case Contains(schema=schema):
                return (number(schema), value.least, value.most, value.evaluates)
            case Format():
                return (value.name, value.dialect)
            case _:
                return inside(value)

    def inside(value: Any) -> Any:
        if hasattr(value, "items"):
            return {name: plain(each) for name, each in value.items()}
        return tuple(map(plain, value)) if value.__class__ is tuple else value

    stated = {
        name: value if name == "enums" else plain(value)
        for name in _FIELDS
        if (value := getattr(asserts, name)) != getattr(ANYTHING, name)
    }
    if "pattern" in stated:
        stated["pattern"] = (stated["pattern"], pattern(stated["pattern"]))
    if "pattern_properties" in stated:
        stated["pattern_properties"] = {
            written: (pattern(written), to) for written, to in stated["pattern_properties"].items()
        }
    return {"at": str(key.location), **stated}
