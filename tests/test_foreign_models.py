"""Models of pydantic and msgspec: with our names, and they hold what the schema describes."""

from __future__ import annotations

import importlib
import json
import re
import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import msgspec
import pydantic
import pytest

import schemawright
from schemawright.diagnostics import InputError
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import ModuleType

pytestmark = pytest.mark.no_cover  # the other generator is large

LIBRARIES = ("pydantic", "msgspec")
HOSTILE = 'Ends """ here.\\\n"""\nimport os\nos.abort()\n# \\N{BEL} \\'

ORDER: Mapping[str, Any] = {
    "title": "Order",
    "description": HOSTILE,
    "type": "object",
    "required": ["orderId", "payment"],
    "properties": {
        "orderId": {"type": "string", "pattern": "^(?<kind>o|p)-\\d+$", "description": HOSTILE},
        "class": {"type": "string", "maxLength": 3},
        "state": {"enum": ["in-progress", "done", "a\nb", '"""']},
        "payment": {
            "oneOf": [{"$ref": "#/$defs/Card"}, {"$ref": "#/$defs/Cash"}],
            "discriminator": {"propertyName": "type"},
        },
        "speed": {"anyOf": [{"enum": ["slow", "fast"]}, {"type": "number", "maximum": 1}]},
        "weight": {"type": ["number", "null"], "minimum": 0},
        "note": {"anyOf": [{"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Count"}]},
        "tags": {"type": "array", "items": {"type": "string", "maxLength": 5}, "maxItems": 3},
        "pair": {
            "prefixItems": [{"type": "string"}, {"type": "integer"}],
            "items": False,
            "minItems": 2,
        },
        "scores": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        "at": {"type": "string", "format": "date-time"},
        "link": {"type": "string", "format": "uri"},
        "fixed": {"const": [1]},
        "parent": {"$ref": "#"},
        "kind": {"enum": ["a", 1], "default": "a"},
    },
    "$defs": {
        "Card": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"const": "card"}, "number": {"type": "string"}},
        },
        "Cash": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"const": "cash"}, "amount": {"type": "number"}},
        },
        "Text": {"type": "object", "properties": {"text": {"type": "string"}}},
        "Count": {"type": "object", "properties": {"count": {"type": "integer"}}},
    },
}
"""What other generators number, rename, or write as code that cannot be imported."""

VALID: Mapping[str, Any] = {
    "orderId": "o-1",
    "class": "abc",
    "state": "in-progress",
    "payment": {"type": "cash", "amount": 1.5},
    "speed": 0.5,
    "weight": None,
    "note": {"count": 1},
    "tags": ["a", "b"],
    "pair": ["a", 1],
    "scores": {"a": 1},
    "at": "2026-11-29T12:00:00Z",
    "link": "http://example.com",
    "fixed": [1],
    "parent": {"orderId": "p-2", "payment": {"type": "card", "number": "1"}, "kind": "a"},
    "kind": 1,
}
INVALID: Mapping[str, Any] = {
    "orderId": "x-1",
    "class": "abcd",
    "state": "lost",
    "payment": {"type": "gold"},
    "weight": -1,
    "tags": ["a", "too long"],
    "scores": {"a": 0},
    "at": "yesterday",
    "parent": {"orderId": "p-2"},
}


