"""Which dialect a schema is read in: stated, found through its metaschema, inherited or given."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generated_packages import run
from schemawright.location import Location
from schemawright.source import dialects
from schemawright.source.library import Library
from schemawright.source.references import References

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.diagnostics import Diagnostic


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, **files: Any) -> None:
    for name, value in files.items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(value), encoding="utf-8")


def key_of(location: str, sources: list[str], **how: Any) -> str:
    name, _, pointer = location.partition("#")
    return References(Library(sources), **how).dialect(Location(name, pointer)).key


@pytest.mark.parametrize("dialect", dialects.DIALECTS, ids=lambda each: each.key)
def test_every_dialect_is_found_by_what_names_it(dialect: dialects.Dialect) -> None:
    assert dialects.BY_KEY[dialect.key] is dialect
    for uri in dialect.uris:
        other = {"http": "https", "https": "http"}[uri.partition(":")[0]]
        for spelled in (uri, f"{uri}#", f"{other}:{uri.partition(':')[2]}"):
            assert dialects.find(spelled) is dialect


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ({}, "2020-12"),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, "draft4"),
        ({"$schema": "https://json-schema.org/v1"}, "v1"),
        ({"openapi": "3.0.4"}, "openapi-3.0"),
        ({"openapi": "3.1.0"}, "openapi-3.1"),
        ({"openapi": "3.2.0"}, "openapi-3.2"),
        (
            {"openapi": "3.1.0", "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"},
            "draft7",
        ),
        (
            {
                "openapi": "3.1.0",
                "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
            },
            "openapi-3.1",
        ),
        ({"swagger": "2.0", "definitions": {"A": {}}}, "openapi-3.0"),
    ],
)
def test_a_document_states_its_dialect(folder: Path, document: Any, key: str) -> None:
    put(folder, main=document)
    assert key_of("main.json", ["main.json"]) == key


def test_an_embedded_resource_has_a_dialect_of_its_own(folder: Path) -> None:
    inner = {
        "$id": "https://example.test/inner",
        "$schema": "http://json-schema.org/draft-07/schema#",
        "items": [{"type": "string"}],
        "minItems": 1,
        "definitions": {"x": {"$id": "#here", "type": "integer"}},
    }
    put(
        folder,
        main={
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": {
                "a": {"$ref": "https://example.test/inner"},
                "b": {"$ref": "https://example.test/inner#here"},
            },
            "$defs": {"inner": inner},
        },
    )
    assert key_of("main.json#/$defs/inner/items/0", ["main.json"]) == "draft7"
    assert key_of("main.json#/properties/a", ["main.json"]) == "2020-12"
    # An array in `items` means a tuple there, and nothing in the dialect around it.
    code = run({"source": "main.json", "package": "p"}).code
    assert "Inner: TypeAlias = tuple[str, *tuple[Any, ...]]" in code["p/aliases.py"]


def test_a_file_without_a_dialect_has_that_of_what_refers_to_it(folder: Path) -> None:
    put(
        folder,
        api={
            "openapi": "3.0.3",
            "components": {"schemas": {"Pet": {"$ref": "pet.json"}}},
        },
        pet={
            "type": "object",
            "properties": {"name": {"type": "string", "nullable": True}},
            "required": ["name"],
        },
    )
    code = run({"source": "api.json", "package": "p"}).code
    assert "name: str | None\n" in "".join(code.values())


def test_sources_without_a_dialect_have_that_of_the_openapi_document_among_them(
    folder: Path,
) -> None:
    put(folder, api={"openapi": "3.0.3", "components": {"schemas": {"Pet": {}}}}, pet={})
    assert key_of("pet.json", ["api.json", "pet.json"]) == "openapi-3.0"
    assert key_of("pet.json", ["pet.json"]) == "2020-12"


@pytest.mark.parametrize("name", ["draft4", "http://json-schema.org/draft-04/schema#"])
def test_a_dialect_can_be_given(folder: Path, name: str) -> None:
    document = {"properties": {"a": {"$ref": "#here"}}, "definitions": {"x": {"id": "#here"}}}
    put(folder, main=document)
    assert run({"source": "main.json", "package": "p", "dialect": name}).text == ""
    assert "unresolved-reference" in run({"source": "main.json", "package": "p"}).text


def test_a_dialect_that_is_none_is_told(folder: Path) -> None:
    put(folder, main={})
    found = run_cli("generate", "main.json", "--dialect", "draft5")
    assert found[0] == 2
    assert "'draft5' is not a dialect (did you mean 'draft" in found[1].replace("\n  hint: ", " (")


def run_cli(*arguments: str) -> tuple[int, str]:
    from click.testing import CliRunner  # noqa: PLC0415 - only here

    from schemawright.cli import main  # noqa: PLC0415

    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stderr


# Metaschemas of users.

OURS = "https://example.test/our-dialect"


def test_a_metaschema_says_which_dialect_it_builds_on(folder: Path) -> None:
    put(
        folder,
        meta={"$id": OURS, "$schema": "http://json-schema.org/draft-07/schema#"},
        main={"$schema": OURS},
    )
    assert key_of("main.json", ["main.json", "meta.json"]) == "draft7"


def test_a_metaschema_can_be_named_by_hand(folder: Path) -> None:
    put(
        folder,
        meta={"$schema": "http://json-schema.org/draft-04/schema#"},
        main={"$schema": OURS, "title": "M", "id": "urn:example:m"},
    )
    found = run({"source": "main.json", "package": "p", "resource": f"{OURS}=meta.json"})
    assert found.text == ""


@pytest.mark.parametrize("uri", [OURS, "not a uri", "http://[", "http://json-schema.org/draft-05"])
def test_an_unknown_dialect_is_a_warning(folder: Path, uri: str) -> None:
    put(folder, main={"$schema": uri, "type": "string"})
    findings: list[Diagnostic] = []
    assert key_of("main.json", ["main.json"], report=findings.append) == "2020-12"
    (finding,) = findings
    assert finding.code == "unknown-dialect"
    assert str(finding.location) == "main.json#/$schema"
    found = run({"source": "main.json", "package": "p"})
    assert found.files
    assert "warning unknown-dialect" in found.text


def test_metaschemas_that_lead_to_each_other_are_unknown(folder: Path) -> None:
    put(
        folder,
        a={"$id": "https://example.test/a", "$schema": "https://example.test/b"},
        b={"$id": "https://example.test/b", "$schema": "https://example.test/a"},
    )
    assert key_of("a.json", ["a.json", "b.json"]) == "2020-12"


# References to the official metaschemas.

METASCHEMAS = [
    "http://json-schema.org/draft-04/schema#",
    "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2020-12/meta/core#/$defs/anchorString",
]


@pytest.mark.parametrize("uri", METASCHEMAS)
def test_metaschemas_are_at_hand(folder: Path, uri: str) -> None:
    put(folder, main={"title": "M", "properties": {"schema": {"$ref": uri}}})
    found = run({"source": "main.json", "package": "p"})
    assert found.files, found.text


def test_the_metaschema_of_the_coming_version_is_not_at_hand(folder: Path) -> None:
    put(folder, main={"$ref": "https://json-schema.org/v1"})
    assert "refused-reference" in run({"source": "main.json", "package": "p"}).text
