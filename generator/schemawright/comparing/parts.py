"""Whether what is known of numbers, texts, arrays and objects is all that a schema asks of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from schemawright.comparing.facts import Bound, Context, Facts
from schemawright.comparing.nodes import matches
from schemawright.runtime.values import is_multiple

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemawright.comparing.nodes import Node, Nodes


class Reasons(Protocol):
    """What can be asked about a value and its parts."""

    facts: Facts
    nodes: Nodes

    def inside(self, context: Context, goal: int) -> bool:
        """Tell whether a schema allows all that a part of the value can be."""
        ...

    def is_dead(self, context: Context) -> bool:
        """Tell whether a part of the value cannot be anything."""
        ...

    def fits(self, goal: int, value: object) -> bool:
        """Tell whether a schema certainly allows a value."""
        ...

    def here(self, context: Context, goal: int) -> bool:
        """Tell whether a schema allows the value itself, about which more may be known."""
        ...

    def with_(self, *more: int) -> Context:
        """Return the context with more that is known."""
        ...


def numbers(facts: Facts, node: Node) -> bool:
    """Tell whether all numbers that fit the facts are what a schema asks for."""
    steps = [*facts.each("multiple_of")]
    if facts.is_integral:
        steps.append(1)
    types = node.get("types", ())
    whole = "integer" in types and "number" not in types
    if whole and not any(is_multiple(each, 1) for each in steps):
        return False
    if "multiple_of" in node and not any(is_multiple(e, node["multiple_of"]) for e in steps):
        return False
    _, first, last = node.get("range", ("", -math.inf, math.inf))
    low, high = facts.low, facts.high
    if low.at < max(node.get("minimum", -math.inf), first):
        return False
    if high.at > min(node.get("maximum", math.inf), last):
        return False
    above, below = (node.get(f"exclusive_{name}") for name in ("minimum", "maximum"))
    if above is not None and not (low.at > above or low == Bound(above, open=True)):
        return False
    return below is None or high.at < below or high == Bound(below, open=True)


def texts(facts: Facts, node: Node) -> bool:
    """Tell whether all texts that fit the facts are what a schema asks for."""
    if facts.least("min_length") < node.get("min_length", 0):
        return False
    if facts.most("max_length") > node.get("max_length", math.inf):
        return False
    if "pattern" in node and node["pattern"] not in [*facts.each("pattern")]:
        return False
    return "format" not in node or node["format"] in [*facts.each("format")]


def arrays(reasons: Reasons, node: Node) -> bool:
    """Tell whether all arrays that fit the facts are what a schema asks for."""
    facts, longest = reasons.facts, reasons.facts.longest
    if facts.least("min_items") < node.get("min_items", 0):
        return False
    if longest > node.get("max_items", math.inf):
        return False
    if node.get("unique_items") and longest > 1 and not any(facts.each("unique_items")):
        return False
    first = node.get("prefix_items", ())
    for index, each in enumerate(first):
        if index < longest and not reasons.inside(facts.of_item(index), each):
            return False
    if "items" in node and not _all_items(reasons, len(first), node["items"]):
        return False
    if "unevaluated_items" in node:
        every = _taken_in(reasons, node)
        start = max(len(each.get("prefix_items", ())) for each in every)
        is_open = not any("items" in each for each in every)
        if is_open and not _all_items(reasons, start, node["unevaluated_items"]):
            return False
    return "contains" not in node or _contains(reasons, node)


def _all_items(reasons: Reasons, start: int, goal: int) -> bool:
    """Tell whether a schema allows all items from one on."""
    facts = reasons.facts
    last = max(start, facts.first_items)
    return all(
        index >= facts.longest or reasons.inside(facts.of_item(index), goal)
        for index in range(start, last + 1)
    )


def _contains(reasons: Reasons, node: Node) -> bool:
    goal, least, most, _ = node["contains"]
    facts = reasons.facts
    enough = not least or (facts.least("min_items") >= least and _all_items(reasons, 0, goal))
    few = most is None or facts.longest <= most
    for schema, at_least, at_most, _ in facts.each("contains"):
        one, other = Context(frozenset({schema})), Context(frozenset({goal}))
        enough = enough or (at_least >= least and reasons.inside(one, goal))
        if at_most is not None and most is not None and at_most <= most:
            few = few or reasons.inside(other, schema)
    return enough and few


def objects(reasons: Reasons, node: Node) -> bool:
    """Tell whether all objects that fit the facts are what a schema asks for."""
    facts = reasons.facts
    if not {*node.get("required", ())} <= facts.required:
        return False
    least = max(facts.least("min_properties"), len(facts.required))
    if least < node.get("min_properties", 0):
        return False
    if not _are_few(reasons, node.get("max_properties", math.inf)):
        return False
    for name, goal in node.get("properties", {}).items():
        if not facts.leaves_out(name) and not reasons.inside(facts.of_property(name), goal):
            return False
    return _dependent(reasons, node) and _by_name(reasons, node)


def _are_few(reasons: Reasons, most: float) -> bool:
    facts = reasons.facts
    if facts.most("max_properties") <= most:
        return True
    return len(facts.names) <= most and _others(reasons, reasons.nodes.nothing, ())


def _by_name(reasons: Reasons, node: Node) -> bool:
    """Tell whether properties are what a schema asks of them by their names."""
    facts = reasons.facts
    patterns = node.get("pattern_properties", {})
    for pattern, (python, goal) in patterns.items():
        for name in sorted(facts.names):
            if matches(python, name) is not False and not reasons.inside(
                facts.of_property(name), goal
            ):
                return False
        if not _matched(reasons, pattern, goal):
            return False
    if "additional_properties" in node and not _rest(
        reasons, (node,), node["additional_properties"]
    ):
        return False
    if "unevaluated_properties" in node:
        every = _taken_in(reasons, node)
        if not any("additional_properties" in each for each in every) and not _rest(
            reasons, every, node["unevaluated_properties"]
        ):
            return False
    return "property_names" not in node or _names(reasons, node["property_names"])


def _matched(reasons: Reasons, pattern: str, goal: int) -> bool:
    """Tell whether a schema allows all properties without a name of their own that match."""
    stated = [
        to
        for each in reasons.facts.each("pattern_properties")
        for written, (_, to) in each.items()
        if written == pattern
    ]
    if stated and reasons.inside(Context(frozenset(stated)), goal):
        return True
    return _others(reasons, goal, ())


def _rest(reasons: Reasons, nodes: Collection[Node], goal: int) -> bool:
    """Tell whether a schema allows all properties that some schemas do not speak of."""
    if goal == reasons.nodes.anything:
        return True
    facts = reasons.facts
    named = {name for each in nodes for name in each.get("properties", {})}
    patterns = {k: v[0] for each in nodes for k, v in each.get("pattern_properties", {}).items()}
    for name in sorted(facts.names - named):
        if any(matches(python, name) for python in patterns.values()):
            continue
        if not reasons.inside(facts.of_property(name), goal):
            return False
    return _others(reasons, goal, patterns)


def _others(reasons: Reasons, goal: int, known: Collection[str]) -> bool:
    """Tell whether a schema allows all properties without a name, but those of known patterns."""
    facts = reasons.facts
    return any(
        all(
            reasons.inside(Context(frozenset({each})), goal)
            for each in facts.of_others(node, known)
        )
        for node in facts.nodes
    )


def _names(reasons: Reasons, goal: int) -> bool:
    facts, text = reasons.facts, reasons.nodes.kinds["string"]
    known = [Context(frozenset({each, text})) for each in facts.each("property_names")]
    if any(reasons.inside(each, goal) for each in known):
        return True
    return _others(reasons, reasons.nodes.nothing, ()) and all(
        reasons.fits(goal, name) or reasons.is_dead(facts.of_property(name))
        for name in sorted(facts.names)
    )


def _dependent(reasons: Reasons, node: Node) -> bool:
    facts = reasons.facts
    for name, needed in node.get("dependent_required", {}).items():
        known = [{*each.get(name, ())} for each in facts.each("dependent_required")]
        if {*needed} <= facts.required.union(*known):
            continue
        if not reasons.is_dead(facts.of_property(name)):
            return False
    for name, goal in node.get("dependent_schemas", {}).items():
        alike = [each[name] for each in facts.each("dependent_schemas") if name in each]
        if reasons.is_dead(facts.of_property(name)):
            continue
        if not reasons.here(reasons.with_(*alike), goal):
            return False
    return True


def is_empty_range(reasons: Reasons, kind: str) -> bool:
    """Tell whether there is no value of one kind that fits the facts."""
    facts = reasons.facts
    match kind:
        case "number":
            low, high = facts.low, facts.high
            return low.at > high.at or (low.at == high.at and (low.open or high.open))
        case "string":
            return facts.least("min_length") > facts.most("max_length")
        case "array":
            least = facts.least("min_items")
            if least > facts.longest:
                return True
            first = range(min(least, facts.first_items + 1))
            return any(reasons.is_dead(facts.of_item(index)) for index in first)
        case "object":
            least = max(facts.least("min_properties"), len(facts.required))
            if least > facts.most("max_properties"):
                return True
            return any(reasons.is_dead(facts.of_property(e)) for e in sorted(facts.required))
        case _:
            return False


def _taken_in(reasons: Reasons, node: Node) -> list[Node]:
    """Return a schema, and those that certainly hold with it."""
    found = [node]
    pending: list[int] = [*node.get("all_of", ())]
    seen: set[int] = set()
    while pending:
        each = pending.pop()
        if each not in seen:
            seen.add(each)
            found.append(reasons.nodes.every[each])
            pending += found[-1].get("all_of", ())
    return found
