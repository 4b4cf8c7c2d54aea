"""Descriptions, which are CommonMark, as HTML that holds nothing but text and links to the web."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from schemawright.diagnostics import InputError, bad_option
from schemawright.location import Location
from schemawright.targets.markdown import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_WEB = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_OMITTED = re.compile(r"</(?:p|li)>\n?(?=<(?:p|ul|ol|li|/ul|/ol|pre|blockquote|hr)\b|\Z)|\n\Z")
"""End tags that HTML allows to be left out there."""
_PLAIN = re.compile(r"[A-Za-z][^\x00-\x1f\\`*_\[\]<>&\"]*(?<!\s)")
"""One line in which nothing means anything: most descriptions are that, and need no library."""
_BLOCK = re.compile(r"<(?:p|ul|ol|pre|blockquote|hr)\b")


class Prose:
    """Makes HTML of descriptions, of equal ones once.

    Raises:
        InputError: the library that reads CommonMark is not installed.
    """

    def __init__(self) -> None:
        self._library = library()
        self._known: dict[str, str] = {}

    def html(self, text: str) -> str:
        """Return a description as HTML."""
        found = self._known.get(text)
        if found is None:
            shown = visible(text)
            if _PLAIN.fullmatch(shown):
                found = f"<p>{shown}"
            else:
                found = _OMITTED.sub("", str(self._library.render(shown)))
            self._known[text] = found
        return found

    def cell(self, text: str) -> str:
        """Return a description as HTML for a cell of a table: one paragraph needs no mark."""
        found = self.html(text)
        return found[3:] if found.startswith("<p>") and not _BLOCK.search(found, 3) else found


@cache
def library() -> MarkdownIt:
    """Return the library, told what is allowed.

    HTML stays text, links lead to the web or are text, and what would be fetched is a link:
    images. Headings are paragraphs, since a page has headings of its own.

    Raises:
        InputError: it is not installed.
    """
    try:
        from markdown_it import MarkdownIt  # noqa: PLC0415 - an extra
    except ImportError:
        message = "the site needs the package markdown-it-py, which is not installed"
        hint = "run `pip install 'schemawright[docs]'`"
        raise InputError(bad_option(Location("docs"), message, hint)) from None
    found = MarkdownIt("commonmark", {"html": False})
    found.validateLink = _is_web  # type: ignore[method-assign]  # which is how to tell it
    for name, rule in _RULES.items():
        found.add_render_rule(name, rule)
    return found


def _is_web(url: str) -> bool:
    return _WEB.fullmatch(url) is not None


def _link(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    """Return the beginning of a link; where it leads to, nobody is told where it was found."""
    return f'<a href="{escape(str(tokens[index].attrs["href"]))}" rel="noreferrer">'


def _image(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    """Return an image as a link to it, or as text where it is a link already."""
    token = tokens[index]
    text = escape(token.content or "image")
    if sum(each.nesting for each in tokens[:index] if each.type.startswith("link_")):
        return text
    return f'<a href="{escape(str(token.attrs["src"]))}" rel="noreferrer">{text}</a>'


def _heading(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return "<p><strong>" if tokens[index].nesting == 1 else "</strong></p>\n"


_RULES: Mapping[str, Callable[..., str]] = {
    "link_open": _link,
    "image": _image,
    "heading_open": _heading,
    "heading_close": _heading,
}
