"""Validators in memory: the code that packages would carry, made and run at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from schemawright.assertions.data import data
from schemawright.assertions.patterns import translated
from schemawright.assertions.reading import plan
from schemawright.checks.module import written
from schemawright.diagnostics import InputError, bad_option, listed, shown
from schemawright.location import Location
from schemawright.runtime import catalog
from schemawright.runtime.checks import plain
from schemawright.runtime.faults import ValidationError, output
from schemawright.runtime.report import Report as Explanations
from schemawright.source import dialects
from schemawright.source.graph import closure
from schemawright.source.library import Library
from schemawright.source.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.assertions.plan import Plan
    from schemawright.diagnostics import Report
    from schemawright.runtime.faults import Fault


RUNTIME = "schemawright.runtime"
"""Where the modules are that checks need."""


class Validator:
    """Tells whether values are valid, and what is wrong with them."""

    def __init__(
        self, check: Callable[[Any], bool], report: Explanations, root: int, source: str
    ) -> None:
        self._report = report
        self._root = root
        self.is_valid = _guarded(check, self.errors)
        """Tell whether a value is valid; fast, and silent about why not."""
        self.source = source
        """The code of the check."""

    def errors(self, value: Any) -> tuple[Fault, ...]:
        """Return everything that is wrong with a value, nothing if it is valid."""
        return self._report.faults(self._root, value)

    def validate(self, value: Any) -> None:
        """Do nothing if a value is valid.

        Raises:
            ValidationError: it is not; its `errors` say why.
        """
        if not self.is_valid(value) and (errors := self.errors(value)):
            raise ValidationError(errors)

    def output(self, value: Any, form: str = "basic") -> dict[str, Any]:
        """Return the outcome in a form of JSON Schema: `flag`, `basic` or `detailed`."""
        if form == "flag":
            return {"valid": self.is_valid(value)}
        return output(self.errors(value), form)


def _guarded(
    check: Callable[[Any], bool], errors: Callable[[Any], tuple[Fault, ...]]
) -> Callable[[Any], bool]:
    """Return a check that takes any value; a function, as looking up a method takes time too.

    Args:
        check: what to ask of values as `json` makes them.
        errors: what to ask of values that it cannot look at.
    """

    def is_valid(value: Any) -> bool:
        try:
            if check(value):
                return True
            other = plain(value)
            return other is not value and check(other)
        except (RecursionError, TypeError):
            # It is nested too deeply, or no JSON: the report finds a way to say so.
            return not errors(value)

    return is_valid


def validator(
    schema: Any,
    *,
    resources: Mapping[str, Any] | None = None,
    dialect: str | None = None,
    formats: bool = False,
) -> Validator:
    """Return the validator of a schema.

    Args:
        schema: the schema, as the `json` module reads it.
        resources: other schemas by their URIs, for references.
        dialect: the dialect of a schema that states none: a name such as `draft7` or a `$schema`
            URI; 2020-12 when left out.
        formats: whether `format` is asserted; otherwise only where the metaschema says so.

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
    return compiled(plan(references, graph, formats=formats), lambda _: None)


def compiled(asserted: Plan, report: Report) -> Validator:
    """Return the validator of the first root of a plan.

    Args:
        asserted: what it asserts.
        report: told of suspicious patterns.

    Raises:
        InputError: a pattern is wrong, or such that Python cannot express it.
    """
    patterns = translated(asserted, report)
    code = written(asserted, patterns, RUNTIME)
    scope: dict[str, Any] = {}
    # Nothing that a schema says is code in it: values are literals, names are our own.
    exec(compile(code.text, "<checks>", "exec"), scope)  # noqa: S102
    root = asserted.roots[0]
    number = list(asserted.asserts).index(root)
    explanations = Explanations(data(asserted, patterns), checkers(asserted))
    return Validator(scope[code.roots[root]], explanations, number, code.text)


def checkers(plan: Plan) -> dict[tuple[str, str], Callable[[str], bool]]:
    """Return the functions that check the formats of a plan, by format and dialect."""
    found: dict[tuple[str, str], Callable[[str], bool]] = {}
    for each in {asserts.format for asserts in plan.asserts.values()}:
        checker = catalog.checker(*each) if each is not None else None
        if each is not None and checker is not None:
            module = import_module(f"{RUNTIME}.formats.{checker.module}")
            found[each] = getattr(module, checker.function)
    return found
