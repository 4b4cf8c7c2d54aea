"""A whole module of checks as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.checks import collecting
from schemawright.checks.statements import Statements
from schemawright.checks.writing import Module
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.assertions.patterns import Patterns
    from schemawright.assertions.plan import Key, Plan
    from schemawright.checks.naming import Naming
    from schemawright.checks.simplifying import Simplified


_TYPES = (
    "TYPE_CHECKING = False",
    "if TYPE_CHECKING:",
    "    from collections.abc import Callable",
    "    from typing import Any",
)
"""To import what only annotations use takes longer than many a check does."""


class Written(NamedTuple):
    """A module as text, part by part, and the function in it for each root."""

    imports: tuple[str, ...]
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    tables: tuple[str, ...]
    roots: Mapping[Key, str]

    @property
    def text(self) -> str:
        """The whole module."""
        parts = [self.imports, ("",), self.constants, self.functions, ("", ""), self.tables]
        return "\n".join([line for part in parts for line in part] + [""])


def written(
    plan: Plan, patterns: Patterns, *, home: str, naming: Naming, simple: Simplified | None = None
) -> Written:
    """Return the checks for everything that some roots assert.

    Args:
        plan: what they assert.
        patterns: how patterns are searched for.
        home: the package that the modules of the run time are in, with a dot at its end.
        naming: gives the functions their names.
        simple: the schemas of the plan in their simple form, if that is known.
    """
    module = Module(plan, patterns, naming)
    statements = Statements(module, simple)
    roots = {key: module.function(key) for key in plan.roots}
    functions = unwritten(statements)
    return Written(
        imports=(*imports(module, home), *_TYPES),
        constants=tuple(f"{name} = {source}" for source, name in module.constants.items()),
        functions=tuple(functions),
        tables=tuple(f"{name}: dict[str, Any] = {text}" for text, name in module.tables.items()),
        roots=roots,
    )


def unwritten(statements: Statements) -> list[str]:
    """Return the functions that were asked for and are not written yet, as lines."""
    functions: list[str] = []
    for wanted, name in statements.module.unwritten():
        asserts = statements.asserts[wanted.key]
        if wanted.collects:
            lines = collecting.function(statements, asserts, "value")
            parameters = f"value: Any, {collecting.NAMES}: set[str], {collecting.INDICES}: set[int]"
        else:
            lines = statements.body(asserts, "value", 0)
            parameters = "value: Any"
        head = f"def {name}({parameters}) -> bool:"
        functions += ["", "", head, *indented([*lines, "return True"])]
    return functions


def imports(module: Module, home: str) -> tuple[str, ...]:
    """Return the statements that import what the checks of a module need.

    Args:
        module: the module, written.
        home: the package that the modules of the run time are in, with a dot at its end.
    """
    found = ["import re"] if module.uses_patterns else []
    if module.uses_ecmascript:
        found.append(f"from {home}ecmascript import search_for")
    for name in sorted({each.module for each in module.formats}):
        some = sorted(each.function for each in module.formats if each.module == name)
        found.append(f"from {home}formats.{name} import {', '.join(some)}")
    if module.needed:
        found.append(f"from {home}values import {', '.join(sorted(module.needed))}")
    return tuple(found)
