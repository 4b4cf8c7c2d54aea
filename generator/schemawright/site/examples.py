"""An example of each declared type: as JSON that its validator accepts, and as Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright import ir
from schemawright.assertions.data import stated
from schemawright.packaging.instances import Instances, UndrawnError
from schemawright.runtime.report import Report
from schemawright.site.constructors import Constructors, UnspelledError, as_json, laid_out, plain
from schemawright.validation import checkers, searches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.site.constructors import Judge
    from schemawright.targets.subject import Asserted, Subject


MOST_OPTIONAL = 2
"""So many properties of an example need not be there."""


class Example(NamedTuple):
    """A value, in both ways that it is written."""

    json: str
    python: str


def examples(subject: Subject) -> Mapping[ir.TypeName, Example]:
    """Return examples of types, as far as they are found.

    There is one of each that the input names, and of each class and each enumeration.
    """
    if subject.asserted is None:
        return {}
    judge = judge_of(subject.asserted)
    instances = Instances(subject.model, judge, MOST_OPTIONAL)
    constructors = Constructors(subject, judge)
    found: dict[ir.TypeName, Example] = {}
    for name, declaration in subject.model.declarations.items():
        if len(ir.segments(name)) > 1 and isinstance(declaration, ir.Alias):
            continue  # those of what it stands for are a link away
        try:
            value = instances.of(name)
        except UndrawnError:
            continue
        text = laid_out(as_json(value), commas=False)
        try:
            code = constructors.code(name, value)
        except UnspelledError:
            code = _decoded(subject, name, value)
        found[name] = Example(text, code)
    return found


def judge_of(asserted: Asserted) -> Judge:
    """Return what tells whether a value is valid: what schemas assert, read as data.

    Code would be quicker to run, and takes longer to make than all examples together.
    """
    asserts, patterns = asserted.plan.asserts, asserted.patterns
    numbers = {key: number for number, key in enumerate(asserts)}
    # Nobody is told what is wrong, so that places are not needed.
    nodes = [
        {"at": "", **stated(each, numbers.__getitem__, patterns.python.get)}
        for each in asserts.values()
    ]
    formats = dict.fromkeys(each.format for each in asserts.values())
    report = Report(
        nodes,
        checkers(each for each in formats if each is not None),
        searches(patterns.kept),
    )

    def is_valid(name: ir.TypeName, value: Any) -> bool:
        try:
            return not report.faults(numbers[asserted.roots[name]], value)
        except RecursionError:
            return False

    return is_valid


def _decoded(subject: Subject, name: ir.TypeName, value: Any) -> str:
    """Return code that decodes a value, where no call makes it."""
    codec = subject.names.codecs[name]
    lines = [f"from {subject.package} import codecs", ""]
    call = f"codecs.{codec}.decode("
    return "\n".join([*lines, f"{call}{laid_out(plain(value), used=len(call) + 1)})"])
