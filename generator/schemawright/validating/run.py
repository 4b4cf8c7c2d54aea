"""A run: inputs in, outcomes out, in this process or in several."""

from __future__ import annotations

from itertools import chain
from time import perf_counter
from typing import TYPE_CHECKING

from schemawright.validating.checking import Checker
from schemawright.validating.outcomes import Outcome
from schemawright.validating.streams import chunks

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from schemawright.validating.checking import How
    from schemawright.validating.inputs import Input
    from schemawright.validation import Parts

PATIENCE = 0.5
"""After so many seconds it pays to start processes, if there is more to do."""


def outcomes(
    inputs: Sequence[Input], parts: Parts, how: How, *, jobs: int = 1
) -> Generator[Outcome]:
    """Yield what comes of the documents of inputs, in their order.

    Args:
        inputs: the data.
        parts: the validator.
        how: how it is checked.
        jobs: how many processes may check; they are started once that pays.

    Raises:
        InputError: one of the processes has gone.
    """
    every = chain.from_iterable(map(chunks, inputs))
    started = perf_counter()
    checker = Checker(parts, how)
    for chunk in every:
        if jobs > 1 and perf_counter() - started > PATIENCE:
            from schemawright.validating.workers import Workers  # noqa: PLC0415 - often not needed

            with Workers(jobs, parts, how) as workers:
                yield from workers.outcomes(chain([chunk], every))
            return
        yield chunk if isinstance(chunk, Outcome) else checker.outcome(chunk)
