"""The regular expressions of schemas, translated for Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics import InputError, bad_pattern, foreign_pattern, slow_pattern
from schemawright.regex.findings import Kind, Untranslatable
from schemawright.regex.translation import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.assertions.plan import Plan
    from schemawright.diagnostics import Diagnostic, Report
    from schemawright.location import Location

_FINDINGS = {Kind.FOREIGN: foreign_pattern, Kind.SLOW: slow_pattern}


def translated(plan: Plan, report: Report) -> Mapping[str, str]:
    """Return every pattern of a plan as Python has it.

    Args:
        plan: what schemas assert.
        report: told of patterns that are slow, or not what they should be.

    Raises:
        InputError: patterns are wrong, or such that Python cannot express them.
    """
    found: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for pattern, at in _patterns(plan):
        if pattern in found:
            continue
        try:
            translation = translate(pattern)
        except Untranslatable as error:
            faults.append(bad_pattern(at, pattern, error.offset, error.reason, error.hint))
            continue
        found[pattern] = translation.pattern
        for note in translation.notes:
            report(_FINDINGS[note.kind](at, pattern, note.offset, note.message))
    if faults:
        raise InputError(*faults)
    return found


def _patterns(plan: Plan) -> Iterator[tuple[str, Location]]:
    for key, asserts in plan.asserts.items():
        if asserts.pattern is not None:
            yield asserts.pattern, key.location / "pattern"
        for pattern in asserts.pattern_properties:
            yield pattern, key.location / "patternProperties" / pattern
