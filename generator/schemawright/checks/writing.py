"""A module of checks in the making: its functions, its constants, and names for both."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from schemawright.checks.conditions import ANY
from schemawright.python.layout import indented
from schemawright.runtime.catalog import checker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.assertions.patterns import Patterns
    from schemawright.assertions.plan import Asserts, Format, Key, Plan
    from schemawright.checks.naming import Naming
    from schemawright.runtime.catalog import Checker

Lines: TypeAlias = list[str]
"""Statements, each line with its indentation relative to where they stand."""

REJECT = "return False"

_COMPARISON = re.compile(r"""(\w+|type\(\w+\)|'[^'\\]*'|"[^"\\]*") (is|in) (\w+)""")


NOBODY = "\0"
"""A variable that conditions are asked for of which nothing is known; never written."""


class Member(NamedTuple):
    """A property that is known to be there: how it is written, and what kinds it may be of."""

    source: str
    kinds: frozenset[str]


class Wanted(NamedTuple):
    """A function that something calls: of a schema, marking what it evaluates or not."""

    key: Key
    collects: bool


class Module:
    """Hands out names, and remembers which functions are still to be written."""

    def __init__(self, plan: Plan, patterns: Patterns, naming: Naming) -> None:
        self.plan = plan
        self._patterns = patterns
        self._naming = naming
        self._names: dict[Key, str] = {}
        self._here = ""
        self.functions: dict[Wanted, str] = {}
        self.constants: dict[str, str] = {}
        self.tables: dict[str, str] = {}
        self.formats: set[Checker] = set()
        self.needed: set[str] = set()
        self.uses_patterns = False
        self.uses_ecmascript = False
        self._pending: deque[tuple[Wanted, str]] = deque()
        self._variables = 0
        self._named = 0

    def function(self, key: Key, *, collects: bool = False) -> str:
        """Return the name of the function that checks a schema."""
        wanted = Wanted(key, collects)
        if wanted not in self.functions:
            own = self._names.get(key) or self._naming.name(key)
            self._names[key] = own
            name = f"{'mark' if collects else 'check'}_{own}"
            self.functions[wanted] = name
            self._pending.append((wanted, name))
        return self.functions[wanted]

    def constant(self, source: str) -> str:
        """Return the name of a constant that an expression makes once."""
        if source not in self.constants:
            self.constants[source] = self.named("C")
        return self.constants[source]

    def table(self, functions: dict[str, str]) -> str:
        """Return the name of a table of functions, by texts."""
        rows = ", ".join(f"{text!r}: {name}" for text, name in functions.items())
        source = f"{{{rows}}}"
        if source not in self.tables:
            self.tables[source] = self.named("T")
        return self.tables[source]

    def named(self, prefix: str) -> str:
        """Return a name for something that the function first needs which is being written."""
        self._named += 1
        return f"{prefix}{self._named}_{self._here}"

    def runtime(self, name: str) -> None:
        """Note that a function of the runtime is needed."""
        self.needed.add(name)

    def pattern(self, pattern: str) -> str | None:
        """Return a pattern as Python has it, None if Python cannot express it."""
        return self._patterns.python.get(pattern)

    def is_slow(self, pattern: str) -> bool:
        """Tell whether a pattern takes very long on some texts."""
        return pattern in self._patterns.slow

    def search(self, pattern: str) -> str:
        """Return the name of the function that searches a text for a pattern."""
        if pattern in self._patterns.kept:
            self.uses_ecmascript = True
            return self.constant(f"search_for({pattern!r})")
        return self.search_python(self._patterns.python[pattern])

    def search_python(self, pattern: str) -> str:
        """Return the name of the function that searches a text for a pattern of Python."""
        self.uses_patterns = True
        return self.constant(f"re.compile({pattern!r}).search")

    def format(self, format_: Format) -> str | None:
        """Return the name of the function that checks a format, None if it means nothing here."""
        found = checker(format_.name, format_.dialect)
        if found is None:
            return None
        self.formats.add(found)
        return found.function

    def variable(self) -> str:
        """Return a variable that nothing else uses."""
        self._variables += 1
        return f"x{self._variables}"

    def unwritten(self) -> Iterator[tuple[Wanted, str]]:
        """Yield the functions that were asked for, those that are asked for meanwhile too.

        Variables, and names that belong to a function, are counted anew for each.
        """
        while self._pending:
            wanted, name = self._pending.popleft()
            self.begin(name)
            yield wanted, name

    def begin(self, name: str) -> None:
        """Begin another function, whose variables and constants are counted anew."""
        self._here, self._variables, self._named = name, 0, 0


