"""Type guards: validators that tell type checkers what a JSON value is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright import ir
from schemawright.checks.conditions import KINDS
from schemawright.checks.kinds import kinds_of_all
from schemawright.nulls import admits_null, nulls
from schemawright.python.bindings import bind, imports
from schemawright.python.expressions import Symbol
from schemawright.python.text import string, width_of
from schemawright.targets.statements import import_lines
from schemawright.targets.typed_dicts import HOME as TYPED_DICTS
from schemawright.targets.typed_dicts import dict_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import PurePosixPath

    from schemawright.targets.subject import Subject

HOME = ".guards"
_VALIDATION = "._validation"


class Guard(NamedTuple):
    """One guard: its name, the type and what that is called on the wire, and what it asks."""

    name: str
    type: str
    dict: str
    test: str


class GuardView(NamedTuple):
    """One guard as text."""

    header: str
    type: str
    statement: str


class GuardsView(NamedTuple):
    """The module of guards as text."""

    tests: tuple[str, ...]
    imports: tuple[str, ...]
    guards: tuple[GuardView, ...]


def guards(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the module of guards, one for each declared type; none when nothing is declared."""
    types = subject.names.types
    declared = sorted(subject.model.declarations, key=types.__getitem__)
    if not declared:
        return {}
    names = subject.names.guards
    dicts = {name: Symbol(TYPED_DICTS, dict_name(subject, name)) for name in declared}
    nullable = nulls(subject.model)
    kinds, declarations = _kinds(subject), subject.model.declarations
    tests = {
        name: Symbol(_VALIDATION, _test(declarations[name], kinds[name], nullable))
        for name in declared
    }
    bound_dicts = bind(dicts.values(), [])
    bound_tests = bind(tests.values(), names.values())
    found = [
        Guard(names[each], types[each], bound_dicts[dicts[each]], bound_tests[tests[each]])
        for each in declared
    ]
    view = GuardsView(
        tests=import_lines(imports(bound_tests, HOME), width=subject.width),
        imports=import_lines(imports(bound_dicts, HOME), width=subject.width, indent=4),
        guards=tuple(_laid_out(each, subject.width) for each in found),
    )
    return {subject.path("guards.py"): subject.templates.render("python/guards.py.jinja", view)}


def _kinds(subject: Subject) -> Mapping[ir.TypeName, frozenset[str]]:
    """Return the kinds of values that could be valid for each type."""
    if subject.asserted is None:
        return {name: frozenset(KINDS) for name in subject.model.declarations}
    asserts, roots = subject.asserted.plan.asserts, subject.asserted.roots
    found = kinds_of_all(asserts, roots.values())
    return {name: found[key] for name, key in roots.items()}


def _test(
    declaration: ir.Declaration, kinds: frozenset[str], nullable: AbstractSet[ir.TypeName]
) -> str:
    """Return what tells whether a value is valid and of a type: a schema may allow more.

    One that names properties allows whatever is no object, and null stands beside most types.
    """
    if isinstance(declaration, ir.Record):
        return "is_valid" if kinds <= {"object"} else "is_valid_object"
    null = isinstance(declaration, ir.Alias) and admits_null(declaration.target, nullable)
    return "is_valid" if null or "null" not in kinds else "is_valid_value"


def _laid_out(guard: Guard, width: int) -> GuardView:
    """Return a guard as black lays it out."""
    header = f"def {guard.name}(value: object) -> TypeIs[{guard.dict}]:"
    if width_of(header) > width:
        header = f"def {guard.name}(\n    value: object,\n) -> TypeIs[{guard.dict}]:"
    type_ = string(guard.type)
    call = f"    return {guard.test}({type_}, value)"
    if width_of(call) > width:
        inside = f"        {type_}, value"
        if width_of(inside) > width:
            inside = f"        {type_},\n        value,"
        call = f"    return {guard.test}(\n{inside}\n    )"
    return GuardView(header=header, type=guard.type, statement=call)
