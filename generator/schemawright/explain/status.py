"""What can become of a keyword."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from schemawright.location import Location
    from schemawright.source.schema import Schema


class Status(StrEnum):
    """What became of a keyword, the best first."""

    TYPED = "typed"
    """The annotations, defaults or names of the Python code say it."""
    ENFORCED = "enforced"
    """The validators check it, and the Python code does not say it otherwise."""
    DOCUMENTED = "documented"
    """Docstrings or reference pages say it."""
    RESOLVED = "resolved"
    """It says where schemas are, and was used to find them."""
    IGNORED = "ignored"
    """Nothing was made of it."""


class Verdict(NamedTuple):
    """What became of one keyword, and why in a few words."""

    status: Status
    why: str = ""


class Prose(NamedTuple):
    """What is said of a field or a declaration, and the Python name that stands above it."""

    docs: ir.Docs
    name: str
    default: ir.Json | ir.Missing = ir.MISSING
    access: ir.Access = ir.Access.READ_WRITE
    is_field: bool = False
    typed_default: bool = False
    """Whether the default is that of the attribute."""


class Standing(NamedTuple):
    """A schema as the model has it: all that a verdict on one of its keywords depends on."""

    schema: Schema
    """The schema as it is written."""
    effective: Schema
    """The schema after the rules."""
    rules: tuple[str, ...]
    """The rules that changed it."""
    types: tuple[ir.Type, ...]
    """What it became, or was merged into; nothing if it was left out."""
    declarations: Mapping[ir.TypeName, ir.Declaration]
    shown: frozenset[ir.Type]
    """The types whose limits the reference pages print for it."""
    prose: frozenset[Prose]
    """What docstrings and pages say of it."""
    lowered: Container[Location]
    """The places that were turned into types."""
    inside: tuple[tuple[str, Location], ...]
    """The schemas directly inside, with the keyword that holds them."""
    leads: frozenset[str]
    """Its references that were followed."""
    checked: frozenset[str] = frozenset()
    """Its keywords that validators check."""
    has_validators: bool = False
    """Whether validators are generated at all."""
    is_left_out: bool = False
    """Whether it describes a property that only the other side sends."""
    is_base: bool = False
    """Whether it stands for its subtypes (OpenAPI)."""
    formats: Container[str] = ()
    """Those of texts that have a Python type of their own."""
    ceiling: Status = Status.TYPED
    """The most that can become of what it says of types."""
    dead: str = ""
    """Why no type was made of any of it; empty if that is not so."""
