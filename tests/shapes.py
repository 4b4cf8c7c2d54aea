"""A schema with every kind of type that there is, bounds and all."""

from __future__ import annotations

from typing import Any

SHAPES: dict[str, Any] = {
    "title": "Shapes",
    "type": "object",
    "required": ["pair", "codes", "tree"],
    "properties": {
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "integer"}, {"type": "string", "format": "date-time"}],
            "items": {"type": "boolean"},
            "minItems": 1,
        },
        "three": {"prefixItems": [{}, {}, {}], "items": False, "type": "array", "minItems": 3},
        "codes": {
            "type": "array",
            "items": {"type": "string", "pattern": "^(?:[A-Z]{2,3}-\\d+|x(?=y)y*)$"},
            "uniqueItems": True,
            "minItems": 2,
            "maxItems": 4,
        },
        "step": {"type": "number", "minimum": 0, "exclusiveMaximum": 3, "multipleOf": 0.25},
        "count": {"type": "integer", "exclusiveMinimum": -5, "maximum": 12, "multipleOf": 3},
        "label": {"type": "string", "minLength": 3, "maxLength": 5},
        "tree": {"$ref": "#/$defs/Tree"},
        "words": {
            "type": "object",
            "additionalProperties": {"type": ["string", "null"]},
            "minProperties": 1,
            "maxProperties": 3,
        },
        "either": {"enum": [1, "1", True, None, [1, {"a": 2.5}], {"b": []}]},
        "level": {"enum": ["low", "high", 3]},
        "day": {"type": "string", "format": "date"},
        "hour": {"type": "string", "format": "time"},
        "id": {"type": "string", "format": "uuid"},
        "mail": {"type": "string", "format": "email"},
        "due": {"type": ["string", "null"], "format": "date-time"},
        "dues": {
            "type": "object",
            "additionalProperties": {"format": "date-time", "type": "string"},
        },
        "when": {"anyOf": [{"type": "integer"}, {"type": "string", "format": "date-time"}]},
        "one": {"oneOf": [{"$ref": "#/$defs/Left"}, {"$ref": "#/$defs/Right"}]},
        "tagged": {"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}, {"type": "null"}]},
        "any": {},
        "never": False,
    },
    "patternProperties": {"^x-": {"type": "integer"}},
    "additionalProperties": {"type": "string", "format": "date"},
    "$defs": {
        "Tree": {
            "type": "object",
            "required": ["kids"],
            "properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}},
        },
        "Left": {"type": "object", "properties": {"a": {"type": "integer"}}},
        "Right": {"type": "object", "properties": {"b": {"type": "string", "format": "date-time"}}},
        "Cat": {
            "type": "object",
            "required": ["is"],
            "properties": {"is": {"const": "cat"}, "lives": {"type": "integer"}},
            "additionalProperties": False,
        },
        "Dog": {
            "type": "object",
            "required": ["is", "toys"],
            "properties": {
                "is": {"enum": ["dog", "puppy"]},
                "toys": {"type": "array", "items": {"$ref": "#/$defs/Tree"}, "maxItems": 2},
            },
        },
    },
}
