"""What became of locked types whose keys have changed though they are still there.

Most keys are what the input calls things. A member of a union has no name there: it is called
after what sets it apart from the other members, and after nothing at all where it is alone; and of
two definitions that are called alike in several documents, one is called after its document too.
So a thing that is added can change the key of another one. That is known again by its properties
or values, and its names follow it to its new key.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.python.keys import by_owner, owner_of, property_key, value_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from schemawright.lock.names import LockedNames

_EXTRA = "/value"
"""The step to the type of properties that a record does not name."""

_LEAST = 0.5
"""How much of what a type held must still be there for it to be known again at another key."""


class _Content(NamedTuple):
    """What tells a type from others: its properties or values, without the type's own key."""

    kind: str
    parts: frozenset[str]


_NONE = _Content("", frozenset())

_GONE = "~"
"""The end of a key that nothing can have any more: elsewhere, a digit follows that sign."""


class _Claim(NamedTuple):
    """How well a type fits a locked one: the greater, the better."""

    coverage: float
    likeness: float
    same_key: bool
    wanted: str
    key: str


class _Known(NamedTuple):
    """What is there, and what was locked."""

    locked: LockedNames
    model: ir.Model
    now: Mapping[str, _Content]
    before: Mapping[str, _Content]

    def new(self, depth: int) -> list[str]:
        """Return the keys of some depth that are not locked."""
        return [each for each in self.now if _depth(each) == depth and each not in self.before]

    def turned(self, depth: int) -> list[str]:
        """Return the keys of some depth that are locked for something else than what is there."""
        return [
            key
            for key, found in self.now.items()
            if _depth(key) == depth and key in self.before and self.before[key].kind != found.kind
        ]


class _Group(NamedTuple):
    """Types that may have been taken for each other: those that are there, and locked ones."""

    now: tuple[str, ...]
    before: tuple[str, ...]


def followed(locked: LockedNames, model: ir.Model) -> LockedNames:
    """Return locked names under the keys that their things have now."""
    now = {str(name): _content(each) for name, each in model.declarations.items()}
    known = _Known(locked, model, now, _contents(locked))
    if not any(key not in known.before or known.before[key].kind != now[key].kind for key in now):
        return locked
    for depth in range(1, 2 + max(map(_depth, now))):
        for group in list(_groups(known, depth)):
            if moves := _moves(group, known):
                locked = _moved(known, moves)
                known = known._replace(locked=locked, before=_contents(locked))
    return known.locked


def _groups(known: _Known, depth: int) -> Iterator[_Group]:
    """Yield the groups in which something of that depth is new, or is something else now."""
    new = known.new(depth)
    if depth == 1:
        yield from _namesakes(new, known)
        return
    members = [name for name in new if not _is_property(name, known.model)]
    owners = dict.fromkeys((*known.turned(depth - 1), *map(owner_of, members)))
    now: dict[str, list[str]] = {each: [each] * (each in known.now) for each in owners}
    before: dict[str, list[str]] = {each: [each] * (each in known.before) for each in owners}
    for keys, found in ((known.now, now), (known.before, before)):
        for key in keys:
            if (owner := owner_of(key)) in owners and _depth(key) > 1:
                found[owner].append(key)
    for owner in owners:
        yield _Group(tuple(now[owner]), tuple(before[owner]))
    yield from _elsewhere(members, known)


def _namesakes(new: Iterable[str], known: _Known) -> Iterator[_Group]:
    """Yield what is new and called after its document too, with what is called like it."""
    for name in new:
        words = ir.segments(ir.TypeName(name))[0].split(" ")
        for begin in range(1, len(words)):
            for end in (len(words), len(words) - 1):  # a digest may stand behind it
                plain = ir.top(" ".join(words[begin:end]))
                if plain in known.before and plain in known.now:
                    yield _Group(now=(plain, name), before=(plain,))


def _elsewhere(new: Iterable[str], known: _Known) -> Iterator[_Group]:
    """Yield what is new and what is gone in one property, or in what nothing is outside of.

    Between them lie arrays, maps and members of unions, whose steps may come, go and change.
    """
    is_property = partial(_is_property, model=known.model)
    places = dict.fromkeys(_place(name, is_property) for name in new)
    found = {place: _Group((), ()) for place in places}
    for key in sorted(known.now.keys() - known.before.keys()):
        place = _place(key, is_property)
        if place in found and place != key:
            found[place] = _Group((*found[place].now, key), ())
    for key in sorted(known.before.keys() - known.now.keys()):
        place = _place(key, partial(_was_property, known=known))
        if place in found and place != key:
            found[place] = found[place]._replace(before=(*found[place].before, key))
    yield from (each for each in found.values() if each.before)


def _place(key: str, is_property: Callable[[str], bool]) -> str:
    """Return the key of the innermost property that a type is in, or of the outermost type."""
    return next(each for each in _upward(key) if _depth(each) == 1 or is_property(each))


def _was_property(key: str, known: _Known) -> bool:
    """Tell whether a type was that of a property."""
    owner = owner_of(key)
    held = known.before.get(owner, _NONE)
    return held.kind == "record" and key[len(owner) :] in held.parts


