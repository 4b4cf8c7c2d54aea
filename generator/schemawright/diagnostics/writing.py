"""Findings about what is written, and about options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics.finding import Diagnostic, shown, warning
from schemawright.location import Location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.location import Position


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
        return warning("changed-by-hand", at, message, "--force removes it")
    return warning(
        "changed-by-hand", at, "was changed by hand and is kept", "--force overwrites it"
    )


def other_edition(at: Location, before: str, now: str, *, is_known: bool) -> Diagnostic:
    """A package that names no edition, and has another one than it had.

    Args:
        at: the manifest, which says what it had.
        before: the edition that it had.
        now: the current one, which it has now.
        is_known: whether what it had can still be generated.
    """
    keep = f'to keep the old shape, set edition = "{before}"'
    return warning(
        "other-edition",
        at,
        f"edition {shown(before)} was current when this was generated, now it is {shown(now)}",
        keep if is_known else "a newer schemawright generated it; install that one",
    )


def bad_template(at: Location, position: Position | None, reason: str) -> Diagnostic:
    """A template of the user's that cannot be used, or that makes what is no Python."""
    return Diagnostic(code="bad-template", message=reason, location=at, position=position)


def unknown_template(at: Location, hint: str) -> Diagnostic:
    """A template of the user's that nothing asks for."""
    message = "no template of schemawright has this name, so nothing asks for it"
    return warning("unknown-template", at, message, hint)


def refused_type(at: Location, type_: str, why: str, hint: str) -> Diagnostic:
    """A type of Python that a text is not held as, though the schema says so."""
    name = type_.replace(":", ".")
    return warning("refused-type", at, f"texts are not held as {shown(name)} here: {why}", hint)


def bad_option(at: Location, message: str, hint: str = "") -> Diagnostic:
    """An option or a configuration value that cannot be used."""
    return Diagnostic(code="bad-option", message=message, location=at, hint=hint)


def locked_name(at: Location, kept: Sequence[tuple[str, str, str]]) -> Diagnostic:
    """Names that are locked, and that the rules would choose otherwise now.

    Args:
        at: what has them.
        kept: what each names, how users write it, and what the rules would choose.
    """
    said = [f"{what} {shown(old)} would be {shown(new)}" for what, old, new in kept]
    hint = f"--rename={kept[0][1]} changes it, --rename all names that differ"
    return warning(
        "locked-name",
        at,
        f"names are kept that the rules choose otherwise: {'; '.join(said)}",
        hint,
    )


def bad_rename(name: str, reason: str) -> Diagnostic:
    """A locked name that is to change, and cannot."""
    return Diagnostic(
        code="bad-rename",
        message=f"{shown(name)} cannot be renamed: {reason}",
        location=Location("--rename"),
        hint=(
            "name a class, Class.attribute or Class.MEMBER as it is now; names that depend on each "
            "other change together, and --rename alone changes all"
        ),
    )
