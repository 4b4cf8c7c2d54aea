# fmt: off
# The same text in every package, whatever the length of its lines.
"""Internationalized names of hosts (IDNA2008: RFC 5890 to 5893)."""

from __future__ import annotations

import re
from unicodedata import bidirectional, category, is_normalized, normalize

from .idn_context import CONTEXTUAL, is_in_context

_dots = re.compile("[.\u3002\uff0e\uff61]").split
_label = re.compile("[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?").fullmatch

_LETTERS_AND_DIGITS = frozenset({"Ll", "Lu", "Lo", "Nd", "Lm", "Mn", "Mc"})
# RFC 5892, 2.6: what the rules would decide otherwise.
_VALID = frozenset("\u00df\u03c2\u06fd\u06fe\u0f0b\u3007")
# RFC 5892, 2.4 to 2.9: what is a letter, a digit or a mark, and yet disallowed.
_disallowed = re.compile(
    "[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b"  # 2.6 Exceptions
    "\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"  # 2.4 Ignorable
    "\u20d0-\u20ff\U0001d100-\U0001d24f"  # 2.5 IgnorableBlocks
    "\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]"  # 2.9 OldHangulJamo
).match

# RFC 5893, 2: the directions of a label's characters, a letter each.
_DIRECTIONS = {
    "L": "L", "R": "R", "AL": "R", "AN": "A", "EN": "E", "NSM": "N",
    "ES": "o", "CS": "o", "ET": "o", "ON": "o", "BN": "o",
}
_leftward = re.compile("R(?:[RAEoN]*[RAE])?N*").fullmatch
_rightward = re.compile("L(?:[LEoN]*[LE])?N*").fullmatch


def is_idn_hostname(text: str) -> bool:
    """Say whether a text is an internationalized host name (RFC 5890, 2.3.2.3)."""
    # No character is shorter in the form that is sent.
    if len(text) > 253:
        return False
    labels = _dots(text)
    # What else has "--" there is reserved (RFC 5890, 2.3.1).
    if any(each[2:4] == "--" and each[:2].lower() != "xn" for each in labels):
        return False
    return are_idn_labels(labels)


def are_idn_labels(labels: list[str]) -> bool:
    """Say whether labels make a name: each by itself, their length and direction."""
    length = -1
    directions: list[str] = []
    for label in labels:
        shown, size = _shown(label)
        length += 1 + size
        if not 0 < size < 64 or length > 253:
            return False
        directions.append("".join(_DIRECTIONS.get(bidirectional(c), "x") for c in shown))
    # RFC 5893, 1.4: the rule is for all labels as soon as one has what is written leftward.
    if not any("R" in each or "A" in each for each in directions):
        return True
    return all(map(_is_bidi, directions))


def _shown(label: str) -> tuple[str, int]:
    """Return a label as people see it, and its length as it is sent; 0 if it is none."""
    if not label.isascii():
        return label, 4 + len(label.encode("punycode")) if _is_u_label(label) else 0
    if _label(label) is None:
        return label, 0
    shown = label.lower()
    if shown.startswith("xn--"):
        shown = _decoded(shown[4:])
    return shown, len(label) if shown else 0


def _decoded(encoded: str) -> str:
    """Return the U-label of an A-label without its prefix; nothing if it has none."""
    try:
        label = encoded.encode("ascii").decode("punycode")
    except (ValueError, OverflowError):  # the second is a mistake of Python 3.13
        return ""
    # RFC 5890, 2.3.2.1: each is made from the other.
    if label.isascii() or not _is_u_label(label):
        return ""
    return label if label.encode("punycode").decode("ascii") == encoded else ""


def _is_u_label(label: str) -> bool:
    """Say whether a label that is not ASCII may be registered (RFC 5891, 4.2)."""
    if not is_normalized("NFC", label) or label[0] == "-" or label[-1] == "-":
        return False
    if label[2:4] == "--" or category(label[0])[0] == "M":
        return False
    for index, character in enumerate(label):
        if character in CONTEXTUAL:
            if not is_in_context(label, index):
                return False
        elif not _is_valid(character):
            return False
    return True


def _is_valid(character: str) -> bool:
    """Say whether a character is PVALID, by the Unicode of this Python (RFC 5892, 3)."""
    if character.isascii():
        return character in "-0123456789abcdefghijklmnopqrstuvwxyz"
    if character in _VALID:
        return True
    if category(character) not in _LETTERS_AND_DIGITS or _disallowed(character):
        return False
    return normalize("NFKC", normalize("NFKC", character).casefold()) == character


def _is_bidi(directions: str) -> bool:
    """Say whether a label obeys the rule (RFC 5893, 2)."""
    if _rightward(directions) is not None:
        return True
    return _leftward(directions) is not None and not ("A" in directions and "E" in directions)
