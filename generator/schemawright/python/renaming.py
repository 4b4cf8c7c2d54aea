"""Locked names that are to be as the rules have them now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from schemawright.diagnostics import InputError, bad_rename
from schemawright.python.keys import owner_of
from schemawright.python.names import codec_by_rule, guard_by_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from schemawright.lock.names import LockedNames

WHAT = {
    "attributes": "attribute",
    "classes": "class",
    "codecs": "codec",
    "guards": "type guard",
    "members": "member",
    "modules": "module",
}
"""What a name of each kind is to users."""

_INSIDE = ("attributes", "members")
_OF_A_TYPE = ("classes", "codecs", "guards", "modules")

Tables: TypeAlias = "Mapping[str, Mapping[str, str]]"


class Change(NamedTuple):
    """A name that the rules would choose otherwise."""

    kind: str
    key: str
    old: str
    new: str
    owner: str
    """The class that it belongs to."""

    @property
    def what(self) -> str:
        """What it is the name of."""
        return WHAT[self.kind]

    @property
    def spelled(self) -> str:
        """How users write it."""
        return f"{self.owner}.{self.old}" if self.kind in _INSIDE else self.old

    @property
    def asked(self) -> frozenset[str]:
        """What users may call it, before and after it is renamed."""
        if self.kind in _INSIDE:
            return frozenset({self.spelled, f"{self.owner}.{self.new}"})
        return frozenset({self.old, self.new})


Changes: TypeAlias = tuple[Change, ...]


def owner(kind: str, key: str) -> str:
    """Return the key of the type that a name belongs to."""
    return owner_of(key) if kind in _INSIDE else key


def scope(kind: str, key: str) -> str:
    """Return what a name must be the only one of its kind in."""
    return owner_of(key) if kind in _INSIDE else ""


def renamed(
    kept: LockedNames, now: Tables, changes: Changes, asked: Sequence[str]
) -> tuple[LockedNames, Changes]:
    """Return locked names with changes made, and those that were not made.

    Args:
        kept: the locked names.
        now: the names of all that is there.
        changes: what could be changed.
        asked: the names to change; an empty text for all that can be.

    Raises:
        InputError: there is no such name, or something else has the new one.
    """
    wanted = changes if "" in asked else _wanted(changes, now, asked)
    made = _without_clashes(wanted, kept, now)
    if "" not in asked and len(made) < len(wanted):
        left = [each for each in wanted if each not in made]
        raise InputError(*(bad_rename(e.spelled, f"something else is {e.new!r}") for e in left))
    by_kind: dict[str, dict[str, str]] = {}
    for each in made:
        by_kind.setdefault(each.kind, {})[each.key] = each.new
    names = kept.having(lambda kind: {**kept.of(kind), **by_kind.get(kind, {})})
    return names, tuple(each for each in changes if each not in made)


def _wanted(changes: Changes, now: Tables, asked: Sequence[str]) -> Changes:
    found: list[Change] = []
    for name in asked:
        direct = [each for each in changes if name in each.asked]
        keys = {each.key for each in direct if each.kind == "classes"}
        # What is called after a class is renamed with it.
        found += direct
        found += [each for each in changes if each.kind in _OF_A_TYPE and each.key in keys]
        if not direct and name not in _known(now, name):
            raise InputError(bad_rename(name, "no such name is locked"))
    return tuple(dict.fromkeys(found))


def _known(now: Tables, name: str) -> Iterator[str]:
    """Yield the names that are there, spelled as users do, of the kind that a name is of."""
    first, dot, _ = name.rpartition(".")
    for kind in _INSIDE if dot else _OF_A_TYPE:
        for key, each in now[kind].items():
            yield f"{first}.{each}" if dot and now["classes"][owner_of(key)] == first else each


def _without_clashes(wanted: Changes, kept: LockedNames, now: Tables) -> Changes:
    """Return the changes that give nothing a name that something else has and keeps."""
    made = {(each.kind, each.key): each for each in wanted}
    names = {kind: _occupied(kind, kept, now) for kind in WHAT}
    while True:
        counts = Counter(
            (
                kind,
                scope(kind, key),
                _folded(kind, made[kind, key].new if (kind, key) in made else n),
            )
            for kind, table in names.items()
            for key, n in table.items()
        )
        left = {
            at: each
            for at, each in made.items()
            if counts[each.kind, scope(*at), _folded(each.kind, each.new)] == 1
        }
        if len(left) == len(made):
            return tuple(each for each in wanted if (each.kind, each.key) in made)
        made = left


def _folded(kind: str, name: str) -> str:
    return name.lower() if kind == "modules" else name


def _occupied(kind: str, kept: LockedNames, now: Tables) -> dict[str, str]:
    """Return all names of a kind, of what is gone too."""
    rules: dict[str, Callable[[str], str]] = {"codecs": codec_by_rule, "guards": guard_by_rule}
    derived: dict[str, str] = {}
    if kind in rules:
        derived = {key: rules[kind](name) for key, name in kept.classes.items()}
    return {**derived, **kept.of(kind), **now[kind]}
