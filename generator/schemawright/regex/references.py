"""What references to groups find in ECMA-262, where Python would find something else.

In ECMA-262 a group that took no part matches nothing at all, and each round of a repetition
forgets what its groups matched, and counts only if it took something. Python fails at the first,
and does neither of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from schemawright.regex.findings import Untranslatable
from schemawright.regex.tree import (
    At,
    Atomic,
    Cased,
    Char,
    CharClass,
    Choice,
    Group,
    Look,
    Node,
    Reference,
    Repeat,
    Sequence,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Step(NamedTuple):
    """One step on the way from the root to a part."""

    node: Node
    place: int


_Path: TypeAlias = tuple[_Step, ...]


class Target(NamedTuple):
    """A group that a reference may find."""

    number: int
    is_certain: bool
    """Whether the group has always matched when the reference is reached."""


def resolved(root: Node) -> Mapping[int, tuple[Target, ...]]:
    """Return what each reference, by its offset, may find; nothing where it matches nothing.

    Raises:
        Untranslatable: a reference cannot be expressed in Python.
    """
    if not _has_references(root):
        return {}
    groups: dict[int, _Path] = {}
    references: list[tuple[Reference, _Path]] = []
    pending: list[tuple[Node, _Path]] = [(root, ())]
    while pending:
        node, path = pending.pop()
        if isinstance(node, Reference):
            references.append((node, path))
        elif isinstance(node, Group) and node.number:
            groups[node.number] = path
        for index, child in enumerate(children(node)):
            pending.append((child, (*path, _Step(node, index))))
    found: dict[int, tuple[Target, ...]] = {}
    for reference, path in references:
        targets = (
            _target(number, groups[number], reference, path)
            for number in reference.numbers
            if number in groups
        )
        found[reference.offset] = tuple(each for each in targets if each is not None)
    return found


def _has_references(root: Node) -> bool:
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Reference):
            return True
        pending += children(node)
    return False


def _target(number: int, group: _Path, reference: Reference, path: _Path) -> Target | None:
    """Return how a reference finds a group, None when it never does."""
    if any(isinstance(node, Look) and not node.ahead for node, _ in (*group, *path)):
        raise Untranslatable("Python has no references in or to a lookbehind", reference.offset)
    shared = _shared(group, path)
    if shared == len(group):
        return None  # the group is not complete yet: the reference is inside it
    parting, place = group[shared]
    if isinstance(parting, Choice) or place > path[shared].place:
        return None
    between = [node for node, _ in group[shared + 1 :]]
    if any(_hides_groups(node) for node in between):
        return None
    loops = [at for at, node in enumerate(between) if _is_loop(node)]
    doubtful = [at for at, node in enumerate(between) if _may_be_skipped(node)]
    repeated = any(_is_loop(node) for node, _ in path[:shared])
    if any(_may_end_empty(node) for node in between):
        raise Untranslatable(
            "the reference is to a group in a repetition that Python ends with an empty round, "
            "and ECMA-262 does not",
            reference.offset,
        )
    if doubtful and (repeated or (loops and doubtful[-1] > loops[0])):
        raise Untranslatable(
            "the reference is to a group that a later round of a repetition may leave out, which "
            "Python does not forget",
            reference.offset,
        )
    return Target(number, is_certain=not doubtful)


def _shared(one: _Path, other: _Path) -> int:
    """Return how many steps two ways have in common."""
    length = 0
    for mine, yours in zip(one, other, strict=False):
        if mine.node is not yours.node or mine.place != yours.place:
            break
        length += 1
    return length


def _hides_groups(node: Node) -> bool:
    """Tell whether nothing that is outside of a part ever finds its groups."""
    if isinstance(node, Repeat):
        return node.is_never_tried
    return isinstance(node, Look) and node.negative


def _is_loop(node: Node) -> bool:
    return isinstance(node, Repeat) and node.most != 1


def _may_end_empty(node: Node) -> bool:
    return isinstance(node, Repeat) and node.least != node.most and _may_be_empty(node.body)


def _may_be_empty(node: Node) -> bool:
    """Tell whether something can match without taking a character, as far as is plain."""
    match node:
        case Char() | CharClass():
            return False
        case At() | Look() | Reference():
            return True
        case Group(body=body) | Cased(body=body) | Atomic(body=body):
            return _may_be_empty(body)
        case Sequence(items=items):
            return all(map(_may_be_empty, items))
        case Choice(branches=branches):
            return any(map(_may_be_empty, branches))
        case Repeat(body=body, least=least):
            return least == 0 or _may_be_empty(body)
        case _:
            assert_never(node)


def _may_be_skipped(node: Node) -> bool:
    return isinstance(node, Choice) or (isinstance(node, Repeat) and node.least == 0)
