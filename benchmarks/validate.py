"""How long it takes to tell whether values are valid, here and with peers.

Within one process, on values that are parsed already. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import signal
import statistics
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, NamedTuple

import fastjsonschema
import jsonschema_rs
from jsonschema.validators import validator_for  # type: ignore[import-untyped]  # it ships no types

import schemawright
from schemawright.regex.translation import translate
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    Check = Callable[[Any], bool]

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY.parent / "shared" / "data"
OURS, RS, FAST, SLOW = "schemawright", "jsonschema-rs", "fastjsonschema", "jsonschema"
LEAST = 0.002
"""So many seconds a measurement takes at least: a set is gone through several times."""


class Set(NamedTuple):
    """A schema and values to check with it."""

    name: str
    schema: Any
    instances: list[Any]


class Built(NamedTuple):
    """The checks of one schema by their makers, what making them took, and who had to be helped.

    `reasons` says why somebody cannot check the schema, or only if its patterns are Python's.
    """

    checks: dict[str, Check]
    seconds: dict[str, float]
    reasons: dict[str, str]


def sets(data: Path) -> Iterator[Set]:
    """Yield what SchemaStore has of real files, and the payloads of a call, each as a set."""
    for folder in sorted((data / "validation-benchmark").iterdir()):
        lines = (folder / "instances.jsonl").read_text(encoding="utf-8").splitlines()
        schema = json.loads((folder / "schema.json").read_bytes())
        yield Set(folder.name, schema, [json.loads(line) for line in lines])
    call = schemawright.bundle(str(REPOSITORY / "schemas"), root="Call")
    for size in ("small", "typical", "large"):
        payload = json.loads((data / "call-payloads" / f"{size}.json").read_bytes())
        yield Set(f"Call {size}", call, [payload])


def ours(schema: Any) -> Check:
    return schemawright.validator(schema).is_valid


def rust(schema: Any) -> Check:
    return jsonschema_rs.validator_for(schema).is_valid


def fast(schema: Any) -> Check:
    # Defaults would be written into the values, which the others are to see as they are.
    compiled: Any = fastjsonschema.compile(schema, use_formats=False, use_default=False)

    def check(value: Any) -> bool:
        try:
            compiled(value)
        except fastjsonschema.JsonSchemaException:
            return False
        return True

    return check


def slow(schema: Any) -> Check:
    validator: Any = validator_for(schema)(schema)

    def check(value: Any) -> bool:
        return bool(validator.is_valid(value))

    return check


MAKERS: dict[str, Callable[[Any], Check]] = {OURS: ours, RS: rust, FAST: fast, SLOW: slow}


def pythonic(value: Any) -> Any:
    """Return a schema with the patterns that Python has for those of ECMA-262."""
    if is_object(value):
        return {
            key: (
                translate(each).pattern
                if key == "pattern" and isinstance(each, str)
                else pythonic(each)
            )
            for key, each in value.items()
        }
    return [pythonic(each) for each in value] if is_array(value) else value


def built(schema: Any) -> Built:
    """Make the checks of a schema, each way that can."""
    found = Built({}, {}, {})
    for name, make in MAKERS.items():
        started = perf_counter()
        try:
            found.checks[name] = make(schema)
        except re.error as error:
            found.reasons[name] = f"with patterns of Python: {error}"
            found.checks[name] = make(pythonic(schema))
        except (fastjsonschema.JsonSchemaDefinitionException, SyntaxError) as error:
            found.reasons[name] = f"cannot: {type(error).__name__}: {str(error).splitlines()[0]}"
        found.seconds[name] = perf_counter() - started
    return found


def passes(check: Check, instances: list[Any], times: int) -> float:
    """Return the seconds that a check takes for some values, each of them so many times."""
    gc.collect()
    gc.disable()
    started = thread_time()
    for _ in range(times):
        for each in instances:
            check(each)
    taken = thread_time() - started
    gc.enable()
    return taken


def medians(checks: dict[str, Check], instances: list[Any], rounds: int) -> dict[str, float]:
    """Return the seconds that each check takes for some values; they take turns."""
    times: dict[str, list[float]] = {name: [] for name in checks}
    often = {name: 1 + int(LEAST / passes(check, instances, 1)) for name, check in checks.items()}
    for _ in range(rounds):
        for name, check in checks.items():
            times[name].append(passes(check, instances, often[name]) / often[name])
    return {name: statistics.median(each) for name, each in times.items()}


@contextmanager
def limit(seconds: float) -> Generator[None]:
    """Run something that raises TimeoutError when its time is over."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def patient(checks: dict[str, Check], instances: list[Any], seconds: float) -> tuple[float, int]:
    """Return how many times as long as ours the slow check takes, for as many as time allows.

    The number of values that it took part in comes with it: 0 says that the first took too long,
    and that the ratio is at least that.
    """
    done: list[Any] = []
    taken = 0.0
    started = thread_time()
    try:
        with limit(seconds):
            for each in instances:
                before = thread_time()
                valid = checks[SLOW](each)
                taken += thread_time() - before
                done.append(each)
                assert valid == checks[OURS](each), f"{SLOW} disagrees"  # noqa: S101
    except TimeoutError:
        if not done:
            taken = thread_time() - started
    base = medians({OURS: checks[OURS]}, done or instances[:1], 5)[OURS]
    return taken / base, len(done)


