"""The paths that a run has read or looked for, and what has changed there since."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from schemawright.memo import CONFIGURATIONS, REPOSITORIES
from schemawright.watching.states import counts, state

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.watching.states import Holds, State

    States: TypeAlias = Mapping[str, State]
    Folders: TypeAlias = Mapping[str, tuple[int, int]]

_MOST_LINKS = 40
APPEARED, DISAPPEARED, CHANGED = "appeared", "disappeared", "changed"


class Change(NamedTuple):
    """A path, and what became of it."""

    path: str
    how: str


class Following:
    """What is followed, and what it holds; outputs are not, however they were found."""

    def __init__(
        self,
        paths: Iterable[str],
        outputs: Iterable[str] = (),
        kept: Iterable[str] = (),
        seen: States | None = None,
    ) -> None:
        """Look at all paths.

        Args:
            paths: what a run has read or looked for.
            outputs: what it has written.
            kept: files and directories that it may have written and that count all the same.
            seen: what paths held before.
        """
        self.outputs = frozenset(map(os.path.abspath, outputs))
        self.kept = frozenset(map(os.path.abspath, kept))
        self.paths = frozenset(map(os.path.abspath, paths)) - self.outputs
        own = self.outputs | self.kept
        self._hidden = own | {each for path in own for each in _above(path)}
        self._seen = seen or {}
        self.states: States = {path: self._state(path) for path in sorted(self.paths)}
        self._places: frozenset[str] | None = None
        self._names = frozenset(
            os.path.basename(each) for path in self.paths for each in (path, *_above(path))
        )

    def missed(self, since: int, found_then: Iterable[str] = ()) -> tuple[Change, ...]:
        """Return what changed while the run read it, which it may have read before or after.

        Args:
            since: when the run began, in nanoseconds since the epoch.
            found_then: files that were there when it read them.
        """
        there = frozenset(map(os.path.abspath, found_then))
        found: list[str] = []
        for path, now in self.states.items():
            if path in self.kept or os.path.dirname(path) in self.kept:
                continue
            before = self._seen.get(path)
            if before is not None:
                is_missed = self._visible(path, before) != self._visible(path, now)
            elif now.holds is None:
                is_missed = path in there
            else:
                is_missed = now.changed_since(since) and not self._is_known(path, now)
            if is_missed:
                found.append(path)
        return tuple(Change(path, CHANGED) for path in found)

    def look(self) -> States:
        """Return what changed paths hold now."""
        found: dict[str, State] = {}
        for path, before in self.states.items():
            now = state(path, before)
            if now is not before and self._visible(path, now) != self._visible(path, before):
                found[path] = now
        return found

    def changes(self, changed: States) -> tuple[Change, ...]:
        """Return changes in words, without what lies in a directory that came or went."""
        found: dict[str, str] = {}
        for path, now in changed.items():
            old, new = (self._visible(path, each) for each in (self.states[path], now))
            if isinstance(old, frozenset) and isinstance(new, frozenset):
                found |= {os.path.join(path, each): APPEARED for each in new - old}
                found |= {os.path.join(path, each): DISAPPEARED for each in old - new}
            elif old is None:
                found[path] = APPEARED
            else:
                found[path] = DISAPPEARED if new is None else CHANGED
        return tuple(
            Change(path, how)
            for path, how in sorted(found.items())
            if not any(found.get(each) == how != CHANGED for each in _above(path))
        )

    def folders(self) -> Folders:
        """Return the directories where changes show, each by itself, and which they are.

        A directory that was made anew is another one, though it has the same name.
        """
        if self._places is None:
            self._places = frozenset(self._found_places())
        found: dict[str, tuple[int, int]] = {}
        for each in self._places:
            place = each
            while (identity := _identity(place)) is None and place != os.path.dirname(place):
                place = os.path.dirname(place)
            if identity is not None:
                found[place] = identity
        return found

    def concerns(self, path: str) -> bool:
        """Tell whether what happened to a path is worth a look."""
        name = os.path.basename(path)
        return name in self._names or counts(name)

    def _state(self, path: str) -> State:
        return state(path, self._seen.get(path))

    def _visible(self, path: str, found: State) -> Holds:
        """Return what a path holds besides what the run has written there."""
        if not isinstance(found.holds, frozenset):
            return found.holds
        return frozenset(e for e in found.holds if os.path.join(path, e) not in self._hidden)

    def _is_known(self, folder: str, now: State) -> bool:
        """Tell whether a path is a directory of which all that counts was looked at."""
        names = self._visible(folder, now)
        if not isinstance(names, frozenset):
            return False
        return all(os.path.join(folder, each) in self.paths for each in names)

    def _found_places(self) -> Iterator[str]:
        here = os.getcwd()
        around = {here, *_above(here)}
        for path in self.paths:
            name = os.path.basename(path)
            usual = name in CONFIGURATIONS or name in REPOSITORIES
            if usual and os.path.dirname(path) in around - {here} and not os.path.exists(path):
                continue  # far away, and unlikely to come: it is enough to look now and then
            for each in _ways(path):
                if isinstance(self.states[path].holds, frozenset):
                    yield each
                yield os.path.dirname(each)
                yield os.path.dirname(os.path.dirname(each))
                yield from (folder for folder in _above(each) if folder.startswith(here + os.sep))


def _above(path: str) -> Iterator[str]:
    """Yield the directories above a path, the innermost first, but for the root."""
    parent = os.path.dirname(path)
    while parent != os.path.dirname(parent):
        yield parent
        parent = os.path.dirname(parent)


def _ways(path: str) -> Iterator[str]:
    """Yield a path, and all that it leads to where it is a link, or lies behind one."""
    yield path
    place = path
    for _ in range(_MOST_LINKS):
        if not os.path.islink(place):
            break
        place = os.path.normpath(os.path.join(os.path.dirname(place), os.readlink(place)))
        yield place
    if (real := os.path.realpath(path)) not in {path, place}:
        yield real


def _identity(folder: str) -> tuple[int, int] | None:
    """Return which directory a path is, None if it is none."""
    try:
        found = os.stat(folder)
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if os.path.isdir(folder) else None
