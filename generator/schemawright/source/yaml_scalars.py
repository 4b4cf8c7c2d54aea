"""The core schema of YAML 1.2: what the nodes of a document mean (YAML 1.2.2, 10.3)."""

from __future__ import annotations

import math
import re
import sys

from schemawright.diagnostics import shown

TAGS = "tag:yaml.org,2002:"
_KINDS = ("null", "bool", "int", "float", "str", "seq", "map")
_STANDARD = {f"{TAGS}{name}": name for name in _KINDS}

_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER = re.compile(
    r"""(?P<decimal>[-+]?[0-9]+)
    | (?P<based>0o[0-7]+ | 0x[0-9a-fA-F]+)
    | (?P<float>[-+]?(?:\.[0-9]+ | [0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)
    | (?P<endless>[-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN))""",
    re.VERBOSE,
)
_NUMBER_STARTS = frozenset("-+.0123456789")
_QUOTE = "put it in quotes if it is meant as text"


class BadValueError(Exception):
    """A node without a JSON value; `large` if only because of its size."""

    def __init__(self, reason: str, hint: str, *, large: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.large = large


def resolve(text: str, tag: str | None, *, plain: bool) -> bool | int | float | str | None:
    """Return the value of a scalar; raise BadValueError if JSON has none for it."""
    if tag is None:
        return _untagged(text) if plain else text
    # The tag ! makes a text of any scalar (YAML 1.2.2, 6.9.1).
    kind = "str" if tag == "!" else _STANDARD.get(tag)
    if kind is None:
        raise _unknown_tag(tag)
    if kind == "str":
        return text
    value = _untagged(text)
    if kind == "float" and type(value) is int:
        return _float(text)
    if type(value).__name__ != {"null": "NoneType"}.get(kind, kind):
        raise BadValueError(f"{shown(text)} is not of the stated type !!{kind}", "")
    return value


def check_collection(kind: str, tag: str | None) -> BadValueError | None:
    """Return the complaint about a tag that a collection of that kind cannot have."""
    if tag in {None, "!", f"{TAGS}{kind}"}:
        return None
    if tag in _STANDARD:
        return BadValueError(f"a collection is not of the stated type !!{_STANDARD[tag]}", "")
    return _unknown_tag(str(tag))


def _unknown_tag(tag: str) -> BadValueError:
    name = tag.replace(TAGS, "!!", 1)
    return BadValueError(
        f"the tag {shown(name)} has no counterpart in JSON",
        "remove the tag; those of the YAML core schema, such as !!str, are known",
    )


def _untagged(text: str) -> bool | int | float | str | None:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if match.lastgroup == "endless":
        raise BadValueError(f"JSON has no number {shown(text)}", _QUOTE)
    return _float(text) if match.lastgroup == "float" else _integer(text)


def _integer(text: str) -> int:
    try:
        number = int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        # Based numbers are read at any length, but could not be written again.
        str(number)
    except ValueError:
        most = sys.get_int_max_str_digits()
        reason = f"an integer has more than {most} digits"
        raise BadValueError(reason, _QUOTE, large=True) from None
    return number


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        reason = f"the number {shown(text)} is beyond what a double can hold"
        raise BadValueError(reason, _QUOTE, large=True)
    return number
