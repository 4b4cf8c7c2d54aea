"""From any text to Python identifiers: words, case, and characters spelled out."""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import cache

SPELLED = {
    " ": "space",
    "\t": "tab",
    "\n": "newline",
    "\r": "return",
    "\0": "null",
    "!": "bang",
    '"': "quote",
    "#": "hash",
    "$": "dollar",
    "%": "percent",
    "&": "and",
    "'": "apostrophe",
    "(": "open paren",
    ")": "close paren",
    "*": "star",
    "+": "plus",
    ",": "comma",
    "-": "minus",
    ".": "dot",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less",
    "=": "equals",
    ">": "greater",
    "?": "question",
    "@": "at",
    "[": "open bracket",
    "\\": "backslash",
    "]": "close bracket",
    "^": "caret",
    "_": "underscore",
    "`": "backtick",
    "{": "open brace",
    "|": "or",
    "}": "close brace",
    "~": "tilde",
}
"""Words for the characters that no identifier holds."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*", re.ASCII)
_CASE = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+", re.ASCII)
_SEPARATORS = frozenset(" \t\n\r-_./:,;|\\'\"()[]{}!?")
"""Characters that only separate words, unless that would give two things one name."""


@cache
def words(text: str, *, spelled: bool = False) -> tuple[str, ...]:
    """Return the words of a text, split at separators and at changes of case.

    Symbols that carry a meaning (`+`, `<`) are words. With `spelled`, or where nothing else is
    left, every character that an identifier cannot hold is one, which keeps apart what would
    otherwise be one name.
    """
    if _PLAIN.fullmatch(text):
        return tuple(_CASE.findall(text))
    found: list[str] = []
    run = ""
    for index, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", character)
        if character != "_" and f"a{plain}".isidentifier():
            run += plain
            continue
        found += _split_case(run)
        run = ""
        negative = character == "-" and index == 0 and text[1:2].isdigit()
        if spelled or negative or character not in _SEPARATORS:
            found += _spell(character).split()
    found += _split_case(run)
    return tuple(found) if found or spelled or not text else words(text, spelled=True)


def _split_case(run: str) -> list[str]:
    run = unicodedata.normalize("NFKC", run)
    return _CASE.findall(run) if run.isascii() else [run]


def _spell(character: str) -> str:
    known = SPELLED.get(character)
    if known is not None:
        return known
    name = unicodedata.name(character, "").lower()
    return re.sub(r"[^a-z]+", " ", name) or "other"


@cache
def snake(text: str, *, spelled: bool = False) -> str:
    """Return `text` in snake_case, empty when nothing of it can be kept."""
    return "_".join(words(text, spelled=spelled)).lower()


def pascal(text: str, *, spelled: bool = False) -> str:
    """Return `text` in PascalCase; the inner case of a word that is written plainly is kept."""
    if not text:
        return "Empty"
    if _PLAIN.fullmatch(text):
        return text[0].upper() + text[1:]
    parts = re.split(r"[\W_]+", unicodedata.normalize("NFKC", text))
    whole = [part for part in parts if part]
    if spelled or not _only_separators(text):
        whole = list(words(text, spelled=spelled))
    joined = [part if f"a{part}".isidentifier() else "".join(words(part)) for part in whole]
    found = ""
    for part in joined:
        gap = "_" if found[-1:].isdigit() and part[:1].isdigit() else ""
        found += gap + part[:1].upper() + part[1:]
    return found


def _only_separators(text: str) -> bool:
    return all(c.isalnum() or c in _SEPARATORS for c in text)


def is_identifier(text: str) -> bool:
    """Tell whether a text can be a name as it is: Python reads names as their NFKC form."""
    plain = text.isascii() or unicodedata.normalize("NFKC", text) == text
    return plain and text.isidentifier() and not keyword.iskeyword(text)


@cache
def identifier(text: str, prefix: str) -> str:
    """Return `text` as a valid identifier that is no keyword and does not begin with `_`.

    Args:
        text: what is left of a name, possibly nothing.
        prefix: what goes in front of a text that cannot begin an identifier.
    """
    text = text.lstrip("_")
    if not text:
        return f"{prefix}EMPTY" if prefix.isupper() else f"{prefix}empty"
    if not text.isidentifier():
        text = f"{prefix}{text}"
    if not text.isascii():
        # A character may combine with what stands before it now.
        text = unicodedata.normalize("NFKC", text)
    if keyword.iskeyword(text):
        text = f"{text}_"
    return text
