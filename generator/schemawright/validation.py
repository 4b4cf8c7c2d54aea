"""Validators in memory: the code that packages would carry, made and run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.assertions.data import data
from schemawright.assertions.reading import plan
from schemawright.checks.module import written
from schemawright.location import Location
from schemawright.runtime.checks import plain
from schemawright.runtime.faults import ValidationError, output
from schemawright.runtime.report import Report
from schemawright.source import dialects
from schemawright.source.graph import closure
from schemawright.source.library import Library
from schemawright.source.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.runtime.faults import Fault
    from schemawright.source.library import Reach


class Validator:
    """Tells whether values are valid, and what is wrong with them."""

    def __init__(
        self, check: Callable[[Any], bool], report: Report, root: int, source: str
    ) -> None:
        self._check = check
        self._report = report
        self._root = root
        self.source = source
        """The code of the check."""

    def is_valid(self, value: Any) -> bool:
        """Tell whether a value is valid; fast, and silent about why not."""
        try:
            return self._check(value) or (plain(value) is not value and self._check(plain(value)))
        except RecursionError:
            return not self.errors(value)

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
    reach: Reach | None = None,
) -> Validator:
    """Return the validator of a schema.

    Args:
        schema: the schema, as the `json` module reads it.
        resources: other schemas by their URIs, for references.
        dialect: the dialect of a schema that states none: a name such as `draft7` or a `$schema`
            URI; 2020-12 when left out.
        formats: whether `format` is asserted; otherwise only where the metaschema says so.
        reach: what else may be read.

    Raises:
        InputError: the schema refers to what is not there, or is none.
    """
    library = Library.of(schema, resources or {}, reach)
    usual = None
    if dialect is not None:
        usual = dialects.BY_KEY.get(dialect) or dialects.find(dialect)
    references = References(library, usual)
    graph = closure(references, [Location("schema")])
    asserted = plan(references, graph, formats=formats)
    code = written(asserted, lambda pattern: pattern)
    scope: dict[str, Any] = {}
    exec(
        compile(code.text, "<checks>", "exec"), scope
    )  # noqa: S102 - our own code, see the tests of hostile text
    (root,) = asserted.roots
    nodes = data(asserted, lambda pattern: pattern)
    number = list(asserted.asserts).index(root)
    return Validator(scope[code.roots[root]], Report(nodes, {}), number, code.text)
