"""TOML texts: the tables in them, or what is wrong and where."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from schemawright.location import Position

Table: TypeAlias = dict[str, Any]

_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


class NotTomlError(Exception):
    """A text is not TOML: why, and where in it."""

    def __init__(self, reason: str, position: Position) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


def decoded(data: bytes) -> str:
    r"""Return a text with every line ended by `\n`; raise NotTomlError if it is not UTF-8."""
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        position = _end(data[: error.start].decode().replace("\r\n", "\n"))
        reason = f"the byte 0x{data[error.start]:02x} is not valid UTF-8 here"
        raise NotTomlError(reason, position) from None


def parsed(text: str) -> Table:
    """Return what a text says.

    Raises:
        NotTomlError: it is not TOML.
        RecursionError: it is nested too deeply.
    """
    import tomllib  # noqa: PLC0415 - many runs read no TOML

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
    found = _AT.search(message)
    reason = message[: found.start()] if found else message
    if found and found["line"]:
        position = Position(int(found["line"]), int(found["column"]))
    else:
        position = _end(text)
    raise NotTomlError(reason[:1].lower() + reason[1:], position)


def _end(text: str) -> Position:
    return Position(text.count("\n") + 1, len(text) - text.rfind("\n"))
