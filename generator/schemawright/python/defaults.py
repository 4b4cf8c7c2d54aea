"""From a schema's `default` to the default of an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from schemawright import ir
from schemawright.python.annotations import ANY, constant
from schemawright.python.expressions import PyExpr, builtin, code, quoted, symbol

if TYPE_CHECKING:
    from collections.abc import Container

    from schemawright.python.names import Names

EMPTY = "()"
"""What makes an empty list or dict of its type, where a display would not say which."""

FIELD = symbol("dataclasses", "field")
CAST = symbol("typing", "cast")


class Defaults(NamedTuple):
    """Spells defaults; needs to know what the names in types stand for."""

    model: ir.Model
    names: Names
    formats: Container[str]
    """Those of texts that are no `str`, so that no text is their default."""

    def default(self, type_: ir.Type, value: ir.Json, annotation: PyExpr) -> PyExpr | None:
        """Return the default of an attribute, None when the type has no such value in Python.

        Args:
            type_: the type of the attribute.
            value: the default that the schema states.
            annotation: how the type is spelled.
        """
        found = _Search(self).value(type_, value)
        if found is None or isinstance(value, ir.Constant):
            return found
        made = found.parts[:-1] if found.parts[-1] == EMPTY else ("lambda: ", *found.parts)
        if made[0] == "lambda: " and value.items and not self._is_plain(type_):
            said = (*CAST.parts, "(", *quoted(annotation).parts, ", ", *found.parts, ")")
            made = ("lambda: ", *said)
        return PyExpr((*FIELD.parts, "(default_factory=", *made, ")"))

    def fits(self, type_: ir.Type, value: ir.Json) -> bool:
        """Tell whether a type has a value in Python."""
        return _Search(self).value(type_, value) is not None

    def _is_plain(self, type_: ir.Type) -> bool:
        """Tell whether type checkers see from a display what it is: lists are invariant."""
        seen: set[ir.TypeName] = set()
        while True:
            match type_:
                case ir.Array(item=item) | ir.Map(value=item):
                    type_ = item
                case ir.Ref(name=name):
                    declaration = self.model.declarations[name]
                    if not isinstance(declaration, ir.Alias):
                        return True
                    if name in seen:
                        return False
                    seen.add(name)
                    type_ = declaration.target
                case ir.Number(integral=integral):
                    return integral
                case ir.String() | ir.Boolean() | ir.AnyValue():
                    return True
                case _:
                    return False


class _Search:
    """Looks for the spelling of one default; what was found or not found is known from then on.

    Types lead to each other along many ways, and a value may be tried on each.
    """

    def __init__(self, known: Defaults) -> None:
        self._known = known
        self._found: dict[tuple[int, int], PyExpr | None] = {}
        self._choices: dict[int, list[ir.Type]] = {}

    def value(self, type_: ir.Type, value: ir.Json) -> PyExpr | None:
        """Return a value of a type as Python, None when the type has no such value."""
        key = (id(type_), id(value))  # parts of the model and of the default, which stay
        if key not in self._found:
            found = (self._of_choice(each, value) for each in self._alternatives(type_))
            self._found[key] = next((each for each in found if each is not None), None)
        return self._found[key]

    def _alternatives(self, type_: ir.Type) -> list[ir.Type]:
        """Return the types that a type is one of, none of them a union or an alias."""
        if id(type_) in self._choices:
            return self._choices[id(type_)]
        found = self._choices[id(type_)] = []
        declarations = self._known.model.declarations
        seen: set[ir.TypeName] = set()
        pending = [type_]
        while pending:
            match pending.pop():
                case ir.Union(variants=variants):
                    pending.extend(variants[::-1])
                case ir.Nullable(item=item):
                    found.append(ir.Null())
                    pending.append(item)
                case ir.Ref(name=name) as reference:
                    declaration = declarations[name]
                    if not isinstance(declaration, ir.Alias):
                        found.append(reference)
                    elif name not in seen:
                        seen.add(name)
                        pending.append(declaration.target)
                case other:
                    found.append(other)
        return found

    def _of_choice(self, type_: ir.Type, value: ir.Json) -> PyExpr | None:
        match type_:
            case ir.Ref(name=name):
                return self._member(name, value)
            case ir.Array(item=item):
                return self._list(value, item)
            case ir.Map(value=item):
                return self._dict(value, item)
            case ir.Literal(values=values):
                return plain(value) if value in values else None
            case ir.AnyValue():
                return plain(value)
            case ir.String(format=form) if (form or "") in self._known.formats:
                return None
            case ir.Null() | ir.Boolean() | ir.Number() | ir.String():
                return plain(value) if _fits(type_, value) else None
            case _:
                return None

    def _member(self, name: ir.TypeName, value: ir.Json) -> PyExpr | None:
        """Return a member of an enumeration; a record has no values that could be spelled."""
        names = self._known.names
        members = names.members.get(name)
        if members is None or not isinstance(value, ir.Constant) or value not in members:
            return None
        found = symbol(".enums", names.types[name])
        return PyExpr((*found.parts, f".{members[value]}"))

    def _list(self, value: ir.Json, item: ir.Type) -> PyExpr | None:
        if not isinstance(value, ir.JsonArray):
            return None
        parts: list[PyExpr] = []
        for each in value.items:
            found = self.value(item, each)
            if found is None:
                return None
            parts.append(found)
        return _display("[", parts, "]")

    def _dict(self, value: ir.Json, item: ir.Type) -> PyExpr | None:
        if not isinstance(value, ir.JsonObject):
            return None
        parts: list[PyExpr] = []
        for key, each in value.items:
            found = self.value(item, each)
            if found is None:
                return None
            parts.append(_pair(key, found))
        return _display("{", parts, "}")


def plain(value: ir.Json) -> PyExpr:
    """Return a JSON value as a Python display."""
    match value:
        case ir.Constant():
            return code(constant(value))
        case ir.JsonArray(items=()):
            return PyExpr((*builtin("list")[(ANY,)].parts, EMPTY))
        case ir.JsonArray(items=items):
            return _display("[", [plain(each) for each in items], "]")
        case ir.JsonObject(items=()):
            return PyExpr((*builtin("dict")[builtin("str"), ANY].parts, EMPTY))
        case ir.JsonObject(items=members):
            return _display("{", [_pair(key, plain(each)) for key, each in members], "}")
        case _:
            assert_never(value)


def _pair(key: str, value: PyExpr) -> PyExpr:
    return PyExpr((f"{constant(ir.Constant(ir.Kind.STRING, key))}: ", *value.parts))


def _display(opening: str, parts: list[PyExpr], closing: str) -> PyExpr:
    found: list[object] = [opening]
    for index, each in enumerate(parts):
        if index:
            found.append(", ")
        found.extend(each.parts)
    return PyExpr((*found, closing))  # type: ignore[arg-type]  # parts of parts are parts


def _is(value: ir.Json, kind: ir.Kind) -> bool:
    return isinstance(value, ir.Constant) and value.kind is kind


def _fits(type_: ir.Null | ir.Boolean | ir.Number | ir.String, value: ir.Json) -> bool:
    match type_:
        case ir.Null():
            return _is(value, ir.Kind.NULL)
        case ir.Boolean():
            return _is(value, ir.Kind.BOOLEAN)
        case ir.String():
            return _is(value, ir.Kind.STRING)
        case ir.Number(integral=integral):
            if not isinstance(value, ir.Constant) or value.kind is not ir.Kind.NUMBER:
                return False
            return not (integral and isinstance(value.value, float))
        case _:
            assert_never(type_)
