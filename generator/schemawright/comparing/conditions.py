"""What schemas assert that types do not hold: how it differs between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from schemawright.comparing.facts import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.comparing.inclusion import Inclusion

_KEYWORDS = {
    "range": "format",
    "not_": "not",
    "if_": "if",
    "then": "then",
    "else_": "else",
    "contains": "contains",
    "dependent_required": "dependentRequired",
    "dependent_schemas": "dependentSchemas",
    "property_names": "propertyNames",
    "pattern_properties": "patternProperties",
    "unevaluated_items": "unevaluatedItems",
    "unevaluated_properties": "unevaluatedProperties",
}
_OF_RECORDS = {"min_properties": "minProperties", "max_properties": "maxProperties"}
_DEEPEST = 20


class Condition(NamedTuple):
    """A keyword that says something else, and the way to it inside the value."""

    keyword: str
    how: Literal["added", "removed", "changed"]
    way: str


def conditions(
    inclusion: Inclusion, old: Context, new: Context, *, record: bool = False
) -> Iterator[Condition]:
    """Yield the keywords that say something else of a value; declared types are passed over.

    Args:
        inclusion: knows the schemas, and which pairs are compared by themselves.
        old: the value before.
        new: the value now.
        record: whether types say nothing of the number of properties.
    """
    pending = [(old, new, "")]
    seen: set[tuple[Context, Context]] = set()
    named = {**_KEYWORDS, **(_OF_RECORDS if record else {})}
    while pending:
        before, now, way = pending.pop()
        if before == now or (before, now) in seen or way.count("/") > _DEEPEST:
            continue
        seen.add((before, now))
        one, other = inclusion.facts(before), inclusion.facts(now)
        if way and any(inclusion.grants(one, e) or inclusion.grants(other, e) for e in other.ids):
            continue
        for name, keyword in named.items():
            was, is_ = (sorted(map(repr, facts.each(name))) for facts in (one, other))
            if was != is_:
                how: Literal["added", "removed", "changed"] = "changed"
                if not was or not is_:
                    how = "removed" if was else "added"
                yield Condition(keyword, how, way)
        named = dict(_KEYWORDS)
        count = max(one.first_items, other.first_items) + 1
        pending += [(one.of_item(i), other.of_item(i), f"{way}/item") for i in range(count)]
        for (kind, first), (other_kind, second) in zip(one.choices, other.choices, strict=False):
            if kind == other_kind and len(first) == len(second):
                for a, b in zip(first, second, strict=True):
                    pending.append((_of(a), _of(b), f"{way}/member"))
        for a, b in zip(
            one.each("additional_properties"), other.each("additional_properties"), strict=False
        ):
            pending.append((_of(a), _of(b), f"{way}/value"))


def _of(number: int) -> Context:
    return Context(frozenset({number}))
