"""TypedDicts: the shape that the same types have on the wire."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.cycles import cycles
from schemawright.python.annotations import Spelling, literal
from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import PyExpr, Symbol, quoted, symbol
from schemawright.python.layout import statement
from schemawright.python.text import docstring, string
from schemawright.targets.aliases import in_order
from schemawright.targets.statements import class_line, import_lines
from schemawright.targets.weight import heavy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

HOME = ".typed_dicts"
TYPED_DICT, TYPE_ALIAS = Symbol("typing", "TypedDict"), Symbol("typing", "TypeAlias")
NOT_REQUIRED = symbol("typing", "NotRequired")


class DictView(NamedTuple):
    """One TypedDict as text; `calls` where a key is no identifier and a call must define it."""

    header: str
    docstring: str
    items: tuple[str, ...]
    calls: bool


class DictsView(NamedTuple):
    """The module of TypedDicts as text."""

    imports: tuple[str, ...]
    dicts: tuple[DictView, ...]
    aliases: tuple[str, ...]


def typed_dicts(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the module of TypedDicts."""
    if not subject.shows_anew(subject.records()):
        return {}
    records = sorted(subject.records(), key=lambda each: subject.names.types[each.name])
    inline = written_in_place(subject.model)
    spelling = _spelling(subject, frozenset(), inline)
    defined = {dict_name(subject, name) for name in subject.model.declarations}
    classes = [record for record in records if is_class(record, defined)]
    called = {record.name for record in records} - {record.name for record in classes}
    keys = {
        record.name: _items(record, spelling, quote=record.name in called) for record in records
    }
    named = _named(subject, inline)
    every = [each for found in keys.values() for each in found.values()]
    every += [each for _, each in named]
    needed = {s for each in every for s in each.symbols()}
    needed |= {TYPED_DICT} if records else set()
    needed |= {TYPE_ALIAS} if named else set()
    own = {s: s.name for s in needed if s.module == HOME}
    attributes = {field.name for record in classes for field in record.fields}
    bound = {**bind(needed - own.keys(), {*attributes, *defined}), **own}
    view = DictsView(
        imports=import_lines(imports(bound, HOME), width=subject.width),
        dicts=tuple(
            (
                _call(record, keys[record.name], bound, subject)
                if record.name in called
                else _class(record, keys[record.name], bound, subject)
            )
            for record in records
        ),
        aliases=tuple(
            statement(
                f"{name}: {bound[TYPE_ALIAS]} = {each.text(bound)}", indent=0, width=subject.width
            )
            for name, each in named
        ),
    )
    return {
        subject.path("typed_dicts.py"): subject.templates.render(
            "python/typed_dicts.py.jinja", view
        )
    }


def items(record: ir.Record, subject: Subject) -> Mapping[str, PyExpr]:
    """Return the type of each key of a record's TypedDict."""
    spelling = _spelling(subject, frozenset(), written_in_place(subject.model))
    return _items(record, spelling, quote=False)


def dict_name(subject: Subject, name: ir.TypeName) -> str:
    """Return what a type is called on the wire: `CallDict` for a record, else `CallStatusValue`."""
    record = isinstance(subject.model.declarations[name], ir.Record)
    return f"{subject.names.types[name]}{'Dict' if record else 'Value'}"


def is_class(record: ir.Record, defined: AbstractSet[str]) -> bool:
    """Tell whether all keys can be attributes of a class, and hide nothing that is `defined`."""
    return all(
        field.name.isidentifier()
        and not keyword.iskeyword(field.name)
        and not field.name.startswith("_")
        and field.name not in defined
        for field in record.fields
    )


