"""The official test suite through generated packages: written down, imported and asked."""

from __future__ import annotations

import importlib
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from generated_packages import imported, write
from official_suite import DIALECTS, gaps, optional, required, resources
from schemawright import pipeline
from schemawright.config import Options
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.python.names import python_names
from schemawright.source.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from conftest import Say
    from official_suite import Group

pytestmark = pytest.mark.no_cover  # what it runs, others cover

PACKAGE = "suite_package"


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "data/json-schema-test-suite"


@pytest.fixture(scope="module")
def remotes(suite: Path) -> dict[str, Any]:
    return resources(suite)


def root_names(options: Options, library: Library) -> list[str]:
    """Return what the types of the roots are called."""
    _, graph, names = pipeline.resolved(options, library, lambda _: None)
    model = run_passes(lower(graph, names, lambda _: None))
    types = python_names(model).types
    return [types[each] for each in model.roots]


def root_name(options: Options, library: Library) -> str:
    """Return what the type of the first root is called."""
    return root_names(options, library)[0]


def outcomes(
    found: Iterable[Group], draft: str, remotes: dict[str, Any], folder: Path
) -> dict[str, bool]:
    """Return of each test whether the package, and the report in it, say what it expects."""
    right: dict[str, bool] = {}
    for group in found:
        options = Options(
            sources=("schema",),
            package=PACKAGE,
            targets=("validators",),
            dialect=DIALECTS[draft],
            assert_formats=group.formats or None,
        )
        library = Library.of(group.schema, remotes)
        files = pipeline.generate(options, library, lambda _: None).files
        shutil.rmtree(folder / PACKAGE, ignore_errors=True)
        write(files, folder)
        with imported(folder, PACKAGE):
            validation = importlib.import_module(f"{PACKAGE}.validation")
            ours = validation.validator(root_name(options, library))
            for test in group.tests:
                said = {ours.is_valid(test["data"]), not ours.errors(test["data"])}
                right[f"{group.name}: {test['description']}"] = said == {test["valid"]}
    return right


@pytest.mark.parametrize(
    "draft",
    [
        each if each in {"draft7", "draft2020-12"} else pytest.param(each, marks=pytest.mark.slow)
        for each in DIALECTS
    ],
)
def test_packages_pass_the_required_tests(
    suite: Path, remotes: dict[str, Any], draft: str, tmp_path: Path, say: Say
) -> None:
    right = outcomes(required(suite, draft), draft, remotes, tmp_path)
    assert [name for name, each in right.items() if not each] == []
    assert len(right) > 500
    say(f"JSON Schema test suite, {draft}, generated packages: {len(right)} of {len(right)}")


@pytest.mark.parametrize(
    "draft",
    [
        each if each in {"draft7", "draft2020-12"} else pytest.param(each, marks=pytest.mark.slow)
        for each in DIALECTS
    ],
)
def test_packages_pass_the_optional_tests_but_those_that_are_listed(
    suite: Path, remotes: dict[str, Any], draft: str, tmp_path: Path
) -> None:
    right = outcomes(optional(suite, draft), draft, remotes, tmp_path)
    assert {name for name, each in right.items() if not each} == gaps(draft)
