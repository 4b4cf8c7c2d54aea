"""Whatever text a schema holds, and wherever: it never becomes code, and never gets lost."""

from __future__ import annotations

import ast
import json
import keyword
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from code_checks import black_changes
from generated_packages import (
    Outcome,
    enumerations,
    field_types,
    generate_cleanly,
    imported,
    modules,
    records,
    write,
)
from schemawright.location import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

NASTY = [
    *('"', "'", '"""', "'''", "\\", "\\\\", '\\"', "\n", "\r", "\r\n", "\t", "\0", "\x1b", "\x85"),
    *("\u2028", "\u2029", "\ufeff", "\u202e", "\ud800", "\udfff", "\U0001f600", "e\u0301", "ß"),
    *("{{ view }}", "{% raw %}", "{#", "#}", "{0}", "%s", "f'{x}'", "#", "\n# ", "]", ")", "}"),
    *(
        '"""\nraise SystemExit\n"""',
        "); raise SystemExit #",
        "\nraise SystemExit\n",
        "-->",
        "`",
        "|",
    ),
    *("class", "None", "self", "__init__", "__class__", "_", "", " ", "1st", "ª", "ﬁ", "·", "ÅΩ"),
]
texts = st.one_of(
    st.text(st.characters(codec=None), max_size=12),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=4).map("".join),
).map(
    lambda text: str(json.loads(json.dumps(text)))
)  # two surrogates may be one character
distinct = st.lists(texts, min_size=3, max_size=3, unique=True)
ALLOWED = (
    *(ast.Import, ast.ImportFrom, ast.ClassDef, ast.AnnAssign, ast.Assign, ast.Pass),
    *(ast.If, ast.Expr),
)
"""The statements of a generated module, outside of the package's own front door."""
CALLED = {"dataclass", "field", "TypedDict", "enumerations", "globals", "Codec"}
WRITTEN_BY_US = {
    *("__init__.py", "_coded.py", "_deferred.py", "_model.py", "_runtime.py"),
    *("guards.py", "validation.py"),
}
REST = r"[^\s()\[\]{}.,:='\"]"
"""What may be in a name: also marks, which are no letters to `re`."""


def _called(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("REST", REST), re.DOTALL)


CHECKED = _called(
    r"(check|is_valid|search|explain|mark)REST*|[CTx]\d+(_REST+)?|type|len|frozenset|any|all|bool|set|map"
    r"|are_texts|is_unique|is_multiple|is_known|identity|_report(\(.*\)\.faults)?"
    r"|(x\d+|value|T\d+_REST+)\.(get|items|values|keys|is_integer|startswith|endswith|isdisjoint)"
    r"|re\.compile(\(.+\)\.\w+)?|json\.loads|Report|_REPORT\.faults"
    r"|_SCHEMAS\.strip(\(\)\.split)?",
)
"""What is called in checks, in type guards, and in what reports are made from."""


CODING = _called(
    r"(decode|encode|new|members|thorough|best\d+|check)_REST+|New|Members|Thorough|Check|best_of"
    r"|encoders|globals|anything|encoded|first|best|tagged|rest|whole|to_\w+|isinstance|getattr|list"
    r"|dict|(members_REST+|C\d+_REST+|x\d+)\.(get|copy|append|items|isdisjoint)"
    r"|(value|found)\.\w+\.(items|copy)|ENCODERS\[.+\]|partial|_?Encoding|_?Parts|_?Thorough"
    r"|validator_named|object\.__new__|new|T\d+_REST+(\[.+\])?",
)
"""What is called in codecs besides."""
DEFINED = re.compile(r"(decode|encode|best\d+|check|mark)_|anything$|parts$|_encoding$|_thorough$")


