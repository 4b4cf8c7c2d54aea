"""Same input, same bytes: in every run, under every hash seed, wherever the input lies."""

from __future__ import annotations

import copy
import json
import os
import random
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from generated_packages import run
from golden_cases import Case, cases, working_directory
from schemawright import pipeline, settings
from schemawright.diagnostics import InputError
from schemawright.location import Location

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.source.values import JsonValue

CASES = cases()
GENERATE_ALL = """
import hashlib, json, sys
from golden_cases import cases, working_directory
from generated_packages import run
from schemawright.config import USUAL_TARGETS

found = {case.name: case.found() for case in cases()}
for case in cases():
    with working_directory(case.folder):
        outcome = run({**case.options, "target": list(USUAL_TARGETS)})
        found[f"all of {case.name}"] = {str(path): text for path, text in outcome.files.items()}
found["Call"] = {
    str(path): text
    for path, text in run(
        {"source": sys.argv[1], "root": "Call", "package": "vapi_call"}
    ).files.items()
}
print(hashlib.sha256(json.dumps(found).encode()).hexdigest(), sum(map(len, found.values())))
"""


def generated_under(seed: str, repository: Path) -> str:
    """Return the digest of everything that is generated in a process with a hash seed."""
    found = subprocess.run(
        [sys.executable, "-c", GENERATE_ALL, str(repository / "schemas")],
        cwd=repository / "tests",
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout


def test_the_hash_seed_does_not_matter(repository: Path) -> None:
    found = [generated_under(seed, repository) for seed in ("0", "1", "4321")]
    assert len({*found}) == 1
    assert int(found[0].split()[1]) > 500


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_second_run_gives_the_same(case: Case) -> None:
    assert case.found() == case.found()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_folder_does_not_matter(case: Case, tmp_path: Path) -> None:
    moved = Case(tmp_path / "elsewhere")
    shutil.copytree(case.folder / "input", moved.folder / "input")
    text = (case.folder / "options.toml").read_text(encoding="utf-8")
    (moved.folder / "options.toml").write_text(f'package = "{case.options["package"]}"\n{text}')
    assert moved.found() == case.found()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_input_is_not_changed(case: Case) -> None:
    with working_directory(case.folder):
        options = settings.options(case.options, lambda key: (Location(key), None))
        library = pipeline.read(options)
        before = [json.dumps(each.value) for each in library.documents]
        values = copy.deepcopy([each.value for each in library.documents])
        with suppress(InputError):
            pipeline.generate(options, library, lambda _: None)
        after = library.documents[: len(before)]
    assert [json.dumps(each.value) for each in after] == before
    assert [each.value for each in after] == values


def shuffled(value: JsonValue, chance: random.Random) -> JsonValue:
    """Return a JSON value with the keys of its objects in another order."""
    match value:
        case dict():
            items = [(key, shuffled(each, chance)) for key, each in value.items()]
            chance.shuffle(items)
            return dict(items)
        case list():
            return [shuffled(each, chance) for each in value]
        case _:
            return value


def _shuffle(folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same one every time
    for path in sorted(folder.iterdir()):
        value = shuffled(json.loads(path.read_bytes()), chance)
        path.write_text(json.dumps(value), encoding="utf-8")


JSON_CASES = [
    case
    for case in CASES
    if all(path.suffix == ".json" for path in (case.folder / "input").iterdir())
    and any(path.startswith("expected/") for path in case.recorded())
]


@pytest.mark.parametrize("case", JSON_CASES, ids=lambda case: case.name)
def test_sorted_keys_make_the_order_of_keys_irrelevant(case: Case, tmp_path: Path) -> None:
    how = {**case.options, "key_order": "sorted"}
    with working_directory(case.folder):
        wanted = run(how)
    for seed in range(3):
        folder = tmp_path / str(seed)
        shutil.copytree(case.folder / "input", folder / "input")
        _shuffle(folder / "input", seed)
        with working_directory(folder):
            assert run(how).files == wanted.files


@pytest.mark.parametrize("case", JSON_CASES, ids=lambda case: case.name)
def test_names_do_not_depend_on_the_order_of_keys(case: Case, tmp_path: Path) -> None:
    """Without sorting, words change places (fields, members, parts of unions), and nothing else."""
    with working_directory(case.folder):
        wanted = run(case.options)
    shutil.copytree(case.folder / "input", tmp_path / "input")
    _shuffle(tmp_path / "input", 5)
    with working_directory(tmp_path):
        found = run(case.options)
    assert found.files.keys() == wanted.files.keys()
    for path, text in wanted.files.items():
        if {"_validation", "_codecs"} & {*path.parts}:
            continue  # their variables are numbered as they come
        words, others = (sorted(re.findall(r"\w+", each)) for each in (text, found.files[path]))
        assert others == words, path
