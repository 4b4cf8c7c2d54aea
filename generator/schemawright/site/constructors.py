"""JSON values as the Python that makes the objects which stand for them."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from schemawright import ir
from schemawright.lower.json_values import frozen
from schemawright.python.text import string, width_of
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.targets.subject import Subject

    Judge: TypeAlias = Callable[[ir.TypeName, Any], bool]
    """Tells whether a value is valid as a declared type."""

_T = TypeVar("_T")

WIDTH = 80
_PARSERS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "date-time": ("datetime.fromisoformat", datetime.fromisoformat),
    "date": ("date.fromisoformat", date.fromisoformat),
    "time": ("time.fromisoformat", time.fromisoformat),
    "uuid": ("UUID", UUID),
}
_HOMES = {"datetime": "datetime", "date": "datetime", "time": "datetime", "UUID": "uuid"}


class UnspelledError(Exception):
    """There is no call that makes the value."""


class Call(NamedTuple):
    """A call or a display: what it begins with, what is inside, and what it ends with."""

    opening: str
    items: tuple[tuple[str, Expression], ...]
    """What stands before each, such as `name=`, and the expression."""
    closing: str


Expression: TypeAlias = "str | Call"


class Constructors:
    """Spells values of the declared types of a package; remembers what has to be imported."""

    def __init__(self, subject: Subject, judge: Judge) -> None:
        self._subject = subject
        self._judge = judge
        self.imported: dict[str, dict[str, None]] = {}
        """Names by the modules that have them; our own package is the empty text."""

    def code(self, name: ir.TypeName, value: Any) -> str:
        """Return code that makes a value of a declared type, with its imports.

        Raises:
            UnspelledError: that cannot be said in a call.
        """
        self.imported.clear()
        expression = self._of(ir.Ref(name), value)
        own = {module: names for module, names in self.imported.items() if not module}
        others = sorted(each for each in self.imported.items() if each[0])
        groups = ["\n".join(self._import(*each) for each in some) for some in (others, own.items())]
        return "\n\n".join([*filter(None, groups), laid_out(expression)])

    def _import(self, module: str, names: Iterable[str]) -> str:
        home, ordered = module or self._subject.package, sorted(names)
        line = f"from {home} import {', '.join(ordered)}"
        if width_of(line) <= WIDTH:
            return line
        return "\n".join([f"from {home} import (", *(f"    {each}," for each in ordered), ")"])

    def _named(self, name: ir.TypeName) -> str:
        called = self._subject.names.types[name]
        self.imported.setdefault("", {})[called] = None
        return called

    def _of(self, type_: ir.Type, value: Any) -> Expression:
        match type_:
            case ir.Ref(name=name):
                return self._declared(self._subject.model.declarations[name], value)
            case ir.Nullable(item=item):
                return "None" if value is None else self._of(item, value)
            case ir.Union():
                return self._member(type_, value)
            case ir.Array(item=item) if is_array(value):
                return _display("[", (("", self._of(item, each)) for each in value), "]")
            case ir.Tuple(items=items, rest=rest) if is_array(value):
                types = [*items, *[rest or ir.Never()] * (len(value) - len(items))]
                found = [("", self._of(*each)) for each in zip(types, value, strict=False)]
                return _display("(", found, ",)" if len(found) == 1 else ")")
            case ir.Map(value=item) if is_object(value):
                pairs = ((f"{string(key)}: ", self._of(item, e)) for key, e in value.items())
                return _display("{", pairs, "}")
            case ir.String(format=form) if isinstance(value, str):
                return self._text(form or "", value)
            case ir.AnyValue() | ir.Literal() | ir.Boolean() | ir.Number() | ir.Null():
                if _is_of(type_, value):
                    return plain(value)
            case _:
                pass
        raise UnspelledError

    def _declared(self, declaration: ir.Declaration, value: Any) -> Expression:
        name = declaration.name
        match declaration:
            case ir.Alias(target=target):
                return self._of(target, value)
            case ir.Enumeration():
                member = _of_value(self._subject.names.members[name], value)
                if member is None:
                    raise UnspelledError
                return f"{self._named(name)}.{member}"
            case ir.Record(fields=fields):
                if not is_object(value) or not value.keys() <= {each.name for each in fields}:
                    raise UnspelledError
                names = self._subject.names.fields[name]
                opening = f"{self._named(name)}("
                given = [each for each in fields if each.name in value]
                items = ((f"{names[e.name]}=", self._of(e.type, value[e.name])) for e in given)
                return _display(opening, items, ")")

    def _member(self, union: ir.Union, value: Any) -> Expression:
        """Return a value as the member of a union that it is."""
        tag = union.tag
        if tag is not None and is_object(value) and tag.property in value:
            meant = _of_value(dict(tag.cases), value[tag.property])
            if meant is not None:
                return self._of(ir.Ref(meant), value)
        for each in union.variants:
            if not isinstance(each, ir.Ref) or self._judge(each.name, value):
                before = {module: dict(names) for module, names in self.imported.items()}
                try:
                    return self._of(each, value)
                except UnspelledError:
                    self.imported = before
        raise UnspelledError

    def _text(self, form: str, value: str) -> Expression:
        if form not in self._subject.formats:
            return string(value)
        if form not in _PARSERS:
            raise UnspelledError  # a type of the user's own, which makes of texts what it likes
        call, parse = _PARSERS[form]
        try:
            parse(value)
        except ValueError:
            raise UnspelledError from None
        first = call.split(".", maxsplit=1)[0]
        self.imported.setdefault(_HOMES[first], {})[first] = None
        return f"{call}({string(value)})"


def plain(value: Any) -> Expression:
    """Return a JSON value as Python."""
    if is_object(value):
        return _display("{", ((f"{string(key)}: ", plain(e)) for key, e in value.items()), "}")
    if is_array(value):
        return _display("[", (("", plain(each)) for each in value), "]")
    return string(value) if isinstance(value, str) else repr(value)


def as_json(value: Any) -> Expression:
    """Return a JSON value as JSON."""
    if is_object(value):
        return _display(
            "{",
            ((f"{json.dumps(key, ensure_ascii=False)}: ", as_json(e)) for key, e in value.items()),
            "}",
        )
    if is_array(value):
        return _display("[", (("", as_json(each)) for each in value), "]")
    return json.dumps(value, ensure_ascii=False)


def laid_out(expression: Expression, indent: int = 0, *, used: int = 0, commas: bool = True) -> str:
    """Return an expression, over several lines if it is too long for one.

    Args:
        expression: what is spelled.
        indent: how far the line is indented that it begins on.
        used: columns that are taken on that line, before and behind it.
        commas: whether it is Python, where a comma stands after the last item.
    """
    line = flat(expression)
    if isinstance(expression, str) or not expression.items:
        return line
    if indent + used + width_of(line) <= WIDTH:
        return line
    inner = indent + (4 if commas else 2)
    closing = expression.closing.removeprefix(",")
    rows = [
        f"{' ' * inner}{before}{laid_out(e, inner, used=width_of(before) + 1, commas=commas)}"
        for before, e in expression.items
    ]
    last = "," if commas else ""
    return "\n".join([expression.opening, ",\n".join(rows) + last, f"{' ' * indent}{closing}"])


def flat(expression: Expression) -> str:
    """Return an expression on one line."""
    if isinstance(expression, str):
        return expression
    inside = ", ".join([before + flat(each) for before, each in expression.items])
    return f"{expression.opening}{inside}{expression.closing}"


def _display(opening: str, items: Iterable[tuple[str, Expression]], closing: str) -> Call:
    return Call(opening, tuple(items), closing)


def _of_value(found: Mapping[ir.Constant, _T], value: Any) -> _T | None:
    """Return what there is for a JSON value, None if that is nothing."""
    key = frozen(value)
    return found.get(key) if isinstance(key, ir.Constant) else None


def _is_of(type_: ir.AnyValue | ir.Literal | ir.Boolean | ir.Number | ir.Null, value: Any) -> bool:
    match type_:
        case ir.AnyValue():
            return True
        case ir.Literal(values=values):
            return frozen(value) in values
        case ir.Boolean():
            return isinstance(value, bool)
        case ir.Null():
            return value is None
        case ir.Number():
            return isinstance(value, int | float) and not isinstance(value, bool)
