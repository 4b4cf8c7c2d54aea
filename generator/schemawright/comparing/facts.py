"""What is known of a value that some schemas allow."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.checks.conditions import ANY, kind, kinds_of_types
from schemawright.comparing.nodes import matches
from schemawright.runtime.values import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.comparing.nodes import Node, Nodes

_BOTH: dict[str, tuple[Any, ...]] = {"null": (None,), "boolean": (True, False)}


class Context(NamedTuple):
    """A value: the schemas that allow it, and those that do not."""

    allowing: frozenset[int]
    refusing: frozenset[int] = frozenset()


class Bound(NamedTuple):
    """The end of a range of numbers; `open` if it is no part of it."""

    at: float
    open: bool


class Facts:
    """What schemas that hold at once say of a value, put together."""

    def __init__(self, nodes: Nodes, context: Context) -> None:
        self._nodes = nodes
        self.context = context
        self.ids = _with_all_of(nodes, context.allowing)
        self.nodes: list[Node] = [nodes.every[each] for each in sorted(self.ids)]
        self.refusing = context.refusing | {*self.each("not_")}
        stated = [kinds_of_types(each["types"]) for each in self.nodes if "types" in each]
        self.kinds = ANY.intersection(*stated)
        self.never = not self.kinds or any("never" in each for each in self.nodes)
        self.values = self._values()
        if self.values is not None:
            self.kinds &= frozenset(map(kind, self.values))

    def each(self, name: str) -> Iterator[Any]:
        """Yield what the schemas say by one of their assertions."""
        return (each[name] for each in self.nodes if name in each)

    def least(self, name: str) -> int:
        """Return the highest of some lower limits, 0 where there is none."""
        return max(self.each(name), default=0)

    def most(self, name: str) -> float:
        """Return the lowest of some upper limits, infinity where there is none."""
        return min(self.each(name), default=math.inf)

    @cached_property
    def required(self) -> frozenset[str]:
        """The properties that are there."""
        return frozenset(name for names in self.each("required") for name in names)

    @cached_property
    def is_integral(self) -> bool:
        """Whether numbers have no fraction."""
        return any("integer" in t and "number" not in t for t in self.each("types"))

    @cached_property
    def low(self) -> Bound:
        """Where numbers begin."""
        found = [Bound(each, open=False) for each in self.each("minimum")]
        found += [Bound(each, open=True) for each in self.each("exclusive_minimum")]
        found += [Bound(each[1], open=False) for each in self.each("range")]
        low = max(found, default=Bound(-math.inf, open=False))
        if self.is_integral and math.isfinite(low.at):
            return Bound(math.floor(low.at) + 1 if low.open else math.ceil(low.at), open=False)
        return low

    @cached_property
    def high(self) -> Bound:
        """Where numbers end."""
        found = [Bound(each, open=False) for each in self.each("maximum")]
        found += [Bound(each, open=True) for each in self.each("exclusive_maximum")]
        found += [Bound(each[2], open=False) for each in self.each("range")]
        high = min(found, key=lambda e: (e.at, not e.open), default=Bound(math.inf, open=False))
        if self.is_integral and math.isfinite(high.at):
            return Bound(math.ceil(high.at) - 1 if high.open else math.floor(high.at), open=False)
        return high

    @cached_property
    def longest(self) -> float:
        """How many items an array has at most."""
        nothing = self._nodes.nothing
        closed = [len(e.get("prefix_items", ())) for e in self.nodes if e.get("items") == nothing]
        return min([*closed, self.most("max_items")])

    @cached_property
    def told(self) -> list[Node]:
        """Every schema that may be applied to the value itself, whatever that depends on."""
        found: set[int] = set()
        pending = [*self.ids]
        while pending:
            each = pending.pop()
            if each not in found:
                found.add(each)
                pending += in_place(self._nodes.every[each])
        return [self._nodes.every[each] for each in sorted(found)]

    @cached_property
    def names(self) -> frozenset[str]:
        """The properties that are spoken of."""
        named = (("properties", "required", "dependent_required", "dependent_schemas"), self.told)
        return frozenset(name for key in named[0] for e in named[1] for name in e.get(key, ()))

    def leaves_out(self, name: str) -> bool:
        """Tell whether a property is one that nobody has heard of.

        Where an object has properties of its own and nothing is said of further ones, those that
        are there are taken for none that somebody else gives a meaning to.
        """
        anything = self._nodes.anything
        if name in self.names or not any("properties" in each for each in self.told):
            return False
        for each in self.told:
            for further in ("additional_properties", "unevaluated_properties"):
                if each.get(further, anything) != anything:
                    return False
            patterns = each.get("pattern_properties", {}).values()
            if any(matches(python, name) is not False for python, _ in patterns):
                return False
        return True

    def of_property(self, name: str) -> Context:
        """Return what is known of the value of a property."""
        found: set[int] = set()
        for each in self.nodes:
            own = each.get("properties", {})
            if name in own:
                found.add(own[name])
            fitting = [
                (matches(python, name), to)
                for python, to in each.get("pattern_properties", {}).values()
            ]
            found.update(to for fits, to in fitting if fits)
            is_other = name not in own and all(fits is False for fits, _ in fitting)
            if is_other and "additional_properties" in each:
                found.add(each["additional_properties"])
            if name not in self.names and self._is_left(each):
                found.add(each["unevaluated_properties"])
        return Context(frozenset(found))

    def of_others(self, node: Node, known: Iterable[str]) -> Iterator[int]:
        """Yield what a schema asks of properties that no schema names, except by known patterns."""
        for pattern, (_, to) in node.get("pattern_properties", {}).items():
            if pattern not in known:
                yield to
        if self._is_left(node):
            yield node["unevaluated_properties"]
        else:
            yield node.get("additional_properties", self._nodes.anything)

    def of_item(self, index: int) -> Context:
        """Return what is known of an item."""
        found: set[int] = set()
        for each in self.nodes:
            first = each.get("prefix_items", ())
            if index < len(first):
                found.add(first[index])
            elif "items" in each:
                found.add(each["items"])
        return Context(frozenset(found))

    @cached_property
    def first_items(self) -> int:
        """How many items have a schema of their own."""
        return max(map(len, self.each("prefix_items")), default=0)

    @cached_property
    def choices(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """What is not settled yet: `any_of` and `one_of` of which no member is known to hold."""
        found: dict[tuple[str, tuple[int, ...]], None] = {}
        for each in self.nodes:
            for name in ("any_of", "one_of"):
                if name in each and self.ids.isdisjoint(each[name]):
                    found[name, each[name]] = None
            if "if_" in each and {"then", "else_"} <= each.keys():
                found["if_", (each["if_"], each["then"], each["else_"])] = None
        return tuple(
            (name, members)
            for name, members in found
            if name != "if_" or not ({*members[:2]} <= self.ids or members[2] in self.ids)
        )

    def _is_left(self, node: Node) -> bool:
        """Tell whether a schema speaks of properties that no other one speaks of."""
        if "unevaluated_properties" not in node or "additional_properties" in node:
            return False
        further = ("additional_properties", "pattern_properties")
        return not any(name in each for each in self.told for name in further)

    def _values(self) -> tuple[Any, ...] | None:
        """Return the values that it can be, None if they are not listed."""
        lists = [{identity(v): v for v in values} for e in self.each("enums") for values in e]
        if lists:
            first, *others = lists
            return tuple(v for key, v in first.items() if all(key in each for each in others))
        if self.kinds <= _BOTH.keys():
            return tuple(value for each in sorted(self.kinds) for value in _BOTH[each])
        return None


def in_place(node: Node) -> list[int]:
    """Return the schemas that a schema applies to the same value, `not` aside."""
    found = [*node.get("all_of", ()), *node.get("any_of", ()), *node.get("one_of", ())]
    found += [node[name] for name in ("if_", "then", "else_") if name in node]
    return [*found, *node.get("dependent_schemas", {}).values()]


def _with_all_of(nodes: Nodes, start: Iterable[int]) -> frozenset[int]:
    found: set[int] = set()
    pending = [*start]
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += nodes.every[each].get("all_of", ())
    return frozenset(found)
