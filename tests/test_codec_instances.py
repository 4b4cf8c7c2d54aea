"""Random instances of every type are decoded, and come back; random documents are judged alike."""

from __future__ import annotations

import copy
from collections import Counter
from contextlib import ExitStack
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from instances import SEED
from json_equality import same
from mutations import mutated
from schemawright import ir
from schemawright.diagnostics import InputError
from schemawright.source.values import is_object
from typed_packages import SUBJECTS, opened, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from conftest import Say
    from instances import Drawn
    from typed_packages import Typed

FEW, MANY = 20, 2000
SHARDS = 4
"""At length, the types are dealt out to so many tests, which may run side by side."""
MOST_DISCARDED = 0.02


@pytest.fixture(scope="module", params=SUBJECTS)
def subject(
    request: pytest.FixtureRequest, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Typed]:
    yield from opened(request, repository, tmp_path_factory.mktemp("instances"))


def is_record(subject: Typed, name: ir.TypeName) -> bool:
    return isinstance(subject.model.declarations[name], ir.Record)


def valid(subject: Typed, name: ir.TypeName, counts: Counter[str]) -> Iterator[Drawn]:
    """Yield instances that are valid to a peer; ours has to agree."""
    for drawn in subject.instances.of(name):
        allowed = subject.peer.allows(name, drawn.value)
        assert subject.is_valid(name, drawn.value) == allowed, (name, drawn.value)
        counts["kept" if allowed else "discarded"] += 1
        if allowed:
            yield drawn


def record_of(subject: Typed, type_: ir.Type, value: Any) -> ir.TypeName | None:
    """Return the record that an object must be decoded as, None if the type alone does not say."""
    if isinstance(type_, ir.Nullable):
        return record_of(subject, type_.item, value)
    if isinstance(type_, ir.Union) and type_.tag is not None:
        written = value.get(type_.tag.property)
        cases = {each.value: name for each, name in type_.tag.cases}
        return cases.get(written) if isinstance(written, str) else None
    if not isinstance(type_, ir.Ref):
        return None
    target = subject.model.declarations[type_.name]
    if isinstance(target, ir.Alias):
        return record_of(subject, target.target, value)
    return type_.name if isinstance(target, ir.Record) else None


def lost(subject: Typed, name: ir.TypeName, drawn: Drawn) -> bool:
    """Tell whether an instance is not what comes back when it is decoded and encoded."""
    codec = subject.codecs[name]
    found = codec.decode(drawn.value)
    if is_object(drawn.value):
        record = record_of(subject, ir.Ref(name), drawn.value)
        assert record is None or type(found) is subject.class_of(record), (name, drawn.value)
    return not same(codec.encode(found), drawn.value, drawn.moments)


def check(subject: Typed, names: Sequence[ir.TypeName], say: Say, *, records: int) -> None:
    """Draw instances of types, fewer of those that are no records, and send them there and back."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for name in names:
        wanted = records if is_record(subject, name) else max(FEW // 2, records // 10)
        drawn = [*islice(valid(subject, name, counts), wanted)]
        assert len(drawn) == wanted, f"{name} has too few instances"
        wrong += [f"{name}: {each.value}" for each in drawn if lost(subject, name, each)]
    assert wrong == []
    assert counts["discarded"] <= MOST_DISCARDED * counts["kept"]
    say(f"random instances of {len(names)} types of {subject.package.__name__}: {dict(counts)}")


def test_instances_of_every_type_come_back(subject: Typed, say: Say) -> None:
    assert subject.instances.impossible == []
    few = len(subject.model.declarations) < 20
    check(subject, [*subject.model.declarations], say, records=20 * FEW if few else FEW)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
def test_instances_of_every_type_come_back_at_length(subject: Typed, shard: int, say: Say) -> None:
    check(subject, [*subject.model.declarations][shard::SHARDS], say, records=MANY)


def test_instances_survive_text_and_are_left_alone(subject: Typed) -> None:
    counts: Counter[str] = Counter()
    for name in subject.model.declarations:
        codec = subject.codecs[name]
        for drawn in islice(valid(subject, name, counts), 3):
            before = copy.deepcopy(drawn.value)
            found = codec.decode(drawn.value)
            assert codec.decode_json(codec.encode_json(found)) == found
            assert repr(drawn.value) == repr(before)
            if is_record(subject, name):
                class_: Any = subject.class_of(name)
                assert class_.from_dict(drawn.value) == found
                assert repr(found.to_dict()) == repr(codec.encode(found))


def test_instances_of_the_shared_cases_come_back(shared: Path, tmp_path: Path, say: Say) -> None:
    refused: list[str] = []
    said: list[str] = []
    for folder in sorted((shared / "cases").iterdir()):
        package = f"case_{folder.name[:2]}"
        with ExitStack() as stack:
            try:
                found = stack.enter_context(typed(folder / "schema.json", tmp_path, package))
            except InputError:
                refused.append(folder.name)
                continue
            check(found, [*found.model.declarations], said.append, records=FEW)
    say("; ".join(said))
    assert len(refused) == 1  # it asks for a file that it must not have


def judged_alike(
    subject: Typed,
    say: Say,
    count: int,
    change: Callable[[Any, Random], Any] = mutated,
    names: Iterable[ir.TypeName] = (),
) -> Counter[str]:
    """Change documents at random: what is decoded is what the schema allows, `oneOf` forgiven."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for name in names or subject.model.declarations:
        codec = subject.codecs[name]
        random = Random(f"{SEED} changes {name}")  # noqa: S311 - nothing secret
        for drawn in islice(subject.instances.of(name), count):
            value = change(drawn.value, random)
            allowed = subject.forgiving.allows(name, value)
            counts["allowed" if allowed else "refused"] += 1
            try:
                found = codec.decode(value)
            except ValueError as error:
                wrong += [f"{name}: {value}: {error}"] if allowed else []
                continue
            if not allowed or not same(codec.encode(found), value):
                wrong.append(f"{name}: {value}")
    assert wrong == []
    say(f"changed instances of {subject.package.__name__}: {dict(counts)}")
    return counts


def test_what_is_decoded_is_what_the_schema_allows(subject: Typed, say: Say) -> None:
    counts = judged_alike(subject, say, FEW // 2)
    assert min(counts.values()) > 0.1 * sum(counts.values())


@pytest.mark.slow
def test_what_is_decoded_is_what_the_schema_allows_at_length(subject: Typed, say: Say) -> None:
    counts = judged_alike(subject, say, MANY // 10)
    assert min(counts.values()) > 0.1 * sum(counts.values())


def test_the_same_seed_draws_the_same_instances(subject: Typed) -> None:
    for name in subject.model.declarations:
        one, other = (
            [each.value for each in islice(subject.instances.of(name), 3)] for _ in range(2)
        )
        assert repr(one) == repr(other)
