"""What the expressions that decode and encode values refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright import ir


class Names(Protocol):
    """What the expressions refer to."""

    @property
    def formats(self) -> Mapping[str, str]:
        """What converts the texts that are no `str` in Python, by their format."""
        ...

    def decoder(self, name: ir.TypeName) -> str:
        """Return the function that decodes a declared type."""
        ...

    def listed(self, name: ir.TypeName) -> str:
        """Return the function that decodes those values of an enumeration that it lists."""
        ...

    def is_open(self, name: ir.TypeName) -> bool:
        """Tell whether an enumeration keeps values that it does not list."""
        ...

    def is_loose(self, name: ir.TypeName) -> bool:
        """Tell whether a type has an enumeration in it that keeps values that it does not list."""
        ...

    def encoded(self, name: ir.TypeName, value: str) -> str:
        """Return the expression for a value of a declared type, as JSON has it."""
        ...

    def anything(self, value: str) -> str:
        """Return the expression for any value, as JSON has it."""
        ...

    def check(self, name: ir.TypeName, *, listed: bool = False) -> str:
        """Return the function that tells whether a value is valid as a declared type.

        Args:
            name: the type.
            listed: whether all values must be listed, of enumerations that keep others, too.
        """
        ...

    def runtime(self, name: str) -> str:
        """Return a function of the run time, which is imported then."""
        ...

    def variable(self) -> str:
        """Return a variable that no other part of an expression uses."""
        ...

    def declaration(self, name: ir.TypeName) -> ir.Declaration:
        """Return a declaration."""
        ...

    def constant(self, source: str) -> str:
        """Return the name of a constant."""
        ...
