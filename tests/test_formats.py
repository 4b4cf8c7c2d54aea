"""The checkers of formats that generated packages carry: the official suite, and the RFCs."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from code_checks import black_changes, mypy_findings, pyright_findings
from format_cases import CASES, checks
from schemawright.runtime import catalog, formats
from schemawright.source import dialects

if TYPE_CHECKING:
    from conftest import Say

FOLDER = Path(formats.__file__).parent
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}

# How many texts each dialect's tests have, for formats that it names.
SUITE = {
    "draft4": ("draft4", "optional/format", 176),
    "draft6": ("draft6", "optional/format", 264),
    "draft7": ("draft7", "optional/format", 567),
    "draft2019-09": ("2019-09", "optional/format", 636),
    "draft2020-12": ("2020-12", "optional/format", 643),
    "v1": ("v1", "format", 644),
}


@pytest.mark.parametrize("dialect", SUITE)
def test_the_official_suite(dialect: str, shared: Path, say: Say) -> None:
    key, folder, count = SUITE[dialect]
    found = 0
    wrong: list[str] = []
    for path in sorted((shared / "data/json-schema-test-suite/tests" / dialect / folder).iterdir()):
        for group in json.loads(path.read_text(encoding="utf-8")):
            if group["schema"]["format"] == "unknown":
                continue
            is_valid = checks(group["schema"]["format"], key)
            for test in group["tests"]:
                if isinstance(test["data"], str):
                    found += 1
                    if is_valid(test["data"]) is not test["valid"]:
                        wrong.append(f"{path.name}: {test['description']}: {test['data']!r}")
    assert wrong == []
    assert found == count
    say(f"{dialect}: {found} texts of the official suite are judged rightly")


@pytest.mark.parametrize(
    ("format_", "text", "valid"),
    [
        pytest.param(format_, text, valid, id=f"{format_}-{'valid' if valid else 'not'}-{number}")
        for format_, (right, wrong) in CASES.items()
        for valid, texts in ((True, right), (False, wrong))
        for number, text in enumerate(texts)
    ],
)
def test_what_the_specifications_say(format_: str, text: str, *, valid: bool) -> None:
    assert checks(format_)(text) is valid


@pytest.mark.parametrize("format_", catalog.FORMATS)
def test_nothing_stands_beside_what_is_valid(format_: str) -> None:
    """Neither a line end, which `$` would allow, nor NUL, where C would end."""
    is_valid = checks(format_)
    free = {"json-pointer", "regex", "relative-json-pointer"}
    for text in CASES[format_][0]:
        assert is_valid(text)
        if format_ not in free:
            assert [end for end in "\n\r\0\ud800 " if is_valid(text + end)] == []
            assert [start for start in "\n\0\ud800 " if is_valid(start + text)] == []


@pytest.mark.parametrize(
    ("format_", "dialect", "text"),
    [
        ("hostname", "draft4", "xn--X"),
        ("hostname", "draft6", "xn--X"),
        ("hostname", "openapi-3.0", "xn--X"),
        ("relative-json-pointer", "2020-12", "0+1/a"),
        ("relative-json-pointer", "v1", "1-10#"),
    ],
)
def test_dialects_that_mean_a_format_otherwise(format_: str, dialect: str, text: str) -> None:
    assert checks(format_, dialect)(text)
    other = "2019-09" if dialect in {"2020-12", "v1"} else "draft7"
    assert not checks(format_, other)(text)


def test_what_is_named_is_there() -> None:
    keys = {each.key for each in vars(dialects).values() if isinstance(each, dialects.Dialect)}
    assert set(catalog.EARLIER) <= keys
    for format_ in catalog.FORMATS:
        assert checks(format_).__doc__
    for dialect, changed in catalog.EARLIER.items():
        assert set(changed) <= set(catalog.FORMATS)
        assert [each for each in changed if checks(each, dialect) == checks(each)] == []
    assert catalog.checker("no-such-format") is None
    assert catalog.checker("no-such-format", "draft4") is None


def test_integers_are_of_their_width() -> None:
    for name, (least, greatest) in catalog.INTEGERS.items():
        if name == "double-int":
            assert float(greatest) + 1 == float(greatest + 1) == float(greatest + 2)
            assert least == -greatest
            continue
        width = int(name.lstrip("uint"))
        assert greatest - least == 2**width - 1
        assert (least == 0) == name.startswith("u")
        assert least.bit_length() <= width


def test_modules_need_what_they_import() -> None:
    imported = {
        name.removesuffix(".py"): frozenset(
            node.module or ""
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.ImportFrom) and node.level
        )
        for name, text in SOURCES.items()
        if name != "__init__.py"
    }
    assert imported == catalog.NEEDS
    assert catalog.modules(catalog.FORMATS["email"]) == {
        *("emails", "addresses", "hostnames", "idn", "idn_context"),
    }
    assert catalog.modules(catalog.FORMATS["uuid"]) == {"uuids"}


@pytest.mark.parametrize("format_", ["uuid", "date-time", "hostname", "email", "uri", "regex"])
def test_a_package_pays_for_what_it_uses(format_: str) -> None:
    """Tables that only some texts call for are not imported before these come."""
    checker = catalog.FORMATS[format_]
    valid = CASES[format_][0][0]
    code = (
        f"import sys; from {formats.__name__}.{checker.module} import {checker.function} as f; "
        f"assert f({valid!r}); print(*sys.modules)"
    )
    environment = {"PYTHONPATH": str(FOLDER.parents[2])}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    loaded = set(done.stdout.split())
    heavy = {"unicodedata", "datetime", "ipaddress", "urllib", "idna"}
    tables = {f"{formats.__name__}.{each}" for each in ("idn", "idn_context", "regex_properties")}
    assert loaded.isdisjoint(heavy | tables)


@pytest.mark.types
def test_they_are_typed_where_they_are_carried_to(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "elsewhere/py.typed").touch()
    assert mypy_findings(tmp_path, ["elsewhere"]) == ""
    assert pyright_findings(tmp_path, ["elsewhere"]) == ""


@pytest.mark.parametrize("line_length", [40, 79, 88, 120])
def test_no_line_length_changes_them(line_length: int) -> None:
    assert {text.splitlines()[0] for text in SOURCES.values()} == {"# fmt: off"}
    assert black_changes(SOURCES, line_length) == []


def test_their_lines_are_short() -> None:
    long = [line for text in SOURCES.values() for line in text.splitlines() if len(line) > 100]
    assert long == []
