"""Dynamic references: the types that they lead to, for the roots that are generated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generated_packages import run

DRAFT = "https://json-schema.org/draft/2020-12/schema"
DRAFT2019 = "https://json-schema.org/draft/2019-09/schema"
TREE: dict[str, Any] = {
    "$schema": DRAFT,
    "$id": "https://example.test/tree",
    "$dynamicAnchor": "node",
    "title": "Tree",
    "type": "object",
    "properties": {"children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
}
STRICT: dict[str, Any] = {
    "$schema": DRAFT,
    "$id": "https://example.test/strict",
    "$dynamicAnchor": "node",
    "title": "Strict tree",
    "$ref": "tree",
    "properties": {"label": {"type": "string"}},
    "unevaluatedProperties": False,
}
LOOSE: dict[str, Any] = {
    "$schema": DRAFT2019,
    "$id": "https://example.test/tree",
    "$recursiveAnchor": True,
    "title": "Tree",
    "type": "object",
    "properties": {"children": {"type": "array", "items": {"$recursiveRef": "#"}}},
}
EXTENDED: dict[str, Any] = {
    "$schema": DRAFT2019,
    "$id": "https://example.test/strict",
    "$recursiveAnchor": True,
    "title": "Strict tree",
    "$ref": "tree",
    "properties": {"label": {"type": "string"}},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def code(*sources: str, **documents: Any) -> str:
    """Return all the code that is generated from some of the documents."""
    for name, value in documents.items():
        Path(f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    found = run({"source": [f"{each}.json" for each in sources], "package": "p"})
    assert found.files, found.text
    return "".join(found.code.values())


@pytest.mark.parametrize(("tree", "strict"), [(TREE, STRICT), (LOOSE, EXTENDED)])
def test_a_tree_that_is_extended_holds_what_extends_it(tree: Any, strict: Any) -> None:
    assert "children: list[Tree] | None" in code("tree", tree=tree)
    alone = code("strict", tree=tree, strict=strict)
    assert "children: list[StrictTree] | None" in alone
    assert "list[Tree]" not in alone


@pytest.mark.parametrize(("tree", "strict"), [(TREE, STRICT), (LOOSE, EXTENDED)])
def test_a_reference_with_several_targets_is_a_union(tree: Any, strict: Any) -> None:
    both = code("strict", "tree", tree=tree, strict=strict)
    assert "children: list[TreeChildrenItem] | None" in both
    assert "TreeChildrenItem: TypeAlias = StrictTree | Tree\n" in both


def test_without_a_dynamic_anchor_it_is_a_plain_reference() -> None:
    document = {
        "title": "T",
        "properties": {"a": {"$dynamicRef": "#x"}, "b": {"$dynamicRef": "#/$defs/B"}},
        "$defs": {"A": {"$anchor": "x", "type": "string"}, "B": {"type": "integer"}},
    }
    found = code("t", t=document)
    assert "a: A | None" in found
    assert "b: B | None" in found


def test_the_coming_version_needs_no_anchor_where_the_reference_stands() -> None:
    document = {
        "$schema": "https://json-schema.org/v1",
        "$id": "https://example.test/root",
        "title": "Root",
        "$ref": "list",
        "$defs": {
            "word": {"$dynamicAnchor": "items", "type": "string", "enum": ["a", "b"]},
            "list": {"$id": "list", "type": "array", "items": {"$dynamicRef": "#items"}},
        },
    }
    assert "List: TypeAlias = list[Word]\n" in code("root", root=document)


def test_several_references_of_one_schema_all_hold() -> None:
    document = {
        "$schema": DRAFT,
        "title": "T",
        "$dynamicAnchor": "t",
        "properties": {
            "a": {
                "$ref": "#/$defs/A",
                "$dynamicRef": "#b",
                "properties": {"z": {"type": "boolean"}},
            }
        },
        "$defs": {
            "A": {"type": "object", "properties": {"x": {"type": "integer"}}},
            "B": {"$dynamicAnchor": "b", "type": "object", "properties": {"y": {"type": "string"}}},
        },
    }
    found = code("t", t=document)
    owner = found[found.index("class TA(") :]
    assert all(f"{each} | None" in owner for each in ("x: int", "y: str", "z: bool"))


def test_a_dynamic_reference_beside_others_may_have_several_targets() -> None:
    extra = {"type": "object", "properties": {"extra": {"$dynamicRef": "#node", "title": "E"}}}
    tree: Any = {**TREE, "allOf": [extra], "properties": {}}
    found = code("strict", "tree", tree=tree, strict=STRICT)
    assert "TreeExtra: TypeAlias = StrictTree | Tree\n" in found


def test_the_metaschema_describes_itself() -> None:
    found = code("meta", meta={"$ref": DRAFT, "title": "Meta"})
    assert "CoreAndValidationSpecificationsMetaSchemaObject | bool" in found
    assert "SchemaArray: TypeAlias = list[CoreAndValidationSpecificationsMetaSchema]" in found
