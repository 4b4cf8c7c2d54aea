"""The changelog of a project, which is the user's: a section is put in, and nothing else."""

from __future__ import annotations

import re

BEGIN = """\
# Changelog

Versions follow [Semantic Versioning](https://semver.org/): what breaks code that reads or writes
these values raises the first number, below 1.0.0 the second.
"""

_SECTION = re.compile(r"^## +\[?(?P<version>[^\]\s]+)", re.MULTILINE)


def section(version: str, text: str, *, is_first: bool) -> str:
    """Return the section of a version.

    Args:
        version: the version.
        text: the section that the comparison made, with its heading; nothing if there was none.
        is_first: whether there was no version before.
    """
    if is_first:
        return f"## [{version}]\n\nThe first version."
    _, _, body = text.partition("\n")
    body = body.strip("\n") or "Nothing that code would notice."
    return f"## [{version}]\n\n{body}"


def has(text: str, version: str) -> bool:
    """Tell whether a changelog has a section for a version."""
    return any(found["version"] == version for found in _SECTION.finditer(text))


def with_section(text: str, section: str) -> str:
    """Return a changelog with a section before all those of other versions.

    What is not published yet, in a section of that name, stays first.
    """
    if not text.strip():
        return f"{BEGIN}\n{section}\n"
    for found in _SECTION.finditer(text):
        if found["version"].lower() != "unreleased":
            at = found.start()
            return f"{text[:at]}{section}\n\n{text[at:]}"
    return f"{text.rstrip()}\n\n{section}\n"