def schema_of(
    prose: Sequence[str], keys: Sequence[str], values: Sequence[str], definitions: Sequence[str]
) -> dict[str, Any]:
    """Return a schema with these texts in every position that takes one."""
    one, two, three = prose
    inner = {"type": "object", "title": two, "properties": {keys[0]: {"type": "string"}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": three,
        "title": "Root",
        "description": one,
        "type": "object",
        "required": [keys[0]],
        "properties": {
            keys[0]: {"type": "string", "description": two, "default": three, "pattern": one},
            keys[1]: {"enum": list(values), "title": three, "examples": [one, {two: three}]},
            keys[2]: {"const": one, "description": three, "format": two},
            "map": {"type": "object", "patternProperties": {two: {"type": "integer"}}},
            "first": {"$ref": f"#/$defs/{_fragment(definitions[0])}"},
            "other": {"$ref": f"#/$defs/{_fragment(definitions[1])}", "description": one},
            "texts": {"type": "array", "items": {"type": "string"}, "default": [one, two]},
        },
        "$defs": {
            definitions[0]: inner,
            definitions[1]: {"oneOf": [inner, {"type": "integer", "title": three}]},
            definitions[2]: {"enum": [one]},
        },
    }


def _fragment(name: str) -> str:
    return escape(name).replace("%", "%25")


def generated(schema: object, *targets: str) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        how = {"target": [*targets]} if targets else {}
        return generate_cleanly(schema, Path(folder), **how)


def code(outcome: Outcome) -> dict[str, ast.Module]:
    """Return the modules made of the schema, parsed."""
    return {
        path: ast.parse(text)
        for path, text in outcome.code.items()
        if path.rpartition("/")[2] not in WRITTEN_BY_US
        and {"_validation", "_codecs"}.isdisjoint(path.split("/"))
    }


def counted(outcome: Outcome) -> Counter[str]:
    """Return how many classes, fields, members and aliases there are."""
    found: Counter[str] = Counter()
    for path, tree in code(outcome).items():
        kind = path.split("/")[1]
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.AnnAssign | ast.Assign) and (
                # Records on the wire are calls where a key is no identifier.
                kind
                not in {"typed_dicts.py", "wire_names.py"}
            ):
                found[f"{kind}: {type(node).__name__}"] += 1
    return found


HARMLESS = schema_of(("one", "two", "three"), ("a", "b", "c"), ("d", "e", "f"), ("G", "H", "I"))


@settings(max_examples=60)
@given(prose=distinct, keys=distinct, values=distinct, definitions=distinct)
@example(prose=NASTY[:3], keys=NASTY[3:6], values=NASTY[6:9], definitions=NASTY[9:12])
def test_text_never_becomes_code(
    prose: list[str], keys: list[str], values: list[str], definitions: list[str]
) -> None:
    outcome = generated(schema_of(prose, _keys(keys), values, definitions))
    assert counted(outcome) == counted(generated(HARMLESS))
    for path, tree in code(outcome).items():
        for node in ast.walk(tree):
            assert not isinstance(node, ast.stmt) or isinstance(node, ALLOWED), path
            if isinstance(node, ast.Expr):
                assert isinstance(node.value, ast.Constant), path
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func).lstrip("_") in CALLED, path
            if isinstance(node, ast.Name):
                assert node.id.isidentifier(), path
                assert not keyword.iskeyword(node.id) or node.id == "None", path


VALIDATING = [f"generated/{each}.py" for each in ("_validation/checks", "_validation/assertions")]


def shape(outcome: Outcome) -> Counter[str]:
    """Return how many functions, calls and constants the validators and guards have."""
    return Counter(
        f"{path}: {type(node).__name__}"
        for path in (*VALIDATING, "generated/guards.py")
        for node in ast.walk(ast.parse(outcome[path]))
        if isinstance(node, ast.FunctionDef | ast.Call | ast.Return | ast.Import | ast.ImportFrom)
    )


@settings(max_examples=60)
@given(prose=distinct, keys=distinct, values=distinct, definitions=distinct)
@example(prose=NASTY[:3], keys=NASTY[3:6], values=NASTY[6:9], definitions=NASTY[9:12])
def test_text_never_becomes_checks(
    prose: list[str], keys: list[str], values: list[str], definitions: list[str]
) -> None:
    outcome = generated(schema_of(prose, _keys(keys), values, definitions))
    assert shape(outcome)[f"{VALIDATING[0]}: FunctionDef"] >= 4
    for path in (*VALIDATING, "generated/guards.py"):
        for node in ast.walk(ast.parse(outcome[path])):
            if isinstance(node, ast.Call):
                assert CHECKED.fullmatch(ast.unparse(node.func)), (path, ast.unparse(node))
            if isinstance(node, ast.FunctionDef):
                assert node.name.startswith(("check_", "mark_", "is_", "explain", "_report")), path


