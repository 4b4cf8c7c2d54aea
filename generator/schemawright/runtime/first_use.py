# fmt: off
# The same text in every package, whatever the length of its lines.
"""What the quick functions of codecs refer to before it is imported: classes, and their encoders.

A class is imported when its first value is decoded. From then on its name refers to it directly.
"""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from importlib.util import resolve_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Check = Callable[[Any], bool]
    Convert = Callable[[Any], Any]
    Scope = dict[str, Any]



class UnusualError(Exception):
    """A value is not valid, or unlike what its type is meant for."""


class New:
    """Makes an empty object of a class, and leaves that to the class from then on."""

    __slots__ = ("_module", "_name", "_scope")

    def __init__(self, scope: Scope, module: str, name: str) -> None:
        self._scope = scope
        self._module = module
        self._name = name

    def __call__(self) -> Any:
        """Return an empty object."""
        class_ = _imported(self._scope, self._module, self._name)
        made = self._scope[f"new_{self._name}"] = partial(object.__new__, class_)
        self._scope[f"class_{self._name}"] = class_
        return made()


class Members(dict[str, "Any"]):
    """The members of an enumeration by their values, once one of them is asked for."""

    __slots__ = ("_module", "_name", "_scope")

    def __init__(self, scope: Scope, module: str, name: str) -> None:
        self._scope = scope
        self._module = module
        self._name = name

    def _all(self) -> dict[Any, Any]:
        class_ = _imported(self._scope, self._module, self._name)
        found = {each.value: each for each in class_}
        self._scope[f"members_{self._name}"] = found
        return found

    def __missing__(self, value: Any) -> Any:
        return self._all()[value]

    def get(self, value: Any, default: Any = None) -> Any:
        """Return the member for a value, or something else."""
        return self._all().get(value, default)


class Thorough:
    """Decodes values of a type that are known to be valid, by a function that is imported then."""

    __slots__ = ("_decode", "_name", "_scope")

    def __init__(self, scope: Scope, name: str) -> None:
        self._scope = scope
        self._name = name
        self._decode: Convert | None = None

    def __call__(self, value: Any) -> Any:
        """Return a value, decoded."""
        decode = self._decode
        if decode is None:
            decode = self._decode = _imported(self._scope, ".thorough", "DECODERS")[self._name]
        return decode(value)


def encoders(scope: Scope) -> Callable[[], bool]:
    """Return what adds the encoders of the classes that are there by now; it tells if any were new.

    Args:
        scope: the module of the quick functions.
    """
    found: dict[type, Convert] = scope["ENCODERS"]

    def items(value: list[Any]) -> list[Any]:
        return [found[type(each)](each) for each in value]

    def members(value: dict[Any, Any]) -> dict[str, Any]:
        return {str(key): found[type(each)](each) for key, each in value.items()}

    def update() -> bool:
        known = len(found)
        for name, module in scope["MODULES"].items():
            home = sys.modules.get(resolve_name(module, scope["__package__"]))
            class_ = None if home is None else vars(home).get(name)
            if isinstance(class_, type) and class_ not in found:
                found[class_] = scope[f"encode_{name}"]
                scope[f"class_{name}"] = class_
        return len(found) > known

    found.update(dict.fromkeys((str, int, float, bool, type(None)), _same))
    found.update({list: items, dict: members})
    return update


def _same(value: Any) -> Any:
    return value


def _imported(scope: Scope, module: str, name: str) -> Any:
    return getattr(import_module(module, scope["__package__"]), name)


def best_of(
    value: Any, members: tuple[tuple[Convert, Check, frozenset[str], tuple[str, ...]], ...]
) -> Any:
    """Return an object, decoded as the member that allows it and that knows most of its keys.

    Args:
        value: the object.
        members: of each what decodes a value, the check, the keys that it knows, and those that it
            requires.
    """
    order = sorted(
        (len(value.keys() - known), number)
        for number, (_, _, known, required) in enumerate(members)
        if value.keys() >= set(required)
    )
    for _, number in order:
        convert, check, _, _ = members[number]
        try:
            return convert(value)
        except Exception:  # whatever it is, the check decides
            if check(value):
                raise UnusualError from None
    raise UnusualError
