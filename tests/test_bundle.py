"""Bundles: one document that means the same as several, and needs nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import schemawright
from bundles import accepts, bundle, put, unresolvable
from generated_packages import run

if TYPE_CHECKING:
    from collections.abc import Mapping

DRAFT4 = "http://json-schema.org/draft-04/schema#"
DRAFT7 = "http://json-schema.org/draft-07/schema#"
DRAFT2019 = "https://json-schema.org/draft/2019-09/schema"
DRAFT2020 = "https://json-schema.org/draft/2020-12/schema"
HERE = "https://bundle.invalid/"
TEXT = {"type": "string"}
NUMBER = {"type": "number"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    place = tmp_path / "work" / "here"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    return place


def properties(**references: str) -> dict[str, Any]:
    return {"properties": {name: {"$ref": each} for name, each in references.items()}}


def codes(caught: pytest.ExceptionInfo[schemawright.InputError]) -> list[str]:
    return [each.code for each in caught.value.diagnostics]


# One document.


def test_what_needs_nothing_stays_as_it_is() -> None:
    schema = {
        "title": "A",
        "x-one": {"$ref": "#/data"},
        "properties": {"b": {"default": {"$ref": "nowhere"}, "type": "object"}},
        "examples": [{"$ref": "nowhere"}],
        "description": "Ä",
    }
    put({"a.json": schema})
    assert list(bundle("a.json")) == list(schema)
    assert bundle("a.json") == schema


@pytest.mark.parametrize("schema", [True, False, {}])
def test_small_schemas(schema: Any) -> None:
    put({"a.json": json.dumps(schema)})
    assert bundle("a.json") == schema


def test_what_nothing_refers_to_goes() -> None:
    used = {"$ref": "#/definitions/b~1c"}
    put(
        {
            "a.json": {
                "items": {"$ref": "#/$defs/used"},
                "$defs": {"unused": {"$ref": "#/$defs/other"}, "used": used, "other": {}},
                "definitions": {"b/c": TEXT, "d": {}},
                "properties": {"$defs": TEXT, "p": {"definitions": {"e": TEXT}}},
            }
        }
    )
    assert bundle("a.json") == {
        "items": {"$ref": "#/$defs/used"},
        "$defs": {"used": used},
        "definitions": {"b/c": TEXT},
        "properties": {"$defs": TEXT, "p": {}},
    }


def test_a_definition_as_the_root() -> None:
    put(
        {
            "a.json": {
                "$schema": DRAFT2020,
                "title": "A",
                "type": "array",
                "$defs": {
                    "B": {"items": {"$ref": "#/$defs/C/items"}},
                    "C": {"items": TEXT},
                    "D": {},
                },
            }
        }
    )
    made = bundle("a.json", root="B")
    assert made == {
        "$schema": DRAFT2020,
        "$ref": "#/$defs/B",
        "title": "A",
        "$defs": {"B": {"items": {"$ref": "#/$defs/C/items"}}, "C": {"items": TEXT}},
    }
    assert accepts(made, ["a"])
    assert not accepts(made, [1])


def test_a_definition_with_an_identifier_as_the_root() -> None:
    definitions = {"B": {"$id": "b.json", **TEXT}}
    identity = {"$schema": DRAFT7, "$id": "https://example.test/a.json"}
    put({"a.json": {**identity, "type": "array", "definitions": {**definitions, "C": {}}}})
    reference = {"allOf": [{"$ref": "https://example.test/b.json"}]}
    assert bundle("a.json", root="B") == {**identity, **reference, "definitions": definitions}


def test_a_definition_that_needs_its_document() -> None:
    put({"a.json": {"type": "object", "$defs": {"B": {"items": {"$ref": "#"}}}}})
    made = bundle("a.json", root="B")
    assert made["$ref"] == f"{HERE}a.json#/$defs/B"
    assert accepts(made, [{}])
    assert not accepts(made, [1])


def test_several_roots_are_definitions() -> None:
    put(
        {
            "a.json": {"$defs": {"B": TEXT, "C": NUMBER, "D": {}}},
            "e.json": {"items": {"$ref": "f.json"}},
            "f.json": TEXT,
        }
    )
    assert bundle("a.json", root=["C", "B"]) == {"$defs": {"B": TEXT, "C": NUMBER}}
    made = bundle("a.json", "e.json", root=["B", "e"])
    assert list(made["$defs"]) == ["B", "e", "a", "f"]
    for name, good, bad in (("B", "x", 1), ("e", ["x"], [1])):
        one = {"$schema": DRAFT2020, "$ref": f"#/$defs/{name}", "$defs": made["$defs"]}
        assert accepts(one, good)
        assert not accepts(one, bad)


# Several documents.

FILES: Mapping[str, Mapping[str, Any]] = {
    "beside": {
        "main.json": properties(a="b.json", b="b.json#/$defs/c", c="./b.json#"),
        "b.json": {
            "items": {"$ref": "#/$defs/c"},
            "type": ["string", "array"],
            "$defs": {"c": TEXT, "d": NUMBER},
        },
    },
    "YAML and JSON": {
        "main.json": properties(a="b.yaml", b="sub/c.yml#/deep/x"),
        "b.yaml": "type: string\n",
        "sub/c.yml": "deep: {x: {$ref: '../b.yaml'}, y: 1}\n",
    },
    "in a circle": {
        "main.json": {**properties(a="b.json", b="b.json"), "type": ["object", "string"]},
        "b.json": {"anyOf": [TEXT, {"allOf": [{"$ref": "main.json"}, {"type": "object"}]}]},
    },
    "percent-encoded": {
        "main.json": properties(a="ä%20b.json", b="%C3%A4%20b.json#/$defs/x%25%7Ey"),
        "ä b.json": {"type": "string", "$defs": {"x%~y": TEXT}},
    },
    "URNs": {
        "main.json": {
            "$id": "urn:example:root",
            **properties(a="urn:example:a", b="#/$defs/b"),
            "$defs": {"x": {"$id": "urn:example:a", **TEXT}, "b": {"$ref": "urn:example:a"}},
        },
    },
    "other identifiers": {
        "main.json": properties(a="b.json", b="https://example.test/b#/$defs/c"),
        "b.json": {"$id": "https://example.test/b", "$ref": "c.json", "$defs": {"c": TEXT}},
        "c.json": {"$id": "https://example.test/c.json", **TEXT},
    },
    "one identifier twice": {
        "main.json": properties(a="b.json", b="c.json"),
        "b.json": {"$id": "https://example.test/b", "$ref": "#/$defs/t", "$defs": {"t": TEXT}},
        "c.json": {
            "$id": "https://example.test/b",
            "$ref": "#/$defs/t",
            "$defs": {"t": TEXT},
            "x": 1,
        },
    },
    "relative identifiers": {
        "main.json": {
            "$id": "schemas/main.json",
            **properties(a="inner.json", b="inner.json#/$defs/x"),
            "$defs": {"i": {"$id": "inner.json", **TEXT, "$defs": {"x": TEXT}}},
        },
    },
    "a pointer through a resource": {
        "main.json": properties(a="b.json#/$defs/x/$defs/y", b="b.json#/$defs/x"),
        "b.json": {"$defs": {"x": {"$id": "https://example.test/x", **TEXT, "$defs": {"y": TEXT}}}},
    },
    "anchors": {
        "main.json": properties(a="b.json#here", b="b.json#there"),
        "b.json": {
            "$defs": {"x": {"$anchor": "here", **TEXT}, "y": {"$dynamicAnchor": "there", **TEXT}}
        },
    },
    "places that are no schemas": {
        "main.json": properties(a="b.json#/x/0/1", b="#/extra/y"),
        "b.json": {"x": [[{}, {"$ref": "#/z"}]], "z": TEXT},
    },
    "another dialect": {
        "main.json": {"$schema": DRAFT7, **properties(a="b.json", b="c.json#/definitions/t")},
        "b.json": {
            "$schema": DRAFT2020,
            "prefixItems": [TEXT],
            "$ref": "#/$defs/t",
            "$defs": {"t": TEXT},
        },
        "c.json": {"$schema": DRAFT4, "definitions": {"t": {"id": "#t", **TEXT}}},
    },
    "an older root": {
        "main.json": {"$schema": DRAFT4, **properties(a="b.json#t", b="b.json")},
        "b.json": {"id": "#t", "type": "string", "definitions": {"unused": {}}},
    },
    "nothing but a reference in draft 7": {
        "main.json": {"$schema": DRAFT7, "$ref": "c.json", "minProperties": 9},
        "c.json": properties(a="b.json", b="b.json"),
        "b.json": {"$ref": "#/definitions/t", "type": "number", "definitions": {"t": TEXT}},
    },
    "claimed names": {
        "main.json": properties(a="#/components/schemas/B", b="#/components/schemas/c"),
        "one.json": {"$id": "#/components/schemas/B", **TEXT},
        "c.json": {"$ref": "#/components/schemas/B"},
    },
}
FILES["places that are no schemas"]["main.json"]["extra"] = {"y": {"$ref": "b.json#/z"}}


@pytest.mark.parametrize("name", FILES)
def test_documents_mean_the_same_in_one(name: str) -> None:
    put(FILES[name])
    if name == "claimed names":
        made = bundle("main.json", "one.json", root="main")
    else:
        made = bundle("main.json")
    assert accepts(made, {"a": "x", "b": "y"})
    assert not accepts(made, {"a": 1, "b": "y"})
    assert not accepts(made, {"a": "x", "b": 1})


def test_references_stay_as_they_are_written() -> None:
    put(
        {
            "main.json": properties(a="sub/b.json#/$defs/x", b="../c/d.json", c="#/properties/a"),
            "sub/b.json": {"$defs": {"x": {"$ref": "../main.json"}}},
            "../c/d.json": {"items": {"$ref": "e.json"}},
            "../c/e.json": TEXT,
        }
    )
    made = bundle("main.json", allow_path="../c")
    assert made == {
        "$schema": DRAFT2020,
        "$id": f"{HERE}main.json",
        **properties(a="sub/b.json#/$defs/x", b="../c/d.json", c="#/properties/a"),
        "$defs": {
            "b": {"$id": f"{HERE}sub/b.json", "$defs": {"x": {"$ref": "../main.json"}}},
            "d": {"$id": f"{HERE}c/d.json", "items": {"$ref": "e.json"}},
            "e": {"$id": f"{HERE}c/e.json", **TEXT},
        },
    }


# Dynamic references.


def test_dynamic_references_keep_their_meaning() -> None:
    put(
        {
            "strict.json": {
                "$schema": DRAFT2020,
                "$dynamicAnchor": "node",
                "$ref": "tree.json",
                "unevaluatedProperties": False,
            },
            "tree.json": {
                "$schema": DRAFT2020,
                "$dynamicAnchor": "node",
                "type": "object",
                "properties": {"data": True, "children": {"items": {"$dynamicRef": "#node"}}},
            },
        }
    )
    strict, loose = bundle("strict.json"), bundle("tree.json")
    assert accepts(strict, {"children": [{"data": 1}]})
    assert not accepts(strict, {"children": [{"daat": 1}]})
    assert accepts(loose, {"children": [{"daat": 1}]})
    assert not accepts(loose, {"children": [1]})


def test_definitions_with_dynamic_anchors_stay() -> None:
    put(
        {
            "texts.json": {
                "$id": "https://example.test/texts",
                "$ref": "list.json",
                "$defs": {"element": {"$dynamicAnchor": "element", **TEXT}, "other": {}},
            },
            "list.json": {
                "$id": "https://example.test/list.json",
                "items": {"$dynamicRef": "#element"},
                "$defs": {"any": {"$dynamicAnchor": "element"}, "other": {}},
            },
        }
    )
    made = bundle("texts.json")
    assert list(made["$defs"]) == ["element", "list"]
    assert list(made["$defs"]["list"]["$defs"]) == ["any"]
    assert accepts(made, ["a"])
    assert not accepts(made, [1])


def test_recursive_references_keep_their_meaning() -> None:
    put(
        {
            "strict.json": {
                "$schema": DRAFT2019,
                "$recursiveAnchor": True,
                "$ref": "tree.json",
                "unevaluatedProperties": False,
            },
            "tree.json": {
                "$schema": DRAFT2019,
                "$recursiveAnchor": True,
                "properties": {"children": {"items": {"$recursiveRef": "#"}}},
            },
        }
    )
    made = bundle("strict.json")
    assert accepts(made, {"children": [{}]})
    assert not accepts(made, {"children": [{"daat": 1}]})


# Copies, neighbours, missing documents.


def test_a_copy_of_a_remote_document() -> None:
    remote = "https://example.test/defs/types.json"
    put(
        {
            "main.json": {
                "$id": "https://example.test/main.json",
                **properties(a="defs/types.json#/$defs/t"),
            },
            "copies/here.json": {"$defs": {"t": {"$ref": "#/$defs/u"}, "u": TEXT, "v": {}}},
        }
    )
    made = bundle("main.json", resource=f"{remote}=copies/here.json")
    assert made["properties"] == {"a": {"$ref": "defs/types.json#/$defs/t"}}
    assert made["$defs"]["here"]["$id"] == remote
    assert not accepts(made, {"a": 1})


def test_a_directory_elsewhere_leaves_no_trace() -> None:
    put({"main.json": properties(a="../../far/away/b.json"), "../../far/away/b.json": TEXT})
    made = bundle("main.json", allow_path="../../far/away")
    assert made["properties"]["a"]["$ref"] == f"{HERE}away/b.json"
    absolute = Path("../../far/away/b.json").resolve().as_uri()
    put({"main.json": properties(a=absolute)})
    assert bundle("main.json", allow_path="../../far/away") == made
    with pytest.raises(schemawright.InputError) as caught:
        bundle("main.json")
    assert codes(caught) == ["refused-reference"]


def test_what_may_be_missing_is_any_value() -> None:
    put({"main.json": properties(a="gone/b c.json#/x", b="#/$defs/t"), "c.json": TEXT})
    with pytest.raises(schemawright.InputError) as caught:
        bundle("main.json", root="main")
    assert codes(caught) == ["unresolved-reference"] * 2
    made = bundle("main.json", on_missing="any")
    assert made["properties"]["a"] == {"$ref": f"{HERE}missing/x"}
    assert accepts(made, {"a": 1, "b": [2]})


def test_same_names_are_told_apart() -> None:
    titled = {"title": "Thing", **TEXT}
    put(
        {
            "main.json": {
                **properties(a="a.json", b="b.json", c="c/a.json", d="#/$defs/Thing"),
                "$defs": {"Thing": NUMBER},
            },
            "a.json": titled,
            "b.json": titled,
            "c/a.json": titled,
        }
    )
    assert list(bundle("main.json")["$defs"]) == ["Thing", "a", "b", f"{HERE}c/a.json"]


def test_a_metaschema_is_held_too() -> None:
    put({"main.json": {"$schema": DRAFT2020, **properties(a=DRAFT2020, b=DRAFT7)}})
    made = bundle("main.json")
    assert accepts(made, {"a": {"type": "string"}, "b": {"type": "string"}})
    assert not accepts(made, {"a": {"type": 1}})
    assert not accepts(made, {"b": {"type": 1}})


def test_a_mapping_leads_where_it_did() -> None:
    put(
        {
            "Pet.json": {
                "oneOf": [{"$ref": "Cat.json"}, {"$ref": "Dog.json"}],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": {"c": "Cat", "d": "./Dog.json", "x": "Nix"},
                },
            },
            "Cat.json": {"properties": {"kind": TEXT}},
            "Dog.json": {"properties": {"kind": TEXT}},
        }
    )
    mapping = bundle("Pet.json")["discriminator"]["mapping"]
    assert mapping == {"c": f"{HERE}Cat.json", "d": "./Dog.json", "x": "Nix"}


# What cannot be said.


@pytest.mark.parametrize(
    ("files", "at"),
    [
        (
            {
                "a.json": properties(a="b.yaml#/components/schemas/P"),
                "b.yaml": "{openapi: 3.0.0, components: {schemas: {P: {nullable: true}}}}",
            },
            "b.yaml#",
        ),
        ({"a.json": properties(a="b.json#/0"), "b.json": "[{}]"}, "b.json#"),
        (
            {
                "a.json": {"$schema": DRAFT7, **properties(a="b.json", b="b.json#/properties/x")},
                "b.json": {
                    "$ref": "#/definitions/t",
                    "properties": {"x": {}},
                    "definitions": {"t": {}},
                },
            },
            "b.json#/properties/x",
        ),
    ],
)
def test_what_no_document_can_say(files: Mapping[str, Any], at: str) -> None:
    put(files)
    with pytest.raises(schemawright.InputError) as caught:
        bundle("a.json")
    assert codes(caught) == ["unbundled"]
    assert str(caught.value.diagnostics[0].location) == at


# The code that is generated.


TYPED = ("dataclasses", "enums", "typed_dicts", "docs")
"""What does not say where its schemas are written, as validators do in their reports."""


def generated(source: str, package: str = "package", **how: Any) -> Any:
    outcome = run({"source": source, "package": package, "target": TYPED, **how})
    assert outcome.files, outcome.text
    return outcome.code


def test_the_same_code_is_generated(repository: Path) -> None:
    made = bundle((repository / "schemas").as_posix(), root="Call")
    assert len(made["$defs"]) == 124
    put({"Call.json": made})
    assert [*unresolvable(made)] == []
    before = generated((repository / "schemas").as_posix(), root="Call")
    assert generated("Call.json") == before
    assert len(before) > 100


def test_the_same_code_is_generated_from_a_whole_api(shared: Path) -> None:
    source = shared / "data/vapi-openapi.json"
    made = bundle(source.as_posix(), root="Call")
    text = json.dumps(made, indent=2)
    assert len(text) < source.stat().st_size / 2
    put({"api.json": text})
    assert generated("api.json", root="Call") == generated(source.as_posix(), root="Call")


def test_the_same_bytes_everywhere(repository: Path) -> None:
    texts: set[bytes] = set()
    for seed in ("0", "1", "2"):
        texts.add(
            subprocess.run(
                [sys.executable, "-m", "schemawright", "bundle", repository / "schemas"],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
        )
    assert len(texts) == 1


def test_identifiers_that_readers_take_differently_are_spelled_out() -> None:
    inner = {"$id": "inner.json", **TEXT}
    put(
        {
            "main.json": properties(a="urn:x:b", b="urn:x:b#/$defs/i"),
            "b.json": {"$id": "urn:x:b", "$ref": "#/$defs/i", "$defs": {"i": inner}},
        }
    )
    made = bundle("main.json", "b.json", root="main")
    (held,) = made["$defs"].values()
    assert held["$defs"]["i"]["$id"] == "urn:inner.json"
    assert not accepts(made, {"a": 1})


def test_a_relative_identifier_becomes_absolute() -> None:
    put({"a.json": {"$id": "sub/a.json", "items": {"$ref": "#"}}})
    assert bundle("a.json") == {"$id": f"{HERE}sub/a.json", "items": {"$ref": "#"}}


def test_two_resources_that_claim_one_identifier() -> None:
    one = {"$defs": {"x": {"$id": "https://example.test/x", **TEXT}}}
    other = {"$defs": {"x": {"$id": "https://example.test/x", **NUMBER}}}
    both = properties(a="b.json#/$defs/x", b="c.json#/$defs/x")
    put({"a.json": both, "b.json": one, "c.json": one})
    assert len(bundle("a.json")["$defs"]) == 1
    put({"c.json": other})
    with pytest.raises(schemawright.InputError) as caught:
        bundle("a.json")
    assert codes(caught) == ["unbundled"]
