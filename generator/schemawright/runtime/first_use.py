# fmt: off
# The same text in every package, whatever the length of its lines.
"""What the quick functions of codecs refer to before it is imported: classes, and what is theirs.

A class is imported when its first value is decoded. From then on its name refers to it directly.
"""

from __future__ import annotations

import sys
from functools import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

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
        return made()


class Check:
    """Tells whether a value is valid as a type, by a function that is imported then."""

    __slots__ = ("_name", "_scope")

    def __init__(self, scope: Scope, name: str) -> None:
        self._scope = scope
        self._name = name

    def __call__(self, value: Any) -> bool:
        """Tell whether a value is valid."""
        found: bool = _imported(self._scope, "._codecs.checks", "CHECKS")[self._name](value)
        return found


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
            decoders = _imported(self._scope, "._codecs.thorough", "DECODERS")
            decode = self._decode = decoders[self._name]
        return decode(value)


def encoders(scope: Scope) -> Callable[[], bool]:
    """Return what adds the encoders of the classes that are there by now; it tells if any were new.

    Args:
        scope: the module of the functions that encode what was decoded.
    """
    found: dict[type, Convert] = scope["ENCODERS"]

    def items(value: list[Any]) -> list[Any]:
        return [found[type(each)](each) for each in value]

    def members(value: dict[Any, Any]) -> dict[str, Any]:
        return {str(key): found[type(each)](each) for key, each in value.items()}

    def update() -> bool:
        known = len(found)
        for name, module in scope["MODULES"].items():
            home = sys.modules.get(f"{_root(scope)}{module}")
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
    found = __import__(f"{_root(scope)}{module}", fromlist=(name,))
    return getattr(found, name)


def _root(scope: Scope) -> str:
    """Return the name of the generated package, of whose packages the module is in one."""
    return str(scope["__package__"]).rpartition(".")[0]


def best_of(
    value: Any,
    members: tuple[tuple[Convert, str, frozenset[str], tuple[str, ...]], ...],
    scope: Scope,
) -> Any:
    """Return an object, decoded as the member that allows it and that knows most of its keys.

    Args:
        value: the object.
        members: of each what decodes a value, the name of its type, the keys that it knows, and
            those that it requires.
        scope: the module of the functions that decode.
    """
    order = sorted(
        (len(value.keys() - known), number)
        for number, (_, _, known, required) in enumerate(members)
        if value.keys() >= set(required)
    )
    for _, number in order:
        convert, name, _, _ = members[number]
        try:
            return convert(value)
        except Exception:  # whatever it is, the check decides
            if _imported(scope, "._codecs.checks", "CHECKS")[name](value):
                raise UnusualError from None
    raise UnusualError
