"""Schemas that apply others in place of those that they apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from schemawright.assertions.plan import Asserts, Contains, Key

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Held: TypeAlias = Key | Contains | tuple[Key, ...] | Mapping[str, Key] | None

HERE = frozenset({"all_of", "any_of", "one_of", "then", "else_", "dependent_schemas"})
"""The fields of `Asserts` with schemas that are applied to the same value, and must accept it."""
WRITTEN = frozenset({"not_", "if_"})
"""Those with schemas that are asked whether they hold, so that accepting more changes it."""
INSIDE = frozenset(
    {"prefix_items", "items", "contains", "properties", "pattern_properties"}
    | {"additional_properties", "property_names", "unevaluated_items", "unevaluated_properties"}
)
"""Those with schemas that are applied to parts of the value."""
_ALL = tuple(sorted(HERE | WRITTEN | INSIDE))


def is_asked(asserts: Asserts, field: str) -> bool:
    """Tell whether a schema only asks the schemas in a field whether they hold."""
    counts = asserts.contains is not None and asserts.contains.most is not None
    return field in WRITTEN or (field == "contains" and counts)


def moved(asserts: Asserts, way: Callable[[str, Key], Key]) -> Asserts:
    """Return a schema that applies others.

    Args:
        asserts: the schema.
        way: returns the key to take in place of another one, which is found in a field.
    """
    changes: dict[str, Any] = {}
    for name in _ALL:
        before: Held = getattr(asserts, name)
        after = _moved(before, name, way)
        if after != before:
            changes[name] = after
    return replace(asserts, **changes) if changes else asserts


def _moved(value: Held, name: str, way: Callable[[str, Key], Key]) -> Held:
    if value is None or isinstance(value, Key):
        return None if value is None else way(name, value)
    if isinstance(value, Contains):
        return value._replace(schema=way(name, value.schema))
    if isinstance(value, Mapping):
        return {text: way(name, each) for text, each in value.items()}
    return tuple([way(name, each) for each in value])
