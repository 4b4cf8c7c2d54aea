"""The modules of hand-tuned peers that work on plain classes: mashumaro and cattrs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_model import Spelling, either
from schemawright import ir
from tuned_models import module

if TYPE_CHECKING:
    from peer_model import Attribute, Choice, Class, Described


def _typed(each: Attribute, spelling: Spelling) -> tuple[str, str]:
    """Return the type of an attribute and its default, an empty text for none."""
    if each.tag is not None:
        return f"Literal[{each.tag!r}]", "" if each.required else repr(each.tag)
    type_ = spelling.text(each.type)
    return (type_, "") if each.required else (either([type_, "None"]), "None")


# mashumaro

MASHUMARO = """\
from dataclasses import dataclass
from typing import ClassVar

from mashumaro.config import BaseConfig
from mashumaro.mixins.orjson import DataClassORJSONMixin
from mashumaro.types import Alias, Discriminator


def tag_of(variant):
    return variant.TAG


class Base(DataClassORJSONMixin):
    __slots__ = ()

    class Config(BaseConfig):
        serialize_by_alias = True
        omit_default = True
        lazy_compilation = True
"""


def mashumaro_module(described: Described) -> str:
    """Return dataclasses of mashumaro: tagged unions, and methods made when first needed."""
    spelling = Spelling(described, _mashumaro_union)
    classes = (_mashumaro_class(each, spelling) for each in described.classes())
    return module(described, spelling, MASHUMARO, classes)


def _mashumaro_union(choice: Choice, spelling: Spelling) -> str:
    members = [spelling.text(each) for each in (*choice.scalars, *choice.others)]
    names = [spelling.described.names.types[each] for each in choice.records]
    if choice.tag is None:
        return either([*names, *members])  # they are tried in this order
    tag = f"field={choice.tag!r}, include_supertypes=True, variant_tagger_fn=tag_of"
    return either([f"Annotated[{either(names)}, Discriminator({tag})]", *members])


def _mashumaro_class(each: Class, spelling: Spelling) -> str:
    lines = [] if each.tag is None else [f"    TAG: ClassVar[str] = {each.tag[1]!r}"]
    for attribute in each.attributes:
        type_, default = _typed(attribute, spelling)
        if attribute.name != attribute.wire:
            type_ = f"Annotated[{type_}, Alias({attribute.wire!r})]"
        lines.append(f"    {attribute.name}: {type_}" + (f" = {default}" if default else ""))
    head = f"@dataclass(slots=True, kw_only=True)\nclass {each.name}(Base):"
    return "\n".join([head, *(lines or ["    pass"])])


# cattrs

CATTRS = '''\
from attrs import define, field, fields, has, resolve_types
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter
from cattrs.preconf.orjson import make_converter as make_orjson_converter

OPTIONS = {"detailed_validation": False, "omit_if_default": True}
converter, orjson_converter = make_converter(**OPTIONS), make_orjson_converter(**OPTIONS)


def renamed(class_):
    resolve_types(class_)
    return {
        each.name: override(rename=each.metadata["name"])
        for each in fields(class_)
        if "name" in each.metadata
    }


def prepare(used):
    @used.register_structure_hook_factory(has)
    def structure(class_):
        return make_dict_structure_fn(
            class_, used, _cattrs_detailed_validation=False, **renamed(class_)
        )

    @used.register_unstructure_hook_factory(has)
    def unstructure(class_):
        return make_dict_unstructure_fn(
            class_, used, _cattrs_omit_if_default=True, **renamed(class_)
        )


prepare(converter)
prepare(orjson_converter)


def union(type_, tag, records, enumerations=()):
    """Register how a union is read: objects by their tags, and members of enumerations."""
    known = {each.value: each for some in enumerations for each in some}
    for used in (converter, orjson_converter):
        hook = _hook(used, tag, records, known)
        used.register_structure_hook(type_, hook)
        used.register_structure_hook(Union[type_, None], hook)
    return type_


def _hook(used, tag, records, known):
    hooks = {}

    def structure(value, _):
        if type(value) is not dict:
            return known.get(value, value) if type(value) is str else value
        key = value[tag] if tag else None
        found = hooks.get(key)
        if found is None:
            found = hooks[key] = used.get_structure_hook(records[key])
        return found(value, records[key])

    def attempt(value, _):
        for each in records:
            try:
                return used.structure(value, each)
            except Exception:
                pass
        raise ValueError(value)

    return structure if isinstance(records, dict) else attempt
'''


def cattrs_module(described: Described) -> str:
    """Return classes of attrs, and converters that tell unions by their tags."""
    spelling = Spelling(described, _cattrs_union)
    classes = (_cattrs_class(each, spelling) for each in described.classes())
    return module(described, spelling, CATTRS, classes)


def _cattrs_union(choice: Choice, spelling: Spelling) -> str:
    described = spelling.described
    names = described.names.types
    records = [names[each] for each in choice.records]
    if choice.others:
        return "Any"
    type_ = either([*map(spelling.text, choice.scalars), *records])
    if not choice.is_told:
        return f"union({type_}, None, ({', '.join(records)}))"
    keys = [
        repr(described.tags[each][1]) if choice.tag is not None else "None"
        for each in choice.records
    ]
    table = ", ".join(f"{key}: {name}" for key, name in zip(keys, records, strict=True))
    enumerations = [
        spelling.text(each)
        for each in choice.scalars
        if isinstance(each, ir.Ref) and described.is_text(each)
    ]
    known = "".join(f"{each}, " for each in enumerations)
    return f"union({type_}, {choice.tag!r}, {{{table}}}, ({known}))"


def _cattrs_class(each: Class, spelling: Spelling) -> str:
    lines: list[str] = []
    for attribute in each.attributes:
        type_, default = _typed(attribute, spelling)
        given: list[str] = []
        if attribute.name != attribute.wire:
            given.append(f"metadata={{'name': {attribute.wire!r}}}")
        if default:
            given.insert(0, f"default={default}")
        stated = f" = field({', '.join(given)})" if given else ""
        lines.append(f"    {attribute.name}: {type_}{stated}")
    head = f"@define(kw_only=True)\nclass {each.name}:"
    return "\n".join([head, *(lines or ["    pass"])])
