"""What must hold of every model, after every pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class BrokenModelError(AssertionError):
    """A stage produced a model that breaks its own rules: a fault of this program."""


def verify(model: ir.Model, stage: str, before: ir.Model | None = None) -> ir.Model:
    """Return `model` unchanged when it is sound.

    Args:
        model: what a stage produced.
        stage: its name, for the message.
        before: the sound model that the stage was given; what it left alone needs no second look.

    Raises:
        BrokenModelError: an invariant of `ir` does not hold.
    """
    known: Mapping[ir.TypeName, ir.Declaration] = {} if before is None else before.declarations
    gone = known.keys() - model.declarations.keys()
    faults: list[str] = []
    for name, declaration in model.declarations.items():
        if declaration is not known.get(name):
            faults += [f"{name}: {fault}" for fault in _faults(declaration)]
        elif not gone:
            continue
        faults += [
            f"{name}: nothing is named {each!r}"
            for each in ir.references(declaration)
            if each not in model.declarations
        ]
    faults += [
        f"{root}: is no declaration" for root in model.roots if root not in model.declarations
    ]
    if faults:
        raise BrokenModelError(f"after {stage}: " + "; ".join(faults))
    return model


FLAT = (ir.Union, ir.Nullable, ir.Null, ir.Never, ir.AnyValue)
"""What no union holds as a variant, as it says more simply."""

FULL = (ir.Nullable, ir.Null, ir.Never, ir.AnyValue)
"""What null is not stated beside."""


def _faults(declaration: ir.Declaration) -> Iterator[str]:
    for type_ in ir.walk(declaration):
        if isinstance(type_, ir.Nullable):
            if isinstance(type_.item, FULL):
                yield "null is stated twice, or nothing else is"
        elif isinstance(type_, ir.Union):
            yield from _union_faults(type_.variants)
        elif isinstance(type_, ir.Literal) and len(type_.values) != len(set(type_.values)):
            yield "a literal repeats a value"
    fields = declaration.fields if isinstance(declaration, ir.Record) else ()
    if len({field.name for field in fields}) != len(fields):
        yield "two fields share a wire name"


def _union_faults(variants: tuple[ir.Type, ...]) -> Iterator[str]:
    if len(variants) < 2:
        yield "a union needs two variants"
    if len(variants) != len(set(variants)):
        yield "a union repeats a variant"
    if any(isinstance(variant, FLAT) for variant in variants):
        yield "unions are flat and hold neither null, never nor any"
