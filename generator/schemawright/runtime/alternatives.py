# fmt: off
# The same text in every package, whatever the length of its lines.
"""Which members of `anyOf` and `oneOf` a value can be meant as, told by its kind and its tag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .values import identity, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Nodes = Sequence[Mapping[str, Any]]

_SCALARS = (str, int, float, type(None))


class Tag(NamedTuple):
    """A property for which no two members allow the same value."""

    name: str
    values: tuple[Any, ...]
    """All that are allowed, in the order of the members."""
    members: Mapping[object, int]
    """The member for each value, by what is equal for values that JSON calls equal."""
    is_required: bool
    """Whether all members require it."""


def is_of(value: Any, type_: str) -> bool:
    """Tell whether a value is of a type of JSON Schema."""
    match type_:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            return whole and not isinstance(value, bool)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return is_array(value)
        case _:
            return is_object(value)


class Alternatives:
    """Tells the members of unions apart.

    Args:
        nodes: what schemas assert.
    """

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._chains: dict[int, list[Mapping[str, Any]]] = {}
        self._tags: dict[tuple[int, ...], Tag | None] = {}

    def meant(self, value: Any, members: Sequence[int]) -> tuple[list[int], Tag | None]:
        """Return the indices of the members that a value can be meant as; no other one allows it.

        If there is none, and a tag tells members apart, the tag is what is wrong with the value.
        """
        fitting = [at for at, each in enumerate(members) if self._admits(each, value)]
        if len(fitting) < 2 or not is_object(value):
            return fitting, None
        tag = self._tag(tuple([members[at] for at in fitting]))
        if tag is None or (tag.name not in value and not tag.is_required):
            return fitting, None
        number = tag.members.get(identity(value.get(tag.name, ())))
        return [at for at in fitting if members[at] == number], tag

    def _admits(self, number: int, value: Any) -> bool:
        """Tell whether a schema does not rule out the kind of a value, be it only a number."""
        return all(
            any(is_of(value, "number" if each == "integer" else each) for each in types)
            for node in self._chain(number)
            if (types := node.get("types")) is not None
        )

    def _tag(self, members: tuple[int, ...]) -> Tag | None:
        if members not in self._tags:
            self._tags[members] = self._found_tag(members)
        return self._tags[members]

    def _found_tag(self, members: tuple[int, ...]) -> Tag | None:
        fixed = [self._fixed(each) for each in members]
        required = [self._required(each) for each in members]
        found: Tag | None = None
        for name in fixed[0] if fixed else ():
            if not all(name in each for each in fixed):
                continue
            pairs = [
                (value, number)
                for number, each in zip(members, fixed, strict=True)
                for value in each[name]
            ]
            table = {identity(value): number for value, number in pairs}
            if len(table) < len(pairs):
                continue
            needed = all(name in each for each in required)
            if found is None or (needed and not found.is_required):
                found = Tag(name, tuple(value for value, _ in pairs), table, needed)
        return found

    def _chain(self, number: int) -> list[Mapping[str, Any]]:
        """Return a schema and all that it says must hold of the same value."""
        if number not in self._chains:
            found: dict[int, None] = {}
            pending = [number]
            while pending:
                each = pending.pop()
                if each not in found:
                    found[each] = None
                    pending.extend(self._nodes[each].get("all_of", ()))
            self._chains[number] = [self._nodes[each] for each in found]
        return self._chains[number]

    def _required(self, number: int) -> set[str]:
        return {name for node in self._chain(number) for name in node.get("required", ())}

    def _fixed(self, number: int) -> dict[str, tuple[Any, ...]]:
        """Return the properties that must have one of a few scalars, with those."""
        found: dict[str, tuple[Any, ...]] = {}
        for node in self._chain(number):
            for name, inner in node.get("properties", {}).items():
                if name not in found and (values := self._scalars(inner)):
                    found[name] = values
        return found

    def _scalars(self, number: int) -> tuple[Any, ...]:
        for node in self._chain(number):
            for values in node.get("enums", ()):
                if all(isinstance(each, _SCALARS) for each in values):
                    return tuple({identity(each): each for each in values}.values())
        return ()
