"""Where references lead: identifiers, anchors, pointers, neighbours, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.source import graph
from schemawright.source.library import Library
from schemawright.source.references import References
from schemawright.source.schema import of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from schemawright.source.references import Target

DRAFT4 = "http://json-schema.org/draft-04/schema#"
DRAFT7 = "http://json-schema.org/draft-07/schema#"
DRAFT2019 = "https://json-schema.org/draft/2019-09/schema"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, so that documents are known by short names."""
    place = tmp_path / "schemas"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def put(folder: Path, files: Mapping[str, Any]) -> None:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")


def target(references: References, at: Location) -> Target:
    """Return where the reference at a location leads."""
    schema = of(references.value(at), at, references.dialect(at))
    _, _, reference = next(graph.references_of(schema))
    return references.resolve(reference, schema)


def led(folder: Path, document: Any, pointer: str = "/properties/a") -> str | None:
    """Return where the reference at a pointer of `main.json` leads, None when nowhere."""
    put(folder, {"main.json": document})
    found = target(References(Library(["main.json"])), Location("main.json", pointer))
    return None if found.location is None else str(found.location)


def referring(reference: str, **more: Any) -> dict[str, Any]:
    return {"properties": {"a": {"$ref": reference}}, **more}


# Inside one document.

STRANGE = {"a/b": 1, "a~b": 1, "a%b": 1, "a b": 1, "ä": 1, "": 1, "~1": 1, "%25": 1, '"': 1}
WITH_DEFS = {"$defs": {name: {"type": "string"} for name in STRANGE}}


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("#", "main.json#"),
        ("", "main.json#"),
        ("main.json", "main.json#"),
        ("./main.json#", "main.json#"),
        ("main.json#/$defs/ä", "main.json#/$defs/ä"),
        ("#/$defs/a~1b", "main.json#/$defs/a~1b"),
        ("#/$defs/a~0b", "main.json#/$defs/a~0b"),
        ("#/$defs/a%25b", "main.json#/$defs/a%b"),
        ("#/$defs/a%20b", "main.json#/$defs/a b"),
        ("#/$defs/a b", "main.json#/$defs/a b"),
        ("#/$defs/%C3%A4", "main.json#/$defs/ä"),
        ("#/%24defs/ä", "main.json#/$defs/ä"),
        ("#/$defs/", "main.json#/$defs/"),
        ("#/$defs/~01", "main.json#/$defs/~01"),
        ("#/$defs/%2525", "main.json#/$defs/%25"),
        ("#/$defs/%22", 'main.json#/$defs/"'),
        ("#/properties/a", "main.json#/properties/a"),
        ("#/allOf/1/items", "main.json#/allOf/1/items"),
        ("#/$defs/a/b", None),
        ("#/allOf/2", None),
        ("#/allOf/-1", None),
        ("#/allOf/x", None),
        ("#/nowhere", None),
        ("#nowhere", None),
        ("nowhere.json", None),
    ],
)
def test_pointers(folder: Path, reference: str, found: str | None) -> None:
    document = referring(reference, allOf=[{}, {"items": {"type": "string"}}], **WITH_DEFS)
    assert led(folder, document) == found


# Identifiers and anchors.

