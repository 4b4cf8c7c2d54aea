"""How the best of several records is chosen for an object by the keys that it has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from schemawright.codecs.values import GIVE_UP
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright import ir
    from schemawright.checks.writing import Lines
    from schemawright.codecs.values import Writer

_MOST = 6
"""So many keys are looked for at most."""
_EACH = 2
"""So many keys of one record that it does not require are looked for at most."""


class Member(NamedTuple):
    """A record that an object may be."""

    name: ir.TypeName
    known: frozenset[str]
    required: tuple[str, ...]
    """Those that all objects of it have."""
    keys: tuple[str, ...]
    """Those that it knows, in their order."""


class Choice(NamedTuple):
    """A key, and the member that an object with it is looked at as; the last has no key."""

    key: str | None
    member: Member


def choices(members: Sequence[Member]) -> list[Choice]:
    """Return how to find the member that is the best one, if it knows all keys of an object.

    No member before it can be as good: it does not know the key that was found, or requires one
    that was not.

    Args:
        members: all members in their order.
    """
    found: list[Choice] = []
    left = list(members)
    knowing = Counter(key for each in dict.fromkeys(members) for key in each.known)
    for each in members:
        own = next((key for key in each.required if _is_own(key, each, knowing)), None)
        if own is not None and len(left) > 1:
            found.append(Choice(own, each))
            left.remove(each)
    for each in left[1:]:
        rare = [k for k in each.keys if k not in each.required and _is_own(k, each, knowing)]
        found += [Choice(key, each) for key in rare[:_EACH]]
    while len(left) > 1 and len(found) <= _MOST:
        first, *later = left
        key = next((k for k in first.required if any(k not in e.required for e in later)), None)
        if key is None:
            break
        found.append(Choice(key, first))
        left = later
    return [*found[:_MOST], Choice(None, left[0])] if len(found) <= _MOST else found[:_MOST]


def _is_own(key: str, member: Member, knowing: Counter[str]) -> bool:
    """Tell whether no other member knows a key; the counter says how many do."""
    return knowing[key] == (key in member.known)


def function(name: str, members: Sequence[Member], writer: Writer) -> Lines:
    """Return the function that decodes an object as the best of several records.

    Args:
        name: what it is called.
        members: the records in their order.
        writer: knows what decodes them.
    """
    lines: Lines = []
    found = choices(members)
    # What lists all values comes first, so another member may be better that knows fewer keys.
    loose = any(writer.is_loose(each.name) for each in members)
    for key, member in found:
        decoded = [f"found = {writer.decoder(member.name)}(value)"]
        if loose:
            check = writer.names.check(member.name, listed=True)
            decoded += [f"is_listed = {writer.table(check)}(value)"]
        if key is None:
            lines += ["else:", *indented(decoded)] if lines else decoded
        else:
            lines += [f"{'elif' if lines else 'if'} {key!r} in value:", *indented(decoded)]
    if found[-1].key is not None:
        lines += ["else:", f"    {GIVE_UP}"]
    rows = [
        f"({writer.decoder(each.name)}, {writer.check(each.name)}, {writer.known(each.name)},"
        f" {each.required!r})"
        for each in members
    ]
    table = writer.table(f"({', '.join(rows)},)")
    return [
        "",
        "",
        f"def {name}(value: Any) -> Any:",
        "    try:",
        *indented(lines, 2),
        f"        if {'is_listed and ' if loose else ''}found._extra is None:",
        "            return found",
        "    except Exception:  # whatever it is, another member may allow the value",
        "        pass",
        f"    return {writer.runtime('best_listed' if loose else 'best_of')}(value, {table})",
    ]
