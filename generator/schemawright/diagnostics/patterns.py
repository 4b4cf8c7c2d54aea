"""Findings about regular expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics.finding import Diagnostic, shown, warning

if TYPE_CHECKING:
    from schemawright.location import Location


def bad_pattern(at: Location, pattern: str, offset: int, reason: str, hint: str = "") -> Diagnostic:
    """A pattern that is no regular expression, or that Python cannot express."""
    return Diagnostic(
        code="bad-pattern",
        message=f"{_excerpt(pattern, offset)}: {reason}",
        location=at,
        hint=hint,
    )


def unchecked_pattern(
    at: Location, pattern: str, offset: int, reason: str, hint: str = ""
) -> Diagnostic:
    """A pattern that validators leave out, as nothing can search for it."""
    return warning(
        "unchecked-pattern",
        at,
        f"{_excerpt(pattern, offset)}: {reason}; validators do not check it",
        hint or "write it otherwise, or let `regress` search for it with --pattern-engine regress",
    )


def foreign_pattern(at: Location, pattern: str, offset: int, reason: str) -> Diagnostic:
    """A pattern that is no ECMA-262 in all parts; it was read as it was meant."""
    return warning(
        "foreign-pattern",
        at,
        f"{_excerpt(pattern, offset)}: {reason}",
        "write it as ECMA-262 has it; other tools read it differently, or not at all",
    )


def slow_pattern(at: Location, pattern: str, offset: int, reason: str) -> Diagnostic:
    """A pattern that takes very long on some texts, which somebody may send on purpose."""
    return warning(
        "slow-pattern",
        at,
        f"{_excerpt(pattern, offset)}: {reason}",
        "let no repetition contain another one that can match the same text, "
        "or limit the length of the text",
    )


def _excerpt(pattern: str, offset: int, around: int = 20) -> str:
    """Return a pattern, or the part of a long one that an offset is in, and the offset."""
    if len(pattern) <= 3 * around:
        return f"the pattern {shown(pattern, 400)} at offset {offset}"
    part = pattern[max(0, offset - around) : offset + around]
    return f"the pattern with {shown(part, 400)} at offset {offset}"
