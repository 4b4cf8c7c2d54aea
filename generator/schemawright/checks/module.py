"""A whole module of checks as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.checks import collecting
from schemawright.checks.statements import Statements
from schemawright.checks.writing import Module, indented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.plan import Key, Plan


class Written(NamedTuple):
    """The text of a module, and the function in it for each root."""

    text: str
    roots: Mapping[Key, str]


def written(plan: Plan, patterns: Mapping[str, str], home: str) -> Written:
    """Return the checks for everything that some roots assert.

    Args:
        plan: what they assert.
        patterns: the patterns of ECMA-262, as Python has them.
        home: the package that the modules of the run time are in.
    """
    module = Module(plan, patterns)
    statements = Statements(module)
    roots = {key: module.function(key) for key in plan.roots}
    functions: list[str] = []
    for wanted, name in module.unwritten():
        asserts = statements.asserts[wanted.key]
        if wanted.collects:
            lines = collecting.function(statements, asserts, "value")
            parameters = f"value, {collecting.NAMES}, {collecting.INDICES}"
        else:
            lines = statements.body(asserts, "value", 0)
            parameters = "value"
        functions += ["", "", f"def {name}({parameters}):", *indented([*lines, "return True"])]
    imports = ["import re"] if module.uses_patterns else []
    if module.needed:
        imports.append(f"from {home}.checks import {', '.join(sorted(module.needed))}")
    for name in sorted({each.module for each in module.formats}):
        some = sorted(each.function for each in module.formats if each.module == name)
        imports.append(f"from {home}.formats.{name} import {', '.join(some)}")
    constants = [f"{name} = {source}" for source, name in module.constants.items()]
    tables = [f"{name} = {source}" for source, name in module.tables.items()]
    text = "\n".join([*imports, "", *constants, *functions, "", "", *tables, ""])
    return Written(text, roots)
