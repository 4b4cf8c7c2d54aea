"""Codecs: functions that decode and encode, and an object for each type that offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.checks.naming import Naming
from schemawright.codecs.leniency import lenient
from schemawright.codecs.quick import Declared, quick
from schemawright.codecs.records import Attributes
from schemawright.codecs.thorough import Functions, functions
from schemawright.python.allocate import allocate
from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import Symbol
from schemawright.python.layout import statement
from schemawright.python.spelling import identifier, snake
from schemawright.python.text import string
from schemawright.rendering import render
from schemawright.targets.dataclasses import unset_fields
from schemawright.targets.statements import import_lines
from schemawright.targets.validators import HOME as VALIDATORS
from schemawright.targets.validators import carried

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Asserted, Subject

PACKAGE = "_codecs"
_CARRIED = ("codec.py", "conversions.py", "first_use.py")
HOME = ".codecs"
_CODEC, _PARTS = Symbol("._validation.codec", "Codec"), Symbol("._codecs", "parts")
_ERROR = Symbol("._validation.faults", "DecodeError")


class QuickView(NamedTuple):
    """The module of quick functions as text."""

    imports: tuple[str, ...]
    records: tuple[tuple[str, str], ...]
    enumerations: tuple[str, ...]
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    tables: tuple[str, ...]
    thorough: tuple[str, ...]
    checks: tuple[tuple[str, str], ...]


class ThoroughView(NamedTuple):
    """The module of thorough functions as text."""

    imports: tuple[str, ...]
    functions: tuple[str, ...]
    constants: tuple[str, ...]
    types: tuple[tuple[str, str, str], ...]
    classes: tuple[tuple[str, str], ...]


class CodecsView(NamedTuple):
    """The public module as text."""

    imports: tuple[str, ...]
    types: tuple[str, ...]
    names: tuple[str, ...]
    codecs: tuple[str, ...]


def codecs(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the codecs of all declared types."""
    asserted = subject.asserted
    if asserted is None:
        return {}
    unset = unset_fields(subject)
    found = functions(subject.model, subject.names.types, subject.names.fields, unset)
    return {
        subject.path("_coded.py"): render("python/coded_model.py.jinja", None),
        subject.path("codecs.py"): _public(subject),
        subject.path(PACKAGE, "__init__.py"): render("python/codec.py.jinja", None),
        subject.path(PACKAGE, "quick.py"): _quick(subject, asserted, unset, found.checked),
        subject.path(PACKAGE, "thorough.py"): _thorough(subject, found),
        **{subject.path(VALIDATORS, each): carried(each) for each in _CARRIED},
    }


def _quick(
    subject: Subject,
    asserted: Asserted,
    unset: Mapping[ir.TypeName, frozenset[str]],
    checked: Iterable[ir.TypeName],
) -> str:
    types = subject.names.types
    declared = Declared(
        model=subject.model,
        types=types,
        attributes={
            each.name: Attributes(subject.names.fields[each.name], unset[each.name])
            for each in subject.records()
        },
        roots=asserted.roots,
    )
    naming = Naming({key: types[name] for name, key in asserted.roots.items()})
    found = quick(declared, lenient(asserted.plan), asserted.patterns, naming, checked)
    uses_unset = any("UNSET" in each for each in found.functions)
    runtime = ", ".join(found.runtime)
    first_use = {"encoders", "UnusualError", *(["Thorough"] if found.thorough else [])}
    first_use |= {"Members"} if any(subject.enumerations()) else set()
    first_use |= {"New"} if any(subject.records()) else set()
    names = ", ".join(sorted(first_use | set(found.first_use)))
    view = QuickView(
        imports=(
            *found.imports,
            *(["from .._runtime import UNSET"] if uses_unset else []),
            *([f"from ..{VALIDATORS}.conversions import {runtime}"] if runtime else []),
            f"from ..{VALIDATORS}.first_use import {names}",
        ),
        records=tuple(
            sorted((types[each.name], f".{subject.home(each.name)}") for each in subject.records())
        ),
        enumerations=tuple(types[each.name] for each in subject.enumerations()),
        constants=found.constants,
        functions=found.functions,
        tables=found.tables,
        thorough=found.thorough,
        checks=found.checks,
    )
    return render("python/codec_quick.py.jinja", view)


def _thorough(subject: Subject, found: Functions) -> str:
    types = subject.names.types
    classes = [
        name for name, each in subject.model.declarations.items() if not isinstance(each, ir.Alias)
    ]
    lines = [
        f"from .{subject.home(name)} import {types[name]} as class_{types[name]}"
        for name in sorted(classes, key=lambda each: (subject.home(each), types[each]))
    ]
    checks = ["from .quick import CHECKS"] if found.checked else []
    unset = (
        ["from .._runtime import UNSET"] if any("UNSET" in each for each in found.functions) else []
    )
    runtime = ", ".join(sorted({"encoded", *found.runtime}))
    view = ThoroughView(
        imports=(
            *unset,
            *lines,
            f"from ..{VALIDATORS}.conversions import {runtime}",
            *checks,
        ),
        functions=found.functions,
        constants=found.constants,
        types=tuple(
            (string(name), f"decode_{name}", f"encode_{name}") for name in sorted(types.values())
        ),
        classes=tuple((f"class_{types[each]}", f"encode_{types[each]}") for each in classes),
    )
    return render("python/codec_thorough.py.jinja", view)


def _public(subject: Subject) -> str:
    types = subject.names.types
    names = allocate(types.values(), _offers, exact=_is_exact, taken=("annotations",))
    symbols = {name: Symbol(subject.home(name), types[name]) for name in types}
    bound = bind({_CODEC, _PARTS, _ERROR, *symbols.values()}, names.values())
    own = {symbol: name for symbol, name in bound.items() if symbol in symbols.values()}
    shared = {symbol: name for symbol, name in bound.items() if symbol not in own}
    view = CodecsView(
        imports=import_lines(imports(shared, HOME), width=subject.width),
        types=import_lines(imports(own, HOME), width=subject.width, indent=4),
        names=tuple(map(string, sorted((bound[_CODEC], bound[_ERROR], *names.values())))),
        codecs=tuple(
            statement(
                f"{names[types[each]]}: {bound[_CODEC]}[{own[symbols[each]]}]"
                f" = {bound[_CODEC]}({string(types[each])}, {bound[_PARTS]})",
                indent=0,
                width=subject.width,
            )
            for each in sorted(types, key=types.__getitem__)
        ),
    )
    return render("python/codecs.py.jinja", view)


def _offers(name: str) -> Iterator[str]:
    yield identifier(snake(name), "type_")
    yield identifier(snake(name, spelled=True), "type_")


def _is_exact(name: str, codec: str) -> bool:
    return codec == name.lower()
