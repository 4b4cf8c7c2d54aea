"""What is said of keywords is true: taking one away changes what it says, and nothing else."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as settings_

from schemawright import pipeline, settings
from schemawright.diagnostics import InputError
from schemawright.explain import keywords as table
from schemawright.explain.keywords import KEYWORDS, near, verdict
from schemawright.explain.standings import standings
from schemawright.explain.status import Status, Verdict
from schemawright.explain.survey import Survey, survey
from schemawright.explain.totals import Coverage, coverage
from schemawright.location import Location
from schemawright.lower.keywords import ANNOTATIONS, BOOKKEEPING, FORMS, is_silent
from schemawright.lower.unions import SHAPING
from schemawright.source.dialects import DIALECTS
from schemawright.source.places import DEFINITIONS, walk
from schemawright.source.values import is_array
from small_schemas import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.config import Options
    from schemawright.source.dialects import Dialect

OTHERS: dict[str, object] = {
    "type": "boolean",
    "title": "Other",
    "exclusiveMaximum": True,
    "additionalProperties": False,
}
"""Values that say something else than what may be said by other keywords too."""


def options(path: Path, **how: Any) -> Options:
    given_ = {"source": path.as_posix(), "package": "p", **how}
    return settings.options(given_, lambda key: (Location(key), None))


def surveyed(schema: object, folder: Path, **how: Any) -> Survey:
    path = folder / "root.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    chosen = options(path, **how)
    return survey(chosen, pipeline.read(chosen))


def said(schema: object, folder: Path) -> dict[str, Verdict]:
    """Return the verdict on every keyword, by its pointer."""
    found = standings(surveyed(schema, folder))
    return {
        (place / keyword).pointer: verdict(standing, keyword)
        for place, standing in found.items()
        for keyword in standing.schema.keywords
    }


def output(schema: object, folder: Path) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return the code without its docstrings, and all text; None if there is an error."""
    path = folder / "root.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    chosen = options(path)
    try:
        files = pipeline.generate(chosen, pipeline.read(chosen), lambda _: None).files
    except InputError:
        return None
    text = {str(name): each for name, each in files.items()}
    return {name: _bare(each) for name, each in text.items() if name.endswith(".py")}, text


class _Bare(ast.NodeTransformer):
    """Leaves out what is only said: docstrings, below attributes too."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        return None if isinstance(node.value, ast.Constant) else node


def _bare(code: str) -> str:
    return ast.unparse(ast.fix_missing_locations(_Bare().visit(ast.parse(code))))


GONE = object()


def changed(schema: Any, pointer: str, value: object = GONE) -> Any:
    """Return a schema without a keyword, or with another value of it."""
    copied = json.loads(json.dumps(schema))
    *way, last = Location("", pointer).tokens
    at: Any = copied
    for token in way:
        at = at[int(token) if is_array(at) else token]
    if value is GONE:
        del at[last]
    else:
        at[last] = value
    return copied


def lies(schema: Any, folder: Path, redundant: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield what is said of keywords and is not so."""
    before = output(schema, folder)
    assert before is not None, "the case itself cannot be generated from"
    for pointer, (status, why) in said(schema, folder).items():
        if status is Status.RESOLVED:
            continue
        values = [GONE]
        if status is not Status.IGNORED:
            values.append(OTHERS.get(pointer.rpartition("/")[2], GONE))
        after = [output(changed(schema, pointer, value), folder) for value in values]
        typed = any(each is not None and before[0] != each[0] for each in after)
        shown = any(each is not None and before[1] != each[1] for each in after)
        told = f"{pointer}: {status} ({why}), but typed: {typed}, shown: {shown}"
        missed = (status is Status.TYPED and not typed) or (
            status is Status.DOCUMENTED and not shown
        )
        too_little = (status is Status.IGNORED and shown) or (status is Status.DOCUMENTED and typed)
        if too_little or (missed and pointer not in redundant):
            yield told


def record(**properties: Any) -> dict[str, Any]:
    return {"title": "In", "type": "object", "properties": properties}


