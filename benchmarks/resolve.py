"""How long all references of a document take to be resolved, here and with a peer.

Within one process, from the parsed document to the place of each target. See benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

from referencing.jsonschema import DRAFT202012, EMPTY_REGISTRY

from schemawright.location import Location, escape
from schemawright.source.dialects import OPENAPI30
from schemawright.source.library import Library
from schemawright.source.references import References
from schemawright.source.schema import Schema
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCUMENT = Path(__file__).resolve().parents[2] / "shared" / "data" / "vapi-openapi.json"


def references(value: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object that refers to something, with the pointer to it."""
    if is_object(value):
        if isinstance(value.get("$ref"), str):
            yield pointer, value
        for key, each in value.items():
            yield from references(each, f"{pointer}/{escape(key)}")
    elif is_array(value):
        for index, each in enumerate(value):
            yield from references(each, f"{pointer}/{index}")


def ours(library: Library, found: list[tuple[str, dict[str, Any]]]) -> int:
    """Index the document, resolve every reference and fetch what is there; return how many."""
    resolved = References(library)
    uri = library.entries[0].uri
    count = 0
    for pointer, value in found:
        target = resolved.resolve(value["$ref"], Schema(value, Location(uri, pointer), OPENAPI30))
        if target.location is not None:
            resolved.value(target.location)
            count += 1
    return count


def theirs(library: Library, found: list[tuple[str, dict[str, Any]]]) -> int:
    """Do the same with `referencing`."""
    document: Any = library.entries[0].value
    resource = DRAFT202012.create_resource(document)
    registry = EMPTY_REGISTRY.with_resource("file:///document", resource).crawl()
    resolver = registry.resolver("file:///document")
    return len([resolver.lookup(value["$ref"]).contents for _, value in found])


def milliseconds(action: Callable[[], int]) -> tuple[float, int]:
    """Return how long an action takes, and what it returns."""
    gc.collect()
    gc.disable()
    started = perf_counter()
    result = action()
    taken = (perf_counter() - started) * 1000
    gc.enable()
    return taken, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("document", nargs="?", type=Path, default=DOCUMENT)
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    text = asked.document.read_bytes()
    with TemporaryDirectory() as folder:
        path = Path(folder) / asked.document.name
        path.write_bytes(text)
        library = Library([path.as_posix()])
    found = list(references(library.entries[0].value))
    ways = {"schemawright": ours, "referencing": theirs}
    times: dict[str, list[float]] = {name: [] for name in ways}
    parsing: list[float] = []
    for number in range(asked.rounds + 1):
        parsing.append(milliseconds(lambda: len(json.loads(text)))[0])
        for name, way in ways.items():
            taken, count = milliseconds(partial(way, library, found))
            assert count == len(found), f"{name} resolves {count} of {len(found)}"  # noqa: S101
            if number:  # the first round warms up
                times[name].append(taken)
    print(f"{len(found)} references; medians of {asked.rounds} rounds, taken in turn")
    base = statistics.median(times["schemawright"])
    for name, each in times.items():
        middle = statistics.median(each)
        print(f"{name:14} {middle:7.1f} ms  {middle / base:5.2f}")
    print(f"{'parsing':14} {statistics.median(parsing[1:]):7.1f} ms  (json.loads, to compare)")


if __name__ == "__main__":
    main()
