# fmt: off
# The same text in every package, whatever the length of its lines.
"""How values of enumerations are decoded that keep values that they do not list."""

from __future__ import annotations

from .first_use import Members, UnusualError, best_of, imported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Convert = Callable[[Any], Any]
    Row = tuple[Convert, str, frozenset[str], tuple[str, ...]]


class OpenMembers(Members):
    """The members of an enumeration by their values, once one of them is asked for."""

    __slots__ = ()

    def _all(self) -> dict[Any, Any]:
        found = self._scope[f"members_{self._name}"] = _Table(imported(self._module, self._name))
        return found


class _Table(dict[str, "Any"]):
    """The members that are listed, by their values; for any other text it makes one."""

    __slots__ = ("_class",)

    def __init__(self, class_: Any) -> None:
        super().__init__({each.value: each for each in class_})
        self._class = class_

    def __missing__(self, value: Any) -> Any:
        if type(value) is not str:
            raise UnusualError
        return self._class(value)


def member(class_: Any, value: Any) -> Any:
    """Return the member of an enumeration for a value, or what is of another kind as it is."""
    try:
        return class_(value)
    except ValueError:
        return value


def best_told(value: Any, listed: tuple[Any, ...], members: tuple[Any, ...]) -> Any:
    """Return what `best` does, of those members that list all that is in a value, if there are any.

    Args:
        value: an object.
        listed: the members as `best` has them; the checks allow only values that are listed.
        members: the members; the checks allow others too.
    """
    from .conversions import best

    return best(value, listed if any(check(value) for check, *_ in listed) else members)


def tagged_told(
    value: Any,
    key: str,
    table: Mapping[str, Convert],
    listed: tuple[Any, ...],
    members: tuple[Any, ...],
) -> Any:
    """Return what `tagged` does; see `best_told`."""
    tag = value.get(key)
    convert = table.get(tag) if type(tag) is str else None
    return best_told(value, listed, members) if convert is None else convert(value)


def best_listed(value: Any, members: tuple[Row, ...]) -> Any:
    """Return what `best_of` does, of those members that list all values, if there is any."""
    checks = imported("._codecs.listed", "CHECKS")
    return best_of(value, tuple([row for row in members if checks[row[1]](value)]) or members)
