"""The Python name of everything that the model names.

Names come from what the input says, never from the order in which it says it: a declared type
keeps its name, an inline one is called after its owner and its property. Of several things that
would get one name, the one that is spelled like it keeps it; the others spell out what sets them
apart. What is locked has the name that it had, whatever comes or goes beside it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.lock.names import LockedNames
from schemawright.python.allocate import allocate
from schemawright.python.keys import by_owner, module_key, property_key, value_key
from schemawright.python.spelling import identifier, is_identifier, pascal, snake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

METHODS = frozenset(
    {"extra_properties", "from_dict", "from_json", "is_valid", "to_dict", "to_json", "validate"}
)
"""Names that a generated class keeps for what all classes have."""

RESERVED_CLASSES = frozenset({"TYPE_CHECKING", "UNSET", "Unset"})
"""Names that the support code of a generated package has."""

RESERVED_CODECS = frozenset({"annotations"})
"""Names that the module of codecs has."""

NOT_LOCKED = LockedNames()

LONGEST_MODULE = 100
"""Characters of a module name: file systems allow 255 bytes for a name."""


class Names(NamedTuple):
    """Every Python name of one package."""

    types: Mapping[ir.TypeName, str]
    """The class or alias of each declaration."""
    modules: Mapping[str, str]
    """The module of each outermost owner, by the first segment of its name."""
    fields: Mapping[ir.TypeName, Mapping[str, str]]
    """The attribute of each property of a record, by its wire name."""
    members: Mapping[ir.TypeName, Mapping[ir.Constant, str]]
    """The member of each value of an enumeration."""
    guards: Mapping[ir.TypeName, str]
    """The type guard of each declaration."""
    codecs: Mapping[ir.TypeName, str]
    """The codec of each declaration."""

    def module(self, name: ir.TypeName) -> str:
        """Return the module, without its package, that a declaration's owner has."""
        return self.modules[ir.segments(name)[0]]


def python_names(model: ir.Model, locked: LockedNames = NOT_LOCKED) -> Names:
    """Return the names for a model; the same for the same declarations in any order.

    What is locked has its name, and nothing else gets a name that is locked.
    """
    types = _type_names(model, locked)
    classes = frozenset((*types.values(), *locked.classes.values()))
    guards = Derived(_guard_offers, _is_guard, locked.guards, frozenset())
    codecs = Derived(_codec_offers, _is_codec, locked.codecs, RESERVED_CODECS)
    return Names(
        types=types,
        modules=_module_names(model, locked.modules),
        fields=_all_field_names(model, classes, locked.attributes),
        members=_all_member_names(model, locked.members),
        guards=guards.names(types, locked.classes),
        codecs=codecs.names(types, locked.classes),
    )


def guard_by_rule(name: str) -> str:
    """Return what the guard of a class is called unless the lock says otherwise."""
    return next(_guard_offers(name))


def codec_by_rule(name: str) -> str:
    """Return what the codec of a class is called unless the lock says otherwise."""
    return next(_codec_offers(name))


def _module_names(model: ir.Model, locked: Mapping[str, str]) -> dict[str, str]:
    owners = dict.fromkeys(ir.segments(name)[0] for name in model.declarations)
    kept = {each: locked[key] for each in owners if (key := module_key(each)) in locked}
    new = [each for each in owners if each not in kept]
    taken = locked.values()
    found = allocate(new, _module_offers, exact=_is_written, taken=taken, fold=str.lower)
    return {**kept, **found}


def _all_field_names(
    model: ir.Model, classes: frozenset[str], locked: Mapping[str, str]
) -> dict[ir.TypeName, dict[str, str]]:
    found: dict[ir.TypeName, dict[str, str]] = {}
    groups: dict[str, dict[str, str]] | None = None
    for each in model.declarations.values():
        if not isinstance(each, ir.Record):
            continue
        keys = {field.name: property_key(each.name, field.name) for field in each.fields}
        kept = {wire: locked[key] for wire, key in keys.items() if key in locked}
        if len(kept) < len(keys):
            groups = by_owner(locked) if groups is None else groups
            taken = groups.get(each.name, {}).values()
            new = [wire for wire in keys if wire not in kept]
            called = {field.name: field.called for field in each.fields if field.called}
            offers, exact = _field_offers(classes, called), _is_field(called)
            kept |= allocate(new, offers, exact=exact, taken=taken)
        found[each.name] = kept
    return found


def _all_member_names(
    model: ir.Model, locked: Mapping[str, str]
) -> dict[ir.TypeName, dict[ir.Constant, str]]:
    found: dict[ir.TypeName, dict[ir.Constant, str]] = {}
    groups: dict[str, dict[str, str]] | None = None
    for each in model.declarations.values():
        if not isinstance(each, ir.Enumeration):
            continue
        keys = {value: value_key(each.name, value) for value in each.values}
        kept = {value: locked[key] for value, key in keys.items() if key in locked}
        if len(kept) < len(keys):
            groups = by_owner(locked) if groups is None else groups
            taken = groups.get(each.name, {}).values()
            new = [value for value in keys if value not in kept]
            kept |= allocate(new, _member_offers, exact=_is_member, taken=taken)
        found[each.name] = kept
    return found


