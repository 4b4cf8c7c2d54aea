"""Findings about projects around packages, and about what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics.finding import Diagnostic, warning

if TYPE_CHECKING:
    from schemawright.location import Location

_MOST_LINES = 4
"""Lines of what a program printed, the last of them, that are shown to people."""


def no_license(at: Location) -> Diagnostic:
    """A distribution that says nothing of what others may do with it."""
    message = "no licence is stated, so nobody may use what is published"
    hint = "decide on one: --license MIT, with --author for its text, or --license-file FILE"
    return warning("no-license", at, message, hint)


def no_license_text(at: Location, license_: str) -> Diagnostic:
    """A licence whose text is not there."""
    message = f"the text of the licence {license_} is not there"
    hint = (
        "name a file with it: --license-file FILE; for MIT, ISC and BSD-3-Clause --author will do"
    )
    return warning("no-license-text", at, message, hint)


def no_example(at: Location) -> Diagnostic:
    """A package whose round trips cannot be tested."""
    message = "no example of any root was found, so there are no round trips to test"
    hint = "state one in the schema, with `examples`; codecs are needed for them, too"
    return warning("no-example", at, message, hint)


def left_version(at: Location, version: str) -> Diagnostic:
    """A project whose version is stated where it cannot be set."""
    message = f"the version is to be {version}, and is not stated where it could be set"
    return warning("left-version", at, message, "set it where the project has it")


def known_section(at: Location, version: str) -> Diagnostic:
    """A changelog that says something of a version whose schema has changed since."""
    message = f"there is a section for {version} already, which is left as it is"
    hint = "remove it to have it made anew, or tell what has changed since yourself"
    return warning("known-section", at, message, hint)


def version_too_low(at: Location, message: str, least: str) -> Diagnostic:
    """A version that says less than what has changed, which will not be published."""
    hint = f"the least version that says it is {least}; `publish` refuses others"
    return warning("version-too-low", at, message, hint)


def refused_version(at: Location, message: str, least: str, since: str) -> Diagnostic:
    """A version that says less than what has changed, and is not published.

    Args:
        at: the project.
        message: what it says, and what has changed.
        least: the lowest version that says it.
        since: where what was published last is found.
    """
    hint = f"make it {least}: schemawright package --version {least} --previous {since}"
    return Diagnostic(code="version-too-low", message=message, location=at, hint=hint)


def not_published(at: Location, message: str, hint: str = "") -> Diagnostic:
    """A distribution that cannot be uploaded."""
    return Diagnostic(code="not-published", message=message, location=at, hint=hint)


def bad_distribution(at: Location, message: str, detail: str = "") -> Diagnostic:
    """A distribution that cannot be built, or does not do what it should."""
    lines = [line.strip() for line in detail.splitlines() if line.strip()]
    return Diagnostic(
        code="bad-distribution",
        message=message,
        location=at,
        hint=" | ".join(lines[-_MOST_LINES:]),
        detail=detail,
    )


def missing_tool(
    at: Location, names: str, hint: str = "pip install 'schemawright[package]'"
) -> Diagnostic:
    """Something that builds, checks or uploads and is not installed."""
    return Diagnostic(
        code="missing-tool",
        message=f"{names} cannot be run, as it is not installed here",
        location=at,
        hint=hint,
    )
