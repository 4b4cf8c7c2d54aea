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
        class_ = imported(self._module, self._name)
        made = self._scope[f"new_{self._name}"] = partial(object.__new__, class_)
        return made()


class Later:
    """A function for a type, which is imported when it is first called.

    Args:
        module: the module of the package that has it.
        table: the functions there, by the names of their types.
        name: the name of the type.
    """

    __slots__ = ("_found", "_module", "_name", "_table")

    def __init__(self, module: str, table: str, name: str) -> None:
        self._module = module
        self._table = table
        self._name = name
        self._found: Convert | None = None

    def __call__(self, value: Any) -> Any:
        """Return what the function returns."""
        found = self._found
        if found is None:
            found = self._found = imported(self._module, self._table)[self._name]
        return found(value)


class Members(dict[str, "Any"]):
    """The members of an enumeration by their values, once one of them is asked for."""

    __slots__ = ("_module", "_name", "_scope")

    def __init__(self, scope: Scope, module: str, name: str) -> None:
        self._scope = scope
        self._module = module
        self._name = name

    def _all(self) -> dict[Any, Any]:
        class_ = imported(self._module, self._name)
        found = {each.value: each for each in class_}
        self._scope[f"members_{self._name}"] = found
        return found

    def __missing__(self, value: Any) -> Any:
        return self._all()[value]

    def get(self, value: Any, default: Any = None) -> Any:
        """Return the member for a value, or something else."""
        return self._all().get(value, default)


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
            home = sys.modules.get(f"{package()}{module}")
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


def imported(module: str, name: str) -> Any:
    """Return what a module of the generated package has.

    Args:
        module: the module, with a dot before it.
        name: what it is called there.
    """
    return getattr(__import__(f"{package()}{module}", fromlist=(name,)), name)


def package() -> str:
    """Return the name of the generated package, of whose packages this is one."""
    return str(__package__).rpartition(".")[0]


def best_of(
    value: Any, members: tuple[tuple[Convert, str, frozenset[str], tuple[str, ...]], ...]
) -> Any:
    """Return an object, decoded as the member that allows it and that knows most of its keys.

    Args:
        value: the object.
        members: of each what decodes a value, the name of its type, the keys that it knows, and
            those that it requires.
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
            if imported("._codecs.checks", "CHECKS")[name](value):
                raise UnusualError from None
    raise UnusualError
