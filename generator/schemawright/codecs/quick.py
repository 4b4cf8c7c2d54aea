"""The functions that check and decode values in one go, and those that encode what was decoded.

They do what is usual, and give up on all else: a value that is not valid, or that is valid but
unlike what its type is meant for. Then the thorough functions take over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, assert_never

from schemawright import ir
from schemawright.checks import module as checks
from schemawright.checks.statements import Statements
from schemawright.checks.writing import Module
from schemawright.codecs import choices, records
from schemawright.codecs.conversions import encoded, known_keys
from schemawright.codecs.obligations import Obligations
from schemawright.codecs.unions import union
from schemawright.codecs.values import Value, Values
from schemawright.python.layout import indented

if TYPE_CHECKING:

    from schemawright.assertions.patterns import Patterns
    from schemawright.assertions.plan import Key, Plan
    from schemawright.checks.naming import Naming
    from schemawright.checks.simplifying import Simplified
    from schemawright.checks.writing import Lines
    from schemawright.codecs.declared import Declared
    from schemawright.codecs.names import Names
    from schemawright.codecs.values import Decoded


_DEEPEST = 3
"""So many aliases in each other are encoded where they are used."""
_COMMON = frozenset({"best_of", "Later"})
OF_OPEN = frozenset({"best_listed", "best_told", "tagged_told"})
"""What open enumerations need."""


class Quick(NamedTuple):
    """A module of functions as text."""

    imports: tuple[str, ...]
    """What its checks import."""
    runtime: tuple[str, ...]
    """What it imports of the conversions."""
    first_use: tuple[str, ...]
    """What else it imports of what the quick functions have in common."""
    open_members: tuple[str, ...]
    """What it imports of what open enumerations need."""
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    """What decodes."""
    encoders: tuple[str, ...]
    """What encodes, in a module of its own."""
    encoding: tuple[str, ...]
    """What that imports of the conversions."""
    tables: tuple[str, ...]
    thorough: tuple[str, ...]
    """The types that it leaves to the thorough functions."""
    listed: tuple[str, ...]
    """The enumerations that it leaves to them as far as values are listed."""
    checked: tuple[ir.TypeName, ...]
    """The types that it asks for checks when several of them may allow a value."""
    simple: Simplified
    """The schemas in their simple form."""


def quick(
    declared: Declared,
    plan: Plan,
    patterns: Patterns,
    naming: Naming,
) -> Quick:
    """Return the functions for all declared types.

    Args:
        declared: the types.
        plan: what values must be like to be decoded.
        patterns: how patterns are searched for.
        naming: gives the functions that only check their names.
    """
    writer = _Writer(declared, Module(plan, patterns, naming))
    functions: Lines = []
    encoders: Lines = []
    for name, declaration in declared.model.declarations.items():
        functions += writer.decoding(name, declaration)
    decoding, writer.needed = writer.needed, set()
    for name, declaration in declared.model.declarations.items():
        encoders += writer.encoding(name, declaration)
    functions += writer.choosing
    functions += checks.unwritten(writer.statements)
    module = writer.statements.module
    constants = [f"{name} = {source}" for source, name in module.constants.items()]
    tables = [f"{name}: Any = {text}" for text, name in module.tables.items()]
    words = {*re.findall(r"\w+", "\n".join([*constants, *functions, *tables]))}
    module.needed &= words  # a function that gives up needs nothing of what was written for it
    return Quick(
        imports=checks.imports(module, ".._validation."),
        runtime=tuple(sorted(decoding - _COMMON - OF_OPEN)),
        open_members=tuple(sorted(decoding & OF_OPEN)),
        first_use=tuple(sorted(decoding & _COMMON)),
        constants=tuple(constants),
        functions=tuple(functions),
        encoders=tuple(encoders),
        encoding=tuple(sorted(writer.needed)),
        tables=(*tables, *(f"{name}: Any = {text}" for text, name in writer.tables.items())),
        thorough=tuple(sorted(writer.thorough)),
        listed=tuple(sorted(writer.listed)),
        checked=tuple(writer.checked),
        simple=writer.statements.simple,
    )


class _Writer:
    """Writes the functions; see `values.Writer`."""

    def __init__(self, declared: Declared, module: Module) -> None:
        self.statements = Statements(module)
        self.obligations = Obligations(self.statements)
        self.thorough: set[str] = set()
        self.listed: set[str] = set()
        self.needed: set[str] = set()
        self.tables: dict[str, str] = {}
        self.choosing: Lines = []
        self.checked: dict[ir.TypeName, None] = {}
        self._chosen: dict[tuple[ir.TypeName, ...], str] = {}
        self.declared = declared
        self._loose = declared.loose()
        self.names: Names = _Valid(self)
        self._values = Values(self, union)

    def decoding(self, name: ir.TypeName, declaration: ir.Declaration) -> Lines:
        """Return the function that checks and decodes a declared type."""
        own = self.declared.types[name]
        self.statements.module.begin(f"decode_{own}")
        value = Value((self.root(name),), "value")
        match declaration:
            case ir.Record():
                attributes = self.declared.attributes[name]
                lines = records.decoder(declaration, attributes, self._values)
            case ir.Enumeration():
                table = self.members(name)
                lines = [f"return {table}[value]"]
                if not self.is_told(name):
                    lines = [*self._values.checked(value), *lines]
                if table is None:
                    lines = self._returned(self._values.plain(ir.Ref(name), value))
            case ir.Alias(target=target):
                lines = self._returned(self._values.of(target, value))
            case _:
                assert_never(declaration)
        return ["", "", f"def {self.decoder(name)}(value: Any) -> Any:", *indented(lines)]

    def encoding(self, name: ir.TypeName, declaration: ir.Declaration) -> Lines:
        """Return the function that encodes what was decoded as a declared type."""
        own = self.declared.types[name]
        self.statements.module.begin(f"encode_{own}")
        match declaration:
            case ir.Record():
                lines = records.encoder(declaration, self.declared.attributes[name], self)
            case ir.Enumeration():
                lines = ["return value._value_"]
            case ir.Alias(target=target):
                lines = [f"return {self.encoded(target, 'value')}"]
            case _:
                assert_never(declaration)
        return ["", "", f"def encode_{own}(value: Any) -> Any:", *indented(lines)]

    def _returned(self, decoded: Decoded) -> Lines:
        return [*decoded.lines, f"return {decoded.source}"]

    def declaration(self, name: ir.TypeName) -> ir.Declaration:
        """Return a declaration."""
        return self.declared.model.declarations[name]

    def root(self, name: ir.TypeName) -> Key:
        """Return the schema of a declared type."""
        return self.statements.chosen[self.declared.roots[name]]

    def decoder(self, name: ir.TypeName) -> str:
        """Return the function that checks and decodes a declared type."""
        return f"decode_{self.declared.types[name]}"

    def new(self, name: ir.TypeName) -> str:
        """Return the function that makes an empty object of a record's class."""
        return f"new_{self.declared.types[name]}"

    def class_(self, name: ir.TypeName) -> str:
        """Return the variable that has the class of a record, once it was needed."""
        return f"class_{self.declared.types[name]}"

    def members(self, name: ir.TypeName) -> str | None:
        """Return the table of the members of an enumeration, None if not all are texts."""
        found = self.declaration(name)
        if not isinstance(found, ir.Enumeration):
            return None
        texts = all(each.kind is ir.Kind.STRING for each in found.values)
        return f"members_{self.declared.types[name]}" if texts else None

    def is_told(self, name: ir.TypeName) -> bool:
        """Tell whether what the table of an enumeration has is valid, and nothing else."""
        asked = self.obligations.of((self.root(name),), "string") or ()
        return name not in self.declared.opened or not any(
            self.obligations.stated(each, "string") for each in asked
        )

    def is_loose(self, name: ir.TypeName) -> bool:
        """Tell whether a type has an enumeration in it that keeps values that it does not list."""
        return name in self._loose

    def check(self, name: ir.TypeName) -> str:
        """Return what the check of a declared type is known by, which is imported if needed."""
        self.checked[name] = None
        return repr(self.declared.types[name])

    def chosen(self, names: tuple[ir.TypeName, ...]) -> str:
        """Return the function that decodes an object as the best of several records."""
        if names not in self._chosen:
            self._chosen[names] = self.statements.module.named("best")
            members = tuple(map(self._member, names))
            self.choosing += choices.function(self._chosen[names], members, self)
        return self._chosen[names]

    def _member(self, name: ir.TypeName) -> choices.Member:
        keys = known_keys(self.declaration(name))
        parts = self.obligations.of((self.root(name),), "object") or ()
        required = (each for key in parts for each in self.obligations.asserts[key].required)
        return choices.Member(name, frozenset(keys), tuple(dict.fromkeys(required)), tuple(keys))

    def known(self, name: ir.TypeName) -> str:
        """Return the set of the keys that a record knows."""
        keys = known_keys(self.declaration(name))
        own = f"known_{self.declared.types[name]}"
        return self.tables.setdefault(f"frozenset({keys!r})", own)

    def table(self, source: str) -> str:
        """Return the name of a constant that is made of functions."""
        if source not in self.tables:
            self.tables[source] = self.statements.module.named("T")
        return self.tables[source]

    def runtime(self, name: str) -> str:
        """Return a function of the run time, which is imported then."""
        self.needed.add(name)
        return name

    def variable(self) -> str:
        """Return a variable that nothing else in the function uses."""
        return self.statements.module.variable()

    def encoded(self, type_: ir.Type, value: str) -> str:
        """Return the expression for a value of a type, as JSON has it."""
        return encoded(type_, value, self.names)


