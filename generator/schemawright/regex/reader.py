"""The text of a pattern while it is read, and the syntax that it is read in."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from schemawright.regex.findings import BadSyntax, Kind, Note
from schemawright.regex.points import LAST

if TYPE_CHECKING:
    from collections.abc import Mapping


class Syntax(Enum):
    """What a pattern may contain."""

    UNICODE = "u"
    """ECMA-262 with the flag `u`, as JSON Schema has it."""
    SETS = "v"
    """ECMA-262 with the flag `v`: classes are sets that can be subtracted and intersected."""
    LENIENT = "lenient"
    """Annex B of ECMA-262, and what Python and PCRE have beside it, where it is clear."""


class Flags(NamedTuple):
    """The flags of ECMA-262 that change what a pattern matches."""

    ignore_case: bool = False
    multiline: bool = False
    dot_all: bool = False


_GROUPS = re.compile(
    r"""\\. | \[ (?: [^\]\\] | \\. )*+ \]? | \(\?\#[^)]*
        | \( (?! \?) | \(\? P? < (?! [=!]) ([^>]*) >?""",
    re.VERBOSE | re.DOTALL,
)
_NAME_ESCAPE = re.compile(r"\\u(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))")


class Groups(NamedTuple):
    """The groups of a pattern, which are known before it is read: references look ahead."""

    total: int
    named: Mapping[str, tuple[int, ...]]


def groups_of(pattern: str) -> Groups:
    """Return the groups of a pattern; the pattern may be wrong elsewhere."""
    count = 0
    named: dict[str, list[int]] = {}
    for match in _GROUPS.finditer(pattern):
        if match[0].startswith("(") and not match[0].startswith("(?#"):
            count += 1
            if match[1] is not None:
                named.setdefault(group_name(match[1]), []).append(count)
    return Groups(count, {name: tuple(numbers) for name, numbers in named.items()})


def group_name(text: str) -> str:
    """Return the name of a group without the escapes that it may be written with."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= LAST else match[0]

    name = _NAME_ESCAPE.sub(character, text)
    return name.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def is_group_name(name: str) -> bool:
    """Tell whether ECMA-262 allows a group to have a name."""
    return name.replace("$", "_").isidentifier()


class Reader:
    """A pattern and a place in it."""

    def __init__(self, text: str, syntax: Syntax, flags: Flags, groups: Groups) -> None:
        self.text = text
        self.syntax = syntax
        self.flags = flags
        self.groups = groups
        self.at = 0
        self.notes: list[Note] = []
        self.uses_sets = False

    @property
    def lenient(self) -> bool:
        """Whether what ECMA-262 only allows in browsers is allowed."""
        return self.syntax is Syntax.LENIENT

    def peek(self, ahead: int = 0) -> str:
        """Return the next character, nothing at the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def sees(self, text: str) -> bool:
        """Tell whether a text comes next."""
        return self.text.startswith(text, self.at)

    def take(self, text: str) -> bool:
        """Go past a text if it comes next, and tell whether it did."""
        if not self.sees(text):
            return False
        self.at += len(text)
        return True

    def scan(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what a pattern matches here."""
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def note(self, message: str, offset: int) -> None:
        """Keep in mind something that is no ECMA-262; each message is kept once."""
        if all(each.message != message for each in self.notes):
            self.notes.append(Note(Kind.FOREIGN, message, offset))

    def wrong(self, reason: str, offset: int | None = None, hint: str = "") -> BadSyntax:
        """Return what to raise where the pattern is wrong, here or elsewhere."""
        return BadSyntax(reason, self.at if offset is None else offset, hint)
