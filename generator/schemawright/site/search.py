"""What there is to find, in little room: each text is there once, and entries are numbers.

The scripts of the site make entries of it (`templates/site/scripts/data.js.jinja`).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from schemawright import ir
from schemawright.rendering import NOTE
from schemawright.targets.markdown import visible
from schemawright.targets.reference import KINDS, UNION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.targets.reference import FieldRow, MemberRow, Section

_KINDS = (*KINDS.values(), UNION)
_UNDERSCORE = re.compile("_+([a-z0-9])")
_OTHER = re.compile("[^A-Za-z0-9]+")
_BARE, _SHORT, _FULL = range(3)
"""What anchors inside a type begin with: nothing, its name without the page's, or its name."""


class _Pool:
    """Texts, each of them once."""

    def __init__(self, *texts: str) -> None:
        self._numbers = {text: number for number, text in enumerate(texts)}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def texts(self) -> list[str]:
        return list(self._numbers)


class Index:
    """Collects what can be found."""

    def __init__(self) -> None:
        self._prose, self._names = _Pool(""), _Pool()
        self._pages: list[Any] = []

    def add(self, page: str, title: str, sections: Sequence[tuple[Section, str]]) -> None:
        """Add a page with its types, each with what anchors inside of it begin with."""
        types = [self._type(title, section, prefix) for section, prefix in sections]
        self._pages.append([page, title, types])

    def _type(self, title: str, section: Section, prefix: str) -> list[Any]:
        declaration = section.declaration
        mode = _BARE if not prefix else _FULL if prefix == section.name else _SHORT
        name = section.name.removeprefix(title) if mode == _SHORT else section.name
        entries: list[int] = []
        if isinstance(declaration, ir.Record):
            for field, row in zip(declaration.fields, section.fields, strict=True):
                said = self._said(field.docs.description or field.docs.title)
                entries += [self._names.number(_field(row)), said]
        entries += [self._names.number(_member(each)) for each in section.members]
        said = self._said(declaration.docs.description or declaration.docs.title)
        return [name, mode, _KINDS.index(section.kind), said, *([entries] if entries else [])]

    def _said(self, text: str) -> int:
        return self._prose.number(" ".join(visible(text).split()))

    def script(self, package: str, digest: str, links: Sequence[tuple[str, str]]) -> str:
        """Return a script that sets a variable: pages that are files may fetch nothing.

        Args:
            package: the import name.
            digest: what stands for the schema.
            links: pages beside those of types, with their names.
        """
        found = {
            "package": package,
            "digest": digest,
            "links": links,
            "kinds": _KINDS,
            "prose": self._prose.texts(),
            "names": self._names.texts(),
            "pages": self._pages,
        }
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return f"// {NOTE}\nvar SCHEMAWRIGHT = {text};\nstart();\n"


def _field(row: FieldRow) -> str:
    """Return an attribute and its key in JSON, which is left out where a rule tells it."""
    if row.wire == row.name:
        return row.name
    is_usual = _UNDERSCORE.sub(lambda found: found[1].upper(), row.name) == row.wire
    return f"{row.name}\t{'' if is_usual else visible(row.wire)}"


def _member(row: MemberRow) -> str:
    """Return a member and its value; the member is left out where a rule tells it."""
    is_usual = _OTHER.sub("_", row.value.strip('"')).upper() == row.name
    return f"{'' if is_usual else row.name}\t{visible(row.value)}"
