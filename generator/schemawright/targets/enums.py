"""Enumerations, with readable members that never change places or meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.python.annotations import constant
from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import Symbol
from schemawright.python.layout import statement
from schemawright.python.text import docstring
from schemawright.targets.statements import DEFERRED, class_line, import_lines, is_deferred
from schemawright.targets.validators import deferral

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

FLOAT = Symbol("builtins", "float")
ENUM, INT_ENUM, STR_ENUM = (Symbol("enum", name) for name in ("Enum", "IntEnum", "StrEnum"))

OPEN = Symbol("._opened", "Open")
"""What makes members of values that an enumeration does not list."""
ENUMERATIONS = Symbol(DEFERRED, "enumerations")


class EnumView(NamedTuple):
    """One enumeration as text."""

    header: str
    docstring: str
    members: tuple[str, ...]


class EnumsView(NamedTuple):
    """The module of enumerations as text."""

    imports: tuple[str, ...]
    """What type checkers see, and what is imported where nothing is deferred."""
    deferred: tuple[str, ...]
    """What is imported in its place where enumerations are made later."""
    enumerations: str
    """What makes them later."""
    enums: tuple[EnumView, ...]


def enums(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the module of enumerations, none when there are none."""
    found = list(subject.enumerations())
    if not found or not subject.shows_anew(found):
        return {}
    opened = subject.opened()
    first = dict.fromkeys(opened, (OPEN,))
    bases = {each.name: (*first.get(each.name, ()), *_bases(each)) for each in found}
    classes = [subject.names.types[each.name] for each in found]
    deferred = is_deferred(subject, classes)
    symbols = {symbol for each in bases.values() for symbol in each}
    bound = bind({*symbols, *([ENUMERATIONS] if deferred else [])}, classes)
    enumerations = bound.pop(ENUMERATIONS, "")
    indent = 4 if deferred else 0
    later = {
        Symbol(DEFERRED if each.module == "enum" else each.module, each.name): name
        for each, name in {**bound, ENUMERATIONS: enumerations}.items()
    }
    view = EnumsView(
        imports=import_lines(imports(bound, ".enums"), width=subject.width, indent=indent),
        deferred=(
            import_lines(imports(later, ".enums"), width=subject.width, indent=4)
            if deferred
            else ()
        ),
        enumerations=enumerations,
        enums=tuple(
            EnumView(
                header=class_line(
                    subject.names.types[each.name],
                    ", ".join(bound[symbol] for symbol in bases[each.name]),
                    width=subject.width,
                ),
                docstring=docstring(subject.prose(each), indent=4, width=subject.width),
                members=_members(each, subject),
            )
            for each in found
        ),
    )
    files = {subject.path("enums.py"): subject.templates.render("python/enums.py.jinja", view)}
    if opened:
        files[subject.path("_opened.py")] = subject.templates.carried("opened.py")
    return {**files, **deferral(subject)} if deferred else files


def _bases(enumeration: ir.Enumeration) -> tuple[Symbol, ...]:
    if enumeration.values[0].kind is ir.Kind.STRING:
        return (STR_ENUM,)
    whole = all(isinstance(value.value, int) for value in enumeration.values)
    return (INT_ENUM,) if whole else (FLOAT, ENUM)


def _members(enumeration: ir.Enumeration, subject: Subject) -> tuple[str, ...]:
    names = subject.names.members[enumeration.name]
    return tuple(
        statement(f"{names[value]} = {constant(value)}", indent=4, width=subject.width)
        for value in enumeration.values
    )
