"""Random schemas, and random edits of them: what people change, and what nobody would."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

Schema = dict[str, Any]

NAMES = ("alpha", "beta", "gamma", "delta")
"""What properties are called; no instance has such a key by chance."""
_VALUES = ("x", "yy", "zzz", 1, 2, 7, True, None)
_PATTERNS = ("^x", "y$", "^z+$")


def schema(random: Random) -> Schema:
    """Return a schema with definitions, of which one holds itself."""
    found = _object(random, 3)
    found["title"] = "Root"
    found["$defs"] = {
        "One": _object(random, 1),
        "Two": _inside(random, 1),
        "Tree": {
            "type": "object",
            "properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}},
        },
    }
    return found


def edited(given: Schema, random: Random) -> Schema:
    """Return a schema that differs from another one in a place or a few."""
    found = copy.deepcopy(given)
    left = random.choice((1, 1, 1, 2, 3))
    for _ in range(50):
        places = [*_places({key: each for key, each in found.items() if key != "$defs"})][1:]
        places += [*_places({"$defs": found["$defs"]})][1:] if random.random() < 0.2 else [found]
        before = copy.deepcopy(found)
        random.choice(_EDITS)(random.choice(places), random)
        left -= found != before
        if not left:
            break
    return found


def _inside(random: Random, depth: int) -> Schema:
    if depth <= 0:
        return random.choice((_text, _number, _listed, _reference))(random)
    makers: tuple[Callable[[Random, int], Schema], ...] = (_object, _array, _union, _all)
    if random.random() < 0.45:
        return random.choice((_text, _number, _listed, _reference))(random)
    return random.choice(makers)(random, depth)


def _reference(random: Random) -> Schema:
    return {"$ref": f"#/$defs/{random.choice(('One', 'Two', 'Tree'))}"}


def _text(random: Random) -> Schema:
    found: Schema = {"type": random.choice(("string", "string", ["string", "null"]))}
    if random.random() < 0.4:
        found["maxLength"] = random.randint(1, 4)
    if random.random() < 0.2:
        found["minLength"] = random.randint(0, 2)
    if random.random() < 0.15:
        found["pattern"] = random.choice(_PATTERNS)
    return found


def _number(random: Random) -> Schema:
    found: Schema = {"type": random.choice(("integer", "number", ["number", "string"]))}
    for keyword in ("minimum", "exclusiveMaximum", "maximum", "exclusiveMinimum"):
        if random.random() < 0.25:
            found[keyword] = random.randint(-3, 3) + (5 if "Max" in keyword.title() else -5)
    if random.random() < 0.2:
        found["multipleOf"] = random.choice((1, 2, 0.5, 3))
    return found


def _listed(random: Random) -> Schema:
    if random.random() < 0.3:
        return {"const": random.choice(_VALUES)}
    return {"enum": random.sample(_VALUES, random.randint(1, 4))}


def _object(random: Random, depth: int) -> Schema:
    names = random.sample(NAMES, random.randint(1, 3))
    found: Schema = {"type": "object"}
    found["properties"] = {name: _inside(random, depth - 1) for name in names}
    needed = [name for name in names if random.random() < 0.3]
    if needed:
        found["required"] = needed
    if random.random() < 0.25:
        found["additionalProperties"] = random.choice((False, True, {"type": "integer"}))
    for keyword, make in _CONDITIONS.items():
        if random.random() < 0.07:
            found[keyword] = make(random)
    if random.random() < 0.07:
        found |= {"if": _needed(random), "then": _typed(random), "else": _needed(random)}
    return found


def _needed(random: Random) -> Schema:
    return {"required": [random.choice(NAMES)]}


def _typed(random: Random) -> Schema:
    return {"properties": {random.choice(NAMES): _inside(random, 0)}}


_CONDITIONS: dict[str, Callable[[Random], Any]] = {
    "not": _needed,
    "if": _needed,
    "then": lambda random: random.choice((_needed, _typed))(random),
    "else": _typed,
    "dependentRequired": lambda random: {random.choice(NAMES): [random.choice(NAMES)]},
    "dependentSchemas": lambda random: {random.choice(NAMES): _typed(random)},
    "propertyNames": lambda random: {"maxLength": random.randint(4, 6)},
    "patternProperties": lambda random: {random.choice(("^x", "a$")): _inside(random, 0)},
    "minProperties": lambda random: random.randint(0, 2),
    "maxProperties": lambda random: random.randint(2, 5),
    "unevaluatedProperties": lambda random: random.choice((False, {"type": "string"})),
}


def _array(random: Random, depth: int) -> Schema:
    found: Schema = {"type": "array", "items": _inside(random, depth - 1)}
    if random.random() < 0.2:
        found["prefixItems"] = [_inside(random, 0) for _ in range(random.randint(1, 2))]
        if random.random() < 0.5:
            found["items"] = False
        elif random.random() < 0.3:
            found["unevaluatedItems"] = random.choice((False, found.pop("items")))
    if random.random() < 0.2:
        found["contains"] = _inside(random, 0)
        if random.random() < 0.3:
            found["maxContains"] = 2
    for keyword, values in (("minItems", (0, 1)), ("maxItems", (2, 3)), ("uniqueItems", (True,))):
        if random.random() < 0.2:
            found[keyword] = random.choice(values)
    return found


def _union(random: Random, depth: int) -> Schema:
    members = [_inside(random, depth - 1) for _ in range(random.randint(2, 3))]
    return {random.choice(("anyOf", "oneOf")): members}


def _all(random: Random, depth: int) -> Schema:
    return {"allOf": [_object(random, depth - 1), _object(random, depth - 1)]}


def _places(node: Any) -> Iterator[Schema]:
    """Yield every schema inside one, and it itself."""
    if not is_object(node):
        return
    yield node
    for keyword, held in node.items():
        match keyword:
            case "properties" | "$defs" | "patternProperties" | "dependentSchemas":
                for each in held.values():
                    yield from _places(each)
            case "allOf" | "anyOf" | "oneOf" | "prefixItems":
                for each in held:
                    yield from _places(each)
            case "items" | "additionalProperties" | "not" | "if" | "then" | "else" | "contains":
                yield from _places(held)
            case _:
                pass


def _drop(place: Schema, random: Random) -> None:
    keys = [each for each in place if each not in {"$defs", "$ref", "title"}]
    if keys:
        del place[random.choice(keys)]


def _move_limit(place: Schema, random: Random) -> None:
    keys = [key for key, each in place.items() if type(each) is int and key != "const"]
    if keys:
        key = random.choice(keys)
        moved = place[key] + random.choice((-1, 1))
        is_number = "inimum" in key or "aximum" in key
        place[key] = moved if is_number else max(moved, key == "multipleOf")


def _add_property(place: Schema, random: Random) -> None:
    if isinstance(place.get("properties"), dict):
        name = f"fresh{random.randint(0, 9)}"
        place["properties"][name] = _inside(random, 1)
        if random.random() < 0.3:
            place["required"] = [*place.get("required", []), name]


def _remove_property(place: Schema, random: Random) -> None:
    properties = place.get("properties")
    if is_object(properties) and properties:
        name = random.choice([*properties])
        del properties[name]
        if "required" in place:
            place["required"] = [each for each in place["required"] if each != name]


def _turn_required(place: Schema, random: Random) -> None:
    properties = place.get("properties")
    if is_object(properties) and properties:
        name = random.choice([*properties])
        needed = place.get("required", [])
        place["required"] = [e for e in needed if e != name] if name in needed else [*needed, name]


def _other_values(place: Schema, random: Random) -> None:
    if "enum" in place:
        values = place["enum"]
        other = random.choice(_VALUES)
        grown = [*values, other] if repr(other) not in map(repr, values) else values
        place["enum"] = random.choice((grown, values[1:] or values))
    elif "const" in place:
        place["enum"] = [place.pop("const"), "added"]


def _other_members(place: Schema, random: Random) -> None:
    for keyword in ("anyOf", "oneOf", "allOf"):
        if keyword in place:
            more = [
                *place[keyword],
                _inside(random, 1) if keyword != "allOf" else _object(random, 1),
            ]
            place[keyword] = random.choice((more, place[keyword][1:] or more))


def _other_keyword(place: Schema, _: Random) -> None:
    if "anyOf" in place:
        place["oneOf"] = place.pop("anyOf")
    elif "oneOf" in place:
        place["anyOf"] = place.pop("oneOf")


def _replace(place: Schema, random: Random) -> None:
    if "$defs" not in place:
        found = _inside(random, 1)
        place.clear()
        place.update(found)


def _wrap(place: Schema, random: Random) -> None:
    if "$defs" not in place:
        inner = copy.deepcopy(place)
        place.clear()
        place.update(random.choice(({"anyOf": [inner, {"type": "null"}]}, {"allOf": [inner]})))


def _condition(place: Schema, random: Random) -> None:
    if isinstance(place.get("properties"), dict):
        keyword = random.choice([*_CONDITIONS])
        place[keyword] = _CONDITIONS[keyword](random)


def _close(place: Schema, random: Random) -> None:
    if isinstance(place.get("properties"), dict):
        place["additionalProperties"] = random.choice((False, True, {"type": "string"}))


def _widen(place: Schema, random: Random) -> None:
    if isinstance(place.get("type"), str) and "$defs" not in place:
        place["type"] = random.choice(([place["type"], "boolean"], "number", "string"))


_EDITS = (
    *(_drop, _move_limit, _move_limit, _add_property, _remove_property, _turn_required),
    *(_other_values, _other_members, _other_keyword, _replace, _wrap, _condition, _close, _widen),
)
