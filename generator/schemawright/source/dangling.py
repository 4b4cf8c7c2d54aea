"""References that lead nowhere: what is said about them, and what stands in for their targets."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright import diagnostics
from schemawright.diagnostics import MOST_SHOWN, Severity
from schemawright.location import Location, split
from schemawright.source import openapi
from schemawright.source.library import REMOTE
from schemawright.source.schema import Schema
from schemawright.source.uris import path_of, redacted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.references import References, Target


_MOST_COMPARED = 10_000
"""Names that a misspelled one is compared with."""


class Referrer(NamedTuple):
    """One schema that makes a reference that leads nowhere."""

    place: Location
    """What stands for the reference in a graph."""
    at: Location
    """Where it is written."""
    target: Target


def broken(
    dangling: Mapping[tuple[str, str], Sequence[Referrer]], references: References
) -> Iterator[Diagnostic]:
    """Yield a finding for each reference that leads nowhere, with all that make it.

    Args:
        dangling: the referrers, by their document and the text of the reference.
        references: the documents, for suggestions.
    """
    known = [name for offer in references.offers.values() for name in offer.schemas]
    for number, ((_, text), referrers) in enumerate(dangling.items()):
        if number == MOST_SHOWN or len(known) > _MOST_COMPARED:
            known = []  # a guess takes long, and nobody reads so many
        reference = redacted(text)
        target = referrers[0].target
        places = [each.at for each in referrers]
        if target.refused:
            yield diagnostics.refused_reference(places, reference, target.reason, target.hint)
        else:
            yield diagnostics.unresolved_reference(
                places, reference, target.reason, _hint(reference, target, known)
            )


def _hint(reference: str, target: Target, known: Sequence[str]) -> str:
    wanted = openapi.component_name(reference.partition("#")[2])
    near = difflib.get_close_matches(wanted, known, 3) if wanted else []
    guess = f"did you mean {diagnostics.listed(near)}?" if near else ""
    if reference.startswith(f"#{openapi.COMPONENTS}") or not reference.startswith("#"):
        hint = "pass the document that holds it as a further source"
        return f"{guess} Otherwise {hint}" if guess else hint
    return guess or target.hint or "correct the reference"


def located(finding: Diagnostic, at: Location) -> Diagnostic:
    """Return a finding about a document with a place that users can go to.

    What is wrong on the way to a remote document is told where it is referred to; what is wrong
    in a document, there.
    """
    if finding.position is None and finding.location.uri.startswith(REMOTE):
        return replace(finding, location=at)
    return finding


def as_warning(finding: Diagnostic) -> Diagnostic:
    """Return a finding about a reference whose target may be missing."""
    return replace(
        finding,
        severity=Severity.WARNING,
        message=f"{finding.message}; any value is accepted there",
    )


def stand_in_for(reference: str, target: Target) -> tuple[Schema, str]:
    """Return a schema for a target that is missing, which allows any value, and its name."""
    uri, _, fragment = target.uri.partition("#")
    pointer = fragment if fragment.startswith("/") or not fragment else f"/{fragment}"
    last = split(pointer)[-1:] if pointer else ()
    name = "".join(last) or openapi.file_name(path_of(uri)) or "Missing"
    wanted = diagnostics.shown(redacted(reference), 200)
    description = (
        f"Missing: nothing was found at {wanted} when this was generated, so any value is accepted."
    )
    return Schema({"description": description}, Location(uri, pointer)), name
