"""Reference pages in Markdown (CommonMark with tables): one for each declared type."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.python.annotations import constant
from schemawright.targets.markdown import Links, code_span, paragraphs, shown, table_text
from schemawright.targets.prose import constraints

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject


KINDS = {ir.Record: "Dataclass", ir.Enumeration: "Enumeration", ir.Alias: "Alias"}


class FieldRow(NamedTuple):
    """One line of a table of fields."""

    name: str
    wire: str
    type: str
    required: str
    text: str


class Section(NamedTuple):
    """One declaration."""

    name: str
    kind: str
    notes: tuple[str, ...]
    description: str
    fields: tuple[FieldRow, ...]
    members: tuple[tuple[str, str], ...]
    variants: tuple[tuple[str, str], ...]
    users: tuple[str, ...]


class Page(NamedTuple):
    """One declared type with the inline types that belong to it."""

    title: str
    sections: tuple[Section, ...]


class Index(NamedTuple):
    """The front page."""

    package: str
    roots: tuple[str, ...]
    entries: tuple[tuple[str, str, str], ...]


def docs(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the pages, with an index."""
    files: dict[PurePosixPath, str] = {}
    directory = subject.out_docs
    owners: dict[str, list[ir.Declaration]] = {}
    for name, declaration in subject.model.declarations.items():
        owners.setdefault(subject.names.module(name), []).append(declaration)
    links = Links(
        names=subject.names.types,
        pages={name: subject.names.module(name) for name in subject.model.declarations},
    )
    users = _users(subject.model)
    entries: list[tuple[str, str, str]] = []
    for module, found in sorted(owners.items()):
        found.sort(key=lambda each: (len(ir.segments(each.name)), each.name))
        title = _title(found, subject)
        entries.append((title, f"{module}.md", table_text(found[0].docs.description, 90)))
        if subject.shows_anew(found):
            sections = tuple(_section(each, subject, links, users) for each in found)
            page = Page(title=title, sections=sections)
            place = directory / f"{module}.md"
            files[place] = subject.templates.render("docs/page.md.jinja", page)
    roots = tuple(links.link(name, "index") for name in subject.model.roots)
    index = Index(
        package=subject.package,
        roots=roots if len(roots) < len(entries) else (),
        entries=tuple(sorted(entries)),
    )
    return {directory / "index.md": subject.templates.render("docs/index.md.jinja", index), **files}


def _title(found: Iterable[ir.Declaration], subject: Subject) -> str:
    first = next(iter(found))
    if len(ir.segments(first.name)) == 1:
        return subject.names.types[first.name]
    return code_span(ir.segments(first.name)[0])


def _users(model: ir.Model) -> Mapping[ir.TypeName, list[ir.TypeName]]:
    found: dict[ir.TypeName, dict[ir.TypeName, None]] = {}
    for name, declaration in model.declarations.items():
        for used in ir.references(declaration):
            if used != name:
                found.setdefault(used, {})[name] = None
    return {name: list(each) for name, each in found.items()}


def _section(
    declaration: ir.Declaration,
    subject: Subject,
    links: Links,
    users: Mapping[ir.TypeName, list[ir.TypeName]],
) -> Section:
    name = declaration.name
    page = subject.names.module(name)
    using = sorted(users.get(name, ()), key=lambda each: subject.names.types[each])
    fields: tuple[FieldRow, ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    variants: tuple[tuple[str, str], ...] = ()
    notes: list[str] = []
    match declaration:
        case ir.Record():
            names = subject.names.fields[name]
            fields = tuple(_row(each, names[each.name], links, page) for each in declaration.fields)
            notes += _extra(declaration, links, page)
        case ir.Enumeration():
            found = subject.names.members[name]
            members = tuple(
                (found[v], code_span(constant(v), table=True)) for v in declaration.values
            )
            notes += ["Other values are kept."] if name in subject.opened() else []
        case ir.Alias(target=target):
            notes += [f"Stands for {links.type(target, page)}."]
            if said := constraints(target, code_span):
                notes.append(f"{said[0].upper()}{said[1:]}.")
            variants = _variants(target, links, page)
            if variants and isinstance(target, ir.Union) and target.tag is not None:
                notes.append(f"Told apart by {code_span(target.tag.property)}.")
    return Section(
        name=subject.names.types[name],
        kind=KINDS[type(declaration)],
        notes=tuple(notes),
        description=paragraphs(subject.prose(declaration)),
        fields=fields,
        members=members,
        variants=variants,
        users=tuple(links.link(each, page) for each in using),
    )


def _row(field: ir.Field, name: str, links: Links, page: str) -> FieldRow:
    parts = ["**Deprecated.**"] if field.docs.deprecated else []
    if field.access is not ir.Access.READ_WRITE:
        parts.append(f"*{field.access.value.capitalize()}.*")
    parts.append(table_text(field.docs.description or field.docs.title))
    if said := constraints(field.type, _table_code):
        parts.append(f"{said[0].upper()}{said[1:]}.")
    if not isinstance(field.default, ir.Missing):
        parts.append(f"Default: {code_span(shown(field.default), table=True)}.")
    return FieldRow(
        name=code_span(name),
        wire=code_span(field.name, table=True),
        type=links.type(field.type, page).replace("|", "\\|"),
        required="yes" if field.required else "",
        text=" ".join(filter(None, parts)),
    )


def _table_code(text: str) -> str:
    return code_span(text, table=True)


def _extra(record: ir.Record, links: Links, page: str) -> list[str]:
    notes = [
        f"Keys that match {code_span(pattern)} hold {links.type(type_, page)}."
        for pattern, type_ in record.patterns
    ]
    if record.extra is None:
        notes.append("No other keys are allowed.")
    elif record.extra != ir.AnyValue():
        notes.append(f"Other keys hold {links.type(record.extra, page)}.")
    return notes


def _variants(target: ir.Type, links: Links, page: str) -> tuple[tuple[str, str], ...]:
    """Return each tag value with the type that it means."""
    if not isinstance(target, ir.Union) or target.tag is None:
        return ()
    return tuple(
        (code_span(constant(value), table=True), links.link(name, page))
        for value, name in target.tag.cases
    )
