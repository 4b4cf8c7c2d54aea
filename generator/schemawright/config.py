"""What a run can be told, and the only home of defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL_TARGETS = ("dataclasses", "enums", "typed_dicts", "validators", "codecs", "docs")
ALL_TARGETS = (*USUAL_TARGETS, "pydantic", "msgspec")
BLACK_LINE_LENGTH = 88
SHORTEST_LINE, LONGEST_LINE = 60, 1000

Formatter: TypeAlias = Literal["none", "black", "ruff"]
KeyOrder: TypeAlias = Literal["document", "sorted"]
OnMissing: TypeAlias = Literal["error", "any"]

PatternEngine: TypeAlias = Literal["re", "regress"]
Access: TypeAlias = Literal["both", "request", "response"]
Formats: TypeAlias = Literal["python", "string"]

LOCK, OUT = "schemawright.lock", "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What one package is generated from, and how."""

    sources: tuple[str, ...]
    """Files and directories, `-` for standard input."""
    package: str
    """The import name of the generated package, dotted if it lies inside another."""
    roots: tuple[str, ...] = ()
    """The schemas to generate with all they need; all that the sources offer when empty."""
    dialect: str | None = None
    """The dialect of documents that state none: a key of `source.dialects`, or a `$schema`."""
    operations: bool = False
    """Whether the schemas in an OpenAPI document's operations are roots too."""
    allow_paths: tuple[str, ...] = ()
    """Directories that references may lead into, beside those of the sources."""
    resources: tuple[tuple[str, str], ...] = ()
    """Files by the URI that they stand for; directories by a URI that ends in a slash."""
    allow_remote: tuple[str, ...] = ()
    """What the URIs of documents that may be fetched begin with; an empty text allows all."""
    update_remotes: bool = False
    """Whether remote documents are fetched again though a copy is there."""
    lock: str = LOCK
    """The file that says which remote documents were fetched, with their digests, and what Python
    names things have."""
    lock_names: bool = False
    """Whether names are locked; those of a package that has locked names are in any case."""
    rename: tuple[str, ...] = ()
    """Locked names that are to be as the naming rules have them; an empty text for all."""
    prune: bool = False
    """Whether the lock forgets the names of what is gone."""
    missing: tuple[tuple[str, OnMissing], ...] = ()
    """What happens for references that lead nowhere: patterns for the reference, as `fnmatch` has
    them, in the order in which they are tried; an error when none fits."""
    out: str = OUT
    """The directory that the package and its docs are written to."""
    docs: str = "docs"
    """The directory of the reference pages, relative to `out`."""
    edition: str | None = None
    """The edition that the emitted packages keep the shape of, by its name; None for the current
    one of this release."""
    templates: str | None = None
    """A directory of templates that count before the ones of the same name here."""
    targets: tuple[str, ...] = USUAL_TARGETS
    """The output kinds."""
    assert_formats: bool | None = None
    """Whether validators check `format`; None leaves that to the dialect."""
    pattern_engine: PatternEngine = "re"
    """What searches for patterns that Python's `re` cannot express: nothing, or a package."""
    access: Access = "both"
    """What is generated of properties that only one side sends: all, or what belongs to a request
    (none that is `readOnly`) or to a response (none that is `writeOnly`)."""
    allow_types: tuple[str, ...] = ()
    """The modules of the types that schemas may have texts held as."""
    formats: Formats = "python"
    """What holds texts with a format such as `date-time`: a type of Python's own, or `str`."""
    open_enums: bool = False
    """Whether enumerations keep values that they do not list."""
    validate_on_init: bool = False
    """Whether objects of dataclasses are checked when they are made, which needs codecs."""
    weakref: bool = False
    """Whether objects of dataclasses can be referred to weakly."""
    eager: bool = False
    """Whether dataclasses and enumerations are made when their module is imported."""
    line_length: int = BLACK_LINE_LENGTH
    """Columns of generated code."""
    key_order: KeyOrder = "document"
    """Whether fields come in the order of the document, or sorted by key."""
    format: Formatter = "none"
    """A formatter to run over the generated code, which is stable under black as it is."""
    project: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the project around the package is told, which `packaging.metadata` reads."""
