"""What becomes of schemas that say one thing in several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generated_packages import field_types, generate_cleanly

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Load


def typed(load: Load, schema: Any) -> str:
    package = load({"title": "T", "properties": {"a": schema}, "required": ["a"]})
    return field_types(package.T)["a"]


def test_a_type_counts_for_members_that_state_none(load: Load) -> None:
    members = [{"minLength": 2}, {"type": "string", "maxLength": 9}]
    assert typed(load, {"type": "string", "anyOf": members}) == "str"
    members = [{"type": "string"}, {"type": "integer"}]
    assert typed(load, {"type": ["string", "integer"], "anyOf": members}) == "str | int"


def test_a_subtype_may_add_nothing(tmp_path: Path) -> None:
    base = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "discriminator": {"propertyName": "kind"},
    }
    refers: Any = {"$ref": "#/components/schemas/Pet"}
    schemas = {
        "Pet": base,
        "Cat": {"allOf": [refers], "description": "A cat."},
        "Dog": {"allOf": [refers, {"properties": {"tail": {"type": "boolean"}}}]},
    }
    document = {"openapi": "3.0.3", "components": {"schemas": schemas}}
    code = generate_cleanly(document, tmp_path).code
    assert "Pet: TypeAlias = Cat | Dog\n" in code["generated/aliases.py"]
    assert "kind: Literal['Cat']" in code["generated/models/cat.py"].replace('"', "'")


def test_nothing_is_unevaluated_where_other_keys_are_allowed(tmp_path: Path) -> None:
    schema = {
        "title": "T",
        "properties": {"a": {"type": "string"}},
        "additionalProperties": True,
        "unevaluatedProperties": False,
    }
    assert "No other keys" not in generate_cleanly(schema, tmp_path)["docs/t.md"]
    closed = {**schema, "additionalProperties": False}
    assert "No other keys" in generate_cleanly(closed, tmp_path)["docs/t.md"]