BASE = "https://example.test/schemas/main.json"
BY_IDENTIFIER: dict[str, tuple[dict[str, Any], str | None]] = {
    "its own, absolute": (referring(BASE, **{"$id": BASE}), "main.json#"),
    "its own, relative": (referring("main.json", **{"$id": BASE}), "main.json#"),
    "its own, by path": (referring("/schemas/main.json#", **{"$id": BASE}), "main.json#"),
    "an embedded resource": (
        referring("inner.json", **{"$id": BASE, "$defs": {"I": {"$id": "inner.json"}}}),
        "main.json#/$defs/I",
    ),
    "an embedded resource, absolute": (
        referring(
            "https://example.test/schemas/inner.json",
            **{"$id": BASE, "$defs": {"I": {"$id": "inner.json"}}},
        ),
        "main.json#/$defs/I",
    ),
    "inside an embedded resource": (
        referring(
            "inner.json#/$defs/x",
            **{"$id": BASE, "$defs": {"I": {"$id": "inner.json", "$defs": {"x": {}}}}},
        ),
        "main.json#/$defs/I/$defs/x",
    ),
    "an embedded resource in a folder": (
        referring("deep/inner.json", **{"$id": BASE, "$defs": {"I": {"$id": "deep/inner.json"}}}),
        "main.json#/$defs/I",
    ),
    "a URN": (
        referring("urn:example:i", **{"$defs": {"I": {"$id": "urn:example:i"}}}),
        "main.json#/$defs/I",
    ),
    "inside a URN": (
        referring(
            "urn:example:i#/$defs/x",
            **{"$defs": {"I": {"$id": "urn:example:i", "$defs": {"x": {}}}}},
        ),
        "main.json#/$defs/I/$defs/x",
    ),
    "an anchor": (
        referring("#here", **{"$defs": {"I": {"$anchor": "here"}}}),
        "main.json#/$defs/I",
    ),
    "an anchor by the identifier": (
        referring(f"{BASE}#here", **{"$id": BASE, "$defs": {"I": {"$anchor": "here"}}}),
        "main.json#/$defs/I",
    ),
    "a dynamic anchor": (
        referring("#here", **{"$defs": {"I": {"$dynamicAnchor": "here"}}}),
        "main.json#/$defs/I",
    ),
    "an anchor of an embedded resource": (
        referring("inner.json#here", **{
            "$id": BASE,
            "$defs": {"I": {"$id": "inner.json", "$defs": {"x": {"$anchor": "here"}}}},
        }),
        "main.json#/$defs/I/$defs/x",
    ),
    "an anchor of an embedded resource is not ours": (
        referring("#here", **{
            "$id": BASE,
            "$defs": {"I": {"$id": "inner.json", "$defs": {"x": {"$anchor": "here"}}}},
        }),
        None,
    ),
    "draft 4": (
        referring("inner.json", **{
            "$schema": DRAFT4, "id": BASE, "definitions": {"I": {"id": "inner.json"}},
        }),
        "main.json#/definitions/I",
    ),
    "an anchor in draft 4": (
        referring("#here", **{"$schema": DRAFT4, "definitions": {"I": {"id": "#here"}}}),
        "main.json#/definitions/I",
    ),
    "an anchor in draft 7": (
        referring("#here", **{"$schema": DRAFT7, "definitions": {"I": {"$id": "#here"}}}),
        "main.json#/definitions/I",
    ),
    "an identifier of draft 4 means nothing in draft 7": (
        referring("#here", **{"$schema": DRAFT7, "definitions": {"I": {"id": "#here"}}}),
        None,
    ),
    "an identifier beside a reference means nothing in draft 7": (
        referring("#here", **{
            "$schema": DRAFT7, "definitions": {"I": {"$id": "#here", "$ref": "#/definitions/x"}},
        }),
        None,
    ),
    "an anchor in 2019-09": (
        referring("#here", **{"$schema": DRAFT2019, "$defs": {"I": {"$anchor": "here"}}}),
        "main.json#/$defs/I",
    ),
    "what looks like an identifier in an enum is a value": (
        referring("inner.json", **{"$id": BASE, "enum": [{"$id": "inner.json"}]}),
        None,
    ),
    "a property called $id is a property": (
        referring("#here", **{"$defs": {"I": {"properties": {"$anchor": {"const": "here"}}}}}),
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("document", "found"), BY_IDENTIFIER.values(), ids=BY_IDENTIFIER.keys())
def test_identifiers(folder: Path, document: dict[str, Any], found: str | None) -> None:
    assert led(folder, document) == found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "main.json",
            r'{"properties": {"a": {"$ref": "#x"}}, "$defs": {"X": {"\u0024anchor": "x"}}}',
        ),
        ("main.yaml", r'{properties: {a: {$ref: "#x"}}, $defs: {X: {"\x24anchor": x}}}'),
        ("main.yaml", r'{properties: {a: {$ref: "#x"}}, $defs: {X: {"\U00000024anchor": x}}}'),
    ],
)
def test_an_anchor_may_be_written_with_escapes(folder: Path, name: str, text: str) -> None:
    put(folder, {name: text})
    found = target(References(Library([name])), Location(name, "/properties/a"))
    assert found.location == Location(name, "/$defs/X")


def test_a_reference_in_an_embedded_resource_starts_there(folder: Path) -> None:
    inner: Any = {"$id": "inner/x.json", "$ref": "y.json", "$defs": {"Y": {"$id": "y.json"}}}
    document: Any = {"$id": BASE, "$defs": {"I": inner, "Y": {"$id": "y.json"}}}
    assert led(folder, document, "/$defs/I") == "main.json#/$defs/I/$defs/Y"


def test_a_pointer_in_an_embedded_resource_starts_there(folder: Path) -> None:
    inner: Any = {"$id": "inner.json", "items": {"$ref": "#/$defs/x"}, "$defs": {"x": {}}}
    document: Any = {"$id": BASE, "$defs": {"I": inner, "x": {}}}
    assert led(folder, document, "/$defs/I/items") == "main.json#/$defs/I/$defs/x"


