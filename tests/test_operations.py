"""Schemas in the operations of OpenAPI documents: found everywhere, and named by their part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generated_packages import run
from schemawright.source.openapi_places import schema_places

if TYPE_CHECKING:
    from pathlib import Path

    from generated_packages import Outcome


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(schema: Any, media: str = "application/json") -> dict[str, Any]:
    return {"content": {media: {"schema": schema}}}


def api(version: str = "3.1.0", **parts: Any) -> dict[str, Any]:
    return {"openapi": version, "info": {"title": "T", "version": "1"}, **parts}


def generated(folder: Path, document: Any, **how: Any) -> Outcome:
    (folder / "api.json").write_text(json.dumps(document), encoding="utf-8")
    return run({"source": "api.json", "package": "p", **how})


def names(outcome: Outcome) -> set[str]:
    """Return the public names of a generated package."""
    assert outcome.files, outcome.text
    scope: dict[str, Any] = {"__name__": "p"}
    exec(compile(outcome["p/__init__.py"], "init", "exec"), scope)  # noqa: S102 - our own output
    return set(scope["__all__"])


PET = {"type": "object", "properties": {"name": {"type": "string"}}}
PETS = {
    "/pets/{id}": {
        "parameters": [{"name": "id", "in": "path", "schema": {"type": "integer"}}],
        "get": {
            "operationId": "findPet",
            "parameters": [
                {"name": "tag", "in": "query", "schema": {"enum": ["a", "b"]}},
                {"name": "filter", "in": "query", **content({"type": "object", **PET})},
            ],
            "responses": {
                "200": {
                    **content(PET),
                    "headers": {"X-Rate": {"schema": {"type": "integer"}}},
                },
                "404": content({"type": "object", "properties": {"why": {}}}),
                "5XX": content({"type": "object", "properties": {"when": {}}}),
                "default": content({"type": "object", "properties": {"what": {}}}),
            },
        },
        "put": {
            "requestBody": {
                "content": {
                    "application/json": {"schema": PET},
                    "multipart/form-data": {"schema": {"type": "object", **PET}},
                }
            },
            "responses": {},
            "callbacks": {
                "onDone": {"{$request.body#/url}": {"post": {"requestBody": content(PET)}}}
            },
        },
    }
}
FOUND = {
    "PetsIdPathId",
    "FindPetQueryTag",
    "FindPetQueryFilter",
    "FindPetOkResponse",
    "FindPetOkResponseXRateHeader",
    "FindPetNotFoundResponse",
    "FindPetServerErrorResponse",
    "FindPetDefaultResponse",
    "PutPetsIdRequest",
    "PutPetsIdRequestFormData",
    "PostPutPetsIdOnDoneRequest",
}


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
def test_operations_name_what_they_take_and_return(folder: Path, version: str) -> None:
    assert names(generated(folder, api(version, paths=PETS), operations=True)) == FOUND


def test_operations_are_what_a_document_without_components_offers(folder: Path) -> None:
    assert names(generated(folder, api(paths=PETS))) == FOUND
    both = api(paths=PETS, components={"schemas": {"Pet": PET}})
    assert names(generated(folder, both)) == {"Pet"}
    assert names(generated(folder, both, operations=True)) == {"Pet", *FOUND}


def test_an_operation_can_be_a_root(folder: Path) -> None:
    outcome = generated(folder, api(paths=PETS), root="findPet ok response")
    assert names(outcome) == {"FindPetOkResponse"}


def test_a_reusable_part_is_called_after_itself(folder: Path) -> None:
    document = api(
        paths={
            "/a": {
                "get": {
                    "operationId": "a",
                    "parameters": [{"$ref": "#/components/parameters/Limit"}],
                    "responses": {"404": {"$ref": "#/components/responses/NotFound"}},
                    "requestBody": {"$ref": "#/components/requestBodies/New"},
                }
            },
            "/b": {
                "get": {
                    "operationId": "b",
                    "parameters": [{"$ref": "#/components/parameters/Limit"}],
                    "responses": {"404": {"$ref": "#/components/responses/NotFound"}},
                }
            },
        },
        components={
            "parameters": {"Limit": {"name": "l", "in": "query", "schema": {"type": "integer"}}},
            "responses": {"NotFound": content(PET)},
            "requestBodies": {"New": content(PET)},
        },
    )
    assert names(generated(folder, document)) == {
        "LimitParameter",
        "NotFoundResponse",
        "NewRequest",
    }


def test_an_operation_that_takes_a_component_has_an_alias_of_it(folder: Path) -> None:
    document = api(
        paths={
            "/a": {
                "post": {
                    "operationId": "addPet",
                    "requestBody": content({"$ref": "#/components/schemas/Pet"}),
                }
            }
        },
        components={"schemas": {"Pet": PET}},
    )
    outcome = generated(folder, document, operations=True)
    assert "AddPetRequest: TypeAlias = Pet\n" in outcome["p/aliases.py"]


def test_path_items_may_be_files_of_their_own(folder: Path) -> None:
    (folder / "pets.json").write_text(json.dumps(PETS["/pets/{id}"]), encoding="utf-8")
    assert names(generated(folder, api(paths={"/pets/{id}": {"$ref": "pets.json"}}))) == FOUND


def test_webhooks_and_new_methods_count(folder: Path) -> None:
    document = api(
        "3.2.0",
        webhooks={"petAdded": {"post": {"requestBody": content(PET)}}},
        paths={
            "/pets": {
                "query": {"operationId": "search", "requestBody": content(PET)},
                "additionalOperations": {
                    "COPY": {
                        "operationId": "copyPet",
                        "responses": {
                            "200": {
                                "content": {"application/jsonl": {"itemSchema": PET}},
                            }
                        },
                    }
                },
            }
        },
    )
    assert names(generated(folder, document)) == {
        "PostPetAddedRequest",
        "SearchRequest",
        "CopyPetOkResponseJsonlItem",
    }


def test_operations_of_one_name_keep_their_own_schemas(folder: Path) -> None:
    def operation(kind: str) -> dict[str, Any]:
        return {
            "operationId": "same",
            "requestBody": content({"type": "object", "properties": {kind: {}}}),
        }

    document = api(paths={"/a": {"post": operation("a")}, "/b": {"post": operation("b")}})
    found = names(generated(folder, document))
    assert len(found) == 2
    assert all(name.startswith("SameRequest") for name in found)


def test_references_to_parts_that_are_not_there_are_told_together(folder: Path) -> None:
    document = api(
        paths={
            "/a": {
                "get": {
                    "parameters": [{"$ref": "#/components/parameters/Gone"}],
                    "responses": {"200": {"$ref": "gone.json"}},
                }
            },
            "/b": {"$ref": "#/paths/~1b"},
        }
    )
    outcome = generated(folder, document)
    assert not outcome.files
    assert [str(each.location) for each in outcome.findings] == [
        "api.json#/paths/~1a/get/parameters/0/$ref",
        "api.json#/paths/~1a/get/responses/200/$ref",
    ]


def test_a_document_that_offers_nothing_is_told(folder: Path) -> None:
    outcome = generated(folder, api(paths={"/a": {"get": {"responses": {"200": {}}}}}))
    assert "no-schemas" in outcome.text


@pytest.mark.parametrize(
    "paths",
    [
        None,
        [],
        {"/a": None},
        {"/a": {"get": 1, "post": {"parameters": {}, "responses": []}}},
        {"/a": {"get": {"parameters": [1, {"in": 2}], "responses": {"x": 3}}}},
        {"/a": {"get": {"operationId": 4, "requestBody": {"content": {"a/b": 5}}}}},
        {"/a": {"get": {"callbacks": {"c": 6}, "responses": {"200": {"headers": 7}}}}},
    ],
)
def test_what_has_the_wrong_form_is_passed_over(folder: Path, paths: Any) -> None:
    document = api(paths=paths, components={"schemas": {"Pet": PET}})
    assert names(generated(folder, document, operations=True)) == {"Pet"}


def test_every_place_of_a_schema_is_known() -> None:
    document = api(
        paths=PETS,
        components={
            "schemas": {"Pet": PET, "a/b": {}},
            "headers": {"H": {"schema": {}}},
            "pathItems": {"I": PETS["/pets/{id}"]},
            "mediaTypes": {"M": {"schema": {}, "encoding": {"e": {"headers": {"h": {}}}}}},
        },
    )
    found = list(schema_places(document))
    assert len(found) == len(set(found)) == 2 * len(FOUND) + 4
    assert "/components/schemas/a~1b" in found
    assert "/paths/~1pets~1{id}/get/responses/200/headers/X-Rate/schema" in found


def test_identifiers_in_operations_are_known(folder: Path) -> None:
    document = api(
        paths={
            "/a": {
                "post": {
                    "operationId": "a",
                    "requestBody": content({"$id": "https://example.test/a", **PET}),
                    "responses": {"200": content({"$ref": "https://example.test/a"})},
                }
            }
        }
    )
    outcome = generated(folder, document)
    assert "AOkResponse: TypeAlias = ARequest\n" in outcome["p/aliases.py"]


def test_a_document_of_3_2_says_where_it_is(folder: Path) -> None:
    document = api(
        "3.2.0",
        **{"$self": "https://example.test/apis/pets.json"},
        components={
            "schemas": {
                "A": {"$ref": "https://example.test/apis/pets.json#/components/schemas/B"},
                "B": PET,
            }
        },
    )
    assert "A: TypeAlias = B\n" in generated(folder, document)["p/aliases.py"]
