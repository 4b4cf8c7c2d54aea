"""Findings about suspicious schemas: the document goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics.finding import Diagnostic, listed, printable, shown, warning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.location import Location


def malformed_keyword(at: Location, expected: str, found: str) -> Diagnostic:
    """A keyword whose value has the wrong form."""
    return warning(
        "malformed-keyword", at, f"expected {expected}, found {found}; the keyword was left out"
    )


def repeated_value(at: Location, repeated: Sequence[object]) -> Diagnostic:
    """An `enum` that lists values more than once."""
    return warning(
        "repeated-enum-value",
        at,
        f"values are repeated: {listed(repeated, 5)}",
        "remove the repetitions; each value was counted once",
    )


def empty_enum(at: Location) -> Diagnostic:
    """An `enum` without values, which nothing can satisfy."""
    return warning("empty-enum", at, "no value is allowed here: the enum is empty")


def never(at: Location, reason: str) -> Diagnostic:
    """A schema that no value satisfies."""
    return warning("never", at, f"no value satisfies this schema: {reason}")


def repeated_alternative(at: Location) -> Diagnostic:
    """Members of a `oneOf` that are the same: what one accepts, so does the other."""
    return warning(
        "repeated-alternative",
        at,
        "two of its members are the same, so that nothing either accepts is valid; "
        "they were counted once",
        "remove the repetition",
    )


def misplaced_enum(at: Location) -> Diagnostic:
    """An `enum` of item values beside `type: array`."""
    return warning(
        "misplaced-enum",
        at,
        "the enum stands beside type array but lists no array; it was read as the items' enum",
        "move the enum into items",
    )


def contradicting_type(at: Location, stated: str) -> Diagnostic:
    """A `type` that none of the schema's own enum values has."""
    return warning(
        "contradicting-type",
        at,
        f"no enum value is of type {stated}; the type was disregarded",
        "state the type that the values have",
    )


def enum_value_of_other_type(at: Location, dropped: Sequence[object], stated: str) -> Diagnostic:
    """Enum values that the schema's own `type` rules out."""
    return warning(
        "unreachable-enum-value", at, f"{listed(dropped, 5)} can never match type {stated}"
    )


def bad_discriminator(at: Location, reason: str) -> Diagnostic:
    """A discriminator that does not tell the variants apart."""
    return warning("bad-discriminator", at, reason)


def unused_default(at: Location, reason: str) -> Diagnostic:
    """A default that cannot be used in Python; it is only documented."""
    return warning("unused-default", at, f"the default is only documented: {reason}")


def ignored_sibling(at: Location, keywords: Sequence[str], dialect: str) -> Diagnostic:
    """Keywords beside `$ref` that the dialect tells readers to ignore."""
    return warning("ignored-sibling", at, f"{listed(keywords)} beside $ref is ignored in {dialect}")


def invalid_default(at: Location, said: str, *, is_null: bool, is_used: bool) -> Diagnostic:
    """A default that does not fit the schema that states it.

    Args:
        at: where it stands.
        said: what does not fit.
        is_null: whether it is null, which many write for having none.
        is_used: whether it is the default in Python all the same.
    """
    unused = "" if is_used else "; it is only documented"
    message = f"the default does not fit its schema: {printable(said)}{unused}"
    hint = "let the schema allow null, or leave the default out" if is_null else ""
    return warning("invalid-default", at, message, hint)


def invalid_example(at: Location, said: str) -> Diagnostic:
    """An example that does not fit the schema that states it: `said` is what does not fit."""
    message = f"the example does not fit its schema: {printable(said)}"
    return warning("invalid-example", at, message)


def unknown_keyword(at: Location, keyword: str, dialect: str) -> Diagnostic:
    """A keyword that a dialect does not have, where it allows no others."""
    hint = "leave it out, or let its name begin with x-; other tools may refuse it"
    return warning("metaschema", at, f"{dialect} has no keyword {shown(keyword)}", hint)


def metaschema_deviation(at: Location, said: str, dialect: str) -> Diagnostic:
    """A schema that is not as the metaschema of its dialect has it: `said` is what is not."""
    hint = "correct it; other tools may refuse it, or read it differently"
    return warning("metaschema", at, f"not as {dialect} has it: {printable(said)}", hint)
