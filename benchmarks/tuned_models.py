"""The modules of hand-tuned peers, as text: what one who knows the peer well would write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_model import Spelling, either
from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peer_model import Attribute, Choice, Class, Described

HEADER = """\
from __future__ import annotations

from datetime import datetime
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, Union
from uuid import UUID
"""

TAKEN = frozenset({"copy", "construct", "dict", "json", "schema", "validate"})
"""Names that pydantic's models have."""


def module(described: Described, spelling: Spelling, imports: str, classes: Iterable[str]) -> str:
    """Return a module: enumerations, classes, and the unions that those refer to."""
    unions = (f"{name} = {spelling.text(type_)}" for name, type_ in described.unions())
    parts = [HEADER + imports, *described.enumerations(), *classes, "\n".join(unions)]
    return "\n\n\n".join(parts) + "\n"


# pydantic


def pydantic_module(described: Described) -> str:
    """Return models of pydantic 2: tagged unions, and validators built when first needed."""
    spelling = Spelling(described, _pydantic_union)
    imports = "from pydantic import BaseModel, ConfigDict, Field\n"
    classes = (_pydantic_class(each, spelling) for each in described.classes())
    base = "class Base(BaseModel):\n    model_config = ConfigDict(defer_build=True)"
    return module(described, spelling, imports, [base, *classes])


def _pydantic_union(choice: Choice, spelling: Spelling) -> str:
    names = spelling.described.names.types
    members = [spelling.text(each) for each in (*choice.scalars, *choice.others)]
    records = [names[each] for each in choice.records]
    if choice.tag is not None:
        attribute = next(
            spelling.described.names.fields[each][choice.tag] for each in choice.records
        )
        found = f"Annotated[{either(records)}, Field(discriminator={attribute!r})]"
        return either([*members, found])
    found = either([*members, *records])
    ordered = "Field(union_mode='left_to_right')"
    return found if len(records) > 1 else f"Annotated[{found}, {ordered}]"


def _pydantic_class(each: Class, spelling: Spelling) -> str:
    lines = [_pydantic_attribute(a, spelling) for a in each.attributes]
    return "\n".join([f"class {each.name}(Base):", *(lines or ["    pass"])])


def _pydantic_attribute(each: Attribute, spelling: Spelling) -> str:
    name = f"{each.name}_" if each.name in TAKEN else each.name
    default = "None" if each.tag is None else repr(each.tag)
    type_ = spelling.text(each.type) if each.tag is None else f"Literal[{each.tag!r}]"
    if not each.required and each.tag is None:
        type_ = either([type_, "None"])
    given = [] if each.required else [default]
    if name != each.wire:
        given.append(f"alias={each.wire!r}")
    elif given:
        return f"    {name}: {type_} = {default}"
    return f"    {name}: {type_} = Field({', '.join(given)})" if given else f"    {name}: {type_}"


# msgspec


def msgspec_module(described: Described) -> str:
    """Return msgspec's Structs: tags instead of attributes, and no work for the collector."""
    spelling = Spelling(described, _msgspec_union)
    imports = "from msgspec import UNSET, Struct, UnsetType, field\n"
    classes = (_msgspec_class(each, spelling) for each in described.classes())
    return module(described, spelling, imports, classes)


def _msgspec_union(choice: Choice, spelling: Spelling) -> str:
    """Return a union of what msgspec can tell apart: texts are one kind, and so are objects."""
    described = spelling.described
    if not choice.is_told or len(choice.others) > 1 or (choice.records and choice.others):
        return "Any"
    texts = [each for each in choice.scalars if described.is_text(each)]
    scalars = [spelling.text(each) for each in choice.scalars if each not in texts]
    if texts:
        scalars.append(spelling.text(texts[0]) if len(texts) == 1 else "str")
    names = [described.names.types[each] for each in choice.records]
    return either([*scalars, *map(spelling.text, choice.others), *names])


def _msgspec_class(each: Class, spelling: Spelling) -> str:
    options = ["kw_only=True", "omit_defaults=True"]
    if each.tag is not None:
        options.append(f"tag_field={each.tag[0]!r}, tag={each.tag[1]!r}")
    if all(_is_scalar(a.type, spelling.described) for a in each.attributes):
        options.append("gc=False")
    lines = [_msgspec_attribute(a, spelling) for a in each.attributes if a.tag is None]
    head = f"class {each.name}(Struct, {', '.join(options)}):"
    return "\n".join([head, *(lines or ["    pass"])])


def _is_scalar(type_: ir.Type, described: Described) -> bool:
    """Tell whether values of a type can be part of no circle, whatever is done with them."""
    if isinstance(type_, ir.Ref):
        return isinstance(described.model.declarations[type_.name], ir.Enumeration)
    if isinstance(type_, ir.Nullable):
        return _is_scalar(type_.item, described)
    return isinstance(type_, ir.String | ir.Number | ir.Boolean | ir.Literal)


def _msgspec_attribute(each: Attribute, spelling: Spelling) -> str:
    type_ = spelling.text(each.type)
    default = "" if each.required else "None"
    if not each.required:
        type_ = either([type_, "None"])
    if not each.required and each.nullable:
        type_, default = either([spelling.text(each.type), "UnsetType"]), "UNSET"
    if each.name == each.wire:
        return f"    {each.name}: {type_}" + (f" = {default}" if default else "")
    given = [f"name={each.wire!r}", *([f"default={default}"] if default else [])]
    return f"    {each.name}: {type_} = field({', '.join(given)})"
