"""Documents whose objects are read as if their keys had been written in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from schemawright.source.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.source.documents import Document
    from schemawright.source.values import JsonValue

    _Node: TypeAlias = list[JsonValue] | dict[str, JsonValue]


class SortedLibrary(Library):
    """A library of documents with sorted keys, so that their order cannot matter any more."""

    def __init__(self, sources: Sequence[str]) -> None:
        super().__init__(sources)
        for base, document in self.by_base.items():
            self.by_base[base] = _sorted(document)
        self.entries = tuple(self[document.uri] for document in self.entries)

    def open(self, base: str) -> Document | None:
        """Return the document at a base URI, as `Library.open` does."""
        known = base in self.by_base
        document = super().open(base)
        if document is None or known:
            return document
        self.by_base[base] = _sorted(document)
        return self.by_base[base]


def _sorted(document: Document) -> Document:
    return replace(document, value=sorted_keys(document.value))


def sorted_keys(value: JsonValue) -> JsonValue:
    """Return a JSON value with the keys of every object sorted; what is shared stays shared."""
    pending: list[_Node] = []
    copies: dict[int, _Node] = {}

    def copy(child: JsonValue) -> JsonValue:
        if not isinstance(child, dict | list):
            return child
        if id(child) not in copies:
            # Still with the children of the original; its own turn comes.
            fresh: _Node = dict(sorted(child.items())) if isinstance(child, dict) else list(child)
            copies[id(child)] = fresh
            pending.append(fresh)
        return copies[id(child)]

    whole = copy(value)
    while pending:
        match pending.pop():
            case dict() as members:
                members.update({key: copy(child) for key, child in members.items()})
            case items:
                items[:] = map(copy, items)
    return whole
