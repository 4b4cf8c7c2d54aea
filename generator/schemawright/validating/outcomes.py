"""What came of holding documents against a schema, in a form that goes between processes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

INVALID, UNREADABLE = "invalid-data", "unreadable"
"""Codes of findings: a document that the schema does not allow, data that cannot be had."""


class Kind(NamedTuple):
    """What findings have in common that count as alike."""

    keyword: str
    """What is not met; for a document that is none, the code of the finding."""
    path: str
    """A JSON Pointer with `*` for indices of arrays."""


class Cause(NamedTuple):
    """What keeps a value from a member of a union."""

    pointer: str
    keyword: str
    message: str
    schema: str
    causes: tuple[Cause, ...]


class Finding(NamedTuple):
    """One thing that is wrong with a document, or makes it none."""

    file: str
    line: int
    column: int
    pointer: str
    """Where in the document, as a JSON Pointer."""
    code: str
    message: str
    kind: Kind
    keyword: str = ""
    schema: str = ""
    """The document and pointer of the keyword that is not met."""
    causes: tuple[Cause, ...] = ()
    hint: str = ""
    is_warning: bool = False


class Outcome(NamedTuple):
    """What came of some documents of one input, in their order."""

    valid: int = 0
    invalid: int = 0
    broken: int = 0
    """How many are no documents at all."""
    findings: tuple[Finding, ...] = ()
    """Those to be shown."""
    kinds: Mapping[Kind, int] = {}
    """How many findings there are of each kind, shown or not."""
    size: int = 0
    """The bytes of the documents."""
    progress: int = 0
    """How many bytes of the input have been read for them, on top of what was read before."""
    is_unreadable: bool = False
    """Whether the input ends here because it cannot be read."""
