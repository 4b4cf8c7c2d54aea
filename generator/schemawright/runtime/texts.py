# fmt: off
# The same text in every package, whatever the length of its lines.
"""JSON texts: read and written by `json`, and by the package orjson where it is installed.

orjson is asked first, and only for what it reads and writes as `json` does: it would read integers
of more than 64 bits as floats, and write numbers that are not finite as null. Its import takes as
long as `json` takes for a mebibyte, so it is imported when that much has been read and written.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_MANY = b"0" * 19
"""Integers of 64 bits have up to 19 digits, and all of 18 are such."""


class Orjson:
    """The package orjson, where it is installed, once importing it pays.

    Args:
        patience: how many characters or bytes are left to `json` first.
    """

    __slots__ = ("module", "patience")

    def __init__(self, patience: int) -> None:
        self.module: Any = None
        self.patience = patience

    def spend(self, size: int) -> None:
        """Count a text of this size, which may be the one that the import pays for."""
        if self.patience > 0:
            self.patience -= size
            if self.patience <= 0 or "orjson" in sys.modules:
                self.patience = 0
                self.module = _installed()


def _installed() -> Any:
    try:
        return import_module("orjson")
    except ImportError:
        return None


ORJSON = Orjson(1 << 20)


def parsed(text: bytes | str) -> Any:
    """Return what a JSON text says.

    Raises:
        DecodeError: it is no JSON.
    """
    ORJSON.spend(len(text))
    orjson = ORJSON.module
    try:
        if orjson is not None:
            found = text.encode() if isinstance(text, str) else text
            if _MANY not in found.translate(_DIGITS):
                return orjson.loads(found)
    except ValueError:
        pass  # `json` reads more, or says what is wrong
    try:
        return json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        from .faults import DecodeError, Fault

        said = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        message = f"expected JSON, found none: {said}"
        fault = Fault(instance="", schema="", keyword="", message=message)
        raise DecodeError((fault,)) from None


def _refused(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def written(value: Any) -> bytes:
    """Return a JSON value as a text in UTF-8.

    Raises:
        ValueError: a number in it is not finite.
    """
    orjson = ORJSON.module
    try:
        if orjson is not None:
            found: bytes = orjson.dumps(value)
            if b"null" not in found:  # which it may have put in the place of such a number
                return found
    except TypeError:
        pass  # `json` has large integers and half surrogate pairs, and says what nothing has
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    ORJSON.spend(len(text))
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a surrogate pair has no bytes, but JSON can spell it
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
