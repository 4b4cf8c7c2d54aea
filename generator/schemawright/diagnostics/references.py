"""Findings about references and roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics.finding import (
    MOST_SHOWN,
    Diagnostic,
    Related,
    Severity,
    listed,
    shown,
    warning,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.location import Location


def unresolved_reference(
    referrers: Sequence[Location], reference: str, reason: str, hint: str
) -> Diagnostic:
    """A reference that leads nowhere, with everything that refers to it."""
    return Diagnostic(
        code="unresolved-reference",
        message=f"nothing is found at {shown(reference, 200)}: {reason}",
        location=referrers[0],
        hint=hint,
        related=_others(referrers),
    )


def _others(referrers: Sequence[Location]) -> tuple[Related, ...]:
    more = "refers to it too, and so do {} more"
    return _listed_places(referrers[1:], "refers to it too", more)


def _listed_places(places: Sequence[Location], message: str, and_more: str) -> tuple[Related, ...]:
    """Return places with what is said of each, of the last that is shown also how many follow."""
    found = [Related(each, message) for each in places[:MOST_SHOWN]]
    more = len(places) - len(found)
    if more:
        found[-1] = Related(found[-1].location, and_more.format(more))
    return tuple(found)


def refused_reference(
    referrers: Sequence[Location], reference: str, reason: str, hint: str
) -> Diagnostic:
    """A reference that would read what nobody asked to be read."""
    return Diagnostic(
        code="refused-reference",
        message=f"{shown(reference, 200)} is not followed: {reason}",
        location=referrers[0],
        hint=hint or "pass the document that it names as a further source",
        related=_others(referrers),
    )


def conflicting_definition(at: Location, name: str, others: Sequence[Location]) -> Diagnostic:
    """Two documents that define one thing differently."""
    return Diagnostic(
        code="conflicting-definition",
        severity=Severity.WARNING,
        message=f"{shown(name, 200)} is defined again, and differently; this definition counts",
        location=at,
        hint="remove the others, or give them names of their own",
        related=tuple(Related(each, "defines it too") for each in others[:MOST_SHOWN]),
    )


def unknown_dialect(at: Location, uri: str, known: Sequence[str]) -> Diagnostic:
    """A `$schema` that names no dialect that is known, nor a metaschema that is there."""
    return warning(
        "unknown-dialect",
        at,
        f"the dialect {shown(uri, 200)} is not known; the usual one was assumed",
        "correct it, or pass its metaschema with --resource; known dialects are "
        f"{listed(known, len(known))}",
    )


def reference_loop(at: Location, through: Sequence[Location]) -> Diagnostic:
    """References that lead back to where they started without passing any schema."""
    return Diagnostic(
        code="reference-loop",
        message="leads back to itself and never reaches a type",
        location=at,
        hint="let one of these references point at a schema that says what the value is",
        related=_listed_places(through, "on the way round", "on the way round, with {} more"),
    )


def not_a_schema(at: Location, found: str) -> Diagnostic:
    """A value in the place of a schema that is neither an object nor a boolean."""
    return Diagnostic(
        code="not-a-schema",
        message=f"expected a schema (an object, true or false), found {found}",
        location=at,
    )


def missing_root(at: Location, name: str, near: Sequence[str], known: int) -> Diagnostic:
    """A root that no source offers."""
    guess = f"did you mean {listed(near)}?" if near else "leave the root out to take them all"
    return Diagnostic(
        code="missing-root",
        message=f"no schema is named {shown(name)} among the {known} that are offered",
        location=at,
        hint=guess,
    )


def several_schemas(at: Location, names: Sequence[str], hint: str) -> Diagnostic:
    """Schemas of which one has to be chosen."""
    return Diagnostic(
        code="several-schemas",
        message=f"there are {len(names)} schemas to choose from: {listed(names)}",
        location=at,
        hint=hint,
    )


def no_such_place(at: Location, message: str, hint: str = "") -> Diagnostic:
    """A place that somebody asked about, where no schema of the run stands."""
    return Diagnostic(code="no-such-place", message=message, location=at, hint=hint)


def unbundled(at: Location, reason: str, hint: str = "") -> Diagnostic:
    """Something that one document cannot express."""
    return Diagnostic(code="unbundled", message=reason, location=at, hint=hint)
