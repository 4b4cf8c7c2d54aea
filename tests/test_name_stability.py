"""What is added, wherever that may be, changes no name that is locked, and no unrelated file."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from name_edits import Result, edited, files, lost, result
from schemawright import ir
from schemawright.diagnostics import InputError
from schemawright.lock.names import LockedNames
from schemawright.python.keys import module_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from name_edits import Documents

REPOSITORY = Path(__file__).parents[1]
SCHEMAS: Documents = {
    path.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((REPOSITORY / "schemas").glob("*.json"))
}
seeds = st.integers(0, 2**32)


def drawn(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing is secret here


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


TEXT: dict[str, Any] = {"type": "string"}
OTHER = {"$ref": "#/components/schemas/Other"}
UNIONS: Documents = {
    "unions.json": {
        "openapi": "3.1.0",
        "info": {"title": "Unions", "version": "1"},
        "paths": {},
        "components": {
            "schemas": {
                "Holder": _object(
                    state={"anyOf": [{"enum": ["on", "off"]}, {"type": "null"}]},
                    items={
                        "anyOf": [
                            {"type": "array", "items": _object(a=TEXT, mode={"enum": ["x", "y"]})},
                            {"type": "null"},
                        ]
                    },
                    tagged={
                        "oneOf": [
                            {**_object(type={"const": "a"}, p=TEXT), "required": ["type"]},
                            {**_object(type={"const": "b"}, q={"enum": ["m", "n"]})},
                        ]
                    },
                    untagged={
                        "oneOf": [
                            {**_object(k={"type": "integer"}), "title": "T", "required": ["k"]},
                            {**_object(l=_object(deep=TEXT)), "required": ["l"]},
                            {"enum": ["r", "s"]},
                        ]
                    },
                    values={
                        "type": "object",
                        "additionalProperties": {"anyOf": [_object(v=TEXT), OTHER]},
                    },
                    mixed={
                        "anyOf": [
                            {"type": "array", "items": {"oneOf": [OTHER, _object(w=TEXT)]}},
                            OTHER,
                            TEXT,
                        ]
                    },
                ),
                "Other": _object(
                    fooBar=TEXT, kind={"enum": ["foo-bar", "b", "c"]}, inner=_object(z=TEXT)
                ),
                "Maybe": {"anyOf": [_object(g=TEXT, h={"enum": ["1", "2"]}), {"type": "null"}]},
                "Either": {"oneOf": [_object(d=TEXT), _object(e=TEXT), OTHER]},
            }
        },
    }
}
"""Types inside types, of which most are called after what sets them apart from others."""


def put(documents: Documents, folder: Path) -> Path:
    """Write documents and return where they are."""
    for path in folder.glob("*.json"):
        path.unlink()
    for name, document in documents.items():
        (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return folder


def renamed(locked: LockedNames) -> LockedNames:
    """Return a lock in which every name is another one than the rules choose."""

    def names(kind: str) -> dict[str, str]:
        derived = kind in ("codecs", "guards")
        return {k: name if derived else f"{name}_q" for k, name in locked.of(kind).items()}

    return locked.having(names)


def held(documents: Documents, folder: Path, seed: int, edits: int, start: Result) -> None:
    """Make some edits, one after the other, and look whether all names that were there stay."""
    random, before = drawn(seed), start
    for _ in range(edits):
        documents, said = edited(documents, random)
        try:
            after = result(put(documents, folder), before.locked)
        except InputError:
            return  # what was put together is no schema
        assert lost(before.things, after.things) == [], said
        again = result(folder, after.locked)
        assert (again.things, again.locked) == (after.things, after.locked), said
        before = after


@given(seed=seeds)
@settings(max_examples=40)
def test_no_name_changes_in_unions(tmp_path: Path, seed: int) -> None:
    start = result(put(UNIONS, tmp_path), LockedNames())
    held(UNIONS, tmp_path, seed, 5, start)
    assert start.locked is not None
    held(UNIONS, tmp_path, seed, 5, result(put(UNIONS, tmp_path), renamed(start.locked)))


@given(seed=seeds)
@settings(max_examples=8)
def test_no_name_changes_in_many_documents(tmp_path: Path, seed: int) -> None:
    held(SCHEMAS, tmp_path, seed, 3, result(put(SCHEMAS, tmp_path), LockedNames()))


@pytest.mark.slow
@given(seed=seeds)
@settings(max_examples=10)
def test_no_name_changes_in_a_large_document(tmp_path: Path, shared: Path, seed: int) -> None:
    path = shared / "data/vapi-openapi.json"
    if not path.exists():
        pytest.skip(f"no {path}")
    documents = {path.name: json.loads(path.read_text(encoding="utf-8"))}
    held(documents, tmp_path, seed, 2, result(put(documents, tmp_path), LockedNames()))


@pytest.mark.slow
@pytest.mark.parametrize("documents", [SCHEMAS, UNIONS], ids=["schemas", "unions"])
def test_how_much_changes_without_a_lock(
    tmp_path: Path, documents: Documents, say: Callable[[str], None]
) -> None:
    random, changing, every = drawn(1), 0, 100
    start = result(put(documents, tmp_path), None)
    for _ in range(every):
        more, _said = edited(documents, random)
        try:
            changing += bool(lost(start.things, result(put(more, tmp_path), None).things))
        except InputError:
            continue
    what = next(iter(documents))
    say(f"of {every} additions to {what} and so on, {changing} change a name without a lock")
    assert changing > 0


def unrelated(before: ir.Model, after: ir.Model) -> set[str]:
    """Return the outermost types whose declarations have nothing to do with what has changed."""
    every = {*before.declarations, *after.declarations}
    changed = {
        name for name in every if before.declarations.get(name) != after.declarations.get(name)
    }
    touched: set[ir.TypeName] = set()
    for model in (before, after):
        for name, declaration in model.declarations.items():
            mentioned = {*ir.references(declaration)}
            if name in changed:
                touched |= {name, *mentioned}  # pages list where a type is used
            if changed & mentioned:
                touched.add(name)
    owners = {ir.segments(name)[0] for name in every}
    return owners - {ir.segments(name)[0] for name in touched}


@given(seed=seeds)
@settings(max_examples=10)
def test_no_unrelated_file_changes(tmp_path: Path, seed: int) -> None:
    before = result(put(SCHEMAS, tmp_path), LockedNames())
    assert before.locked is not None
    written = files(tmp_path, before.locked)
    documents, said = edited(SCHEMAS, drawn(seed))
    try:
        after = result(put(documents, tmp_path), before.locked)
    except InputError:
        return
    now = files(tmp_path, before.locked)
    modules = {
        before.locked.modules[key]
        for each in unrelated(before.model, after.model)
        if (key := module_key(each)) in before.locked.modules
    }
    assert len(modules) > 50
    same = [path for path in written if path.stem in modules and path.parent.name != "made"]
    assert len(same) > 50
    assert [str(each) for each in same if now.get(each) != written[each]] == [], said
