"""Codecs: functions that decode and encode, and an object for each type that offers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import Symbol
from schemawright.python.layout import statement
from schemawright.python.text import string
from schemawright.targets.codec_functions import PACKAGE, codec_functions
from schemawright.targets.statements import import_lines
from schemawright.targets.validators import HOME as VALIDATORS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

_CARRIED = ("codec.py", "conversions.py", "first_use.py", "texts.py")
HOME = ".codecs"
_CODEC, _PARTS = Symbol("._validation.codec", "Codec"), Symbol("._codecs", "parts")
_ERROR = Symbol("._validation.faults", "DecodeError")


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
    modules = [*_CARRIED]
    modules += ["making.py"] if subject.checks_made else []
    modules += ["open_members.py"] if subject.opened() else []
    return {
        subject.path("_coded.py"): subject.templates.render("python/coded_model.py.jinja", None),
        subject.path("codecs.py"): _public(subject),
        subject.path(PACKAGE, "__init__.py"): subject.templates.render(
            "python/codec.py.jinja", None
        ),
        **codec_functions(subject, asserted),
        **{subject.path(VALIDATORS, each): subject.templates.carried(each) for each in modules},
    }


def _public(subject: Subject) -> str:
    types, names = subject.names.types, subject.names.codecs
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
                f"{names[each]}: {bound[_CODEC]}[{own[symbols[each]]}]"
                f" = {bound[_CODEC]}({string(types[each])}, {bound[_PARTS]})",
                indent=0,
                width=subject.width,
            )
            for each in sorted(types, key=types.__getitem__)
        ),
    )
    return subject.templates.render("python/codecs.py.jinja", view)
