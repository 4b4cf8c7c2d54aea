"""Which schemas are tried, so that values often fail them.

Where they do not, what is missing may be found by an error: nothing is asked before, and it only
takes long where a value is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.assertions.plan import in_place
from schemawright.checks.tags import tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from schemawright.assertions.plan import Asserts, Key


def tried(asserts: Mapping[Key, Asserts], kinds: Callable[[Key], frozenset[str]]) -> frozenset[Key]:
    """Return the schemas that objects are tried with, with all that these apply in place."""
    pending = [key for each in asserts.values() for key in _alternatives(asserts, each, kinds)]
    found: set[Key] = set()
    while pending:
        key = pending.pop()
        if key not in found:
            found.add(key)
            pending += in_place(asserts[key])
    return frozenset(found)


def _alternatives(
    schemas: Mapping[Key, Asserts], asserts: Asserts, kinds: Callable[[Key], frozenset[str]]
) -> Iterator[Key]:
    for members in (asserts.any_of, asserts.one_of):
        objects = [each for each in members if "object" in kinds(each)]
        if len(objects) > 1 and tag(schemas, objects) is None:
            yield from objects
    if asserts.contains is not None:
        yield asserts.contains.schema
    for key in (asserts.if_, asserts.not_):
        if key is not None:
            yield key
