# fmt: off
# The same text in every package, whatever the length of its lines.
"""Codecs: how values of a type are read from JSON, and written to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from .faults import DecodeError, Fault
from .values import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from .validator import Validator

T = TypeVar("T")


class Parts(NamedTuple):
    """What a codec is made of."""

    check: Callable[[Any], bool]
    """Tells whether a value, made of exactly what `json` makes, is valid."""
    validator: Validator
    """Tells whether any value is valid, and what is wrong with it."""
    explain_leniently: Callable[[Any], tuple[Fault, ...]]
    """Tells what is wrong with a value, of which several members of a `oneOf` may hold."""
    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any]


class Codec(Generic[T]):
    """Reads values of one type from JSON, and writes them."""

    __slots__ = ("_load", "_name", "_parts")

    def __init__(self, name: str, load: Callable[[str], Parts]) -> None:
        self._name = name
        self._load = load
        self._parts: Parts | None = None

    def _ready(self) -> Parts:
        if self._parts is None:
            self._parts = self._load(self._name)
        return self._parts

    def decode(self, data: object, *, tolerant: bool = False) -> T:
        """Return the value that JSON stands for.

        A `oneOf` may be met by several of its members; of those that allow an object, the one that
        knows most of its keys is taken.

        Args:
            data: a JSON value, as `json.loads` returns it.
            tolerant: whether what is not valid is kept as it is, instead of an error.

        Raises:
            DecodeError: the data is not valid; its `errors` say all that is wrong.
        """
        parts = self._parts or self._ready()
        found: T
        try:
            if parts.check(data):
                found = parts.decode(data)
                return found
        except (RecursionError, TypeError):
            # It is nested too deeply, or no JSON: the report finds a way to say so.
            pass
        if not tolerant and (faults := parts.explain_leniently(data)):
            raise DecodeError(faults)
        found = parts.decode(plain(data))
        return found

    def encode(self, value: T) -> Any:
        """Return a value as JSON has it, made of what `json.loads` makes.

        Raises:
            TypeError: JSON has nothing for a part of it.
        """
        return (self._parts or self._ready()).encode(value)

    def decode_json(self, text: bytes | str, *, tolerant: bool = False) -> T:
        """Return the value that a JSON text stands for; see `decode`.

        Raises:
            DecodeError: the text is no JSON, or not valid.
        """
        return self.decode(parsed(text), tolerant=tolerant)

    def encode_json(self, value: T) -> bytes:
        """Return a value as a JSON text in UTF-8; see `encode`."""
        return written(self.encode(value))

    def is_valid(self, data: object) -> bool:
        """Tell whether JSON data is valid."""
        return self._ready().validator.is_valid(data)

    def errors(self, data: object) -> tuple[Fault, ...]:
        """Return everything that is wrong with JSON data, nothing if it is valid."""
        return self._ready().validator.errors(data)


def _refused(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def parsed(text: bytes | str) -> Any:
    """Return what a JSON text says.

    Raises:
        DecodeError: it is no JSON.
    """
    try:
        return json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        said = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        message = f"expected JSON, found none: {said}"
        fault = Fault(instance="", schema="", keyword="", message=message)
        raise DecodeError((fault,)) from None


def written(value: Any) -> bytes:
    """Return a JSON value as a text in UTF-8.

    Raises:
        ValueError: a number in it is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError:  # half a surrogate pair has no bytes, but JSON can spell it
        return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()
