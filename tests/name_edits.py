"""Random additions to documents, many of which ask for a name that something has already."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from schemawright import ir, pipeline, settings
from schemawright.location import Location
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.python.locked import Wish, named
from schemawright.python.spelling import snake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path, PurePosixPath
    from random import Random

    from schemawright.config import Options
    from schemawright.lock.names import LockedNames
    from schemawright.python.names import Names

Json = Any
Documents = dict[str, Json]
"""JSON documents by the names of their files."""


_SHAPES = ("type", "properties", "anyOf", "oneOf", "enum", "allOf")


class Thing(NamedTuple):
    """What a class is, and all names that belong to it."""

    kind: str
    module: str
    guard: str
    codec: str
    inside: frozenset[tuple[object, str]]
    """Attributes by their names on the wire, or members by their values."""

    def kept_by(self, other: Thing | None) -> bool:
        """Tell whether another one is the same, or more of it."""
        return other is not None and self[:-1] == other[:-1] and self.inside <= other.inside


class Result(NamedTuple):
    """The names of a package: what they are of, what is to be locked, and what was said."""

    things: Mapping[str, Thing]
    locked: LockedNames | None
    model: ir.Model


def options_for(source: Path) -> Options:
    """Return how documents are generated from here."""
    targets = ["dataclasses", "enums", "typed_dicts", "docs"]
    given = {"source": source, "package": "made", "target": targets}
    return settings.options(given, lambda key: (Location(key), None))


def result(source: Path, locked: LockedNames | None) -> Result:
    """Return the names for the documents of a folder, or of a file."""
    options = options_for(source)
    _, graph, declared = pipeline.resolved(options, pipeline.read(options), ignored)
    model = run_passes(lower(graph, declared, ignored))
    given = named(model, locked, Wish(), ignored)
    return Result(things_of(model, given.names), given.locked, model)


def things_of(model: ir.Model, names: Names) -> Mapping[str, Thing]:
    """Return what each class of a model is, by its name."""
    return {
        names.types[name]: Thing(
            kind=type(each).__name__,
            module=names.module(name),
            guard=names.guards[name],
            codec=names.codecs[name],
            inside=frozenset(
                names.fields[name].items()
                if isinstance(each, ir.Record)
                else names.members[name].items() if isinstance(each, ir.Enumeration) else ()
            ),
        )
        for name, each in model.declarations.items()
    }


def ignored(_: object) -> None:
    """Take a finding."""


def files(source: Path, locked: LockedNames | None) -> Mapping[PurePosixPath, str]:
    """Return the files that are generated."""
    options = options_for(source)
    return pipeline.generate(options, pipeline.read(options), ignored, locked).files


def lost(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> list[str]:
    """Return the names that are gone, or are those of something else."""
    return [name for name, thing in before.items() if not thing.kept_by(after.get(name))]


def schemas(value: Json) -> Iterator[dict[str, Json]]:
    """Yield whatever in a document may be a schema."""
    if isinstance(value, dict):
        found = cast("dict[str, Json]", value)
        if isinstance(found.get("type", ""), str) and not {*found}.isdisjoint(_SHAPES):
            yield found
        for each in found.values():
            yield from schemas(each)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from schemas(each)


def edited(documents: Documents, random: Random) -> tuple[Documents, str]:
    """Return documents with one random addition, and what that is."""
    documents = copy.deepcopy(documents)
    while True:
        edit = random.choice(EDITS)
        if said := edit(documents, random):
            return documents, said


def _chosen(
    documents: Documents, random: Random, fits: Callable[[dict[str, Json]], bool]
) -> dict[str, Json] | None:
    every = [each for document in documents.values() for each in schemas(document) if fits(each)]
    return random.choice(every) if every else None


def _variant(text: str, random: Random) -> str:
    """Return a text that easily has the same name as another one."""
    return random.choice(
        (
            snake(text),
            snake(text).replace("_", "-"),
            text.upper(),
            text[:1].upper() + text[1:],
            text[:1].lower() + text[1:],
            f"{text}_",
            f"_{text}",
            f"{text} ",
            f"{text}2",
            "added",
        )
    )


def _schema(documents: Documents, random: Random) -> Json:
    """Return a schema to add."""
    other = _chosen(documents, random, lambda each: "properties" in each)
    return random.choice(
        (
            {"type": "string"},
            {"type": "string", "enum": ["one", "two"]},
            {"type": "object", "properties": {"added": {"type": "string"}}},
            {
                "type": "object",
                "properties": {"added": {"enum": ["a", "b"]}},
                "required": ["added"],
            },
            {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "null"}}}},
            copy.deepcopy(other) if other is not None else {"type": "integer"},
        )
    )


def add_property(documents: Documents, random: Random) -> str:
    """Add a property to a schema."""
    schema = _chosen(documents, random, lambda each: isinstance(each.get("properties"), dict))
    if schema is None:
        return ""
    properties = schema["properties"]
    key = _variant(random.choice([*properties, "added"]), random)
    if key in properties:
        return ""
    items = [*properties.items()]
    items.insert(random.randint(0, len(items)), (key, _schema(documents, random)))
    schema["properties"] = dict(items)
    return f"property {key!r}"


def add_component(documents: Documents, random: Random) -> str:
    """Add a schema with a name of its own."""
    name = random.choice([*documents])
    components = (
        documents[name].get("components", {}).get("schemas") if len(documents) == 1 else None
    )
    taken = components if components is not None else documents
    stems = [each.removesuffix(".json") for each in taken]
    stem = random.choice(stems)
    inside = random.choice(["", "Status", "Item", "Type", "Dict"])
    new = random.choice([_variant(stem, random), f"{stem}{inside}", f"Added{inside}"])
    key = new if components is not None else f"{new}.json"
    if key in taken or key.lower() in {each.lower() for each in taken}:
        return ""
    taken[key] = _schema(documents, random)
    return f"component {key!r}"


def add_value(documents: Documents, random: Random) -> str:
    """Add a value to an enumeration."""
    schema = _chosen(
        documents, random, lambda each: isinstance(each.get("enum"), list) and len(each["enum"]) > 1
    )
    if schema is None or not all(isinstance(each, str) for each in schema["enum"]):
        return ""
    value = _variant(random.choice(schema["enum"]), random)
    if value in schema["enum"]:
        return ""
    schema["enum"].insert(random.randint(0, len(schema["enum"])), value)
    return f"value {value!r}"


def add_member(documents: Documents, random: Random) -> str:
    """Add a member to a union."""
    schema = _chosen(documents, random, lambda each: "anyOf" in each or "oneOf" in each)
    if schema is None:
        return ""
    members = schema["anyOf" if "anyOf" in schema else "oneOf"]
    other = random.choice(members)
    new = _schema(documents, random)
    if isinstance(other, dict) and random.random() < 0.5:
        like = cast("dict[str, Json]", other)
        new = {key: like[key] for key in ("title", "type", "required") if key in like}
        new |= {"type": "object", "properties": {"fresh": {"type": "string"}}}
    if new in members:
        return ""
    members.insert(random.randint(0, len(members)), new)
    return f"union member {str(new)[:80]}"


def reorder(documents: Documents, random: Random) -> str:
    """Shuffle the keys of a schema and of all inside it."""

    def shuffled(value: Json) -> Json:
        if isinstance(value, dict):
            found = cast("dict[str, Json]", value)
            keys = [*found]
            random.shuffle(keys)
            return {key: shuffled(found[key]) for key in keys}
        if isinstance(value, list):
            return [*map(shuffled, cast("list[object]", value))]
        return value

    schema = _chosen(documents, random, lambda each: len(each) > 1)
    if schema is None:
        return ""
    items = shuffled(schema)
    schema.clear()
    schema.update(items)
    return "order of keys"


EDITS = (add_property, add_property, add_component, add_value, add_member, add_member, reorder)
