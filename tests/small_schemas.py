"""Small schemas and values for Hypothesis to draw: few words, and full of what can go wrong."""

from __future__ import annotations

from typing import Any, TypeAlias

from hypothesis import strategies as st

Draw: TypeAlias = st.SearchStrategy[Any]

DEFINITIONS: dict[str, Any] = {
    "a": {"type": "string", "minLength": 1},
    "b": {"type": ["integer", "null"]},
    "c": {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
    "d": {
        "type": "object",
        "properties": {"a": {"$ref": "#/definitions/d"}, "b": {"$ref": "#/definitions/e"}},
    },
    "e": {"anyOf": [{"type": "null"}, {"type": "array", "items": {"$ref": "#/definitions/e"}}]},
    "f": {"oneOf": [{"$ref": "#/definitions/d"}, {"$ref": "#/definitions/a"}]},
}
"""What the drawn schemas refer to, as `#/definitions/a`."""

KINDS = ("null", "boolean", "object", "array", "number", "integer", "string")

keys = st.sampled_from(["a", "b"])
values: Draw = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 1.0, 2.5, -3, "", "a", "ab", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=2),
    max_leaves=4,
)
types = st.sampled_from(KINDS) | st.lists(st.sampled_from(KINDS), min_size=1, unique=True)
enums = st.lists(values, min_size=1, max_size=4)
numbers = st.sampled_from([0, 1, 2.5, -3])
prose = {"title": st.just("t"), "description": st.just("d"), "default": values}
references = st.sampled_from([f"#/definitions/{name}" for name in DEFINITIONS])


def containing(inner: Draw) -> Draw:
    """Return schemas that mean the same in every dialect and hold others."""
    several = st.lists(inner, min_size=1, max_size=3)
    keywords: dict[str, Draw] = {
        "type": types,
        "enum": enums,
        "minimum": numbers,
        "maxLength": st.integers(0, 2),
        "required": st.lists(keys, min_size=1, unique=True),
        "properties": st.dictionaries(keys, inner, max_size=2),
        "additionalProperties": inner,
        "items": inner,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
    }
    chosen = st.lists(st.sampled_from([*keywords]), max_size=3, unique=True)
    return chosen.flatmap(
        lambda found: st.fixed_dictionaries({k: keywords[k] for k in found}, optional=prose)
    )


_leaves = st.fixed_dictionaries({}, optional={"type": types, **prose}) | st.fixed_dictionaries(
    {"$ref": references}, optional=prose
)
schemas: Draw = st.recursive(_leaves, containing, max_leaves=8)


def with_(required: dict[str, Draw], optional: dict[str, Draw] | None = None) -> Draw:
    """Return schemas with certain keywords, beside what else there may be."""
    wanted = st.fixed_dictionaries(required, optional=optional or {})
    others = containing(schemas)
    return st.tuples(others, wanted).map(lambda both: {**both[0], **both[1]})


_narrowed = st.fixed_dictionaries({"$ref": references, "minLength": st.integers(0, 1)})
members = schemas | st.booleans() | _narrowed
"""Schemas as they stand in an array of them."""

_properties = st.dictionaries(
    st.sampled_from(["a", "b", "kind", "list", "createdAt"]), members, min_size=1, max_size=4
)
documents: Draw = st.fixed_dictionaries(
    {
        "title": st.just("Root"),
        "type": st.just("object"),
        "properties": _properties,
        "definitions": st.just(DEFINITIONS),
    },
    optional={
        "required": st.lists(keys, min_size=1, unique=True),
        "allOf": st.lists(members, min_size=1, max_size=2),
        "oneOf": st.lists(members, min_size=1, max_size=3),
        "additionalProperties": members,
        "patternProperties": st.fixed_dictionaries({"^k": members}),
    },
)
"""Whole documents whose root is an object."""
