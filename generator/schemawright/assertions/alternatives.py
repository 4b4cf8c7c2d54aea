"""Reading `oneOf` as `anyOf`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright.assertions.plan import Asserts, Key

if TYPE_CHECKING:
    from collections.abc import Mapping

_PART = "alternatives"


def as_any_of(key: Key, asserts: Asserts) -> Mapping[Key, Asserts]:
    """Return a schema with its `oneOf` read as an `anyOf`, and what had to be made for it."""
    if not asserts.one_of:
        return {key: asserts}
    if not asserts.any_of:
        return {key: replace(asserts, any_of=asserts.one_of, one_of=())}
    other = Key(key.location, key.scope, f"{_PART}:{key.part}")
    return {
        other: Asserts(any_of=asserts.one_of),
        key: replace(asserts, one_of=(), all_of=(*asserts.all_of, other)),
    }
