"""Named rules that turn a schema into an equivalent one of fewer forms, in the order they apply.

Each rule gets a schema and returns it, changed or not. A rule reports what it finds suspicious;
where a schema contradicts itself so that nothing could be valid, the rule reads it as its author
must have meant it, and says so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemawright import diagnostics
from schemawright.diagnostics import InputError
from schemawright.lower.identity import MERGED
from schemawright.lower.json_values import has_type, same
from schemawright.lower.keywords import ANNOTATIONS, FORMS, VALUES, states_nothing, types_of
from schemawright.lower.limits import MOST_NESTED_VALUES
from schemawright.source.openapi import described
from schemawright.source.values import is_deeper

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.diagnostics import Report
    from schemawright.source.schema import Schema


def normalize(schema: Schema, report: Report) -> Schema:
    """Return the schema after all rules have been applied, in their order."""
    if MERGED not in schema:  # what was merged is well formed, and may allow no type at all
        schema = drop_malformed_keywords(schema, report)
    if TRIGGERS.isdisjoint(schema.keywords):
        return schema
    for keywords, rule in RULES:
        if not keywords.isdisjoint(schema.keywords):
            schema = rule(schema, report)
    return schema


def drop_malformed_keywords(schema: Schema, report: Report) -> Schema:
    """A keyword whose value has the wrong form is left out: it cannot mean anything.

    Raises:
        InputError: a value is nested so deeply that Python code could not say it.
    """
    wrong: list[str] = []
    for keyword, value in schema.keywords.items():
        if keyword in VALUES and is_deeper(value, MOST_NESTED_VALUES):
            at = schema.location / keyword
            raise InputError(diagnostics.nested_too_deeply(at, MOST_NESTED_VALUES))
        form = FORMS.get(keyword)
        if form is not None and not form[0](value):
            wrong.append(keyword)
            scalar = isinstance(value, str | int | float)
            found = diagnostics.shown(value) if scalar else described(value)
            report(diagnostics.malformed_keyword(schema.location / keyword, form[1], found))
    return schema.without(*wrong) if wrong else schema


def ignore_siblings_of_ref(schema: Schema, report: Report) -> Schema:
    """Up to draft 7 and in OpenAPI 3.0 only the prose beside `$ref` is kept, for the docs."""
    if schema.dialect.siblings_of_ref or not isinstance(schema.get("$ref"), str):
        return schema
    ignored = [k for k in schema.keywords if k != "$ref" and k not in ANNOTATIONS]
    if not ignored:
        return schema
    if said := [k for k in ignored if k in FORMS]:
        report(diagnostics.ignored_sibling(schema.location, said, schema.dialect.name))
    return schema.without(*ignored)


def boolean_exclusive_bounds(schema: Schema, _report: Report) -> Schema:
    """`minimum: 5, exclusiveMinimum: true` is `exclusiveMinimum: 5`."""
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        stated = schema.get(exclusive)
        if not isinstance(stated, bool):
            continue
        limit = schema.get(bound)
        schema = schema.without(exclusive)
        if stated and limit is not None:
            schema = schema.without(bound).with_(**{exclusive: limit})
    return schema


def const_as_enum(schema: Schema, _report: Report) -> Schema:
    """`const: x` is `enum: [x]`; beside an `enum`, both hold."""
    value = schema.get("const")
    values = [value]
    if "enum" in schema:
        values = [each for each in schema.get("enum") if same(each) == same(value)]
    return schema.without("const").with_(enum=values)


def drop_repeated_enum_values(schema: Schema, report: Report) -> Schema:
    """Values that JSON calls equal count once."""
    values = schema.get("enum")
    texts = all(isinstance(value, str) for value in values)
    if len(set(values) if texts else {same(value) for value in values}) == len(values):
        return schema
    kept: dict[Any, Any] = {}
    repeated: list[Any] = []
    for value in values:
        key = same(value)
        if key in kept:
            repeated.append(value)
        kept.setdefault(key, value)
    report(diagnostics.repeated_value(schema.location / "enum", repeated))
    return schema.with_(enum=list(kept.values()))


def enum_beside_items(schema: Schema, report: Report) -> Schema:
    """`type: array` with an `enum` of things that are no arrays: the items' enum is meant."""
    values, types = schema.get("enum"), types_of(schema)
    if "array" not in types or not values or any(has_type(value, types) for value in values):
        return schema
    report(diagnostics.misplaced_enum(schema.location / "enum"))
    plain = type(schema)({"enum": values}, schema.location / "enum", schema.dialect)
    if "items" not in schema:
        return schema.without("enum").with_(items=plain)
    if isinstance(schema.get("items"), list):
        return schema.without("enum")
    items = schema.child("items")
    both = items.with_(enum=values) if "enum" not in items else items
    return schema.without("enum").with_(items=both)


