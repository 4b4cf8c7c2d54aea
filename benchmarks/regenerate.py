"""How much CPU time a run takes again: with nothing changed, and with one description edited.

Each run is a whole process in a folder that holds what an earlier one generated. See
benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from generate import DOCUMENT, IN_MEMORY, OURS, WAYS, cost, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SOURCE = "document.json"
COMMAND = (*OURS, "--out", ".", SOURCE)
PEER = "datamodel-code-generator: fastest"
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
BARE, COLD, SAME, TOUCHED, EDITED = (
    *("python -c pass", "cold", "nothing changed", "only touched"),
    "one description edited",
)


def seconds(command: Sequence[str], folder: Path) -> float:
    """Return the CPU time of a process and its children, user and system."""
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime


def edited(text: str) -> Callable[[], str]:
    """Return what yields a document's text with the description of a schema, another each time."""
    value = json.loads(text)
    schemas = value["components"]["schemas"]
    name = sorted(schemas)[len(schemas) // 2]
    counting = itertools.count(1)

    def again() -> str:
        schemas[name]["description"] = f"Edited {next(counting)} times."
        return json.dumps(value, indent=2)

    return again


def measured(document: Path, rounds: int) -> Mapping[str, float]:
    """Return the medians of each way, from interleaved rounds after one that does not count."""
    text = document.read_text(encoding="utf-8")
    another = edited(text)
    found: defaultdict[str, list[float]] = defaultdict(list)
    with TemporaryDirectory(dir=IN_MEMORY) as name:
        folder = Path(name)
        source = folder / SOURCE
        source.write_text(text, encoding="utf-8")
        for number in range(rounds + 1):
            taken = {COLD: cost((*OURS, "--out", ".", str(document))).seconds}
            seconds(COMMAND, folder)
            seconds(COMMAND, folder)  # which looks at what was too young before
            taken[BARE] = seconds((sys.executable, "-c", "pass"), folder)
            taken[SAME] = seconds(COMMAND, folder)
            source.touch()
            taken[TOUCHED] = seconds(COMMAND, folder)
            source.write_text(another(), encoding="utf-8")
            taken[EDITED] = seconds(COMMAND, folder)
            taken[PEER] = cost((*WAYS[PEER], str(document))).seconds
            if number:
                for key, each in taken.items():
                    found[key].append(each)
    return {key: statistics.median(some) for key, some in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", type=Path, nargs="?", default=DOCUMENT)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="5 when left out")
    asked = parser.parse_args()
    document: Path = asked.document.resolve()
    if not document.is_file():
        parser.exit(2, f"{document} is not there; name an OpenAPI document\n")
    print(f"{document.name}, {asked.rounds} rounds, Python {sys.version.split()[0]}\n")
    times = measured(document, asked.rounds)
    rows = [
        (name, f"{each * 1000:,.0f}", f"{each / times[COLD]:.3f}", f"{times[PEER] / each:,.1f}")
        for name, each in times.items()
    ]
    print(table(("", "CPU ms", "÷ cold", "peer ÷ it"), rows))


if __name__ == "__main__":
    main()
