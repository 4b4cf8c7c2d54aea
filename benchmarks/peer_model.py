"""The classes of a model as a user of a peer would write them by hand, in no peer's spelling yet.

Unions are told apart by tags: those that the schema states, and those that a user knows from the
documents that he gets (which text each kind of message has as its role), here learnt from them.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright import ir
from schemawright.config import Options
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.pipeline import read, resolved
from schemawright.python.names import Names, python_names
from schemawright.source.values import is_array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

FORMATS = {"date-time": "datetime", "uuid": "UUID"}
"""The Python types of formats that have one in all peers."""


class Attribute(NamedTuple):
    """A property of a class."""

    name: str
    wire: str
    type: ir.Type
    required: bool
    tag: str | None
    """The text that tells the class from others, where this is the property that has it."""

    @property
    def nullable(self) -> bool:
        """Whether null is a value, so that it cannot stand for what is absent."""
        return isinstance(self.type, ir.Nullable | ir.AnyValue)


class Class(NamedTuple):
    """A record as a class."""

    name: str
    attributes: tuple[Attribute, ...]
    tag: tuple[str, str] | None
    """The property that tells it from others, and its text."""


class Choice(NamedTuple):
    """The members of a union, aliases and unions inside looked through."""

    scalars: tuple[ir.Type, ...]
    records: tuple[ir.TypeName, ...]
    others: tuple[ir.Type, ...]
    tag: str | None
    """The property that tells the records apart; None where there is none, or no need for it."""

    @property
    def is_told(self) -> bool:
        """Whether it is plain which record an object is."""
        return len(self.records) < 2 or self.tag is not None


class Described(NamedTuple):
    """A model, its names in Python, and the tags of its records."""

    model: ir.Model
    names: Names
    tags: Mapping[ir.TypeName, tuple[str, str]]

    def is_text(self, type_: ir.Type) -> bool:
        """Tell whether the values of a scalar type are texts."""
        if isinstance(type_, ir.Ref):
            declaration = self.model.declarations[type_.name]
            return isinstance(declaration, ir.Enumeration) and all(
                each.kind is ir.Kind.STRING for each in declaration.values
            )
        if isinstance(type_, ir.Literal):
            return all(
                isinstance(each, ir.Constant) and each.kind is ir.Kind.STRING
                for each in type_.values
            )
        return isinstance(type_, ir.String)

    def choice(self, type_: ir.Type) -> Choice:
        """Return what a type is one of."""
        members = list(dict.fromkeys(self._members(type_)))
        records = tuple(each.name for each in members if self._is(each, ir.Record))
        others = tuple(each for each in members if isinstance(each, ir.Array | ir.Map | ir.Tuple))
        scalars = tuple(
            each for each in members if each not in others and not self._is(each, ir.Record)
        )
        found = {self.tags.get(each, ("", ""))[0] for each in records}
        values = {self.tags.get(each, ("", ""))[1] for each in records}
        tagged = len(records) > 1 and len(found) == 1 and len(values) == len(records)
        tag = found.pop() if tagged else ""
        return Choice(scalars, records, others, tag or None)

    def _is(self, type_: ir.Type, kind: type) -> bool:
        return isinstance(type_, ir.Ref) and isinstance(self.model.declarations[type_.name], kind)

    def _members(self, type_: ir.Type) -> Iterator[Any]:
        match type_:
            case ir.Union(variants=variants):
                for each in variants:
                    yield from self._members(each)
            case ir.Ref(name=name) if self._is(type_, ir.Alias):
                declaration = self.model.declarations[name]
                assert isinstance(declaration, ir.Alias)  # noqa: S101 - said above
                yield from self._members(declaration.target)
            case _:
                yield type_

    def classes(self) -> Iterator[Class]:
        """Yield the class of each record."""
        for each in self.model.declarations.values():
            if isinstance(each, ir.Record):
                tag = self.tags.get(each.name)
                yield Class(self.names.types[each.name], tuple(self._attributes(each, tag)), tag)

    def _attributes(self, record: ir.Record, tag: tuple[str, str] | None) -> Iterator[Attribute]:
        names = self.names.fields[record.name]
        for each in record.fields:
            value = tag[1] if tag is not None and tag[0] == each.name else None
            yield Attribute(names[each.name], each.name, each.type, each.required, value)

    def enumerations(self) -> Iterator[str]:
        """Yield the statement of each enumeration."""
        for each in self.model.declarations.values():
            if isinstance(each, ir.Enumeration):
                members = self.names.members[each.name]
                base = "StrEnum" if self.is_text(ir.Ref(each.name)) else "Enum"
                lines = [f"    {members[value]} = {value.value!r}" for value in each.values]
                head = f"class {self.names.types[each.name]}({base}):"
                yield "\n".join([head, *lines])

    def unions(self) -> Iterator[tuple[str, ir.Type]]:
        """Yield each alias with its type; those that need others come after them."""
        done: set[ir.TypeName] = set()
        for name in self.model.declarations:
            yield from self._unions(name, done)

    def _unions(self, name: ir.TypeName, done: set[ir.TypeName]) -> Iterator[tuple[str, ir.Type]]:
        declaration = self.model.declarations[name]
        if isinstance(declaration, ir.Alias) and name not in done:
            done.add(name)
            for each in ir.references(declaration):
                yield from self._unions(each, done)
            yield self.names.types[name], declaration.target


class Spelling(NamedTuple):
    """How types are written for one peer."""

    described: Described
    union: Callable[[Choice, Spelling], str]

    def text(self, type_: ir.Type) -> str:
        """Return the annotation of a type."""
        match type_:
            case ir.Ref(name=name):
                return self.described.names.types[name]
            case ir.String(format=form):
                return FORMATS.get(form or "", "str")
            case ir.Number(integral=integral):
                return "int" if integral else "float"
            case ir.Boolean():
                return "bool"
            case ir.Literal(values=values):
                fixed = [each.value for each in values if isinstance(each, ir.Constant)]
                return f"Literal[{', '.join(map(repr, fixed))}]"
            case ir.Nullable(item=item):
                return f"Union[{self.text(item)}, None]"
            case ir.Array(item=item):
                return f"list[{self.text(item)}]"
            case ir.Map(value=value):
                return f"dict[str, {self.text(value)}]"
            case ir.Tuple():
                return "list[Any]"
            case ir.Union():
                return self.union(self.described.choice(type_), self)
            case _:
                return "Any"


def either(members: Iterable[str]) -> str:
    """Return the annotation of a union."""
    return f"Union[{', '.join(dict.fromkeys(members))}]"


def described(document: str, root: str, observed: Iterable[Any]) -> Described:
    """Return the model of a document, and the tags in it.

    Args:
        document: the path of the document.
        root: the schema to begin with.
        observed: objects of our own generated classes, which tags are learnt from.
    """
    options = Options(sources=(document,), package="peers", roots=(root,))
    library = read(options)

    def report(_: object) -> None:
        """Leave findings to those who generate."""

    _, graph, found = resolved(options, library, report)
    model = run_passes(lower(graph, found, report))
    names = python_names(model)
    texts = _texts(observed)
    return Described(model, names, dict(_tags(Described(model, names, {}), texts)))


def _texts(observed: Iterable[Any]) -> Mapping[tuple[str, str], set[str]]:
    """Return the texts that were seen, by class and attribute."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    pending = list(observed)
    while pending:
        each = pending.pop()
        if is_array(each):
            pending.extend(each)
        elif dataclasses.is_dataclass(each):
            for field in dataclasses.fields(each):
                value = getattr(each, field.name)
                if isinstance(value, str) and not isinstance(value, Enum):
                    found[type(each).__name__, field.name].add(value)
                pending.append(value)
    return found


