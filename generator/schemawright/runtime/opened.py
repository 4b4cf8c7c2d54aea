# fmt: off
# The same text in every package, whatever the length of its lines.
"""Enumerations that keep values that they do not list."""

from __future__ import annotations

from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, Self

_MOST = 1024
"""So many members that are not listed are kept of a class, at most; others are made anew."""
_LONGEST = 256
"""Longer texts, and numbers with more digits, are not kept."""
_lock = RLock()


class Open:
    """What enumerations have whose class makes a member of any value of the kind of its values.

    Members that are not listed are equal where their values are, and no part of what a class has
    (`len`, iteration, `__members__`). Their name is their value as text.
    """

    __slots__ = ()

    if TYPE_CHECKING:
        _unlisted: ClassVar[dict[Any, Any]]

    def __init_subclass__(cls) -> None:
        """Make room for members that are not listed."""
        super().__init_subclass__()
        cls._unlisted = {}

    @property
    def is_listed(self) -> bool:
        """Whether the schema lists the value."""
        class_: Any = type(self)
        listed: bool = class_._member_map_.get(vars(self)["_name_"]) is self
        return listed

    @classmethod
    def _missing_(cls, value: object) -> Any:
        class_: Any = cls
        found = _plain(value, class_._member_type_)
        if found is None:
            return None
        # A subclass of a class of values may compare in ways of its own.
        listed = class_._value2member_map_.get(found)
        return _kept(class_, found, cls._unlisted) if listed is None else listed

    def __reduce_ex__(self, proto: Any) -> Any:
        return type(self), (vars(self)["_value_"],)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self


def _plain(value: object, kind: type) -> Any:
    """Return a value as the kind that an enumeration has; None if it is of another one."""
    if kind is str:
        return str.__str__(value) if isinstance(value, str) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    if isinstance(value, float):
        whole = kind is int and value.is_integer()
        return int(value) if whole else _float(value, kind)
    return int(value) if kind is int else _float(value, kind)


def _float(value: float, kind: type) -> float | None:
    """Return a number as a float if that is equal to it, None if not; there is no other NaN."""
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if kind is float and found == value else None


def _kept(class_: Any, value: Any, kept: dict[Any, Any]) -> Any:
    if isinstance(value, int):
        is_short = value.bit_length() <= _LONGEST
    else:
        is_short = isinstance(value, float) or len(value) <= _LONGEST
    if not is_short:
        return _made(class_, value)
    with _lock:
        found = kept.get(value)
        if found is None:
            if len(kept) >= _MOST:
                del kept[next(iter(kept))]
            found = kept[value] = _made(class_, value)
        return found


def _made(class_: Any, value: Any) -> Any:
    found = class_._member_type_.__new__(class_, value)
    try:
        found._name_ = str(value)
    except ValueError:  # it has more digits than Python writes
        found._name_ = hex(value)
    found._value_ = value
    found.__objclass__ = class_
    return found
