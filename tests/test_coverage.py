"""What is said of keywords is true: taking one away changes what it says, and nothing else.

Typed keywords change the code, enforced ones only the checks, documented ones only what is shown.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import settings as settings_

from schemawright import pipeline, settings
from schemawright.config import USUAL_TARGETS
from schemawright.diagnostics import InputError
from schemawright.explain.checked import TESTS
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
from schemawright.targets.codec_functions import PACKAGE
from schemawright.targets.validators import HOME
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


def said(schema: object, folder: Path, **how: Any) -> dict[str, Verdict]:
    """Return the verdict on every keyword, by its pointer."""
    found = standings(surveyed(schema, folder, **how))
    return {
        (place / keyword).pointer: verdict(standing, keyword)
        for place, standing in found.items()
        for keyword in standing.schema.keywords
    }


class Output(NamedTuple):
    """What is generated, without the numbers of schemas that reports are made from."""

    typed: dict[str, str]
    """The code without its docstrings, and without the validators."""
    checks: str
    shown: dict[str, str]
    """All text but the validators'."""


def output(schema: object, folder: Path, **how: Any) -> Output | None:
    """Return what is generated from a schema, None if there is an error."""
    path = folder / "root.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    chosen = options(path, **how)
    try:
        files = pipeline.generate(chosen, pipeline.read(chosen), lambda _: None).files
    except InputError:
        return None
    # What codecs check is what validators check, which is looked at by itself.
    private = {HOME, PACKAGE}
    text = {str(name): each for name, each in files.items() if private.isdisjoint(name.parts)}
    code = {name: _bare(each) for name, each in text.items() if name.endswith(".py")}
    return Output(code, files.get(PurePosixPath("p", HOME, "checks.py"), ""), text)


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


NOT_CHANGED: dict[Status, tuple[str, ...]] = {
    Status.TYPED: (),
    Status.ENFORCED: ("typed",),
    Status.DOCUMENTED: ("typed", "checks"),
    Status.IGNORED: ("typed", "checks", "shown"),
}
"""What taking away a keyword of some status leaves as it is."""
CHANGED = {Status.TYPED: "typed", Status.ENFORCED: "checks", Status.DOCUMENTED: "shown"}
"""What it changes."""


def lies(
    schema: Any, folder: Path, redundant: frozenset[str] = frozenset(), **how: Any
) -> Iterator[str]:
    """Yield what is said of keywords and is not so."""
    before = output(schema, folder, **how)
    assert before is not None, "the case itself cannot be generated from"
    for pointer, (status, why) in said(schema, folder, **how).items():
        if status is Status.RESOLVED:
            continue
        values = [GONE]
        if status is not Status.IGNORED:
            values.append(OTHERS.get(pointer.rpartition("/")[2], GONE))
        after = [output(changed(schema, pointer, value), folder, **how) for value in values]
        differs = {
            part: any(e is not None and getattr(before, part) != getattr(e, part) for e in after)
            for part in Output._fields
        }
        too_little = any(differs[part] for part in NOT_CHANGED[status])
        missed = status in CHANGED and not differs[CHANGED[status]]
        if too_little or (missed and pointer not in redundant):
            yield f"{pointer}: {status} ({why}), but changed: {differs}"


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
        f={"type": "array", "items": {"anyOf": [TEXT, {"type": "integer", "minimum": 3}]}},
        g={"type": "array", "prefixItems": [TEXT, {"type": "integer"}], "minItems": 1},
    ),
    "other kinds": record(
        a={"type": "string", "items": {"type": "integer"}, "required": ["a"]},
        b={"type": "array", "minLength": 1, "properties": {"a": {"const": 1}}},
    ),
    "items": record(
        a={"type": "array", "contains": {"const": 1}, "minContains": 2, "maxContains": 3},
        b={"contains": {"minimum": 1}, "minContains": 0},
        c={"type": "array", "items": {**TEXT, "not": {"title": "No", "minLength": 1}}},
        d={"type": "array", "enum": ["a"], "items": {"type": "string"}},
    ),
    "vacuous": record(
        a={"minLength": 0, "minItems": 0, "minProperties": 0, "uniqueItems": False},
        b={"propertyNames": True, "dependentSchemas": {"a": {}}, "dependentRequired": {}},
        c={"then": {"minLength": 1}, "else": {"minLength": 2}, "minContains": 3},
    ),
    "unevaluated": record(
        a={
            "type": "object",
            "properties": {"x": TEXT},
            "if": {"required": ["y"], "properties": {"y": {"minimum": 1}}},
            "unevaluatedProperties": False,
        },
        b={
            "anyOf": [{"type": "array", "prefixItems": [TEXT]}, {"type": "array", "maxItems": 2}],
            "unevaluatedItems": False,
        },
    ),
    "conditions": record(
        a={"if": {"minLength": 1}, "then": {"pattern": "^a"}, "else": {"pattern": "^b"}},
        b={"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}},
        c={"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": {"maxProperties": 3}}},
        d={"not": {"type": "string", "not": {"minLength": 2, "description": "unsaid"}}},
        e={"not": {"$ref": "#/$defs/F", "minLength": 2}},
    )
    | {"$defs": {"F": {"title": "F", "type": "object", "properties": {"x": {"const": 1}}}}},
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
            "then": {"maxLength": 9},
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
    "alternatives": {"/properties/f/oneOf"},
    "items": {
        "/properties/b/contains/minimum",
        "/properties/d/items",
        "/properties/d/items/type",
    },
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


