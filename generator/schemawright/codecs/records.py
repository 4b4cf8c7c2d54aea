"""How objects are checked and decoded in one go, and encoded, key by key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.checks.conditions import OBJECT
from schemawright.codecs.values import GIVE_UP, Value, of_size
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemawright.assertions.plan import Asserts, Key
    from schemawright.checks.writing import Lines
    from schemawright.codecs.values import Values, Writer

_SIMPLE = frozenset(
    {"properties", "additional_properties", "required", "min_properties", "max_properties"}
)


_DONE = ("if not left:", "    return found")
"""With no more keys than those that were found nothing else can be there."""


class Attributes(NamedTuple):
    """How a record is held in Python."""

    names: Mapping[str, str]
    """The attribute of each property."""
    unset: frozenset[str]
    """The keys whose attribute is UNSET where they are absent, and not None."""


def decoder(record: ir.Record, attributes: Attributes, values: Values) -> Lines:
    """Return the body of the function that checks and decodes a record.

    It gives up on an object that has null where the attribute could not tell it from absent.
    """
    writer = values.writer
    simple, other = _schemas(record, writer)
    # A required key that is not there is a KeyError, which gives up.
    needed = [each for each in record.fields if each.required]
    optional = [each for each in record.fields if not each.required]
    lines = [
        "if type(value) is not dict:",
        f"    {GIVE_UP}",
        *values.checked(Value(tuple(other), "value", OBJECT)),
        *_sizes(simple),
    ]
    held = {each.name for each in needed}
    for name in dict.fromkeys(name for each in simple for name in each.required):
        if name not in held:
            lines += [f"if {name!r} not in value:", f"    {GIVE_UP}"]
    lines += [f"found = {writer.new(record.name)}()"]
    for each in needed:
        lines += _stored(each, attributes, values, simple)
    lines += _absent(optional, attributes)
    unknown = _unknown(record, values, simple)
    if not optional:
        return [*lines, f"if len(value) != {len(needed)}:", *indented(unknown), "return found"]
    lines += ["left = len(value)" + (f" - {len(needed)}" if needed else "")]
    lines += _DONE
    for each in optional:
        stored = [*_stored(each, attributes, values, simple), "left -= 1", *_DONE]
        lines += [f"if {each.name!r} in value:", *indented(stored)]
    return [*lines, *unknown, "return found"]


def _schemas(record: ir.Record, writer: Writer) -> tuple[list[Asserts], list[Key]]:
    """Return the schemas whose properties are looked at one by one, and those that say more."""
    obligations = writer.obligations
    keys = obligations.of((writer.root(record.name),), "object")
    if keys is None:
        return [], [writer.root(record.name)]
    names = {each.name for each in record.fields}
    simple: list[Asserts] = []
    other: list[Key] = []
    for key in keys:
        asserts = obligations.asserts[key]
        stated = obligations.stated(key, "object")
        if stated <= _SIMPLE and asserts.properties.keys() <= names:
            simple.append(asserts)
        else:
            other.append(key)
    return simple, other


def _sizes(simple: Sequence[Asserts]) -> Lines:
    bounds = ((each.min_properties, each.max_properties) for each in simple)
    return [line for least, most in bounds for line in of_size("value", least, most)]


def _asked(name: str, simple: Sequence[Asserts]) -> tuple[Key, ...]:
    """Return the schemas that must hold of the value of a property."""
    found = (each.properties.get(name, each.additional_properties) for each in simple)
    return tuple(dict.fromkeys(key for key in found if key is not None))


def _stored(
    field: ir.Field, attributes: Attributes, values: Values, simple: Sequence[Asserts]
) -> Lines:
    """Return the statements that decode the value of a property into its attribute."""
    attribute, source = f"found.{attributes.names[field.name]}", f"value[{field.name!r}]"
    variable = values.variable()
    keys = _asked(field.name, simple)
    found = values.of(field.type, Value(keys, variable))
    lines = list(found.lines)
    may_be_null = all("null" in values.writer.statements.kinds(key) for key in keys)
    if not field.required and field.name not in attributes.unset and may_be_null:
        lines = [f"if {variable} is None:", f"    {GIVE_UP}", *lines]
    if not lines:
        once, times = _replaced(variable, source, found.source)
        if times == 1:
            return [f"{attribute} = {once}"]
    if found.source != variable:
        return [f"{variable} = {source}", *lines, f"{attribute} = {found.source}"]
    if not any(_replaced(variable, source, line)[1] for line in lines):
        return [f"{attribute} = {source}", *lines]
    # To store a value twice takes less than to load it again.
    return [f"{attribute} = {variable} = {source}", *lines]


def _replaced(variable: str, source: str, line: str) -> tuple[str, int]:
    """Return a line with an expression in place of a variable, and how often that was there."""
    return re.subn(rf"\b{variable}\b", lambda _: source, line)


def _absent(optional: Sequence[ir.Field], attributes: Attributes) -> Lines:
    """Return the statements for attributes of what is not there."""
    groups: dict[str, list[str]] = {"None": ["found._extra"], "UNSET": []}
    for each in optional:
        word = "UNSET" if each.name in attributes.unset else "None"
        groups[word].append(f"found.{attributes.names[each.name]}")
    return [" = ".join([*some, word]) for word, some in groups.items() if some]


def _unknown(record: ir.Record, values: Values, simple: Sequence[Asserts]) -> Lines:
    """Return the statements that keep what is there under other keys."""
    name, each = values.variable(), values.variable()
    keys = tuple(
        dict.fromkeys(
            schema.additional_properties
            for schema in simple
            if schema.additional_properties is not None
        )
    )
    type_ = ir.AnyValue() if record.patterns or record.extra is None else record.extra
    found = values.of(type_, Value(keys, each))
    if found.lines[-1:] == [GIVE_UP]:
        return [GIVE_UP]
    known = values.writer.known(record.name)
    if not found.lines:
        members = f"for {name}, {each} in value.items() if {name} not in {known}"
        return [f"found._extra = {{{name}: {found.source} {members}}}"]
    inner = [*found.lines, f"extra[{name}] = {found.source}"]
    # Of values that are all None, mypy does not find out what the dict is one of.
    is_null = f"if {each} is not None:" in found.lines
    begin = ["extra: dict[str, Any] = {}", "found._extra = extra"]
    return [
        *(begin if is_null else ["found._extra = extra = {}"]),
        f"for {name}, {each} in value.items():",
        f"    if {name} not in {known}:",
        *indented(inner, 2),
    ]


def encoder(record: ir.Record, attributes: Attributes, writer: Writer) -> Lines:
    """Return the body of the function that encodes what was decoded."""
    required: Lines = []
    optional: Lines = []
    for field in record.fields:
        attribute = f"value.{attributes.names[field.name]}"
        if field.required:
            required.append(f"{field.name!r}: {writer.encoded(field.type, attribute)},")
            continue
        absent = "UNSET" if field.name in attributes.unset else "None"
        variable = writer.variable()
        optional += [
            f"if ({variable} := {attribute}) is not {absent}:",
            f"    found[{field.name!r}] = {writer.encoded(field.type, variable)}",
        ]
    start = "found: dict[str, Any] = {"
    made = [start, *indented(required), "}"] if required else [f"{start}}}"]
    return [
        f"if type(value) is not {writer.class_(record.name)}:",
        f"    {GIVE_UP}",
        *made,
        *optional,
        "try:",
        "    extra = value._extra",
        "except AttributeError:  # it was made by hand",
        "    return found",
        # What stands in an attribute by now counts more than what was found beside it.
        "return {**ENCODERS[dict](extra), **found} if extra else found",
    ]
