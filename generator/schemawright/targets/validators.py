"""Validators: checks that say yes or no, what reports are made from, and what both run on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from schemawright.assertions.data import data
from schemawright.assertions.plan import Plan
from schemawright.checks.module import written
from schemawright.checks.naming import Naming
from schemawright.python.layout import statement
from schemawright.python.text import string
from schemawright.runtime import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import PurePosixPath

    from schemawright import ir
    from schemawright.checks.simplifying import Simplified
    from schemawright.runtime.catalog import Checker
    from schemawright.targets.subject import Asserted, Subject

HOME = "_validation"
"""The private package of the generated one that all of this lies in."""

_CARRIED = ("alternatives", "faults", "report", "validator", "values")


class ChecksView(NamedTuple):
    """The module of checks as text."""

    imports: tuple[str, ...]
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    tables: tuple[str, ...]
    checks: tuple[tuple[str, str], ...]


class AssertionsView(NamedTuple):
    """What reports are made from, as text."""

    imports: tuple[str, ...]
    schemas: tuple[str, ...]
    roots: tuple[tuple[str, int], ...]
    formats: tuple[str, ...]
    opened: bool
    """Whether decoding asks less of some schemas."""
    patterns: tuple[str, ...]
    """Those that Python cannot express."""


def validators(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the validators of all declared types, and the modules that they need."""
    asserted = subject.asserted
    if asserted is None:
        return {}
    found = {
        subject.path("validation.py"): subject.templates.render("python/validation.py.jinja", None),
        subject.path(HOME, "__init__.py"): subject.templates.render(
            "python/validators.py.jinja", None
        ),
        subject.path(HOME, "checks.py"): checks(subject, asserted, asserted.roots, "."),
        subject.path(HOME, "assertions.py"): _assertions(subject, asserted),
    }
    for path in _carried(asserted):
        found[subject.path(HOME, *path.split("/"))] = subject.templates.carried(path)
    return found


def checks(
    subject: Subject,
    asserted: Asserted,
    names: Iterable[ir.TypeName],
    home: str,
    simple: Simplified | None = None,
) -> str:
    """Return the module of the checks of some declared types.

    Args:
        subject: what is generated.
        asserted: what the types assert.
        names: the types.
        home: the package that the modules of the run time are in, with a dot at its end.
        simple: the schemas in their simple form, if that is known.
    """
    types = {key: subject.names.types[name] for name, key in asserted.roots.items()}
    roots = {name: asserted.roots[name] for name in names}
    plan = Plan(tuple(dict.fromkeys(roots.values())), asserted.plan.asserts)
    found = written(plan, asserted.patterns, home=home, naming=Naming(types), simple=simple)
    view = ChecksView(
        imports=found.imports,
        constants=tuple(_laid_out(found.constants, subject.width)),
        functions=found.functions,
        tables=tuple(_laid_out(found.tables, subject.width)),
        checks=tuple(
            sorted(
                (string(subject.names.types[name]), found.roots[key]) for name, key in roots.items()
            )
        ),
    )
    return subject.templates.render("python/checks.py.jinja", view)


def _laid_out(statements: Iterable[str], width: int) -> Iterator[str]:
    for each in statements:
        yield statement(each, indent=0, width=width)


def _assertions(subject: Subject, asserted: Asserted) -> str:
    numbers = {key: number for number, key in enumerate(asserted.plan.asserts)}
    checkers = _checkers(asserted)
    imports = [
        f"from .formats.{module} import {', '.join(sorted(each.function for each in some))}"
        for module, some in _by_module(checkers).items()
    ]
    kept = tuple(map(repr, sorted(asserted.patterns.kept)))
    engine = ["from .ecmascript import search_for"] if kept else []
    view = AssertionsView(
        imports=(*engine, *imports, "from .report import Report"),
        schemas=tuple(
            json.dumps(each, separators=(",", ":"))
            for each in data(asserted.plan, asserted.patterns, asserted.place, asserted.decoding)
        ),
        roots=tuple(
            sorted(
                (string(subject.names.types[name]), numbers[key])
                for name, key in asserted.roots.items()
            )
        ),
        formats=tuple(sorted(each.function for each in checkers)),
        opened=asserted.decoding != asserted.plan,
        patterns=kept,
    )
    return subject.templates.render("python/assertions.py.jinja", view)


def _checkers(asserted: Asserted) -> frozenset[Checker]:
    """Return the functions that check the formats that are asserted."""
    stated = {each.format for each in asserted.plan.asserts.values() if each.format is not None}
    found = {catalog.checker(*each) for each in stated}
    return frozenset(each for each in found if each is not None)


def _by_module(checkers: Iterable[Checker]) -> dict[str, list[Checker]]:
    found: dict[str, list[Checker]] = {}
    for each in sorted(checkers):
        found.setdefault(each.module, []).append(each)
    return found


def _carried(asserted: Asserted) -> list[str]:
    """Return the modules of the run time that the validators need, by their paths there."""
    needed: set[str] = set()
    for each in _checkers(asserted):
        needed |= catalog.modules(each)
    formats = [f"formats/{each}.py" for each in sorted(needed)]
    package = ["formats/__init__.py"] if formats else []
    engine = ["ecmascript.py"] if asserted.patterns.kept else []
    return [*(f"{each}.py" for each in _CARRIED), *engine, *package, *formats]


def deferral(subject: Subject) -> Mapping[PurePosixPath, str]:
    """Return the module that has what is made when it is first used."""
    return {subject.path("_deferred.py"): subject.templates.carried("deferred.py")}
