"""The stages in order: from sources to files, nothing written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics
from schemawright.diagnostics import Diagnostic, InputError
from schemawright.key_order import SortedLibrary
from schemawright.location import Location
from schemawright.lower.names import declared_names
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.python.names import python_names
from schemawright.source.graph import closure
from schemawright.source.library import Library
from schemawright.source.references import References
from schemawright.targets import run_targets
from schemawright.targets.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import PurePosixPath

    from schemawright.config import Options


class Generated(NamedTuple):
    """What a run yields."""

    files: Mapping[PurePosixPath, str]
    """The text of each file, by its path relative to the output directory."""
    findings: tuple[Diagnostic, ...]
    """What is suspicious about the input."""
    inputs: Mapping[str, str]
    """The SHA-256 of each document that was read, by its name."""
    library: Library
    """The documents, for showing where a finding is."""


def read(options: Options) -> Library:
    """Return the documents that the sources name.

    Raises:
        InputError: one of them is not there, or is neither JSON nor YAML.
    """
    reading = SortedLibrary if options.key_order == "sorted" else Library
    return reading(options.sources)


def generate(options: Options, library: Library, step: Callable[[str], None]) -> Generated:
    """Return the files for documents that have been read.

    Args:
        options: what to generate.
        library: the sources; documents beside them are read when they are referred to.
        step: told what is done next.

    Raises:
        InputError: the input cannot be turned into code.
    """
    findings: dict[tuple[str, Location], Diagnostic] = {}

    def report(finding: Diagnostic) -> None:
        findings.setdefault((finding.code, finding.location), finding)

    step("resolving references")
    references = References(library)
    graph = closure(references, _roots(references, options.roots))
    step("building the model")
    model = run_passes(lower(graph, declared_names(graph, library), report))
    step("naming")
    names = python_names(model)
    step("rendering")
    subject = Subject(
        model=model,
        names=names,
        package=options.package,
        docs=options.docs,
        width=options.line_length,
        report=report,
    )
    files = run_targets(subject, options.targets)
    return Generated(
        files=files,
        findings=tuple(findings.values()),
        inputs={each.uri: each.digest for each in library.documents},
        library=library,
    )


def _roots(references: References, wanted: tuple[str, ...]) -> tuple[Location, ...]:
    """Return where the wanted schemas are, or all that the sources offer.

    Raises:
        InputError: a source offers none, or not the one that is wanted.
    """
    offers = references.offers
    empty = [
        diagnostics.no_schemas(Location(name), offer.found)
        for name, offer in offers.items()
        if not offer.schemas
    ]
    if empty:
        raise InputError(*empty)
    offered: dict[str, Location] = {}
    for offer in offers.values():
        for name, location in offer.schemas.items():
            offered.setdefault(name, location)
    if not wanted:
        return tuple(
            dict.fromkeys(offer.schemas[n] for offer in offers.values() for n in offer.roots)
        )
    missing = [name for name in wanted if name not in offered]
    if missing:
        first = Location(next(iter(offers)))
        raise InputError(
            *(
                diagnostics.missing_root(first, name, _near(name, offered), len(offered))
                for name in missing
            )
        )
    return tuple(offered[name] for name in wanted)


def _near(name: str, offered: Collection[str]) -> list[str]:
    import difflib  # noqa: PLC0415 - only mistakes need it

    return difflib.get_close_matches(name, offered, 3)
