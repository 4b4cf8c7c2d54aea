"""Which rules rewrote a schema before it was turned into a type."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.lower.normalize import RULES, drop_malformed_keywords

if TYPE_CHECKING:
    from schemawright.lower.context import Context
    from schemawright.source.schema import Schema


class Applied(NamedTuple):
    """A rule that changed a schema, and what it does in one sentence."""

    name: str
    says: str


def applied(context: Context, schema: Schema) -> tuple[Schema, tuple[Applied, ...]]:
    """Return a schema after all rules, and the rules that changed it."""
    found: list[Applied] = []
    settled = context.settled(schema)
    if settled is not schema:
        says = "References beside another one, or to several schemas, become members of allOf."
        found.append(Applied("settled_references", says))
    schema = settled
    for keywords, rule in ((None, drop_malformed_keywords), *RULES):
        if keywords is not None and keywords.isdisjoint(schema.keywords):
            continue
        changed = rule(schema, lambda _: None)
        if changed.keywords != schema.keywords:
            found.append(Applied(rule.__name__, _sentence(rule.__doc__ or "")))
        schema = changed
    return schema, tuple(found)


def _sentence(text: str) -> str:
    return text.strip().partition("\n")[0]