TEXT = {"type": "string"}
CASES = {
    "texts": record(
        a={"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^a", "title": "T"},
        b={"type": "string", "format": "uuid", "description": "B", "title": "U"},
        c={"type": "string", "format": "email", "deprecated": True, "readOnly": True},
        d={"type": "string", "default": "x", "examples": ["y"], "example": "z"},
        e={"type": "integer", "minLength": 1, "format": "date", "writeOnly": True},
        f={"type": "string", "format": "date", "default": "2020-01-01"},
        g={"type": "string", "contentEncoding": "base64", "contentMediaType": "a/b", "x-y": 1},
    ),
    "numbers": record(
        a={"type": "number", "minimum": 1, "maximum": 5, "multipleOf": 2},
        b={"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 9},
        c={"type": ["number", "string"], "minimum": 1, "minLength": 2},
        d={"type": ["number", "null"], "minimum": 1, "default": None},
        e={"type": "string", "minimum": 1, "const": "a"},
    ),
    "lists": record(
        a={"type": "array", "items": {"type": "string", "minLength": 2}, "minItems": 1},
        b={"type": "array", "items": {"type": "string"}, "uniqueItems": True, "maxItems": 4},
        c={"type": "array", "prefixItems": [{"type": "string", "minLength": 2}], "minItems": 1},
        d={"type": "array", "contains": {"type": "string", "title": "x"}, "minContains": 2},
        e={"type": "string", "items": {"type": "integer"}},
        f={"type": "array", "items": {"anyOf": [TEXT, {"type": "integer", "minimum": 3}]}},
        g={"type": "array", "prefixItems": [TEXT, {"type": "integer"}], "minItems": 1},
    ),
    "maps": record(
        a={"type": "object", "additionalProperties": {"type": "integer", "minimum": 3}},
        b={
            "type": "object",
            "minProperties": 1,
            "maxProperties": 3,
            "propertyNames": {"pattern": "a"},
        },
        c={"type": "object", "patternProperties": {"^a": {"type": "string"}}},
        d={"type": "object", "additionalProperties": {"type": "string"}, "required": ["a"]},
        e={"type": "object", "properties": {"x": TEXT}, "additionalProperties": False},
        f={
            "type": "object",
            "properties": {"x": TEXT},
            "additionalProperties": {"type": "integer"},
        },
        g={"type": "object", "properties": {"x": TEXT}, "unevaluatedProperties": {"type": "null"}},
        h={"type": "object", "properties": {"x": TEXT}, "patternProperties": {"^p": TEXT}},
        i={"type": "object", "required": ["k"], "dependentRequired": {"k": ["l"]}},
        j={"type": "object", "additionalProperties": True, "unevaluatedProperties": False},
    ),
    "enums": record(
        a={"enum": ["a", "b"], "description": "E", "minLength": 1},
        b={"type": "string", "enum": [1, 2]},
        c={"const": 3},
        d={"enum": ["x"], "properties": {"y": {"type": "string"}}},
        e={"type": "array", "enum": ["p", "q"]},
    ),
    "alternatives": record(
        a={"oneOf": [{"type": "string", "maxLength": 2}, {"type": "null"}]},
        b={"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]},
        c={
            "type": "object",
            "properties": {"x": TEXT},
            "anyOf": [{"required": ["x"]}, {"maxProperties": 1}],
        },
        d={"oneOf": [{"type": "string", "description": "only", "minLength": 4}]},
        e={"anyOf": [record(k={"const": "a"}), {**record(k={"const": "b"}), "title": "B"}]},
        f={"enum": ["a"], "oneOf": [{"type": "string"}, {"type": "integer"}]},
    ),
    "validation": record(
        a={
            "type": "string",
            "not": {"const": "a", "minLength": 1},
            "if": {"minLength": 1},
            "then": {},
            "else": {},
        },
        b={"not": {}},
        c={"type": "array", "unevaluatedItems": {"type": "string"}},
        d={
            "type": "object",
            "dependentSchemas": {"a": {"required": ["b"]}},
            "dependencies": {"a": ["b"]},
        },
    ),
    "references": {
        **record(
            a={"$ref": "#/$defs/Name", "minLength": 9, "description": "A"},
            b={"$ref": "#/$defs/Thing", "title": "B", "required": ["id"]},
            c={"allOf": [{"$ref": "#/$defs/Thing"}], "description": "C"},
            d={"allOf": [{"$ref": "#/$defs/Thing"}, {"properties": {"more": {"type": "string"}}}]},
            e={"not": {"$ref": "#/$defs/Unused", "minLength": 2}},
        ),
        "$defs": {
            "Name": {"type": "string", "minLength": 3, "description": "A name."},
            "Thing": {
                "title": "Thing",
                "type": "object",
                "properties": {"id": {"type": "string", "maxLength": 4}},
                "description": "A thing.",
            },
            "Unused": {"type": "string", "description": "nobody"},
        },
    },
    "draft 7": {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **record(
            a={
                "$ref": "#/definitions/Name",
                "type": "string",
                "description": "kept",
                "enum": ["a"],
            },
            b={
                "type": "array",
                "items": [TEXT, {"type": "integer"}],
                "additionalItems": {"type": "null"},
            },
            c={"type": "array", "items": {"type": "string"}, "additionalItems": False},
            d={"nullable": True, "type": "string"},
            e={"$dynamicRef": "#x", "type": "string"},
        ),
        "definitions": {"Name": {"type": "string", "minLength": 3}},
    },
    "draft 4": {
        "$schema": "http://json-schema.org/draft-04/schema#",
        **record(
            a={"type": "number", "minimum": 1, "exclusiveMinimum": True},
            b={"type": "number", "maximum": 1, "exclusiveMaximum": False},
            c={"type": "integer", "if": {"minimum": 1}},
        ),
    },
    "malformed": record(
        a={"type": "strin"},
        b={"type": "string", "minLength": "1", "description": 3, "title": ["x"], "readOnly": "yes"},
        c={"required": "id", "properties": [], "type": "object"},
        d={"enum": "a"},
        e={"type": "string", "minLenght": 3, "maxlength": 4, "Pattern": "x", "foo": 1},
        f={"$comment": "x", "externalDocs": {}, "xml": {}, "summary": "s", "type": "string"},
    ),
    "openapi": {
        "openapi": "3.0.3",
        "components": {
            "schemas": {
                "Pet": {
                    "type": "object",
                    "required": ["kind"],
                    "properties": {
                        "kind": {"type": "string"},
                        "name": {"type": "string", "nullable": True},
                    },
                    "discriminator": {"propertyName": "kind"},
                },
                "Cat": {
                    "allOf": [{"$ref": "#/components/schemas/Pet"}],
                    "description": "Meows.",
                    "properties": {"lives": {"type": "integer"}},
                },
                "Dog": {
                    "allOf": [
                        {"$ref": "#/components/schemas/Pet"},
                        {
                            "type": "object",
                            "properties": {"bark": {"type": "number", "minimum": 2}},
                        },
                    ]
                },
                "One": {
                    "oneOf": [
                        {"$ref": "#/components/schemas/Cat"},
                        {"$ref": "#/components/schemas/Dog"},
                    ],
                    "discriminator": {"propertyName": "kind"},
                },
                "Size": {"type": "integer", "minimum": 1, "example": 3, "default": 2},
                "Lone": {
                    "type": "object",
                    "properties": {"a": TEXT},
                    "discriminator": {"propertyName": "a"},
                },
            }
        },
    },
    "dynamic": {
        "$id": "https://example.com/in",
        **record(x={"$ref": "#/$defs/list"}),
        "$defs": {
            "list": {
                "$id": "list",
                "type": "array",
                "items": {"$dynamicRef": "#item"},
                "$defs": {"any": {"$dynamicAnchor": "item", "type": "string", "minLength": 2}},
            },
        },
    },
}

REDUNDANT: dict[str, set[str]] = {
    "numbers": {"/properties/e/type"},
    "references": {"/$defs/Thing/title"},
    "openapi": {
        "/components/schemas/Cat/properties",
        "/components/schemas/One/discriminator",
    },
}
"""What others say too, so that nothing changes when it is taken away."""


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_keywords_is_so(case: str, tmp_path: Path) -> None:
    redundant = frozenset(REDUNDANT.get(case, ()))
    found = list(lies(CASES[case], tmp_path, redundant))
    assert not found, "\n".join(found)


ENOUGH = 8
"""So many keywords of each drawn document are taken away."""


def _is_by_itself(document: Any, pointer: str) -> bool:
    """Tell whether taking a keyword away lets no other one of its schema speak instead.

    Of keywords that give a value a type, mostly one counts, and the others only when it is gone;
    of alternatives that are the same, one; and a schema that says nothing is not merged.
    """
    *way, last = Location("", pointer).tokens
    at: Any = document
    for token in way:
        at = at[int(token) if is_array(at) else token]
    alone = last not in SHAPING or len(SHAPING & {*at}) == 1
    others = [each for each in at if each != last and not is_silent(each)]
    merged = {"allOf", "anyOf", "oneOf", "$ref"} & {*at}
    return alone and bool(others) and not merged and not {"oneOf", "anyOf"} & {*way}


@settings_(max_examples=30)
@given(documents)
def test_what_is_said_of_drawn_documents_is_so(document: Any) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        before = output(document, folder)
        if before is None:
            return
        found = [
            (pointer, status)
            for pointer, (status, _) in said(document, folder).items()
            if status in {Status.IGNORED, Status.DOCUMENTED}
            and not pointer.startswith("/definitions")
            and _is_by_itself(document, pointer)
        ]
        for pointer, status in found[:ENOUGH]:
            after = output(changed(document, pointer), folder)
            if after is not None:
                assert after[0] == before[0], pointer
                assert after[1] == before[1] or status is Status.DOCUMENTED, pointer


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.key)
def test_every_keyword_that_means_something_is_in_the_table(dialect: Dialect) -> None:
    known = {*dialect.places, *dialect.reference_keywords, *dialect.anchor_keywords, *FORMS}
    assert known | ANNOTATIONS | BOOKKEEPING | SHAPING <= {*KEYWORDS}


@pytest.mark.parametrize(
    ("keyword", "meant"),
    [
        ("minLenght", "minLength"),
        ("maxlength", "maxLength"),
        ("Type", "type"),
        ("propertes", "properties"),
        ("additionalProperty", "additionalProperties"),
        ("x-type", ""),
        ("type", ""),
        ("somethingElse", ""),
    ],
)
def test_keywords_that_may_be_meant(keyword: str, meant: str) -> None:
    assert near(keyword) == meant


def test_a_keyword_that_is_checked_only_has_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = record(a={"type": "string", "minLength": 1, "not": {"minLength": 9}})
    monkeypatch.setattr(table, "CHECKED", frozenset({"minLength", "type"}))
    found = said(schema, tmp_path)
    assert found["/properties/a/minLength"] == Verdict(Status.ENFORCED)
    assert found["/properties/a/type"].status is Status.TYPED
    assert found["/properties/a/not/minLength"].status is Status.IGNORED


def counted(found: Survey) -> int:
    """Count keywords without what explains them: by walking over the text of the schemas."""
    seen: set[Location] = set()
    count = 0
    for start in found.graph.schemas:
        dialect = found.references.dialect(start)
        value = found.references.value(start)
        for each in walk(value, start, dialect, skip=DEFINITIONS):
            place = Location(start.uri, each.pointer)
            count += len(each.keywords) if place not in seen else 0
            seen.add(place)
    return count


def assert_adds_up(found: Survey) -> Coverage:
    sums = coverage(found)
    assert sums.total == counted(found) > 0
    assert sum(map(sums.count, Status)) == sums.total
    for each in sums.tallies:
        assert each.total == sum(each.counts.values())
        assert len(each.ignored) == each.counts[Status.IGNORED]
    return sums


def test_the_numbers_of_our_own_schemas_add_up(repository: Path) -> None:
    chosen = options(repository / "schemas", root="Call")
    sums = assert_adds_up(survey(chosen, pipeline.read(chosen)))
    assert sums.count(Status.ENFORCED) == 0
    assert [each.keyword for each in sums.tallies if not each.known] == []


def test_the_numbers_of_a_large_document_add_up(shared: Path) -> None:
    chosen = options(shared / "data" / "vapi-openapi.json")
    sums = assert_adds_up(survey(chosen, pipeline.read(chosen)))
    assert sums.schemas > 10_000
    assert sums.total > 25_000


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_of_small_schemas_add_up(case: str, tmp_path: Path) -> None:
    assert_adds_up(surveyed(CASES[case], tmp_path))
