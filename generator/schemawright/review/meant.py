"""Schemas that contradict themselves, read as lowering reads them: they have findings already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.lower import normalize
from schemawright.lower.keywords import FORMS

if TYPE_CHECKING:
    from schemawright.source.schema import Schema

_RULES = (
    (frozenset({"enum", "type"}), normalize.enum_beside_items),
    (frozenset({"enum", "type"}), normalize.enum_against_type),
    (frozenset({"enum", "nullable"}), normalize.nullable),
    (frozenset({"oneOf"}), normalize.drop_repeated_alternatives),
)
"""The rules that change what is valid, each with the keywords that it needs."""


def as_meant(schema: Schema) -> Schema:
    """Return a schema as the types that are made of it read it; nothing is reported twice.

    Every valid value stays valid, and more values are where it contradicts itself.
    """
    stated = schema.keywords.keys()
    for needed, rule in _RULES:
        if needed <= stated:
            schema = rule(_well_formed(schema, needed), lambda _: None)
            stated = schema.keywords.keys()
    return schema


def _well_formed(schema: Schema, keywords: frozenset[str]) -> Schema:
    wrong = [
        each for each in keywords if each in FORMS and not FORMS[each][0](schema.keywords[each])
    ]
    return schema.without(*wrong) if wrong else schema
