"""What decoding asks of a value: all that the schemas assert, but `oneOf` is read as `anyOf`.

Documents often meet several members of a `oneOf` that was meant to name alternatives.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright.assertions.plan import Asserts, Key, Plan

if TYPE_CHECKING:
    from schemawright.location import Location

_PART = "alternatives"


def lenient(plan: Plan) -> Plan:
    """Return a plan in which every `oneOf` is an `anyOf`."""
    found: dict[Key, Asserts] = {}
    for key, asserts in plan.asserts.items():
        if not asserts.one_of:
            found[key] = asserts
        elif not asserts.any_of:
            found[key] = replace(asserts, any_of=asserts.one_of, one_of=())
        else:
            other = _alternatives(key)
            found[other] = Asserts(any_of=asserts.one_of)
            found[key] = replace(asserts, one_of=(), all_of=(*asserts.all_of, other))
    return Plan(plan.roots, found)


def _alternatives(key: Key) -> Key:
    location: Location = key.location
    return Key(location, key.scope, f"{_PART}:{key.part}")
