"""Passes over the model, in their order; the model is verified after each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.passes.hoist import hoist_unions
from schemawright.passes.loops import refuse_loops
from schemawright.passes.prune import prune
from schemawright.passes.tags import infer_tags
from schemawright.verify import verify

if TYPE_CHECKING:
    from schemawright import ir

PASSES = (refuse_loops, prune, hoist_unions, infer_tags)


def run_passes(model: ir.Model) -> ir.Model:
    """Return the model after all passes.

    Raises:
        InputError: the input holds types that contain nothing but themselves.
    """
    model = verify(model, "lower")
    for run in PASSES:
        model = verify(run(model), run.__name__, model)
    return model