class Models:
    """A package with models, and what decodes and encodes them."""

    def __init__(self, folder: Path, source: Path, **how: Any) -> None:
        self.package = f"made_{folder.name}".replace("-", "_")
        self.files = schemawright.generate(
            source, package=self.package, target=["enums", *LIBRARIES], **how
        )
        for path, text in self.files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)

    def code(self, library: str) -> str:
        return self.files[PurePosixPath(self.package, f"{library}_models.py")]

    def module(self, library: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.{library}_models")

    def way(self, library: str, name: str) -> Callable[[object], object]:
        """Return what decodes a value and encodes it again."""
        model = getattr(self.module(library), name)
        if library == "msgspec":
            return lambda value: msgspec.to_builtins(msgspec.convert(value, model))
        return lambda value: model.model_validate(value).model_dump(
            mode="json", by_alias=True, exclude_unset=True
        )


@pytest.fixture(name="order", scope="module")
def _order(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("order")
    (folder / "order.json").write_text(json.dumps(ORDER))
    sys.path.insert(0, str(folder))
    yield Models(folder, folder / "order.json")
    sys.path.remove(str(folder))


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_is_valid_comes_back(order: Models, library: str) -> None:
    way = order.way(library, "Order")
    assert way(dict(VALID)) == VALID
    least = {key: VALID[key] for key in ("orderId", "payment")}
    assert way(least) == (least if library == "pydantic" else {**least, "kind": "a"})


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("key", INVALID)
def test_what_is_invalid_is_refused(order: Models, library: str, key: str) -> None:
    way = order.way(library, "Order")
    with pytest.raises((pydantic.ValidationError, msgspec.ValidationError)):
        way({**VALID, key: INVALID[key]})


def defined(code: str) -> set[str]:
    return {
        *re.findall(r"^class (\w+)", code, re.MULTILINE),
        *re.findall(r"^(\w+)(?:: \w+)? = ", code, re.MULTILINE),
    }


@pytest.mark.parametrize("library", LIBRARIES)
def test_everything_has_our_name(order: Models, library: str) -> None:
    names = defined(order.code(library))
    ours = {"Order", "Card", "Cash", "Text", "Count", "OrderState", "OrderSpeed"}
    assert names == ours | {
        *("OrderPayment", "OrderSpeedEnum", "OrderSpeedNumber", "OrderNote"),
        *("OrderTagsText", "OrderScoresInteger"),
    }
    assert "class_: " in order.code(library)
    state = order.module(library).OrderState
    assert [each.name for each in state] == [
        *("IN_PROGRESS", "DONE", "A_B", "QUOTE_QUOTE_QUOTE"),
    ]


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_same_input_gives_the_same_code(tmp_path: Path, order: Models, library: str) -> None:
    (tmp_path / "order.json").write_text(json.dumps(ORDER))
    again = Models(tmp_path, tmp_path / "order.json")
    assert again.code(library) == order.code(library)
    assert str(tmp_path) not in again.code(library)


def without_times(value: Any) -> Any:
    """Return a value whose times have no fraction, which pydantic writes otherwise."""
    return json.loads(re.sub(r"(\d\d:\d\d:\d\d)\.\d+Z", r"\1Z", json.dumps(value)))


def more(found: Any, given: Any) -> bool:
    """Tell whether a value is another one, with defaults in it."""
    if is_object(given):
        return is_object(found) and all(more(found.get(k), v) for k, v in given.items())
    if is_array(given):
        return len(found) == len(given) and all(map(more, found, given))
    return bool(found == given)


@pytest.mark.parametrize(
    "root",
    [
        pytest.param(("Call",), id="one"),
        pytest.param((), id="all", marks=pytest.mark.slow),
    ],
)
def test_calls_are_decoded_by_models_of_the_whole_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: Path, root: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    made = Models(tmp_path, shared / "data/vapi-openapi.json", root=root)
    for library in LIBRARIES:
        assert not re.search(r"^class \w+[A-Za-z]\d+\b(?<!V2)", made.code(library), re.MULTILINE)
        way = made.way(library, "Call")
        for payload in sorted((shared / "data/call-payloads").glob("*.json")):
            value = without_times(json.loads(payload.read_text()))
            found = without_times(way(value))
            assert found == value if library == "pydantic" else more(found, value)
    structs = [e for e in vars(made.module("msgspec")).values() if is_struct(e)]
    assert len(structs) > 100
    for each in structs:
        msgspec.json.Decoder(each)  # which refuses what it cannot tell apart


def is_struct(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, msgspec.Struct)


def test_names_like_those_of_libraries_are_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    names: tuple[str, ...] = (
        "BaseModel",
        "Field",
        "Struct",
        "Meta",
        "Any",
        "Literal",
        "Annotated",
        "Union",
        "list",
    )
    names += ("schema", "json", "model_config", "field_", "str", "None")
    properties = {name: {"$ref": f"#/$defs/{name}"} for name in names}
    inside = {"type": "object", "properties": {"a": {"type": "array", "items": {"const": "b"}}}}
    schema = {"title": "All", "properties": properties, "$defs": dict.fromkeys(names, inside)}
    (tmp_path / "all.json").write_text(json.dumps(schema))
    made = Models(tmp_path, tmp_path / "all.json")
    value = {name: {"a": ["b"]} for name in names}
    for library in LIBRARIES:
        assert made.way(library, "All")(value) == value


def test_a_missing_generator_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "order.json").write_text(json.dumps(ORDER))
    monkeypatch.setitem(sys.modules, "datamodel_code_generator", None)
    with pytest.raises(InputError, match="is not installed") as caught:
        Models(tmp_path, tmp_path / "order.json")
    assert "pip install 'schemawright[models]'" in str(caught.value)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os\nos.abort()\n", "code that is no model: os.abort()"),
        ("class A:\n    a: int\n    print(1)\n", "code that is no model: print(1)"),
        ("class A(:", "code that is none"),
        (None, "it gave no code"),
    ],
)
def test_code_that_is_no_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str | None, said: str
) -> None:
    (tmp_path / "order.json").write_text(json.dumps(ORDER))

    def made(*_: object, **__: object) -> str | None:
        return code

    monkeypatch.setattr("datamodel_code_generator.generate", made)
    with pytest.raises(InputError, match=re.escape(said)):
        Models(tmp_path, tmp_path / "order.json")


def test_a_failure_of_the_generator_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("what it\nlooked for")

    (tmp_path / "order.json").write_text(json.dumps(ORDER))
    monkeypatch.setattr("datamodel_code_generator.generate", fail)
    with pytest.raises(InputError, match="could not make the models for pydantic: KeyError"):
        Models(tmp_path, tmp_path / "order.json")
