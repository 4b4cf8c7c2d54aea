"""Only what the roots reach is generated."""

from __future__ import annotations

from dataclasses import replace

from schemawright import ir


def prune(model: ir.Model) -> ir.Model:
    """Return the model without the declarations that no root reaches."""
    reached: set[ir.TypeName] = set()
    pending = list(model.roots)
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending.extend(ir.references(model.declarations[name]))
    if len(reached) == len(model.declarations):
        return model
    kept = {name: each for name, each in model.declarations.items() if name in reached}
    return replace(model, declarations=kept)
