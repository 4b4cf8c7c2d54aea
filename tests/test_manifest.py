"""The manifest: what it records, and that nothing hostile gets past reading it."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from schemawright import manifest
from schemawright.manifest import Manifest

DIGEST = "0" * 64


def made(**members: object) -> str:
    valid: dict[str, object] = {
        "manifest": 1,
        "generator": "0.1.0",
        "options": {},
        "inputs": {},
        "outputs": {},
    }
    return json.dumps(valid | members)


def recorded(*paths: str) -> Manifest:
    return manifest.record(
        {PurePosixPath(path): path for path in paths},
        generator="0.1.0",
        options={"roots": ["Call"]},
        inputs={"schemas/Call.json": DIGEST},
    )


def test_round_trip() -> None:
    written = recorded("vapi_call/call.py", "docs/ünï.md", "vapi_call/__init__.py")
    assert manifest.load(manifest.dump(written)) == written


def test_text_is_the_same_whatever_the_order() -> None:
    assert manifest.dump(recorded("a", "b/c")) == manifest.dump(recorded("b/c", "a"))


def test_one_output_a_line() -> None:
    text = manifest.dump(recorded("b.py", "a.py"))
    lines = [line.strip() for line in text.splitlines() if ".py" in line]
    assert lines == [
        f'"a.py": "{manifest.digest("a.py")}",',
        f'"b.py": "{manifest.digest("b.py")}"',
    ]
    assert text.endswith("}\n")


def test_digest_is_of_the_bytes_written() -> None:
    assert manifest.digest("a\nü\n") == manifest.digest("a\nü\n".encode())
    assert manifest.digest("a\r\nb\r") == manifest.digest(b"a\nb\n")


def test_text_that_utf8_cannot_hold_is_escaped() -> None:
    assert manifest.encoded("\ud800") == rb"\ud800"


def test_path_follows_the_package() -> None:
    assert str(manifest.path("acme.calls")) == "acme/calls/schemawright.manifest.json"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        '"manifest"',
        "[" * 100_000,
        '{"a": ' * 100_000,
        "1" * 5000,
        "\0",
        "<<<<<<< ours\n" + made() + "\n=======\n" + made() + "\n>>>>>>> theirs\n",
        made(manifest=2),
        made(manifest="1"),
        made(manifest=None),
        made(generator=1),
        made(options=[]),
        made(inputs=[]),
        made(inputs={"a": 1}),
        made(inputs={"a": "b"}),
        made(outputs=None),
        made(outputs=["a.py"]),
        made(outputs={"a.py": None}),
        made(outputs={"a.py": "0" * 63}),
        made(outputs={"a.py": "G" * 64}),
        made(outputs={"a.py": "0" * 64 + "\n"}),
    ],
)
def test_broken_manifest_is_none(text: str) -> None:
    assert manifest.load(text) is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "/etc/passwd",
        "//server/share",
        "../a.py",
        "a/../../b.py",
        "a/..",
        "a//b.py",
        "a/",
        "./a.py",
        "..\\a.py",
        "a\\b.py",
        "C:/a.py",
        "C:a.py",
        "a.py:stream",
        ".. /a.py",
        "a/... /b",
        "a\0.py",
        "a\n.py",
        "a.py\n",
        "\ud800.py",
        "x" * 256,
    ],
)
def test_hostile_path_is_none(path: str) -> None:
    assert manifest.load(made(outputs={path: DIGEST})) is None
    assert not manifest.is_contained(path)


@pytest.mark.parametrize(
    "path", ["a.py", ".gitignore", "a b/c.d.md", "ünï/名前.md", "..a/b", "x" * 255]
)
def test_plain_path_is_kept(path: str) -> None:
    loaded = manifest.load(made(outputs={path: DIGEST}))
    assert loaded
    assert loaded.outputs == {PurePosixPath(path): DIGEST}


def test_unknown_members_are_ignored() -> None:
    assert manifest.load(made(more="later")) == Manifest(
        generator="0.1.0", options={}, inputs={}, outputs={}
    )
