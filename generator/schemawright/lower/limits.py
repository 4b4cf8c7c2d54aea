"""How much lowering may take on before it gives up, at a place that can be named.

What a document says in a few lines can multiply: merging takes the members of some schemas
together with those of others, and goes on to what these hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics import InputError, nested_too_deeply, too_large
from schemawright.source.values import MOST_NESTED

if TYPE_CHECKING:
    from schemawright import ir
    from schemawright.location import Location

MOST_INSIDE = 32
"""Types directly inside each other, such as lists of lists; a class starts anew. Python reads 199
brackets inside each other, and a level takes up to a dozen frames of the stack here."""

MOST_MERGED = 1_000_000
"""Schemas, properties and fixed values that `allOf` and the like take together, in all."""

MOST_NESTED_VALUES = 64
"""Arrays and objects inside each other in a default, an example or a fixed value."""

COST_OF_MERGING = 10
"""What merging costs as such, in units of `MOST_MERGED`."""


class Limits:
    """What one run has taken on so far."""

    __slots__ = ("_level", "_merged")

    def __init__(self) -> None:
        self._level = 0
        self._merged = 0

    def enter(self, location: Location) -> None:
        """Go one type further inside; raise InputError where that is too far."""
        if self._level >= MOST_INSIDE:
            raise InputError(nested_too_deeply(location, MOST_INSIDE))
        self._level += 1

    def leave(self) -> None:
        """Come back from where `enter` went."""
        self._level -= 1

    def name(self, name: ir.TypeName, location: Location) -> None:
        """Raise InputError where a declaration has too many owners."""
        if name.count("/") > MOST_NESTED:
            raise InputError(nested_too_deeply(location, MOST_NESTED))

    def merge(self, count: int, location: Location) -> None:
        """Raise InputError where merging so many schemas, properties and values is too much."""
        self._merged += count
        if self._merged > MOST_MERGED:
            raise InputError(
                too_large(
                    location,
                    f"more than {MOST_MERGED:,} schemas, properties and values would be merged, "
                    "most of them over and over again",
                    hint="let fewer of the schemas that are merged here hold each other",
                )
            )