class Derived(NamedTuple):
    """How things are called that are called after classes, each by the class that it belongs to."""

    offers: Callable[[str], Iterator[str]]
    exact: Callable[[str, str], bool]
    locked: Mapping[str, str]
    """The names that are not what the rule says, by the keys of their classes."""
    reserved: frozenset[str]

    def names(
        self, types: Mapping[ir.TypeName, str], classes: Mapping[str, str]
    ) -> dict[ir.TypeName, str]:
        """Return the name for each declaration.

        Args:
            types: their classes.
            classes: those that are locked, by their keys.
        """
        ruled = {
            key: next(self.offers(name)) for key, name in classes.items() if key not in self.locked
        }
        counts = Counter([*ruled.values(), *self.locked.values(), *self.reserved])
        kept = {key: name for key, name in ruled.items() if counts[name] == 1}
        kept.update(self.locked)
        found = {name: kept[name] for name in types if name in kept}
        new = {types[name]: name for name in types if name not in kept}
        taken = (*self.reserved, *kept.values())
        given = allocate(new, self.offers, exact=self.exact, taken=taken)
        return {**found, **{new[each]: name for each, name in given.items()}}


def _guard_offers(name: str) -> Iterator[str]:
    yield f"is_{snake(name)}"
    yield f"is_{snake(name, spelled=True)}"


def _is_guard(name: str, guard: str) -> bool:
    return guard == f"is_{name}".lower()


def _codec_offers(name: str) -> Iterator[str]:
    yield identifier(snake(name), "type_")
    yield identifier(snake(name, spelled=True), "type_")


def _is_codec(name: str, codec: str) -> bool:
    return codec == name.lower()


def _is_written(text: str, name: str) -> bool:
    return text == name


def _type_names(model: ir.Model, locked: LockedNames) -> dict[ir.TypeName, str]:
    kept = {name: locked.classes[name] for name in model.declarations if name in locked.classes}
    new = [name for name in model.declarations if name not in kept]
    # An attribute that is called like a class hides it, so none that is locked may come to that.
    taken = {
        *RESERVED_CLASSES,
        *locked.classes.values(),
        *(locked.attributes.values() if new else ()),
    }
    tops = [name for name in new if len(ir.segments(name)) == 1]
    found = allocate(tops, _top_offers, exact=_is_top, taken=taken)
    inner = [name for name in new if name not in found]
    taken.update(found.values())
    return {**kept, **found, **allocate(inner, _inner_offers, exact=_is_written, taken=taken)}


def _is_top(name: ir.TypeName, text: str) -> bool:
    return ir.segments(name)[0] == text


def _top_offers(name: ir.TypeName) -> Iterator[str]:
    (text,) = ir.segments(name)
    if is_identifier(text) and text[0].isupper():
        yield text
        yield f"{text}_"
        return
    yield (plain := _class(pascal(text)))
    yield _class(pascal(text, spelled=True))
    yield f"{plain}_"


def _inner_offers(name: ir.TypeName) -> Iterator[str]:
    first, *rest = ir.segments(name)
    owner = next(_top_offers(ir.top(first))).rstrip("_")
    yield _joined([owner, *map(pascal, rest)])
    spelled = [pascal(each, spelled=True) for each in rest]
    yield _joined([owner, *spelled])
    yield "_".join([owner, *spelled])


def _joined(parts: list[str]) -> str:
    found = ""
    for part in parts:
        gap = "_" if found[-1:].isdigit() and part[:1].isdigit() else ""
        found += gap + part
    return _class(found)


def _class(text: str) -> str:
    return identifier(text, "Type")


def _module_offers(owner: str) -> Iterator[str]:
    for spelled in (False, True):
        name = identifier(snake(owner, spelled=spelled), "type_")
        yield name[:LONGEST_MODULE].rstrip("_") if len(name) > LONGEST_MODULE else name


def _field_offers(
    classes: frozenset[str], called: Mapping[str, str]
) -> Callable[[str], Iterator[str]]:
    def offers(text: str) -> Iterator[str]:
        plain = identifier(snake(text), "field_")
        spelled = identifier(snake(text, spelled=True), "field_")
        mark = "dunder" if text.startswith("__") else "private"
        hidden = f"{mark}_{plain.rstrip('_')}" if text.startswith("_") else plain
        stated = called.get(text, plain)
        stated = stated if is_identifier(stated) else identifier(snake(stated), "field_")
        for each in (stated, plain, text, hidden, spelled, f"{plain}_"):
            if is_identifier(each) and each[0] != "_":
                name = each
                while name in METHODS or name in classes:
                    name += "_"
                yield name

    return offers


def _is_field(called: Mapping[str, str]) -> Callable[[str, str], bool]:
    """Return what tells whether an attribute is called as its property, or as that wants to be."""
    return lambda text, name: name in {text, f"{text}_"} or name == called.get(text)


def _member_offers(value: ir.Constant) -> Iterator[str]:
    text = str(value.value)
    yield (plain := identifier(snake(text).upper(), "VALUE_"))
    yield identifier(snake(text, spelled=True).upper(), "VALUE_")
    yield f"{plain}_{_case(text)}"


def _is_member(value: ir.Constant, name: str) -> bool:
    return str(value.value).upper() == name


def _case(text: str) -> str:
    """Return a word for how a text is written, to tell `a` from `A`."""
    if text.islower():
        return "LOWER"
    if text.isupper():
        return "UPPER"
    return "TITLE" if text[:1].isupper() else "CAMEL"
