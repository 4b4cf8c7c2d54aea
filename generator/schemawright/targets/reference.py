"""What the reference says of each declared type, for pages in any notation.

The Markdown pages and the site are made from the same views, so that both say the same; only how
text, code and links are written differs (`Notation`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, assert_never

from schemawright import ir
from schemawright.python.annotations import constant
from schemawright.targets.prose import constraints
from schemawright.targets.type_words import shown, type_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.targets.subject import Subject
    from schemawright.targets.type_words import Notation


KINDS: Mapping[type[ir.Declaration], str] = MappingProxyType(
    {ir.Record: "Dataclass", ir.Enumeration: "Enumeration", ir.Alias: "Alias"}
)
"""What each declaration is in Python."""
UNION = "Union"


class FieldRow(NamedTuple):
    """One property of a record."""

    anchor: str
    name: str
    """The attribute."""
    wire: str
    """The key in JSON."""
    type: str
    required: bool
    flags: tuple[str, ...]
    """What is to be seen first: that it is deprecated, or read-only."""
    text: str
    """The description."""
    facts: tuple[str, ...]
    """Limits, the default and examples, a sentence each."""


class MemberRow(NamedTuple):
    """One value of an enumeration."""

    anchor: str
    name: str
    value: str


class Section(NamedTuple):
    """One declaration."""

    declaration: ir.Declaration
    anchor: str
    name: str
    kind: str
    is_deprecated: bool
    description: str
    notes: tuple[str, ...]
    fields: tuple[FieldRow, ...]
    members: tuple[MemberRow, ...]
    cases: tuple[tuple[str, str], ...]
    """The values of a tag, each with the type that it means."""
    examples: tuple[str, ...]
    """What the schema states as examples, as JSON."""
    users: tuple[str, ...]
    """Links to where it is used."""


class Page(NamedTuple):
    """One declared type with the inline types that belong to it."""

    name: str
    """What the file is called, without its suffix."""
    declarations: tuple[ir.Declaration, ...]
    """The type that the page is about comes first."""

    @property
    def first(self) -> ir.Declaration:
        """The type that the page is about."""
        return self.declarations[0]

    @property
    def has_owner(self) -> bool:
        """Whether its first type is a declared one, and not one that only lies inside of such."""
        return len(ir.segments(self.first.name)) == 1


class Reference:
    """Makes views of the declarations of a model.

    Args:
        subject: the model with its names.
        pages: the file of each declaration, without its suffix.
        prose: how running text is written.
        cells: how text inside tables is written.
    """

    def __init__(
        self,
        subject: Subject,
        pages: Mapping[ir.TypeName, str],
        prose: Notation,
        cells: Notation,
    ) -> None:
        self._subject = subject
        self._pages = pages
        self._prose, self._cells = prose, cells
        self._users = users(subject.model)
        self._opened = subject.opened()

    def section(self, declaration: ir.Declaration) -> Section:
        """Return what is to be said of a declaration, with links as seen from its page."""
        name, docs = declaration.name, declaration.docs
        page = self._pages[name]
        link = self._prose.link
        return Section(
            declaration=declaration,
            anchor=self._prose.anchor(name, ""),
            name=self._subject.names.types[name],
            kind=kind(declaration),
            is_deprecated=docs.deprecated,
            description=self._prose.block(self._subject.said(declaration)),
            notes=tuple(self._notes(declaration, page)),
            fields=tuple(self._fields(declaration, page)),
            members=tuple(self._members(declaration)),
            cases=tuple(self._cases(declaration, page)),
            examples=tuple(shown(each, indent=2) for each in docs.examples),
            users=tuple(
                link(user, page, self._prose.anchor(user, self._attribute(user, field)))
                for user, field in sorted(self._users.get(name, {}).items(), key=self._called)
            ),
        )

    def _called(self, use: tuple[ir.TypeName, str | None]) -> str:
        return self._subject.names.types[use[0]]

    def _attribute(self, name: ir.TypeName, field: str | None) -> str:
        return "" if field is None else self._subject.names.fields[name][field]

    def _notes(self, declaration: ir.Declaration, page: str) -> Iterator[str]:
        prose = self._prose
        match declaration:
            case ir.Record(patterns=patterns, extra=extra):
                for pattern, type_ in patterns:
                    words = type_words(type_, page, prose)
                    yield f"Keys that match {prose.code(pattern)} hold {words}."
                if extra is None:
                    yield "No other keys are allowed."
                elif extra != ir.AnyValue():
                    yield f"Other keys hold {type_words(extra, page, prose)}."
            case ir.Enumeration(name=name):
                if name in self._opened:
                    yield "Other values are kept."
            case ir.Alias(target=target):
                tag = target.tag if isinstance(target, ir.Union) else None
                if tag is None or {name for _, name in tag.cases} != {*ir.bare(target)}:
                    yield f"Stands for {type_words(target, page, prose)}."
                    if said := constraints(target, prose.code):
                        yield f"{said[0].upper()}{said[1:]}."
                if tag is not None:
                    yield f"Told apart by {prose.code(tag.property)}."
            case _:
                assert_never(declaration)

    def _fields(self, declaration: ir.Declaration, page: str) -> Iterator[FieldRow]:
        if not isinstance(declaration, ir.Record):
            return
        names = self._subject.names.fields[declaration.name]
        for each in declaration.fields:
            name = names[each.name]
            flags = ["Deprecated"] if each.docs.deprecated else []
            if each.access is not ir.Access.READ_WRITE:
                flags.append(each.access.value.capitalize())
            yield FieldRow(
                anchor=self._prose.anchor(declaration.name, name),
                name=name,
                wire=each.name,
                type=type_words(each.type, page, self._cells),
                required=each.required,
                flags=tuple(flags),
                text=self._cells.block(each.docs.description or each.docs.title),
                facts=tuple(self._facts(each)),
            )

    def _facts(self, field: ir.Field) -> Iterator[str]:
        code = self._cells.code
        if said := constraints(field.type, code):
            yield f"{said[0].upper()}{said[1:]}."
        if not isinstance(field.default, ir.Missing):
            yield f"Default: {code(shown(field.default))}."
        if examples := field.docs.examples:
            word = "Example" if len(examples) == 1 else "Examples"
            yield f"{word}: {', '.join(code(shown(each)) for each in examples)}."

    def _members(self, declaration: ir.Declaration) -> Iterator[MemberRow]:
        if not isinstance(declaration, ir.Enumeration):
            return
        anchor = self._prose.anchor
        names = self._subject.names.members[declaration.name]
        for value in declaration.values:
            name = names[value]
            yield MemberRow(anchor(declaration.name, name), name, constant(value))

    def _cases(self, declaration: ir.Declaration, page: str) -> Iterator[tuple[str, str]]:
        if not isinstance(declaration, ir.Alias):
            return
        target = declaration.target
        if isinstance(target, ir.Union) and target.tag is not None:
            for value, name in target.tag.cases:
                link = self._cells.link(name, page, self._cells.anchor(name, ""))
                yield constant(value), link


def kind(declaration: ir.Declaration) -> str:
    """Return what a declaration is, in a word."""
    if isinstance(declaration, ir.Alias) and isinstance(declaration.target, ir.Union):
        return UNION
    return KINDS[type(declaration)]


def pages(subject: Subject, taken: Iterable[str] = ()) -> tuple[Page, ...]:
    """Return the pages, in the order of their names.

    Args:
        subject: the model with its names.
        taken: names that files have which are no such pages.
    """
    owners: dict[str, list[ir.Declaration]] = {}
    for name, declaration in subject.model.declarations.items():
        owners.setdefault(subject.names.module(name), []).append(declaration)
    reserved = {*taken}
    found: list[Page] = []
    for module in sorted(owners):
        file = module
        while file in reserved or (file != module and file in owners):
            file += "_"
        inside = sorted(owners[module], key=lambda each: (len(ir.segments(each.name)), each.name))
        found.append(Page(file, tuple(inside)))
    return tuple(found)


def users(model: ir.Model) -> Mapping[ir.TypeName, Mapping[ir.TypeName, str | None]]:
    """Return what uses each declaration, each with the first property that does."""
    found: dict[ir.TypeName, dict[ir.TypeName, str | None]] = {}
    for name, declaration in model.declarations.items():
        for used, field in _uses(declaration):
            if used != name:
                found.setdefault(used, {}).setdefault(name, field)
    return found


def _uses(declaration: ir.Declaration) -> Iterator[tuple[ir.TypeName, str | None]]:
    if isinstance(declaration, ir.Record):
        for field in declaration.fields:
            yield from ((used, field.name) for used in _inside(field.type))
    yield from ((used, None) for used in ir.references(declaration))


def _inside(type_: ir.Type) -> Iterator[ir.TypeName]:
    pending = [type_]
    while pending:
        found = pending.pop()
        if isinstance(found, ir.Ref):
            yield found.name
        pending.extend(ir.children(found))
