"""What has to be done with a value of a type, as Python expressions.

Decoding works on values that are valid, and encoding on whatever stands in an attribute; both
leave alone what is not of the type, as a schema may allow more than a type can hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from schemawright import ir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from schemawright.codecs.names import Names

    Way: TypeAlias = "Callable[[ir.Type, str, Names], str]"

CONVERSIONS: Mapping[str, str] = {
    "date-time": "to_datetime",
    "date": "to_date",
    "time": "to_time",
    "uuid": "to_uuid",
}
"""What converts the text of formats that have a Python type."""

HELD = "held_text"
"""What makes a text again of what texts are held as."""

_DEEPEST = 5
"""So many loops are written inside each other."""
_MOST_ALIASES = 12
"""So many aliases, one of the other, are looked through to see what a union is one of."""


class Members(NamedTuple):
    """The types that a union is one of, by what they hold."""

    records: tuple[ir.TypeName, ...]
    maps: tuple[ir.Map, ...]
    lists: tuple[ir.Type, ...]
    scalars: tuple[ir.Type, ...]


def decoded(type_: ir.Type, value: str, names: Names) -> str:
    """Return the expression for a value of a type, decoded; the value itself where it is that.

    Args:
        type_: the type.
        value: the variable that has the JSON value.
        names: what the expression refers to.
    """
    match type_:
        case ir.AnyValue() | ir.Never() | ir.Null() | ir.Boolean() | ir.Literal():
            return value
        case ir.Number(integral=integral):
            return f"{names.runtime('whole')}({value})" if integral else value
        case ir.String(format=form):
            found = names.formats.get(form or "")
            return value if found is None else f"{names.runtime(found)}({value})"
        case ir.Ref(name=name):
            return f"{names.decoder(name)}({value})"
        case ir.Nullable(item=item):
            return decoded(item, value, names)
        case ir.Array(item=item):
            return _list(item, value, names, decoded)
        case ir.Map(value=inside):
            return _dict(inside, value, names, decoded)
        case ir.Tuple():
            return _tuple(type_, value, names)
        case ir.Union():
            return _union(type_, value, names)
        case _:
            assert_never(type_)


def encoded(type_: ir.Type, value: str, names: Names) -> str:
    """Return the expression for a value of a type, as JSON has it.

    Args:
        type_: the type.
        value: the variable that has the value.
        names: what the expression refers to.
    """
    match type_:
        case ir.Number() | ir.String() | ir.Boolean() | ir.Null() | ir.Never():
            if isinstance(type_, ir.String) and type_.format in names.formats:
                form = type_.format or ""
                return f"{names.runtime('to_text' if form in CONVERSIONS else HELD)}({value})"
            return value
        case ir.Ref(name=name):
            return names.encoded(name, value)
        case ir.Nullable(item=item):
            inner = encoded(item, value, names)
            return inner if inner == value else f"(None if {value} is None else {inner})"
        case ir.Array(item=item):
            return _list(item, value, names, encoded)
        case ir.Map(value=inside):
            return _dict(inside, value, names, encoded)
        case ir.Literal(values=values) if all(isinstance(each, ir.Constant) for each in values):
            return value
        case ir.AnyValue() | ir.Tuple() | ir.Union() | ir.Literal():
            return names.anything(value)
        case _:
            assert_never(type_)


def _list(item: ir.Type, value: str, names: Names, way: Way) -> str:
    each = names.variable()
    inner = _apart(way(item, each, names), each, names)
    found = f"list({value})" if inner == each else f"[{inner} for {each} in {value}]"
    other = value if way is decoded else names.anything(value)
    return f"({found} if type({value}) is list else {other})"


def _dict(inside: ir.Type, value: str, names: Names, way: Way) -> str:
    key, each = names.variable(), names.variable()
    inner = _apart(way(inside, each, names), each, names)
    found = f"dict({value})"
    if inner != each:
        found = f"{{{key}: {inner} for {key}, {each} in {value}.items()}}"
    other = value if way is decoded else names.anything(value)
    return f"({found} if type({value}) is dict else {other})"


def _tuple(type_: ir.Tuple, value: str, names: Names) -> str:
    """Return the expression for a tuple, whose first items have ways of their own."""
    parts: list[str] = []
    count = len(type_.items)
    for index, item in enumerate(type_.items):
        each = names.variable()
        inner = _apart(decoded(item, each, names), each, names)
        part = f"{value}[{index}:{index + 1}]"
        parts.append(f"*{part}" if inner == each else f"*[{inner} for {each} in {part}]")
    each = names.variable()
    inner = decoded(ir.AnyValue() if type_.rest is None else type_.rest, each, names)
    inner = _apart(inner, each, names)
    rest = f"{value}[{count}:]"
    parts.append(f"*{rest}" if inner == each else f"*[{inner} for {each} in {rest}]")
    return f"(({', '.join(parts)},) if type({value}) is list else {value})"


def _apart(inner: str, each: str, names: Names) -> str:
    """Return the expression for a member of a value, as a function of its own if it is deep.

    Python compiles only so many expressions inside each other.
    """
    if inner.count(" for ") < _DEEPEST:
        return inner
    return f"{names.constant(f'lambda {each}: {inner}')}({each})"


def _union(type_: ir.Union, value: str, names: Names) -> str:
    """Return the expression for a union: by the kind of the value, then by tag or best member."""
    records, maps, lists, scalars = members(type_, names)
    found = _scalar(scalars, value, names)
    for class_, inner in (
        ("list", _list_of_several(lists, value, names)),
        ("dict", _object(type_, records, maps, value, names)),
    ):
        if inner != value:
            found = f"({inner} if type({value}) is {class_} else {found})"
    return found


def members(type_: ir.Union, names: Names) -> Members:
    """Return the types that a union is one of, aliases looked through.

    Args:
        type_: the union.
        names: says what names stand for.
    """
    records: list[ir.TypeName] = []
    maps: list[ir.Map] = []
    lists: list[ir.Type] = []
    scalars: list[ir.Type] = []
    for each in _alternatives(type_, names):
        match each:
            case ir.Ref(name=name) if isinstance(names.declaration(name), ir.Record):
                records.append(name)
            case ir.Map():
                maps.append(each)
            case ir.Array() | ir.Tuple():
                lists.append(each)
            case _:
                scalars.append(each)
    return Members(tuple(records), tuple(maps), tuple(lists), tuple(scalars))


def _alternatives(type_: ir.Type, names: Names) -> Iterable[ir.Type]:
    """Return the types that a type is one of, those left out that a long chain of aliases leads to.

    A value of such a type stays as it is. Otherwise the whole chain would be written out anew for
    each of its links.
    """
    found: dict[ir.Type, None] = {}
    seen: set[ir.Type] = set()
    pending = [(type_, 0)]
    while pending:
        each, aliases = pending.pop()
        if each in seen:
            continue
        declared = names.declaration(each.name) if isinstance(each, ir.Ref) else None
        if isinstance(each, ir.Union):
            pending.extend((variant, aliases) for variant in each.variants[::-1])
        elif isinstance(each, ir.Nullable):
            pending.append((each.item, aliases))
        elif not isinstance(declared, ir.Alias):
            found[each] = None
        elif aliases < _MOST_ALIASES:
            seen.add(each)
            pending.append((declared.target, aliases + 1))
    return found


def known_keys(declaration: ir.Declaration) -> list[str]:
    """Return the keys that a record knows, none for other declarations."""
    return [each.name for each in declaration.fields] if isinstance(declaration, ir.Record) else []


def _scalar(scalars: Sequence[ir.Type], value: str, names: Names) -> str:
    """Return the expression for a value that is neither an array nor an object."""
    ways: list[str] = []
    opened = unlisted(scalars, names)
    for each in scalars:
        if isinstance(each, ir.Ref):
            ways.append(names.listed(each.name))
        elif isinstance(each, ir.String) and (way := names.formats.get(each.format or "")):
            ways.append(names.runtime(way))
        elif isinstance(each, ir.Number) and each.integral:
            ways.append(names.runtime("whole"))
    # What one of them lists is no unknown value of another one.
    ways += map(names.decoder, opened)
    ways = [*dict.fromkeys(ways)]
    if not ways:
        return value
    if len(ways) == 1:
        return f"{ways[0]}({value})"
    found = f"{names.runtime('first')}({value}, ({', '.join(ways)}))"
    plain = fixed(scalars, names) if opened else ()
    return f"({value} if {value} in {plain!r} else {found})" if plain else found


def unlisted(scalars: Sequence[ir.Type], names: Names) -> list[ir.TypeName]:
    """Return the enumerations that a value can be of though none lists it.

    It is no member of an enumeration where there is a type for all values of its kind.

    Args:
        scalars: the types that a value is of one of.
        names: says which enumerations are open.
    """
    texts = any(isinstance(each, ir.String) for each in scalars)
    numbers = any(isinstance(each, ir.Number) for each in scalars)
    return [
        each.name
        for each in scalars
        if isinstance(each, ir.Ref) and names.is_open(each.name)
        if not (texts if _is_of_texts(names.declaration(each.name)) else numbers)
    ]


def fixed(scalars: Sequence[ir.Type], names: Names) -> tuple[str | float | None, ...]:
    """Return the texts and numbers that a value may be, as they are, and that no enumeration lists.

    Args:
        scalars: the types that a value is of one of.
        names: says what names stand for.
    """
    constants = [
        value
        for each in scalars
        if isinstance(each, ir.Literal)
        for value in each.values
        if isinstance(value, ir.Constant) and value.kind in {ir.Kind.STRING, ir.Kind.NUMBER}
    ]
    found = [names.declaration(each.name) for each in scalars if isinstance(each, ir.Ref)]
    listed = {v for each in found if isinstance(each, ir.Enumeration) for v in each.values}
    return tuple(each.value for each in constants if each not in listed)


def _is_of_texts(declaration: ir.Declaration) -> bool:
    return isinstance(declaration, ir.Enumeration) and all(
        each.kind is ir.Kind.STRING for each in declaration.values
    )


def _list_of_several(lists: Sequence[ir.Type], value: str, names: Names) -> str:
    """Return the expression for an array that is one of several types."""
    found = value
    items = [each.item for each in lists if isinstance(each, ir.Array)]
    named = [each.name for each in items if isinstance(each, ir.Ref)]
    if not any(map(names.is_loose, named)):
        return _list_told(lists, value, found, names, listed=False)
    if len(named) == len(lists):
        found = _list_told(lists, value, found, names, listed=False)
    return _list_told(lists, value, found, names, listed=True)


def _list_told(
    lists: Sequence[ir.Type], value: str, found: str, names: Names, *, listed: bool
) -> str:
    """Return the expression for an array, by what its items are, and `found` where nothing fits."""
    told: list[tuple[str, str]] = []
    for each in reversed(lists):
        inner = decoded(each, value, names)
        if inner == value:
            continue
        if isinstance(each, ir.Array) and isinstance(each.item, ir.Ref):
            told.append((names.check(each.item.name, listed=listed), inner))
        elif found == value:
            found = inner
    if len(told) > _DEEPEST:
        rows = [f"({check}, lambda {value}: {inner})" for check, inner in reversed(told)]
        table = names.constant(f"({', '.join(rows)}, (None, lambda {value}: {found}))")
        return f"{names.runtime('first_fitting')}({value}, {table})"
    for check, inner in told:
        found = f"({inner} if all(map({check}, {value})) else {found})"
    return found


def _rows(records: Sequence[ir.TypeName], names: Names, *, listed: bool) -> str:
    """Return what finds the best of several records: of each its check, decoder and keys."""
    rows = [
        f"({names.check(each, listed=listed)}, {names.decoder(each)}, frozenset({known!r}))"
        for each in records
        for known in [known_keys(names.declaration(each))]
    ]
    return names.constant(f"({', '.join(rows)},)")


def _object(
    type_: ir.Union,
    records: Sequence[ir.TypeName],
    maps: Sequence[ir.Map],
    value: str,
    names: Names,
) -> str:
    """Return the expression for an object that is one of several types."""
    other = decoded(maps[0], value, names) if maps else value
    if not records:
        return other
    if len(records) == 1 and not maps:
        return f"{names.decoder(records[0])}({value})"
    loose = any(map(names.is_loose, records))
    if maps:
        # A map that allows an object is better than a record that does not list a value in it.
        members = _rows(records, names, listed=loose)
        lookup = f"{names.runtime('best')}({value}, {members})"
        return f"({lookup} if any(check({value}) for check, _, _ in {members}) else {other})"
    rows = [_rows(records, names, listed=True)] if loose else []
    rows.append(_rows(records, names, listed=False))
    if type_.tag is None:
        way = names.runtime("best_told" if loose else "best")
        return f"{way}({value}, {', '.join(rows)})"
    cases = {
        each.value: names.decoder(name)
        for each, name in type_.tag.cases
        if isinstance(each.value, str)
    }
    table = names.constant(f"{{{', '.join(f'{k!r}: {v}' for k, v in cases.items())}}}")
    way = names.runtime("tagged_told" if loose else "tagged")
    return f"{way}({value}, {type_.tag.property!r}, {table}, {', '.join(rows)})"
