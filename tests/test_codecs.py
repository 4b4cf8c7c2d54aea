"""Decoding and encoding: what a schema accepts is decoded, and encoded it is the same again."""

from __future__ import annotations

import importlib
import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from generated_packages import imported, write
from official_suite import DIALECTS, required, resources
from schemawright import pipeline
from schemawright.config import Options
from schemawright.source.library import Library
from test_generated_suite import root_name

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Say

PACKAGE = "codec_package"
TARGETS = ("dataclasses", "enums", "codecs")


def instant(text: object) -> object:
    """Return the instant that a text says, anything else as it is."""
    if not isinstance(text, str) or len(text) < 19 or text[10:11] not in "Tt ":
        return text
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal, as JSON compares; date-times as instants."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one == other or instant(one) == instant(other)
    plain = {type(one), type(other)} <= {int, float, str, type(None)}
    return plain and one == other


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "data/json-schema-test-suite"


@pytest.mark.parametrize("draft", DIALECTS)
def test_the_values_of_the_official_suite_come_back(
    suite: Path, draft: str, tmp_path: Path, say: Say
) -> None:
    remotes = resources(suite)
    lost: list[str] = []
    count = 0
    for group in required(suite, draft):
        options = Options(
            sources=("schema",), package=PACKAGE, targets=TARGETS, dialect=DIALECTS[draft]
        )
        library = Library.of(group.schema, remotes)
        files = pipeline.generate(options, library, lambda _: None).files
        shutil.rmtree(tmp_path / PACKAGE, ignore_errors=True)
        write(files, tmp_path)
        with imported(tmp_path, PACKAGE):
            codecs = importlib.import_module(f"{PACKAGE}._codecs")
            codec = codecs.Codec(root_name(options, library))
            for test in group.tests:
                count += 1
                data = test["data"]
                name = f"{group.name}: {test['description']}"
                try:
                    back = codec.encode(codec.decode(data))
                except ValueError as error:
                    if test["valid"]:
                        lost.append(f"{name}: {error!r}")
                    continue
                if not same(back, data):
                    lost.append(f"{name}: {data} came back as {back}")
    assert lost == []
    say(f"JSON Schema test suite, {draft}: {count} values decoded and encoded, or refused")