UNCHECKED = tuple(each for each in USUAL_TARGETS if each not in {"validators", "codecs"})


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_is_so_where_nothing_is_checked(case: str, tmp_path: Path) -> None:
    redundant = frozenset(REDUNDANT.get(case, ()))
    found = list(lies(CASES[case], tmp_path, redundant, target=UNCHECKED))
    assert not found, "\n".join(found)


FORMATS = record(
    a={"type": "string", "format": "uuid"},
    b={"type": "string", "format": "email"},
    c={"type": "string", "format": "unheard-of"},
    d={"type": "integer", "format": "int32"},
    e={"type": "number", "format": "email"},
)


@pytest.mark.parametrize("asserted", [True, False])
def test_formats_are_enforced_where_they_are_asserted(asserted: bool, tmp_path: Path) -> None:
    how: dict[str, Any] = {"assert_formats": asserted}
    assert list(lies(FORMATS, tmp_path, **how)) == []
    found = said(FORMATS, tmp_path, **how)
    enforced = [key for key, each in found.items() if each.status is Status.ENFORCED]
    assert enforced == ["/properties/b/format", "/properties/d/format"] * asserted
    assert found["/properties/a/format"].status is Status.TYPED


PATTERNS = record(
    a={"type": "string", "pattern": "^(a"},
    b={"type": "string", "pattern": "^a$", "not": {"minLength": 3, "maxLength": 9}},
    c={"type": "object", "patternProperties": {"(c": TEXT, "^d": TEXT}},
    d={"type": "array", "items": {"anyOf": [{**TEXT, "pattern": "("}, {"type": "integer"}]}},
    e={"properties": {"x": TEXT}, "patternProperties": {"(e": {"type": "integer"}}},
)


def test_patterns_that_cannot_be_searched_for_are_not_enforced(tmp_path: Path) -> None:
    found = said(PATTERNS, tmp_path)
    assert list(lies(PATTERNS, tmp_path)) == []
    assert found["/properties/a/pattern"].why == "the pattern cannot be checked"
    assert found["/properties/b/pattern"].status is Status.ENFORCED
    unprinted = "pages print no limits inside this type, and the pattern cannot be checked"
    inside = found["/properties/d/items/anyOf/0/pattern"]
    assert inside == Verdict(Status.IGNORED, unprinted)


def test_patterns_that_a_package_searches_for_are_enforced(tmp_path: Path) -> None:
    pytest.importorskip("regress")
    schema = record(b={**TEXT, "pattern": "(?<=xa+)b"})
    by_re, by_regress = (said(schema, tmp_path, pattern_engine=each) for each in ("re", "regress"))
    at = "/properties/b/pattern"
    assert by_re[at].status is Status.DOCUMENTED
    assert by_regress[at].status is Status.ENFORCED


def test_what_allows_everything_is_not_enforced(tmp_path: Path) -> None:
    schema = record(a={"if": {"minLength": 1}}, b={"anyOf": [{}, {"minLength": 1}]}, c={"then": {}})
    found = said(schema, tmp_path)
    idle = "it rules nothing out here"
    assert found["/properties/a/if"] == Verdict(Status.IGNORED, idle)
    assert found["/properties/a/if/minLength"].why == "inside if, which is ignored"
    assert found["/properties/b/anyOf/1/minLength"].status is Status.IGNORED
    assert found["/properties/c/then"] == Verdict(Status.IGNORED, idle)


ENOUGH = 8
"""So many keywords of each drawn document are taken away."""


def _is_by_itself(document: Any, pointer: str) -> bool:
    """Tell whether taking a keyword away lets no other one of its schema speak instead.

    Of keywords that give a value a type, mostly one counts, and the others only when it is gone;
    of alternatives that are the same, one; members of `allOf` speak for each other; and a schema
    that says nothing is not merged.
    """
    *way, last = Location("", pointer).tokens
    at: Any = document
    for token in way:
        at = at[int(token) if is_array(at) else token]
    alone = last not in SHAPING or len(SHAPING & {*at}) == 1
    others = [each for each in at if each != last and not is_silent(each)]
    merged = {"allOf", "anyOf", "oneOf", "$ref"} & {*at}
    return alone and bool(others) and not merged and not {"allOf", "oneOf", "anyOf"} & {*way}


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
            if status in {Status.IGNORED, Status.DOCUMENTED, Status.ENFORCED}
            and not pointer.startswith("/definitions")
            and _is_by_itself(document, pointer)
        ]
        for pointer, status in found[:ENOUGH]:
            after = output(changed(document, pointer), folder)
            if after is not None:
                for part in NOT_CHANGED[status]:
                    assert getattr(after, part) == getattr(before, part), (pointer, status, part)


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


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.key)
def test_every_keyword_that_validators_read_can_be_enforced(dialect: Dialect) -> None:
    others = ANNOTATIONS | BOOKKEEPING
    assert {*dialect.keywords} - others <= {*TESTS}


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
    assert sums.count(Status.ENFORCED) > 100
    assert [each.keyword for each in sums.tallies if not each.known] == []


def test_the_numbers_of_a_large_document_add_up(shared: Path) -> None:
    chosen = options(shared / "data" / "vapi-openapi.json")
    sums = assert_adds_up(survey(chosen, pipeline.read(chosen)))
    assert sums.schemas > 10_000
    assert sums.total > 25_000


@pytest.mark.parametrize("case", CASES)
def test_the_numbers_of_small_schemas_add_up(case: str, tmp_path: Path) -> None:
    assert_adds_up(surveyed(CASES[case], tmp_path))
