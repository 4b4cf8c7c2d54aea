"""One fault in a valid document: the report names the place where it is, and no other."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from instances import SEED
from seeded_faults import Faults
from typed_packages import SUBJECTS, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Say
    from schemawright.ir import TypeName
    from seeded_faults import Seeded
    from typed_packages import Typed

pytestmark = pytest.mark.no_cover  # what it runs, others cover


@pytest.fixture(scope="module", params=SUBJECTS)
def subject(
    request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Typed]:
    yield from opened(request, repository, tmp_path_factory.mktemp("faults"))


FEW, MANY = 10, 60
TRIES = 20
MENTIONED = 10
"""Of so many known values a report tells, and that there are more."""


def seeded(subject: Typed, name: TypeName, count: int, counts: Counter[str]) -> Iterator[Seeded]:
    """Yield broken instances of a type, which no peer accepts any more."""
    faults = Faults(subject.model, subject.is_valid)
    random = Random(f"{SEED} faults {name}")  # noqa: S311 - nothing secret
    drawn = subject.instances.of(name)
    done = 0
    for _ in range(count * TRIES):
        if done == count:
            break
        value = next(drawn).value
        if not subject.is_valid(name, value):
            continue
        found = faults.seeded(name, value, random)
        if found is None:
            continue
        if subject.forgiving.allows(name, found.value):
            counts["no fault after all"] += 1
            continue
        done += 1
        counts[found.broken.what] += 1
        yield found


def blamed(errors: Any) -> Iterator[str]:
    """Yield the places that faults and their causes are at."""
    for each in errors:
        yield each.instance
        yield from blamed(each.causes)


def is_named(found: Seeded, errors: Any) -> bool:
    """Tell whether errors name the place of a fault, and nothing outside of what hides it."""
    places = {*blamed(errors)}
    if found.union is not None:
        inside = all(each == found.union or each.startswith(f"{found.union}/") for each in places)
        return inside and {each.instance for each in errors} <= {found.union, found.place}
    *_, message = [str(each) for each in errors]
    names = [json.dumps(each, ensure_ascii=False) for each in found.broken.names]
    mentioned = sum(each in message for each in names)
    return places == {found.place} and mentioned >= min(len(names), MENTIONED)


def refused(codec: Any, value: Any) -> Any:
    """Return what is wrong with a value that cannot be decoded; nothing if it can."""
    try:
        codec.decode(value)
    except ValueError as error:
        return getattr(error, "errors", ())
    return ()


def check(subject: Typed, say: Say, count: int) -> None:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for name in subject.model.declarations:
        for found in seeded(subject, name, count, counts):
            errors = refused(subject.codecs[name], found.value)
            assert errors, (name, found)
            counts["in a union without a tag"] += found.union is not None
            if not is_named(found, errors):
                wrong.append(
                    f"{name}: {found.broken.what} at {found.place!r}: {found.value}: {errors}"
                )
    assert wrong == []
    say(f"seeded faults in {subject.package.__name__}: {dict(sorted(counts.items()))}")


def test_the_report_names_the_place_of_a_fault(subject: Typed, say: Say) -> None:
    check(subject, say, FEW)


@pytest.mark.slow
def test_the_report_names_the_place_of_a_fault_at_length(subject: Typed, say: Say) -> None:
    check(subject, say, MANY)
