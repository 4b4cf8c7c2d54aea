"""Types that contain nothing but themselves have no values and no spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.diagnostics import Diagnostic, InputError, reference_loop

if TYPE_CHECKING:
    from collections.abc import Iterator


def refuse_loops(model: ir.Model) -> ir.Model:
    """Return the model unchanged.

    Raises:
        InputError: an alias is a union, or another name, of itself. A list or a map of itself is
            fine: it ends somewhere.
    """
    faults: list[Diagnostic] = []
    done: set[ir.TypeName] = set()
    for start in model.declarations:
        circle = _circle(model, start, done)
        if circle:
            first, *rest = sorted(model.declarations[name].location for name in circle)
            faults.append(reference_loop(first, rest))
    if faults:
        raise InputError(*faults)
    return model


def _circle(model: ir.Model, start: ir.TypeName, done: set[ir.TypeName]) -> list[ir.TypeName]:
    """Return the names on a circle that `start` leads into, none when there is none."""
    way: list[ir.TypeName] = []
    pending: list[tuple[ir.TypeName, Iterator[ir.TypeName]]] = []

    def enter(name: ir.TypeName) -> None:
        declaration = model.declarations[name]
        bare = _bare(declaration.target) if isinstance(declaration, ir.Alias) else iter(())
        way.append(name)
        pending.append((name, bare))

    if start not in done:
        enter(start)
    while pending:
        _, rest = pending[-1]
        following = next(rest, None)
        if following is None:
            pending.pop()
            done.add(way.pop())
        elif following in way:
            circle = way[way.index(following) :]
            done.update(way)
            return circle
        elif following not in done:
            enter(following)
    return []


def _bare(type_: ir.Type) -> Iterator[ir.TypeName]:
    """Yield the declarations that a type is, as opposed to holds."""
    if isinstance(type_, ir.Ref):
        yield type_.name
    elif isinstance(type_, ir.Nullable | ir.Union):
        for each in ir.children(type_):
            yield from _bare(each)