def agreed(each: Set, checks: dict[str, Check]) -> int:
    """Return how many values are valid, once all checks say so."""
    answers = [checks[OURS](instance) for instance in each.instances]
    for name, check in checks.items():
        if name != SLOW:
            others = [check(instance) for instance in each.instances]
            assert others == answers, f"{name} disagrees on {each.name}"  # noqa: S101
    return sum(answers)


def row(each: Set, found: Built, rounds: int, patience: float) -> tuple[str, float]:
    """Return the measurements of a set as a line, and the first ratio."""
    agreed(each, found.checks)
    quick = {name: check for name, check in found.checks.items() if name != SLOW}
    times = medians(quick, each.instances, rounds)
    base = times[OURS]
    cells = [f"{each.name:14} {len(each.instances):6} {base * 1e6:9.2f} {times[RS] / base:14.2f}"]
    cells.append(f"{times[FAST] / base:15.1f}" if FAST in times else f"{'cannot':>15}")
    if patience:
        ratio, count = patient(found.checks, each.instances, patience)
        cells.append(f"{'' if count else '> '}{ratio:.0f}".rjust(12))
    return " ".join(cells), times[RS] / base


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="sets whose names contain this")
    parser.add_argument(
        "--patience", type=float, default=20, help="seconds that jsonschema has for a set; 0: none"
    )
    asked = parser.parse_args()
    print(f"Medians of {asked.rounds} rounds, taken in turn; ratios to the time of {OURS}.")
    print(f"{'':14} {'values':>6} {'ours µs':>9} {RS:>14} {FAST:>15} {SLOW:>12}")
    for make in MAKERS.values():
        make({})  # what is imported late does not count
    ratios: list[float] = []
    making: list[str] = []
    schema: Any = None
    found = Built({}, {}, {})
    for each in sets(asked.data):
        if asked.only not in each.name:
            continue
        if each.schema is not schema:
            schema, found = each.schema, built(each.schema)
            seconds = (f"{name} {took * 1000:.0f}" for name, took in found.seconds.items())
            making.append(f"{each.name.partition(' ')[0]:14} {', '.join(seconds)}")
            making += [f"{'':14} {name} {reason}" for name, reason in found.reasons.items()]
        line, ratio = row(each, found, asked.rounds, asked.patience)
        ratios.append(ratio)
        print(line, flush=True)
    print(f"{'geometric mean':14} {'':6} {'':9} {statistics.geometric_mean(ratios):14.2f}")
    print("\nMaking the checks, once for each schema, in ms:")
    print("\n".join(making))


if __name__ == "__main__":
    main()