# Neighbours.


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("other.json", "other.json#"),
        ("./other.json#/$defs/x", "other.json#/$defs/x"),
        ("deep/inner.json", "deep/inner.json#"),
        ("deep/../other.json", "other.json#"),
        ("deep/inner.yaml#/$defs/x", "deep/inner.yaml#/$defs/x"),
        ("with%20space.json", "with space.json#"),
        ("other.json#/$defs/y", None),
        ("deep", None),
        ("../schemas/other.json", "other.json#"),
    ],
)
def test_neighbours_are_read(folder: Path, reference: str, found: str | None) -> None:
    inner = {"$defs": {"x": {"type": "string"}}}
    put(folder, dict.fromkeys(("other.json", "deep/inner.json", "with space.json"), inner))
    put(folder, {"deep/inner.yaml": "$defs: {x: {type: string}}\n"})
    assert led(folder, referring(reference)) == found


def test_a_neighbour_refers_to_its_own_neighbours(folder: Path) -> None:
    put(
        folder,
        {
            "main.json": referring("deep/one.json"),
            "deep/one.json": referring("two.json"),
            "deep/two.json": {"type": "string"},
        },
    )
    references = References(Library(["main.json"]))
    found = graph.closure(references, [Location("main.json")])
    assert {str(location) for location in found.schemas} == {
        *("main.json#", "deep/one.json#", "deep/two.json#"),
    }


def test_a_neighbour_is_found_beside_a_document_with_another_identifier(folder: Path) -> None:
    document = referring("other.json", **{"$id": "https://example.test/elsewhere/main.json"})
    put(folder, {"other.json": {}})
    assert led(folder, document) == "other.json#"


def test_another_source_is_found_by_its_identifier(folder: Path) -> None:
    put(
        folder,
        {
            "main.json": referring("https://example.test/b"),
            "b.json": {"$id": "https://example.test/b"},
        },
    )
    references = References(Library(["main.json", "b.json"]))
    assert target(references, Location("main.json", "/properties/a")).location == Location("b.json")


@pytest.mark.parametrize(
    ("name", "claim"),
    [
        ("Pet.json", {"$id": "#/components/schemas/Pet"}),
        ("whatever.json", {"$id": "#/components/schemas/Pet"}),
        ("Pet.yaml", {}),
        ("Pet.json", {}),
    ],
)
def test_a_component_may_be_a_file_of_a_directory(
    folder: Path, name: str, claim: dict[str, Any]
) -> None:
    put(
        folder,
        {"Owner.json": referring("#/components/schemas/Pet"), name: {**claim, "type": "object"}},
    )
    references = References(Library(["."]))
    found = target(references, Location("Owner.json", "/properties/a")).location
    assert found == Location(name)


def test_a_component_may_be_a_file_beside_a_single_document(folder: Path) -> None:
    document = referring("#/components/schemas/Pet")
    put(folder, {"Pet.json": {"type": "object"}})
    assert led(folder, document) == "Pet.json#"


# Refusals.

REFUSED = {
    "a folder above": "../secret.json",
    "a folder above, encoded": "%2e%2e/secret.json",
    "far above": "../../../../../../etc/hostname",
    "an absolute path": "file:///etc/hostname",
    "another host": "file://host/share/x.json",
    "http": "http://example.test/x.json",
    "https": "https://example.test/x.json#/a",
    "without a scheme": "//example.test/x.json",
    "ftp": "ftp://example.test/x.json",
    "a URN": "urn:example:x",
    "data": "data:application/json,{}",
    "through a link": "link/secret.json",
}


@pytest.mark.parametrize("reference", REFUSED.values(), ids=REFUSED.keys())
def test_what_lies_elsewhere_is_refused(folder: Path, reference: str) -> None:
    put(folder.parent, {"secret.json": {"const": "secret"}, "main.json": {}})
    (folder / "link").symlink_to(folder.parent, target_is_directory=True)
    put(folder, {"main.json": referring(reference)})
    found = target(References(Library(["main.json"])), Location("main.json", "/properties/a"))
    assert found.location is None
    assert found.refused
    assert found.reason


def test_a_further_source_opens_its_own_directory(folder: Path) -> None:
    put(folder.parent, {"common/x.json": {"type": "string"}, "common/y.json": {"type": "string"}})
    put(folder, {"main.json": referring("../common/y.json")})
    references = References(Library(["main.json", "../common/x.json"]))
    found = target(references, Location("main.json", "/properties/a"))
    assert found.location == Location("../common/y.json")


