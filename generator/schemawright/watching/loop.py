"""The loop: a run, then waiting until something has changed that it has read or looked for."""

from __future__ import annotations

from dataclasses import dataclass
from time import sleep, time_ns
from typing import TYPE_CHECKING, TypeAlias

from schemawright.watching.following import DISAPPEARED, Following

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.watching.following import Change, States

    Hints: TypeAlias = Callable[[Following], Iterator[object]]
    """Yields when it is time to look; whoever stops yielding ends the loop."""

_PAUSE = 0.05
"""Seconds in which nothing may change any more before what has changed is read."""
GRAIN = 30_000_000
"""Nanoseconds by which the times of files lag behind the clock, on usual systems."""
_ROUNDS = 40
_ROUNDS_OF_ABSENCE = 5
"""How long something that is gone may take to come back, as when it is written anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run has read and written.

    Args:
        words: how it went.
        failed: whether it ended before anything was written.
        looked_at: every path that it read or looked for.
        found: the documents that were there.
        outputs: what it wrote, which is not followed.
        kept: what it may have written and is followed: the lock, and copies of remote documents.
        seconds: how long it took.
    """

    words: str
    failed: bool
    looked_at: frozenset[str]
    found: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    seconds: float = 0.0


def runs(
    run: Callable[[Sequence[Change]], Ran],
    hints: Hints,
    pause: Callable[[float], object] = sleep,
) -> Iterator[tuple[Ran, tuple[Change, ...]]]:
    """Run, and run again after each change; yield how it went, and what had changed.

    Args:
        run: what is to be done, told what has changed.
        hints: when to look for changes.
        pause: waits for a number of seconds.
    """
    seen: States = {}
    following = Following(())
    changes: tuple[Change, ...] = ()
    while True:
        began = time_ns() - GRAIN
        ran = run(changes)
        yield ran, changes
        # What is broken may be repaired where the last run that went well has found it.
        before = following if ran.failed else Following(())
        following = Following(
            ran.looked_at | before.paths,
            outputs=ran.outputs | before.outputs,
            kept=ran.kept | before.kept,
            seen=seen,
        )
        changes = following.missed(began, ran.found)
        seen = following.states
        if changes:
            pause(_PAUSE)
            continue
        changed = _awaited(following, hints, pause)
        if not changed:
            return
        changes = following.changes(changed)
        seen = {**following.states, **changed}


def _awaited(following: Following, hints: Hints, pause: Callable[[float], object]) -> States:
    """Wait for a change, and return what has changed; nothing if there are no more hints."""
    while True:
        folders = following.folders()
        for _ in hints(following):
            if following.look() and (changed := settled(following, pause)):
                return changed
            if following.folders() != folders:
                break  # a directory was replaced: the new one is to be watched
        else:
            return {}


def settled(following: Following, pause: Callable[[float], object]) -> States:
    """Return what has changed when it does not change any more."""
    changed = following.look()
    for number in range(_ROUNDS):
        pause(_PAUSE)
        before, changed = changed, following.look()
        gone = any(each.how == DISAPPEARED for each in following.changes(changed))
        if _holds(before) == _holds(changed) and (number >= _ROUNDS_OF_ABSENCE or not gone):
            break
    return changed


def _holds(states: States) -> dict[str, object]:
    return {path: each.holds for path, each in states.items()}
