"""Bundles of OpenAPI documents: the components that are needed, wherever they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import schemawright
from bundles import bundle, put
from generated_packages import run

if TYPE_CHECKING:
    from pathlib import Path

TEXT = {"type": "string"}
COMPONENTS = "#/components/schemas/"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def document(schemas: Any, version: str = "3.0.3", **more: Any) -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "Pets", "version": "1", "x-team": "a"},
        "servers": [{"url": "https://example.test"}],
        "paths": {},
        "x-more": [1],
        **more,
        "components": {"schemas": schemas, "securitySchemes": {}},
    }


def referring(*references: str) -> dict[str, Any]:
    return {"allOf": [{"$ref": each} for each in references]}


def schemas(*sources: str, **how: Any) -> dict[str, Any]:
    found: dict[str, Any] = bundle(*sources, **how)["components"]["schemas"]
    return found


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
def test_only_what_is_needed_stays(version: str) -> None:
    kept: dict[str, Any] = {
        "Pet": referring(f"{COMPONENTS}Tag", f"{COMPONENTS}Pet/properties/x"),
        "Tag": TEXT,
    }
    kept["Pet"]["properties"] = {"x": {"example": 1, "x-y": 2, "description": "d"}}
    put({"api.json": document({"Other": {}, **kept, "More": {}}, version)})
    made = bundle("api.json", root="Pet")
    wanted = document(kept, version)
    del wanted["servers"], wanted["components"]["securitySchemes"]
    if version[:3] != "3.0":
        del wanted["paths"]
    assert made == wanted
    assert list(made) == list(wanted)


def test_every_component_without_roots() -> None:
    every = {"A": {}, "B": {"nullable": True}}
    put({"api.json": document(every)})
    assert schemas("api.json") == every


def test_other_documents_become_components() -> None:
    put(
        {
            "api.json": document(
                {
                    "Pet": referring(
                        "common.yaml#/Tag", "more/tag.json", "api.json#/components/schemas/Id"
                    ),
                    "Id": {},
                }
            ),
            "common.yaml": (
                "Tag: {type: array, items: {$ref: '#/definitions/Money amount'}}\n"
                "definitions: {Money amount: {type: string}}\n"
            ),
            "more/tag.json": {
                "title": "Tag",
                **referring("#/definitions/a", "../api.json#/components/schemas/Pet"),
            },
        }
    )
    put(
        {
            "more/tag.json": {
                "title": "Tag",
                "definitions": {"a": TEXT},
                "items": {"$ref": "#/definitions/a"},
            }
        }
    )
    assert schemas("api.json", root="Pet") == {
        "Pet": referring(f"{COMPONENTS}Tag", f"{COMPONENTS}tag_Tag", f"{COMPONENTS}Id"),
        "Id": {},
        "Tag": {"type": "array", "items": {"$ref": f"{COMPONENTS}Money_amount"}},
        "Money_amount": TEXT,
        "tag_Tag": {"title": "Tag", "items": {"$ref": f"{COMPONENTS}a"}},
        "a": TEXT,
    }


def test_subtypes_and_mappings_come_along() -> None:
    base = {
        "properties": {"kind": TEXT},
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"c": "Cat", "d": "./dog.json", "x": "Nix"},
        },
    }
    put(
        {
            "api.json": document(
                {
                    "Pet": base,
                    "Cat": referring(f"{COMPONENTS}Pet"),
                    "Home": {"items": {"$ref": f"{COMPONENTS}Pet"}},
                    "O": {},
                }
            ),
            "dog.json": {"title": "Dog", **referring("api.json#/components/schemas/Pet")},
        }
    )
    made = schemas("api.json", root="Home")
    assert list(made) == ["Pet", "Cat", "Home", "Dog"]
    mapping = made["Pet"]["discriminator"]["mapping"]
    assert mapping == {"c": "Cat", "d": f"{COMPONENTS}Dog", "x": "Nix"}
    assert made["Dog"]["allOf"] == [{"$ref": f"{COMPONENTS}Pet"}]


def test_subtypes_that_are_called_otherwise_keep_their_tag() -> None:
    base = {"properties": {"kind": TEXT}, "discriminator": {"propertyName": "kind"}}
    put(
        {
            "a.json": document({"Pet": base, "X": {}}),
            "b.json": document({"X": referring("a.json#/components/schemas/Pet")}),
        }
    )
    made = schemas("a.json", "b.json")
    assert list(made) == ["Pet", "X", "b_X"]
    assert made["Pet"]["discriminator"]["mapping"] == {"X": f"{COMPONENTS}b_X"}


def test_schemas_of_operations_become_components_when_they_are_needed() -> None:
    inline = {"type": "object", "properties": {"a": {"$ref": f"{COMPONENTS}A"}}}
    content = {"content": {"application/json": {"schema": inline}}}
    paths = {"/p": {"get": {"operationId": "getP", "responses": {"200": content}}}}
    way = "#/paths/~1p/get/responses/200/content/application~1json/schema"
    put({"api.json": document({"A": {}, "B": {"$ref": way}, "C": {}}, paths=paths)})
    made = bundle("api.json", root="B")
    assert made["paths"] == {}
    name = made["components"]["schemas"]["B"]["$ref"].removeprefix(COMPONENTS)
    assert made["components"]["schemas"] == {
        "A": {},
        "B": {"$ref": COMPONENTS + name},
        name: inline,
    }
    chosen = bundle("api.json", root="getP ok response", operations=True)
    assert chosen["components"]["schemas"] == {"A": {}, "getP_ok_response": inline}


def test_operations_are_kept_when_they_are_asked_for() -> None:
    paths = {
        "/p": {"$ref": "paths.json#/p"},
        "/q": {
            "parameters": [{"$ref": "#/components/parameters/Q"}, {"$ref": "paths.json#/limit"}],
            "get": {"responses": {"200": {"$ref": "#/components/responses/R"}}},
        },
    }
    put(
        {
            "api.json": {
                **document({"A": {}, "B": {}}, paths=paths, security=[{"key": []}]),
                "components": {
                    "schemas": {"A": {"x": 1}, "B": {"y": 1}},
                    "parameters": {"Q": {"name": "q", "in": "query", "schema": TEXT}, "U": {}},
                    "responses": {
                        "R": {
                            "description": "",
                            "content": {"a/b": {"schema": {"$ref": f"{COMPONENTS}A"}}},
                        }
                    },
                    "securitySchemes": {"key": {"type": "apiKey"}},
                },
            },
            "paths.json": {
                "p": {
                    "post": {
                        "requestBody": {"content": {"a/b": {"schema": {"$ref": "types.json"}}}},
                        "responses": {},
                    }
                },
                "limit": {
                    "name": "limit",
                    "in": "query",
                    "schema": {"$ref": "api.json#/components/schemas/B"},
                },
            },
            "types.json": {"title": "T", **TEXT},
        }
    )
    made = bundle("api.json", operations=True)
    assert made["security"] == [{"key": []}]
    assert made["paths"]["/p"]["post"]["requestBody"]["content"]["a/b"] == {
        "schema": {"$ref": f"{COMPONENTS}T"}
    }
    assert made["paths"]["/q"] == {
        "parameters": [
            {"$ref": "#/components/parameters/Q"},
            {"name": "limit", "in": "query", "schema": {"$ref": f"{COMPONENTS}B"}},
        ],
        "get": {"responses": {"200": {"$ref": "#/components/responses/R"}}},
    }
    components = made["components"]
    assert list(components) == ["schemas", "parameters", "responses", "securitySchemes"]
    assert list(components["parameters"]) == ["Q"]
    assert components["schemas"] == {"A": {"x": 1}, "B": {"y": 1}, "T": {"title": "T", **TEXT}}
    assert "paths" not in bundle("api.json")["paths"]


def test_resources_stay_resources() -> None:
    put(
        {
            "api.json": document(
                {
                    "A": {
                        "$id": "https://example.test/a",
                        **referring("#/$defs/x", "https://example.test/b.json"),
                    },
                    "B": {"items": {"$ref": "tree.json"}},
                    "C": TEXT,
                },
                "3.1.0",
            ),
            "b.json": {
                "$id": "https://example.test/b.json",
                "$anchor": "b",
                **referring("#b2", f"{COMPONENTS}C"),
            },
            "tree.json": {"$dynamicAnchor": "node", "items": {"$dynamicRef": "#node"}},
        }
    )
    files = {
        "A": {
            "$id": "https://example.test/a",
            "$defs": {"x": TEXT},
            **referring("#/$defs/x", f"{COMPONENTS}C"),
        }
    }
    put(
        {"api.json": document({**files, "B": {"items": {"$ref": "tree.json"}}, "C": TEXT}, "3.1.0")}
    )
    made = schemas("api.json")
    assert made["A"]["allOf"] == [{"$ref": "#/$defs/x"}, {"$ref": made["C"]["$id"]}]
    assert made["C"] == {"$id": "https://bundle.invalid/components/schemas/C", **TEXT}
    assert made["B"] == {"items": {"$ref": "https://bundle.invalid/tree.json"}}
    assert made["tree"]["$id"] == "https://bundle.invalid/tree.json"
    assert made["tree"]["items"] == {"$dynamicRef": "#node"}


def test_whatever_a_resource_refers_to_becomes_one() -> None:
    put(
        {
            "api.json": document(
                {"A": referring("t.json", "w.json#/$defs/k", "w.json#n")}, "3.1.0", paths={}
            ),
            "t.json": {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": "T",
                "items": {"$ref": "#/$defs/u"},
                "$defs": {"u": {"$ref": "api.json#/components/schemas/A"}, "v": {}},
            },
            "w.json": {
                "$defs": {
                    "k": {"$id": "k.json", "items": {"$ref": "t.json#/$defs/v"}},
                    "m": {"$anchor": "n", **TEXT},
                    "unused": {},
                }
            },
        }
    )
    here = "https://bundle.invalid/"
    assert schemas("api.json") == {
        "A": referring(f"{COMPONENTS}T", f"{here}k.json", f"{here}w.json#n"),
        "T": {"title": "T", "items": {"$ref": f"{COMPONENTS}u"}},
        "u": {"$ref": f"{COMPONENTS}A"},
        "v": {"$id": f"{here}components/schemas/v"},
        "w": {
            "$id": f"{here}w.json",
            "$defs": {
                "k": {"$id": "k.json", "items": {"$ref": f"{here}components/schemas/v"}},
                "m": {"$anchor": "n", **TEXT},
            },
        },
    }


def test_schemas_of_another_dialect() -> None:
    draft7 = {"$schema": "http://json-schema.org/draft-07/schema#", "items": [TEXT]}
    put({"a.json": document({"A": {"$ref": "t.json"}}, "3.1.0"), "t.json": draft7})
    assert schemas("a.json")["t"] == {
        "$schema": draft7["$schema"],
        "$id": "https://bundle.invalid/t.json",
        "items": [TEXT],
    }
    put({"a.json": document({"A": {"$ref": "t.json"}})})
    with pytest.raises(schemawright.InputError) as caught:
        bundle("a.json")
    assert [each.code for each in caught.value.diagnostics] == ["unbundled"]


def test_swagger_keeps_its_form() -> None:
    made = {
        "swagger": "2.0",
        "info": {},
        "paths": {},
        "definitions": {"A": {"$ref": "#/definitions/B"}, "B": {}},
    }
    put({"a.json": {**made, "host": "h", "definitions": {**made["definitions"], "C": {}}}})  # type: ignore[dict-item]
    assert bundle("a.json", root="A") == made


def test_several_documents() -> None:
    put(
        {
            "a.json": document({"A": {}, "X": {"$ref": "b.json#/components/schemas/X"}}),
            "b.json": document({"B": {}, "X": TEXT}),
        }
    )
    assert list(schemas("a.json", "b.json")) == ["A", "X", "b_X", "B"]


def test_what_may_be_missing_is_any_value() -> None:
    put({"a.json": document({"A": {"$ref": "#/components/schemas/Gone"}})})
    made = schemas("a.json", on_missing="any")
    assert made["A"] == {"$ref": f"{COMPONENTS}Gone"}
    assert made["Gone"].keys() == {"description"}


def test_the_same_code_is_generated_from_several_files() -> None:
    put(
        {
            "api.yaml": (
                "openapi: 3.1.0\ninfo: {title: A, version: '1'}\ncomponents:\n  schemas:\n"
                "    Pet: {type: object, properties: {tag: {$ref: 'common.json#/$defs/Tag'}}}\n"
            ),
            "common.json": {"$defs": {"Tag": {"type": "object", "properties": {"id": TEXT}}}},
        }
    )
    put({"made.json": bundle("api.yaml")})
    typed = ["dataclasses", "enums", "typed_dicts"]  # which do not say where schemas are written
    before = run({"source": "api.yaml", "package": "p", "target": typed})
    assert before.code
    assert run({"source": "made.json", "package": "p", "target": typed}).code == before.code
