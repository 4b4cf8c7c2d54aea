"""What the schemas of several plans assert, as numbered data; those that say the same are one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from schemawright.assertions.data import stated
from schemawright.assertions.plan import ANYTHING, NOTHING
from schemawright.checks.simplifying import telling
from schemawright.regex.findings import Kind, Untranslatable
from schemawright.regex.translation import translate
from schemawright.runtime.report import Report
from schemawright.runtime.values import identity
from schemawright.validation import checkers

if TYPE_CHECKING:
    from schemawright.assertions.plan import Asserts, Key

Node = Mapping[str, Any]

MOST_LOOKS = 20_000
"""So many schemas are looked at for one value: ways through unions multiply."""


class UndecidedError(Exception):
    """Whether a value fits is not to be told: a pattern is wrong or slow, or it takes too long."""


class Nodes(NamedTuple):
    """Every schema once, and which one stands for each key of each plan."""

    every: Sequence[Node]
    numbers: tuple[Mapping[Key, int], ...]
    anything: int
    nothing: int
    kinds: Mapping[str, int]
    """The schema that asks for nothing but a kind of value."""


def interned(plans: Sequence[Mapping[Key, Asserts]]) -> Nodes:
    """Return the schemas of some plans, so that those that say the same have one number."""
    asserts: list[Asserts] = [ANYTHING, NOTHING]
    kinds = ("object", "array", "string", "number", "boolean", "null")
    asserts += [replace(ANYTHING, types=(each,)) for each in kinds]
    owners: list[Mapping[Key, int]] = [{}] * len(asserts)
    numbers: list[dict[Key, int]] = []
    for plan in plans:
        own = {key: len(asserts) + index for index, key in enumerate(plan)}
        numbers.append(own)
        for each in plan.values():
            asserts.append(_ordered(telling(each)))
            owners.append(own)
    chosen = _representatives(asserts, owners)
    every: list[Node] = [
        stated(each, partial(_chosen, chosen, owner), _python) if chosen[number] == number else {}
        for number, (each, owner) in enumerate(zip(asserts, owners, strict=True))
    ]  # those that another one stands for are never looked at
    return Nodes(
        every=every,
        numbers=tuple({key: chosen[number] for key, number in own.items()} for own in numbers),
        anything=chosen[0],
        nothing=chosen[1],
        kinds={each: chosen[2 + index] for index, each in enumerate(kinds)},
    )


def _chosen(chosen: Sequence[int], owner: Mapping[Key, int], key: Key) -> int:
    return chosen[owner[key]]


class Judge:
    """Tells whether a schema allows a value."""

    def __init__(self, nodes: Nodes, plans: Sequence[Mapping[Key, Asserts]]) -> None:
        formats = dict.fromkeys(each.format for plan in plans for each in plan.values())
        found = checkers(each for each in formats if each is not None)
        self._looking = _Counted(nodes.every)
        self._report = Report(self._looking, found)
        self._known: dict[tuple[int, object], bool | None] = {}

    def fits(self, node: int, value: Any) -> bool | None:
        """Tell whether a schema allows a value; None where nobody can tell."""
        key = (node, identity(value))
        if key not in self._known:
            self._looking.left = MOST_LOOKS
            try:
                self._known[key] = not self._report.faults(node, value)
            except (UndecidedError, KeyError):  # which is a pattern that nothing can search for
                self._known[key] = None
        return self._known[key]


class _Counted(Sequence[Mapping[str, Any]]):
    """Nodes that can only be looked at so many times."""

    def __init__(self, every: Sequence[Node]) -> None:
        self.left = MOST_LOOKS
        self._every = every

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        """Return a node; raise UndecidedError when that was asked too often."""
        self.left -= 1
        if self.left < 0:
            raise UndecidedError
        if isinstance(index, slice):
            return self._every[index]
        return {"at": "", **self._every[index]}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._every)


def matches(python: str | None, text: str) -> bool | None:
    """Tell whether a pattern is found in a text; None where nobody can tell."""
    return None if python is None else _compiled(python).search(text) is not None


@cache
def _compiled(python: str) -> re.Pattern[str]:
    return re.compile(python)


@cache
def _python(pattern: str) -> str | None:
    """Return what Python searches for, None if it cannot, or not in a reasonable time."""
    try:
        found = translate(pattern)
    except Untranslatable:
        return None
    return None if any(each.kind is Kind.SLOW for each in found.notes) else found.pattern


def _ordered(asserts: Asserts) -> Asserts:
    """Return a schema with all in order whose order says nothing."""
    named = ("properties", "pattern_properties", "dependent_schemas", "dependent_required")
    changes: dict[str, Any] = {
        name: dict(sorted(getattr(asserts, name).items()))
        for name in named
        if len(getattr(asserts, name)) > 1
    }
    if asserts.types is not None:
        changes["types"] = tuple(sorted(asserts.types))
    if asserts.enums:
        changes["enums"] = tuple(
            tuple({identity(each): each for each in sorted(values, key=repr)}.values())
            for values in asserts.enums
        )
    return replace(asserts, required=tuple(sorted(asserts.required)), references=0, **changes)


def _representatives(asserts: Sequence[Asserts], owners: Sequence[Mapping[Key, int]]) -> list[int]:
    """Return for each schema the first one that says the same, however deep inside."""
    inside: list[tuple[int, ...]] = []
    shapes: dict[str, list[int]] = {}
    for number, (each, owner) in enumerate(zip(asserts, owners, strict=True)):
        held: list[int] = []
        shape = repr(stated(each, partial(_hold, held, owner), lambda pattern: pattern))
        inside.append(tuple(held))
        shapes.setdefault(shape, []).append(number)
    classes = _told_apart(inside, list(shapes.values()))
    chosen = [0] * len(asserts)
    for members in classes:
        first = min(members)
        for number in members:
            chosen[number] = first
    return chosen


def _hold(held: list[int], owner: Mapping[Key, int], key: Key) -> int:
    held.append(owner[key])
    return 0


def _told_apart(inside: Sequence[tuple[int, ...]], shapes: list[list[int]]) -> list[set[int]]:
    """Return classes such that the schemas of each hold schemas of the same classes.

    Of a class that falls apart a part keeps its number, so that only those that hold one of the
    others are looked at again.
    """
    users: list[list[int]] = [[] for _ in inside]
    class_of = [0] * len(inside)
    classes = [set(members) for members in shapes]
    for index, members in enumerate(classes):
        for number in members:
            class_of[number] = index
            for part in inside[number]:
                users[part].append(number)
    holds: list[tuple[int, ...] | None] = [None] * len(classes)
    pending = set(range(len(inside)))
    while pending:
        looked: dict[int, dict[tuple[int, ...], list[int]]] = {}
        for number in sorted(pending):
            held = tuple([class_of[each] for each in inside[number]])
            looked.setdefault(class_of[number], {}).setdefault(held, []).append(number)
        pending = set[int]()
        for index, parts in looked.items():
            if sum(map(len, parts.values())) == len(classes[index]):
                holds[index] = max(parts, key=lambda held: len(parts[held]))
            for held, numbers in parts.items():
                if held != holds[index]:
                    classes[index].difference_update(numbers)
                    for number in numbers:
                        class_of[number] = len(classes)
                        pending.update(users[number])
                    classes.append(set(numbers))
                    holds.append(held)
    return classes
