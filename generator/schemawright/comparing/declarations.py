"""What differs between two declarations of one type."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.comparing.changes import (
    AccessChanged,
    Change,
    DefaultChanged,
    NameChanged,
    PropertyAdded,
    PropertyRemoved,
    ProseChanged,
    RequiredChanged,
    TypeChanged,
)
from schemawright.comparing.places import Places, Spot
from schemawright.comparing.types import Comparing, type_changes, type_text, value_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.comparing.changes import Where


class Found(NamedTuple):
    """A change, and what has to be proved of to take it for harmless."""

    change: Change
    spot: Spot
    about: str = "value"
    """`value` of the type or the property, whether that is `required`, or `both`."""


class Declarations(NamedTuple):
    """Compares declarations."""

    places: Places
    new_of: Mapping[ir.TypeName, ir.TypeName]

    def changes(self, old: ir.Declaration, new: ir.Declaration) -> Iterator[Found]:
        """Yield what differs between two declarations."""
        spot = Spot(old.name, new.name)
        for each in (*self._names(old, new), *self._prose(old.docs, new.docs, spot)):
            yield Found(each, spot)
        match old, new:
            case ir.Record(), ir.Record():
                yield from self._records(old, new)
            case ir.Enumeration(), ir.Enumeration():
                where = self.places.where(spot, "", "enum")
                for each in value_changes(old.values, new.values, where):
                    yield Found(each, spot)
            case ir.Alias(), ir.Alias():
                for each in self._types(old.target, new.target, spot):
                    yield Found(each, spot)
            case _:
                yield Found(
                    TypeChanged(
                        where=self.places.where(spot, "", "type"), old=_text(old), new=_text(new)
                    ),
                    spot,
                )

    def _types(self, old: ir.Type, new: ir.Type, spot: Spot, way: str = "") -> Iterator[Change]:
        def at(inside: str, keyword: str | None) -> Where:
            return self.places.where(spot, inside, keyword)

        models = (self.places.old.model, self.places.new.model)
        return type_changes(old, new, Comparing(self.new_of, at, *models), way)

    def _records(self, old: ir.Record, new: ir.Record) -> Iterator[Found]:
        before, now = ({each.name: each for each in record.fields} for record in (old, new))
        at = partial(Spot, old.name, new.name)
        for name, field in before.items():
            if name in now:
                yield from self._properties(field, now[name], at(name))
            else:
                where = self.places.where(at(name))
                gone = PropertyRemoved(where=where, name=name, required=field.required)
                yield Found(gone, at(name), "both")
        for name, field in now.items():
            if name not in before:
                where = self.places.where(at(name))
                come = PropertyAdded(where=where, name=name, required=field.required)
                yield Found(come, at(name), "both")
        spot = at()
        if (old.extra is None) != (new.extra is None):
            where = self.places.where(spot, "", "additionalProperties")
            words = {True: "a closed object", False: "an open object"}
            yield Found(
                TypeChanged(
                    where=where, old=words[old.extra is None], new=words[new.extra is None]
                ),
                spot,
            )
        elif old.extra is not None and new.extra is not None:
            for each in self._types(old.extra, new.extra, spot, "/value"):
                yield Found(each, spot)

    def _properties(self, old: ir.Field, new: ir.Field, spot: Spot) -> Iterator[Found]:
        if old.required != new.required:
            where = self.places.where(spot)
            yield Found(RequiredChanged(where=where, required=new.required), spot, "required")
        for each in self._types(old.type, new.type, spot):
            yield Found(each, spot)
        if old.default != new.default:
            before, now = (_stated(each.default) for each in (old, new))
            where = self.places.where(spot, "", "default")
            yield Found(DefaultChanged(where=where, old=before, new=now), spot)
        if old.access is not new.access:
            where = self.places.where(spot)
            change = AccessChanged(where=where, old=old.access.value, new=new.access.value)
            yield Found(change, spot, "both")
        for each in self._prose(old.docs, new.docs, spot):
            yield Found(each, spot)

    def _prose(self, old: ir.Docs, new: ir.Docs, spot: Spot) -> Iterator[Change]:
        names = ("title", "description", "examples", "deprecated")
        what = tuple(each for each in names if getattr(old, each) != getattr(new, each))
        if what:
            words = tuple("deprecation" if each == "deprecated" else each for each in what)
            yield ProseChanged(where=self.places.where(spot, "", what[0]), what=words)

    def _names(self, old: ir.Declaration, new: ir.Declaration) -> Iterator[Change]:
        """Yield the generated names that differ; those of a type that was renamed follow it."""
        was, is_ = self.places.old.names, self.places.new.names
        where = self.places.where(Spot(old.name, new.name))
        if old.name == new.name:
            if (one := was.types[old.name]) != (other := is_.types[new.name]):
                yield NameChanged(where=where, what="class", old=one, new=other)
            one, other = was.module(old.name), is_.module(new.name)
            if one != other and "/" not in old.name:
                yield NameChanged(where=where, what="module", old=one, new=other)
        before, now = was.fields.get(old.name, {}), is_.fields.get(new.name, {})
        for name in before:
            if name in now and before[name] != now[name]:
                at = self.places.where(Spot(old.name, new.name, name))
                yield NameChanged(where=at, what="attribute", old=before[name], new=now[name])
        first, second = was.members.get(old.name, {}), is_.members.get(new.name, {})
        for value in first:
            if value in second and first[value] != second[value]:
                yield NameChanged(where=where, what="member", old=first[value], new=second[value])


def _stated(default: ir.Json | ir.Missing) -> ir.Json | None:
    return None if isinstance(default, ir.Missing) else default


def _text(declaration: ir.Declaration) -> str:
    match declaration:
        case ir.Record():
            return "an object with properties"
        case ir.Enumeration():
            return "an enumeration"
        case ir.Alias(target=target):
            return type_text(target)
