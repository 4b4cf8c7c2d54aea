"""What Python code there is for a place: attributes, classes and aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.targets.dataclasses import attributes
from schemawright.targets.reference import KINDS
from schemawright.targets.typed_dicts import dict_name, items

if TYPE_CHECKING:
    from schemawright.explain.survey import Survey
    from schemawright.location import Location
    from schemawright.python.expressions import PyExpr


class Property(NamedTuple):
    """An attribute of a dataclass, and the key of the TypedDict that belongs to it."""

    owner: str
    """The dataclass."""
    module: str
    attribute: str
    annotation: str
    default: str
    """What the attribute is when it is left out; empty where it must be given."""
    key: str
    typed_dict: str
    """The TypedDict."""
    typed_dict_annotation: str


class Class(NamedTuple):
    """A class or an alias."""

    name: str
    kind: str
    """`Dataclass`, `Enumeration` or `Alias`."""
    module: str
    annotation: str
    """What an alias stands for; else empty."""
    members: tuple[str, ...]
    """The attributes of a dataclass, or the members of an enumeration."""
    typed_dict: str
    """What it is called on the wire."""


def properties(survey: Survey, place: Location) -> tuple[Property, ...]:
    """Return the attributes that a place became: one in each class that inherits it."""
    subject = survey.subject
    found: list[Property] = []
    for record, field in survey.fields(place):
        index = record.fields.index(field)
        attribute = attributes(record, subject)[index]
        key = items(record, subject).get(field.name)
        found.append(
            Property(
                owner=subject.names.types[record.name],
                module=_module(survey, record.name),
                attribute=attribute.name,
                annotation=_text(attribute.annotation),
                default=_text(attribute.default) if attribute.default is not None else "",
                key=field.name,
                typed_dict=dict_name(subject, record.name),
                typed_dict_annotation=_text(key) if key is not None else "",
            )
        )
    return tuple(sorted(found))


def classes(survey: Survey, place: Location) -> tuple[Class, ...]:
    """Return what is declared for a place."""
    subject = survey.subject
    spelling = subject.spelling()
    found: list[Class] = []
    for each in survey.declarations(place):
        annotation = ""
        members: tuple[str, ...] = ()
        match each:
            case ir.Alias(target=target):
                annotation = _text(spelling.annotation(target))
            case ir.Record():
                members = tuple(subject.names.fields[each.name].values())
            case ir.Enumeration():
                members = tuple(subject.names.members[each.name].values())
        found.append(
            Class(
                name=subject.names.types[each.name],
                kind=KINDS[type(each)],
                module=_module(survey, each.name),
                annotation=annotation,
                members=members,
                typed_dict=dict_name(subject, each.name),
            )
        )
    return tuple(found)


def _module(survey: Survey, name: ir.TypeName) -> str:
    return f"{survey.subject.package}{survey.subject.home(name)}"


def _text(expression: PyExpr) -> str:
    return expression.text({each: each.name for each in expression.symbols()})
