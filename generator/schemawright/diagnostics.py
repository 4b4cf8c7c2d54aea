"""Everything the tool can complain about, as data: one constructor for each code.

The text of a finding says what was found; `hint` says what to do about it. Positions (line and
column) are worked out only when a finding is shown, unless the finding is about text that could
not be parsed and therefore has no pointer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.finding import (
    MOST_SHOWN,
    Diagnostic,
    InputError,
    Related,
    Report,
    Severity,
    listed,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.location import Location, Position

__all__ = ["Diagnostic", "InputError", "Related", "Report", "Severity", "listed", "shown"]


# Reading documents.


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


def too_large(at: Location, reason: str, position: Position | None = None) -> Diagnostic:
    """A document that would grow out of bounds, such as an alias bomb."""
    return Diagnostic(code="too-large", message=reason, location=at, position=position)


def no_schemas(at: Location, found: str) -> Diagnostic:
    """A source that offers nothing to generate from."""
    return Diagnostic(
        code="no-schemas",
        message=f"holds no schema: {found}",
        location=at,
        hint="pass a JSON Schema, an OpenAPI document with components.schemas, or a directory",
    )


# References.


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
    """Return the places after the first, the last of those shown with the count of the rest."""
    found = [Related(each, "refers to it too") for each in referrers[1 : MOST_SHOWN + 1]]
    more = len(referrers) - 1 - len(found)
    if more:
        found[-1] = Related(found[-1].location, f"refers to it too, and so do {more} more")
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
    return _warning(
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
        related=tuple(Related(each, "on the way round") for each in through),
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


# Remote documents.


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


# Suspicious constructs: the document goes on.


def _warning(code: str, at: Location, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(code=code, message=message, location=at, severity=Severity.WARNING, hint=hint)


def malformed_keyword(at: Location, expected: str, found: str) -> Diagnostic:
    """A keyword whose value has the wrong form."""
    return _warning(
        "malformed-keyword", at, f"expected {expected}, found {found}; the keyword was left out"
    )


def repeated_value(at: Location, repeated: Sequence[object]) -> Diagnostic:
    """An `enum` that lists values more than once."""
    return _warning(
        "repeated-enum-value",
        at,
        f"values are repeated: {listed(repeated, 5)}",
        "remove the repetitions; each value was counted once",
    )


def empty_enum(at: Location) -> Diagnostic:
    """An `enum` without values, which nothing can satisfy."""
    return _warning("empty-enum", at, "no value is allowed here: the enum is empty")


def never(at: Location, reason: str) -> Diagnostic:
    """A schema that no value satisfies."""
    return _warning("never", at, f"no value satisfies this schema: {reason}")


def repeated_alternative(at: Location) -> Diagnostic:
    """Members of a `oneOf` that are the same: what one accepts, so does the other."""
    return _warning(
        "repeated-alternative",
        at,
        "two of its members are the same, so that nothing either accepts is valid; "
        "they were counted once",
        "remove the repetition",
    )


def misplaced_enum(at: Location) -> Diagnostic:
    """An `enum` of item values beside `type: array`."""
    return _warning(
        "misplaced-enum",
        at,
        "the enum stands beside type array but lists no array; it was read as the items' enum",
        "move the enum into items",
    )


def contradicting_type(at: Location, stated: str) -> Diagnostic:
    """A `type` that none of the schema's own enum values has."""
    return _warning(
        "contradicting-type",
        at,
        f"no enum value is of type {stated}; the type was disregarded",
        "state the type that the values have",
    )


def enum_value_of_other_type(at: Location, dropped: Sequence[object], stated: str) -> Diagnostic:
    """Enum values that the schema's own `type` rules out."""
    return _warning(
        "unreachable-enum-value", at, f"{listed(dropped, 5)} can never match type {stated}"
    )


def bad_discriminator(at: Location, reason: str) -> Diagnostic:
    """A discriminator that does not tell the variants apart."""
    return _warning("bad-discriminator", at, reason)


def unused_default(at: Location, reason: str) -> Diagnostic:
    """A default that cannot be used in Python; it is only documented."""
    return _warning("unused-default", at, f"the default is only documented: {reason}")


def ignored_sibling(at: Location, keywords: Sequence[str], dialect: str) -> Diagnostic:
    """Keywords beside `$ref` that the dialect tells readers to ignore."""
    return _warning(
        "ignored-sibling", at, f"{listed(keywords)} beside $ref is ignored in {dialect}"
    )


# Regular expressions.


def bad_pattern(at: Location, pattern: str, offset: int, reason: str, hint: str = "") -> Diagnostic:
    """A pattern that is no regular expression, or that Python cannot express."""
    return Diagnostic(
        code="bad-pattern",
        message=f"{_excerpt(pattern, offset)}: {reason}",
        location=at,
        hint=hint,
    )


def foreign_pattern(at: Location, pattern: str, offset: int, reason: str) -> Diagnostic:
    """A pattern that is no ECMA-262 in all parts; it was read as it was meant."""
    return _warning(
        "foreign-pattern",
        at,
        f"{_excerpt(pattern, offset)}: {reason}",
        "write it as ECMA-262 has it; other tools read it differently, or not at all",
    )


def slow_pattern(at: Location, pattern: str, offset: int, reason: str) -> Diagnostic:
    """A pattern that takes very long on some texts, which somebody may send on purpose."""
    return _warning(
        "slow-pattern",
        at,
        f"{_excerpt(pattern, offset)}: {reason}",
        "let no repetition contain another one that can match the same text, "
        "or limit the length of the text",
    )


def _excerpt(pattern: str, offset: int, around: int = 20) -> str:
    """Return a pattern, or the part of a long one that an offset is in, and the offset."""
    if len(pattern) <= 3 * around:
        return f"the pattern {shown(pattern, 400)} at offset {offset}"
    part = pattern[max(0, offset - around) : offset + around]
    return f"the pattern with {shown(part, 400)} at offset {offset}"


# Writing.


def unwritable(at: Location, reason: str) -> Diagnostic:
    """An output that cannot be written."""
    return Diagnostic(code="unwritable", message=f"cannot be written: {reason}", location=at)


def foreign_file(at: Location) -> Diagnostic:
    """A file in the way that this tool did not write."""
    return Diagnostic(
        code="foreign-file",
        message="is in the way and was not written by schemawright",
        location=at,
        hint="move it away, or choose another output directory",
    )


def changed_by_hand(at: Location, *, orphan: bool = False) -> Diagnostic:
    """A generated file that somebody edited; it is kept, even if it is no longer generated."""
    if orphan:
        message = "is no longer generated but was changed by hand, and is kept"
        return _warning("changed-by-hand", at, message, "--force removes it")
    return _warning(
        "changed-by-hand", at, "was changed by hand and is kept", "--force overwrites it"
    )


def bad_option(at: Location, message: str, hint: str = "") -> Diagnostic:
    """An option or a configuration value that cannot be used."""
    return Diagnostic(code="bad-option", message=message, location=at, hint=hint)
