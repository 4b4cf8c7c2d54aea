# fmt: off
# The same text in every package, whatever the length of its lines.
"""Regular expressions of ECMAScript (ECMA-262, 22.2.1 and B.1.2)."""

from __future__ import annotations

import re
from bisect import bisect_right

# Each alternative is a group, so that the last group of a match is what was found.
_QUANTIFIER = r"(?P<quantifier>(?:[*+?]|\{(?P<least>[0-9]++)(?:,(?P<most>[0-9]*+))?\})\??)"
_PARTS = r"""
    |(?P<anchor>[\^$]|\\[bB])
    |(?P<bar>\|)
    |(?P<open>\((?:(?!\?)|\?(?P<flags>[ims]*+(?:-[ims]*+)?):|\?<(?![=!])(?P<name>[^>]*+)>))
    |(?P<ahead>\(\?[=!])
    |(?P<behind>\(\?<[=!])
    |(?P<close>\))
    |(?P<link>\\k<(?P<to>[^>]*+)>)
    |(?P<class>\[\^?(?P<items>[^\]\\]*+(?:\\.[^\]\\]*+)*)\])
"""
_ESCAPE = r"\\(?:[dDsSwWfnrtv]|c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}"
_UNICODE_ESCAPE = (
    _ESCAPE + r"|u\{(?=[0-9A-Fa-f])0*+(?:10[0-9A-Fa-f]{4}|[0-9A-Fa-f]{0,5})\}"
    r"|0(?![0-9])|[\^$\\.*+?()\[\]{}|/]|[pP]\{(?P<property>[A-Za-z0-9_=]++)\})"
)
# No letter but these has a meaning of its own, and so none is taken for itself.
_LEGACY_ESCAPE = _ESCAPE + r"|[^A-Za-z])"