class Writer(Protocol):
    """Writes the checks of schemas; what the constructs need of it."""

    module: Module
    asserts: Mapping[Key, Asserts]
    evaluating: frozenset[Key]
    """The schemas that evaluate items or properties."""
    known: dict[str, Mapping[str, Member]]
    """The properties that are known to be there, where statements are written, by variable."""
    fetched: dict[str, Mapping[str, Member]]
    """The properties that the statements of one schema leave known."""
    classes: dict[Key, str | None]
    """The class that is enough to be allowed by a schema, once that was asked."""
    guarded: set[str]
    """The variables whose class is known to be one that JSON text is read as."""

    def of(self, key: Key, variable: str, depth: int = 0, kinds: frozenset[str] = ANY) -> Lines:
        """Return the statements that reject a value of some kinds that a schema does not allow."""
        ...

    def test(self, key: Key, variable: str, kinds: frozenset[str] = ANY) -> str:
        """Return a condition that tells whether a schema allows a value that is of some kinds."""
        ...

    def condition(self, key: Key, variable: str, kinds: frozenset[str] = ANY) -> str | None:
        """Return a condition that takes no function of its own, None if it takes more."""
        ...

    def kinds(self, key: Key) -> frozenset[str]:
        """Return the kinds of the values that a schema could allow."""
        ...

    def is_tried(self, asserts: Asserts) -> bool:
        """Tell whether values often fail a schema, as it is one of several."""
        ...

    def own(self, asserts: Asserts, variable: str, depth: int) -> Lines:
        """Return the statements for all but the schemas that apply to the same value."""
        ...


def unless(condition: str) -> Lines:
    """Return what rejects a value that does not meet a condition."""
    if condition == "True":
        return []
    if condition == "False":
        return [REJECT]
    return [f"if {opposite(condition)}:", f"    {REJECT}"]


def opposite(condition: str) -> str:
    """Return the condition that holds when another one does not, as people would write it."""
    found = _COMPARISON.fullmatch(condition)
    if found is None:
        return f"not {condition}"
    left, operator, right = found.groups()
    return f"{left} {'is not' if operator == 'is' else 'not in'} {right}"


def attempted(lines: Lines, errors: str) -> Lines:
    """Return lines that reject a value if they raise an error."""
    return ["try:", *indented(lines), f"except {errors}:", f"    {REJECT}"]


def when(condition: str, lines: Lines) -> Lines:
    """Return lines that run under a condition."""
    if not lines or condition == "False":
        return []
    return lines if condition == "True" else [f"if {condition}:", *indented(lines)]


def for_each(variable: str, names: tuple[str, str], lines: Lines) -> Lines:
    """Return lines that run for each member of an object, or nothing if there are none.

    Args:
        variable: the object.
        names: the variables for the name of a member and for its value.
        lines: what is done with them; what is not used is not asked for.
    """
    if not lines:
        return []
    used = [any(re.search(rf"\b{each}\b", line) for line in lines) for each in names]
    name, value = names
    if all(used):
        return [f"for {name}, {value} in {variable}.items():", *indented(lines)]
    if used[0]:
        return [f"for {name} in {variable}:", *indented(lines)]
    return [f"for {value} in {variable}.values():", *indented(lines)]
