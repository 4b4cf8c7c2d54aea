"""Documents whose objects are read as if their keys had been written in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from schemawright.source.values import JsonValue

    _Node: TypeAlias = list[JsonValue] | dict[str, JsonValue]


def sorted_keys(value: JsonValue) -> JsonValue:
    """Return a JSON value with the keys of every object sorted; what is shared stays shared."""
    pending: list[_Node] = []
    copies: dict[int, _Node] = {}

    def copy(child: JsonValue) -> JsonValue:
        if not isinstance(child, dict | list):
            return child
        if id(child) not in copies:
            # Still with the children of the original; its own turn comes.
            fresh: _Node = dict(sorted(child.items())) if isinstance(child, dict) else list(child)
            copies[id(child)] = fresh
            pending.append(fresh)
        return copies[id(child)]

    whole = copy(value)
    while pending:
        match pending.pop():
            case dict() as members:
                members.update({key: copy(child) for key, child in members.items()})
            case items:
                items[:] = map(copy, items)
    return whole
