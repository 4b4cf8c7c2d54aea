"""JSON texts of generated packages: the same with the package orjson as without."""

from __future__ import annotations

import importlib
import json
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.runtime import texts
from schemawright.runtime.faults import DecodeError

MODULE = importlib.import_module("orjson")

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec=None)), inner),
    max_leaves=12,
)


@pytest.fixture(params=["orjson", "json"])
def _either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "ORJSON", _ways()[bool(request.param == "orjson")])


def _ways() -> tuple[texts.Orjson, texts.Orjson]:
    """Return what never takes orjson, and what always does."""
    never, always = texts.Orjson(0), texts.Orjson(1)
    always.spend(1)
    assert (never.module, always.module) == (None, MODULE)
    return never, always


def test_orjson_is_imported_when_it_pays() -> None:
    code = """
import sys
from schemawright.runtime import texts
text = "[" + "1," * 1000 + "1]"
for _ in range(1 << 19):
    values = texts.parsed(text)
    if "orjson" in sys.modules:
        break
    texts.written(values)
print(_)
"""
    ran = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert int(ran.stdout) == 1 + (1 << 20) // (2 * 2003), "the first text after a mebibyte"


def test_orjson_is_taken_where_it_is_loaded() -> None:
    loaded = texts.Orjson(1 << 20)
    loaded.spend(1)
    assert loaded.module is MODULE


@given(value=JSON)
def test_values_come_back(value: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for way in _ways():
            patch.setattr(texts, "ORJSON", way)
            _comes_back(value)


def _comes_back(value: Any) -> None:
    for text in (texts.written(value), json.dumps(value)):
        found = texts.parsed(text)
        assert repr(found) == repr(json.loads(text))
        assert repr(found) == repr(json.loads(json.dumps(value)))


@pytest.mark.usefixtures("_either")
@pytest.mark.parametrize(
    "text",
    [
        "123456789012345678901234567890",
        "-9223372036854775809",
        "[18446744073709551616, 0.12345678901234567890123]",
        '{"a": 1, "a": 2}',
        '"\\ud800"',
        "-0",
        "-0.0",
        "1e400",
        "\ufeff1".encode("utf-8"),
        "[1]".encode("utf-16"),
        "[1]".encode("utf-32-le"),
        "[" * 500 + "]" * 500,
        ' [ 1 , "\u00e9" ] ',
    ],
)
def test_texts_are_read_as_json_reads_them(text: bytes | str) -> None:
    assert repr(texts.parsed(text)) == repr(json.loads(text))


@pytest.mark.usefixtures("_either")
@pytest.mark.parametrize(
    "text", ["NaN", "[Infinity]", "", "[1,]", b"\xff", "[" * 100_000, "'a'", "01"]
)
def test_what_is_no_json_is_an_error(text: bytes | str) -> None:
    with pytest.raises(DecodeError, match="expected JSON, found none"):
        texts.parsed(text)


@pytest.mark.usefixtures("_either")
@pytest.mark.parametrize("value", [math.nan, [math.inf], {"a": -math.inf, "b": None}])
def test_numbers_that_are_not_finite_cannot_be_written(value: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        texts.written(value)


@pytest.mark.usefixtures("_either")
@pytest.mark.parametrize(
    "value", [10**30, "\ud800", {"\ud800": None}, [None, 1.5], {"a": "\u00e9"}]
)
def test_all_else_can_be_written(value: Any) -> None:
    assert json.loads(texts.written(value)) == value
