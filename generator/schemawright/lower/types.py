"""The one place that decides which type a schema is; the constructs have rooms of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import diagnostics, ir
from schemawright.lower.context import Context
from schemawright.lower.docs import docs_of
from schemawright.lower.identity import MERGED
from schemawright.lower.keywords import is_silent, types_of
from schemawright.lower.merge import merge
from schemawright.lower.order import bases_first
from schemawright.lower.records import is_record, mapping, record
from schemawright.lower.scalars import count, fixed, number, string
from schemawright.lower.unions import SHAPING, alternatives, union

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.diagnostics import Report
    from schemawright.location import Location
    from schemawright.source.graph import Graph
    from schemawright.source.schema import Schema


NARROWING = (SHAPING | {"required"}) - {"$ref", "$dynamicRef", "$recursiveRef"}
"""Keywords that, beside a reference, say more about the type than the target does."""


def lower(
    graph: Graph,
    names: Mapping[Location, ir.TypeName],
    report: Report,
    seen: Callable[[Schema, ir.TypeName, ir.Type], None] | None = None,
) -> ir.Model:
    """Return the model of a resolved input.

    Args:
        graph: the roots and everything they reach.
        names: the name of each root and each target of a reference.
        report: told of every suspicious construct.
        seen: told of every subschema that gets a type, of its name and of the type.
    """

    def watched(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type:
        found = type_of(context, schema, name)
        if seen is not None:
            seen(schema, name, found)
        return found

    by = type_of if seen is None else watched
    context = Context(graph=graph, names=names, report=report, type_of=by)
    for location in bases_first(graph):
        _declare(context, location)
    _declare_records(context)
    roots = tuple(names[location] for location in graph.roots)
    return ir.Model(roots=roots, declarations=context.declarations)


def type_of(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type:
    """Return the type of a schema; what must be declared for it is declared as `name`."""
    if MERGED not in schema and schema.location in context.names:
        return _reference(context, schema.location)
    context.limits.enter(schema.location)
    type_ = _shape(context, context.normalized(schema), name)
    context.limits.leave()
    return type_


def _declare(context: Context, location: Location) -> None:
    """Declare what stands at a named location; a record waits for its turn."""
    name = context.names[location]
    schema = context.at(location)
    if location in context.graph.bases:
        target: ir.Type = _subtypes(context, schema)
    else:
        target = _shape(context, schema, name)
    if name not in context.declarations and name not in context.records:
        docs, places = docs_of(schema), (location,)
        alias = ir.Alias(name=name, target=target, docs=docs, location=location, places=places)
        context.declare(alias)


def _declare_records(context: Context) -> None:
    """Declare the records that wait, and those inside them, the outermost first.

    So an inline type is met where it is written before it is met where it is inherited, and has
    the name that it has there.
    """
    while context.records:
        records = {**context.records}
        context.records.clear()
        for name, schema in records.items():
            context.declare(record(context, schema, name))


def _subtypes(context: Context, schema: Schema) -> ir.Type:
    """Return the union that a base schema with a discriminator stands for (OpenAPI)."""
    children = context.graph.bases[schema.location]
    tagged = {context.names[child]: context.graph.tags.get(child) for child in children}
    cases = tuple(
        (ir.Constant(ir.Kind.STRING, value), name)
        for name, tag in tagged.items()
        if tag is not None
        for value in tag[1]
    )
    key = schema.get("discriminator").get("propertyName")
    tag = ir.Tag(property=key, cases=cases, declared=True)
    return union([ir.Ref(name) for name in tagged], exclusive=True, tag=tag)


def _reference(context: Context, target: Location) -> ir.Type:
    if target not in context.references:
        reference = ir.Ref(context.names[target])
        nullable = _declares_beside_null(context.at(target))
        context.references[target] = ir.Nullable(reference) if nullable else reference
    return context.references[target]


def _declares_beside_null(schema: Schema) -> bool:
    """Tell whether null is allowed beside what carries the schema's name.

    A record or an enumeration that may also be null keeps its name for itself, and everything
    that refers to it says `| None`.
    """
    if "enum" in schema:
        return None in schema.get("enum") and len(schema.get("enum")) > 1
    types = types_of(schema)
    return "null" in types and set(types) == {"object", "null"} and is_record(schema)


def _shape(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type:
    keywords = schema.keywords
    if "not" in keywords and keywords["not"] in ({}, True):
        return ir.Never()
    if "nullable" in keywords:
        return union([_shape(context, schema.without("nullable"), name), ir.Null()])
    target = context.target(schema)
    if target is not None:
        if NARROWING.isdisjoint(keywords):
            return _reference(context, target)
        return _shape(context, merge(context, [schema]), name)
    if "allOf" in keywords:
        alone = all(keyword == "allOf" or is_silent(keyword) for keyword in keywords)
        # A subtype is no other name for its base, even if it adds nothing.
        alone = alone and schema.location not in context.graph.tags
        if alone and len(keywords["allOf"]) == 1:
            return context.type(schema.child("allOf", 0), name)
        return _shape(context, merge(context, [schema]), name)
    if "enum" in keywords:
        return fixed(context, schema, name)
    for keyword in ("oneOf", "anyOf"):
        if keyword in keywords:
            return alternatives(context, schema, keyword, name)
    return _by_type(context, schema, name)


def _by_type(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type:
    stated = types_of(schema)
    if not stated and "type" in schema:
        context.report(diagnostics.never(schema.location, "its parts allow no common type"))
        return ir.Never()
    if not stated:
        if "properties" in schema or "patternProperties" in schema:
            stated = ("object",)
        elif "prefixItems" in schema or "items" in schema:
            stated = ("array",)
        else:
            return ir.AnyValue()
    if len(stated) == 1:
        return _one(context, schema, stated[0], name)
    if "number" in stated and "integer" in stated:
        stated = tuple(each for each in stated if each != "integer")
    several = len([each for each in stated if each != "null"]) > 1
    return union(
        _one(context, schema, each, ir.inner(name, each) if several else name) for each in stated
    )


def _one(context: Context, schema: Schema, stated: str, name: ir.TypeName) -> ir.Type:
    match stated:
        case "null":
            return ir.Null()
        case "boolean":
            return ir.Boolean()
        case "integer" | "number":
            return number(schema, integral=stated == "integer")
        case "string":
            return string(schema)
        case "array":
            return _array(context, schema, name)
        case _:
            return _object(context, schema, name)


def _object(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type:
    declared = "properties" in schema and schema.location in context.names
    closed_empty = schema.get("additionalProperties") is False and not schema.get(
        "patternProperties"
    )
    if not (is_record(schema) or declared or closed_empty):
        return mapping(context, schema, name)
    if (known := context.known(schema)) is not None:
        return ir.Ref(known)
    context.limits.name(name, schema.location)
    context.know(schema, name)
    context.records[name] = schema
    return ir.Ref(name)


def _array(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type:
    inside = ir.inner(name, "item")
    item = schema.get("items", True)
    low, high = count(schema, "minItems"), count(schema, "maxItems")
    unique = schema.get("uniqueItems", False)
    rest: ir.Type = ir.AnyValue()
    if item is not True:
        rest = ir.Never() if item is False else context.type(schema.child("items"), inside)
    if "prefixItems" not in schema:
        return ir.Array(item=rest, min_items=low, max_items=high, unique=unique)
    first = tuple(
        context.type(schema.child("prefixItems", index), ir.inner(name, ir.ordinal(index)))
        for index in range(len(schema.get("prefixItems")))
    )
    return ir.Tuple(
        items=first,
        rest=None if rest == ir.Never() else rest,
        min_items=low or 0,
        max_items=high,
        unique=unique,
    )
