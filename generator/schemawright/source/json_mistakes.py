"""What somebody meant who wrote text that is not quite JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.diagnostics import shown, syntax_error
from schemawright.location import Location

if TYPE_CHECKING:
    from json import JSONDecodeError

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.lines import Lines

_SPACE = " \t\n\r"
_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]', re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}

# From the scanner's message to what it was looking for.
_EXPECTED = {
    "Expecting value": "a value",
    "Expecting property name": "a key in double quotes",
    "Expecting ':'": "':' after the key",
    "Extra data": "the end of the document",
}

# From how the found text begins to what to do about it.
_HINTS = {
    "//": "JSON has no comments; remove it, or keep the document as YAML",
    "/*": "JSON has no comments; remove it, or keep the document as YAML",
    "#": "JSON has no comments; remove it, or keep the document as YAML",
    "'": "JSON puts keys and strings in double quotes",
    "`": "JSON puts keys and strings in double quotes",
    "\N{LEFT DOUBLE QUOTATION MARK}": 'use straight double quotes: "',
    "\N{RIGHT DOUBLE QUOTATION MARK}": 'use straight double quotes: "',
    ",": "remove the extra comma",
    "+": "a JSON number has no leading +",
    ".": "a JSON number has digits on both sides of the point",
    "\0": "is this text in UTF-16 or UTF-32? save it as UTF-8",
    "\N{ZERO WIDTH NO-BREAK SPACE}": "remove the invisible byte order mark",
    "\N{NO-BREAK SPACE}": "put a plain space in the place of the no-break space",
}

_WORDS = {
    **dict.fromkeys(("True", "TRUE"), "JSON writes it true"),
    **dict.fromkeys(("False", "FALSE"), "JSON writes it false"),
    **dict.fromkeys(("None", "Null", "NULL", "nil", "undefined"), "JSON writes it null"),
}


def explain(lines: Lines, uri: str, error: JSONDecodeError) -> Diagnostic:
    """Return the scanner's complaint in words, with a hint where the mistake is a known one."""
    offset, reason, hint = _string_mistake(lines.text, error) or _mistake(lines, error)
    return syntax_error(Location(uri), lines.position(offset), reason, hint)


def _string_mistake(text: str, error: JSONDecodeError) -> tuple[int, str, str] | None:
    """Return place, reason and hint for a mistake inside a string."""
    if error.msg.startswith("Unterminated string"):
        return error.pos, "the string that begins here is never closed", 'add the closing "'
    if error.msg.startswith("Invalid control character"):
        if text[error.pos] in "\r\n":
            reason = 'expected the closing " of a string, found the end of the line'
            return error.pos, reason, r"a line break inside a string is written \n"
        reason = f"found the control character {shown(text[error.pos])} in a string"
        return error.pos, reason, f"write it \\u{ord(text[error.pos]):04x}"
    if error.msg.startswith("Invalid \\"):
        # The scanner points somewhere into the escape, and not always at the same place.
        start = text.rfind("\\", 0, error.pos + 1)
        if text.startswith("\\u", start):
            reason = f"expected four hexadecimal digits after \\u, found {shown(text[start:][2:6])}"
            return start, reason, ""
        reason = rf'expected one of "\/bfnrtu after the backslash, found {shown(text[start + 1])}'
        return start, reason, r"a backslash itself is written \\"
    return None


def _mistake(lines: Lines, error: JSONDecodeError) -> tuple[int, str, str]:
    """Return place, reason and hint for a mistake between the values."""
    text, offset = lines.text, error.pos
    if not text.strip(_SPACE):
        return 0, "the document is empty", "the smallest schema is {}"
    before = text[:offset].rstrip(_SPACE)
    if error.msg.startswith("Illegal trailing comma"):
        return _trailing_comma(text, offset)
    if text[offset : offset + 1] in ("}", "]") and before.endswith(","):
        return _trailing_comma(text, len(before) - 1)
    opener = _innermost(text, offset)
    closing = _CLOSING.get(text[opener : opener + 1], "") if opener >= 0 else ""
    expected = next(
        (words for start, words in _EXPECTED.items() if error.msg.startswith(start)), "a value"
    )
    if error.msg.startswith("Expecting ','"):
        expected = f"',' or '{closing}'"
    reason = f"expected {expected}, found {lines.found(offset)}"
    if text[offset : offset + 1] not in ("", "}", "]"):
        return offset, reason, _hint(text, offset, expected)
    open_at = f"the {text[opener]} at {lines.position(opener)} is not closed" if closing else ""
    return offset, reason, open_at


def _trailing_comma(text: str, comma: int) -> tuple[int, str, str]:
    bracket = text[comma + 1 :].lstrip(_SPACE)[:1]
    expected = "key" if bracket == "}" else "value"
    reason = f"expected another {expected} after this comma, found '{bracket}'"
    return comma, reason, "remove the trailing comma"


def _innermost(text: str, offset: int) -> int:
    """Return where the innermost container around an offset opens, or -1."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text, 0, offset):
        if match[0] in "{[":
            opened.append(match.start())
        elif match[0] in "}]" and opened:
            opened.pop()
    return opened[-1] if opened else -1


def _hint(text: str, offset: int, expected: str) -> str:
    found, previous = text[offset], text[offset - 1 : offset]
    if previous.isdigit() and found.isdigit():
        return "a JSON number has no leading zeros"
    if previous.isdigit() and (found.isalpha() or found == "_"):
        return "a JSON number is written in decimal digits only"
    for start, hint in _HINTS.items():
        if text.startswith(start, offset):
            return hint
    if expected.startswith("',' or") and (found in '"{[-' or found.isalnum()):
        return "is a comma missing before it?"
    if expected.startswith("':'"):
        return "put ':' between the key and its value"
    if expected.startswith("the end"):
        return "a JSON document holds one value"
    if found.isalnum() or found in "_$":
        word = re.match(r"\w+", text[offset:])
        quote = f"put the {'key' if 'key' in expected else 'text'} in double quotes"
        return _WORDS.get(word[0], quote) if word else quote
    return "a digit must follow the minus" if found == "-" else ""
