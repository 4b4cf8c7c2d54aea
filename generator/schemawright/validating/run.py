"""A run: inputs in, outcomes out, in this process or in several."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from schemawright.validating.checking import Checker
from schemawright.validating.outcomes import Outcome
from schemawright.validating.streams import chunks

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from schemawright.validating.checking import How
    from schemawright.validating.inputs import Input
    from schemawright.validation import Parts

WORTH_WORKERS = 32 << 20
"""So many bytes take longer to check than processes take to start."""


def outcomes(
    inputs: Sequence[Input], parts: Parts, how: How, *, jobs: int = 1
) -> Generator[Outcome]:
    """Yield what comes of the documents of inputs, in their order.

    Args:
        inputs: the data.
        parts: the validator.
        how: how it is checked.
        jobs: how many processes may check; they are started if there is enough to do.

    Raises:
        InputError: one of the processes has gone.
    """
    every = chain.from_iterable(map(chunks, inputs))
    amount = _amount(inputs)
    checker = Checker(parts, how)
    for chunk in every:
        if jobs > 1 and amount >= WORTH_WORKERS:
            from schemawright.validating.workers import Workers  # noqa: PLC0415 - often not needed

            with Workers(jobs, parts, how) as workers:
                yield from workers.outcomes(chain([chunk], every))
            return
        found = chunk if isinstance(chunk, Outcome) else checker.outcome(chunk)
        # What comes from a pipe, or unpacked, is more than can be known before.
        amount += found.size
        yield found


def _amount(inputs: Sequence[Input]) -> int:
    """Return how many bytes there are that several processes could share."""
    if len(inputs) == 1 and inputs[0].syntax == "json":
        return 0
    return sum(each.size or 0 for each in inputs)
