# fmt: off
# The same text in every package, whatever the length of its lines.
"""Dataclasses and enumerations that are made when they are first used.

To import a class does not import `dataclasses`, `enum` or `typing`, nor run what they do for each
class; whatever asks for a part of a class gets the very thing that the standard library makes.
"""

from __future__ import annotations

import sys
from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

_FIELDS = "__dataclass_fields__"
_PARTS = ("__init__", "__repr__", "__eq__", "__replace__", "__dataclass_params__", _FIELDS)
_lock = RLock()

_MODULES = {
    **dict.fromkeys(("datetime", "date", "time"), "datetime"),
    "UUID": "uuid",
    **dict.fromkeys(("Any", "Literal", "Never", "Union"), "typing"),
    "Unset": "._runtime",
}
"""Where the names are that annotations use, if they are not the package's own."""


def dataclass(
    *, slots: bool, kw_only: bool, weakref_slot: bool = False
) -> Callable[[type], type]:
    """Return a decorator that does what that of `dataclasses` does, the better part of it later.

    Args:
        slots: see `dataclasses.dataclass`; always true.
        kw_only: see `dataclasses.dataclass`; always true.
        weakref_slot: see `dataclasses.dataclass`.
    """
    del slots, kw_only
    return _with_weak_references if weakref_slot else _deferred


class field:  # noqa: N801 - it is called like that of `dataclasses`
    """What `dataclasses.field` is told, until it is asked."""

    __slots__ = ("options",)

    def __init__(self, **options: Any) -> None:
        self.options = options


def _with_weak_references(class_: type) -> type:
    return _deferred(class_, () if hasattr(class_.__base__, "__weakref__") else ("__weakref__",))


def _deferred(class_: type, more: tuple[str, ...] = ()) -> type:
    scope = dict(vars(class_))
    for each in ("__dict__", "__weakref__"):
        scope.pop(each, None)
    names = tuple(scope.get("__annotations__", ()))
    defaults = {name: scope.pop(name) for name in names if name in scope}
    later = [_Later(name) for name in _PARTS]
    if scope.get("__doc__") is None:
        later.append(_Later("__doc__"))
    scope.update({part.name: part for part in later})
    scope["__slots__"] = (*names, *more)
    scope.update(__match_args__=(), __hash__=None, __no_type_check__=_hints)
    found = type(class_)(class_.__name__, class_.__bases__, scope)
    for part in later:
        part.class_, part.defaults = found, defaults
    return found


class _Later:
    """A part of a dataclass; when it is asked for, all parts are made."""

    __slots__ = ("class_", "defaults", "name")

    class_: type
    defaults: Mapping[str, Any]

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        with _lock:
            if vars(self.class_).get(self.name) is self:
                _make(self.class_, self.defaults)
        if self.name == _FIELDS:
            _import_hints(self.class_)
        if self.name not in vars(self.class_):
            raise AttributeError(self.name)
        found: Any = vars(self.class_)[self.name]
        return found.__get__(instance, owner) if hasattr(found, "__get__") else found


def _make(class_: type, defaults: Mapping[str, Any]) -> None:
    """Put the parts of a dataclass into a class; those that this Python has not are taken out."""
    import dataclasses

    taken = ("__module__", "__qualname__", "__annotations__")
    scope = {each: vars(class_)[each] for each in taken if each in vars(class_)}
    if not isinstance(vars(class_)["__doc__"], _Later):
        scope["__doc__"] = "there is one"  # otherwise one would be made, which takes long
    if hasattr(class_, "__post_init__"):
        scope["__post_init__"] = None  # so that `__init__` calls that of the object
    for name, value in defaults.items():
        scope[name] = dataclasses.field(**value.options) if isinstance(value, field) else value
    plain = type(class_.__name__, (), scope)
    decorate: Any = dataclasses.dataclass(slots=True, kw_only=True)
    made: type = decorate(plain)
    for name in (*_PARTS, "__doc__"):
        if not isinstance(vars(class_).get(name), _Later):
            continue
        if name in vars(made):
            setattr(class_, name, vars(made)[name])
        else:
            delattr(class_, name)


class _Hints:
    """Imports what annotations refer to, when `typing.get_type_hints` asks whether it may look."""

    __slots__ = ()

    def __get__(self, instance: object, owner: type) -> bool:
        for class_ in owner.__mro__:
            if vars(class_).get("__no_type_check__") is self:
                _import_hints(class_)
        return False


_hints = _Hints()


def _import_hints(class_: type) -> None:
    """Give a module the names that the annotations of a class in it use."""
    import re

    scope = vars(sys.modules[class_.__module__])
    renamed: Mapping[str, tuple[str, str]] = scope.get("__renamed__", {})
    text = " ".join(vars(class_).get("__annotations__", {}).values())
    without_literals = re.sub(r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", "", text)
    for name in sorted(set(re.findall(r"[^\W\d]\w*", without_literals))):
        if name in scope:
            continue
        module, original = renamed.get(name, (_MODULES.get(name, ""), name))
        home = sys.modules[__package__ or ""]
        if module:
            module = f"{home.__name__}{module}" if module.startswith(".") else module
            home = __import__(module, fromlist=(original,))
        if hasattr(home, original):
            scope[name] = getattr(home, original)


class _Kind(type):
    """Keeps the body of an enumeration instead of making a class of it."""

    def __new__(cls, name: str, bases: tuple[type, ...], scope: dict[str, Any]) -> Any:
        if any(isinstance(each, _Kind) for each in bases):
            return _Body(name, bases, scope)
        return super().__new__(cls, name, bases, scope)


class _Body:
    """An enumeration that is not made yet."""

    __slots__ = ("bases", "name", "scope")

    def __init__(self, name: str, bases: tuple[type, ...], scope: dict[str, Any]) -> None:
        self.name = name
        self.bases = bases
        self.scope = scope

    def made(self) -> Any:
        """Return the enumeration."""
        import enum

        bases = tuple(
            getattr(enum, each.__name__) if isinstance(each, _Kind) else each
            for each in self.bases
        )
        body = enum.EnumType.__prepare__(self.name, bases)
        for name, value in self.scope.items():
            body[name] = value
        return enum.EnumType(self.name, bases, body)


class Enum(metaclass=_Kind):
    """Stands for `enum.Enum`."""


class IntEnum(metaclass=_Kind):
    """Stands for `enum.IntEnum`."""


class StrEnum(metaclass=_Kind):
    """Stands for `enum.StrEnum`."""


def enumerations(scope: dict[str, Any]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a module, which make its enumerations when asked.

    Args:
        scope: the module, whose enumerations are not made yet; they are taken out of it.
    """
    waiting = {name: each for name, each in scope.items() if isinstance(each, _Body)}
    for name in waiting:
        del scope[name]
    scope["__all__"] = [*waiting]

    def get(name: str) -> Any:
        if name not in waiting:
            raise AttributeError(f"module {scope['__name__']!r} has no attribute {name!r}")
        with _lock:
            if name not in scope:
                scope[name] = waiting[name].made()
            return scope[name]

    def names() -> list[str]:
        return sorted({*scope, *waiting})

    return get, names