def _tags(
    plain: Described, texts: Mapping[tuple[str, str], set[str]]
) -> Iterator[tuple[ir.TypeName, tuple[str, str]]]:
    """Yield the tag of each record that is told from others by one."""
    for declaration in plain.model.declarations.values():
        for type_ in ir.walk(declaration):
            if not isinstance(type_, ir.Union):
                continue
            records = plain.choice(type_).records
            for name in _shared(plain.model, records):
                tags = [_fixed(plain, each, name, texts) for each in records]
                known = [each for each in tags if each is not None]
                if len(set(known)) == len(records) > 1:
                    yield from (
                        (each, (name, tag)) for each, tag in zip(records, known, strict=True)
                    )
                    break


def _shared(model: ir.Model, records: tuple[ir.TypeName, ...]) -> list[str]:
    """Return the properties that all of some records have."""
    names = [
        [each.name for each in declaration.fields]
        for name in records
        if isinstance(declaration := model.declarations[name], ir.Record)
    ]
    return [each for each in names[0] if all(each in some for some in names)] if names else []


def _fixed(
    plain: Described, record: ir.TypeName, name: str, texts: Mapping[tuple[str, str], set[str]]
) -> str | None:
    """Return the only text of a property, as the schema or what was seen has it."""
    declaration = plain.model.declarations[record]
    assert isinstance(declaration, ir.Record)  # noqa: S101 - only records are asked about
    (type_,) = (each.type for each in declaration.fields if each.name == name)
    seen: set[Any] = set()
    if isinstance(type_, ir.Literal):
        seen = {each.value for each in type_.values if isinstance(each, ir.Constant)}
    elif isinstance(type_, ir.String):
        seen = texts.get((plain.names.types[record], plain.names.fields[record][name]), set())
    found = next(iter(seen)) if len(seen) == 1 else None
    return found if isinstance(found, str) and re.fullmatch(r"[\w.-]+", found) else None
