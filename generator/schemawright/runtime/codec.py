# fmt: off
# The same text in every package, whatever the length of its lines.
"""Codecs: how values of a type are read from JSON, and written to it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Generic, TypeVar

    from .faults import Fault
    from .validator import Validator

    T = TypeVar("T")
    Convert = Callable[[Any], Any]

    class _Of(Generic[T]):
        __slots__ = ()

else:  # `typing` takes longer to import than most values take to decode
    T = object

    class _Of:
        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))


class Parts:
    """What a codec is made of.

    Args:
        decode: decodes what is valid and usual, and raises an error for anything else.
        encoding: imports what encodes what was decoded, and returns it.
        thorough: imports what all else needs, and returns it.
    """

    __slots__ = ("decode", "encoding", "thorough")

    def __init__(
        self,
        decode: Convert,
        encoding: Callable[[], Encoding],
        thorough: Callable[[], Thorough],
    ) -> None:
        self.decode = decode
        self.encoding = encoding
        self.thorough = thorough


class Encoding:
    """What encodes values that were decoded.

    Args:
        encode: encodes what was decoded, and raises an error where anything else stands.
        update: makes `encode` know the classes that are there by now; tells whether any were new.
    """

    __slots__ = ("encode", "update")

    def __init__(self, encode: Convert, update: Callable[[], bool]) -> None:
        self.encode = encode
        self.update = update


class Thorough:
    """What looks at values that are not usual.

    Args:
        validator: tells whether a value is valid.
        explain: tells what is wrong with a value, of which several members of a `oneOf` may hold.
        decode: decodes any value; what is not of its type stays as it is.
        encode: encodes any value.
    """

    __slots__ = ("decode", "encode", "explain", "validator")

    def __init__(
        self,
        validator: Validator,
        explain: Callable[[Any], tuple[Fault, ...]],
        decode: Convert,
        encode: Convert,
    ) -> None:
        self.validator = validator
        self.explain = explain
        self.decode = decode
        self.encode = encode


class Codec(_Of[T]):
    """Reads values of one type from JSON, and writes them."""

    __slots__ = ("_encoding", "_load", "_name", "_parts", "_rest")

    def __init__(self, name: str, load: Callable[[str], Parts]) -> None:
        self._name = name
        self._load = load
        self._parts: Parts | None = None
        self._encoding: Encoding | None = None
        self._rest: Thorough | None = None

    def _ready(self) -> Parts:
        self._parts = self._load(self._name)
        return self._parts

    def _thorough(self) -> Thorough:
        if self._rest is None:
            self._rest = (self._parts or self._ready()).thorough()
        return self._rest

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
        found: T
        try:
            found = (self._parts or self._ready()).decode(data)
        except Exception:  # whatever it is, the thorough look finds it again
            found = self._decode(data, tolerant=tolerant)
        return found

    def _decode(self, data: object, *, tolerant: bool) -> T:
        from .faults import DecodeError
        from .values import plain

        thorough = self._thorough()
        if not tolerant and (faults := thorough.explain(data)):
            raise DecodeError(faults)
        found: T = thorough.decode(plain(data))
        return found

    def encode(self, value: T) -> Any:
        """Return a value as JSON has it, made of what `json.loads` makes.

        Raises:
            TypeError: JSON has nothing for a part of it.
        """
        if self._encoding is None:
            self._encoding = (self._parts or self._ready()).encoding()
        try:
            return self._encoding.encode(value)
        except Exception:  # whatever it is, the thorough way finds it again
            if self._encoding.update():
                return self.encode(value)
            return self._thorough().encode(value)

    def decode_json(self, text: bytes | str, *, tolerant: bool = False) -> T:
        """Return the value that a JSON text stands for; see `decode`.

        Raises:
            DecodeError: the text is no JSON, or not valid.
        """
        from .texts import parsed

        return self.decode(parsed(text), tolerant=tolerant)

    def encode_json(self, value: T) -> bytes:
        """Return a value as a JSON text in UTF-8; see `encode`."""
        from .texts import written

        return written(self.encode(value))

    def is_valid(self, data: object) -> bool:
        """Tell whether JSON data is valid."""
        return self._thorough().validator.is_valid(data)

    def errors(self, data: object) -> tuple[Fault, ...]:
        """Return everything that is wrong with JSON data, nothing if it is valid."""
        return self._thorough().validator.errors(data)


def codec_of(
    class_: type, package: str, load: Callable[[str], Parts]
) -> tuple[Codec[Any], Convert]:
    """Return the codec of a dataclass, or of what it is derived from, and what makes it of that.

    Args:
        class_: the class.
        package: where the dataclasses that have codecs are.
        load: returns the parts of the codec of a name.
    """
    base = next(each for each in class_.__mro__ if each.__module__.startswith(package))
    change = _same if base is class_ else _copy_to(class_, base)
    return Codec(base.__name__, load), change


def _same(value: Any) -> Any:
    return value


def _copy_to(class_: Any, base: type) -> Convert:
    from dataclasses import fields

    names = [each.name for each in fields(base)]

    def copy(value: Any) -> Any:
        if type(value) is not base:
            return value
        found: Any = class_.__new__(class_)
        found._extra = getattr(value, "_extra", None)  # it says that the object was decoded
        found.__init__(**{name: getattr(value, name) for name in names})
        return found

    return copy
