"""What schemas mean that contradict themselves, as the rules of `lower.normalize` read them.

By the letter such a schema allows nothing, or never what one of its members says. The types that
are generated from it say what its author must have meant, and checks beside them have to agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.assertions.plan import Asserts, Key
from schemawright.lower.json_values import has_type
from schemawright.lower.normalize import said

if TYPE_CHECKING:
    from schemawright.source.schema import Schema


class Meant(NamedTuple):
    """The fields of `Asserts` as they are meant, and the schemas that had to be made for them."""

    fields: dict[str, Any]
    made: dict[Key, Asserts]


def meant(fields: dict[str, Any], schema: Schema) -> Meant:
    """Return what a schema asserts, read as its types are.

    Args:
        fields: what it asserts by the letter, by the fields of `Asserts`.
        schema: the schema, as it is written.
    """
    if schema.dialect.nullable and schema.get("nullable") is True:
        return _nullable(fields, schema)
    if fields.get("one_of"):
        fields = {**fields, "one_of": _distinct(fields["one_of"], schema)}
    types, values = fields.get("types"), fields.get("enums", ((),))[0]
    if not types or not values or any(has_type(each, types) for each in values):
        return Meant(fields, {})
    if "array" not in types:
        return Meant({**fields, "types": None}, {})
    return _of_items(fields, schema)


def _nullable(fields: dict[str, Any], schema: Schema) -> Meant:
    """Return a schema with `nullable: true` such that null is allowed, whatever stands beside it.

    By the letter the keyword only adds to a `type` (OpenAPI 3.0.3, section 4.7.24.1), and null is
    to be listed in an `enum` too; documents have it beside `allOf` or `$ref`, and mean it.
    """
    whole = meant(fields, schema.without("nullable"))
    own, null = (Key(schema.location, part=each) for each in ("not null", "null"))
    made = {own: Asserts(**whole.fields), null: Asserts(types=("null",))}
    return Meant({"any_of": (null, own)}, {**whole.made, **made})


def _distinct(members: tuple[Key, ...], schema: Schema) -> tuple[Key, ...]:
    """Return the members of `oneOf`, those that say the same once (`drop_repeated_alternatives`).

    True and false are said on purpose.
    """
    kept: dict[str | int | Key, Key] = {}
    for index, (key, member) in enumerate(zip(members, schema.get("oneOf"), strict=True)):
        kept.setdefault(key if isinstance(member, bool) else said(member, index), key)
    return tuple(kept.values())


def _of_items(fields: dict[str, Any], schema: Schema) -> Meant:
    """Return an array's `enum` as that of its items (`enum_beside_items`)."""
    others = {**fields, "enums": ()}
    items = schema.get("items")
    if fields.get("prefix_items") or (isinstance(items, dict) and "enum" in items):
        return Meant(others, {})
    made = Key(schema.location / "enum", part="items")
    both = (fields["items"],) if "items" in fields else ()
    return Meant({**others, "items": made}, {made: Asserts(enums=fields["enums"], all_of=both)})
