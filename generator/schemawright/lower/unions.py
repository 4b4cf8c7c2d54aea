"""Alternatives: unions, what is left of them after simplification, and their members' names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from schemawright import ir
from schemawright.diagnostics import bad_discriminator
from schemawright.digest import letters
from schemawright.lower.canonical import canonical
from schemawright.lower.identity import MERGED, written_at
from schemawright.lower.json_values import json_type
from schemawright.lower.keywords import ANNOTATIONS, states_nothing, types_of
from schemawright.lower.merge import merge
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemawright.location import Location
    from schemawright.lower.context import Context
    from schemawright.source.schema import Schema

SHAPING = frozenset(
    {"$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "items", "oneOf"}
    | {"patternProperties", "prefixItems", "properties", "type", "$dynamicRef", "$recursiveRef"}
)
"""Keywords that give a value a type, as opposed to those that only narrow one."""


MANY = 5
"""So many properties are too many to be named after."""

SIMPLE = ANNOTATIONS | {"format", "maxLength", "maximum", "minLength", "minimum", "pattern", "type"}
"""Keywords of schemas that declare nothing."""


def union(
    types: Iterable[ir.Type], *, exclusive: bool = False, tag: ir.Tag | None = None
) -> ir.Type:
    """Return the simplest type that holds what any of `types` holds.

    Unions in unions are flattened, null is pulled out, `Never` and repetitions are dropped, and
    `AnyValue` takes everything in.
    """
    null = False
    found: dict[ir.Type, None] = {}
    pending = list(types)[::-1]
    while pending:
        match pending.pop():
            case ir.AnyValue():
                return ir.AnyValue()
            case ir.Never():
                pass
            case ir.Null():
                null = True
            case ir.Nullable(item=item):
                null = True
                pending.append(item)
            case ir.Union(variants=variants):
                pending.extend(variants[::-1])
            case other:
                found[other] = None
    variants = tuple(found)
    if not variants:
        return ir.Null() if null else ir.Never()
    type_: ir.Type = variants[0]
    if len(variants) > 1:
        type_ = ir.Union(variants=variants, exclusive=exclusive, tag=tag)
    return ir.Nullable(type_) if null else type_


def alternatives(context: Context, schema: Schema, keyword: str, name: ir.TypeName) -> ir.Type:
    """Return the type of a schema with `oneOf` or `anyOf`.

    What stands beside the keyword holds for every member, so it is merged into each; members
    that only narrow (such as `required` alone) leave what stands beside them as it is.
    """
    members = [schema.child(keyword, index) for index in range(len(schema.get(keyword)))]
    base = schema.without(keyword, "discriminator")
    plain = SHAPING.isdisjoint(base.keywords)
    if not (plain and all("$ref" in member for member in members)):
        members = list(map(context.normalized, members))
    shaping = [member for member in members if SHAPING & member.keywords.keys()]
    if not plain and not _is_repetition(base, members):
        if len(shaping) < len(members) or not _mergeable(context, members):
            return context.type(_unnamed(base), name)
        members = [merge(context, [member, base]) for member in members]
    names = _member_names(members, name)
    types = [context.type(m, n) for m, n in zip(members, names, strict=True)]
    type_ = union(types, exclusive=keyword == "oneOf", tag=_declared_tag(context, schema, types))
    if schema.get("type") is not None and "null" not in types_of(schema):
        return type_.item if isinstance(type_, ir.Nullable) else type_
    return type_


def _member_names(members: Sequence[Schema], name: ir.TypeName) -> list[ir.TypeName]:
    telling = [member for member in members if member.get("type") not in ("null", ["null"], [])]
    if len(telling) == 1 or not any(map(_may_be_named, telling)):
        return [name] * len(members)
    return [ir.inner(name, segment) for segment in member_segments(members)]


def _may_be_named(member: Schema) -> bool:
    """Tell whether a member could hold something that is declared."""
    return "$ref" not in member and not SIMPLE.issuperset(member.keywords)


def _unnamed(schema: Schema) -> Schema:
    """Return a schema that is lowered here, even if its place has a name of its own."""
    return schema.with_(**{MERGED: written_at(schema)})


def _is_repetition(base: Schema, members: Sequence[Schema]) -> bool:
    """Tell whether the base says no more than a type that the members are of anyway."""
    types = types_of(base)
    rest = (SHAPING - {"type"}) & base.keywords.keys()
    if rest or not types:
        return not rest
    return all("$ref" in m or (set(types_of(m)) <= set(types) and types_of(m)) for m in members)


def _mergeable(context: Context, members: Sequence[Schema]) -> bool:
    """Tell whether members can be merged: none leads to alternatives of its own, or to these."""
    for member in members:
        if _inherits(context, member, member.location.owner(2)):
            return False
        target = context.target(member)
        seen = context.at(target) if target is not None else member
        if not states_nothing(seen) and {"oneOf", "anyOf"} & seen.keywords.keys():
            return False
    return True


def _inherits(context: Context, schema: Schema, base: Location) -> bool:
    """Tell whether a schema takes in what stands at `base`, through references and `allOf`."""
    seen: set[Location] = set()
    pending = [schema]
    while pending:
        each = pending.pop()
        target = context.target(each)
        if target is not None and target not in seen:
            seen.add(target)
            pending.append(context.at(target))
        pending += [each.child("allOf", index) for index in range(len(each.get("allOf", ())))]
    return base in seen


def _declared_tag(context: Context, schema: Schema, types: Sequence[ir.Type]) -> ir.Tag | None:
    """Return the tag that a `discriminator` with a mapping to the members states."""
    stated = schema.get("discriminator")
    if stated is None:
        return None
    at = schema.location / "discriminator"
    key = stated.get("propertyName")
    if not isinstance(key, str):
        context.report(bad_discriminator(at, "it names no property (propertyName)"))
        return None
    mapping = context.graph.mappings.get(schema.location, {})
    members = {type_.name for type_ in types if isinstance(type_, ir.Ref)}
    cases = {
        value: context.names[location]
        for value, location in mapping.items()
        if context.names[location] in members
    }
    strangers = [value for value in mapping if value not in cases]
    if strangers:
        context.report(bad_discriminator(at, f"{strangers[0]!r} is mapped to no member"))
    covered = set(cases.values())
    for type_ in types:
        if isinstance(type_, ir.Ref) and type_.name not in covered:
            cases[ir.segments(type_.name)[-1]] = type_.name
    return ir.Tag(
        property=key,
        cases=tuple((ir.Constant(ir.Kind.STRING, v), name) for v, name in cases.items()),
        declared=True,
    )


def member_segments(members: Sequence[Schema]) -> list[str]:
    """Return a name for each member, independent of their order.

    By title, else the value of its tag, else a required key that no other member requires, else
    a property that no other has, else what kind of value it is, else a digest of the member.
    """
    required, properties = _counted("required", members), _counted("properties", members)
    offers = [_segment_offers(member, required, properties) for member in members]
    chosen = [""] * len(members)
    for rank in range(max(map(len, offers))):
        proposed = {index: offers[index][rank] for index, name in enumerate(chosen) if not name}
        counts = Counter([*proposed.values(), *filter(None, chosen)])
        for index, name in proposed.items():
            if name and counts[name] == 1:
                chosen[index] = name
    return [
        name or f"{offers[index][-1]} {letters(canonical(members[index]))}"
        for index, name in enumerate(chosen)
    ]


def _counted(keyword: str, members: Sequence[Schema]) -> Counter[str]:
    """Return in how many members each key is required, or a property."""
    return Counter(key for member in members for key in set(member.get(keyword, ())))


def _segment_offers(
    member: Schema, in_required: Counter[str], in_properties: Counter[str]
) -> list[str]:
    properties = member.get("properties", {})
    required = member.get("required", ())
    tags = [_tag_value(properties[key]) for key in required if key in properties]
    lone = [key for key in required if in_required[key] == 1]
    new = [key for key in properties if in_properties[key] == 1]
    kind = " ".join(types_of(member)) or ("object" if properties else "")
    values = member.get("enum")
    if values is not None:
        kind = " ".join([*sorted({json_type(value) for value in values}), "enum"])
    return [
        member.get("title") or "",
        next(filter(None, tags), ""),
        min(lone, default=""),
        min(new, default=""),
        "enum" if values is not None else kind,
        kind,
        "" if not values else f"{values[0]}",
        " ".join((kind, *sorted(properties))) if len(properties) < MANY else kind,
    ]


def _tag_value(schema: Any) -> str:
    keywords = schema if is_object(schema) else getattr(schema, "keywords", {})
    values = [keywords["const"]] if "const" in keywords else keywords.get("enum", ())
    if is_array(values) and len(values) == 1 and isinstance(values[0], str):
        return values[0]
    return ""
