"""Real schemas: each becomes a package that imports and type-checks, or an error that is right."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from code_checks import mypy_findings
from codec_ways import codec_of
from generated_packages import Outcome, imported, modules, run, write
from json_equality import same
from schemawright import pipeline
from schemawright.config import USUAL_TARGETS, Options
from schemawright.diagnostics import Severity
from schemawright.source.uris import path_of
from test_generated_suite import root_name
from test_validation_agreement import instances

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Say

# the sample is generated once
pytestmark = [pytest.mark.xdist_group("schemastore"), pytest.mark.no_cover]

HOSTS = ("https://json.schemastore.org/", "https://www.schemastore.org/")
"""Where the schemas of the sample are published, all under their file names."""


class Sample(NamedTuple):
    """What came of every schema of the sample, by the name of its package."""

    folder: Path
    paths: Mapping[str, Path]
    generated: Mapping[str, Outcome]
    refused: Mapping[str, Outcome]
    without: Mapping[str, Outcome]
    """The refused ones again, with any value for what is missing."""


@pytest.fixture(scope="session", params=[3, pytest.param(1, marks=pytest.mark.slow)])
def sample(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Sample:
    """Return every third schema, or all of them."""
    schemas = shared / "data/schemastore/schemas"
    folder = tmp_path_factory.mktemp("schemastore")
    paths = {
        f"of_{re.sub('[^a-z0-9]', '_', path.stem.lower())}": path
        for path in sorted(schemas.glob("*.json"))
    }
    assert len(paths) == len(list(schemas.glob("*.json"))) > 200
    paths = dict([*paths.items()][:: request.param])

    def outcome(package: str, **how: Any) -> Outcome:
        resource = dict.fromkeys(HOSTS, f"{schemas.as_posix()}/")
        source = paths[package].as_posix()
        found = run(
            {
                "source": source,
                "package": package,
                "resource": resource,
                "target": list(USUAL_TARGETS),
                **how,
            }
        )
        write(found.files, folder)
        return found

    every = {package: outcome(package) for package in paths}
    refused = {package: each for package, each in every.items() if not each.files}
    return Sample(
        folder=folder,
        paths=paths,
        generated={package: each for package, each in every.items() if each.files},
        refused=refused,
        without={package: outcome(package, on_missing="any") for package in refused},
    )


def test_what_is_refused_is_not_to_be_had(shared: Path, sample: Sample) -> None:
    """Only references to documents that are not part of the sample keep a schema from it."""
    schemas = shared / "data/schemastore/schemas"
    there = {path.name for path in schemas.iterdir()} | {path.stem for path in schemas.iterdir()}
    for name, outcome in sample.refused.items():
        errors = [each for each in outcome.findings if each.severity is Severity.ERROR]
        assert errors, name
        for error in errors:
            assert error.code in {"refused-reference", "unresolved-reference"}, error
            found = re.search(r"'([^']*)'", error.message)
            assert found is not None
            reference = found[1].partition("#")[0]
            assert reference, f"{name}: {error} is about a place in the schema itself"
            elsewhere = reference.startswith("https://") and not reference.startswith(HOSTS)
            assert elsewhere or path_of(reference).rpartition("/")[2] not in there, error


def test_what_is_refused_can_be_generated_without_it(sample: Sample) -> None:
    for name, outcome in sample.without.items():
        assert outcome.files, f"{name}: {outcome.text}"


def test_what_is_generated_imports(sample: Sample) -> None:
    for name in (*sample.generated, *sample.without):
        with imported(sample.folder, name) as package:
            list(modules(package))
            assert all(hasattr(package, each) for each in package.__all__)


@pytest.mark.types
def test_what_is_generated_type_checks(sample: Sample, say: Say) -> None:
    every = [*sample.generated, *sample.without]
    names = every if len(every) > 300 else every[::10]
    assert mypy_findings(sample.folder, names) == ""
    count, clean = len(sample.generated), len(names)
    say(
        f"SchemaStore: {count} generated, {count} imported, {clean} type-checked of "
        f"{count + len(sample.refused)}; refused for what they refer to, and clean with any value "
        f"in its place: {', '.join(sample.refused)}"
    )


def test_instances_come_back_as_they_were(shared: Path, sample: Sample, say: Say) -> None:
    """What a schema accepts is decoded, and encoded it is the same; what it refuses is refused."""
    data = shared / "data/schemastore"
    came: Counter[str] = Counter()
    for package in sorted({**sample.generated, **sample.without}):
        source = sample.paths[package]
        for label in ("valid", "invalid"):
            folder = data / label / source.stem
            found = [value for _, value in instances(folder)] if folder.is_dir() else []
            if not found:
                continue
            options = Options(
                sources=(source.as_posix(),),
                package=package,
                resources=tuple((host, f"{(data / 'schemas').as_posix()}/") for host in HOSTS),
                missing=(("*", "any"),),
            )
            with imported(sample.folder, package):
                codec = codec_of(package, root_name(options, pipeline.read(options)))
                for value in found:
                    came[outcome_of(codec, value)] += 1
    assert came.keys() <= {"the same", "refused"}, came
    say(f"SchemaStore instances, decoded and encoded: {dict(came)}")


def outcome_of(codec: Any, value: Any) -> str:
    """Return what becomes of a value that is decoded and encoded."""
    valid = not codec.errors(value)
    try:
        back = codec.encode(codec.decode(value))
    except ValueError:
        return "refused" if not valid else "valid, and refused"
    return "the same" if same(back, value) else "not the same"
