"""Text from a schema as Markdown that stays text, and links between pages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from schemawright.targets.type_words import Notation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright import ir

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_BARE = re.compile(r"[\w.\"'/:-]+", re.ASCII)
_TICKS = re.compile("`+")
_LINK = re.compile(r"\](?=\((?!https?://)|:|\[)")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def visible(text: str) -> str:
    """Return a text with control characters as escapes that can be seen."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def code_span(text: str, *, table: bool = False) -> str:
    """Return a text as a code span (CommonMark, section 6.1); in a table a bar is escaped."""
    if _BARE.fullmatch(text):
        return f"`{text}`"
    text = visible(text).replace("\n", "\\n").replace("\t", "\\t")
    if not text.strip():
        text = json.dumps(text, ensure_ascii=False)
    longest = max((len(each) for each in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    found = f"{fence}{pad}{text}{pad}{fence}"
    return found.replace("|", "\\|") if table else found


def paragraphs(text: str) -> str:
    """Return prose with its paragraphs; its markup characters are shown, not obeyed, as HTML."""
    lines = [line.rstrip() for line in visible(text).expandtabs(4).split("\n")]
    return _inert(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))


def _inert(text: str) -> str:
    """Return Markdown in which HTML is text, and links lead to the web or nowhere."""
    return _LINK.sub(r"\\\g<0>", text.translate(_MARKUP))


def table_text(text: str, limit: int = 0) -> str:
    """Return prose on one line for a table, its first sentence or `limit` characters if given."""
    line = " ".join(visible(text).split())
    return _inert(shortened(line, limit) if limit else line).replace("|", "\\|")


def shortened(line: str, most: int) -> str:
    """Return the first words of a line that has more characters than so many."""
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def fenced(text: str, language: str) -> str:
    """Return a text as a fenced code block (CommonMark, section 4.5)."""
    text = visible(text)
    longest = max((len(each) for each in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def prose(names: Mapping[ir.TypeName, str], pages: Mapping[ir.TypeName, str]) -> Notation:
    """Return how running text is written.

    Args:
        names: what each declaration is called.
        pages: the file that each is described in, without its suffix.
    """

    def link(name: ir.TypeName, page: str, anchor: str) -> str:
        file = "" if pages[name] == page else f"{pages[name]}.md"
        return f"[{names[name].replace('_', chr(92) + '_')}]({file}#{anchor})"

    def anchor(name: ir.TypeName, inner: str) -> str:
        return f"{names[name]}.{inner}" if inner else names[name]

    return Notation(
        code=code_span,
        block=paragraphs,
        link=link,
        name=names.__getitem__,
        anchor=anchor,
        bar=" | ",
    )


def cells(running: Notation) -> Notation:
    """Return how text is written in tables, where a bar would end a cell, and lines a row."""
    return replace(running, code=_table_code, block=table_text, bar=" \\| ")


def _table_code(text: str) -> str:
    return code_span(text, table=True)
