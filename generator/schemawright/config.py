"""What a run can be told, and the only home of defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ALL_TARGETS = ("dataclasses", "enums", "typed_dicts", "docs")
BLACK_LINE_LENGTH = 88
SHORTEST_LINE, LONGEST_LINE = 60, 1000

Formatter: TypeAlias = Literal["none", "black", "ruff"]
KeyOrder: TypeAlias = Literal["document", "sorted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What one package is generated from, and how."""

    sources: tuple[str, ...]
    """Files and directories, `-` for standard input."""
    package: str
    """The import name of the generated package, dotted if it lies inside another."""
    roots: tuple[str, ...] = ()
    """The schemas to generate with all they need; all that the sources offer when empty."""
    out: str = "out"
    """The directory that the package and its docs are written to."""
    docs: str = "docs"
    """The directory of the reference pages, relative to `out`."""
    targets: tuple[str, ...] = ALL_TARGETS
    """The output kinds."""
    line_length: int = BLACK_LINE_LENGTH
    """Columns of generated code."""
    key_order: KeyOrder = "document"
    """Whether fields come in the order of the document, or sorted by key."""
    format: Formatter = "none"
    """A formatter to run over the generated code, which is stable under black as it is."""
