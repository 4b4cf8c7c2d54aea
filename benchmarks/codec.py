"""How long it takes to decode and encode objects, here and with peers, and how large they are.

Within one process, on the payloads of a call. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tracemalloc
import warnings
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import thread_time
from typing import TYPE_CHECKING, Any, NamedTuple

from generate import table
from peer_files import generated, made, payloads
from peers import FERN, GENERATED, MSGSPEC, OURS, PEERS, PYDANTIC, Peer
from places import DATA, SCRATCH
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Times = Mapping[str, Mapping[str, float]]
    """Seconds (or bytes) of each peer, for each payload."""

LEAST = 0.002
"""So many seconds a measurement takes at least: what is measured is done several times."""
FEWEST = 3
"""So many rounds a slow peer takes part in, whatever time that takes."""
COPIES = 4
"""So many objects are kept when memory is measured."""
MEASURES = ("decode", "decode_bytes", "encode", "encode_bytes")
TITLES = {
    "decode": "Decode from a dict",
    "decode_bytes": "Decode from bytes",
    "encode": "Encode to a dict",
    "encode_bytes": "Encode to bytes",
}
FROM_BYTES, BESIDE = "from bytes", "beside its dict"
"""An object with all that it refers to, and what it takes beside the value that it is made from."""


class Goal(NamedTuple):
    """How a peer is to compare with us: at least so many times as long, or as much."""

    what: str
    payload: str
    peer: str
    least: float


GOALS = (
    Goal("decode", "typical", FERN, 600),
    Goal("decode", "typical", GENERATED, 11),
    Goal("decode", "typical", PYDANTIC, 2),
    Goal("decode", "typical", MSGSPEC, 1 / 2.3),
    Goal("encode", "typical", GENERATED, 3),
    Goal("encode", "typical", MSGSPEC, 1 / 1.5),
    Goal(f"memory {FROM_BYTES}", "large", MSGSPEC, 1),
    Goal(f"memory {BESIDE}", "large", MSGSPEC, 1),
)


def differences(given: Any, found: Any, place: str = "") -> Iterator[str]:
    """Yield the places where a value is not what was given; one instant may have two texts."""
    if is_object(given) and is_object(found):
        for key in {**given, **found}:
            at = f"{place}.{key}".lstrip(".")
            if key not in found or key not in given:
                yield f"{at} {'lost' if key in given else 'added'}"
            else:
                yield from differences(given[key], found[key], at)
    elif is_array(given) and is_array(found) and len(given) == len(found):
        for index, each in enumerate(given):
            yield from differences(each, found[index], f"{place}[{index}]")
    elif given != found and _instant(given) != _instant(found):
        yield f"{place} changed"


def _instant(value: Any) -> Any:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return (value,)


def faults(peer: Peer, text: bytes, reference: Any) -> str:
    """Return what becomes of a payload that is decoded and encoded, nothing if all is well.

    Args:
        peer: who decodes and encodes.
        text: the payload.
        reference: our object for it; its messages have the classes that they ought to have.
    """
    given = json.loads(text)
    try:
        decoded = peer.decode(json.loads(text))
        ways = {
            "": json.loads(json.dumps(peer.encode(decoded))),
            "in bytes: ": json.loads(peer.encode_bytes(peer.decode_bytes(text))),
        }
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is what is to be told
        return f"cannot: {type(error).__name__}: {' '.join(str(error).split())[:200]}"
    told: dict[str, str] = {}
    for way, value in ways.items():
        places = [*differences(given, value)]
        if places:
            told[f"{len(places)} differences, first {places[0]}"] = way
    pairs = zip(reference.messages or (), decoded.messages or (), strict=True)
    kinds = [(type(each).__name__, type(other).__name__) for each, other in pairs]
    if wrong := [(right, found) for right, found in kinds if right != found]:
        told[
            f"{len(wrong)} of {len(kinds)} messages are taken for others, {' for '.join(wrong[0])}"
        ] = ""
    return "; ".join(f"{way}{what}" for what, way in told.items())


def taken(action: Callable[[], object], times: int) -> float:
    """Return the seconds that an action takes, repeated so many times."""
    gc.collect()
    gc.disable()
    started = thread_time()
    for _ in range(times):
        action()
    seconds = thread_time() - started
    gc.enable()
    return seconds / times


def medians(
    actions: Mapping[str, Callable[[], object]], rounds: int, patience: float
) -> dict[str, float]:
    """Return the seconds that each action takes; they take turns.

    An action that has taken all the time that there is for it is left out of later rounds.
    """
    first = {name: taken(action, 1) for name, action in actions.items()}
    often = {name: 1 + int(LEAST / max(each, 1e-7)) for name, each in first.items()}
    for name, action in actions.items():  # the very first time may have made something
        often[name] = 1 + int(LEAST / taken(action, min(often[name], 50)))
    found: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds):
        for name, action in actions.items():
            if number < FEWEST or sum(found[name]) * often[name] < patience:
                found[name].append(taken(action, often[name]))
    return {name: statistics.median(each) for name, each in found.items()}


def actions(peers: Mapping[str, Peer], what: str, text: bytes) -> dict[str, Callable[[], object]]:
    """Return what each peer is to do."""
    found: dict[str, Callable[[], object]] = {}
    for name, peer in peers.items():
        way: Callable[[Any], Any] = getattr(peer, what)
        value = json.loads(text)
        if what == "decode_bytes":
            value = text
        elif what != "decode":
            value = peer.decode(value)
        found[name] = partial(way, value)
    return found


def size(action: Callable[[], object]) -> float:
    """Return the bytes that one object takes which an action returns."""
    action()
    gc.collect()
    tracemalloc.start()
    kept = [action() for _ in range(COPIES)]
    gc.collect()
    found = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (found - sys.getsizeof(kept)) / COPIES


def times_table(times: Times) -> str:
    """Return the times in µs of each peer, and how they compare with ours."""
    sizes = list(times[OURS])
    head = ["", *(cell for each in sizes for cell in (f"{each} µs", "÷ ours"))]
    rows = [
        [
            name,
            *(
                cell
                for each in sizes
                for cell in (
                    (f"{some[each] * 1e6:,.1f}", f"{some[each] / times[OURS][each]:.3g}")
                    if each in some
                    else ("", "")
                )
            ),
        ]
        for name, some in times.items()
    ]
    return table(head, rows)


def sizes_table(found: Mapping[str, Times], payload: str) -> str:
    """Return the sizes of decoded objects in KiB."""
    head = ["", *(cell for each in found for cell in (f"{each} KiB", "÷ ours"))]
    rows = [
        [
            name,
            *(
                cell
                for some in found.values()
                for cell in (
                    f"{some[name][payload] / 1024:,.0f}",
                    f"{some[name][payload] / some[OURS][payload]:.2f}",
                )
            ),
        ]
        for name in found[FROM_BYTES]
    ]
    return table(head, rows)


def goals_table(measured: Mapping[str, Times]) -> str:
    """Return the goals, what was measured, and whether they are reached."""
    rows: list[tuple[str, ...]] = []
    for goal in GOALS:
        times = measured.get(goal.what, {})
        theirs = times.get(goal.peer, {}).get(goal.payload)
        if theirs is None:
            continue
        ratio = theirs / times[OURS][goal.payload]
        reached = "yes" if ratio >= goal.least else "no"
        least, found = f"{goal.least:.1f}", f"{ratio:.2f}"
        if goal.least < 1:  # said the other way round: how many times as long we may take
            least, found = f"1 / {1 / goal.least:.1f}", f"1 / {1 / ratio:.2f}"
        rows.append((f"{goal.what}, {goal.payload}", goal.peer, least, found, reached))
    return table(("", "peer ÷ ours", "goal", "measured", "reached"), rows)


def ready(only: str) -> dict[str, Peer]:
    """Return the peers that are there, and tell of those that are not."""
    found: dict[str, Peer] = {}
    for name, make in PEERS.items():
        if name != OURS and only and not any(each in name for each in only.split(",")):
            continue
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def sound(peers: Mapping[str, Peer], texts: Mapping[str, bytes]) -> dict[str, dict[str, Peer]]:
    """Return the peers that can do each payload, and tell what becomes of it."""
    found: dict[str, dict[str, Peer]] = {size: {} for size in texts}
    rows: list[tuple[str, str, str]] = []
    for name, peer in peers.items():
        for size_, text in texts.items():
            fault = faults(peer, text, peers[OURS].decode(json.loads(text)))
            if not fault.startswith("cannot"):
                found[size_][name] = peer
            if fault:
                rows.append((name, size_, fault))
    if rows:
        print(f"\nWhat is not the payload again:\n\n{table(('', 'payload', 'what'), rows)}")
    assert all(OURS in each for each in found.values()), "ours has to decode"  # noqa: S101
    return found


def by_peer(found: Mapping[str, Mapping[str, float]]) -> Times:
    """Return what was measured by payload and peer, by peer and payload."""
    names = dict.fromkeys(name for each in found.values() for name in each)
    return {
        name: {size_: some[name] for size_, some in found.items() if name in some} for name in names
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="peers whose names contain one of these: a,b")
    parser.add_argument("--payload", default="", help="the only payload to measure")
    parser.add_argument("--scratch", type=Path, default=SCRATCH, help="where modules are made")
    parser.add_argument(
        "--patience", type=float, default=2, help="seconds that a peer has for a measurement"
    )
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    warnings.simplefilter("ignore")  # of peers about what they are given
    scratch = asked.scratch.resolve()
    made(asked.data, scratch)
    if find_spec("datamodel_code_generator") is not None:
        generated(asked.data, scratch)
    texts = {
        name: text for name, text in payloads(asked.data).items() if asked.payload in ("", name)
    }
    print(f"Medians of {asked.rounds} rounds, taken in turn; Python {sys.version.split()[0]}.")
    able = sound(ready(asked.only), texts)
    measured: dict[str, Times] = {}
    gc.freeze()  # modules and validators need not be looked at in each collection
    for what in MEASURES:
        measured[what] = by_peer(
            {
                name: medians(actions(able[name], what, text), asked.rounds, asked.patience)
                for name, text in texts.items()
            }
        )
        print(f"\n{TITLES[what]}:\n\n{times_table(measured[what])}", flush=True)
    largest = [*texts][-1]
    found = {
        title: by_peer(
            {
                largest: {
                    name: size(action)
                    for name, action in actions(able[largest], what, texts[largest]).items()
                }
            }
        )
        for title, what in ((FROM_BYTES, "decode_bytes"), (BESIDE, "decode"))
    }
    measured.update((f"memory {title}", each) for title, each in found.items())
    print(f"\nThe decoded {largest} payload:\n\n{sizes_table(found, largest)}")
    print(f"\nGoals:\n\n{goals_table(measured)}")


if __name__ == "__main__":
    main()
