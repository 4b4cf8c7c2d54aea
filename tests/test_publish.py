"""The command `publish`: what an index has, what is refused, and what is uploaded."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import loopback_server
import package_index
from loopback_server import answer
from schemawright.cli import main
from schemawright.diagnostics import InputError
from schemawright.packaging import previous, processes
from schemawright.packaging.index import index_of, latest, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.testing import Result

PET: dict[str, Any] = {
    "title": "Pet",
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "kind": {"enum": ["cat", "dog"]}},
}
BROKEN = {**PET, "required": ["name", "kind"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def project(schema: Any, version: str) -> None:
    """Make the project, and distributions of it as a build back end would."""
    Path("pet.json").write_text(json.dumps(schema))
    result = invoke("package", "pet.json", "--no-build", "--version", version)
    assert result.exit_code == 0, result.output
    stated = f"Metadata-Version: 2.4\nName: pet\nVersion: {version}\n\nText\n".encode()
    Path("pet/dist").mkdir(exist_ok=True)
    with tarfile.open(f"pet/dist/pet-{version}.tar.gz", "w:gz") as archive:
        for name in ("schemawright.project.json", "schema/pet.json"):
            archive.add(f"pet/{name}", f"pet-{version}/{name}")
        member = tarfile.TarInfo(f"pet-{version}/PKG-INFO")
        member.size = len(stated)
        archive.addfile(member, io.BytesIO(stated))
    with zipfile.ZipFile(f"pet/dist/pet-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"pet-{version}.dist-info/METADATA", stated)


def page(contents: Mapping[str, bytes]) -> dict[str, loopback_server.Script]:
    """Return the routes of an index that has the files of one distribution."""
    kind = "application/vnd.pypi.simple.v1+json"
    files = [
        {
            "filename": name,
            "url": f"../../files/{name}",
            "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
        }
        for name, content in contents.items()
    ]
    listed = json.dumps({"meta": {"api-version": "1.0"}, "files": files}).encode()
    routes = {"/simple/pet/": answer(listed, Content_Type=kind)}
    return routes | {f"/files/{name}": answer(content) for name, content in contents.items()}


def sdists(*wanted: str) -> dict[str, bytes]:
    return {
        f"pet-{each}.tar.gz": Path(f"pet/dist/pet-{each}.tar.gz").read_bytes() for each in wanted
    }


def publish(served: loopback_server.Loopback, *arguments: str) -> Result:
    url = ("--repository-url", f"{served.url}/", "--dry-run")
    return invoke("publish", "pet", *url, *arguments)


def test_a_first_version_is_shown_and_not_uploaded() -> None:
    project(PET, "1.0.0")
    with loopback_server.serving({"/simple/": answer(b"<html>")}) as served:
        result = publish(served)
    assert (result.exit_code, result.stderr) == (0, "")
    first, second, *files, last = result.stdout.splitlines()
    assert first == f"pet 1.0.0 to {served.url}/"
    assert second == "  nothing is published under this name yet"
    wheel = Path("pet/dist/pet-1.0.0-py3-none-any.whl").read_bytes()
    assert files[:2] == [
        f"  pet-1.0.0-py3-none-any.whl ({len(wheel):,} bytes)",
        f"    sha256 {hashlib.sha256(wheel).hexdigest()}",
    ]
    assert files[2].startswith("  pet-1.0.0.tar.gz (")
    assert last == "nothing was uploaded (--dry-run)"
    assert {each.split(" ")[0] for each in served.requests} == {"GET", "HEAD"}


@pytest.mark.parametrize(
    ("version", "refused"),
    [
        ("1.0.0", "pet 1.0.0 is published already"),
        ("0.9.0", "the version 0.9.0 does not come after 1.0.0"),
        ("1.0.1", "1.0.1 is a patch version after 1.0.0, which does not say what has changed: "),
        ("1.1.0", "1.1.0 is a minor version after 1.0.0, which does not say what has changed: "),
        ("1.0.0.post1", "1.0.0.post1 is the same version after 1.0.0, which does not say what"),
        ("2.0.0rc1", ""),
        ("2.0.0", ""),
        ("3.0.0", ""),
    ],
)
def test_a_version_has_to_say_what_breaks(version: str, refused: str) -> None:
    project(PET, "1.0.0")
    published = sdists("1.0.0")
    project(BROKEN, version)
    with loopback_server.serving(page(published)) as served:
        result = publish(served)
        silent = publish(served, "--report", "json")
    assert (result.exit_code, refused in result.stderr) == (1 if refused else 0, True)
    codes = [json.loads(line)["code"] for line in silent.stdout.splitlines()]
    assert bool(codes) == bool(refused)
    if not refused:
        assert "a major version after 1.0.0: 1 breaking change" in result.stdout
    if "say what" in refused:
        hint = f"schemawright package --version 2.0.0 --previous {served.url}/simple/"
        assert hint in result.stderr
        assert "nothing was uploaded" not in result.stdout


def test_what_is_silenced_is_known() -> None:
    project(PET, "1.0.0")
    published = sdists("1.0.0")
    project(BROKEN, "1.0.1")
    Path("schemawright.toml").write_text(
        '[[silence]]\nplace = "Pet*"\nreason = "nobody minds"\nuntil = 2999-12-31\n'
    )
    with loopback_server.serving(page(published)) as served:
        assert publish(served).exit_code == 0


def test_what_was_published_last_can_be_named() -> None:
    project(PET, "1.0.0")
    shutil.copy("pet/dist/pet-1.0.0.tar.gz", "last.tar.gz")
    project(BROKEN, "1.0.1")
    with loopback_server.serving({}) as served:
        result = publish(served, "--previous", "last.tar.gz")
    assert "--version 2.0.0 --previous last.tar.gz" in result.stderr
    assert served.requests == []


def test_the_highest_final_version_that_was_not_withdrawn_counts() -> None:
    for version, schema in {
        "1.0.0": PET,
        "1.10.0": PET,
        "1.9.0": BROKEN,
        "2.0.0rc1": BROKEN,
    }.items():
        project(schema, version)
    routes = page(sdists("1.0.0", "1.9.0", "1.10.0", "2.0.0rc1"))
    with loopback_server.serving(routes) as served:
        found = latest(f"{served.url}/simple", "Pet")
        assert found is not None
        assert found.version == "1.10.0"
    with loopback_server.serving(page(sdists("2.0.0rc1"))) as served:
        found = latest(f"{served.url}/simple", "pet")
        assert found is not None
        assert found.version == "2.0.0rc1"


HTML = b"""<!DOCTYPE html><a href="../../files/pet-1.0.0.tar.gz#sha256=%s">pet-1.0.0.tar.gz</a>
<a href="../../files/pet-9.0.0.tar.gz" data-yanked="broken">pet-9.0.0.tar.gz</a>
<a name="x">y</a><a href="other-8.0.0.tar.gz">z</a><a href="pet-0.7.tar.gz">z</a>"""


def test_an_index_may_answer_in_html() -> None:
    project(PET, "1.0.0")
    content = sdists("1.0.0")["pet-1.0.0.tar.gz"]
    digest = hashlib.sha256(content).hexdigest().encode()
    routes = {
        "/simple/pet/": answer(HTML % digest, Content_Type="text/html"),
        "/files/pet-1.0.0.tar.gz": answer(content),
    }
    with loopback_server.serving(routes) as served:
        found = versions(f"{served.url}/simple/", "pet")
        names = [each.name for files in found.values() for each in files]
        assert names == ["pet-1.0.0.tar.gz", "pet-0.7.tar.gz"]
        last = latest(f"{served.url}/simple/", "pet")
        assert last is not None
        assert last.version == "1.0.0"


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ({}, "no index is found there"),
        ({"/simple/pet/": answer(status="500 Broken")}, "it answers with 500 'Broken'"),
        ({"/simple/pet/": answer(b"{}")}, "the answer is not that of an index"),
        ({"/simple/pet/": answer(b'{"files": [1]}')}, "the answer is not that of an index"),
        (
            {"/simple/pet/": loopback_server.redirect("/simple/pet/")},
            "it redirects again and again",
        ),
        ({"/simple/pet/": [b"nonsense"]}, "it cannot be reached"),
    ],
)
def test_an_index_that_cannot_be_asked_is_an_error(
    routes: Mapping[str, loopback_server.Script], said: str
) -> None:
    project(PET, "1.0.0")
    with loopback_server.serving(routes) as served:
        result = publish(served)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "--previous" in result.stderr


def test_another_host_is_not_asked() -> None:
    routes = {
        "/simple/pet/": loopback_server.redirect("https://elsewhere.example/simple/pet/"),
        "/simple/": answer(b"<html>"),
    }
    with loopback_server.serving(routes) as served:
        assert latest(f"{served.url}/simple/", "pet") is None


def test_credentials_reach_the_index_and_no_message() -> None:
    with loopback_server.serving({}) as served:
        url = served.url.replace("//", "//ann:s%40cret@")
        with pytest.raises(InputError) as caught:
            latest(f"{url}/simple/", "pet")
    assert "s%40cret" not in str(caught.value)
    assert "Basic YW5uOnNAY3JldA==" in served.requests[0]


def test_a_file_that_is_not_what_the_index_says_is_an_error() -> None:
    project(PET, "1.0.0")
    routes = page(sdists("1.0.0"))
    routes["/files/pet-1.0.0.tar.gz"] = answer(b"other")
    with loopback_server.serving(routes) as served, pytest.raises(InputError, match="SHA-256"):
        latest(f"{served.url}/simple/", "pet")


def test_what_was_published_without_a_schema_is_an_error() -> None:
    empty = io.BytesIO()
    tarfile.open(fileobj=empty, mode="w:gz").close()
    wheel = "pet-1.0.0-py3-none-any.whl"
    for name, content, said in (
        ("pet-1.0.0.tar.gz", empty.getvalue(), "was not made by"),
        (wheel, b"", "has no source distribution"),
    ):
        routes = page({name: content})
        with loopback_server.serving(routes) as served, pytest.raises(InputError, match=said):
            latest(f"{served.url}/simple/", "pet")


@pytest.mark.parametrize("version", ["1!2.0", "2026.1.2.3", "1.0.0+local"])
def test_versions_that_cannot_be_judged_are_an_error(version: str) -> None:
    routes = page({f"pet-{version}.tar.gz": b"", "pet-x.tar.gz.asc": b""})
    with loopback_server.serving(routes) as served, pytest.raises(InputError, match="be judged"):
        versions(f"{served.url}/simple/", "pet")


def test_archives_are_read_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    project(PET, "1.0.0")
    content = sdists("1.0.0")["pet-1.0.0.tar.gz"]
    monkeypatch.setattr(previous, "_LARGEST_IN_ALL", 1)
    with pytest.raises(InputError, match="it is too large"):
        previous.in_sdist(content, "here")


def test_where_an_index_is_read() -> None:
    assert index_of("https://upload.pypi.org/legacy/") == "https://pypi.org/simple/"
    assert index_of("https://test.pypi.org/legacy/") == "https://test.pypi.org/simple/"
    assert index_of("http://127.0.0.1:8080") == "http://127.0.0.1:8080/simple/"


def refused(said: str) -> None:
    result = invoke("publish", "pet", "--repository-url", "http://127.0.0.1:9/", "--dry-run")
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_only_what_was_built_of_the_project_is_uploaded() -> None:
    Path("pet").mkdir()
    refused("it is no project")
    project(PET, "1.0.0")
    Path("pet/dist/pet-1.0.0-py3-none-any.whl").unlink()
    refused("there are no sdist and wheel of pet 1.0.0")
    Path("pet/dist/pet-1.0.0-py3-none-any.whl").write_bytes(b"nothing")
    refused("pet-1.0.0-py3-none-any.whl: error unreadable")
    with zipfile.ZipFile("pet/dist/pet-1.0.0-py3-none-any.whl", "w"):
        pass
    refused("it has no metadata")
    project(PET, "1.0.0")
    Path("pet.json").write_text(json.dumps(BROKEN))
    assert invoke("package", "pet.json", "--no-build", "--version", "1.0.0").exit_code == 0
    refused("what was built of 1.0.0 is not the project as it is now")


def test_an_uploader_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    project(PET, "1.0.0")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(processes, "find_spec", dict[str, None]().get)
    with loopback_server.serving({"/simple/": answer(b"<html>")}) as served:
        url = ("--repository-url", f"{served.url}/", "--uploader", "uv")
        result = invoke("publish", "pet", *url)
    assert (result.exit_code, "'uv' cannot be run" in result.stderr) == (2, True)


# From here on with a real index, real builds, and environments of their own.


def run(*command: str, folder: Path, **environment: str) -> str:
    own = {name: each for name, each in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


DECODE = """
import json, sys, vapi_call
call = vapi_call.Call.from_json(sys.argv[1])
assert json.loads(call.to_json()) == json.loads(sys.argv[1])
print(call.status, vapi_call.__file__)
"""


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.xdist_group("packaging")
def test_a_package_is_published_installed_and_used(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Callable[[str], None]
) -> None:
    """As often as there are Pythons; then a breaking change is no patch, but a major version."""
    monkeypatch.setenv("TWINE_USERNAME", "ann")
    monkeypatch.setenv("TWINE_PASSWORD", "secret")
    shutil.copytree(repository / "schemas", "schemas")
    asked = (
        *("package", "schemas", "--root", "Call", "--package", "vapi_call"),
        *("--license", "MIT", "--author", "Ann"),
    )
    result = invoke(*asked, "--version", "1.4.2")
    assert result.exit_code == 0, result.output
    assert "checked: two builds are the same, twine check --strict, the wheel in" in result.stdout
    (call,) = json.loads(Path("vapi-call/tests/round_trips.json").read_text()).values()
    pythons = package_index.pythons()
    with package_index.serving(tmp_path / "index") as url:
        publish = ("publish", "vapi-call", "--repository-url", url)
        result = invoke(*publish)
        assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "uploaded with twine")
        for version, python in pythons.items():
            place = tmp_path / f"environment{version}"
            run(python, "-m", "venv", "--without-pip", str(place), folder=tmp_path)
            inside = str(place / "bin/python")
            pip = (sys.executable, "-m", "pip", "--python", inside, "install", "--quiet")
            index = ("--index-url", f"{url}simple/", "--disable-pip-version-check")
            run(*pip, *index, "vapi-call", folder=tmp_path, PIP_CONFIG_FILE=os.devnull)
            printed = run(inside, "-c", DECODE, json.dumps(call), folder=tmp_path)
            status, file = printed.split()
            assert status == call["status"]
            assert Path(file).is_relative_to(place), version
        _change(Path("schemas/Call.json"))
        assert invoke(*asked, "--version", "1.4.3", "--no-check").exit_code == 0
        result = invoke(*publish)
        assert result.exit_code == 1
        assert "1.4.3 is a patch version after 1.4.2" in result.stderr
        assert "make it 2.0.0" in result.stderr
        again = (*asked, "--previous", f"{url}simple/", "--no-check")
        result = invoke(*again)
        assert result.stdout.startswith("vapi-call 2.0.0: 1 breaking change since 1.4.2\n")
        assert invoke(*publish, "--dry-run").exit_code == 0
        assert len([*(tmp_path / "index").iterdir()]) == 2
        result = invoke(*publish)
        assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "uploaded with twine")
        found = latest(f"{url}simple/", "vapi-call")
        assert found is not None
        assert found.version == "2.0.0"
    assert len([*(tmp_path / "index").iterdir()]) == 4
    say(f"published, installed and used: Python {', '.join(pythons)}")
    assert pythons, "not even the one that runs this test was found"


def _change(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["status"]["enum"].remove("queued")
    path.write_text(json.dumps(schema, indent=2), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.xdist_group("packaging")
@pytest.mark.parametrize("uploader", ["twine", "uv"])
def test_an_index_that_refuses_is_an_error(uploader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TWINE_USERNAME", "TWINE_PASSWORD"):
        monkeypatch.setenv(name, "s3cret")
    for name in ("UV_PUBLISH_USERNAME", "UV_PUBLISH_PASSWORD"):
        monkeypatch.setenv(name, "s3cret")
    project(PET, "1.0.0")
    with loopback_server.serving({"/simple/": answer(b"<html>")}) as served:
        url = ("--repository-url", f"{served.url}/", "--uploader", uploader)
        result = invoke("publish", "pet", *url)
    assert result.exit_code == 2
    assert f"{uploader} could not upload it" in result.stderr
    assert "s3cret" not in result.output
    assert "uploaded with" not in result.stdout


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.xdist_group("packaging")
def test_a_project_is_built_the_same_twice_and_checked() -> None:
    Path("pet.json").write_text(json.dumps(PET))
    asked = ("package", "pet.json", "--license", "MIT", "--author", "Ann")
    result = invoke(*asked)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == (
        "  checked: two builds are the same, twine check --strict, the wheel in a fresh "
        "environment, round trips of 1 example, the example of its README, mypy --strict"
    )
    first = {each.name: each.read_bytes() for each in Path("pet/dist").iterdir()}
    shutil.copytree("pet", "elsewhere/pet", ignore=shutil.ignore_patterns("dist"))
    result = invoke(*asked, "--project", "elsewhere/pet", "--no-check")
    assert {each.name: each.read_bytes() for each in Path("elsewhere/pet/dist").iterdir()} == first
    with zipfile.ZipFile("pet/dist/pet-0.1.0-py3-none-any.whl") as wheel:
        names = wheel.namelist()
    assert {"pet/py.typed", "pet/schemawright.manifest.json"} <= {*names}
    assert "pet-0.1.0.dist-info/licenses/LICENSE" in names
    assert "pet-0.1.0.dist-info/sboms/sbom.cdx.json" in names
    assert not [each for each in names if each.startswith(("tests/", "docs/", "schema/"))]


@pytest.mark.slow
@pytest.mark.builds
@pytest.mark.xdist_group("packaging")
def test_what_does_not_work_is_not_stored() -> None:
    Path("pet.json").write_text(json.dumps(PET))
    asked = ("package", "pet.json", "--license", "MIT", "--author", "Ann")
    assert invoke(*asked, "--no-build").exit_code == 0
    Path("pet/tests/round_trips.json").write_text('{"pet": {"name": 1}}')
    result = invoke(*asked)
    assert (result.exit_code, "its round trips fail" in result.stderr) == (2, True)
    assert not Path("pet/dist").exists()
    text = Path("pet/pyproject.toml").read_text()
    Path("pet/pyproject.toml").write_text(text.replace("hatchling.build", "hatchling.nothing"))
    result = invoke(*asked)
    assert (result.exit_code, "it cannot be built" in result.stderr) == (2, True)
