"""What schemas assert as plain data, for the code that explains what is wrong with a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.assertions.plan import Contains, Key, stated_fields
from schemawright.location import innermost
from schemawright.runtime.catalog import INTEGERS, checker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.assertions.patterns import Patterns
    from schemawright.assertions.plan import Asserts, Format, Plan
    from schemawright.location import Location


def data(
    plan: Plan,
    patterns: Patterns,
    place: Callable[[Location], str] = str,
    decoding: Plan | None = None,
) -> tuple[dict[str, Any], ...]:
    """Return what each schema asserts, with the numbers of schemas for their keys.

    Only what is stated is there; `at` is the place of the schema, or the way to it from the schema
    whose number is `in`. Beside a pattern stands what Python has for it, None if Python cannot
    express it.

    Args:
        plan: the schemas; their order gives them their numbers.
        patterns: how patterns are searched for.
        place: what the place of a schema is called.
        decoding: what is asked instead when values are decoded, with more schemas, if it is that;
            where it differs, it stands under that name.
    """
    asked = (decoding or plan).asserts
    every = {**asked, **plan.asserts}
    keys = dict.fromkeys((*plan.asserts, *asked))
    numbers = {key: number for number, key in enumerate(keys)}
    owners: dict[Location, int] = {}
    for key, number in numbers.items():
        owners.setdefault(key.location, number)

    def node(key: Key, asserts: Asserts) -> dict[str, Any]:
        return {
            **_place(key, owners, numbers[key], place),
            **stated(asserts, numbers.__getitem__, patterns.python.get),
        }

    found = {key: node(key, every[key]) for key in keys}
    for key, asserts in asked.items():
        if asserts != every[key]:
            found[key]["decoding"] = node(key, asserts)
    return tuple(found.values())


def stated(
    asserts: Asserts, number: Callable[[Key], int], pattern: Callable[[str], str | None]
) -> dict[str, Any]:
    """Return what one schema asserts, but for its place; only what it states is there.

    Args:
        asserts: the schema.
        number: returns the number of a schema.
        pattern: returns what Python has for a pattern of ECMA-262.
    """

    def plain(value: Any) -> Any:
        match value:
            case Key():
                return number(value)
            case Contains(schema=schema):
                return (number(schema), value.least, value.most, value.evaluates)
            case _:
                return inside(value)

    def inside(value: Any) -> Any:
        if hasattr(value, "items"):
            return {name: plain(each) for name, each in value.items()}
        return tuple(map(plain, value)) if value.__class__ is tuple else value

    found = {
        name: value if name in {"enums", "format"} else plain(value)
        for name, value in stated_fields(asserts).items()
    }
    if "pattern" in found:
        found["pattern"] = (found["pattern"], pattern(found["pattern"]))
    if "pattern_properties" in found:
        found["pattern_properties"] = {
            written: (pattern(written), to) for written, to in found["pattern_properties"].items()
        }
    found.update(_formats(found.pop("format", None)))
    return found


def _place(
    key: Key, owners: Mapping[Location, int], number: int, place: Callable[[Location], str]
) -> dict[str, Any]:
    """Return where a schema is: from the innermost one that it lies in, if there is any."""
    location = key.location
    if owners[location] != number:
        return {"in": owners[location], "at": ""}
    outer = innermost(location.owner(1), owners) if location.pointer else None
    if outer is None:
        return {"at": place(location)}
    return {"in": owners[outer], "at": location.pointer[len(outer.pointer) :]}


def _formats(format_: Format | None) -> dict[str, tuple[Any, ...]]:
    """Return what says how a format is checked: by a function, or by the limits of a number."""
    if format_ is None:
        return {}
    found: dict[str, tuple[Any, ...]] = {}
    if (known := checker(*format_)) is not None:
        found["format"] = (format_.name, known.function)
    if format_.name in INTEGERS:
        found["range"] = (format_.name, *INTEGERS[format_.name])
    return found
