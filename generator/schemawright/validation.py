"""Validators in memory: the code that packages would carry, made and run at once."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.assertions.data import data
from schemawright.assertions.patterns import translated
from schemawright.assertions.reading import plan
from schemawright.diagnostics import InputError, bad_option, listed, shown
from schemawright.location import Location
from schemawright.runtime import catalog
from schemawright.runtime import validator as validators
from schemawright.runtime.report import Report as Explanations
from schemawright.source import dialects
from schemawright.source.graph import closure
from schemawright.source.library import Library
from schemawright.source.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.assertions.plan import Format, Plan
    from schemawright.config import PatternEngine
    from schemawright.diagnostics import Report

RUNTIME = "schemawright.runtime"
"""Where the modules are that checks need."""


class Parts(NamedTuple):
    """What a validator is put together from; it can be sent to another process."""

    source: str
    """The code of the check."""
    function: str
    """The function in it that checks the root."""
    nodes: tuple[dict[str, Any], ...]
    """What schemas assert, as data."""
    root: int
    """The number of the root among them."""
    formats: tuple[Format, ...]
    patterns: tuple[str, ...]
    """Those that Python cannot express."""


class Validator(validators.Validator):
    """The validator of a schema, made in memory."""

    def __init__(
        self, check: Callable[[Any], bool], report: Explanations, root: int, source: str
    ) -> None:
        super().__init__(check, partial(report.faults, root))
        self.source = source
        """The code of the check."""


def validator(
    schema: Any,
    *,
    resources: Mapping[str, Any] | None = None,
    dialect: str | None = None,
    formats: bool = False,
    pattern_engine: PatternEngine = "re",
) -> Validator:
    """Return the validator of a schema.

    Args:
        schema: the schema, as the `json` module reads it.
        resources: other schemas by their URIs, for references.
        dialect: the dialect of a schema that states none: a name such as `draft7` or a `$schema`
            URI; 2020-12 when left out.
        formats: whether `format` is asserted; otherwise only where the metaschema says so.
        pattern_engine: `regress` if the package of that name is to take the patterns that Python's
            `re` cannot express.

    Raises:
        InputError: the schema is none, refers to what is not there, or has a pattern that is none.
    """
    usual = None
    if dialect is not None:
        usual = dialects.named(dialect)
        if usual is None:
            message = f"{shown(dialect)} is not a dialect"
            hint = f"known are {listed(dialects.BY_KEY, len(dialects.BY_KEY))}"
            raise InputError(bad_option(Location("dialect"), message, hint))
    references = References(Library.of(schema, resources or {}), usual)
    graph = closure(references, [Location("schema")])
    asserted = plan(references, graph, formats=formats or None)
    return compiled(asserted, lambda _: None, regress=pattern_engine == "regress")


def compiled(asserted: Plan, report: Report, *, regress: bool = False) -> Validator:
    """Return the validator of the first root of a plan.

    Args:
        asserted: what it asserts.
        report: told of suspicious patterns.
        regress: whether the package of that name takes the patterns that Python cannot express.

    Raises:
        InputError: a pattern is wrong, or such that Python cannot express it.
    """
    return assembled(parts(asserted, report, regress=regress))


def parts(asserted: Plan, report: Report, *, regress: bool = False) -> Parts:
    """Return what the validator of the first root of a plan is put together from.

    Args:
        asserted: what it asserts.
        report: told of suspicious patterns.
        regress: whether the package of that name takes the patterns that Python cannot express.

    Raises:
        InputError: a pattern is wrong, or such that Python cannot express it.
    """
    from schemawright.checks.module import written  # noqa: PLC0415 - heavy
    from schemawright.checks.naming import Naming  # noqa: PLC0415 - heavy

    patterns = translated(asserted, report, regress=regress)
    code = written(asserted, patterns, home=f"{RUNTIME}.", naming=Naming({}))
    root = asserted.roots[0]
    formats = dict.fromkeys(each.format for each in asserted.asserts.values())
    return Parts(
        source=code.text,
        function=code.roots[root],
        nodes=data(asserted, patterns),
        root=list(asserted.asserts).index(root),
        formats=tuple(each for each in formats if each is not None),
        patterns=tuple(sorted(patterns.kept)),
    )


def assembled(parts: Parts) -> Validator:
    """Return the validator that is made of parts."""
    scope: dict[str, Any] = {}
    # Nothing that a schema says is code in it: values are literals, names are our own.
    exec(compile(parts.source, "<checks>", "exec"), scope)  # noqa: S102
    explanations = Explanations(parts.nodes, checkers(parts.formats), searches(parts.patterns))
    return Validator(scope[parts.function], explanations, parts.root, parts.source)


def searches(patterns: Iterable[str]) -> dict[str, Callable[[str], object]]:
    """Return what searches for patterns that Python cannot express, by the patterns."""
    return {each: _search_for(each) for each in patterns}


def _search_for(pattern: str) -> Callable[[str], object]:
    from schemawright.runtime.ecmascript import search_for  # noqa: PLC0415 - an extra

    return search_for(pattern)


def checkers(formats: Iterable[Format]) -> dict[str, Callable[[str], bool]]:
    """Return the functions that check formats, by their names."""
    found: dict[str, Callable[[str], bool]] = {}
    for each in formats:
        checker = catalog.checker(*each)
        if checker is not None:
            module = import_module(f"{RUNTIME}.formats.{checker.module}")
            found[checker.function] = getattr(module, checker.function)
    return found
