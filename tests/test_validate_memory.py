"""Data of any size is validated in the same memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "tags": {"items": {"type": "string"}}},
}

MOST = 100 << 20
"""Bytes that no process may need; a Python with all that is imported takes half of it."""
SLACK = 32 << 20
"""What chunks and processes may add for data that takes longer; a fraction of the data."""

# What the largest of all processes needed, those that the child waited for among them.
MEASURED = """
import resource, subprocess, sys
status = subprocess.run([sys.executable, "-m", "schemawright", *sys.argv[1:]]).returncode
unit = 1 if sys.platform == "darwin" else 1024
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit)
"""


def write(path: Path, size: int) -> int:
    """Write JSON Lines of a size, some of them long, some not valid; return how many are not."""
    tags = ["some words that are neither long nor short"] * 20
    good = [json.dumps({"id": n, "tags": tags}).encode() + b"\n" for n in range(500)]
    good.append(json.dumps({"id": 0, "tags": tags * 500}).encode() + b"\n")
    block = b"".join([*good, b'{"id": "x"}\n'])
    count = size // len(block) + 1
    with path.open("wb") as file:
        for _ in range(count):
            file.write(block)
    return count


def peak(folder: Path, size: int, *, piped: bool) -> int:
    pytest.importorskip("resource")
    data = folder / f"{size}.jsonl"
    invalid = write(data, size)
    schema = folder / "schema.json"
    schema.write_text(json.dumps(SCHEMA))
    name = "-" if piped else str(data)
    arguments = ["validate", name, "--schema", str(schema), "--jobs", "2"]
    with data.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *arguments],
            stdin=file if piped else None,
            capture_output=True,
            text=True,
            check=True,
        )
    data.unlink()
    status, needed = map(int, done.stdout.split())
    assert status == 1
    assert f" {invalid:,} are invalid (" in done.stderr
    return needed


@pytest.mark.slow
@pytest.mark.parametrize("piped", [False, True])
def test_memory_does_not_grow_with_the_data(tmp_path: Path, piped: bool) -> None:
    small = peak(tmp_path, 50 << 20, piped=piped)
    large = peak(tmp_path, 200 << 20, piped=piped)
    assert max(small, large) < MOST
    assert abs(large - small) < SLACK
