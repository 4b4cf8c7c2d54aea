"""Names: words of a text, identifiers, and one name for each thing whatever the order."""

from __future__ import annotations

import json
import keyword
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generated_packages import run
from schemawright import ir
from schemawright.digest import letters
from schemawright.location import Location
from schemawright.python.allocate import allocate
from schemawright.python.names import METHODS, RESERVED_CLASSES, python_names
from schemawright.python.spelling import identifier, pascal, snake, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

AT = Location("schema.json")
anything = st.text(st.characters(codec=None), max_size=10)
alike = st.text(st.sampled_from("aAbB1_- +é\u0301\u212bﬁª"), max_size=5)
"""Texts that are easily taken for each other, some of them after Unicode's normalization only."""


# Words and identifiers.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("plain", ("plain",)),
        ("camelCase", ("camel", "Case")),
        ("PascalCase", ("Pascal", "Case")),
        ("HTTPServer", ("HTTP", "Server")),
        ("snake_case", ("snake", "case")),
        ("kebab-case", ("kebab", "case")),
        ("two words", ("two", "words")),
        ("a.b/c:d", ("a", "b", "c", "d")),
        ("gpt4Turbo", ("gpt4", "Turbo")),
        ("1st", ("1st",)),
        ("a+b", ("a", "plus", "b")),
        ("<5", ("less", "5")),
        ("-5", ("minus", "5")),
        ("a-5", ("a", "5")),
        ("100%", ("100", "percent")),
        ("straße", ("straße",)),
        ("价格", ("价格",)),
    ],
)
def test_words(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a-b", ("a", "minus", "b")),
        ("a b", ("a", "space", "b")),
        ("a\nb", ("a", "newline", "b")),
        ("a_b", ("a", "underscore", "b")),
        ("[x]", ("open", "bracket", "x", "close", "bracket")),
    ],
)
def test_words_with_every_character_spelled(text: str, found: tuple[str, ...]) -> None:
    assert words(text, spelled=True) == found


@pytest.mark.parametrize(
    ("text", "in_snake_case", "in_pascal_case"),
    [
        ("camelCase", "camel_case", "CamelCase"),
        ("HTTPServer", "http_server", "HTTPServer"),
        ("openAIModel", "open_ai_model", "OpenAIModel"),
        ("kebab-case", "kebab_case", "KebabCase"),
        ("v1-v2", "v1_v2", "V1V2"),
        ("1-2", "1_2", "1_2"),
        ("", "", "Empty"),
        ("größe", "größe", "Größe"),
    ],
)
def test_cases(text: str, in_snake_case: str, in_pascal_case: str) -> None:
    assert (snake(text), pascal(text)) == (in_snake_case, in_pascal_case)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name", "name"),
        ("", "field_empty"),
        ("_", "field_empty"),
        ("__init__", "init__"),
        ("1st", "field_1st"),
        ("class", "class_"),
        ("None", "None_"),
        ("match", "match"),
    ],
)
def test_identifiers(text: str, found: str) -> None:
    assert identifier(text, "field_") == found


@given(text=anything, spelled=st.booleans(), prefix=st.sampled_from(["field_", "value_", "Type"]))
def test_any_text_becomes_an_identifier(text: str, prefix: str, *, spelled: bool) -> None:
    for styled in (snake(text, spelled=spelled), pascal(text, spelled=spelled)):
        found = identifier(styled, prefix)
        assert found.isidentifier()
        assert not keyword.iskeyword(found)
        assert found[0] != "_"
        assert unicodedata.normalize("NFKC", found) == found


@given(text=anything)
def test_letters_depend_on_the_text_alone(text: str) -> None:
    found = letters(text)
    assert found == letters(text)
    assert len(found) == 5
    assert found.isascii()
    assert found.islower()


def test_letters_tell_texts_apart() -> None:
    assert len({letters(str(number)) for number in range(1000)}) == 1000


