"""The files of a site, from a model and what its schemas assert."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.rendering import NOTE
from schemawright.site import html
from schemawright.site.commonmark import Prose
from schemawright.site.examples import examples
from schemawright.site.neighbours import Neighbours
from schemawright.site.repetitions import repeated, same_lists
from schemawright.site.search import Index
from schemawright.targets.markdown import shortened, visible
from schemawright.targets.reference import Reference, kind, pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.site.changes import Changelog
    from schemawright.site.examples import Example
    from schemawright.site.neighbours import Drawing
    from schemawright.targets.reference import Page, Section
    from schemawright.targets.subject import Subject

INDEX, CHANGES = "index", "changes"
SCRIPTS = ("theme", "data", "search", "results", "frame", "navigation", "examples", "tables")
STYLES = ("colours", "layout", "search", "content", "tables", "narrow")
_SUMMARY = 110
"""Characters of a description on the front page."""


class Part(NamedTuple):
    """A declared type on its page."""

    said: Section
    example: Example | None
    level: int
    """That of its heading."""


class TypePage(NamedTuple):
    """The page of a type, with the inline types that belong to it."""

    title: str
    parts: tuple[Part, ...]
    drawing: Drawing | None


class Entry(NamedTuple):
    """A line of the front page."""

    href: str
    name: str
    kind: str
    text: str


class Front(NamedTuple):
    """The front page."""

    package: str
    digest: str
    types: int
    """How many are declared."""
    inner: int
    """How many there are besides, which lie inside of others."""
    roots: tuple[str, ...]
    """Links."""
    entries: tuple[Entry, ...]
    changelog: Changelog | None


class Frame(NamedTuple):
    """A page around what is special to it."""

    title: str
    package: str
    content: str


def site(subject: Subject, digest: str, changelog: Changelog | None) -> Mapping[PurePosixPath, str]:
    """Return the files of a site.

    Args:
        subject: the model with its names, and with what its schemas assert.
        digest: what stands for the schemas.
        changelog: what has changed since others, None where there is nothing to compare with.

    Raises:
        InputError: the library that reads descriptions is not installed.
    """
    builder = _Builder(subject)
    found = dict(builder.type_pages(examples(subject)))
    found[INDEX] = builder.framed(subject.package, "index", builder.front(digest, changelog))
    links: list[tuple[str, str]] = []
    if changelog is not None:
        title = f"Changes of {subject.package}"
        found[CHANGES] = builder.framed(title, "changes", builder.linked(changelog))
        links.append((CHANGES, "Changes"))
    files = {PurePosixPath(f"{name}.html"): text for name, text in found.items()}
    script = builder.index.script(subject.package, digest, links)
    files[PurePosixPath("search.js")] = script
    files[PurePosixPath("site.js")] = f"// {NOTE}\n{builder.together('scripts', SCRIPTS, 'js')}"
    files[PurePosixPath("site.css")] = f"/* {NOTE} */\n{builder.together('styles', STYLES, 'css')}"
    return files


class _Builder:
    """Makes pages of a model."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._pages = pages(subject, taken=(INDEX, CHANGES))
        self._names = subject.names.types
        prose = Prose()
        self._places = html.Places(self._pages, subject.names)
        running = html.running(self._names, self._places, prose)
        files = {each.name: page.name for page in self._pages for each in page.declarations}
        self._reference = Reference(subject, files, running, replace(running, block=prose.cell))
        self._titles = {page.name: self._title(page) for page in self._pages}
        self._neighbours = Neighbours(subject.model, self._pages, self._titles)
        self._repeated = repeated(subject.model)
        self._same = same_lists(subject)
        self.index = Index()

    def type_pages(self, shown: Mapping[ir.TypeName, Example]) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each page of types; the index knows them then."""
        for page in self._pages:
            title = self._titles[page.name]
            sections = [self._section(each, page) for each in page.declarations]
            prefixes = [self._places.prefix(each.name) for each in page.declarations]
            self.index.add(page.name, title, [*zip(sections, prefixes, strict=True)])
            view = TypePage(
                title="" if page.has_owner else title,
                parts=tuple(
                    Part(
                        said=each,
                        example=self._example(each, shown),
                        level=1 if page.has_owner and each is sections[0] else 2,
                    )
                    for each in sections
                ),
                drawing=self._neighbours.drawing(page.name),
            )
            yield page.name, self.framed(f"{title} - {self._subject.package}", "type", view)

    def _section(self, declaration: ir.Declaration, page: Page) -> Section:
        """Return what is said of a declaration, once."""
        found = self._reference.section(declaration)
        name = declaration.name
        if name in self._repeated:
            found = found._replace(description="")
        same = self._same.get(name)
        if same is None:
            return found
        link = self._places.link(same, page.name, self._places.anchor(same, ""))
        what = f"{len(found.members)} values" if found.members else f"{len(found.cases)} types"
        notes = (*found.notes, f"The same {what} as {link}.")
        return found._replace(members=(), cases=(), notes=notes)

    def _example(self, said: Section, shown: Mapping[ir.TypeName, Example]) -> Example | None:
        """Return the example of a declaration, but where another one has the same."""
        name = said.declaration.name
        return None if name in self._same else shown.get(name)

    def framed(self, title: str, template: str, view: object) -> str:
        """Return a whole page around what a template makes of a view."""
        render = self._subject.templates.render
        content = render(f"site/{template}.html.jinja", view)
        frame = Frame(title, self._subject.package, visible(content))
        return render("site/frame.html.jinja", frame)

    def together(self, folder: str, parts: tuple[str, ...], suffix: str) -> str:
        """Return what is written in several templates, as one file."""
        read = self._subject.templates.source
        return "\n".join([read(f"site/{folder}/{part}.{suffix}.jinja") for part in parts])

    def front(self, digest: str, changelog: Changelog | None) -> Front:
        """Return what is on the front page."""
        entries = [
            Entry(
                href=f"{page.name}.html",
                name=self._titles[page.name],
                kind=kind(page.first) if page.has_owner else "",
                text=_summary(page.first.docs.description),
            )
            for page in self._pages
        ]
        types = sum(page.has_owner for page in self._pages)
        roots = self._subject.model.roots
        links = tuple(
            self._places.link(each, INDEX, self._places.anchor(each, "")) for each in roots
        )
        return Front(
            package=self._subject.package,
            digest=digest,
            types=types,
            inner=len(self._subject.model.declarations) - types,
            roots=links if len(roots) < len(entries) else (),
            entries=tuple(sorted(entries, key=lambda each: (each.name.casefold(), each.name))),
            changelog=changelog,
        )

    def linked(self, changelog: Changelog) -> Changelog:
        """Return changes with links to what has changed, as far as it is there."""
        anchors: dict[str, str] = {}
        for name, called in self._names.items():
            anchors[called] = self._places.href(name, self._places.anchor(name, ""))
            for field in self._subject.names.fields.get(name, {}).values():
                place = self._places.anchor(name, field)
                anchors[f"{called}.{field}"] = self._places.href(name, place)
        return changelog.linked(anchors)

    def _title(self, page: Page) -> str:
        if page.has_owner:
            return self._names[page.first.name]
        return visible(ir.segments(page.first.name)[0])


def _summary(text: str) -> str:
    """Return the first words of a description."""
    return shortened(" ".join(visible(text).replace("`", "").split()), _SUMMARY)
