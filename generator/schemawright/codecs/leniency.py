"""What decoding asks of a value: all that the schemas assert, but `oneOf` is read as `anyOf`.

Documents often meet several members of a `oneOf` that was meant to name alternatives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.assertions.alternatives import as_any_of
from schemawright.assertions.plan import Plan

if TYPE_CHECKING:
    from schemawright.assertions.plan import Asserts, Key


def lenient(plan: Plan) -> Plan:
    """Return a plan in which every `oneOf` is an `anyOf`."""
    found: dict[Key, Asserts] = {}
    for key, asserts in plan.asserts.items():
        found.update(as_any_of(key, asserts))
    return Plan(plan.roots, found)
