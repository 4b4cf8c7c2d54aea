"""JSON text (RFC 8259): its value, what is wrong with it, and where each node stands.

The C scanner of the standard library does the parsing. Python code looks at the text a second
time only to place a finding, and then only at as much of it as that takes.
"""

from __future__ import annotations

import json
import math
import re
import sys
from typing import TYPE_CHECKING

from schemawright.diagnostics import InputError, duplicate_key, shown, syntax_error, too_large
from schemawright.location import Location
from schemawright.source.json_mistakes import explain
from schemawright.source.values import MOST_NESTED, is_deeper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.lines import Lines
    from schemawright.source.values import JsonValue

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_SPACE = r"[ \t\n\r]*+"
_TOKEN = re.compile(rf"{_STRING}|[{{}}\[\],]")
_LITERAL = re.compile(rf"{_STRING}|(?P<bare>-?[0-9A-Za-z][-+.0-9A-Za-z]*+)")
_NUMBER = re.compile(r"-?(?P<digits>[0-9]+)(?P<broken>(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)")
_CONSTANT = re.compile(r"NaN|-?Infinity")


def parse(lines: Lines, uri: str) -> JsonValue:
    """Return the value of a JSON text; raise InputError for anything RFC 8259 does not allow."""
    repeated = False

    def members(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        nonlocal repeated
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated = True
        return found

    value: JsonValue
    try:
        value = json.loads(
            lines.text, object_pairs_hook=members, parse_constant=_refuse, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        raise InputError(_too_deep(lines, uri, error.pos) or explain(lines, uri, error)) from None
    except RecursionError:
        raise InputError(_too_deep(lines, uri) or _out_of_stack(uri)) from None
    except ValueError:
        offset, complaint = _bad_literal(lines, uri)
        raise InputError(_too_deep(lines, uri, offset) or complaint) from None
    if is_deeper(value, MOST_NESTED):
        raise InputError(_too_deep(lines, uri) or _out_of_stack(uri))
    if repeated:
        raise InputError(*_duplicates(lines, uri))
    return value


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


def _bad_literal(lines: Lines, uri: str) -> tuple[int, Diagnostic]:
    """Find the first number that Python cannot hold, or that JSON does not know, and its offset.

    The text before it is known to be sound, so strings can be told from the rest.
    """
    at = Location(uri)
    most = sys.get_int_max_str_digits()
    for match in _LITERAL.finditer(lines.text):
        bare = match["bare"]
        if not bare:
            continue
        offset = match.start()
        position = lines.position(offset)
        if constant := _CONSTANT.match(bare):
            reason = f"expected a value, found {shown(constant[0])}"
            hint = "JSON has neither NaN nor infinities"
            return offset, syntax_error(at, position, reason, hint)
        number = _NUMBER.match(bare)
        if number and number["broken"] and math.isinf(float(number[0])):
            reason = f"the number {shown(number[0])} is beyond what a double can hold"
            return offset, too_large(at, reason, position)
        if number and not number["broken"] and 0 < most < len(number["digits"]):
            digits = len(number["digits"])
            reason = f"an integer has {digits} digits; {most} is the most"
            return offset, too_large(at, reason, position)
    return len(lines.text), too_large(at, "a number is beyond what Python can hold")


def _too_deep(lines: Lines, uri: str, end: int = sys.maxsize) -> Diagnostic | None:
    """Return a complaint about the first bracket that is too deep in a text that is sound so far.

    How deep the scanner goes before it gives up depends on the Python that runs.
    """
    depth = 0
    for match in _TOKEN.finditer(lines.text, 0, end):
        if match[0] in "{[":
            depth += 1
            if depth > MOST_NESTED:
                reason = f"is nested too deeply: {depth} levels and more"
                return too_large(Location(uri), reason, lines.position(match.start()))
        elif match[0] in "}]":
            depth -= 1
    return None


def _out_of_stack(uri: str) -> Diagnostic:
    """Return the complaint where whoever called had used up most of the stack already."""
    return too_large(Location(uri), "is nested too deeply to be read here")


class _Open:
    """An object or array that the search for repeated keys is inside of."""

    __slots__ = ("keys", "token", "wants_key")

    def __init__(self, *, is_object: bool) -> None:
        self.keys: set[str] | None = set() if is_object else None
        self.token: str | int = 0
        self.wants_key = is_object

    def advance(self) -> None:
        """Go on to the next member or item."""
        if isinstance(self.token, int):
            self.token += 1
        self.wants_key = self.keys is not None


def _duplicates(lines: Lines, uri: str) -> Iterator[Diagnostic]:
    """Yield every repetition of a key in a sound text."""
    stack: list[_Open] = []
    for match in _TOKEN.finditer(lines.text):
        token = match[0]
        if token in "{[":
            stack.append(_Open(is_object=token == "{"))
        elif token in "}]":
            stack.pop()
        elif token == ",":
            stack[-1].advance()
        elif stack and (keys := stack[-1].keys) is not None and stack[-1].wants_key:
            stack[-1].token = key = _unquote(token)
            stack[-1].wants_key = False
            if key in keys:
                at = Location(uri)
                for each in stack:
                    at /= each.token
                yield duplicate_key(at, lines.position(match.start()), key)
            keys.add(key)


def _unquote(string: str) -> str:
    if "\\" not in string:
        return string[1:-1]
    return str(json.loads(string))


_START = re.compile(_SPACE)
_SCALAR = rf"(?:{_STRING}|[-0-9a-z][-+.0-9A-Za-z]*+)"
# A scalar is stepped over in the same match as its key; a container is left to the C scanner.
_MEMBER = re.compile(
    rf"{_SPACE}({_STRING}){_SPACE}:{_SPACE}(?P<rest>{_SCALAR}{_SPACE}(?P<end>[,}}]))?"
)
_ITEM = re.compile(rf"{_SPACE}(?P<rest>{_SCALAR}{_SPACE}(?P<end>[,\]]))?")
_END = re.compile(rf"{_SPACE}([,}}\]])")
_SCAN = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode


class _Members:
    """The members of one object or array, found as far as anybody asked.

    Nothing is read before it must be: the last member that is known may be most of the document.
    """

    __slots__ = ("_cursor", "_is_object", "_places", "_text", "_unread")

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._is_object = text[start] == "{"
        self._places: dict[str, tuple[int, int]] = {}
        self._cursor = -1 if _END.match(text, start + 1) else start + 1
        self._unread = -1

    def find(self, token: str) -> tuple[int, int] | None:
        """Return the offsets at which a member and its value start, if there is such a member."""
        while token not in self._places and (self._cursor >= 0 or self._unread >= 0):
            self._advance()
        return self._places.get(token)

    def _advance(self) -> None:
        """Step over the container that was found last, if it was one, or else to a new member."""
        if self._unread >= 0:
            end = _END.match(self._text, _SCAN(self._text, self._unread)[1])
            self._unread = -1
            self._cursor = end.end() if end and end[1] == "," else -1
            return
        match = (_MEMBER if self._is_object else _ITEM).match(self._text, self._cursor)
        if match is None:  # pragma: no cover - the text was parsed before
            self._cursor = -1
            return
        value = match.end()
        if match["rest"]:
            value = match.start("rest")
            self._cursor = match.end() if match["end"] == "," else -1
        else:
            self._cursor, self._unread = -1, value
        if self._is_object:
            self._places[_unquote(match[1])] = (match.start(1), value)
        else:
            self._places[str(len(self._places))] = (value, value)


class JsonPlaces:
    """Where the nodes of a sound JSON text start."""

    __slots__ = ("_containers", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._containers: dict[int, _Members] = {}

    def offset(self, tokens: Sequence[str]) -> int:
        """Return where a node starts: a member at its key, an item at its value.

        A node that is not there counts as its nearest ancestor that is.
        """
        start = _START.match(self._text)
        here = value = start.end() if start else 0
        try:
            for token in tokens:
                if self._text[value] not in "{[":
                    break
                members = self._containers.get(value)
                if members is None:
                    members = self._containers[value] = _Members(self._text, value)
                found = members.find(token)
                if found is None:
                    break
                here, value = found
        except RecursionError:
            # The caller stands deeper in the stack than the caller of the parser did.
            return here
        return here
