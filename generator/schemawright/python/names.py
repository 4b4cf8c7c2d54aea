"""The Python name of everything that the model names.

Names come from what the input says, never from the order in which it says it: a declared type
keeps its name, an inline one is called after its owner and its property. Of several things that
would get one name, the one that is spelled like it keeps it; the others spell out what sets them
apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.python.allocate import allocate
from schemawright.python.spelling import identifier, is_identifier, pascal, snake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

METHODS = frozenset(
    {"extra_properties", "from_dict", "from_json", "is_valid", "to_dict", "to_json", "validate"}
)
"""Names that a generated class keeps for what all classes have."""

RESERVED_CLASSES = frozenset({"TYPE_CHECKING", "UNSET", "Unset"})
"""Names that the support code of a generated package has."""

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

    def module(self, name: ir.TypeName) -> str:
        """Return the module, without its package, that a declaration's owner has."""
        return self.modules[ir.segments(name)[0]]


def python_names(model: ir.Model) -> Names:
    """Return the names for a model; the same for the same declarations in any order."""
    types = _type_names(model)
    owners = dict.fromkeys(ir.segments(name)[0] for name in model.declarations)
    modules = allocate(owners, _module_offers, exact=_is_written, fold=str.lower)
    classes = frozenset(types.values())
    return Names(
        types=types,
        modules=modules,
        fields={
            each.name: _field_names(each, classes)
            for each in model.declarations.values()
            if isinstance(each, ir.Record)
        },
        members={
            each.name: allocate(each.values, _member_offers, exact=_is_member)
            for each in model.declarations.values()
            if isinstance(each, ir.Enumeration)
        },
    )


def _is_written(text: str, name: str) -> bool:
    return text == name


def _type_names(model: ir.Model) -> dict[ir.TypeName, str]:
    tops = [name for name in model.declarations if len(ir.segments(name)) == 1]
    found = allocate(tops, _top_offers, exact=_is_top, taken=RESERVED_CLASSES)
    inner = [name for name in model.declarations if name not in found]
    taken = {*RESERVED_CLASSES, *found.values()}
    return {**found, **allocate(inner, _inner_offers, exact=_is_written, taken=taken)}


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


def _field_names(record: ir.Record, classes: frozenset[str]) -> dict[str, str]:
    def offers(text: str) -> Iterator[str]:
        plain = identifier(snake(text), "field_")
        spelled = identifier(snake(text, spelled=True), "field_")
        mark = "dunder" if text.startswith("__") else "private"
        hidden = f"{mark}_{plain.rstrip('_')}" if text.startswith("_") else plain
        for each in (plain, text, hidden, spelled, f"{plain}_"):
            if is_identifier(each) and each[0] != "_":
                yield f"{each}_" if each in METHODS or each in classes else each

    return allocate([field.name for field in record.fields], offers, exact=_is_field)


def _is_field(text: str, name: str) -> bool:
    return name in {text, f"{text}_"}


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
