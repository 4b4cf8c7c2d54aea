"""What comes after an opening parenthesis."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from schemawright.regex.escapes import reference_to
from schemawright.regex.findings import BadSyntax, Untranslatable
from schemawright.regex.reader import Flags, group_name, is_group_name
from schemawright.regex.tree import EMPTY, Atomic, Cased, Group, Look, Node

if TYPE_CHECKING:
    from schemawright.regex.reader import Reader

Close: TypeAlias = Callable[[Node], Node]


class Opening(NamedTuple):
    """The begin of a group."""

    close: Close
    """Makes a node of its content."""
    is_counted: bool = False


_NAME = re.compile(r"\?(P?)<([^>]*)>")
_MODIFIERS = re.compile(r"\?([a-z]*)(?:-([a-z]*))?:")
_GLOBAL = re.compile(r"\?([aiLmnsuxUJ-]+)\)")
_PYTHON_REFERENCE = re.compile(r"\?P=([^)]*)\)")
_COMMENT = re.compile(r"\?#[^)]*\)")
_FOREIGN = {
    "?(": "a condition on a group",
    "?|": "a group that resets the numbers of groups",
    "?R": "a recursion",
    "?&": "a recursion",
    "?P>": "a recursion",
    "?P": "a named group",
    "?'": "a named group",
    "?+": "a recursion",
    "*": "a control verb",
}


def opening(reader: Reader, number: int) -> Opening | Node:
    """Return the group that begins here, or what stands in parentheses and holds nothing.

    Args:
        reader: stands after the parenthesis.
        number: the number that the group has if it is one that can be referred to.
    """
    start = reader.at - 1
    if not reader.sees("?") and not (reader.lenient and reader.sees("*")):
        return Opening(partial(Group, number=number), is_counted=True)
    if reader.take("?:"):
        return Opening(partial(Group, number=0))
    for sign in ("?=", "?!", "?<=", "?<!"):
        if reader.take(sign):
            return Opening(partial(Look, ahead="<" not in sign, negative="!" in sign, offset=start))
    if named := reader.scan(_NAME):
        return _named(reader, named, number, start)
    if modifiers := reader.scan(_MODIFIERS):
        return _modified(reader, modifiers, start)
    if reader.lenient:
        return _foreign(reader, start)
    raise reader.wrong("no group begins like this", start)


def _named(reader: Reader, named: re.Match[str], number: int, start: int) -> Opening:
    if named[1]:
        if not reader.lenient:
            raise reader.wrong("no group begins like this", start)
        reader.note("(?P<...>) is Python's; in ECMA-262 it is (?<...>)", start)
    name = group_name(named[2])
    if not is_group_name(name):
        raise reader.wrong(f"{name!a} cannot be the name of a group", start)
    return Opening(partial(Group, number=number, name=name), is_counted=True)


def _modified(reader: Reader, modifiers: re.Match[str], start: int) -> Opening:
    on, off = modifiers[1], modifiers[2] or ""
    used = on + off
    if len(set(used)) < len(used) or set(used) - set("ims") or not used:
        raise reader.wrong("only i, m and s can be switched, and each once", start)
    outside = reader.flags
    reader.flags = _switched(outside, on, off)
    ignored = reader.flags.ignore_case
    if ignored == outside.ignore_case:
        return Opening(partial(Group, number=0))
    return Opening(partial(Cased, ignored=ignored))


def _switched(flags: Flags, on: str, off: str = "") -> Flags:
    return Flags(
        (flags.ignore_case or "i" in on) and "i" not in off,
        (flags.multiline or "m" in on) and "m" not in off,
        (flags.dot_all or "s" in on) and "s" not in off,
    )


def _foreign(reader: Reader, start: int) -> Opening | Node:
    """Return what Python or PCRE mean, where ECMA-262 has nothing that can be written so."""
    if reader.take("?>"):
        reader.note("an atomic group, (?>...), is no ECMA-262", start)
        return Opening(Atomic)
    if reader.scan(_COMMENT):
        reader.note("a comment, (?#...), is no ECMA-262", start)
        return EMPTY
    if found := reader.scan(_PYTHON_REFERENCE):
        reader.note(r"(?P=...) is Python's; in ECMA-262 it is \k<...>", start)
        return reference_to(reader, found[1], start)
    if found := reader.scan(_GLOBAL):
        return _global_flags(reader, found[1], start)
    raise _unknown(reader, start)


def _global_flags(reader: Reader, letters: str, start: int) -> Node:
    if start != 0 or set(letters) - set("imsau"):
        raise Untranslatable(
            f"the flags (?{letters}) are no ECMA-262; it looks like Python or PCRE",
            start,
            "ECMA-262 has flags for a group, (?i:...), and none that change how it is written",
        )
    reader.note(f"the flags (?{letters}) are Python's or PCRE's, and no ECMA-262", start)
    reader.flags = _switched(reader.flags, letters)
    return EMPTY


def _unknown(reader: Reader, start: int) -> BadSyntax:
    for sign, what in _FOREIGN.items():
        if reader.sees(sign):
            return reader.wrong(
                f"{what} like this is no ECMA-262; it looks like Python or PCRE", start
            )
    return reader.wrong("no group begins like this", start)
