"""What converts texts to the types that they are held as, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.codecs.conversions import CONVERSIONS
from schemawright.digest import letters
from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import Symbol
from schemawright.targets.statements import import_lines

if TYPE_CHECKING:
    from schemawright.targets.subject import Subject

HELD_PREFIX = "held_"
"""What the names of all functions of the module begin with."""

_HOME = "._codecs.held"
_OWN = ("Any", "Callable", "TYPE_CHECKING")


class HeldView(NamedTuple):
    """The module as text."""

    imports: tuple[str, ...]
    types: tuple[tuple[str, str], ...]
    """Each function with what it calls."""


def held_name(type_: str) -> str:
    """Return the function that holds a text as a type, such as `decimal:Decimal`."""
    return f"{HELD_PREFIX}{type_.rpartition(':')[2]}_{letters(type_, 6)}"


def held_module(subject: Subject) -> str:
    """Return the module, nothing if all types are those of formats."""
    types = sorted(each for each in subject.formats if each not in CONVERSIONS)
    if not types:
        return ""
    names = {each: held_name(each) for each in types}
    symbols = {each: Symbol(*each.split(":")) for each in types}
    bound = bind(symbols.values(), {*_OWN, *names.values()})
    view = HeldView(
        imports=import_lines(imports(bound, _HOME), width=subject.width),
        types=tuple((names[each], bound[symbols[each]]) for each in types),
    )
    return subject.templates.render("python/codec_held.py.jinja", view)