# Allocation.


def offered(text: str) -> Iterator[str]:
    yield text.lower().strip("_") or "x"
    yield text.strip("_") or "y"


def allocated(things: Sequence[str], **how: Any) -> dict[str, str]:
    return allocate(things, offered, exact=lambda text, name: text == name, **how)


def test_each_gets_what_it_asks_for_where_nobody_else_does() -> None:
    assert allocated(["one", "Two"]) == {"one": "one", "Two": "two"}


def test_the_one_that_is_spelled_so_gets_a_name_that_several_ask_for() -> None:
    assert allocated(["Name", "name"]) == {"name": "name", "Name": "Name"}


def test_where_none_is_spelled_so_none_gets_it() -> None:
    assert allocated(["Name", "NAME"]) == {"Name": "Name", "NAME": "NAME"}


def test_letters_come_last() -> None:
    found = allocated(["a", "a_", "_a"])
    assert found["a"] == "a"
    assert sorted(found) == ["_a", "a", "a_"]
    assert all(found[each].startswith("a_") for each in ("a_", "_a"))
    assert found["a_"] != found["_a"]
    assert not any(character.isdigit() for name in found.values() for character in name)


def test_taken_names_are_not_given() -> None:
    found = allocated(["a", "B"], taken=["a", "b"])
    assert found["B"] == "B"
    assert found["a"] not in {"a", "b"}


def test_folded_names_count_as_one() -> None:
    found = allocated(["Name", "NAME", "other"], fold=str.lower)
    assert len({each.lower() for each in found.values()}) == 3
    assert found["other"] == "other"


@given(things=st.lists(alike, unique=True, max_size=8), taken=st.lists(alike, max_size=3))
def test_allocation_is_injective(things: list[str], taken: list[str]) -> None:
    found = allocated(things, taken=taken)
    assert found.keys() == {*things}
    assert len({*found.values()}) == len(things)
    assert {*found.values()}.isdisjoint(taken)


@given(things=st.lists(alike, unique=True, max_size=8), data=st.data())
def test_allocation_does_not_depend_on_the_order(things: list[str], data: st.DataObject) -> None:
    assert allocated(data.draw(st.permutations(things))) == allocated(things)


# The names of a model.


def record(name: str, *keys: str) -> ir.Record:
    return ir.Record(
        name=ir.top(name),
        fields=tuple(
            ir.Field(name=key, type=ir.String(), required=True, location=AT) for key in keys
        ),
        location=AT,
    )


def model(*declarations: ir.Declaration) -> ir.Model:
    return ir.Model(roots=(), declarations={each.name: each for each in declarations})


def types_of(*names: str) -> dict[str, str]:
    found = python_names(model(*map(record, names))).types
    return {ir.segments(name)[-1]: text for name, text in found.items()}


def fields_of(*keys: str) -> dict[str, str]:
    return dict(python_names(model(record("Owner", *keys))).fields[ir.top("Owner")])


def members_of(*values: ir.Constant) -> list[str]:
    name = ir.top("Owner")
    enumeration = ir.Enumeration(name=name, values=values, location=AT)
    found = python_names(model(enumeration)).members[name]
    return [found[value] for value in values]


def texts(*values: str) -> list[ir.Constant]:
    return [ir.Constant(ir.Kind.STRING, value) for value in values]


