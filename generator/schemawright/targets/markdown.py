"""Text from a schema as Markdown that stays text, and links between pages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from schemawright import ir
from schemawright.python.annotations import constant

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    if limit and len(line) > limit:
        line = f"{line[:limit].rsplit(' ', 1)[0]} …"
    return _inert(line).replace("|", "\\|")


def slug(name: str) -> str:
    """Return the anchor that site generators give to a heading."""
    return re.sub(r"[^\w-]", "", name.lower())


def shown(value: ir.Json) -> str:
    """Return a JSON value as JSON text."""
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: ir.Json) -> Any:
    match value:
        case ir.Constant(value=scalar):
            return scalar
        case ir.JsonArray(items=items):
            return [_plain(each) for each in items]
        case ir.JsonObject(items=members):
            return {key: _plain(each) for key, each in members}
        case _:
            assert_never(value)


class Links(NamedTuple):
    """Where each declaration is described."""

    names: Mapping[ir.TypeName, str]
    pages: Mapping[ir.TypeName, str]

    def link(self, name: ir.TypeName, page: str) -> str:
        """Return a link to a declaration, as seen from a page."""
        file = "" if self.pages[name] == page else f"{self.pages[name]}.md"
        return f"[{self.names[name].replace('_', chr(92) + '_')}]({file}#{slug(self.names[name])})"

    def type(self, type_: ir.Type, page: str) -> str:
        """Return a type in words and links."""
        match type_:
            case ir.Ref(name=name):
                return self.link(name, page)
            case ir.Nullable(item=item):
                return f"{self.type(item, page)} | null"
            case ir.Union(variants=variants):
                return " | ".join(self.type(each, page) for each in variants)
            case ir.Array(item=item):
                return f"list of {self._inside(item, page)}"
            case ir.Map(value=value):
                return f"map of {self._inside(value, page)}"
            case ir.Tuple(items=items, rest=rest):
                found = [self._inside(each, page) for each in items]
                more = [] if rest is None else [f"any number of {self._inside(rest, page)}"]
                return f"list of {', '.join([*found, *more])}"
            case ir.Literal(values=values):
                return " | ".join(
                    code_span(constant(v) if isinstance(v, ir.Constant) else shown(v))
                    for v in values
                )
            case ir.Number(integral=integral):
                return "integer" if integral else "number"
            case ir.String(format=form):
                return f"string ({code_span(form)})" if form else "string"
            case ir.Boolean():
                return "boolean"
            case ir.AnyValue():
                return "anything"
            case ir.Null():
                return "null"
            case ir.Never():
                return "nothing"
            case _:
                assert_never(type_)

    def _inside(self, type_: ir.Type, page: str) -> str:
        text = self.type(type_, page)
        several = isinstance(type_, ir.Union | ir.Nullable | ir.Tuple)
        return f"({text})" if several else text
