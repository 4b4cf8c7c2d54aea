"""What is wrong with a value, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.review.metaschema_validators import Fault


def told(faults: Sequence[Fault]) -> str:
    """Return the first fault in words, with its place in the value, and how many follow.

    Of a union in a union, only the innermost one says why a value fits none of its members.
    """
    said = _counted(faults)
    causes = faults[0].causes
    while causes and causes[0].causes:
        causes = causes[0].causes
    return f"{said}; closest: {_counted(causes)}" if causes else said


def _counted(faults: Sequence[Fault]) -> str:
    first = faults[0]
    where = f"at {first.instance}: " if first.instance else ""
    others = len(faults) - 1
    return f"{where}{first.message}{f' (and {others} more)' if others else ''}"
