"""Validators in memory: the code that packages would carry, made and run at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

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
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.assertions.plan import Format, Plan
    from schemawright.diagnostics import Report
    from schemawright.runtime.faults import Fault


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


class Validator:
    """Tells whether values are valid, and what is wrong with them."""

    def __init__(
        self, check: Callable[[Any], bool], report: Explanations, root: int, source: str
    ) -> None:
        self._check = check
        self._report = report
        self._root = root
        self.source = source
        """The code of the check."""

    def is_valid(self, value: Any) -> bool:
        """Tell whether a value is valid; fast, and silent about why not."""
        try:
            return self._check(value) or self._is_valid_once_plain(value)
        except (RecursionError, TypeError):
            # It is nested too deeply, or no JSON: the report finds a way to say so.
            return not self.errors(value)

    def _is_valid_once_plain(self, value: Any) -> bool:
        other = plain(value)
        return other is not value and self._check(other)

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
    return assembled(parts(asserted, report))


def parts(asserted: Plan, report: Report) -> Parts:
    """Return what the validator of the first root of a plan is put together from.

    Args:
        asserted: what it asserts.
        report: told of suspicious patterns.

    Raises:
        InputError: a pattern is wrong, or such that Python cannot express it.
    """
    patterns = translated(asserted, report)
    code = written(asserted, patterns, RUNTIME)
    root = asserted.roots[0]
    formats = dict.fromkeys(each.format for each in asserted.asserts.values())
    return Parts(
        source=code.text,
        function=code.roots[root],
        nodes=data(asserted, patterns),
        root=list(asserted.asserts).index(root),
        formats=tuple(each for each in formats if each is not None),
    )


def assembled(parts: Parts) -> Validator:
    """Return the validator that is made of parts."""
    scope: dict[str, Any] = {}
    # Nothing that a schema says is code in it: values are literals, names are our own.
    exec(compile(parts.source, "<checks>", "exec"), scope)  # noqa: S102
    explanations = Explanations(parts.nodes, checkers(parts.formats))
    return Validator(scope[parts.function], explanations, parts.root, parts.source)


def checkers(formats: Iterable[Format]) -> dict[tuple[str, str], Callable[[str], bool]]:
    """Return the functions that check formats, by format and dialect."""
    found: dict[tuple[str, str], Callable[[str], bool]] = {}
    for each in formats:
        checker = catalog.checker(*each)
        if checker is not None:
            module = import_module(f"{RUNTIME}.formats.{checker.module}")
            found[each] = getattr(module, checker.function)
    return found
