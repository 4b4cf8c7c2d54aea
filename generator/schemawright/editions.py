"""The editions of the output: each is a shape that the emitted packages keep for good.

What an edition says, it says for ever. A release that is to emit something else adds an edition at
the end of `EDITIONS`; how the older ones differ from it is kept in two places:

- `templates/editions/NAME` holds what the next edition has changed: templates under their own
  names, and modules that packages carry as `runtime/MODULE.py.jinja`. What is not there is as in
  the next edition.
- What no template says (names, layout, which modules there are) is a field of `Edition`, with what
  is so now as its default. Code asks for the field, never for the name of an edition.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """One shape of the emitted packages, and all that code does otherwise for it."""

    name: str
    """The year in which it began."""


EDITIONS: tuple[Edition, ...] = (Edition("2026"),)
"""Every edition, the oldest first; the last one is current."""


def current() -> Edition:
    """Return the edition of packages that name none."""
    return EDITIONS[-1]


def names() -> tuple[str, ...]:
    """Return the names of all editions, the oldest first."""
    return tuple(each.name for each in EDITIONS)


def edition(name: str | None) -> Edition:
    """Return an edition by its name, the current one for None.

    Raises:
        KeyError: there is no such edition.
    """
    return current() if name is None else {each.name: each for each in EDITIONS}[name]


def shadows(name: str | None) -> tuple[str, ...]:
    """Return the editions whose folders say how an edition differs, in the order of the search.

    Args:
        name: the edition; the current one, which differs in nothing, for None.
    """
    every = names()
    return every[every.index(edition(name).name) : -1]