class _Valid:
    """What decodes values that are known to be valid; see `conversions.Names`."""

    def __init__(self, writer: _Writer) -> None:
        self._writer = writer
        self.formats = writer.declared.formats
        self._aliases: list[ir.TypeName] = []

    def decoder(self, name: ir.TypeName) -> str:
        """Return the function that decodes a declared type."""
        own = self._writer.declared.types[name]
        self._writer.thorough.add(own)
        return f"thorough_{own}"

    def listed(self, name: ir.TypeName) -> str:
        """Return the function that decodes those values of an enumeration that it lists."""
        if not self.is_open(name):
            return self.decoder(name)
        own = self._writer.declared.types[name]
        self._writer.listed.add(own)
        return f"listed_{own}"

    def is_open(self, name: ir.TypeName) -> bool:
        """Tell whether an enumeration keeps values that it does not list."""
        return name in self._writer.declared.opened

    def is_loose(self, name: ir.TypeName) -> bool:
        """Tell whether a type has an enumeration in it that keeps values that it does not list."""
        return self._writer.is_loose(name)

    def encoded(self, name: ir.TypeName, value: str) -> str:
        """Return the expression for a value of a declared type, as JSON has it."""
        if self._writer.members(name) is not None:
            return f"{value}._value_"
        alias = self.declaration(name)
        inline = name not in self._aliases and len(self._aliases) < _DEEPEST
        if isinstance(alias, ir.Alias) and inline:
            self._aliases.append(name)
            found = encoded(alias.target, value, self)
            self._aliases.pop()
            return found
        return f"encode_{self._writer.declared.types[name]}({value})"

    def anything(self, value: str) -> str:
        """Return the expression for any value, as JSON has it."""
        return f"ENCODERS[type({value})]({value})"

    def check(self, name: ir.TypeName, *, listed: bool = False) -> str:
        """Return the function that tells whether a value is valid as a declared type."""
        later, module = self._writer.runtime("Later"), "listed" if listed else "checks"
        return f"{later}('._codecs.{module}', 'CHECKS', {self._writer.check(name)})"

    def runtime(self, name: str) -> str:
        """Return a function of the run time, which is imported then."""
        return self._writer.runtime(name)

    def variable(self) -> str:
        """Return a variable that no other part of an expression uses."""
        return self._writer.variable()

    def declaration(self, name: ir.TypeName) -> ir.Declaration:
        """Return a declaration."""
        return self._writer.declaration(name)

    def constant(self, source: str) -> str:
        """Return the name of a constant."""
        return self._writer.table(source)