def numbers(*values: float) -> list[ir.Constant]:
    return [ir.Constant(ir.Kind.NUMBER, value) for value in values]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["Pet"], ["Pet"]),
        (["pet"], ["Pet"]),
        (["pet", "Pet"], ["Pet_", "Pet"]),
        (["HTTPError", "vapi_call"], ["HTTPError", "VapiCall"]),
        (["None", "True"], ["None_", "True_"]),
        (["a+b", "a b"], ["APlusB", "AB"]),
        (["1st"], ["Type1st"]),
        (["Unset", "UNSET"], ["Unset_", "UNSET_"]),
        ([""], ["Empty"]),
        (["Pet.Dog"], ["PetDog"]),
    ],
)
def test_declared_names_are_kept_where_they_can_be(names: list[str], found: list[str]) -> None:
    assert [types_of(*names)[name] for name in names] == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (["name"], ["name"]),
        (["createdAt"], ["created_at"]),
        (["created_at", "createdAt"], ["created_at", "createdAt"]),
        (["class", "from"], ["class_", "from_"]),
        (["_id", "id"], ["private_id", "id"]),
        (["_id"], ["id"]),
        (["to_dict"], ["to_dict_"]),
        (["a", "A"], ["a", "A"]),
        (["x-y", "x_y"], ["x_minus_y", "x_y"]),
        (["self", "cls"], ["self", "cls"]),
        ([""], ["field_empty"]),
        (["Owner"], ["owner"]),
    ],
)
def test_attributes(keys: list[str], found: list[str]) -> None:
    assert [fields_of(*keys)[key] for key in keys] == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (texts("in-progress", "done"), ["IN_PROGRESS", "DONE"]),
        (texts("a", "A"), ["A_LOWER", "A_UPPER"]),
        (texts("+7", "-7", "7"), ["PLUS_7", "MINUS_7", "VALUE_7"]),
        (texts("", " "), ["VALUE_EMPTY", "SPACE"]),
        (texts("gpt-4o", "gpt-4.1"), ["GPT_4O", "GPT_4_1"]),
        (texts("a-b", "a.b"), ["A_MINUS_B", "A_DOT_B"]),
        (texts("mro", "name", "value"), ["MRO", "NAME", "VALUE"]),
        (numbers(0, 1, -1), ["VALUE_0", "VALUE_1", "MINUS_1"]),
        (numbers(0.5, 5), ["VALUE_0_5", "VALUE_5"]),
    ],
)
def test_members(values: list[ir.Constant], found: list[str]) -> None:
    assert members_of(*values) == found


@given(keys=st.lists(anything | alike, unique=True, max_size=6), data=st.data())
def test_attributes_are_valid_distinct_and_independent_of_order(
    keys: list[str], data: st.DataObject
) -> None:
    found = fields_of(*keys)
    assert found == fields_of(*data.draw(st.permutations(keys)))
    normal = {unicodedata.normalize("NFKC", each) for each in found.values()}
    assert len(normal) == len(keys)
    for each in found.values():
        assert each.isidentifier()
        assert not keyword.iskeyword(each)
        assert each[0] != "_"
        assert each not in METHODS


@given(names=st.lists(anything | alike, unique=True, max_size=6), data=st.data())
def test_classes_are_valid_distinct_and_independent_of_order(
    names: list[str], data: st.DataObject
) -> None:
    found = types_of(*names)
    assert found == types_of(*data.draw(st.permutations(names)))
    normal = {unicodedata.normalize("NFKC", each) for each in found.values()}
    assert len(normal) == len(names)
    assert normal.isdisjoint(RESERVED_CLASSES)
    assert all(each.isidentifier() and not keyword.iskeyword(each) for each in found.values())


@given(values=st.lists(anything | alike, unique=True, min_size=1, max_size=6), data=st.data())
def test_members_are_valid_distinct_and_independent_of_order(
    values: list[str], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(values))))
    found = members_of(*texts(*values))
    assert members_of(*texts(*(values[index] for index in order))) == [found[i] for i in order]
    assert len({unicodedata.normalize("NFKC", each) for each in found}) == len(values)
    for each in found:
        assert each.isidentifier()
        assert each[0] != "_"


@given(names=st.lists(alike, unique=True, max_size=6))
def test_modules_differ_in_more_than_case(names: list[str]) -> None:
    found = python_names(model(*map(record, names))).modules
    assert len({each.lower() for each in found.values()}) == len(names)
    assert all(each.isidentifier() and len(each) <= 110 for each in found.values())


