"""How much CPU time and memory it takes to generate a package, here and with a peer.

Each run is a whole process that starts with nothing generated. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DOCUMENT = Path(__file__).resolve().parents[2] / "shared" / "data" / "vapi-openapi.json"
PACKAGE = "generated"
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a directory in it is
"""Where files are made if there is such a place, so that the state of a disk has no part."""

PYTHON = sys.executable
OURS = (PYTHON, "-m", "schemawright", "generate", "--quiet", "--package", PACKAGE)
PEER = (
    *(PYTHON, "-m", "datamodel_code_generator", "--input-file-type", "openapi"),
    *("--output-model-type", "dataclasses.dataclass", "--output", f"{PACKAGE}.py"),
)
LIKE_FOR_LIKE = "schemawright: dataclasses and enums"
WAYS = {
    LIKE_FOR_LIKE: (*OURS, "--out", ".", "--target", "dataclasses", "--target", "enums"),
    "schemawright: all targets": (*OURS, "--out", "."),
    "datamodel-code-generator: default": (*PEER, "--input"),
    "datamodel-code-generator: fastest": (*PEER, "--no-formatters", "--input"),
}
"""Commands that a document is to be added to, to be run in an empty directory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took, its children included."""

    seconds: float
    """User and system CPU time."""
    mebibytes: float
    """The most memory that was resident at a time in one process."""


def cost(command: Sequence[str]) -> Cost:
    """Run a command in an empty directory that it is to leave something in.

    The memory of a process counts from its fork, so this one has to stay small.
    """
    with (
        TemporaryDirectory(dir=IN_MEMORY) as folder,
        (Path(folder) / "stderr").open("w+b") as stderr,
    ):
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=stderr, stderr=stderr
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not list(Path(folder).glob(f"{PACKAGE}*")):
            stderr.seek(0)
            sys.exit(f"{' '.join(command)}\n{stderr.read().decode(errors='replace')}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 2**20)


def costs(document: Path, rounds: int) -> dict[str, Cost]:
    """Return the medians for each way, from interleaved rounds after one that does not count."""
    measured: defaultdict[str, list[Cost]] = defaultdict(list)
    for number in range(rounds + 1):
        for name, command in WAYS.items():
            each = cost((*command, str(document)))
            if number:
                measured[name].append(each)
    return {
        name: Cost(
            statistics.median(each.seconds for each in some),
            statistics.median(each.mebibytes for each in some),
        )
        for name, some in measured.items()
    }


def stages(document: Path) -> list[tuple[str, float, float]]:
    """Return the user and the system time of each stage of one generation with all targets."""
    marks = [("importing", getrusage(RUSAGE_SELF))]

    def step(text: str) -> None:
        marks.append((text, getrusage(RUSAGE_SELF)))

    from schemawright import api  # noqa: PLC0415 - this is what is timed
    from schemawright.config import Options  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        api.write([Options(sources=(str(document),), package=PACKAGE, out=folder)], step)
        step("")
    return [
        (name, end.ru_utime - start.ru_utime, end.ru_stime - start.ru_stime)
        for (name, start), (_, end) in pairwise(marks)
    ]


def stage_medians(document: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """Return the medians for each stage, each round in a process of its own."""
    measured: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(rounds + 1):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            for name, user, system in pool.submit(stages, document).result():
                if number:
                    measured[name].append((user, system))
    return {
        name: (statistics.median(user for user, _ in some), statistics.median(s for _, s in some))
        for name, some in measured.items()
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table with its numbers aligned."""
    everything = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*everything, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| "
        + " | ".join(
            text.rjust(width) if index else text.ljust(width)
            for index, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in (everything[0], rule, *everything[1:])
    )


def cost_table(measured: dict[str, Cost]) -> str:
    """Return the medians, and how they compare with our like-for-like run."""
    base = measured[LIKE_FOR_LIKE]
    head = ("", "CPU s", "peak MiB", "CPU ÷ ours", "peak ÷ ours")
    return table(
        head,
        (
            (
                name,
                f"{each.seconds:.2f}",
                f"{each.mebibytes:.0f}",
                f"{each.seconds / base.seconds:.1f}",
                f"{each.mebibytes / base.mebibytes:.1f}",
            )
            for name, each in measured.items()
        ),
    )


def stage_table(measured: dict[str, tuple[float, float]]) -> str:
    """Return the medians, and the share that each is of all user time."""
    total = (sum(user for user, _ in measured.values()), sum(s for _, s in measured.values()))
    rows = (
        (name, f"{user * 1000:.0f}", f"{user / total[0]:.0%}", f"{system * 1000:.0f}")
        for name, (user, system) in [*measured.items(), ("all", total)]
    )
    return table(("stage", "user ms", "share", "system ms"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path, nargs="?", default=DOCUMENT)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="5 when left out")
    parser.add_argument("--stages", action="store_true", help="show where our own time goes")
    asked = parser.parse_args()
    document: Path = asked.document.resolve()
    if asked.rounds < 1:
        parser.error("--rounds has to be at least 1")
    if not document.is_file():
        parser.exit(2, f"{document} is not there; name an OpenAPI document\n")
    print(f"{document.name}, {asked.rounds} rounds, Python {sys.version.split()[0]}\n")
    if asked.stages:
        print(stage_table(stage_medians(document, asked.rounds)))
    else:
        print(cost_table(costs(document, asked.rounds)))


if __name__ == "__main__":
    main()
