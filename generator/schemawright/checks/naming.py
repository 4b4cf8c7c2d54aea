"""Names for the functions that check schemas: after the type or the place that they belong to.

So a change to one schema changes the names of no other's checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.digest import letters
from schemawright.location import innermost, split
from schemawright.python.spelling import is_identifier, snake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Key
    from schemawright.location import Location

LONGEST = 80
"""Characters of a name; of a longer one only letters say how it goes on."""

_PLAIN = frozenset({"properties", "items"})
"""Keywords that are left out of names: what follows them, or precedes them, says enough."""


class Naming:
    """Hands out names, each once.

    Args:
        types: the names of declared types by their keys.
    """

    def __init__(self, types: Mapping[Key, str]) -> None:
        self._types = types
        self._owners: dict[Location, str] = {}
        for key, name in types.items():
            if not key.part:
                self._owners.setdefault(key.location, name)
        self._taken = set(types.values())

    def name(self, key: Key) -> str:
        """Return a name for the checks of a schema, which no other has."""
        if key in self._types:
            return self._types[key]
        owner = innermost(key.location, self._owners)
        way = key.location.pointer[len(owner.pointer) if owner is not None else 0 :]
        words = [snake(token) for token in split(way) if token not in _PLAIN]
        first = [self._owners[owner]] if owner is not None else []
        found = "_".join(filter(None, [*first, *words])) or "schema"
        if not is_identifier(f"a{found}") or len(found) > LONGEST:
            found = f"{found[:LONGEST]}_{letters(way)}" if found.isascii() else letters(way)
        while found in self._taken:
            found = f"{found}_{letters(f'{key}')}"
        self._taken.add(found)
        return found
