"""The text of one document: its value, or why it has none, and where its parts are."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from schemawright.diagnostics import InputError, Severity, syntax_error
from schemawright.location import Location, Position, split
from schemawright.source import documents, json_text
from schemawright.source.lines import Lines
from schemawright.source.values import MOST_NESTED, is_deeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.documents import Syntax
    from schemawright.source.values import JsonValue

_MARK = "\ufeff"


class Places(Protocol):
    """A text that knows where the nodes of its value start."""

    def position(self, pointer: str) -> Position:
        """Return where a node starts, or else its nearest ancestor that is there."""
        ...


class Text(NamedTuple):
    """The value of a text."""

    value: JsonValue
    places: Places
    warnings: tuple[Diagnostic, ...] = ()


class JsonText:
    """The places of a JSON text, worked out when somebody asks."""

    def __init__(self, text: str, first: int) -> None:
        self._lines = Lines(text, first)
        self._places = json_text.JsonPlaces(text)

    def position(self, pointer: str) -> Position:
        """Return where a node starts, or else its nearest ancestor that is there."""
        return self._lines.position(self._places.offset(split(pointer)))


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


_decoded: Callable[[str], JsonValue] = json.JSONDecoder(
    parse_constant=_refuse, parse_float=_finite
).decode


def value_of(line: bytes) -> JsonValue:
    """Return the value of a line of JSON Lines; of two members of one name, the last counts.

    Raises:
        ValueError: it is no JSON, or not such that `text_of_line` would take it.
        RecursionError: it is nested far too deeply.
    """
    value = _decoded(line.decode())
    if line.count(b"[") + line.count(b"{") > MOST_NESTED and is_deeper(value, MOST_NESTED):
        raise ValueError("nested too deeply")
    return value


def text_of_value(value: JsonValue, line: bytes, number: int) -> Text:
    """Return the text of a line whose value is known."""
    return Text(value, JsonText(line.decode(), number))


def text_of_line(line: bytes, file: str, number: int) -> Text:
    """Return the value of a line of JSON Lines, or why it has none.

    Args:
        line: the line; a byte order mark may only begin the first one.
        file: what its file is called.
        number: the number of the line in it.

    Raises:
        InputError: it is no JSON.
    """
    marked = number == 1 and line.startswith(_MARK.encode())
    try:
        text = line.decode()[marked:]
    except UnicodeDecodeError as error:
        before = len(line[: error.start].decode())
        reason = f"the byte 0x{line[error.start]:02x} is not valid UTF-8 here"
        hint = "save the file as UTF-8, or remove what does not belong in it"
        position = Position(number, before + 1)
        raise InputError(syntax_error(Location(file), position, reason, hint)) from None
    # A carriage return would count as a line end, but it is in front of one.
    text = text.rstrip("\r\n")
    lines = Lines(text, number)
    try:
        json_text.parse(lines, file)
    except InputError as error:
        if any(each.code != "duplicate-key" for each in error.diagnostics):
            raise
    return Text(_decoded(text), JsonText(text, number))


def text_of_document(data: bytes, file: str, syntax: Syntax, first: int) -> Text:
    """Return the value of a JSON text, or of a YAML text with one document, or why it has none.

    In JSON, of two members of one name the last counts, which warns; YAML does not allow it.

    Args:
        data: the text.
        file: what its file is called.
        syntax: how it is written.
        first: the number of its first line in the file.

    Raises:
        InputError: it is no JSON, or no YAML that JSON could say.
    """
    try:
        document = documents.parse(data, file, syntax=syntax, first=first)
    except InputError as error:
        repeated = all(each.code == "duplicate-key" for each in error.diagnostics)
        if syntax != "json" or not repeated:
            raise
        warnings = tuple(replace(each, severity=Severity.WARNING) for each in error.diagnostics)
        text = documents.decoded(data, file, first)
        return Text(_decoded(text), JsonText(text, first), warnings)
    return Text(document.value, document)
