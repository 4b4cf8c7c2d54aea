"""Regular expressions as trees, after everything that only the syntax tells apart is settled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias, assert_never

if TYPE_CHECKING:
    from schemawright.regex.points import Points


@dataclass(frozen=True, slots=True)
class Char:
    """One code point."""

    code: int
    text: str
    """Its spelling, where Python reads it alike; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Range:
    """Code points in a class, from one to another; the two may be the same."""

    first: Char
    last: Char


@dataclass(frozen=True, slots=True)
class CharClass:
    """One code point out of a set."""

    points: Points
    """What it matches, whether it is negated or not."""
    items: tuple[Range, ...] = ()
    """What it lists as written; nothing where only `points` says it."""
    negated: bool = False


class Anchor(Enum):
    """A place between two code points."""

    START = "start"
    END = "end"
    LINE_START = "line start"
    LINE_END = "line end"
    WORD = "word boundary"
    NO_WORD = "no word boundary"


@dataclass(frozen=True, slots=True)
class At:
    """A condition on where it is, which takes no text."""

    anchor: Anchor


@dataclass(frozen=True, slots=True)
class Look:
    """A condition on what follows, or on what comes before."""

    body: Node
    ahead: bool
    negative: bool
    offset: int


@dataclass(frozen=True, slots=True)
class Group:
    """Something that can be referred to by its number (from 1), or by name."""

    body: Node
    number: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Cased:
    """A part in which case matters, or does not, unlike around it."""

    body: Node
    ignored: bool


@dataclass(frozen=True, slots=True)
class Atomic:
    """A part that is never tried again in another way; ECMA-262 has none."""

    body: Node


@dataclass(frozen=True, slots=True)
class Reference:
    """What a group matched before: that one of some groups of the same name that took part."""

    numbers: tuple[int, ...]
    offset: int


class Mode(Enum):
    """How much a repetition takes, by the sign after it."""

    GREEDY = ""
    LAZY = "?"
    POSSESSIVE = "+"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something several times; without a limit where `most` is None."""

    body: Node
    least: int
    most: int | None
    mode: Mode = Mode.GREEDY
    text: str = ""
    """Its sign as written, where Python reads it alike."""
    offset: int = 0

    @property
    def is_never_tried(self) -> bool:
        """Whether no round is wanted, or all that a round could do is to match nothing."""
        return self.most == 0 or (self.least == 0 and isinstance(self.body, Look))


@dataclass(frozen=True, slots=True)
class Sequence:
    """One thing after the other; possibly nothing at all."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of several, tried in this order."""

    branches: tuple[Node, ...]


Node: TypeAlias = (
    Char | CharClass | At | Look | Group | Cased | Atomic | Reference | Repeat | Sequence | Choice
)

EMPTY = Sequence()


def sequence(items: list[Node]) -> Node:
    """Return things one after the other; a single one is itself."""
    return items[0] if len(items) == 1 else Sequence(tuple(items))


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts that a node is made of."""
    match node:
        case Sequence(items=items) | Choice(branches=items):
            return items
        case Look() | Group() | Cased() | Atomic() | Repeat():
            return (node.body,)
        case Char() | CharClass() | At() | Reference():
            return ()
        case _:
            assert_never(node)
