"""What `generate` leaves: for the next run of it, and for build systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from schemawright import api, depfile, memo, reuse
from schemawright.console import ARGUMENTS, configured, said, talks
from schemawright.memo import Memo
from schemawright.reuse import Earlier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.api import Written
    from schemawright.asked import Asked


def earlier() -> Earlier | None:
    """Return what is left of the last run, None where nobody keeps anything."""
    last: Memo | None = click.get_current_context().obj
    return None if last is None else Earlier(last.changed, reuse.load(last.notes))


def for_build_systems(
    written: Sequence[Written], depends: str | None, stamp: str | None
) -> tuple[tuple[str, str], ...]:
    """Leave for build systems what they ask for: a depfile, a stamp."""
    if depends is None and stamp is None:
        return ()
    read = frozenset[str]().union(configured(), *(each.read for each in written))
    return depfile.write(depends, stamp, [each.manifest_at for each in written], read)


def remember(written: Sequence[Written], asked: Asked, left: tuple[tuple[str, str], ...]) -> None:
    """Keep what the next run needs to know, if somebody wants it and it will be true then."""
    context = click.get_current_context()
    last: Memo | None = context.obj
    if last is None or not all(each.is_repeatable for each in written):
        return
    unchanged = [(each.place, len(each.plan.record.outputs)) for each in written]
    paths = {path for each in written for path in each.looked_at | each.outputs}
    if not all(each.is_whole for each in written):
        paths |= last.paths  # the code, among others, of what was rendered earlier
    notes = reuse.dump(api.earlier(written).traces)
    shown = tuple(unchanged) if talks(asked) else ()
    kept = Memo(tuple(said()), shown, left, notes, paths)
    memo.remember(context.meta[ARGUMENTS], kept)
