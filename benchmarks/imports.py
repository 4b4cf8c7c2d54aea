"""What importing costs, and the first object that is decoded, here and with peers.

Each run is a whole process. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generate import table
from places import DATA, SCRATCH, payload

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAYLOAD = "typical"
FEWEST = 5
"""So many rounds a slow command takes part in, whatever time that takes."""
MEMORY_ROUNDS = 3
BARE, OURS = "python -c pass", "schemawright"
ONE, ALL, DECODE = "one class", "all classes", "first decode"
GOALS = {ONE: 2, ALL: 15, DECODE: 30}
"""Milliseconds beyond those of bare Python that ours may take."""

PEAK = """
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        print(line.split()[1])
"""
"""What a process says at its end of the most memory that it has had resident.

What `wait4` says is at least what the process had that started it.
"""


class Peer(NamedTuple):
    """Where a peer's classes are, what it needs besides, and how it decodes a text."""

    module: str
    also: str
    decode: str
    needs: str = ""
    """A package that has to be there."""


PEERS = {
    OURS: Peer("vapi_call", "", "Call.from_json(text)"),
    "Fern (vapi-server-sdk)": Peer(
        "vapi",
        "import json; from vapi.core.unchecked_base_model import construct_type",
        "construct_type(type_=Call, object_=json.loads(text))",
        "vapi",
    ),
    "pydantic, generated": Peer(
        "generated_pydantic", "", "Call.model_validate_json(text)", "datamodel_code_generator"
    ),
    "pydantic, tuned": Peer("tuned_pydantic", "", "Call.model_validate_json(text)", "pydantic"),
    "msgspec, tuned": Peer(
        "tuned_msgspec", "import msgspec", "msgspec.json.decode(text, type=Call)", "msgspec"
    ),
    "mashumaro, tuned": Peer("tuned_mashumaro", "", "Call.from_json(text)", "mashumaro"),
    "cattrs, tuned": Peer(
        "tuned_cattrs",
        "from tuned_cattrs import orjson_converter",
        "orjson_converter.loads(text, Call)",
        "cattrs",
    ),
}


def make(data: str, scratch: str) -> None:
    """Make the modules that are imported, and compile them; in a process of its own."""
    import peer_files  # noqa: PLC0415 - it needs the generator, and this process is to stay small

    peer_files.made(Path(data), Path(scratch))
    if find_spec("datamodel_code_generator") is not None:
        peer_files.generated(Path(data), Path(scratch))
    subprocess.run((sys.executable, "-m", "compileall", "-q", scratch), check=True)


def codes(scratch: Path, text: Path) -> dict[tuple[str, str], str]:
    """Return what each process is to run, by peer and measure; bare Python among them."""
    begin = f"import sys; sys.path.insert(0, {str(scratch)!r})\n"
    found = {(BARE, ""): f"{begin}pass"}
    for name, peer in PEERS.items():
        if peer.needs and find_spec(peer.needs) is None:
            print(f"{name} is left out: there is no {peer.needs}")
            continue
        one = f"{begin}from {peer.module} import Call\n"
        reading = f"with open({str(text)!r}, 'rb') as file:\n    text = file.read()\n"
        found[name, ONE] = one
        names = ", ".join(dataclass_names(scratch)) if name == OURS else "*"
        found[name, ALL] = f"{begin}from {peer.module} import {names}\n"
        found[name, DECODE] = f"{one}{peer.also}\n{reading}assert {peer.decode}.messages\n"
    return found


def dataclass_names(scratch: Path) -> list[str]:
    """Return the names of our dataclasses; peers make theirs with all else, whatever is asked."""
    package = (scratch / PEERS[OURS].module / "__init__.py").read_text()
    return sorted(set(re.findall(r'"(\w+)": "\.models\.', package)))


def run(code: str) -> tuple[float, str]:
    """Return the milliseconds of CPU time that a process takes, and what it prints."""
    process = subprocess.Popen(
        (sys.executable, "-I", "-W", "ignore", "-c", code),
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )
    assert process.stdout is not None  # noqa: S101 - said above
    with process.stdout as stream:
        printed = stream.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"this failed:\n{code}")
    return (usage.ru_utime + usage.ru_stime) * 1000, printed


def milliseconds(
    commands: Mapping[tuple[str, str], str], rounds: int, patience: float
) -> dict[tuple[str, str], float]:
    """Return the medians of each command; they take turns after a round that does not count.

    A command that has taken all the time that there is for it is left out of later rounds.
    """
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for key, code in commands.items():
            if number > FEWEST and sum(found[key]) > patience * 1000:
                continue
            taken = run(code)[0]
            if number:
                found[key].append(taken)
    return {key: statistics.median(each) for key, each in found.items()}


def mebibytes(commands: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], float]:
    """Return the most memory that each command has resident, where the system says so."""
    if not Path("/proc/self/status").is_file():
        return {}
    return {
        key: statistics.median(
            int(run(f"{code}\n{PEAK}")[1].split()[-1]) / 1024 for _ in range(MEMORY_ROUNDS)
        )
        for key, code in commands.items()
    }


def costs_table(
    times: Mapping[tuple[str, str], float], peaks: Mapping[tuple[str, str], float]
) -> str:
    """Return what each peer takes beyond bare Python."""
    head = ["", *(cell for each in GOALS for cell in (f"{each} ms", "÷ ours", "MiB"))]
    rows: list[Sequence[str]] = []
    for name in dict.fromkeys(name for name, _ in times if name != BARE):
        cells = [name]
        for each in GOALS:
            taken = times[name, each] - times[BARE, ""]
            ratio = taken / (times[OURS, each] - times[BARE, ""])
            more = peaks.get((name, each), 0) - peaks.get((BARE, ""), 0)
            cells += [f"{taken:,.1f}", f"{ratio:.1f}", f"{more:.1f}" if peaks else ""]
        rows.append(cells)
    return table(head, rows)


def goals_table(times: Mapping[tuple[str, str], float]) -> str:
    """Return the goals, what was measured, and whether they are reached."""
    rows: list[Sequence[str]] = []
    for each, most in GOALS.items():
        taken = times[OURS, each] - times[BARE, ""]
        reached = "yes" if taken <= most else "no"
        rows.append((each, f"{most}", f"{taken:.1f}", reached))
    return table(("", "goal ms", "measured", "reached"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--scratch", type=Path, default=SCRATCH, help="where modules are made")
    parser.add_argument(
        "--patience", type=float, default=6, help="seconds of CPU time that a command has"
    )
    asked = parser.parse_args()
    scratch = asked.scratch.resolve()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(make, str(asked.data.resolve()), str(scratch)).result()
    commands = codes(scratch, payload(asked.data.resolve(), PAYLOAD))
    print(f"Medians of up to {asked.rounds} rounds; Python {sys.version.split()[0]}.")
    times = milliseconds(commands, asked.rounds, asked.patience)
    peaks = mebibytes(commands)
    bare = f"{times[BARE, '']:.1f} ms, {peaks.get((BARE, ''), 0):.1f} MiB"
    print(f"\nBeyond bare Python ({bare}):\n\n{costs_table(times, peaks)}")
    print(f"\nGoals:\n\n{goals_table(times)}")


if __name__ == "__main__":
    main()
