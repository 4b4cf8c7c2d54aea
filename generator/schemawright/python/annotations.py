"""From types to annotations, in Python's spelling (PEP 484, 585, 586, 604, 646)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from schemawright import ir
from schemawright.python.expressions import PyExpr, builtin, code, either, quoted, symbol
from schemawright.python.text import string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from types import UnionType

ANY = symbol("typing", "Any")
NEVER = symbol("typing", "Never")
LITERAL = symbol("typing", "Literal")
NONE = code("None")

PYTHON_FORMATS: Mapping[str, PyExpr] = {
    "date-time": symbol("datetime", "datetime"),
    "date": symbol("datetime", "date"),
    "time": symbol("datetime", "time"),
    "uuid": symbol("uuid", "UUID"),
}
"""The Python types of formats that have one; any other format is text."""

FORMATS: Mapping[str, Mapping[str, PyExpr]] = {"python": PYTHON_FORMATS, "string": {}}
"""The formats that have a Python type, by what the option of that name says."""


def held_types(types: Iterable[str]) -> Mapping[str, PyExpr]:
    """Return the types that texts are held as, by the format that these have then."""
    return {each: symbol(*each.split(":")) for each in sorted(types)}


class Spelling(NamedTuple):
    """How types are spelled in one kind of module."""

    reference: Callable[[ir.TypeName], PyExpr]
    formats: Mapping[str, PyExpr]
    tuples: bool
    """Whether an array with fixed positions is a tuple; on the wire it is a list."""
    forward: AbstractSet[ir.TypeName] = frozenset()
    """Names that are defined further down, and are evaluated when the module is."""

    def annotation(self, type_: ir.Type) -> PyExpr:
        """Return the annotation of a type."""
        match type_:
            case ir.Ref(name=name):
                return self.reference(name)
            case ir.String(format=form):
                return self.formats.get(form or "", builtin("str"))
            case ir.Number(integral=integral):
                return builtin("int" if integral else "float")
            case ir.Boolean():
                return builtin("bool")
            case ir.Nullable(item=item):
                return either((self.annotation(item), NONE))
            case ir.Array(item=item):
                return builtin("list")[(self._argument(item),)]
            case ir.Map(value=value):
                return builtin("dict")[(builtin("str"), self._argument(value))]
            case ir.Union(variants=variants):
                return either(map(self.annotation, variants))
            case ir.Tuple():
                return self._tuple(type_)
            case ir.Literal(values=values):
                return literal(values)
            case ir.AnyValue():
                return ANY
            case ir.Never():
                return NEVER
            case ir.Null():
                return NONE
            case _:
                assert_never(type_)

    def _argument(self, *types: ir.Type) -> PyExpr:
        """Return the annotation of any of some types, inside brackets.

        It is quoted as a whole where it speaks of what is to come.
        """
        found = either(map(self.annotation, types))
        pending = list(types)
        while pending:
            each = pending.pop()
            if isinstance(each, ir.Ref) and each.name in self.forward:
                return quoted(_unquoted(found))
            pending.extend(ir.children(each))
        return found

    def _tuple(self, type_: ir.Tuple) -> PyExpr:
        items, rest = type_.items, type_.rest
        fixed = type_.min_items >= len(items)
        if self.tuples and fixed:
            arguments = [self._argument(each) for each in items]
            if rest is not None:
                more = builtin("tuple")[(self._argument(rest), code("..."))]
                arguments.append(PyExpr(("*", *more.parts)))
            return builtin("tuple")[tuple(arguments)]
        inside: PyExpr = ANY
        every = items if rest is None else (*items, rest)
        if not any(isinstance(each, ir.AnyValue) for each in every):
            inside = self._argument(*every)
        if self.tuples:
            return builtin("tuple")[(inside, code("..."))]
        return builtin("list")[(inside,)]


def _unquoted(expression: PyExpr) -> PyExpr:
    """Return an expression without quotes inside: quotes do not nest."""
    found: list[object] = []
    for part in expression.parts:
        inside = getattr(part, "inside", None)
        found.extend(_unquoted(inside).parts if isinstance(inside, PyExpr) else (part,))
    return PyExpr(tuple(found))  # type: ignore[arg-type]  # parts of parts are parts


def literal(values: Iterable[ir.Json]) -> PyExpr:
    """Return the annotation of fixed values; `Literal` holds no float, list or dict (PEP 586)."""
    fixed: list[PyExpr] = []
    others: dict[PyExpr, None] = {}
    values = tuple(values)
    fractions = any(_is(value, float) for value in values)
    for value in values:
        match value:
            case ir.Constant() if fractions and _is(value, int | float):
                others[builtin("float")] = None  # of which every int is one
            case ir.Constant(value=str(text)) if not _is_encodable(text):
                others[builtin("str")] = None  # Python cannot compile the annotation otherwise
            case ir.Constant():
                fixed.append(code(constant(value)))
            case ir.JsonArray():
                others[builtin("list")[(ANY,)]] = None
            case ir.JsonObject():
                others[builtin("dict")[(builtin("str"), ANY)]] = None
            case _:
                assert_never(value)
    stated = [LITERAL[tuple(fixed)]] if fixed else []
    return either((*stated, *others))


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is(value: ir.Json, kind: type | UnionType) -> bool:
    if not isinstance(value, ir.Constant) or value.kind is not ir.Kind.NUMBER:
        return False
    return isinstance(value.value, kind)


def constant(value: ir.Constant) -> str:
    """Return a JSON scalar as a Python literal."""
    if isinstance(value.value, str):
        return string(value.value)
    return repr(value.value)