def written_in_place(model: ir.Model) -> Mapping[ir.TypeName, ir.Type]:
    """Return the aliases that stand for themselves wherever they are used, with their targets.

    An alias on a circle through records is spelled out: mypy expands TypedDicts behind a
    recursive alias again and again, which takes it minutes where there are many. One that would
    be too long keeps its name.
    """
    edges = {name: list(ir.references(each)) for name, each in model.declarations.items()}
    aliases = {n: d for n, d in model.declarations.items() if isinstance(d, ir.Alias)}
    among = {name: [each for each in edges[name] if each in aliases] for name in aliases}
    only_aliases = frozenset[ir.TypeName]().union(*cycles(among))
    recursive = frozenset[ir.TypeName]().union(*cycles(edges))
    inline = {
        name: alias.target
        for name, alias in aliases.items()
        if name in recursive and name not in only_aliases
    }
    kept = heavy(inline)
    return {name: target for name, target in inline.items() if name not in kept}


def _spelling(
    subject: Subject, forward: AbstractSet[ir.TypeName], inline: Mapping[ir.TypeName, ir.Type]
) -> Spelling:
    written: dict[ir.TypeName, PyExpr] = {}

    def reference(name: ir.TypeName) -> PyExpr:
        if name not in inline:
            return symbol(HOME, dict_name(subject, name))
        if forward or name not in written:  # what is still to come changes what is quoted
            written[name] = spelling.annotation(inline[name])
        return written[name]

    spelling = Spelling(reference=reference, formats={}, tuples=False, forward=forward)
    return spelling


def _items(record: ir.Record, spelling: Spelling, *, quote: bool) -> dict[str, PyExpr]:
    """Return the type of each key; the empty key is left out, as type checkers refuse it."""
    found: dict[str, PyExpr] = {}
    for field in record.fields:
        if not field.name:
            continue
        annotation = spelling.annotation(field.type)
        found[field.name] = annotation if field.required else NOT_REQUIRED[(annotation,)]
    return {key: quoted(each) for key, each in found.items()} if quote else found


def _named(subject: Subject, inline: Mapping[ir.TypeName, ir.Type]) -> list[tuple[str, PyExpr]]:
    """Return the types that are no TypedDict, those that others use bare first."""
    found = [(dict_name(subject, e.name), literal(e.values)) for e in subject.enumerations()]
    ordered = in_order(subject.aliases())
    pending = {alias.name for alias in ordered}
    always = heavy({alias.name: alias.target for alias in ordered})
    spelling = _spelling(subject, pending, inline)
    for alias in ordered:
        found.append((dict_name(subject, alias.name), spelling.annotation(alias.target)))
        pending -= {alias.name} - always
    return found


def _call(
    record: ir.Record,
    items: Mapping[str, PyExpr],
    bound: Mapping[Symbol, str],
    subject: Subject,
) -> DictView:
    """Return a TypedDict defined by a call, which allows any key."""
    name = dict_name(subject, record.name)
    pairs = ", ".join(f"{string(key)}: {each.text(bound)}" for key, each in items.items())
    source = f"{name} = {bound[TYPED_DICT]}({string(name)}, {{{pairs}}})"
    return DictView(
        header=statement(source, indent=0, width=subject.width),
        docstring=docstring(_prose(record, subject), indent=0, width=subject.width),
        items=(),
        calls=True,
    )


def _class(
    record: ir.Record,
    items: Mapping[str, PyExpr],
    bound: Mapping[Symbol, str],
    subject: Subject,
) -> DictView:
    """Return a TypedDict written as a class."""
    name, width = dict_name(subject, record.name), subject.width
    return DictView(
        header=class_line(name, bound[TYPED_DICT], width=width),
        docstring=docstring(_prose(record, subject), indent=4, width=width),
        items=tuple(
            statement(f"{key}: {each.text(bound)}", indent=4, width=width)
            for key, each in items.items()
        ),
        calls=False,
    )


def _prose(record: ir.Record, subject: Subject) -> str:
    said = subject.prose(record)
    if any(not field.name for field in record.fields):
        said = f"{said}\n\nThe empty key, which it may have too, cannot be declared.".strip()
    return said
