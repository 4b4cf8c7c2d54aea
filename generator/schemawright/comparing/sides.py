"""One of the two schemas: its types, their Python names, and what they assert in each direction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright import pipeline
from schemawright.assertions.views import seen_without
from schemawright.checks.declared import declared
from schemawright.comparing.directions import directions
from schemawright.comparing.operations import operations
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.passes.access import view
from schemawright.python.names import python_names
from schemawright.source.openapi import document_name, file_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright import ir
    from schemawright.checks.declared import Declared
    from schemawright.comparing.operations import Operations
    from schemawright.comparing.severity import Direction
    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.location import Location
    from schemawright.python.names import Names
    from schemawright.source.library import Library


class Side(NamedTuple):
    """All that is to be known of one of the two."""

    model: ir.Model
    names: Names
    asserted: Mapping[Direction, Declared]
    """What types assert of requests, and of responses."""
    directions: Mapping[ir.TypeName, frozenset[Direction]]
    """In which directions values of a type go, as far as the input tells."""
    operations: Operations | None
    """What an OpenAPI document offers; None if it is none, or if only some schemas count."""
    library: Library
    findings: tuple[Diagnostic, ...]

    def states(self, at: Location, keyword: str) -> bool:
        """Tell whether a schema that is written at a place states a keyword."""
        if at.uri not in self.library:
            return False
        try:
            value = self.library[at.uri].at(at.pointer)
        except LookupError:
            return False
        return isinstance(value, dict) and keyword in value


def called_alike(old: Library, new: Library) -> Mapping[str, str]:
    """Return what the new document is called so that the name of its file makes no difference."""
    if len(old.entries) != 1 or len(new.entries) != 1:
        return {}
    before, now = old.entries[0], new.entries[0]
    if not all(document_name(each) == (file_name(each.uri) or "Root") for each in (before, now)):
        return {}
    return {now.uri: document_name(before)}


def side(options: Options, library: Library, called: Mapping[str, str] | None = None) -> Side:
    """Return what documents say.

    Args:
        options: how they are read.
        library: the documents.
        called: what documents are called that are to be called otherwise, by their URIs.

    Raises:
        InputError: the input cannot be turned into types.
    """
    findings: dict[tuple[str, Location], Diagnostic] = {}

    def report(finding: Diagnostic) -> None:
        findings.setdefault((finding.code, finding.location), finding)

    options = replace(options, operations=True)
    references, graph, names = pipeline.resolved(options, library, report, called)
    model = run_passes(lower(graph, names, report))
    whole = declared(references, graph, view(model, "both"), formats=True)
    asserted: dict[Direction, Declared] = {}
    for direction in ("request", "response"):
        seen = view(model, direction)
        asserted[direction] = whole
        if seen.hidden:
            plan = whole.plan._replace(asserts=seen_without(whole.plan.asserts, seen.hidden))
            asserted[direction] = whole._replace(plan=plan)
    return Side(
        model=model,
        names=python_names(model),
        asserted=asserted,
        directions=directions(references, graph, names, model),
        operations=None if options.roots else operations(references),
        library=library,
        findings=tuple(findings.values()),
    )
