"""What schemas ask of a value where enumerations may have values that they do not list.

Whatever the schemas accept is accepted here too: where one is only asked whether it holds (`not`,
`if`, `maxContains`), it lists what it lists. So does what tells the members of a union apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from schemawright.assertions.moving import is_asked, moved
from schemawright.assertions.plan import Asserts, Key, Plan, applied
from schemawright.lower.json_values import has_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def opened(plan: Plan, roots: Iterable[Key], tags: Mapping[Key, frozenset[str]]) -> Plan:
    """Return a plan in which some enumerations allow every value of the kinds that they list.

    Args:
        plan: the schemas; each keeps its key.
        roots: the schemas of the enumerations. A single value that is listed stays the only one.
        tags: the properties that tell objects apart, by the schemas of the objects.
    """
    asserts = plan.asserts
    every = [each for root in roots for each in (root, *_of_items(asserts, root))]
    wanted = {each for root in every for each in _of_same_value(asserts, root)}
    changed = {each for each in wanted if _without_lists(asserts[each]) != asserts[each]}
    if not changed:
        return plan
    closed: dict[Key, set[str]] = {}
    for root, names in tags.items():
        for each in _of_same_value(asserts, root):
            closed.setdefault(each, set()).update(names)
    return Plan(plan.roots, _Opening(asserts, changed, closed).all())


class _Opening:
    def __init__(
        self, asserts: Mapping[Key, Asserts], changed: set[Key], closed: Mapping[Key, set[str]]
    ) -> None:
        self._asserts = asserts
        self._changed = changed
        self._closed = closed
        self._unlike = self._using(changed)
        self._pending: dict[Key, None] = {}

    def all(self) -> Mapping[Key, Asserts]:
        """Return all schemas, and as they are written those that are needed so besides."""
        found = {key: self._opened(key, each) for key, each in self._asserts.items()}
        while self._pending:
            key, _ = self._pending.popitem()
            if (made := self._name(key)) not in found:
                found[made] = moved(self._asserts[key], lambda _, each: self._written(each))
        return found

    def _using(self, some: Iterable[Key]) -> set[Key]:
        """Return schemas and all that apply them, however deep inside."""
        users: dict[Key, list[Key]] = {}
        for key, asserts in self._asserts.items():
            for each in applied(asserts):
                users.setdefault(each, []).append(key)
        found: set[Key] = set()
        pending = [*some]
        while pending:
            each = pending.pop()
            if each not in found:
                found.add(each)
                pending += users.get(each, ())
        return found

    def _opened(self, key: Key, asserts: Asserts) -> Asserts:
        def way(field: str, each: Key) -> Key:
            return self._written(each) if is_asked(asserts, field) else each

        made = moved(_without_lists(asserts) if key in self._changed else asserts, way)
        names = self._closed.get(key, set())
        properties = {
            name: self._written(each) if name in names else each
            for name, each in made.properties.items()
        }
        return replace(made, properties=properties) if properties != made.properties else made

    def _written(self, key: Key) -> Key:
        """Return the key of a schema as it is written, its own where that makes no difference."""
        if key not in self._unlike:
            return key
        self._pending[key] = None
        return self._name(key)

    def _name(self, key: Key) -> Key:
        return key._replace(part=f"{key.part} closed")


def _of_same_value(asserts: Mapping[Key, Asserts], root: Key) -> Iterable[Key]:
    """Return a schema and all that it applies to the same value, be it one of several."""
    found: dict[Key, None] = {}
    pending = [root]
    while pending:
        key = pending.pop()
        if key not in found:
            found[key] = None
            each = asserts[key]
            pending += (*each.all_of, *each.any_of, *each.one_of)
    return found


def _of_items(asserts: Mapping[Key, Asserts], root: Key) -> Iterator[Key]:
    """Yield what says of items what is written beside them, if it is that (`assertions.meant`)."""
    if root.part.startswith("enum:"):
        for at in (root.location, root.location.owner(1) / "enum"):
            if (key := Key(at, part="items")) in asserts:
                yield key


def _without_lists(asserts: Asserts) -> Asserts:
    """Return a schema that allows all values of the kinds that it lists several values of."""
    kept = tuple(each for each in asserts.enums if len(each) < 2)
    if len(kept) == len(asserts.enums):
        return asserts
    listed = next(each for each in asserts.enums if each not in kept)
    types = tuple(dict.fromkeys(_types(listed)))
    if asserts.types is not None:
        types = tuple(t for t in asserts.types if any(has_type(each, (t,)) for each in listed))
    return replace(asserts, enums=kept, types=types)


def _types(values: tuple[Any, ...]) -> Iterator[str]:
    """Yield what types some values are of, numbers of one type all."""
    whole = all(has_type(each, ("integer",)) for each in values if has_type(each, ("number",)))
    names = ("null", "boolean", "integer" if whole else "number", "string", "array", "object")
    for each in values:
        yield next(name for name in names if has_type(each, (name,)))
