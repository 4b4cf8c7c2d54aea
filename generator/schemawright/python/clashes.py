"""What is wrong with locked names, which people may have written or merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.diagnostics import bad_lock, shown
from schemawright.location import Location
from schemawright.lock.names import KINDS
from schemawright.python.keys import by_owner
from schemawright.python.names import METHODS, RESERVED_CLASSES, RESERVED_CODECS
from schemawright.python.spelling import is_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.diagnostics import Diagnostic
    from schemawright.lock.names import LockedNames

_MODULES = frozenset(
    {"aliases", "codecs", "enums", "guards", "models", "typed_dicts", "validation", "wire_names"}
)
"""The modules of a package, beside which its classes are."""

_RESERVED: Mapping[str, frozenset[str]] = {
    "attributes": METHODS,
    "classes": RESERVED_CLASSES | _MODULES,
    "codecs": RESERVED_CODECS,
    "members": frozenset({"is_listed", "mro", "name", "value"}),
}
"""Names that generated code has for itself."""

_LONGEST_MODULE = 200
"""Characters of a module that a file can be called after on every file system."""


def clashes(locked: LockedNames) -> tuple[Diagnostic, ...]:
    """Return what is wrong with locked names, each where it stands."""
    return tuple(
        _fault(locked, kind, key, reason)
        for kind in KINDS
        for key, reason in _faults(kind, locked.of(kind), locked)
    )


def _fault(locked: LockedNames, kind: str, key: str, reason: str) -> Diagnostic:
    at, position = Location("schemawright.lock"), None
    if locked.place is not None:
        at, position = locked.place(kind, key)
    hint = "choose another name, or remove the line and let the rules choose one"
    return bad_lock(at, position, f"{shown(key, 200)}: {reason}", hint)


def _faults(kind: str, names: Mapping[str, str], locked: LockedNames) -> Iterator[tuple[str, str]]:
    """Yield the keys of names that cannot be, and why."""
    reserved = _RESERVED.get(kind, frozenset())
    for key, name in names.items():
        if not is_identifier(name) or name[0] == "_":
            why = "expected a Python identifier that is no keyword and does not begin with _"
            yield key, f"{why}, found {shown(name)}"
        elif name in reserved:
            yield key, f"{shown(name)} is a name that generated code has for itself"
        elif kind == "modules" and len(name) > _LONGEST_MODULE:
            yield key, f"no module can have a name of {len(name)} characters"
    yield from _repeated(kind, names)
    if kind == "attributes":
        classes = {name: key for key, name in locked.classes.items()}
        for key, name in names.items():
            if name in classes:
                yield key, f"{shown(name)} is a class, that of {shown(classes[name], 200)}"


def _repeated(kind: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    inside = kind in ("attributes", "members")
    scopes: Iterable[Mapping[str, str]] = by_owner(names).values() if inside else [names]
    for table in scopes:
        folded = [name.lower() for name in table.values()] if kind == "modules" else table.values()
        if len(set(folded)) == len(table):
            continue
        seen: dict[str, str] = {}
        for (key, name), same in zip(table.items(), folded, strict=True):
            other = seen.setdefault(same, key)
            if other != key:
                yield key, f"{shown(name)} is the name of {shown(other, 200)}, too"