@settings(max_examples=30)
@given(prose=distinct, keys=distinct, values=distinct, definitions=distinct)
@example(prose=NASTY[:3], keys=NASTY[3:6], values=NASTY[6:9], definitions=NASTY[9:12])
def test_text_never_becomes_codecs(
    prose: list[str], keys: list[str], values: list[str], definitions: list[str]
) -> None:
    outcome = generated(schema_of(prose, _keys(keys), values, definitions), "codecs")
    found = {path: text for path, text in outcome.code.items() if "/_codecs/" in path}
    assert {*found} >= {f"generated/_codecs/{each}.py" for each in ("decoders", "encoders")}
    for path, text in found.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert CODING.fullmatch(called) or CHECKED.fullmatch(called), (path, called)
            if isinstance(node, ast.FunctionDef):
                assert DEFINED.match(node.name), (path, node.name)


@settings(max_examples=40)
@given(prose=distinct, keys=distinct, values=distinct, definitions=distinct)
@example(prose=NASTY[:3], keys=NASTY[3:6], values=NASTY[6:9], definitions=NASTY[9:12])
@example(
    prose=["", " ", "\n"], keys=["", " ", "_"], values=["", " ", "_"], definitions=["", " ", "_"]
)
def test_text_is_kept_to_the_letter(
    prose: list[str], keys: list[str], values: list[str], definitions: list[str]
) -> None:
    keys = _keys(keys)
    schema = schema_of(prose, keys, values, definitions)
    outcome = generated(schema)
    with tempfile.TemporaryDirectory() as folder:
        write(outcome.files, Path(folder))
        with imported(Path(folder), "generated") as package:
            every = {each.__name__.rpartition(".")[2]: each for each in modules(package)}
            names = every["wire_names"].WIRE_NAMES
            root = records(package)["Root"]
            fields = [*field_types(root)]
            wire = [names.get("Root", {}).get(each, each) for each in fields]
            assert wire == list(schema["properties"])
            assert all(each.isidentifier() and not keyword.iskeyword(each) for each in fields)
            members = [[*map(_value, each)] for each in enumerations(package).values()]
            assert values in members
            typed = every["typed_dicts"].RootDict.__annotations__
            assert list(typed) == [key for key in schema["properties"] if key]
            instance = root()
            assert getattr(instance, fields[0]) == prose[2]
            assert getattr(instance, "texts") == [prose[0], prose[1]]  # noqa: B009 - of any type
            (constant,) = [wire.index(key) for key in keys[2:]]
            literal = f"Literal[{prose[0]!r}] | None"
            spelled = "str | None" if re.search("[\ud800-\udfff]", prose[0]) else literal
            assert field_types(root)[fields[constant]] == spelled


def _keys(keys: list[str]) -> list[str]:
    """Return keys that the schema does not state itself."""
    return [f"{each} " if each in {"map", "first", "other", "texts"} else each for each in keys]


def _value(member: Any) -> Any:
    return member.value


@settings(max_examples=30)
@given(prose=distinct, keys=distinct, values=distinct, width=st.sampled_from([60, 79, 88, 120]))
def test_black_changes_nothing(
    prose: list[str], keys: list[str], values: list[str], width: int
) -> None:
    schema = schema_of(prose, _keys(keys), values, ["One", "Two", "Three"])
    with tempfile.TemporaryDirectory() as folder:
        outcome = generate_cleanly(schema, Path(folder), line_length=width, target="dataclasses")
    assert black_changes(outcome.code, width) == []


@settings(max_examples=30)
@given(text=texts)
@example(text="//[")
@example(text="http://[::1")
@example(text="file://host/x")
def test_an_identifier_may_be_any_text(text: str) -> None:
    outcome = generated(
        {
            "$id": text,
            "type": "object",
            "properties": {"a": {"$id": text, "enum": ["x", "y"]}, "b": {"$anchor": text}},
        }
    )
    assert sum(isinstance(node, ast.ClassDef) for node in ast.walk(_joined(outcome))) >= 2


def _joined(outcome: Outcome) -> ast.Module:
    return ast.Module(body=[*code(outcome).values()], type_ignores=[])  # type: ignore[list-item]  # only walked through
