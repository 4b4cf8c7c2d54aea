"""The files of a site, from a model and what its schemas assert."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.rendering import render, source
from schemawright.site import html
from schemawright.site.commonmark import Prose
from schemawright.site.examples import examples
from schemawright.site.neighbours import Neighbours
from schemawright.site.repetitions import repeated, same_lists
from schemawright.site.search import Index
from schemawright.targets.markdown import visible
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
    """How many there are."""
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
    front = builder.front(digest, changelog)
    found[INDEX] = _framed(subject.package, subject.package, render("site/index.html.jinja", front))
    links: list[tuple[str, str]] = []
    if changelog is not None:
        content = render("site/changes.html.jinja", builder.linked(changelog))
        found[CHANGES] = _framed(f"Changes of {subject.package}", subject.package, content)
        links.append((CHANGES, "Changes"))
    files = {PurePosixPath(f"{name}.html"): text for name, text in found.items()}
    script = builder.index.script(subject.package, digest, links)
    files[PurePosixPath("search.js")] = script
    files[PurePosixPath("site.js")] = _together("scripts", SCRIPTS, "js", "//", "")
    files[PurePosixPath("site.css")] = _together("styles", STYLES, "css", "/*", " */")
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
                        example=shown.get(each.declaration.name),
                        level=1 if page.has_owner and each is sections[0] else 2,
                    )
                    for each in sections
                ),
                drawing=self._neighbours.drawing(page.name),
            )
            content = render("site/type.html.jinja", view)
            package = self._subject.package
            yield page.name, _framed(f"{title} - {package}", package, content)

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
        roots = self._subject.model.roots
        links = tuple(
            self._places.link(each, INDEX, self._places.anchor(each, "")) for each in roots
        )
        return Front(
            package=self._subject.package,
            digest=digest,
            types=len(self._subject.model.declarations),
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


def _framed(title: str, package: str, content: str) -> str:
    return render("site/frame.html.jinja", Frame(title, package, visible(content)))


def _summary(text: str) -> str:
    """Return the first words of a description."""
    line = " ".join(visible(text).replace("`", "").split())
    return line if len(line) <= _SUMMARY else f"{line[:_SUMMARY].rsplit(' ', 1)[0]} …"


def _together(folder: str, parts: tuple[str, ...], suffix: str, opening: str, closing: str) -> str:
    """Return one file that is made of several templates."""
    marker = f"{opening} Generated by schemawright; changes made here are lost.{closing}\n"
    texts = [source(f"site/{folder}/{part}.{suffix}.jinja") for part in parts]
    return marker + "\n".join(texts)
