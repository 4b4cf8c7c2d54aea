r"""Regular expressions that are so plain that a method of texts says the same, and faster.

They are read in the form that they have in Python: `$` is `\Z`, and `.` is a class of characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemawright.checks.writing import Module

_LONGEST = 200
"""Characters of a text that is searched while code is written."""

_DOT = r"[^\n\r\u2028\u2029]"
_LINE_ENDS = "\n\r\u2028\u2029"
_LITERAL = r"(?:[A-Za-z0-9 _/@:,;=<>\"'!%&~-]|\\[!-/:-@\[-`{-~])+"
_ALWAYS = re.compile(r"\^?(?:\(\?:\))?")
_PLAIN = re.compile(rf"(\^?)(?:({_LITERAL})|\((?:\?:)?((?:{_LITERAL})(?:\|{_LITERAL})*)\))(\\Z)?")
_UNJOINABLE = re.compile(r"\\[1-9]|\(\?(?!:|=|!|<=|<!)")


def finds(module: Module, pattern: str, variable: str) -> str:
    """Return the condition for a text to have what a pattern of a schema searches for."""
    python = module.pattern(pattern)
    if python is None:
        return f"{module.search(pattern)}({variable})"
    if _ALWAYS.fullmatch(python) or python in {f"{_DOT}*", f"^{_DOT}*"}:
        return "True"
    if python in {_DOT, f"{_DOT}+"}:
        return f"{variable}.strip({_LINE_ENDS!r})"
    if (plain := _PLAIN.fullmatch(python)) is None:
        return f"{module.search(pattern)}({variable})"
    start, one, several, end = plain.groups()
    texts = [re.sub(r"\\(.)", r"\1", each) for each in (one or several).split("|")]
    if start and end:
        if len(texts) == 1:
            return f"{variable} == {texts[0]!r}"
        return f"{variable} in {module.constant(f'frozenset({texts!r})')}"
    if start or end:
        some = repr(texts[0]) if len(texts) == 1 else f"({', '.join(map(repr, texts))})"
        return f"{variable}.{'startswith' if start else 'endswith'}({some})"
    if len(texts) == 1:
        return f"{texts[0]!r} in {variable}"
    return f"{module.search(pattern)}({variable})"


def joined(module: Module, patterns: list[str]) -> str | None:
    """Return one pattern of Python that finds what any of some patterns finds, None if none does.

    What groups are called in one pattern may mean another group in all of them together.
    """
    python = [module.pattern(each) for each in patterns]
    if any(each is None or _UNJOINABLE.search(each) for each in python):
        return None
    return "|".join(f"(?:{each})" for each in python)


def may_match(module: Module, pattern: str, text: str) -> bool:
    """Tell whether a text could have what a pattern of a schema searches for.

    What Python cannot search for, or what could take it long, may match anything.
    """
    python = module.pattern(pattern)
    if python is None or module.is_slow(pattern) or len(text) > _LONGEST:
        return True
    return re.search(python, text) is not None
