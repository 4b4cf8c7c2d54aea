"""Text from a schema as HTML that stays text, and links between pages."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from schemawright.targets.markdown import visible
from schemawright.targets.type_words import Notation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemawright import ir
    from schemawright.python.names import Names
    from schemawright.site.commonmark import Prose
    from schemawright.targets.reference import Page


class Places:
    """Where each declaration is described, in little room, as there are many links.

    The type that a page is about is at its top, and its fields have their own names as anchors
    (`pet.html#born_on`); inner types are called without the name that the page has
    (`pet.html#Kind.CAT`). Where these would clash, they have their full names.

    Args:
        pages: all pages.
        names: what everything is called.
    """

    def __init__(self, pages: Sequence[Page], names: Names) -> None:
        self._names = names.types
        self._files = {each.name: page.name for page in pages for each in page.declarations}
        self._prefixes: dict[ir.TypeName, str] = {}
        self._tops: set[ir.TypeName] = set()
        for page in pages:
            self._prefixes.update(self._of(page, names))

    def _of(self, page: Page, names: Names) -> dict[ir.TypeName, str]:
        title = self._names[page.first.name] if page.has_owner else ""
        found = {each.name: self._names[each.name] for each in page.declarations}
        short = {name: called.removeprefix(title) for name, called in found.items()}
        full = Counter((*found.values(), *short.values()))
        for name, each in short.items():
            # What has no such name beside it counts twice where nothing was left out.
            if each and full[each] == (1 if each != found[name] else 2):
                found[name] = each
        if page.has_owner:
            first = page.first.name
            self._tops.add(first)
            inner = {*names.fields.get(first, {}).values(), *names.members.get(first, {}).values()}
            if inner.isdisjoint(found.values()):
                found[first] = ""
        return found

    def prefix(self, name: ir.TypeName) -> str:
        """Return what anchors inside of a declaration begin with."""
        return self._prefixes[name]

    def anchor(self, name: ir.TypeName, inner: str) -> str:
        """Return the anchor of a declaration, or of something inside; none is the top."""
        prefix = self._prefixes[name]
        if not inner:
            return "" if name in self._tops else prefix
        return f"{prefix}.{inner}" if prefix else inner

    def href(self, name: ir.TypeName, anchor: str, page: str = "") -> str:
        """Return where a link leads to, as seen from a page."""
        file = self._files[name]
        if anchor and file == page:
            return f"#{anchor}"
        return f"{file}.html#{anchor}" if anchor else f"{file}.html"

    def link(self, name: ir.TypeName, page: str, anchor: str) -> str:
        """Return a link to an anchor of a declaration; names are no markup."""
        return f"<a href={self.href(name, anchor, page)}>{self._names[name]}</a>"


def text(value: str) -> str:
    """Return text as HTML, with what could not be seen as escapes that can."""
    return escape(visible(value), quote=False)


def code(value: str) -> str:
    """Return a text as code."""
    return f"<code>{text(value)}</code>"


def running(names: Mapping[ir.TypeName, str], places: Places, prose: Prose) -> Notation:
    """Return how running text is written."""
    return Notation(
        code=code,
        block=prose.html,
        link=places.link,
        name=names.__getitem__,
        anchor=places.anchor,
        bar=" | ",
    )
