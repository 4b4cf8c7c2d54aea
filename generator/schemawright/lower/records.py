"""Objects: records with named fields, and maps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.lower.docs import called_by, docs_of
from schemawright.lower.identity import written_at
from schemawright.lower.json_values import constant, frozen
from schemawright.lower.scalars import count
from schemawright.lower.unions import union
from schemawright.source.values import is_array

if TYPE_CHECKING:
    from schemawright.location import Location
    from schemawright.lower.context import Context
    from schemawright.source.schema import Schema


def is_record(schema: Schema) -> bool:
    """Tell whether an object schema names properties."""
    return bool(schema.get("properties")) or (
        bool(schema.get("required")) and "additionalProperties" not in schema
    )


def record(context: Context, schema: Schema, name: ir.TypeName) -> ir.Record:
    """Return the record of an object schema.

    A required key that `properties` does not mention is a field too.
    """
    properties = schema.get("properties", {})
    required = dict.fromkeys(schema.get("required", ()))
    extra = _extra(context, schema, name)
    fields = [
        _field(context, schema.child("properties", key), key, name, required=key in required)
        for key in properties
    ]
    fields += [
        ir.Field(name=key, type=extra, required=True, location=schema.location / "required")
        for key in required
        if key not in properties and extra is not None
    ]
    patterns = tuple(
        (pattern, context.type(schema.child("patternProperties", pattern), ir.inner(name, "value")))
        for pattern in schema.get("patternProperties", ())
    )
    return ir.Record(
        name=name,
        fields=tuple(_tagged(context, schema, fields)),
        extra=extra,
        patterns=patterns,
        docs=docs_of(schema),
        location=schema.location,
        places=tuple(sorted(written_at(schema))),
    )


def mapping(context: Context, schema: Schema, name: ir.TypeName) -> ir.Map:
    """Return the map that an object schema without named properties is."""
    inside = ir.inner(name, "value")
    patterns = schema.get("patternProperties", ())
    values = [context.type(schema.child("patternProperties", p), inside) for p in patterns]
    extra = _extra(context, schema, name)
    if extra is not None and not (values and extra == ir.AnyValue()):
        values.append(extra)
    return ir.Map(
        value=union(values) if values else ir.Never(),
        min_properties=count(schema, "minProperties"),
        max_properties=count(schema, "maxProperties"),
    )


def _extra(context: Context, schema: Schema, name: ir.TypeName) -> ir.Type | None:
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        value = schema.get(keyword)
        if value is False:
            return None
        if value is True:
            break
        if value is not None:
            return context.type(schema.child(keyword), ir.inner(name, "value"))
    return ir.AnyValue()


def _field(
    context: Context, schema: Schema, key: str, owner: ir.TypeName, *, required: bool
) -> ir.Field:
    type_ = context.type(schema, ir.inner(owner, key))
    default = frozen(schema.get("default")) if "default" in schema else ir.MISSING
    return ir.Field(
        name=key,
        type=type_,
        required=required,
        called=called_by(schema),
        default=default,
        access=_access(context, schema),
        docs=docs_of(schema),
        location=schema.location,
        places=tuple(sorted(written_at(schema))),
    )


def _access(context: Context, schema: Schema) -> ir.Access:
    """Return who may set a property; it counts if any schema that holds of it says so.

    JSON Schema Validation 2020-12, section 9.4.
    """
    stated: set[str] = set()
    seen: set[Location] = set()
    pending = [schema]
    while pending:
        each = pending.pop()
        stated |= {key for key in ("readOnly", "writeOnly") if each.get(key) is True}
        members = each.get("allOf")
        if is_array(members):
            pending += [each.child("allOf", index) for index in range(len(members))]
        target = context.target(each)
        if target is not None and target not in seen:
            seen.add(target)
            pending.append(context.at(target))
    if "readOnly" in stated:
        return ir.Access.READ_ONLY
    return ir.Access.WRITE_ONLY if stated else ir.Access.READ_WRITE


def _tagged(context: Context, schema: Schema, fields: list[ir.Field]) -> list[ir.Field]:
    """Return fields whose tag says which subtype of an OpenAPI base schema this is."""
    tags = context.graph.tags.get(schema.location)
    if tags is None:
        return fields
    key, values = tags
    literal = ir.Literal(tuple(constant(value) for value in values))
    return [
        (
            replace(each, type=literal)
            if each.name == key and isinstance(each.type, ir.String)
            else each
        )
        for each in fields
    ]
