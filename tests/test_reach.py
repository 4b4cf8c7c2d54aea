"""What may be read: by hand, in further directories, and from the network, once and then never."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import schemawright
from generated_packages import run
from loopback_server import Loopback, answer, redirect, serving
from schemawright.cli import main
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.source.graph import closure
from schemawright.source.library import Library, Reach
from schemawright.source.references import References

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

    from schemawright.diagnostics import Diagnostic

FAR = "https://example.test/schemas/money.json"
MONEY = {"title": "Money", "type": "object", "properties": {"amount": {"type": "integer"}}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def put(**files: Any) -> None:
    for name, value in files.items():
        path = Path(f"{name.replace('__', '/')}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")


def order(reference: str) -> dict[str, Any]:
    return {"title": "Order", "type": "object", "properties": {"price": {"$ref": reference}}}


def models(**how: Any) -> list[str]:
    """Return the modules of dataclasses that a run yields, none if it fails."""
    code = run({"package": "p", **how}).code
    return sorted(path.split("/")[-1] for path in code if "/models/" in path)[1:]


# Documents that are named by hand.


@pytest.mark.parametrize(
    "resource",
    [
        f"{FAR}=copies/money.json",
        "https://example.test/schemas/=copies/",
        "https://example.test/=copies/../",
        {FAR: "copies/money.json"},
        {"HTTPS://EXAMPLE.test:443/schemas/money.json": "copies/money.json"},
        ["https://example.test/other.json=x.json", f"{FAR}=copies/money.json"],
    ],
)
def test_a_file_can_stand_for_a_uri(resource: Any) -> None:
    put(main=order(f"{FAR}#"), copies__money=MONEY, schemas__money=MONEY)
    assert models(source="main.json", resource=resource) == ["money.py", "order.py"]


def test_a_directory_stands_for_uris_without_an_extension_too() -> None:
    put(main=order("https://example.test/money"), copies__money=MONEY)
    resource = "https://example.test/=copies/"
    assert models(source="main.json", resource=resource) == ["money.py", "order.py"]


@pytest.mark.parametrize("inside", ["../secret.json", "%2e%2e/secret.json", "..%2fsecret.json"])
def test_a_directory_stands_for_nothing_outside_of_it(inside: str) -> None:
    put(main=order(f"https://example.test/{inside}"), secret=MONEY, copies__money=MONEY)
    found = run(
        {"source": "main.json", "package": "p", "resource": "https://example.test/=copies/"}
    )
    assert "refused-reference" in found.text


def test_a_file_that_stands_for_a_uri_refers_from_there() -> None:
    put(
        main=order(FAR),
        copies__a={"title": "A", "properties": {"b": {"$ref": "b.json"}}},
        copies__b={"title": "B", "type": "object", "properties": {"c": {}}},
    )
    resource = {FAR: "copies/a.json", "https://example.test/schemas/b.json": "copies/b.json"}
    assert models(source="main.json", resource=resource) == ["a.py", "b.py", "order.py"]


def test_a_source_that_stands_for_a_uri_too_is_one_document() -> None:
    put(main=order(FAR), money=MONEY)
    found = models(source=["main.json", "money.json"], resource=f"{FAR}=money.json")
    assert found == ["money.py", "order.py"]


def test_a_file_that_is_not_there_is_told() -> None:
    put(main=order(FAR))
    found = run({"source": "main.json", "package": "p", "resource": f"{FAR}=gone.json"})
    assert found.text.startswith("gone.json: error unreadable: cannot be read: there is no such")


@pytest.mark.parametrize("resource", ["nonsense", "=x", "https://x.test/="])
def test_a_resource_that_names_no_file_is_told(resource: str) -> None:
    put(main={})
    result = invoke("generate", "main.json", "--resource", resource)
    assert result.exit_code == 2
    assert "names no file for a URI" in result.stderr


def test_a_copy_beside_a_document_is_found_by_what_it_says_it_is() -> None:
    put(main=order(FAR), money={"$id": FAR, **MONEY})
    assert models(source="main.json") == ["money.py", "order.py"]
    put(money={"$id": f"{FAR}x", **MONEY})
    assert models(source="main.json") == []
    Path("money.json").write_text("{", encoding="utf-8")
    assert "refused-reference" in run({"source": "main.json", "package": "p"}).text


# Directories.


@pytest.mark.parametrize("reference", ["../shared/money.json", "file://{}/shared/money.json"])
def test_a_directory_can_be_allowed(folder: Path, reference: str) -> None:
    put(main=order(reference.format(folder.parent)))
    (folder.parent / "shared").mkdir()
    (folder.parent / "shared/money.json").write_text(json.dumps(MONEY), encoding="utf-8")
    assert models(source="main.json") == []
    assert models(source="main.json", allow_path="../shared") == ["money.py", "order.py"]
    assert models(source="main.json", allow_path=["../elsewhere"]) == []


def test_a_document_behind_a_link_is_one_document() -> None:
    put(main={**order("link.json"), "additionalProperties": {"$ref": "money.json"}}, money=MONEY)
    Path("link.json").symlink_to("money.json")
    assert models(source="main.json") == ["money.py", "order.py"]


# One thing in several documents.


def graph_of(*sources: str) -> tuple[set[str], list[Diagnostic]]:
    findings: list[Diagnostic] = []
    references = References(Library(sources, Reach()), report=findings.append)
    graph = closure(references, [Location(each) for each in sources])
    return {str(each) for each in graph.schemas}, findings


def test_a_resource_that_two_documents_hold_is_one_type() -> None:
    money = {"$id": FAR, **MONEY, "$defs": {"unit": {"type": "string"}}}
    put(
        a={"$ref": FAR, "$defs": {"Money": money}},
        b={"properties": {"m": {"$ref": "#/$defs/M"}}, "$defs": {"M": money}},
        c={"$ref": f"{FAR}#/$defs/unit", "$defs": {"M": money}},
    )
    schemas, findings = graph_of("a.json", "b.json", "c.json")
    assert findings == []
    assert schemas == {
        *("a.json#", "b.json#", "c.json#"),
        *("a.json#/$defs/Money", "a.json#/$defs/Money/$defs/unit"),
    }


def test_a_root_that_two_documents_hold_is_one_type() -> None:
    put(a={"$id": FAR, **MONEY}, b={"$id": FAR, **MONEY})
    schemas, findings = graph_of("a.json", "b.json")
    assert (schemas, findings) == ({"a.json#"}, [])


def test_a_resource_that_two_documents_hold_differently_is_a_warning() -> None:
    put(a={"$id": FAR, **MONEY}, b={"$id": FAR}, c={"$ref": FAR})
    schemas, (finding,) = graph_of("a.json", "b.json", "c.json")
    assert schemas == {"a.json#", "b.json#", "c.json#"}
    assert finding.code == "conflicting-definition"
    assert str(finding.location) == "a.json#"
    assert [str(each.location) for each in finding.related] == ["b.json#"]


def test_components_that_two_documents_define_differently_are_a_warning() -> None:
    put(
        a={"openapi": "3.0.0", "components": {"schemas": {"Pet": {"type": "string"}}}},
        b={"openapi": "3.0.0", "components": {"schemas": {"Pet": {"type": "integer"}}}},
        c={"title": "C", "properties": {"pet": {"$ref": "#/components/schemas/Pet"}}},
    )
    found = run({"source": ["a.json", "b.json", "c.json"], "package": "p", "root": "C"})
    assert found.files
    assert "a.json:1:49 #/components/schemas/Pet: warning conflicting-definition" in found.text


# Remote documents.


@pytest.fixture
def server() -> Iterator[Loopback]:
    routes = {
        "/schemas/money.json": answer(json.dumps(MONEY).encode()),
        "/schemas/elsewhere.json": redirect("https://example.test/x.json"),
    }
    with serving(routes) as found:
        yield found


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_nothing_is_fetched_unasked(server: Loopback) -> None:
    put(main=order(f"{server.url}/schemas/money.json"))
    result = invoke("generate", "main.json")
    assert result.exit_code == 2
    assert "refused-reference" in result.stderr
    assert "--allow-remote" in result.stderr
    assert server.requests == []
    assert [each.name for each in Path().iterdir()] == ["main.json"]


def test_what_was_fetched_is_locked_and_then_needs_no_network(server: Loopback) -> None:
    put(main=order(f"{server.url}/schemas/money.json"))
    allowed = ("--allow-remote", f"{server.url}/schemas/")
    checked = invoke("check", "main.json", *allowed)
    assert checked.exit_code == 1
    assert "+++ b/../schemawright.lock" in checked.stdout
    assert not Path("schemawright.lock").exists()

    assert invoke("generate", "main.json", *allowed).exit_code == 0
    assert Path("out/main/models/money.py").exists()
    digest = hashlib.sha256(json.dumps(MONEY).encode()).hexdigest()
    assert digest in Path("schemawright.lock").read_text(encoding="utf-8")
    asked = len(server.requests)

    server.routes.clear()
    assert invoke("generate", "main.json").exit_code == 0
    assert invoke("check", "main.json").exit_code == 0
    assert invoke("check", "main.json", *allowed).exit_code == 0
    assert len(server.requests) == asked


def test_the_option_may_stand_before_a_source(server: Loopback) -> None:
    """A bare `--allow-remote` allows public hosts; this one has to be named."""
    put(main=order(f"{server.url}/schemas/money.json"))
    result = invoke("generate", "--allow-remote", "main.json")
    assert result.exit_code == 2
    assert "unreachable-remote" in result.stderr
    assert "which is not a public address" in result.stderr
    assert server.requests == []


def test_a_remote_document_that_changed_is_an_error_with_both_hashes(server: Loopback) -> None:
    put(main=order(f"{server.url}/schemas/money.json"))
    allowed = ("--allow-remote", server.url)
    assert invoke("generate", "main.json", *allowed).exit_code == 0
    before = Path("schemawright.lock").read_bytes()
    for copy in Path("schemawright.remotes").glob("*.json"):
        copy.unlink()
    changed = json.dumps({**MONEY, "required": ["amount"]}).encode()
    server.routes["/schemas/money.json"] = answer(changed)

    result = invoke("generate", "main.json", *allowed)
    assert result.exit_code == 2
    digests = [hashlib.sha256(each).hexdigest() for each in (json.dumps(MONEY).encode(), changed)]
    assert all(each in result.stderr for each in digests)
    assert "--update-remotes" in result.stderr
    assert Path("schemawright.lock").read_bytes() == before

    assert invoke("generate", "main.json", *allowed, "--update-remotes").exit_code == 0
    assert digests[1] in Path("schemawright.lock").read_text(encoding="utf-8")


def test_a_redirect_to_another_host_is_refused(server: Loopback) -> None:
    put(main=order(f"{server.url}/schemas/elsewhere.json"))
    result = invoke("generate", "main.json", "--allow-remote", server.url)
    assert result.exit_code == 2
    assert "example.test" in result.stderr
    assert not Path("schemawright.lock").exists()


def test_nothing_is_kept_of_a_run_that_fails(server: Loopback) -> None:
    document = order(f"{server.url}/schemas/money.json")
    document["properties"]["gone"] = {"$ref": "#/gone"}
    put(main=document)
    assert invoke("generate", "main.json", "--allow-remote", server.url).exit_code == 2
    assert [each.name for each in Path().iterdir()] == ["main.json"]


def test_a_source_may_be_remote(server: Loopback) -> None:
    url = f"{server.url}/schemas/money.json"
    result = invoke("generate", url)
    assert result.exit_code == 2
    assert "--allow-remote" in result.stderr
    arguments = (url, "--allow-remote", server.url, "--package", "p")
    assert invoke("generate", *arguments).exit_code == 0
    assert Path("out/p/models/money.py").exists()
    manifest = Path("out/p/schemawright.manifest.json").read_text(encoding="utf-8")
    assert url in manifest


def test_the_python_api_fetches_and_keeps_nothing(server: Loopback) -> None:
    put(main=order(f"{server.url}/schemas/money.json"))
    files = schemawright.generate("main.json", package="p", allow_remote=server.url)
    assert any(path.name == "money.py" for path in files)
    assert [each.name for each in Path().iterdir()] == ["main.json"]
    with pytest.raises(InputError):
        schemawright.generate("main.json", package="p")


def test_the_configuration_can_say_all_of_it(server: Loopback, folder: Path) -> None:
    put(main=order(f"{server.url}/schemas/money.json"), copies__a=MONEY)
    Path("pyproject.toml").write_text(
        f"""
        [tool.schemawright]
        source = "main.json"
        allow-remote = ["{server.url}/"]
        allow-path = ["../elsewhere"]
        dialect = "draft7"
        operations = false

        [tool.schemawright.resource]
        "https://example.test/" = "copies/"

        [tool.schemawright.on-missing]
        "https://*" = "any"
        """,
        encoding="utf-8",
    )
    inner = folder / "inner"
    inner.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(inner)
        result = invoke("generate")
    assert (result.exit_code, result.stderr) == (0, "")
    assert Path("schemawright.lock").exists()
    assert list(inner.iterdir()) == []


def test_what_cannot_be_fetched_is_told_once_where_it_is_referred_to(server: Loopback) -> None:
    server.routes.clear()
    document = order(f"{server.url}/schemas/money.json")
    document["items"] = {"$ref": f"{server.url}/schemas/money.json#"}
    document["properties"]["gone"] = {"$ref": "#/gone"}
    put(main=document)
    result = invoke("generate", "main.json", "--allow-remote", server.url)
    assert result.exit_code == 2
    assert "main.json:1:63 #/properties/price/$ref: error unreachable-remote" in result.stderr
    assert result.stderr.count("unreachable-remote") == 1
    assert "unresolved-reference" in result.stderr
    assert len(server.requests) == 1


def test_a_document_that_cannot_be_read_is_told_where_it_is_wrong() -> None:
    put(main={**order("broken.json"), "items": {"$ref": "#/gone"}})
    Path("broken.json").write_text('{"a": }', encoding="utf-8")
    found = run({"source": "main.json", "package": "p"})
    assert [each.code for each in found.findings] == ["syntax-error", "unresolved-reference"]
    assert "broken.json:1:7: error syntax-error" in found.text


def test_credentials_are_never_shown() -> None:
    put(main=order("https://me:secret@example.test/x.json"))
    found = run({"source": "main.json", "package": "p"})
    assert "refused-reference" in found.text
    assert "secret" not in found.text
    assert "secret" not in run({"source": "main.json", "package": "p", "on_missing": "any"}).text
    allowed = run_allowed("main.json")
    assert "secret" not in allowed
    assert "refused" in allowed


def run_allowed(source: str) -> str:
    return invoke("generate", source, "--allow-remote").stderr