_unicode_part = re.compile(
    rf"{_QUANTIFIER}{_PARTS}|(?P<number>\\(?P<group>[1-9][0-9]*+))"
    rf"|(?P<escape>{_UNICODE_ESCAPE})|(?P<plain>[^\\^$*+?()\[\]{{}}|]++)",
    re.DOTALL | re.VERBOSE,
).match
_legacy_part = re.compile(
    rf"{_QUANTIFIER}{_PARTS}|(?P<escape>{_LEGACY_ESCAPE})|(?P<plain>\{{|[^\\^$*+?()\[{{|]++)",
    re.DOTALL | re.VERBOSE,
).match
# A range of a class, or one of its atoms where there is no range.
_PAIR = r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}"
_UNICODE_ATOM = rf"{_PAIR}|{_UNICODE_ESCAPE.replace('(?P<property>', '(?:')}|\\[b-]|[^\\]"
_LEGACY_ATOM = rf"\\[0-3][0-7]{{0,2}}|\\[4-7][0-7]?|\\b|\\c[0-9_]|{_LEGACY_ESCAPE}|[^\\]"
_unicode_range, _legacy_range = (
    re.compile(f"(?P<low>{atom})(?:-(?P<high>{atom}))?", re.DOTALL).match
    for atom in (_UNICODE_ATOM, _LEGACY_ATOM)
)
_set = re.compile(r"\\[dDsSwWpP]").match
_CONTROLS = {"b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_name_escape = re.compile(r"\\u(?:\{0*([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))")


def is_regex(text: str) -> bool:
    """Say whether a text is a pattern with the flag u, or without it.

    Without it as annex B has it, but letters are not escaped for no reason.
    """
    return _is_pattern(text, unicode=True) or _is_pattern(text, unicode=False)


def _is_pattern(text: str, *, unicode: bool) -> bool:
    next_part = _unicode_part if unicode else _legacy_part
    position = groups = highest = 0
    opened: list[str] = []
    repeatable = named = False
    while position < len(text):
        part = next_part(text, position)
        if part is None:
            return False
        position = part.end()
        kind = part.lastgroup
        if kind in ("plain", "escape", "class", "link", "number"):
            if not _is_atom(part, unicode=unicode):
                return False
            if kind == "number":
                highest = max(highest, int(part["group"]))
            named = named or kind == "link"
            repeatable = True
        elif kind == "quantifier":
            if not repeatable or not _is_ordered(part["least"] or "", part["most"]):
                return False
            repeatable = False
        elif kind == "close":
            if not opened:
                return False
            closed = opened.pop()
            # Annex B alone lets assertions be repeated, and only those that look ahead.
            repeatable = closed == "open" or (closed == "ahead" and not unicode)
        else:
            repeatable = False
            if kind in ("open", "ahead", "behind"):
                opened.append(kind)
            if kind == "open":
                if not _are_flags(part["flags"] or ""):
                    return False
                groups += part["flags"] is None
                named = named or part["name"] is not None
    if opened or highest > groups:
        return False
    return not named or _are_names_right(text, unicode=unicode)


def _is_atom(part: re.Match[str], *, unicode: bool) -> bool:
    match part.lastgroup:
        case "class":
            return _is_class(part["items"], unicode=unicode)
        case "number":
            return len(part["group"]) < 10  # `int` does not take thousands of digits
        case "escape" if unicode and part["property"] is not None:
            return _is_property(part["property"])
        case _:
            return True


def _is_ordered(least: str, most: str | None) -> bool:
    """Say whether a quantifier's first number is not above its second, if it has one."""
    if not most:
        return True
    least, most = least.lstrip("0"), most.lstrip("0")
    return (len(least), least) <= (len(most), most)


def _are_flags(flags: str) -> bool:
    """Say whether flags are added and removed once each, and some if any are removed."""
    letters = flags.replace("-", "")
    return flags != "-" and len(set(letters)) == len(letters)


def _is_property(text: str) -> bool:
    from .regex_properties import is_property

    return is_property(text)


def _is_class(items: str, *, unicode: bool) -> bool:
    """Say whether what is between brackets is right: its escapes, the order of its ranges."""
    next_range = _unicode_range if unicode else _legacy_range
    position = 0
    while position < len(items):
        found = next_range(items, position)
        if found is None:
            return False
        position = found.end()
        low, high = found["low"], found["high"]
        for atom in (low, high or ""):
            if atom[:2] in ("\\p", "\\P") and not _is_property(atom[3:-1]):
                return False
        if high is None:
            continue
        if _set(low) is not None or _set(high) is not None:
            # Annex B takes the hyphen for itself then.
            if unicode:
                return False
        elif _units(low, unicode=unicode)[-1] > _units(high, unicode=unicode)[0]:
            return False
    return True


def _units(atom: str, *, unicode: bool) -> tuple[int, ...]:
    """Return the code units that an atom of a class stands for, with u the code point."""
    code = _code(atom)
    if unicode or code < 0x10000:
        return (code,)
    return 0xD7C0 + (code >> 10), 0xDC00 + (code & 0x3FF)


def _code(atom: str) -> int:
    """Return the code point that an atom of a class stands for."""
    if len(atom) == 1:
        return ord(atom)
    letter, rest = atom[1], atom[2:]
    if rest[4:5] == "\\":  # two surrogates
        return ((int(rest[:4], 16) & 0x3FF) << 10) + (int(rest[6:], 16) & 0x3FF) + 0x10000
    if letter in "ux":
        return int(rest.strip("{}"), 16)
    if letter == "c":
        return ord(rest) % 32
    if letter in "01234567":
        return int(letter + rest, 8)
    return _CONTROLS.get(letter, ord(letter))


def _are_names_right(text: str, *, unicode: bool) -> bool:
    """Say whether names are names, links lead to one, and none can be given twice.

    The same name may be in several alternatives (ECMA-262, 22.2.1.1).
    """
    next_part = _unicode_part if unicode else _legacy_part
    groups, branches = [0], [0]
    places: dict[str, int] = {}
    links: set[str] = set()
    position = 0
    while position < len(text) and (part := next_part(text, position)) is not None:
        match part.lastgroup:
            case "open" | "ahead" | "behind":
                if part["name"] is not None:
                    name = _name(part["name"])
                    # The innermost group that is open and has the name already: if it has it
                    # in the alternative that is open, both could match.
                    if not name or places.get(name, -1) >= branches[
                        bisect_right(groups, places.get(name, -1)) - 1
                    ]:
                        return False
                    places[name] = position
                groups.append(part.end())
                branches.append(part.end())
            case "close":
                groups.pop()
                branches.pop()
            case "bar":
                branches[-1] = part.end()
            case "link":
                links.add(_name(part["to"]))
            case _:
                pass
        position = part.end()
    return links <= places.keys()


def _name(text: str) -> str:
    """Return a RegExpIdentifierName without escapes; nothing if it is none."""

    def character(found: re.Match[str]) -> str:
        code = int(found[1] or found[2], 16)
        return chr(code) if code < 0x110000 else ""

    name = _name_escape.sub(character, text)
    plain = name[:1] + name[1:].replace("\u200c", "_").replace("\u200d", "_")
    return name if plain.replace("$", "_").isidentifier() else ""
