# fmt: off
# The same text in every package, whatever the length of its lines.
"""Validators: a quick check, and a second look where it fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .faults import ValidationError, output
from .values import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from .faults import Fault


class Validator:
    """Tells whether values are valid, and what is wrong with them.

    Values are what `json.loads` returns; subclasses of its classes count as these.
    """

    def __init__(
        self, check: Callable[[Any], bool], explain: Callable[[Any], tuple[Fault, ...]]
    ) -> None:
        self._explain = explain
        self.is_valid = _guarded(check, explain)
        """Tell whether a value is valid; fast, and silent about why not."""

    def errors(self, value: Any) -> tuple[Fault, ...]:
        """Return everything that is wrong with a value, nothing if it is valid."""
        return self._explain(value)

    def validate(self, value: Any) -> None:
        """Do nothing if a value is valid.

        Raises:
            ValidationError: it is not; its `errors` say why.
        """
        if not self.is_valid(value) and (errors := self.errors(value)):
            raise ValidationError(errors)

    def output(self, value: Any, form: str = "basic") -> dict[str, Any]:
        """Return the outcome in a form of JSON Schema: `flag`, `basic` or `detailed`.

        JSON Schema Core 2020-12, section 12.4.
        """
        if form == "flag":
            return {"valid": self.is_valid(value)}
        return output(self.errors(value), form)


def _guarded(
    check: Callable[[Any], bool], explain: Callable[[Any], tuple[Fault, ...]]
) -> Callable[[Any], bool]:
    """Return a check that takes any value; a function, as looking up a method takes time too.

    Args:
        check: what to ask of values as `json` makes them.
        explain: what to ask of values that it cannot look at.
    """

    def is_valid(value: Any) -> bool:
        try:
            if check(value):
                return True
            other = plain(value)
            return other is not value and check(other)
        except (AttributeError, RecursionError, TypeError):
            # It is nested too deeply, or no JSON: the report finds a way to say so.
            return not explain(value)

    return is_valid
