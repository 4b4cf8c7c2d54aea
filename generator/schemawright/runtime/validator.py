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
        self._check = check
        self._explain = explain

    def is_valid(self, value: Any) -> bool:
        """Tell whether a value is valid; fast, and silent about why not."""
        try:
            return self._check(value) or self._is_valid_once_plain(value)
        except (RecursionError, TypeError):
            # It is nested too deeply, or no JSON: the report finds a way to say so.
            return not self.errors(value)

    def _is_valid_once_plain(self, value: Any) -> bool:
        other = plain(value)
        return other is not value and self._check(other)

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
