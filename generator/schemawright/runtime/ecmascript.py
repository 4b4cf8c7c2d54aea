# fmt: off
# The same text in every package, whatever the length of its lines.
"""Patterns that Python cannot express, searched for by the `regress` package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from regress import Regex, RegressError

if TYPE_CHECKING:
    from collections.abc import Callable


def search_for(pattern: str) -> Callable[[str], object]:
    """Return the function that searches a text for a pattern of ECMA-262.

    Raises:
        ValueError: there is no such pattern.
    """
    try:
        found = Regex(pattern, "u")
    except RegressError as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from None

    def search(text: str) -> object:
        # Half a surrogate pair is no character there; U+FFFD takes its place.
        return found.find(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    return search
