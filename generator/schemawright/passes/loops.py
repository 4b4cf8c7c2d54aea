"""Types that contain nothing but themselves have no values and no spelling."""

from __future__ import annotations

from schemawright import ir
from schemawright.cycles import cycles
from schemawright.diagnostics import InputError, reference_loop


def refuse_loops(model: ir.Model) -> ir.Model:
    """Return the model unchanged.

    Raises:
        InputError: an alias is a union, or another name, of itself. A list or a map of itself is
            fine: it ends somewhere.
    """
    edges = {
        name: ir.bare(each.target) if isinstance(each, ir.Alias) else []
        for name, each in model.declarations.items()
    }
    circles = [
        sorted(model.declarations[name].location for name in circle) for circle in cycles(edges)
    ]
    if circles:
        raise InputError(*(reference_loop(first, rest) for first, *rest in circles))
    return model
