"""Which type of the old schema is which one of the new: by name, or by what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Mapping


class Pairs(NamedTuple):
    """The types of both sides."""

    new_of: Mapping[ir.TypeName, ir.TypeName]
    """What the types that are on both sides are called now, by what they were called."""
    renamed: Mapping[ir.TypeName, ir.TypeName]
    removed: tuple[ir.TypeName, ...]
    added: tuple[ir.TypeName, ...]


def pairs(
    old: ir.Model,
    new: ir.Model,
    said_before: Mapping[ir.TypeName, int],
    said_now: Mapping[ir.TypeName, int],
) -> Pairs:
    """Return which types belong together.

    One that has gone and one that has come are the same under another name if they say the same,
    and no other one does, or if both are all that their document is about.

    Args:
        old: the types before.
        new: the types now.
        said_before: a number for what each of the old types says.
        said_now: the same for the new ones.
    """
    gone = [name for name in old.declarations if name not in new.declarations]
    come = [name for name in new.declarations if name not in old.declarations]
    renamed: dict[ir.TypeName, ir.TypeName] = {}
    for name in filter(_is_top, gone):
        alike = [each for each in filter(_is_top, come) if said_now[each] == said_before[name]]
        rivals = [e for e in filter(_is_top, gone) if said_before[e] == said_before[name]]
        same_kind = [
            each
            for each in alike
            if type(new.declarations[each]) is type(old.declarations[name])
            and not isinstance(new.declarations[each], ir.Alias)
        ]
        if len(same_kind) == 1 and len(rivals) == 1:
            renamed[name] = same_kind[0]
    whole = [_roots(model, names) for model, names in ((old, gone), (new, come))]
    if len(whole[0]) == len(whole[1]) == 1 and whole[0][0] not in renamed:
        renamed[whole[0][0]] = whole[1][0]
    moved = dict(renamed)
    for name in gone:
        owner = ir.top(ir.segments(name)[0])
        if owner in renamed and name != owner:
            target = ir.TypeName(f"{renamed[owner]}{name[len(owner):]}")
            if target in new.declarations and target not in old.declarations:
                moved[name] = target
    taken = {*moved.values()}
    kept = {name: name for name in old.declarations if name in new.declarations}
    return Pairs(
        new_of={**kept, **moved},
        renamed=renamed,
        removed=tuple(each for each in gone if each not in moved and _is_top(each)),
        added=tuple(each for each in come if each not in taken and _is_top(each)),
    )


def _roots(model: ir.Model, names: list[ir.TypeName]) -> list[ir.TypeName]:
    """Return the types among some that are the root of a document."""
    return [
        name for name in names if not model.declarations[name].location.pointer and _is_top(name)
    ]


def _is_top(name: ir.TypeName) -> bool:
    return "/" not in name
