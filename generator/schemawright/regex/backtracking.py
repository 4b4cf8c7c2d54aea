"""Finds patterns that take time which doubles with each character of some texts.

That is so when a repetition can go through one text in two ways and be in the same place again.
Each outermost repetition is made into an automaton, whose states are the characters of the
pattern; as it repeats, each state can be reached from each other. It is looked for an edge that
is there twice, and for two different ways with a text in common that part and meet again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.regex.automaton import Automaton, TooLarge, automaton, is_endless
from schemawright.regex.findings import Kind, Note
from schemawright.regex.tree import Cased, Repeat, children

if TYPE_CHECKING:
    from schemawright.regex.tree import Node

MOST_STEPS = 50_000
"""How many pairs of states are looked at before a repetition is taken to be harmless."""

MOST_JUDGED = 50
"""How many repetitions of one pattern are looked at."""


def slow(root: Node) -> tuple[Note, ...]:
    """Return a note about the first repetition that takes too long, if there is one."""
    pending = [(root, False)]
    judged = 0
    while pending and judged < MOST_JUDGED:
        node, ignores_case = pending.pop()
        if isinstance(node, Repeat) and is_endless(node):
            judged += 1
            try:
                found = automaton(node, ignores_case=ignores_case)
                doubles = _is_ambiguous(found)
            except TooLarge:
                continue
            if doubles:
                message = (
                    "what this repeats can match one text in many ways, which takes time that "
                    "doubles with each character of texts that do not match in the end"
                )
                return (Note(Kind.SLOW, message, node.offset),)
            pending += [(each, ignores_case) for each in found.inside]
        else:
            ignores = node.ignored if isinstance(node, Cased) else ignores_case
            pending += [(each, ignores) for each in reversed(children(node))]
    return ()


def _is_ambiguous(found: Automaton) -> bool:
    """Tell whether there are two ways with a text in common from a state to itself."""
    if any(count > 1 for edges in found.edges for count in edges.values()):
        return True
    steps = 0
    seen: set[tuple[int, int]] = set()
    pending = [(state, state) for state in range(len(found.edges))]
    begun: set[frozenset[int]] = set()
    while pending:
        one, other = pending.pop()
        same = one == other
        if same:
            targets = frozenset(found.edges[one])
            if targets in begun:
                continue
            begun.add(targets)
        for left in found.edges[one]:
            for right in found.edges[other]:
                steps += 1
                if steps > MOST_STEPS:
                    raise TooLarge
                if left == right and not same and found.overlap(left, right):
                    return True
                pair = (min(left, right), max(left, right))
                if left != right and pair not in seen and found.overlap(left, right):
                    seen.add(pair)
                    pending.append(pair)
    return False
