"""Random changes to JSON documents, of which some make them invalid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from drawn_numbers import anything_numeric
from drawn_texts import NAMES, word
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from random import Random

_MORE = 0.3
"""How probable it is that a changed document is changed once more."""


def mutated(value: Any, random: Random) -> Any:
    """Return a document that differs from another one in a place or a few."""
    found = _changed(value, random)
    while random.random() < _MORE:
        found = _changed(found, random)
    return found


def _changed(value: Any, random: Random) -> Any:
    """Return a value of which something, somewhere, is different."""
    if is_object(value) and value and random.random() < 0.8:
        key = random.choice([*value])
        if random.random() < 0.15:
            return {name: each for name, each in value.items() if name != key}
        if random.random() < 0.1:
            return {**value, random.choice(NAMES): value[key]}
        return {**value, key: _changed(value[key], random)}
    if is_array(value) and value and random.random() < 0.8:
        at = random.randrange(len(value))
        if random.random() < 0.2:
            return [*value[:at], *value[at + 1 :]]
        if random.random() < 0.2:
            return [*value[:at], value[at], *value[at:]]
        return [*value[:at], _changed(value[at], random), *value[at + 1 :]]
    return _other(value, random)


def _other(value: Any, random: Random) -> Any:
    match random.randrange(9):
        case 0:
            return None
        case 1:
            return random.random() < 0.5
        case 2:
            return anything_numeric(random)
        case 3:
            return word(random)
        case 4:
            return f"{value}{word(random)}" if isinstance(value, str) else [value]
        case 5:
            return [value, value]
        case 6:
            return {random.choice(NAMES): value}
        case 7:
            return json.loads(random.choice(("[]", "{}", '""')))
        case _:
            return -value if isinstance(value, float) else value
