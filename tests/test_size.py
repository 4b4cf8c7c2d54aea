"""Huge and hostile input ends in a result or in a finding that names the place."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from generated_packages import Outcome, generate, imported, run, write
from schemawright import ir
from schemawright.diagnostics import InputError
from schemawright.lower import limits
from schemawright.passes import tags
from schemawright.source import documents
from schemawright.source.values import MOST_NESTED, is_deeper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from schemawright.diagnostics import Diagnostic

TEXT = {"type": "string"}
MEGA = 10**6


def text_of(levels: int, opening: str, core: str, closing: str) -> str:
    return opening * levels + core + closing * levels


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def to(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def document(schemas: Mapping[str, Any]) -> dict[str, Any]:
    return {"openapi": "3.1.0", "components": {"schemas": schemas}}


def chain(count: int, link: Callable[[dict[str, Any], int], Any], end: Any) -> dict[str, Any]:
    """Return a document of schemas of which each refers to the next one."""
    links = {f"A{index}": link(to(f"A{index + 1}"), index) for index in range(count)}
    return document({**links, f"A{count}": end})


def cleanly(schema: object, folder: Path) -> Outcome:
    """Generate what Python can compile and import, if it is not thousands of files."""
    outcome = generate(schema, folder)
    assert outcome.files, outcome.text
    for path, code in outcome.code.items():
        compile(code, path, "exec")
    if len(outcome.files) < 1000:
        write(outcome.files, folder / "out")
        with imported(folder / "out", "generated"):
            for name in ("aliases", "typed_dicts", "enums", "wire_names"):
                if f"generated/{name}.py" in outcome.code:
                    importlib.import_module(f"generated.{name}")
    return outcome


def only_finding(outcome: Outcome) -> Diagnostic:
    assert not outcome.files
    (found,) = outcome.findings
    assert found.code == "too-large"
    return found


def read(text: str, name: str) -> Diagnostic:
    with pytest.raises(InputError) as caught:
        documents.parse(text.encode(), name)
    (found,) = caught.value.diagnostics
    return found


NESTED = {
    "properties": ('{"properties":{"a":', "{}", "}}"),
    "items": ('{"items":', "{}", "}"),
    "additionalProperties": ('{"additionalProperties":', "{}", "}"),
    "allOf": ('{"allOf":[', "{}", "]}"),
    "anyOf": ('{"anyOf":[true,', "{}", "]}"),
    "not": ('{"not":', "{}", "}"),
    "arrays": ("[", "", "]"),
    "a default": ('{"default":[', "1", "]}"),
    "an enum": ('{"enum":[', "1", "]}"),
    "no schema": ('{"x-own":', "1", "}"),
    "never closed": ('{"items":', "", ""),
    "closed otherwise": ("[", "", "}"),
    "a bad number inside": ("[", "1e999", "]"),
    "a repeated key inside": ("[", '{"a": 1, "a": 2}', "]"),
}


@pytest.mark.parametrize("levels", [600, 10_000])
@pytest.mark.parametrize("name", ["in.json", "in.yaml"])
@pytest.mark.parametrize("case", NESTED)
def test_text_that_is_nested_too_deeply(case: str, name: str, levels: int) -> None:
    """The first bracket that is too deep is named, whatever follows, on every Python."""
    text = text_of(levels, *NESTED[case])
    column = [at for at, each in enumerate(text) if each in "{["][MOST_NESTED] + 1
    found = read(text, name)
    assert (found.code, str(found.position)) == ("too-large", f"1:{column}")
    assert "nested" in found.message


@pytest.mark.parametrize("name", ["in.json", "in.yaml"])
def test_text_that_is_nested_as_deeply_as_may_be(name: str) -> None:
    text = text_of(MOST_NESTED, "[", "", "]")
    value = documents.parse(text.encode(), name).value
    assert is_deeper(value, MOST_NESTED - 1)
    assert not is_deeper(value, MOST_NESTED)


def test_block_yaml_that_is_nested_too_deeply() -> None:
    found = read("".join(f"{' ' * level}a:\n" for level in range(1000)), "in.yaml")
    assert (found.code, str(found.position)) == ("too-large", "501:501")


def test_brackets_in_quotes_and_comments_are_not_counted() -> None:
    text = "{\"[\": ['[', # [\n" + "[" * 3000
    found = read(text, "in.yaml")
    assert (found.code, str(found.position)) == ("too-large", "2:499")


def test_objects_may_nest_as_deeply_as_text_may(tmp_path: Path) -> None:
    schema: Any = TEXT
    for _ in range(249):
        schema = record(a=schema)
    outcome = cleanly(schema, tmp_path)
    assert outcome["generated/models/schema.py"].count("class ") == 249


def nested(levels: int, around: Callable[[Any], Any]) -> Any:
    schema: Any = TEXT
    for _ in range(levels):
        schema = around(schema)
    return schema


AROUND: dict[str, Callable[[Any], Any]] = {
    "items": lambda inner: {"type": "array", "items": inner},
    "prefixItems": lambda inner: {"type": "array", "prefixItems": [inner, TEXT]},
    "additionalProperties": lambda inner: {"type": "object", "additionalProperties": inner},
    "patternProperties": lambda inner: {"type": "object", "patternProperties": {"^a": inner}},
    "allOf": lambda inner: {"allOf": [inner]},
    "anyOf": lambda inner: {"anyOf": [inner, {"type": "array"}]},
    "several types": lambda inner: {"type": ["array", "object", "null"], "items": inner},
    "tuples with more": lambda inner: {"prefixItems": [TEXT, {}], "items": inner, "minItems": 2},
}


@pytest.mark.parametrize("case", AROUND)
def test_types_may_be_inside_each_other_so_deep(case: str, tmp_path: Path) -> None:
    inside = limits.MOST_INSIDE - 2
    cleanly({"type": "object", "properties": {"a": nested(inside, AROUND[case])}}, tmp_path)


@pytest.mark.parametrize("case", AROUND)
def test_types_that_are_inside_each_other_too_deeply(case: str, tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"a": nested(100, AROUND[case])}}
    found = only_finding(generate(schema, tmp_path))
    assert found.location.pointer.count("/") >= limits.MOST_INSIDE
    assert found.message.startswith("is nested too deeply: more than 32 levels")
    assert found.hint


@pytest.mark.parametrize("keyword", ["default", "const", "enum", "example", "examples"])
@pytest.mark.parametrize("around", ["[%s]", '{"a": %s}'])
def test_values_may_be_inside_each_other_so_deep(keyword: str, around: str, tmp_path: Path) -> None:
    value = "1"
    for _ in range(limits.MOST_NESTED_VALUES - 1):
        value = around % value
    cleanly(record(a={keyword: [json.loads(value)]}), tmp_path)
    too_deep = [json.loads(around % value)]
    found = only_finding(generate(record(a={keyword: too_deep}), tmp_path))
    assert found.location.pointer == f"/properties/a/{keyword}"


def test_what_no_keyword_reads_may_be_as_deep_as_text(tmp_path: Path) -> None:
    inner: Any = 1
    for _ in range(490):
        inner = {"a": inner}
    cleanly({**record(a=TEXT), "x-own": inner, "not": inner}, tmp_path)


def test_alternatives_that_are_deep_are_told_apart(tmp_path: Path) -> None:
    members = [nested(90, lambda inner: record(a=inner)), nested(91, lambda i: record(a=i))]
    outcome = cleanly({"oneOf": members}, tmp_path)
    assert outcome["generated/models/schema.py"].count("class ") == 181


LINKS: dict[str, tuple[Callable[[dict[str, Any], int], Any], Any]] = {
    "references": (lambda next_, _: next_, TEXT),
    "references on a circle": (lambda next_, _: next_, record(a=to("A0"))),
    "properties": (lambda next_, _: record(a=next_), TEXT),
    "items": (lambda next_, _: {"type": "array", "items": next_}, TEXT),
    "items on a circle": (
        lambda next_, _: {"type": "array", "items": next_},
        record(a=to("A0")),
    ),
    "null": (
        lambda next_, _: {"anyOf": [next_, {"type": "null"}]},
        {"anyOf": [TEXT, record(a={**to("A0"), "default": "x"})]},
    ),
    "allOf alone": (lambda next_, _: {"allOf": [next_]}, record(a=TEXT)),
    "allOf inside": (
        lambda next_, at: record(q={"allOf": [next_, record(**{f"p{at}": TEXT})]}),
        record(a=TEXT),
    ),
    "either or a list": (
        lambda next_, _: {"anyOf": [next_, {"type": "array", "items": next_}]},
        record(a=to("A0")),
    ),
}


@pytest.mark.parametrize(
    "count", [1100, pytest.param(10_000, marks=pytest.mark.slow)], ids=["long", "longer"]
)
@pytest.mark.parametrize("case", LINKS)
def test_long_chains(case: str, count: int, tmp_path: Path) -> None:
    link, end = LINKS[case]
    cleanly(chain(count, link, end), tmp_path)


def inherits(next_: dict[str, Any], index: int) -> Any:
    return {"allOf": [next_, record(**{f"p{index}": TEXT})]}


def test_inheritance_may_go_far(tmp_path: Path) -> None:
    outcome = cleanly(chain(120, inherits, record(a=TEXT)), tmp_path)
    assert outcome["generated/models/a0.py"].count(": str | None = None") == 121


@pytest.mark.slow
def test_inheritance_that_goes_too_far(tmp_path: Path) -> None:
    found = only_finding(generate(chain(10_000, inherits, record(a=TEXT)), tmp_path))
    assert found.location.pointer.startswith("/components/schemas/A9")
    assert found.hint


def test_inheritance_on_a_circle(tmp_path: Path) -> None:
    outcome = generate(chain(40, inherits, to("A0")), tmp_path)
    loops = [each for each in outcome.findings if each.code == "reference-loop"]
    assert loops
    assert all(len(each.related) <= 10 for each in loops)


@pytest.mark.parametrize("levels", [30, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("key", ["one", "own"])
def test_inheritance_along_many_ways(key: str, levels: int, tmp_path: Path) -> None:
    schemas: dict[str, Any] = {"A0": record(a=TEXT)}
    for level in range(1, levels + 1):
        for side in "BC":
            own = f"{side}{level}".lower()
            added = record(**{own if key == "own" else "p": record(**{own: TEXT})})
            schemas[f"{side}{level}"] = {"allOf": [to(f"A{level - 1}"), added]}
        schemas[f"A{level}"] = {"allOf": [to(f"B{level}"), to(f"C{level}")]}
    outcome = cleanly(document(schemas), tmp_path)
    every = 2 * levels + 1 if key == "own" else 2
    assert outcome[f"generated/models/a{levels}.py"].split("\n\n\n")[1].count(": ") == every


def machines(lengths: list[int], keys: int) -> dict[str, Any]:
    """Return circles of properties that only meet again after the product of their lengths."""
    schemas = {
        f"P{length}x{at}": record(
            **{f"k{key}": to(f"P{length}x{(at + 1 + key) % length}") for key in range(keys)},
            **{f"own{length}x{at}": TEXT},
        )
        for length in lengths
        for at in range(length)
    }
    return document({**schemas, "R": {"allOf": [to(f"P{each}x0") for each in lengths]}})


def test_merging_that_ends_late(tmp_path: Path) -> None:
    outcome = cleanly(machines([2, 3, 5, 7], 2), tmp_path)
    # Each meeting is a class for each key that leads to it.
    assert outcome["generated/models/r.py"].count("class R") == 1 + 2 * 210


@pytest.mark.parametrize("keys", [1, pytest.param(3, marks=pytest.mark.slow)])
def test_merging_that_ends_too_late(keys: int, tmp_path: Path) -> None:
    found = only_finding(generate(machines([2, 3, 5, 7, 11, 13, 17], keys), tmp_path))
    assert found.location.pointer == "/components/schemas/P2x0/properties/k0"


def test_merging_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_MERGED", 1000)
    found = only_finding(generate(machines([2, 3, 5, 7], 2), tmp_path))
    assert found.location.pointer.startswith("/components/schemas/P2x")
    assert found.message.startswith("more than 1,000 schemas, properties and values would be")


def test_alternatives_of_alternatives(tmp_path: Path) -> None:
    """What stands beside alternatives is merged into each, at every level."""
    schema: Any = TEXT
    for level in range(60):
        inner = [record(**{f"x{level}": schema}), record(**{f"y{level}": TEXT})]
        schema = {**record(**{f"b{level}": TEXT}), "oneOf": inner}
    cleanly(schema, tmp_path)


def unions(levels: int, ends: Mapping[str, Any]) -> dict[str, Any]:
    """Return unions of unions, which lead to their ends along very many ways."""
    return {
        **{
            f"{side}{level}": {"oneOf": [to(f"{each}{level + 1}") for each in ends]}
            for level in range(levels)
            for side in ends
        },
        **{f"{side}{levels}": end for side, end in ends.items()},
    }


def test_unions_of_unions_have_a_tag(tmp_path: Path) -> None:
    ends = {side: {**record(a={"const": side}), "required": ["a"]} for side in "AB"}
    outcome = cleanly(document({**unions(60, ends), "R": record(a=to("A0"))}), tmp_path)
    assert "Told apart by `a`" in outcome["docs/a0.md"]


def test_tags_of_too_many_unions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "MOST_MEMBERS", 3)
    ends = {side: {**record(a={"const": side}), "required": ["a"]} for side in "AB"}
    outcome = cleanly(document(unions(5, ends)), tmp_path)
    assert sum("Told apart" in text for text in outcome.files.values()) == 2


def test_defaults_are_looked_for_along_every_way_once(tmp_path: Path) -> None:
    ends = {"A": {"type": "integer"}, "B": TEXT}
    field = {**to("A0"), "default": True}
    outcome = cleanly(document({**unions(60, ends), "R": record(a=field)}), tmp_path)
    assert [each.code for each in outcome.findings] == ["unused-default"]
    lists = {side: {"type": "array", "maxItems": 70, "items": to("A0")} for side in "AB"}
    lists["B"] = {**lists["B"], "maxItems": 71}
    deep: Any = 1
    for _ in range(60):
        deep = [deep]
    field = {**to("A0"), "default": deep}
    outcome = generate(document({**unions(3, lists), "R": record(a=field)}), tmp_path)
    assert [each.code for each in outcome.findings] == ["unused-default"]


@pytest.mark.parametrize("end", [TEXT, record(a=to("A0"))], ids=["text", "circle"])
@pytest.mark.parametrize("levels", [8, 30, 100])
def test_aliases_that_double(levels: int, end: Any, tmp_path: Path) -> None:
    """Neither written out nor evaluated may they fill the memory."""
    link, _ = LINKS["either or a list"]
    outcome = cleanly(chain(levels, link, end), tmp_path)
    assert sum(map(len, outcome.files.values())) < MEGA


MEMBERS: dict[str, Callable[[int], dict[str, Any]]] = {
    "own keys": lambda at: record(**{f"p{at}": TEXT}),
    "own required keys": lambda at: {**record(**{f"p{at}": TEXT}), "required": [f"p{at}"]},
    "one key": lambda at: record(p={"type": "string", "maxLength": at}),
    "tags": lambda at: {**record(k={"const": f"v{at}"}), "required": ["k"]},
    "only required": lambda at: {"required": [f"p{at}"]},
}


@pytest.mark.parametrize("count", [1100, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("beside", [{}, record(b=TEXT)], ids=["alone", "beside properties"])
@pytest.mark.parametrize("case", MEMBERS)
def test_alternatives_by_the_thousand(
    case: str, beside: dict[str, Any], count: int, tmp_path: Path
) -> None:
    outcome = generate({**beside, "oneOf": [MEMBERS[case](at) for at in range(count)]}, tmp_path)
    assert outcome.files, outcome.text
    for path, code in outcome.code.items():
        compile(code, path, "exec")


@pytest.mark.parametrize("count", [1500, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_union_by_the_thousand_can_be_imported(count: int, tmp_path: Path) -> None:
    kinds = [{"type": "array", "items": TEXT, "minItems": at} for at in range(count)]
    keys = {f"p{at}": {"enum": [f"v{at}", "w"]} for at in range(count)}
    schema = document({"R": {"anyOf": [{"enum": [f"v{at}", "w"]} for at in range(count)]}})
    outcome = cleanly(schema, tmp_path)
    assert "Union[" in outcome["generated/aliases.py"]
    cleanly({"type": "array", "prefixItems": [*kinds, *keys.values()]}, tmp_path)


def test_positions_have_distinct_names() -> None:
    names = [ir.ordinal(index) for index in range(20_000)]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) < 100
    assert names[8:11] == ["ninth", "after first", "after second"]


MANY: dict[str, Callable[[int], Any]] = {
    "schemas": lambda n: document({f"A{i}": record(a=to(f"A{i * 7 % n}")) for i in range(n)}),
    "properties": lambda n: record(**{f"p{i}": TEXT for i in range(n)}),
    "required": lambda n: {"required": [f"p{i}" for i in range(n)], **MANY["properties"](n)},
    "texts": lambda n: {"enum": [f"v{i}" for i in range(n)]},
    "texts that clash": lambda n: {"enum": [f"v{'-' * (i % 7)}{i // 7}" for i in range(n)]},
    "numbers": lambda n: {"enum": [*range(n)]},
    "values of all kinds": lambda n: record(a={"enum": [*range(n), *map(str, range(n))]}),
    "values of other types": lambda n: {"type": "string", "enum": [*range(n), *map(str, range(n))]},
    "objects": lambda n: record(a={"enum": [{"x": i} for i in range(n)]}),
    "a default": lambda n: record(a={"default": [*range(n)]}),
    "parts": lambda n: document(
        {
            **{f"A{i}": record(**{f"p{i}": TEXT}) for i in range(n // 10)},
            "R": {"allOf": [to(f"A{i}") for i in range(n // 10)]},
        }
    ),
    "subtypes": lambda n: document(
        {
            **{f"A{i}": {"allOf": [to("R"), record(**{f"p{i}": TEXT})]} for i in range(n // 10)},
            "R": {**record(t=TEXT), "discriminator": {"propertyName": "t"}},
        }
    ),
}


@pytest.mark.parametrize("count", [3_000, pytest.param(100_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("case", MANY)
def test_much_of_everything(case: str, count: int, tmp_path: Path) -> None:
    outcome = generate(MANY[case](count), tmp_path)
    assert outcome.files, outcome.text


LONG = {
    "word": "a" * MEGA,
    "words": "ab " * (MEGA // 3),
    "separators": "é-" * (MEGA // 2),
    "backticks": "`" * MEGA,
    "brackets": "](" * (MEGA // 2),
    "spaces": f"a{' ' * MEGA}b",
    "lines": f"a{chr(10) * MEGA}b",
    "list": "- " * (MEGA // 2),
    "numbers": "1. " * (MEGA // 3),
    "fences": "~~~\n" * (MEGA // 4),
    "table": "| a\n" * (MEGA // 4),
    "quotes": '"' * MEGA,
    "backslashes": "\\" * MEGA,
    "mixed": "'\"\\" * (MEGA // 3),
}


@pytest.mark.parametrize("case", LONG)
def test_prose_of_a_megabyte(case: str, tmp_path: Path) -> None:
    schema = {**record(a={**TEXT, "description": LONG[case]}), "description": LONG[case]}
    cleanly(schema, tmp_path)


@pytest.mark.parametrize("keyword", ["pattern", "format", "default", "const"])
@pytest.mark.parametrize("case", ["word", "backticks", "mixed", "brackets"])
def test_other_texts_of_a_megabyte(keyword: str, case: str, tmp_path: Path) -> None:
    cleanly(record(a={**TEXT, keyword: LONG[case]}), tmp_path)


@pytest.mark.parametrize("case", ["word", "separators"])
def test_names_of_a_megabyte(case: str, tmp_path: Path) -> None:
    text = LONG[case][: MEGA // 8]
    inner = record(**{f"c{at}": record(d=TEXT) for at in range(100)}, e={"enum": [text, "b"]})
    schema = {**record(**{text: inner, f"{text}2": inner}), "title": text}
    outcome = cleanly(schema, tmp_path)
    assert sum(map(len, outcome.files.values())) < 22 * MEGA


@pytest.mark.slow
@pytest.mark.parametrize(("name", "megabytes"), [("in.json", 100), ("in.yaml", 20)])
def test_documents_of_many_megabytes(name: str, megabytes: int, tmp_path: Path) -> None:
    """Most of it is not needed, and is only read."""
    prose = "what there is to say of one schema, of no great interest" * 4
    schemas = {
        f"A{at}": {**record(a={**TEXT, "maxLength": at}), "description": prose}
        for at in range(megabytes * 10**6 // 350)
    }
    path = tmp_path / name
    path.write_text(json.dumps(document(schemas), indent=1))
    assert path.stat().st_size > megabytes * 10**6
    outcome = run({"source": path.as_posix(), "package": "generated", "root": ["A7"]})
    assert outcome.files, outcome.text


def test_heirs_that_are_what_their_base_is_one_of(tmp_path: Path) -> None:
    """Each is the base, which is one of them, without end: what they state themselves is left."""
    schemas: dict[str, Any] = {
        f"R{at}": {"allOf": [to("U"), record(**{f"p{at}": TEXT})]} for at in range(50)
    }
    outcome = cleanly(document({"U": {"oneOf": [*map(to, schemas)]}, **schemas}), tmp_path)
    assert "    p7: str | None = None" in outcome["generated/models/r7.py"]


def test_references_that_say_more_on_a_circle(tmp_path: Path) -> None:
    """Each is a type of its own, of the schema that it is written in."""
    document_ = chain(
        150,
        lambda next_, _: record(x={**next_, "required": ["z"]}),
        record(z={**to("A0"), "required": ["x"]}),
    )
    outcome = cleanly(document_, tmp_path)
    for index in range(150):
        code = outcome[f"generated/models/a{index}.py"]
        assert code.count("class ") == 2
        assert f"class A{index}X(Model):" in code
