# fmt: off
# The same text in every package, whatever the length of its lines.
"""What is asked of an object when it is made in Python: that it could be decoded, too."""

from __future__ import annotations

from .first_use import imported, package

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from .codec import Codec
    from .faults import Fault

_codecs: dict[type, Codec[Any]] = {}


def check_made(value: object) -> None:
    """Do nothing if an object that was made is valid, as decoding has it.

    Where JSON has nothing for some attributes, only they are what is wrong.

    Args:
        value: the object, of a dataclass.

    Raises:
        ValidationError: it is not; its `errors` say all that is wrong.
    """
    codec = _codecs.get(type(value)) or _codec_of(type(value))
    try:
        codec.decode(codec.encode(value))
    except (TypeError, ValueError) as error:
        from .faults import DecodeError, ValidationError

        faults = error.errors if isinstance(error, DecodeError) else tuple(_unsayable(value, codec))
        if faults:
            raise ValidationError(faults) from None
        raise


def _codec_of(class_: type) -> Codec[Any]:
    from .codec import codec_of

    found, _ = codec_of(class_, f"{package()}.models.", imported("._codecs", "parts"))
    _codecs[class_] = found
    return found


def _unsayable(value: Any, codec: Codec[Any]) -> Iterator[Fault]:
    """Yield the attributes that JSON has nothing for."""
    from dataclasses import fields

    from .faults import Fault

    names = _wire_names(value)
    for each in fields(value):
        found = getattr(value, each.name)
        if found is each.default:  # None and UNSET are not written then
            continue
        try:
            codec.encode(found)
        except TypeError as error:
            key = names.get(each.name, each.name).replace("~", "~0").replace("/", "~1")
            yield Fault(instance=f"/{key}", schema="", keyword="", message=str(error))


def _wire_names(value: object) -> Mapping[str, str]:
    """Return what the attributes of an object are called in JSON where that is not their name."""
    known = imported(".wire_names", "WIRE_NAMES")
    found: Mapping[str, str] = {}
    for each in type(value).__mro__:
        found = found or known.get(each.__name__, {})
    return found
