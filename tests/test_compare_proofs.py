"""What is proved of two schemas, and what is not, by hand-picked pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schemawright.assertions.reading import plan
from schemawright.comparing.inclusion import Inclusion
from schemawright.comparing.nodes import Judge, interned
from schemawright.location import Location
from schemawright.source.graph import closure
from schemawright.source.library import Library
from schemawright.source.references import References

if TYPE_CHECKING:
    from schemawright.assertions.plan import Plan


def includes(inner: Any, outer: Any) -> bool:
    """Tell whether it is proved that one schema allows all that another one does."""
    plans: list[Plan] = []
    for schema in (inner, outer):
        references = References(Library.of(schema, {}))
        plans.append(plan(references, closure(references, [Location("schema")]), formats=True))
    asserts = [each.asserts for each in plans]
    nodes = interned(asserts)
    one, other = (
        numbers[each.roots[0]] for numbers, each in zip(nodes.numbers, plans, strict=True)
    )
    return Inclusion(nodes, Judge(nodes, asserts), frozenset()).proves(one, other)


TEXT, WHOLE, NUMBER = ({"type": each} for each in ("string", "integer", "number"))
LIST, OBJECT = ({"type": each} for each in ("array", "object"))
CLOSED = {"additionalProperties": False}
TREE: dict[str, Any] = {
    "type": "object",
    "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}, "n": WHOLE},
    **CLOSED,
}

NARROWER: list[tuple[Any, Any]] = [
    (False, TEXT),
    (TEXT, True),
    ({"enum": [1, "a", None]}, {"enum": [1, "a", None, 2]}),
    ({"enum": ["aa", "b"]}, {"type": "string", "maxLength": 2}),
    ({"const": {"a": [1]}}, {"type": "object", "properties": {"a": {"items": WHOLE}}}),
    ({"type": ["boolean", "null"]}, {"type": ["boolean", "null", "string"]}),
    ({"type": "boolean"}, {"enum": [True, False, None]}),
    (WHOLE, NUMBER),
    ({"type": "number", "multipleOf": 4}, {"type": "integer", "multipleOf": 2}),
    ({"type": "integer", "exclusiveMinimum": 1}, {"type": "integer", "minimum": 0.5}),
    ({"type": "number", "minimum": 2}, {"type": "number", "exclusiveMinimum": 1}),
    ({"type": "number", "exclusiveMaximum": 2}, {"type": "number", "maximum": 2}),
    ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}),
    ({**TEXT, "minLength": 2, "pattern": "x"}, {**TEXT, "minLength": 1}),
    ({**TEXT, "format": "date"}, TEXT),
    ({**LIST, "items": WHOLE, "minItems": 1}, {**LIST, "items": NUMBER}),
    ({**LIST, "maxItems": 1}, {**LIST, "uniqueItems": True}),
    ({**LIST, "maxItems": 0, "items": TEXT}, {**LIST, "items": WHOLE}),
    ({**LIST, "prefixItems": [TEXT, WHOLE]}, {**LIST, "prefixItems": [TEXT]}),
    ({**LIST, "items": WHOLE, "minItems": 1}, {**LIST, "contains": NUMBER}),
    ({**LIST, "contains": WHOLE}, {**LIST, "contains": NUMBER}),
    ({**LIST, "contains": NUMBER, "maxContains": 1}, {**LIST, "contains": NUMBER}),
    (
        {**LIST, "contains": NUMBER, "minContains": 0, "maxContains": 1},
        {**LIST, "contains": WHOLE, "minContains": 0, "maxContains": 2},
    ),
    ({**LIST, "items": TEXT}, {**LIST, "unevaluatedItems": TEXT}),
    (
        {**LIST, "prefixItems": [TEXT], "items": False},
        {**LIST, "allOf": [{"prefixItems": [TEXT]}], "unevaluatedItems": False},
    ),
    ({**OBJECT, "required": ["a", "b"]}, {**OBJECT, "required": ["a"], "minProperties": 2}),
    ({**OBJECT, "properties": {"a": WHOLE}, **CLOSED}, {**OBJECT, "maxProperties": 1}),
    ({**OBJECT, "additionalProperties": WHOLE}, {**OBJECT, "properties": {"a": NUMBER}}),
    ({**OBJECT, "properties": {"a": TEXT}, **CLOSED}, {**OBJECT, "additionalProperties": TEXT}),
    (
        {**OBJECT, "properties": {"ab": TEXT}, **CLOSED},
        {**OBJECT, "propertyNames": {"pattern": "b"}},
    ),
    (
        {**OBJECT, "propertyNames": {"maxLength": 2}},
        {**OBJECT, "propertyNames": {"maxLength": 3}},
    ),
    (
        {**OBJECT, "patternProperties": {"^x": WHOLE}},
        {**OBJECT, "patternProperties": {"^x": NUMBER}},
    ),
    (
        {**OBJECT, "properties": {"xa": WHOLE}, **CLOSED},
        {**OBJECT, "patternProperties": {"^x": NUMBER}, **CLOSED},
    ),
    ({**OBJECT, "required": ["b"]}, {**OBJECT, "dependentRequired": {"a": ["b"]}}),
    (
        {**OBJECT, "properties": {"b": TEXT}, **CLOSED},
        {
            **OBJECT,
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"a": {"minProperties": 9}},
        },
    ),
    (
        {**OBJECT, "dependentSchemas": {"a": {"required": ["b", "c"]}}},
        {**OBJECT, "dependentSchemas": {"a": {"required": ["b"]}}},
    ),
    (
        {**OBJECT, "properties": {"a": WHOLE}, "unevaluatedProperties": False},
        {**OBJECT, "properties": {"a": NUMBER}, **CLOSED},
    ),
    ({"anyOf": [TEXT, WHOLE]}, {"type": ["string", "number"]}),
    ({"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}, WHOLE]}),
    ({"oneOf": [TEXT, WHOLE]}, {"anyOf": [NUMBER, TEXT]}),
    ({"oneOf": [TEXT, WHOLE]}, {"oneOf": [WHOLE, TEXT, {"type": "null"}]}),
    (
        {"oneOf": [{"minimum": 3}, {"maximum": 5}], "type": "number"},
        {"oneOf": [{"maximum": 5}, {"minimum": 3}]},
    ),
    ({"not": {"type": ["string", "null"]}}, {"not": TEXT}),
    (WHOLE, {"not": TEXT}),
    (
        {**OBJECT, "if": {"required": ["a"]}, "then": {"minProperties": 3}},
        {**OBJECT, "if": {"required": ["a"]}, "then": {"minProperties": 2}},
    ),
    (
        {"if": TEXT, "then": {"minLength": 2}, "else": WHOLE},
        {"anyOf": [{**TEXT, "minLength": 1}, NUMBER]},
    ),
    ({**TEXT, "minLength": 3}, {"if": TEXT, "then": {"minLength": 2}, "else": WHOLE}),
    (TREE, {**TREE, "properties": {**TREE["properties"], "n": NUMBER}}),
    (
        {
            "$ref": "#/$defs/a",
            "$defs": {"a": {"required": ["a"], "properties": {"a": {"$ref": "#"}}}},
        },
        {"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"a": {"$ref": "#"}}}}},
    ),
    (
        {**OBJECT, "required": ["a"], "properties": {"a": {"$ref": "#"}}},  # it never ends
        {**TEXT, "maxLength": 0},
    ),
]


ALIKE: list[tuple[Any, Any]] = [
    ({"enum": ["aa", "b"], "maxLength": 1}, {"const": "b"}),
    ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 0.5}),
    ({**LIST, "prefixItems": [TEXT], "items": False}, {**LIST, "items": TEXT, "maxItems": 1}),
    ({**TEXT, "not": TEXT}, False),
    (
        {**OBJECT, "properties": {"a": TEXT}, "allOf": [{"properties": {"b": TEXT}}], **CLOSED},
        {**OBJECT, "properties": {"a": TEXT}, "unevaluatedProperties": False},
    ),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_both_allow_the_same(one: Any, other: Any) -> None:
    assert includes(one, other)
    assert includes(other, one)


@pytest.mark.parametrize(("inner", "outer"), NARROWER)
def test_one_allows_more_than_the_other(inner: Any, outer: Any) -> None:
    assert includes(inner, outer)
    assert not includes(outer, inner)
    assert includes(inner, inner)


def test_what_needs_more_than_one_schema() -> None:
    """Where no member alone will do, nothing is proved, though it is so."""
    halves = [{"type": "number", "maximum": 5}, {"type": "number", "exclusiveMinimum": 5}]
    assert not includes(NUMBER, {"anyOf": halves})


def test_proofs_by_contradiction_do_not_rely_on_themselves() -> None:
    some = {"not": {"minimum": 3}}
    assert not includes(some, {"minimum": 3})
    assert not includes({"not": {"not": {"minimum": 3}}}, TEXT)
    assert includes({"allOf": [some], "oneOf": [{"minimum": 3}, TEXT]}, False)
