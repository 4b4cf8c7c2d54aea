"""What schemas assert of objects that some properties are no part of, whatever requires them.

What schemas accept they accept here too: where something is expected not to hold (`not`, `if`,
`maxContains`), it is asked as it is written, and of a `oneOf` whose members accept more than they
are written to, several may hold.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright.assertions.alternatives import as_any_of
from schemawright.assertions.moving import HERE, is_asked, moved
from schemawright.assertions.plan import Asserts, Key, applied, in_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.location import Location


class Seen(NamedTuple):
    """A schema, and the properties that are no part of the object it is asked of.

    None stands for a schema that is asked as it is written.
    """

    key: Key
    hidden: frozenset[str] | None


def seen_without(
    asserts: Mapping[Key, Asserts], hidden: Mapping[Location, frozenset[str]]
) -> Mapping[Key, Asserts]:
    """Return what schemas assert where some properties are never required.

    Args:
        asserts: all schemas; each keeps its key.
        hidden: the properties, by the schemas that say what their objects are.
    """
    return _Views(asserts, hidden).all() if hidden else asserts


class _Views:
    def __init__(
        self, asserts: Mapping[Key, Asserts], hidden: Mapping[Location, frozenset[str]]
    ) -> None:
        self._asserts = asserts
        self._hidden = hidden
        self._users: dict[Seen, list[Seen]] = {}
        for each in [*self._reached()]:
            for part in self._parts(each):
                self._users.setdefault(part, []).append(each)
        self._changed = self._using(
            each for each in self._users if each.hidden and self._requires(each)
        )
        stated = (Seen(each.key, None) for each in self._changed if self._is_usual(each))
        self._unlike = self._using(stated)

    def all(self) -> Mapping[Key, Asserts]:
        """Return all schemas, and those that they need besides."""
        found: dict[Key, Asserts] = {}
        for each in self._users:
            key = self._name(each)
            if key not in found:
                made = self._rewritten(each)
                found.update(as_any_of(key, made) if self._accepts_more(each) else {key: made})
        return found

    def _own(self, key: Key, outer: frozenset[str]) -> Seen:
        return Seen(key, outer | self._hidden.get(key.location, frozenset()))

    def _is_usual(self, seen: Seen) -> bool:
        return seen == self._own(seen.key, frozenset())

    def _reached(self) -> Iterator[Seen]:
        """Yield every schema as it is seen, first by itself."""
        pending = [self._own(key, frozenset()) for key in self._asserts][::-1]
        for each in pending[::-1]:
            self._users[each] = []
        while pending:
            each = pending.pop()
            yield each
            for part in self._parts(each):
                if part not in self._users:
                    self._users[part] = []
                    pending.append(part)

    def _parts(self, seen: Seen) -> Iterator[Seen]:
        """Yield the schemas that a schema applies, as it sees them."""
        asserts = self._asserts[seen.key]
        outer = seen.hidden
        if outer is None:
            yield from (Seen(each, None) for each in applied(asserts))
            return
        as_written = {asserts.not_, asserts.if_}
        if asserts.contains is not None and asserts.contains.most is not None:
            as_written.add(asserts.contains.schema)
        here = {*in_place(asserts)}
        for each in applied(asserts):
            if each in as_written:
                yield Seen(each, None)
            else:
                yield self._own(each, outer if each in here else frozenset())

    def _using(self, some: Iterator[Seen]) -> frozenset[Seen]:
        """Return schemas and all that apply them in the same way, however deep inside."""
        found: set[Seen] = set()
        pending = [*some]
        while pending:
            each = pending.pop()
            if each not in found:
                found.add(each)
                is_written = each.hidden is None
                users = self._users.get(each, ())
                pending += [user for user in users if (user.hidden is None) is is_written]
        return frozenset(found)

    def _requires(self, seen: Seen) -> bool:
        asserts = self._asserts[seen.key]
        names = {*asserts.required, *(n for e in asserts.dependent_required.values() for n in e)}
        return not names.isdisjoint(seen.hidden or ())

    def _name(self, seen: Seen) -> Key:
        """Return the key of a schema as it is seen, its own where that makes no difference."""
        key, names = seen
        if names is None:
            return key._replace(part=f"{key.part} as written") if seen in self._unlike else key
        if seen not in self._changed or self._is_usual(seen):
            return key
        return key._replace(part=f"{key.part} without {sorted(names)}")

    def _accepts_more(self, seen: Seen) -> bool:
        """Tell whether members of a schema's `oneOf` accept more than they are written to."""
        if seen.hidden is None:
            return False
        members = self._asserts[seen.key].one_of
        return any(self._own(each, seen.hidden) in self._changed for each in members)

    def _rewritten(self, seen: Seen) -> Asserts:
        """Return what a schema asserts as it is seen."""
        asserts, names = self._asserts[seen.key], seen.hidden

        def as_written(key: Key) -> Key:
            return self._name(Seen(key, None))

        def here(key: Key) -> Key:
            return as_written(key) if names is None else self._name(self._own(key, names))

        def inside(key: Key) -> Key:
            return as_written(key) if names is None else self._name(self._own(key, frozenset()))

        def way(field: str, key: Key) -> Key:
            if is_asked(asserts, field):
                return as_written(key)
            return here(key) if field in HERE else inside(key)

        return moved(_without(asserts, names or frozenset()), way)


def _without(asserts: Asserts, names: frozenset[str]) -> Asserts:
    """Return what a schema asserts where some properties are never required."""
    if not names:
        return asserts
    dependent = {
        name: tuple(each for each in needed if each not in names)
        for name, needed in asserts.dependent_required.items()
    }
    return replace(
        asserts,
        required=tuple(each for each in asserts.required if each not in names),
        dependent_required={name: needed for name, needed in dependent.items() if needed},
    )
