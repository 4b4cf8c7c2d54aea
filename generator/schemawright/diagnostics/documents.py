"""Findings about documents: text that cannot be read, or not be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics.finding import Diagnostic, shown

if TYPE_CHECKING:
    from schemawright.location import Location, Position


def unreadable(at: Location, reason: str) -> Diagnostic:
    """A source that is not there or cannot be opened."""
    return Diagnostic(
        code="unreadable",
        message=f"cannot be read: {reason}",
        location=at,
        hint="pass a JSON or YAML file, a directory of them, or - for standard input",
    )


def syntax_error(at: Location, position: Position, reason: str, hint: str = "") -> Diagnostic:
    """Text that is not JSON or YAML."""
    return Diagnostic(
        code="syntax-error", message=reason, location=at, position=position, hint=hint
    )


def duplicate_key(at: Location, position: Position, key: str) -> Diagnostic:
    """An object that states one key twice; parsers disagree on which value counts."""
    return Diagnostic(
        code="duplicate-key",
        message=f"the key {shown(key)} is stated twice in one object",
        location=at,
        position=position,
        hint="remove one of the two",
    )


def too_large(
    at: Location, reason: str, position: Position | None = None, *, hint: str = ""
) -> Diagnostic:
    """A document that would grow out of bounds, such as an alias bomb."""
    return Diagnostic(code="too-large", message=reason, location=at, position=position, hint=hint)


def nested_too_deeply(at: Location, most: int) -> Diagnostic:
    """Types or values that are inside each other beyond what Python code can say."""
    return too_large(
        at,
        f"is nested too deeply: more than {most} levels of types or values inside each other",
        hint="give some of the levels a name of their own, and refer to them with $ref",
    )


def no_schemas(at: Location, found: str) -> Diagnostic:
    """A source that offers nothing to generate from."""
    return Diagnostic(
        code="no-schemas",
        message=f"holds no schema: {found}",
        location=at,
        hint="pass a JSON Schema, an OpenAPI document with components.schemas, or a directory",
    )


def unreachable_remote(at: Location, reason: str, hint: str) -> Diagnostic:
    """A remote document that may be fetched, and could not be."""
    return Diagnostic(
        code="unreachable-remote",
        message=f"{shown(at.uri, 200)} could not be fetched: {reason}",
        location=at,
        hint=hint or "try again later, or download the document and pass it as a source",
    )


def changed_remote(at: Location, url: str, *, locked: str, found: str) -> Diagnostic:
    """A remote document that is not the one that is locked; `at` is the URL, or its copy."""
    stored = at.uri != url
    return Diagnostic(
        code="changed-remote",
        message=(
            f"{'holds' if stored else 'the server now sends'} other content of {shown(url, 200)} "
            f"than what is locked: SHA-256 {found} was found, {locked} is locked"
        ),
        location=at,
        hint=(
            "restore the copy from version control, or delete it and have it fetched again"
            if stored
            else "look at what changed, then accept it with --update-remotes"
        ),
    )


def bad_lock(at: Location, position: Position | None, reason: str, hint: str = "") -> Diagnostic:
    """A lock file that cannot be read, or that says something that cannot be."""
    return Diagnostic(
        code="bad-lock",
        message=reason,
        location=at,
        position=position,
        hint=hint or "restore the file from version control",
    )
