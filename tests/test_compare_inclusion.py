"""The rule behind the table: where nothing breaks, what was valid is still valid."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schema_edits
import schemawright
from instances import Instances
from mutations import mutated
from schemawright import settings
from schemawright.comparing.comparison import compared
from schemawright.comparing.severity import DIRECTIONS, Severity
from schemawright.comparing.sides import side
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.source.library import Library
from schemawright.source.values import is_deeper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Say
    from schemawright.comparing.sides import Side

pytestmark = pytest.mark.no_cover  # what it runs, others cover

FEW, MANY = 150, 4000
_DRAWN = 8
_DEEPEST = 8


def side_of(schema: Any) -> Side:
    options = settings.options({"source": "schema", "package": "p"}, lambda k: (Location(k), None))
    return side(options, Library.of(schema, {}))


def values_of(own: Side, schema: Any, random: Random) -> Iterator[Any]:
    """Yield values that a schema allows: drawn ones, and such that were changed at random."""
    validator = schemawright.validator(schema, formats=True)

    def allows(value: Any) -> bool:
        # What holds itself in alternatives takes exponential time to check.
        return not is_deeper(value, _DEEPEST) and validator.is_valid(value)

    drawn = Instances(own.model, lambda _, value: allows(value), random.randint(0, 9**9))
    (root,) = own.model.roots
    try:
        for each in islice(drawn.of(root), _DRAWN):
            for value in (each.value, *(mutated(each.value, random) for _ in range(3))):
                if allows(value):
                    yield value
    except (AssertionError, RecursionError):
        return  # it has few instances, or none


def check(seed: int) -> dict[str, int]:
    """Compare a schema with an edited one; return what came of it."""
    random = Random(f"edits {seed}")  # noqa: S311 - nothing secret
    old = schema_edits.schema(random)
    new = schema_edits.edited(old, random)
    try:
        before, now = side_of(old), side_of(new)
        validators = {"request": schemawright.validator(new, formats=True)}
        validators["response"] = schemawright.validator(old, formats=True)
    except InputError:
        return {"refused": 1}  # such as types that hold nothing but themselves
    if any(each.code == "repeated-alternative" for each in (*before.findings, *now.findings)):
        return {"refused": 1}  # which is not read by the letter
    counts = {"breaking": 0, "safe": 0, "values": 0, "unjudged": 0}
    for direction in DIRECTIONS:
        found = compared(before, now, (direction,))
        counts["unjudged"] += any(each.kind == "unjudged" for each in found)
        if any(each.severity is Severity.BREAKING for each in found):
            counts["breaking"] += 1
            continue
        counts["safe"] += 1
        sent, schema = (before, old) if direction == "request" else (now, new)
        for value in values_of(sent, schema, random):
            counts["values"] += 1
            assert validators[direction].is_valid(value), (seed, direction, value, old, new, found)
    return counts


def check_all(seeds: range, say: Say) -> None:
    total: dict[str, int] = {}
    for seed in seeds:
        for key, count in check(seed).items():
            total[key] = total.get(key, 0) + count
    say(f"edited schemas: {total}")
    assert total["safe"] > 0.3 * (total["safe"] + total["breaking"])
    assert total["values"] > 3 * len(seeds)


def test_what_breaks_nothing_keeps_all_that_was_valid(say: Say) -> None:
    check_all(range(FEW), say)


@given(seed=st.integers(10**6, 10**9))
def test_what_breaks_nothing_keeps_all_that_was_valid_anywhere(seed: int) -> None:
    check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(1, 5))
def test_what_breaks_nothing_keeps_all_that_was_valid_at_length(shard: int, say: Say) -> None:
    check_all(range(shard * MANY, (shard + 1) * MANY), say)


def test_a_schema_is_included_in_itself() -> None:
    for seed in range(FEW):
        schema = schema_edits.schema(Random(seed))  # noqa: S311 - nothing secret
        try:
            found = schemawright.compare(schema, schema)
        except InputError:
            continue
        assert found.changes == ()
