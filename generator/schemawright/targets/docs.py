"""Reference pages in Markdown (CommonMark with tables): one for each declared type."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.targets import markdown
from schemawright.targets.markdown import code_span, fenced, table_text
from schemawright.targets.reference import Reference, pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.reference import FieldRow, Page, Section
    from schemawright.targets.subject import Subject

INDEX = "index"


class Row(NamedTuple):
    """One line of a table of fields."""

    anchor: str
    name: str
    wire: str
    type: str
    required: str
    text: str


class Shown(NamedTuple):
    """One declaration, as it is placed on its page."""

    said: Section
    kind: str
    fields: tuple[Row, ...]
    members: tuple[tuple[str, str, str], ...]
    """Anchor, name and value of each."""
    cases: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]


class Index(NamedTuple):
    """The front page."""

    package: str
    roots: tuple[str, ...]
    entries: tuple[tuple[str, str, str], ...]


def docs(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the pages, with an index."""
    files: dict[PurePosixPath, str] = {}
    directory = subject.out_docs
    found = pages(subject, taken=(INDEX,))
    places = {each.name: page.name for page in found for each in page.declarations}
    names, render = subject.names.types, subject.templates.render
    prose = markdown.prose(names, places)
    reference = Reference(subject, places, prose, markdown.cells(prose))
    entries: list[tuple[str, str, str]] = []
    for page in found:
        file = f"{page.name}.md"
        said = table_text(page.first.docs.description, 90)
        entries.append((_title(page, subject), file, said))
        if subject.shows_anew(page.declarations):
            sections = tuple(_shown(reference.section(each)) for each in page.declarations)
            files[directory / file] = render("docs/page.md.jinja", sections)
    roots = tuple(prose.link(name, INDEX, prose.anchor(name, "")) for name in subject.model.roots)
    index = Index(
        package=subject.package,
        roots=roots if len(roots) < len(entries) else (),
        entries=tuple(sorted(entries)),
    )
    return {directory / f"{INDEX}.md": render("docs/index.md.jinja", index), **files}


def _title(page: Page, subject: Subject) -> str:
    if page.has_owner:
        return subject.names.types[page.first.name]
    return code_span(ir.segments(page.first.name)[0])


def _shown(said: Section) -> Shown:
    return Shown(
        said=said,
        kind=f"{said.kind}, deprecated" if said.is_deprecated else said.kind,
        fields=tuple(map(_row, said.fields)),
        members=tuple(
            (each.anchor, each.name, code_span(each.value, table=True)) for each in said.members
        ),
        cases=tuple((code_span(value, table=True), type_) for value, type_ in said.cases),
        examples=tuple(fenced(each, "json") for each in said.examples),
    )


def _row(field: FieldRow) -> Row:
    flags = [f"**{each}.**" for each in field.flags]
    return Row(
        anchor=field.anchor,
        name=code_span(field.name),
        wire=code_span(field.wire, table=True),
        type=field.type,
        required="yes" if field.required else "",
        text=" ".join(filter(None, [*flags, field.text, *field.facts])),
    )
