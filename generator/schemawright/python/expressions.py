"""Python expressions that know what they need imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from schemawright.python.text import string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

BUILTINS = "builtins"


class Symbol(NamedTuple):
    """A name that a module provides; a module inside the generated package begins with a dot."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """An expression inside a string literal: a forward reference."""

    inside: PyExpr


Part: TypeAlias = str | Symbol | Quoted


@dataclass(frozen=True, slots=True)
class PyExpr:
    """An expression as text and symbols; the names of the symbols are settled for each module."""

    parts: tuple[Part, ...]

    def __getitem__(self, arguments: tuple[PyExpr, ...]) -> PyExpr:
        """Return the expression subscripted, as in `dict[str, int]`."""
        found: list[Part] = [*self.parts, "["]
        for index, each in enumerate(arguments):
            if index:
                found.append(", ")
            found.extend(each.parts)
        return PyExpr((*found, "]"))

    def symbols(self) -> Iterator[Symbol]:
        """Yield what the expression needs."""
        for part in self.parts:
            if isinstance(part, Symbol):
                yield part
            elif isinstance(part, Quoted):
                yield from part.inside.symbols()

    def run_time_symbols(self) -> Iterator[Symbol]:
        """Yield what the expression needs when it is evaluated: forward references need nothing."""
        return (part for part in self.parts if isinstance(part, Symbol))

    def text(self, bound: Mapping[Symbol, str]) -> str:
        """Return the source text, each symbol under the name it is bound to."""
        if len(self.parts) == 1 and isinstance(part := self.parts[0], str):
            return part
        return "".join([_spelled(part, bound) for part in self.parts])


def _spelled(part: Part, bound: Mapping[Symbol, str]) -> str:
    if isinstance(part, str):
        return part
    return bound[part] if isinstance(part, Symbol) else string(part.inside.text(bound))


def code(text: str) -> PyExpr:
    """Return an expression that needs nothing."""
    return PyExpr((text,))


def symbol(module: str, name: str) -> PyExpr:
    """Return a name that must be imported, or is built in."""
    return PyExpr((Symbol(module, name),))


def builtin(name: str) -> PyExpr:
    """Return a built-in name."""
    return PyExpr((Symbol(BUILTINS, name),))


MOST_BARS = 1_000
"""Members of a union that is written with bars: Python reads them one inside the other, and up to
3.12 no more than 2,900."""


def either(expressions: Iterable[PyExpr]) -> PyExpr:
    """Return `a | b | ...` without repetitions, or `Union[a, b, ...]` of very many."""
    found: list[Part] = []
    distinct = dict.fromkeys([each.parts for each in expressions])
    if len(distinct) > MOST_BARS:
        return UNION[tuple(map(PyExpr, distinct))]
    for parts in distinct:
        if found:
            found.append(" | ")
        found.extend(parts)
    return PyExpr(tuple(found))


UNION = symbol("typing", "Union")


def quoted(expression: PyExpr) -> PyExpr:
    """Return the expression as a string literal, for names that are defined further down."""
    return PyExpr((Quoted(expression),))