def test_a_folder_of_a_similar_name_is_elsewhere(folder: Path) -> None:
    put(folder.parent, {"schemas-private/x.json": {}})
    put(folder, {"main.json": referring("../schemas-private/x.json")})
    found = target(References(Library(["main.json"])), Location("main.json", "/properties/a"))
    assert found.refused


# The closure.


def closure(folder: Path, document: Any) -> graph.Graph:
    put(folder, {"main.json": document})
    return graph.closure(References(Library(["main.json"])), [Location("main.json")])


def test_every_dangling_reference_is_told_with_all_that_refer_to_it(folder: Path) -> None:
    document = {
        "properties": {
            "a": {"$ref": "#/$defs/Gone"},
            "b": {"items": {"$ref": "#/$defs/Gone"}},
            "c": {"$ref": "gone.json"},
        }
    }
    with pytest.raises(InputError) as caught:
        closure(folder, document)
    first, second = caught.value.diagnostics
    assert (first.code, second.code) == ("unresolved-reference", "unresolved-reference")
    assert first.location == Location("main.json", "/properties/a/$ref")
    assert [each.location.pointer for each in first.related] == ["/properties/b/items/$ref"]
    assert second.location.pointer == "/properties/c/$ref"


def test_a_near_miss_is_suggested(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        closure(folder, {**referring("#/$defs/Cusotmer"), "$defs": {"Customer": {}}})
    assert "'Customer'" in caught.value.diagnostics[0].hint


@pytest.mark.parametrize(
    ("definitions", "circle"),
    [
        ({"a": "a"}, ["a"]),
        ({"a": "b", "b": "a"}, ["a", "b"]),
        ({"b": "c", "c": "a", "a": "b"}, ["a", "b", "c"]),
    ],
)
def test_references_in_a_circle_are_told_once(
    folder: Path, definitions: dict[str, str], circle: list[str]
) -> None:
    schemas = {name: {"$ref": f"#/$defs/{to}"} for name, to in definitions.items()}
    with pytest.raises(InputError) as caught:
        closure(folder, {**referring("#/$defs/a"), "$defs": schemas})
    (finding,) = caught.value.diagnostics
    assert finding.code == "reference-loop"
    places = [finding.location, *(each.location for each in finding.related)]
    assert sorted(each.pointer for each in places) == [f"/$defs/{name}" for name in circle]
    assert finding.location == min(places)


def test_values_that_are_no_schemas_are_told_together(folder: Path) -> None:
    document = {"properties": {"a": 1, "b": {"items": "x"}, "c": {"anyOf": [None, True]}}}
    with pytest.raises(InputError) as caught:
        closure(folder, document)
    assert [(each.code, each.location.pointer) for each in caught.value.diagnostics] == [
        ("not-a-schema", "/properties/a"),
        ("not-a-schema", "/properties/b/items"),
        ("not-a-schema", "/properties/c/anyOf/0"),
    ]


def test_what_is_not_referred_to_is_not_looked_at(folder: Path) -> None:
    found = closure(folder, {"type": "object", "$defs": {"Unused": {"$ref": "#/nowhere"}}})
    assert [each.pointer for each in found.schemas] == [""]


def test_values_are_not_taken_for_references(folder: Path) -> None:
    document = {
        "default": {"$ref": "#/nowhere"},
        "enum": [{"$ref": "#/nowhere"}],
        "examples": [{"$ref": "#/nowhere"}],
        "properties": {"$ref": {"type": "string"}},
    }
    assert dict(closure(folder, document).targets) == {}


BASE_SCHEMA = {
    "properties": {"kind": {"type": "string"}},
    "discriminator": {"propertyName": "kind", "mapping": {"dog": "./Dog.json"}},
}


def test_subtypes_may_lie_in_files_that_do_not_speak_of_them(folder: Path) -> None:
    put(
        folder,
        {
            "Pet.json": BASE_SCHEMA,
            "Cat.json": {"allOf": [{"$ref": "Pet.json"}]},
            "Dog.json": {"allOf": [{"$ref": "Pet.json"}]},
        },
    )
    for sources in (["Pet.json", "Cat.json", "Dog.json"], ["Pet.json", "Cat.json"]):
        found = graph.closure(References(Library(sources)), [Location("Pet.json")])
        children = found.bases[Location("Pet.json")]
        assert [each.uri for each in children] == ["Cat.json", "Dog.json"]