def test_no_attribute_is_called_like_a_class() -> None:
    names = python_names(model(record("A", "a", "A"), record("a")))
    assert names.types[ir.top("a")] == "A_"
    assert names.fields[ir.top("A")] == {"a": "a", "A": "A__"}


def test_a_prefix_and_what_follows_it_are_one_name() -> None:
    """Python reads a letter and an accent as one character, wherever they come from."""
    assert types_of("\u0301x") == {"\u0301x": "Typ\u00e9x"}


def test_a_very_long_name_fits_a_file_system() -> None:
    long = "VeryLongName" * 40
    (module,) = python_names(model(record(long))).modules.values()
    assert len(module) <= 100
    assert types_of(long)[long] == long


def test_inline_types_are_called_after_owner_and_property() -> None:
    call = ir.top("Call")
    names = [ir.inner(call, "status"), ir.inner(ir.inner(call, "costs"), "item")]
    inline = [
        ir.Enumeration(name=name, values=tuple(texts("a", "b")), location=AT) for name in names
    ]
    found = python_names(model(record("Call"), *inline)).types
    assert [found[name] for name in names] == ["CallStatus", "CallCostsItem"]


def test_a_declared_type_keeps_a_name_that_an_inline_one_would_get() -> None:
    inline = ir.Enumeration(
        name=ir.inner(ir.top("Call"), "status"), values=tuple(texts("a", "b")), location=AT
    )
    found = python_names(model(record("Call"), record("CallStatus"), inline)).types
    assert found[ir.top("CallStatus")] == "CallStatus"
    assert found[inline.name] == "Call_Status"


def test_ordinals_are_words() -> None:
    found = [ir.ordinal(index) for index in range(30)]
    assert found[:3] == ["first", "second", "third"]
    assert len({*found}) == 30
    assert not any(character.isdigit() for each in found for character in each)


# Names in the whole.

BASE: dict[str, Any] = {
    "title": "Base",
    "type": "object",
    "properties": {
        "b": {"type": "object", "properties": {"kind": {"enum": ["x", "y"]}}},
        "c": {"oneOf": [{"required": ["p"], "properties": {"p": {"type": "integer"}}}, {}]},
        "d": {"type": "array", "items": {"type": "object", "properties": {"kind": {}}}},
    },
}
ADDITIONS: list[dict[str, Any]] = [
    {"a": {"type": "object", "properties": {"kind": {"enum": ["x", "y"]}}}},
    {"kind": {"enum": ["x", "y"]}},
    {"ditem": {"type": "object", "properties": {"kind": {}}}},
    {"c_p": {"enum": ["q", "r"]}},
]


@pytest.mark.parametrize("added", ADDITIONS, ids=lambda added: next(iter(added)))
@pytest.mark.parametrize("first", [True, False], ids=["in front", "behind"])
def test_adding_a_property_leaves_what_is_there(
    added: dict[str, Any], tmp_path: Path, *, first: bool
) -> None:
    """Unless it asks for the very name of another type (`bKind` beside a `b` with a `kind`)."""

    def lines(properties: dict[str, Any]) -> set[str]:
        path = tmp_path / "base.json"
        path.write_text(json.dumps({**BASE, "properties": properties}))
        found = run({"source": path.as_posix(), "package": "pkg", "target": "dataclasses"})
        return {*found["pkg/models/base.py"].splitlines()}

    old = BASE["properties"]
    before = lines(old)
    after = lines({**added, **old} if first else {**old, **added})
    kept = {line for line in before if line.startswith(("class ", "    ")) and "import" not in line}
    assert kept - after == set()


def test_documents_may_share_a_title(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        (tmp_path / f"{name}.json").write_text('{"title": "Pet", "type": "object"}')
    outcome = run({"source": tmp_path.as_posix(), "package": "pets"})
    assert outcome.files, outcome.text