def _upward(key: str) -> Iterator[str]:
    """Yield a key, and those of all that it lies in."""
    yield key
    while "/" in key:
        key = owner_of(key)
        yield key


def _depth(key: str) -> int:
    return key.count("/") + 1


def _is_property(name: str, model: ir.Model) -> bool:
    """Tell whether a type is that of a property, which is called what the input calls that."""
    owner = model.declarations.get(ir.TypeName(owner_of(name)))
    segment = ir.segments(ir.TypeName(name))[-1]
    return isinstance(owner, ir.Record) and any(each.name == segment for each in owner.fields)


def _moves(group: _Group, known: _Known) -> dict[str, str]:
    """Return the keys that have changed, each with the one that it is now."""
    now = {key: known.now[key] for key in group.now}
    before = {key: known.before[key] for key in group.before if key in known.before}
    claims = [
        _claim(key, found, wanted, held)
        for wanted, held in before.items()
        for key, found in now.items()
    ]
    chosen: dict[str, str] = {}
    for claim in sorted(claims, reverse=True):
        fits = claim.same_key or claim.coverage >= _LEAST
        if fits and claim.wanted not in chosen and claim.key not in chosen.values():
            chosen[claim.wanted] = claim.key
    new = [key for key, found in now.items() if not found.kind and key not in before]
    gone = [key for key, held in before.items() if not held.kind and key not in known.now]
    if len(new) == len(gone) == 1:  # nothing is known of either, but there are no others
        chosen[gone[0]] = new[0]
    moves = {wanted: key for wanted, key in chosen.items() if wanted != key}
    return {**_displaced(moves, now, before), **moves}


def _displaced(
    moves: Mapping[str, str], now: Mapping[str, _Content], before: Mapping[str, _Content]
) -> dict[str, str]:
    """Return new keys for what is gone where something else has its key now.

    It gets the key that the other has left, if what is there now is of its kind: a union that
    comes back, around a type that has its name again, has the name that it had, too.
    """
    left = {key: wanted for wanted, key in moves.items()}
    found: dict[str, str] = {}
    for key, origin in left.items():
        carried = any(_goes_along(key, old, moves[old], before[old]) for old in moves)
        if key not in before or key in moves or carried:
            continue
        free = origin
        while free in left:
            free = left[free]
        fits = free not in now or now[free].kind == before[key].kind
        found[key] = free if fits else f"{free}{_GONE}"
    return found


def _claim(key: str, found: _Content, wanted: str, held: _Content) -> _Claim:
    same = key == wanted
    if found.kind != held.kind:
        return _Claim(0, 0, same, wanted, key)
    if not held.kind:
        return _Claim(int(same), int(same), same, wanted, key)
    shared = len(found.parts & held.parts)
    return _Claim(
        coverage=shared / len(held.parts),
        likeness=shared / len(found.parts | held.parts),
        same_key=same,
        wanted=wanted,
        key=key,
    )


def _content(declaration: ir.Declaration) -> _Content:
    own = len(declaration.name)
    match declaration:
        case ir.Record(name=name, fields=fields) if fields:
            keys = (property_key(name, each.name) for each in fields)
            return _Content("record", frozenset(key[own:] for key in keys))
        case ir.Enumeration(name=name, values=values):
            return _Content(
                "enumeration", frozenset(value_key(name, each)[own:] for each in values)
            )
        case _:
            return _NONE


def _contents(locked: LockedNames) -> dict[str, _Content]:
    """Return what each locked type held."""
    attributes, members = by_owner(locked.attributes), by_owner(locked.members)
    found: dict[str, _Content] = {}
    for key in locked.classes:
        found[key] = _NONE
        for kind, parts in (("record", attributes.get(key)), ("enumeration", members.get(key))):
            if parts is not None:
                found[key] = _Content(kind, frozenset(each[len(key) :] for each in parts))
                break
    return found


def _moved(known: _Known, moves: Mapping[str, str]) -> LockedNames:
    """Return locked names with keys changed, and those of all that lies inside."""
    by_length = sorted(moves, key=len, reverse=True)

    def moved(key: str) -> str:
        for old in by_length:
            if key == old or _goes_along(key, old, moves[old], known.before[old]):
                return moves[old] + key[len(old) :]
        return key

    def tables(kind: str) -> Mapping[str, str]:
        if kind == "modules" and any(max(map(_depth, each)) > 1 for each in moves.items()):
            return known.locked.modules  # what is inside has none
        names = known.locked.of(kind).items()
        if kind in ("attributes", "members"):  # these belong to their owners
            return {moved(owner_of(key)) + key[len(owner_of(key)) :]: name for key, name in names}
        return {moved(key): name for key, name in names}

    return known.locked.having(tables)


def _goes_along(key: str, old: str, new: str, held: _Content) -> bool:
    """Tell whether something lies inside of what is moved, and is moved with it.

    What is locked below a union are its members, which do not go with it into one of them, nor
    with what was there alone before they came.
    """
    if not key.startswith(f"{old}/"):
        return False
    if not new.startswith((f"{old}/", f"{old}{_GONE}")):
        return True
    step = "/" + key[len(old) + 1 :].partition("/")[0]
    return held.kind == "record" and (step == _EXTRA or step in held.parts)
