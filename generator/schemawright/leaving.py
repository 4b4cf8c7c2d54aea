"""What `generate` leaves: for its next run, and for build systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from schemawright.console import configured, said, talks
from schemawright.memo import Memo, remember

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.asked import Asked
    from schemawright.results import Written
    from schemawright.reuse import Earlier

ARGUMENTS = "schemawright.arguments"
"""What the arguments of the command line are kept as, by click."""


def earlier() -> Earlier | None:
    """Return what is left of the last run, None where nobody keeps anything."""
    last: Memo | None = click.get_current_context().obj
    if last is None:
        return None
    from schemawright import reuse  # noqa: PLC0415

    return reuse.Earlier(last.changed, reuse.load(last.notes))


def leave(
    written: Sequence[Written], depfile: str | None, stamp: str | None
) -> tuple[tuple[str, str], ...]:
    """Leave for build systems what they ask for."""
    if depfile is None and stamp is None:
        return ()
    from schemawright import depfile as systems  # noqa: PLC0415 - few runs need it

    read = frozenset[str]().union(configured(), *(each.read for each in written))
    return systems.write(depfile, stamp, [each.manifest_at for each in written], read)


def keep(written: Sequence[Written], asked: Asked, left: tuple[tuple[str, str], ...]) -> None:
    """Keep what the next run needs to know, if somebody wants it and it will be true then."""
    context = click.get_current_context()
    last: Memo | None = context.obj
    if last is None or not all(each.is_repeatable for each in written):
        return
    unchanged = [(each.place, len(each.plan.record.outputs)) for each in written]
    paths = {path for each in written for path in each.looked_at | each.outputs}
    if not all(each.is_whole for each in written):
        paths |= last.paths  # the code, among others, of what was rendered earlier
    from schemawright import api, reuse  # noqa: PLC0415

    notes = reuse.dump(api.earlier(written).traces)
    shown = tuple(unchanged) if talks(asked) else ()
    remember(context.meta[ARGUMENTS], Memo(tuple(said()), shown, left, notes, paths))
