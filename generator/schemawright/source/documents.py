"""Documents: bytes in, a value with a position for each of its nodes out."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from schemawright.diagnostics import InputError, syntax_error, unreadable
from schemawright.location import Location, split
from schemawright.source import json_text
from schemawright.source.lines import Lines
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from schemawright.location import Position
    from schemawright.source.values import JsonValue

Syntax: TypeAlias = Literal["json", "yaml"]

_MOST_DIGITS = 19
"""So many no index has, and `int` refuses far longer ones."""

_EXTENSION = re.compile(r"\.(?:(?P<json>json)|ya?ml)(?=$|[?#])", re.IGNORECASE)

# UTF-32 comes first: its little-endian mark begins with that of UTF-16 (YAML 1.2.2, 5.2).
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (b"", "utf-8", "UTF-8"),
)


class _Places(Protocol):
    """Where the nodes of a text start."""

    def offset(self, tokens: Sequence[str]) -> int:
        """Return where a node starts, or else its nearest ancestor that is there."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One parsed input; `uri` is the name that users know it by."""

    uri: str
    text: str = field(repr=False)
    value: JsonValue = field(repr=False)
    syntax: Syntax
    digest: str
    _lines: Lines = field(repr=False)
    _places: _Places = field(repr=False)

    def at(self, pointer: str) -> JsonValue:
        """Return the value at a JSON Pointer (RFC 6901, section 4).

        Raises:
            LookupError: nothing is there.
        """
        value = self.value
        for token in split(pointer):
            if is_array(value):
                value = value[_index(token)]
            elif is_object(value):
                value = value[token]
            else:
                raise LookupError(token)
        return value

    def position(self, pointer: str) -> Position:
        """Return where a node starts: the key of a member, or else the value.

        A pointer that leads nowhere counts as its deepest ancestor that is there.
        """
        return self._lines.position(self._places.offset(split(pointer)))

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its end."""
        return self._lines.line(number)


def _index(token: str) -> int:
    """Return the array index that a token states (RFC 6901, section 4).

    Raises:
        LookupError: it states none; `-` is the item after the last, which is not there.
    """
    plain = token.isascii() and token.isdigit() and len(token) < _MOST_DIGITS
    if not plain or (token[0] == "0" and token != "0"):
        raise LookupError(token)
    return int(token)


def read(path: Path, uri: str) -> Document:
    """Read and parse a file, which findings call `uri`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        reason = "there is no such file"
    except IsADirectoryError:
        reason = "it is a directory"
    except PermissionError:
        reason = "permission denied"
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
    except ValueError as error:
        # The path itself is impossible, as one with a NUL in it.
        reason = str(error)
    else:
        return parse(data, uri)
    raise InputError(unreadable(Location(uri), reason))


def parse(data: bytes, uri: str, *, syntax: Syntax | None = None, first: int = 1) -> Document:
    """Parse a JSON or YAML text; without `syntax`, the extension in `uri` or the text decides.

    Its first line has the number `first`.
    """
    lines = Lines(decoded(data, uri, first), first)
    value, places, syntax = _value(lines, uri, syntax or _extension(uri))
    digest = hashlib.sha256(data).hexdigest()
    return Document(uri, lines.text, value, syntax, digest, lines, places)


def of_value(value: JsonValue, uri: str) -> Document:
    """Return the document that a value would be, written down as JSON.

    Raises:
        InputError: JSON cannot say it.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(unreadable(Location(uri), f"it is no JSON value: {error}")) from None
    return parse(text.encode("utf-8", "surrogatepass"), uri, syntax="json")


def decoded(data: bytes, uri: str, first: int = 1) -> str:
    """Decode UTF-8, or what a byte order mark says (RFC 8259, 8.1; YAML 1.2.2, 5.2).

    Raises:
        InputError: it is something else; the first line has the number `first`.
    """
    mark, encoding, name = next(each for each in _MARKS if data.startswith(each[0]))
    payload = data[len(mark) :] if mark else data
    try:
        return payload.decode(encoding)
    except UnicodeDecodeError as error:
        before = payload[: error.start].decode(encoding)
        position = Lines(before, first).position(len(before))
        reason = f"the byte 0x{payload[error.start]:02x} is not valid {name} here"
        hint = f"save the document as {name}, or remove what does not belong in it"
        raise InputError(syntax_error(Location(uri), position, reason, hint)) from None


def _extension(uri: str) -> Syntax | None:
    match = _EXTENSION.search(uri)
    if match is None:
        return None
    return "json" if match["json"] else "yaml"


def _value(lines: Lines, uri: str, syntax: Syntax | None) -> tuple[JsonValue, _Places, Syntax]:
    first = lines.text.lstrip()[:1] if syntax is None else ""
    if syntax == "json" or first == "{":
        return json_text.parse(lines, uri), json_text.JsonPlaces(lines.text), "json"
    if first == "[":
        try:
            return json_text.parse(lines, uri), json_text.JsonPlaces(lines.text), "json"
        except InputError:
            # A flow sequence of YAML looks much the same.
            pass
    # Most runs read no YAML, and PyYAML takes long to import.
    from schemawright.source import yaml_text  # noqa: PLC0415

    return *yaml_text.parse(lines, uri), "yaml"
