"""Translates a pattern, in the first syntax in which it is one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from schemawright.regex.backtracking import slow
from schemawright.regex.emitter import emitted
from schemawright.regex.findings import BadSyntax, Kind, Note, Untranslatable
from schemawright.regex.literals import literal
from schemawright.regex.parser import parse
from schemawright.regex.reader import Flags, Reader, Syntax, groups_of
from schemawright.regex.tree import Anchor, At, Group, Sequence

if TYPE_CHECKING:
    from schemawright.regex.tree import Node

_SETS = re.compile(r"--|&&|\\q\{")
_PLAIN_FLAGS = Flags()


class Translation(NamedTuple):
    """A pattern for `re.search`, and what there is to say about it."""

    pattern: str
    notes: tuple[Note, ...] = ()


def translate(pattern: str, flags: Flags = _PLAIN_FLAGS) -> Translation:
    r"""Return a pattern that finds in Python what another one finds in ECMA-262.

    It is meant for `re.search` without flags. White space, digits, word characters and line ends
    are those of ECMA-262; letters, in the form of `\p{L}`, are those of the Python that runs it.

    Args:
        pattern: a pattern, or a literal of JavaScript, which has its flags with it.
        flags: flags that the pattern has anyway.

    Raises:
        Untranslatable: it is no pattern, or Python has nothing like it.
    """
    if (found := literal(pattern)) is not None:
        merged = Flags(*(mine or yours for mine, yours in zip(flags, found.flags, strict=True)))
        return _of_literal(found.body, merged, found.letters)
    return _translated(pattern, flags)


def _of_literal(body: str, flags: Flags, letters: str) -> Translation:
    note = Note(
        Kind.FOREIGN,
        f"the slashes{f' and the flags {letters}' if letters else ''} were read as a literal of "
        "JavaScript; in a schema they are part of the pattern",
        0,
    )
    try:
        found = _translated(body, flags, sticky="y" in letters)
    except Untranslatable as error:
        raise Untranslatable(error.reason, error.offset + 1, error.hint) from None
    moved = (each._replace(offset=each.offset + 1) for each in found.notes)
    return Translation(found.pattern, (note, *moved))


def _translated(pattern: str, flags: Flags, *, sticky: bool = False) -> Translation:
    root, notes = _parsed(pattern, flags)
    if sticky:
        root = Sequence((At(Anchor.START), Group(root, 0)))
    return Translation(emitted(root), (*notes, *slow(root)))


def tree_of(pattern: str) -> Node:
    """Return a pattern of ECMA-262 as a tree.

    Raises:
        Untranslatable: it is none.
    """
    return _parsed(pattern, _PLAIN_FLAGS)[0]


def _parsed(pattern: str, flags: Flags) -> tuple[Node, tuple[Note, ...]]:
    groups = groups_of(pattern)
    for syntax in Syntax:
        if syntax is Syntax.SETS and not _SETS.search(pattern):
            continue
        reader = Reader(pattern, syntax, flags, groups)
        try:
            root = parse(reader)
        except BadSyntax:
            if syntax is Syntax.LENIENT:
                raise
            continue
        if syntax is not Syntax.SETS or reader.uses_sets:
            return root, tuple(reader.notes)
    raise AssertionError("the last syntax either reads a pattern or refuses it")
