"""Findings as SARIF 2.1.0, of every command that has findings, and stale files among them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest
from click.testing import CliRunner

import schemawright
from schemawright import sarif
from schemawright.cli import main
from schemawright.diagnostics import Diagnostic, Related, Severity
from schemawright.location import Location, Position
from schemawright.source import documents

if TYPE_CHECKING:
    from click.testing import Result

PET = '{"title": "Pet", "type": "object", "properties": {"kind": {"enum": ["cat", "dog"]}}}'
ODD = '{"title": "Odd", "type": "object", "properties": {"kind": {"enum": [1, 1, "a"]}}}'
DEEP = '{"properties": {"a b": {"$ref": "#/$defs/none"}}}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("pet.json", PET), ("odd.json", ODD), ("deep.json", DEEP)):
        Path(name).write_text(text)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--report", "sarif"], catch_exceptions=False)


def found(result: Result) -> list[dict[str, Any]]:
    """Return the results of the one document that was printed."""
    (one,) = json.loads(result.stdout)["runs"]
    results: list[dict[str, Any]] = one["results"]
    return results


def test_a_finding_says_where_it_is() -> None:
    result = run("generate", "odd.json")
    assert (result.exit_code, result.stderr) == (0, "")
    log = json.loads(result.stdout)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    assert log["runs"][0]["tool"]["driver"] == {
        "name": "schemawright",
        "version": schemawright.__version__,
        "rules": [
            {
                "id": "repeated-enum-value",
                "shortDescription": {"text": "Repeated enum value."},
                "defaultConfiguration": {"level": "warning"},
            }
        ],
    }
    (one,) = found(result)
    assert one == {
        "ruleId": "repeated-enum-value",
        "ruleIndex": 0,
        "level": "warning",
        "message": {
            "text": "values are repeated: 1\n"
            "hint: remove the repetitions; each value was counted once"
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "odd.json"},
                    "region": {"startLine": 1, "startColumn": 60},
                },
                "logicalLocations": [{"fullyQualifiedName": "#/properties/kind/enum"}],
            }
        ],
    }


def test_it_is_one_document_whatever_happens() -> None:
    assert found(run("generate", "pet.json")) == []
    assert found(run("generate", "odd.json", "--quiet")) == []
    assert found(run("check", "pet.json")) == []
    broken = run("generate", "none.json", "deep.json", "--package", "p")
    assert broken.exit_code == 2
    assert [each["ruleId"] for each in found(broken)] == ["unreadable"]
    Path("pyproject.toml").write_text("[tool.schemawright")
    assert [each["ruleId"] for each in found(run("generate"))] == ["syntax-error"]


def test_all_packages_are_in_one_document() -> None:
    Path("schemawright.toml").write_text("""
        [[package]]
        source = "odd.json"
        out = "one"
        [[package]]
        source = "odd.json"
        package = "other"
        out = "two"
        """)
    assert len(found(run("generate"))) == 2


def test_stale_files_are_results() -> None:
    run("generate", "pet.json")
    Path("pet.json").write_text(PET.replace("dog", "cow"))
    Path("out/pet/py.typed").unlink()
    result = run("check", "pet.json")
    assert result.exit_code == 1
    results = found(result)
    assert {each["ruleId"] for each in results} == {"out-of-date"}
    by_file = {
        each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: each
        for each in results
    }
    missing, changed = by_file["out/pet/py.typed"], by_file["out/pet/enums.py"]
    assert missing["message"]["text"] == "is missing\nhint: run schemawright generate"
    region: dict[str, int] = changed["locations"][0]["physicalLocation"]["region"]
    line = Path("out/pet/enums.py").read_text().split("\n")[region["startLine"] - 1]
    assert line == '    DOG = "dog"'
    assert '\n-    DOG = "dog"\n+    COW = "cow"\n' in changed["message"]["text"]


def test_data_that_is_not_valid_is_a_result() -> None:
    Path("data.json").write_text('{"kind": 3}')
    result = run("validate", "data.json", "--schema", "pet.json")
    assert result.exit_code == 1
    (one,) = found(result)
    assert (one["ruleId"], one["level"]) == ("enum", "error")
    assert one["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "#/kind"}]
    (related,) = one["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"] == {"uri": "pet.json"}
    Path("data.json").write_text('{"kind": "cat"}')
    assert found(run("validate", "data.json", "--schema", "pet.json")) == []


def test_a_bundle_has_findings_beside_its_file() -> None:
    asked = ("bundle", "deep.json", "--on-missing", "any", "-o", "bundle.json")
    assert [each["level"] for each in found(run(*asked))] == ["warning"]
    assert run("bundle", "deep.json").exit_code == 2


def test_an_explanation_is_none() -> None:
    result = run("explain", "#", "pet.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "take --report json" in result.stderr


def test_places_are_uris() -> None:
    names = {
        "a b:c/é%.json": "a%20b%3Ac/%C3%A9%25.json",
        "../up.json": "../up.json",
        "https://example.com/a%20b?c=d": "https://example.com/a%20b?c=d",
        "/at/root.json": "file:///at/root.json",
    }
    for name, uri in names.items():
        finding = Diagnostic(code="c", message="m", location=Location(name))
        (one,) = json.loads(sarif.text([finding], {}))["runs"][0]["results"]
        expected = {"physicalLocation": {"artifactLocation": {"uri": uri}}}
        assert one["locations"] == [expected]
    option = Diagnostic(code="c", message="m", location=Location("--root"))
    (one,) = json.loads(sarif.text([option], {}))["runs"][0]["results"]
    assert one["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "--root"}]}]


def many() -> str:
    known = {"a.json": documents.parse(b'{"a": 1}', "a.json")}
    related = (Related(Location("a.json", "/a"), "there"), Related(Location("b"), "\ud800"))
    findings = [
        Diagnostic(code="one", message="is \ud800 odd", location=Location("a.json", "/a")),
        Diagnostic(
            code="two",
            message="m",
            location=Location("x y.json"),
            severity=Severity.WARNING,
            related=related,
            position=Position(3, 4),
            detail="-a\n+b",
        ),
        Diagnostic(code="three", message="m", location=Location("--root")),
    ]
    return sarif.text(findings, known)


@pytest.mark.parametrize("name", ["sarif-2.1.0-rtm.6", "sarif-2.1.0-rtm.3", "sarif-2.1.0-rtm.2"])
def test_documents_are_valid_by_the_schema_of_sarif(shared: Path, name: str) -> None:
    path = shared / f"data/schemastore/schemas/{name}.json"
    if not path.is_file():
        pytest.skip(f"no {path}")
    schema = json.loads(path.read_bytes())
    valid = schemawright.validator(schema, formats=True)
    peer: Any = jsonschema.Draft7Validator(schema)
    run("generate", "pet.json")
    Path("pet.json").write_text(PET.replace("dog", "cow"))
    Path("data.json").write_text('{"kind": 3}')
    texts = [
        many(),
        run("check", "pet.json").stdout,
        run("check", "odd.json").stdout,
        run("generate", "deep.json").stdout,
        run("validate", "data.json", "--schema", "pet.json").stdout,
        sarif.text([], {}),
    ]
    for text in texts:
        log = json.loads(text)
        assert [str(each) for each in valid.errors(log)] == []
        assert [each.message for each in peer.iter_errors(log)] == []
