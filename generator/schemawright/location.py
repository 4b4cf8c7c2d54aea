"""Where something was written: a document and a JSON Pointer into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container


class Position(NamedTuple):
    """A place in a text: line and column, both counted from 1, columns in code points."""

    line: int
    column: int

    def __str__(self) -> str:
        """Return `line:column`."""
        return f"{self.line}:{self.column}"


class Location(NamedTuple):
    """One node of one input document; a tuple, as there are tens of thousands of them.

    `uri` names the document as the user knows it (a path relative to the working directory, or a
    URI); `pointer` is a JSON Pointer (RFC 6901), not percent-encoded.
    """

    uri: str
    pointer: str = ""

    def __truediv__(self, token: str | int) -> Location:
        """Return the child node that one more JSON Pointer token reaches."""
        return Location(self.uri, f"{self.pointer}/{escape(token)}")

    def owner(self, levels: int) -> Location:
        """Return the node so many levels further out."""
        return Location(self.uri, self.pointer.rsplit("/", levels)[0])

    def __str__(self) -> str:
        """Return `document#pointer`."""
        return f"{self.uri}#{self.pointer}"

    @property
    def tokens(self) -> tuple[str, ...]:
        """The reference tokens of the pointer, unescaped."""
        return split(self.pointer)


def innermost(location: Location, among: Container[Location]) -> Location | None:
    """Return the innermost of some places that a location lies in, or it itself."""
    while location not in among:
        if not location.pointer:
            return None
        location = location.owner(1)
    return location


def escape(token: str | int) -> str:
    """Return `token` as a JSON Pointer reference token (RFC 6901, section 3)."""
    if isinstance(token, int):
        return str(token)
    if "~" in token or "/" in token:
        return token.replace("~", "~0").replace("/", "~1")
    return token


def split(pointer: str) -> tuple[str, ...]:
    """Return the unescaped reference tokens of a JSON Pointer (RFC 6901, section 4)."""
    if not pointer:
        return ()
    tokens = pointer[1:].split("/")
    if "~" in pointer:
        tokens = [token.replace("~1", "/").replace("~0", "~") for token in tokens]
    return tuple(tokens)
