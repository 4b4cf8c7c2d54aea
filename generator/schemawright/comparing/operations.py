"""Operations that have come or gone: what both sides offer below `paths`.

They are no types, so they are read from the documents. Webhooks and callbacks are left out: those
are requests that the other side answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.comparing.changes import OperationAdded, OperationRemoved, Where
from schemawright.comparing.directions import followed
from schemawright.location import Location
from schemawright.source.openapi_places import children
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.source.references import References

_PARAMETER = re.compile(r"\{[^{}]*\}")


class Operation(NamedTuple):
    """One operation: a method of a path."""

    path: str
    method: str
    id: str | None
    """Its `operationId`."""
    location: Location

    @property
    def place(self) -> str:
        """What people call it."""
        return f"{self.method.upper()} {self.path}"

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same on both sides; what parameters are called is no part of it.

        OpenAPI 3.1.1, section 4.8.8.2: paths that differ in that only are identical.
        """
        return _same(self.path), self.method


class Operations(NamedTuple):
    """All operations of one side."""

    every: Mapping[tuple[str, str], Operation]
    paths: Mapping[str, Location]
    """Where each path item is, by its path without the names of parameters."""
    home: Location
    """Where path items are, or would be."""

    def near(self, operation: Operation) -> Location:
        """Return where an operation of the other side would be."""
        return self.paths.get(_same(operation.path), self.home)


def operations(references: References) -> Operations | None:
    """Return the operations of OpenAPI documents, None if no source is one."""
    documents = [e.uri for e in references.library.entries if references.offers[e.uri].is_openapi]
    if not documents:
        return None
    every: dict[tuple[str, str], Operation] = {}
    paths: dict[str, Location] = {}
    homes: list[Location] = []
    for document in documents:
        value, root = references.library[document].value, Location(document)
        has_paths = is_object(value) and "paths" in value
        homes.append(root / "paths" if has_paths else root)
        for item in children("document", value):
            path = str(item.tokens[-1])
            if item.tokens[0] != "paths" or not path.startswith("/"):
                continue  # a webhook, or an extension
            at = root / "paths" / path
            paths.setdefault(_same(path), at)
            for each in _of_item(references, item.value, at, path):
                every.setdefault(each.key, each)
    return Operations(every, paths, homes[0])


def come_and_gone(
    old: Operations | None, new: Operations | None
) -> Iterator[OperationAdded | OperationRemoved]:
    """Yield the operations that only one side has; nothing unless both are OpenAPI documents."""
    if old is None or new is None:
        return
    for key, each in old.every.items():
        if key not in new.every:
            where = _where(each, each.location, new.near(each))
            yield OperationRemoved(where=where, id=each.id)
    for key, each in new.every.items():
        if key not in old.every:
            where = _where(each, old.near(each), each.location)
            yield OperationAdded(where=where, id=each.id)


def _of_item(references: References, value: object, at: Location, path: str) -> Iterator[Operation]:
    """Yield the operations of a path item, which may stand elsewhere."""
    value, at = followed(references, value, at, "path item")
    for child in children("path item", value):
        if child.kind != "operation" or not is_object(child.value):
            continue
        here = at
        for token in child.tokens:
            here /= token
        stated = child.value.get("operationId")
        name = stated if isinstance(stated, str) and stated else None
        yield Operation(path, str(child.tokens[-1]), name, here)


def _where(operation: Operation, old: Location, new: Location) -> Where:
    return Where(
        type=ir.TypeName(""),
        place=operation.place,
        old=old,
        new=new,
        python_old=None,
        python_new=None,
    )


def _same(path: str) -> str:
    return _PARAMETER.sub("{}", path)
