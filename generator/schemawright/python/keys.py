"""By which keys names are locked: what the input calls a thing, and nothing that may change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from schemawright.location import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright import ir

OTHER = "~="
"""What precedes values that are no texts: no text has it, as `~` is escaped."""


def property_key(owner: ir.TypeName, wire: str) -> str:
    """Return the key of a property of a record."""
    return f"{owner}/{escape(wire)}"


def value_key(owner: ir.TypeName, value: ir.Constant) -> str:
    """Return the key of a value of an enumeration."""
    if isinstance(value.value, str):
        return f"{owner}/{escape(value.value)}"
    return f"{owner}/{OTHER}{json.dumps(value.value)}"


def module_key(owner: str) -> str:
    """Return the key of a module, which is that of its outermost type."""
    return escape(owner)


def owner_of(key: str) -> str:
    """Return the key of what a thing lies in, an empty text for what is outermost."""
    return key.rpartition("/")[0]


def by_owner(names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the names of properties or values, in a table for each type."""
    found: dict[str, dict[str, str]] = {}
    for key, name in names.items():
        found.setdefault(owner_of(key), {})[key] = name
    return found
