"""Patterns that are written as literals of JavaScript: `/^a$/i`."""

from __future__ import annotations

import re
from typing import NamedTuple

from schemawright.regex.reader import Flags

_LITERAL = re.compile(
    r"/ ( (?: [^/\\\[\n] | \\. | \[ (?: [^\]\\\n] | \\. )*+ \] )++ ) / ([dgimsuvy]*)", re.VERBOSE
)
_SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|]")


class Literal(NamedTuple):
    """What stands between the slashes, and after them."""

    body: str
    flags: Flags
    letters: str


def literal(pattern: str) -> Literal | None:
    """Return the parts of a pattern that cannot be meant otherwise than as a literal.

    `/api/` is a text with slashes. Nothing can come before `^` or after `$`, and a pattern that
    uses the syntax of patterns and ends in letters of flags is no path either.
    """
    found = _LITERAL.fullmatch(pattern)
    if not found or len(set(found[2])) < len(found[2]):
        return None
    body, letters = found[1], found[2]
    anchored = body.startswith("^") or re.search(r"(?<!\\)(?:\\\\)*+\$\Z", body)
    if not anchored and not (letters and _SPECIAL.search(body)):
        return None
    return Literal(body, Flags("i" in letters, "m" in letters, "s" in letters), letters)
