"""How a value of a union is checked and decoded: by its class, then by tag or by best member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright import ir
from schemawright.checks.conditions import OBJECT
from schemawright.codecs.conversions import decoded, fixed, members, unlisted
from schemawright.codecs.values import GIVE_UP, Decoded
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.assertions.plan import Key
    from schemawright.codecs.conversions import Members
    from schemawright.codecs.values import Value, Values, Writer


def union(values: Values, type_: ir.Union, value: Value) -> Decoded | None:
    """Return how a value is checked and decoded; None if there is no quick way.

    Args:
        values: writes how other values are decoded.
        type_: the type.
        value: the value.
    """
    found = members(type_, values.writer.names)
    variable = value.variable
    branches: list[tuple[str, Decoded]] = []
    if found.records or found.maps:
        inner = _object(values, type_, found, value._replace(kinds=OBJECT))
        if inner is None:
            return None
        if not found.lists and not found.scalars:
            return inner
        branches.append((f"type({variable}) is dict", inner))
    if len(found.lists) > 1:
        return None
    for each in found.lists:
        inner = values.of(each, value._replace(kinds=frozenset({"array"})))
        branches.append((f"type({variable}) is list", inner))
    made = values.variable()
    told = [
        *(["object"] if found.records or found.maps else []),
        *(["array"] if found.lists else []),
    ]
    other = _scalar(values, found.scalars, values.without(value, *told))
    if all(each == Decoded([], variable) for _, each in branches) and other.source == variable:
        return other
    lines: list[str] = []
    for test, inner in branches:
        body = [*inner.lines, f"{made} = {inner.source}"]
        lines += [f"{'elif' if lines else 'if'} {test}:", *indented(body)]
    body = [*other.lines, f"{made} = {other.source}"]
    lines += ["else:", *indented(body)] if lines else body
    return Decoded([f"{made}: Any", *lines], made)


def _scalar(values: Values, scalars: Sequence[ir.Type], value: Value) -> Decoded:
    """Return how a value that is neither an array nor an object is decoded."""
    variable = value.variable
    enumerations = [each for each in scalars if isinstance(each, ir.Ref)]
    plain = not any(isinstance(each, ir.Number) and each.integral for each in scalars)
    texts = [each for each in scalars if isinstance(each, ir.String)]
    formats = values.writer.names.formats
    if len(enumerations) == 1 and plain and not any(each.format in formats for each in texts):
        names = values.writer.names
        table = values.writer.members(enumerations[0].name)
        opened = unlisted(scalars, names)
        if table is not None and not opened:
            return Decoded(values.checked(value), f"{table}.get({variable}, {variable})")
        if table is not None and not fixed(scalars, names):
            member = f"({table}[{variable}] if type({variable}) is str else {variable})"
            return Decoded(values.checked(value), member)
    if not scalars:
        return Decoded([GIVE_UP], variable)
    alone = scalars[0] if len(scalars) == 1 else ir.Union(variants=tuple(scalars))
    return Decoded(values.checked(value), decoded(alone, variable, values.writer.names))


def _object(values: Values, type_: ir.Union, found: Members, value: Value) -> Decoded | None:
    """Return how an object is decoded that is one of several types."""
    writer = values.writer
    if not found.records:
        return values.of(found.maps[0], value) if len(found.maps) == 1 else None
    if found.maps or not _are_apart(writer, found.records, value.keys):
        return None
    if len(found.records) == 1:
        return Decoded([], f"{writer.decoder(found.records[0])}({value.variable})")
    tag = type_.tag
    if tag is not None and all(isinstance(each.value, str) for each, _ in tag.cases):
        cases = [f"{each.value!r}: {writer.decoder(name)}" for each, name in tag.cases]
        table = writer.table(f"{{{', '.join(cases)}}}")
        return Decoded([], f"{table}[{value.variable}[{tag.property!r}]]({value.variable})")
    return Decoded([], f"{writer.chosen(found.records)}({value.variable})")


def _are_apart(writer: Writer, records: Sequence[ir.TypeName], keys: tuple[Key, ...]) -> bool:
    """Tell whether a value is valid as soon as it is valid as one of some records."""
    obligations = writer.obligations
    asked = obligations.of(keys, "object")
    if asked is None:
        return False
    left = [each for each in asked if obligations.stated(each, "object")]
    alternatives = {
        each: dict.fromkeys(obligations.members(obligations.asserts[each], "object"))
        for each in left
    }
    for name in records:
        root = writer.root(name)
        met = obligations.of((root,), "object")
        for each in left:
            if met is not None and each in met:
                continue
            if obligations.stated(each, "object") != frozenset({"any_of"}):
                return False
            if root in alternatives[each]:  # where there are a thousand, this is what counts
                continue
            if not any(obligations.are_met((one,), root, "object") for one in alternatives[each]):
                return False
    return True