def enum_against_type(schema: Schema, report: Report) -> Schema:
    """Values that `type` rules out are dropped; where it rules out all, the `type` is."""
    values, types = schema.get("enum"), types_of(schema)
    if not values or not types:
        return schema
    nulls = (None,) if schema.dialect.nullable and schema.get("nullable") else ()
    fitting = [v for v in values if has_type(v, types) or v in nulls]
    if len(fitting) == len(values):
        return schema
    stated = " or ".join(types)
    if not fitting:
        report(diagnostics.contradicting_type(schema.location / "type", stated))
        return schema.without("type")
    dropped = [v for v in values if not (has_type(v, types) or v in nulls)]
    at = schema.location / "enum"
    report(diagnostics.enum_value_of_other_type(at, dropped, stated))
    return schema.with_(enum=fitting)


def nullable(schema: Schema, _report: Report) -> Schema:
    """OpenAPI 3.0's `nullable: true` adds null to `type` and `enum`; without these it stays."""
    wanted = schema.dialect.nullable and schema.get("nullable")
    types = types_of(schema)
    if wanted and types:
        schema = schema.with_(type=[*dict.fromkeys((*types, "null"))])
    if wanted and "enum" in schema and None not in schema.get("enum"):
        schema = schema.with_(enum=[*schema.get("enum"), None])
    return schema if wanted and not types and "enum" not in schema else schema.without("nullable")


def legacy_tuples(schema: Schema, _report: Report) -> Schema:
    """`items: [a, b], additionalItems: c` is `prefixItems: [a, b], items: c`."""
    if not isinstance(schema.get("items"), list):
        return schema.without("additionalItems")
    first = [schema.child("items", index) for index in range(len(schema.get("items")))]
    rest = schema.child("additionalItems") if "additionalItems" in schema else None
    schema = schema.without("items", "additionalItems")
    if first:
        schema = schema.with_(prefixItems=first)
    return schema if rest is None else schema.with_(items=rest)


def drop_repeated_alternatives(schema: Schema, report: Report) -> Schema:
    """Members of `oneOf` or `anyOf` that say the same count once."""
    for keyword in ("oneOf", "anyOf"):
        members = schema.get(keyword, ())
        if any(not isinstance(member, dict | bool) for member in members):
            continue
        kept = {said(members[index], index): index for index in reversed(range(len(members)))}
        if len(kept) < len(members):
            first = [schema.child(keyword, index) for index in sorted(kept.values())]
            schema = schema.with_(**{keyword: first})
            if keyword == "oneOf":
                report(diagnostics.repeated_alternative(schema.location / keyword))
    return schema


def said(member: Any, index: int) -> str | int:
    """Return what a member of alternatives says; one that is deep counts as unlike all others."""
    return index if is_deeper(member, MOST_NESTED_VALUES) else json.dumps(member, sort_keys=True)


def unwrap_single_member(schema: Schema, _report: Report) -> Schema:
    """`oneOf` or `anyOf` with one member is `allOf` with it."""
    for keyword in ("oneOf", "anyOf"):
        members = schema.get(keyword)
        if members is None or len(members) != 1:
            continue
        member = schema.child(keyword, 0)
        others = [schema.child("allOf", i) for i in range(len(schema.get("allOf", ())))]
        schema = schema.without(keyword, "discriminator").with_(allOf=[*others, member])
    return schema


def drop_silent_members(schema: Schema, _report: Report) -> Schema:
    """Members of `allOf` that state nothing are left out."""
    members = [schema.child("allOf", index) for index in range(len(schema.get("allOf")))]
    telling = [member for member in members if not states_nothing(member)]
    if len(telling) == len(members):
        return schema
    prose = {
        key: value
        for member in members
        for key, value in member.keywords.items()
        if key in ANNOTATIONS and key not in schema
    }
    schema = schema.without("allOf").with_(**prose)
    return schema.with_(allOf=telling) if telling else schema


def drop_repeated_members(schema: Schema, _report: Report) -> Schema:
    """Members of `allOf` that refer to the same schema count once."""
    if len(schema.get("allOf")) == 1:
        return schema
    members = [schema.child("allOf", index) for index in range(len(schema.get("allOf")))]
    kept: dict[object, Schema] = {}
    for member in members:
        plain = set(member.keywords) - ANNOTATIONS == {"$ref"}
        kept.setdefault(member.get("$ref") if plain else id(member), member)
    return schema if len(kept) == len(members) else schema.with_(allOf=list(kept.values()))


RULES: tuple[tuple[frozenset[str], Callable[[Schema, Report], Schema]], ...] = (
    (frozenset({"$ref"}), ignore_siblings_of_ref),
    (frozenset({"exclusiveMinimum", "exclusiveMaximum"}), boolean_exclusive_bounds),
    (frozenset({"const"}), const_as_enum),
    (frozenset({"enum"}), drop_repeated_enum_values),
    (frozenset({"enum"}), enum_beside_items),
    (frozenset({"enum"}), enum_against_type),
    (frozenset({"nullable"}), nullable),
    (frozenset({"items", "additionalItems"}), legacy_tuples),
    (frozenset({"oneOf", "anyOf"}), drop_repeated_alternatives),
    (frozenset({"oneOf", "anyOf"}), unwrap_single_member),
    (frozenset({"allOf"}), drop_silent_members),
    (frozenset({"allOf"}), drop_repeated_members),
)
"""The rules in their order, each with the keywords without which it has nothing to do; before
them all, malformed keywords are dropped."""

TRIGGERS = frozenset(keyword for keywords, _ in RULES for keyword in keywords)
