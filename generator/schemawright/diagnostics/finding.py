"""A finding as data, and how what stands in a document is shown in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.location import Location, Position


class Severity(StrEnum):
    """How bad a finding is; only errors stop a run."""

    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, and how."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about the input.

    `code` is stable: people filter and silence by it.
    """

    code: str
    message: str
    location: Location
    severity: Severity = Severity.ERROR
    hint: str = ""
    related: tuple[Related, ...] = ()
    position: Position | None = None
    detail: str = ""
    """Lines that show it, such as a diff, where programs want to have them."""

    def __str__(self) -> str:
        """Return the finding as plain text, without line and column."""
        lines = [f"{self.location}: {self.severity} {self.code}: {self.message}"]
        lines += [f"  {each.location}: {each.message}" for each in self.related]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


Report: TypeAlias = Callable[[Diagnostic], None]
"""Takes a finding that does not stop the run."""


class InputError(Exception):
    """The input cannot be turned into code; `diagnostics` says why, and where."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


MOST_SHOWN = 10


def shown(value: object, limit: int = 60) -> str:
    """Return a text from the input quoted, any other value as JSON, cut to `limit` characters."""
    if isinstance(value, str):
        text = ascii(value)
        return text if len(text) <= limit else f"{text[: limit - 2]}…{text[-1]}"
    text = json.dumps(value, default=str)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def printable(text: str) -> str:
    """Return a text in which what a terminal does not show, or obeys, is escaped."""
    if text.isprintable():
        return text
    shown = (each if each.isprintable() else ascii(each)[1:-1] for each in text)
    return "".join(shown)


def listed(names: Iterable[object], limit: int = MOST_SHOWN) -> str:
    """Return names, quoted and separated by commas; those past `limit` are only counted."""
    every = [shown(name) for name in names]
    more = f" and {len(every) - limit} more" if len(every) > limit else ""
    return ", ".join(every[:limit]) + more


def warning(code: str, at: Location, message: str, hint: str = "") -> Diagnostic:
    """Return a finding that does not stop a run."""
    return Diagnostic(code=code, message=message, location=at, severity=Severity.WARNING, hint=hint)
