r"""Which code points `\p{...}` stands for.

The tables are our own, in `unicode.txt`: `unicodedata` knows categories only, and is of another
version in each Python, so that the same input would give other bytes.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from schemawright.regex.points import ANYTHING, NOTHING, Points

if TYPE_CHECKING:
    from collections.abc import Mapping

CATEGORY, SCRIPT, EXTENSIONS, BINARY = (
    "General_Category",
    "Script",
    "Script_Extensions",
    "Binary",
)
_KINDS = {
    "General_Category": CATEGORY,
    "gc": CATEGORY,
    "Script": SCRIPT,
    "sc": SCRIPT,
    "Script_Extensions": EXTENSIONS,
    "scx": EXTENSIONS,
}
_GROUPS = {
    ("L", "Letter"): ("Lu", "Ll", "Lt", "Lm", "Lo"),
    ("LC", "Cased_Letter"): ("Lu", "Ll", "Lt"),
    ("M", "Mark", "Combining_Mark"): ("Mn", "Mc", "Me"),
    ("N", "Number"): ("Nd", "Nl", "No"),
    ("P", "Punctuation", "punct"): ("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"),
    ("S", "Symbol"): ("Sm", "Sc", "Sk", "So"),
    ("Z", "Separator"): ("Zs", "Zl", "Zp"),
    ("C", "Other"): ("Cc", "Cf", "Cs", "Co", "Cn"),
}
_MADE = {
    "Any": ANYTHING,
    "ASCII": Points(((0, 0x7F),)),
}


@cache
def named(expression: str) -> Points | None:
    """Return what `Script=Greek`, `Lu` or `Alphabetic` stands for, None when that is nothing."""
    name, equals, value = expression.partition("=")
    if equals:
        kind = _KINDS.get(name)
        found = None if kind is None else _value(kind, value)
        return _value(SCRIPT, value) if found is None and kind == EXTENSIONS else found
    if name == "Assigned":
        unassigned = _value(CATEGORY, "Cn")
        return None if unassigned is None else ~unassigned
    found = _MADE.get(name)
    if found is None:
        found = _value(CATEGORY, name)
    return _value(BINARY, name) if found is None else found


def letters_and_numbers() -> Points:
    r"""Return what Python takes for `\w`, but for the underscore: letters and numbers."""
    return (named("L") or NOTHING) | (named("N") or NOTHING)


def _value(kind: str, name: str) -> Points | None:
    runs = _table().get((kind, name))
    if runs is not None:
        return _points(runs)
    for names, members in _GROUPS.items() if kind == CATEGORY else ():
        if name in names:
            found = NOTHING
            for member in members:
                found |= _value(kind, member) or NOTHING
            return found
    return None


def _points(runs: str) -> Points:
    bounds = [*accumulate(map(int, runs.split()))]
    return Points(tuple((a, b - 1) for a, b in list(pairwise(bounds))[::2]))


@cache
def _table() -> Mapping[tuple[str, str], str]:
    text = (files("schemawright") / "regex" / "unicode.txt").read_text(encoding="utf-8")
    found: dict[tuple[str, str], str] = {}
    for line in text.splitlines():
        head, colon, runs = line.partition(": ")
        if colon and not line.startswith("#"):
            kind, *names = head.split()
            found.update(((kind, name), runs) for name in names)
    return found
