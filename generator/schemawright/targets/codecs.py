"""Codecs: functions that decode and encode, and an object for each type that offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.codecs.functions import functions
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
    from collections.abc import Iterator, Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

PACKAGE = "_codecs"
_CARRIED = ("codec.py", "conversions.py")
HOME = ".codecs"
_CODEC, _PARTS = Symbol("._validation.codec", "Codec"), Symbol("._codecs", "parts")
_ERROR = Symbol("._validation.faults", "DecodeError")


class FunctionsView(NamedTuple):
    """The module of functions as text."""

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
    return {
        subject.path("_coded.py"): render("python/coded_model.py.jinja", None),
        subject.path("codecs.py"): _public(subject),
        subject.path(PACKAGE, "__init__.py"): render("python/codec.py.jinja", None),
        subject.path(PACKAGE, "functions.py"): _functions(subject),
        **{subject.path(VALIDATORS, each): carried(each) for each in _CARRIED},
    }


def _functions(subject: Subject) -> str:
    types = subject.names.types
    found = functions(subject.model, types, subject.names.fields, unset_fields(subject))
    classes = [
        name for name, each in subject.model.declarations.items() if not isinstance(each, ir.Alias)
    ]
    lines = [
        f"from .{subject.home(name)} import {types[name]} as class_{types[name]}"
        for name in sorted(classes, key=lambda each: (subject.home(each), types[each]))
    ]
    checks = ["from .._validation.checks import CHECKS"] if found.uses_checks else []
    unset = (
        ["from .._runtime import UNSET"] if any("UNSET" in each for each in found.functions) else []
    )
    runtime = ", ".join(sorted({"encoded", *found.runtime}))
    view = FunctionsView(
        imports=(*unset, *checks, *lines, f"from ..{VALIDATORS}.conversions import {runtime}"),
        functions=found.functions,
        constants=found.constants,
        types=tuple(
            (string(name), f"decode_{name}", f"encode_{name}") for name in sorted(types.values())
        ),
        classes=tuple((f"class_{types[each]}", f"encode_{types[each]}") for each in classes),
    )
    return render("python/codec_functions.py.jinja", view)


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
