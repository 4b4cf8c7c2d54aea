"""Bundles of random documents: validation finds what it finds in the documents themselves."""

from __future__ import annotations

import random
from pathlib import Path
from posixpath import dirname, relpath
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from referencing import Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

import schemawright
from bundles import METASCHEMAS, bundle, put, unresolvable

if TYPE_CHECKING:
    from referencing import Registry

NAMES = ("main.json", "b.json", "sub/c.json", "sub/d.json", "e f.json")
DRAFT7 = "http://json-schema.org/draft-07/schema#"
TEXT = {"type": "string"}
PLAIN: list[Any] = ["x", 1, [], {}, ["x"], [1], [[]], [{}]]
INSTANCES: list[Any] = [
    *PLAIN,
    *({key: each} for key in "abc" for each in PLAIN),
    *({key: {other: each}} for key in "ab" for other in "abc" for each in PLAIN),
]


class World:
    """Documents that refer to each other, in two dialects and under several identifiers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing is to be kept secret
        self.places: list[tuple[str, str]] = []
        self.documents = {name: self._document(name) for name in NAMES}
        for name, document in self.documents.items():
            self._refer(name, document)

    def _chance(self, of: float) -> bool:
        return self.random.random() < of

    def _document(self, name: str) -> dict[str, Any]:
        old = self._chance(0.25)
        found: dict[str, Any] = {"$schema": DRAFT7} if old else {}
        plain = name.replace(" ", "")
        stated = ["", "", "", f"https://ex.test/x/{plain}", f"other/{plain}", f"urn:x:{plain[:1]}"]
        if identifier := self.random.choice(stated):
            found["$id"] = identifier
        found["type"] = self.random.choice(["object", "array", "string", ["object", "array"]])
        keyword = "definitions" if old else "$defs"
        self.places.append((name, ""))
        found[keyword] = {
            f"d{number}": self._definition(name, keyword, number)
            for number in range(self.random.randint(0, 3))
        }
        return found

    def _definition(self, name: str, keyword: str, number: int) -> dict[str, Any]:
        found: dict[str, Any] = {"type": self.random.choice(["string", "number", "object"])}
        pointer = f"#/{keyword}/d{number}"
        self.places.append((name, pointer))
        if self._chance(0.3):
            found["$id"] = self.random.choice(
                [f"in{number}.json", f"https://ex.test/{name[-6]}{number}"]
            )
        elif keyword == "$defs" and self._chance(0.3):
            found["$anchor"] = f"a{number}"
            self.places.append((name, f"#a{number}"))
        if keyword == "$defs" and self._chance(0.3):
            found["$dynamicAnchor"] = f"p{number}"
        if self._chance(0.3):
            found[keyword] = {"deep": TEXT, "unused": {"$ref": "#/nowhere"}}
            self.places.append((name, f"{pointer}/{keyword}/deep"))
        return found

    def _refer(self, name: str, document: dict[str, Any]) -> None:
        document["properties"] = {
            self.random.choice("abc"): {"$ref": self._reference(name)} for _ in range(3)
        }
        if document.get("$schema") != DRAFT7 and self._chance(0.4):
            document["properties"]["a"] = {"$dynamicRef": f"#p{self.random.randint(0, 2)}"}
        document["items"] = {"$ref": self._reference(name)}

    def _reference(self, name: str) -> str:
        document, fragment = self.random.choice(self.places)
        if document == name and self._chance(0.7):
            return fragment or "#"
        identifier = self.documents[document].get("$id", "")
        if ":" in identifier and self._chance(0.6):
            return f"{identifier}{fragment}"
        return f"{relpath(document, dirname(name) or '.').replace(' ', '%20')}{fragment}"


def verdict(schema: Any, registry: Registry[Any], instance: Any) -> bool | None:
    """Return whether an instance is valid, None where a reference is not found."""
    validator: Any = validator_for(schema, default=Draft202012Validator)
    try:
        return bool(validator(schema, registry=registry).is_valid(instance))
    except Unresolvable:
        return None


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_validation_finds_the_same(
    start: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = Path.cwd().as_uri()
    compared = 0
    for seed in range(start, start + 50):
        documents = World(seed).documents
        put(documents)
        try:
            schemawright.bundle("main.json")
        except schemawright.InputError:
            continue  # it refers to nowhere, as many of them do
        made = bundle("main.json")
        assert [*unresolvable(made)] == [], seed
        resources = [
            (f"{here}/{name.replace(' ', '%20')}", Resource.from_contents(each, DRAFT202012))
            for name, each in documents.items()
        ]
        registry: Registry[Any] = METASCHEMAS.with_resources(resources).crawl()
        root = {"$ref": f"{here}/main.json"}
        for instance in INSTANCES:
            wanted = verdict(root, registry, instance)
            if wanted is not None:
                compared += 1
                assert verdict(made, METASCHEMAS, instance) is wanted, (seed, instance)
    assert compared > 200
