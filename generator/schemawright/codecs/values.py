"""How values are checked and decoded in one go, as Python statements.

What the statements do not say of a value, because it is unusual, is an error to them: it is looked
at again by others. What they let through is valid, and decoded as the others would decode it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from schemawright import ir
from schemawright.checks.conditions import ANY, TEXT
from schemawright.checks.expressions import sizes
from schemawright.checks.writing import NOBODY, REJECT, unless
from schemawright.codecs.conversions import decoded
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from schemawright.assertions.plan import Key
    from schemawright.checks.statements import Statements
    from schemawright.checks.writing import Lines
    from schemawright.codecs.names import Names
    from schemawright.codecs.obligations import Obligations

    Union: TypeAlias = "Callable[[Values, ir.Union, Value], Decoded | None]"

GIVE_UP = "raise UnusualError"
_OF_ARRAYS = frozenset({"items", "min_items", "max_items"})
_OF_MAPS = frozenset({"additional_properties", "min_properties", "max_properties"})
_CONTAINERS: Mapping[type[ir.Type], str] = {
    ir.Array: "array",
    ir.Tuple: "array",
    ir.Map: "object",
}
_DEEPEST = 4
"""So many aliases in each other are written where they are used."""
_MOST_NESTED = 5
"""So many loops are written inside each other; Python allows 20 blocks."""
_LONGEST = 6
"""So many statements of an alias are written where it is used."""


class Value(NamedTuple):
    """A value: the schemas that must hold, the variable that has it, and its possible kinds."""

    keys: tuple[Key, ...]
    variable: str
    kinds: frozenset[str] = ANY


class Decoded(NamedTuple):
    """Statements that give up on what is not valid, and then the expression for what is."""

    lines: Lines
    source: str


class Writer(Protocol):
    """What functions for values need of what writes them."""

    statements: Statements
    obligations: Obligations
    names: Names
    """What decodes values that are known to be valid."""

    def declaration(self, name: ir.TypeName) -> ir.Declaration:
        """Return a declaration."""
        ...

    def root(self, name: ir.TypeName) -> Key:
        """Return the schema of a declared type."""
        ...

    def decoder(self, name: ir.TypeName) -> str:
        """Return the function that checks and decodes a declared type."""
        ...

    def members(self, name: ir.TypeName) -> str | None:
        """Return the table of the members of an enumeration, None if not all are texts."""
        ...

    def is_loose(self, name: ir.TypeName) -> bool:
        """Tell whether a type has an enumeration in it that keeps values that it does not list."""
        ...

    def is_told(self, name: ir.TypeName) -> bool:
        """Tell whether what the table of an enumeration has is valid, and nothing else."""
        ...

    def check(self, name: ir.TypeName) -> str:
        """Return what the check of a declared type is known by, which is imported if needed."""
        ...

    def chosen(self, names: tuple[ir.TypeName, ...]) -> str:
        """Return the function that decodes an object as the best of several records."""
        ...

    def known(self, name: ir.TypeName) -> str:
        """Return the set of the keys that a record knows."""
        ...

    def table(self, source: str) -> str:
        """Return the name of a constant that is made of functions."""
        ...

    def new(self, name: ir.TypeName) -> str:
        """Return the function that makes an empty object of a record's class."""
        ...

    def class_(self, name: ir.TypeName) -> str:
        """Return the variable that has the class of a record, once it was needed."""
        ...

    def variable(self) -> str:
        """Return a variable that nothing else in the function uses."""
        ...

    def encoded(self, type_: ir.Type, value: str) -> str:
        """Return the expression for a value of a type, as JSON has it."""
        ...

    def runtime(self, name: str) -> str:
        """Return a function of the run time, which is imported then."""
        ...


def giving_up(lines: Lines) -> Lines:
    """Return checks that raise an error where they would reject a value."""
    return [
        f"{line.removesuffix(REJECT)}{GIVE_UP}" if line.strip() == REJECT else line
        for line in lines
    ]


class Values:
    """Writes how values are checked and decoded."""

    def __init__(self, writer: Writer, union: Union) -> None:
        self.writer = writer
        self._union = union
        self._aliases: list[ir.TypeName] = []
        self._nested = 0

    def checked(self, value: Value) -> Lines:
        """Return the statements that give up on a value that is not valid."""
        lines: Lines = []
        kinds = value.kinds
        statements = self.writer.statements
        for key in value.keys:
            lines += statements.of(key, value.variable, 2, kinds)
            if kinds != ANY:
                kinds &= statements.kinds(key)
        return giving_up(lines)

    def variable(self) -> str:
        """Return a variable that nothing else in the function uses."""
        return self.writer.statements.module.variable()

    def of(self, type_: ir.Type, value: Value) -> Decoded:
        """Return how a value is checked and decoded as a type, all of it in the end."""
        match type_:
            case ir.Nullable(item=item):
                return self._nullable(item, value)
            case ir.Ref(name=name):
                return self._reference(name, value)
            case ir.Array() | ir.Map() if self._nested < _MOST_NESTED:
                self._nested += 1
                found = self._several(type_, value)
                self._nested -= 1
                return found or self.plain(type_, value)
            case ir.Union():
                return self._union(self, type_, value) or self.plain(type_, value)
            case ir.Literal(values=(ir.Constant(value=str(text)),)) if self._is_only(text, value):
                # The text of the schema takes its place: one for all values, and not one for each.
                return Decoded(self.checked(value), repr(text))
            case ir.Number(integral=True):
                known = f"{value.variable} if type({value.variable}) is int else "
                found = self.plain(type_, value)
                return Decoded(found.lines, f"{known}{found.source}")
            case _:
                return self.plain(type_, value)

    def _is_only(self, text: str, value: Value) -> bool:
        """Tell whether a text is the only value that is allowed."""
        obligations = self.writer.obligations
        keys = obligations.of(value.keys, "string")
        alone = value.kinds.intersection(*(self.writer.statements.kinds(k) for k in value.keys))
        return (
            keys is not None
            and alone == TEXT
            and any((text,) in obligations.asserts[key].enums for key in keys)
        )

    def plain(self, type_: ir.Type, value: Value) -> Decoded:
        """Return how a value is checked first, and then decoded as what is valid."""
        kind = _CONTAINERS.get(type(type_))
        if kind is not None and self.writer.obligations.of(value.keys, kind) is None:
            # Schemas contradict each other: type checkers know that there is nothing inside.
            return Decoded(self.checked(value), value.variable)
        source = decoded(type_, value.variable, self.writer.names)
        return Decoded(self.checked(value), source)

    def without(self, value: Value, *kinds: str) -> Value:
        """Return a value as it is known once it is of none of some kinds."""
        left = value.kinds.difference(kinds)
        allowed = left.intersection(*(self.writer.statements.kinds(key) for key in value.keys))
        # Where all that is left is allowed, nothing would be asked of classes that JSON has not.
        return value._replace(kinds=left) if allowed != left else value

    def _nullable(self, item: ir.Type, value: Value) -> Decoded:
        variable = value.variable
        conditions = [
            self.writer.statements.condition(key, NOBODY, frozenset({"null"})) for key in value.keys
        ]
        if "null" not in value.kinds or any(each != "True" for each in conditions):
            return self.of(item, value)
        found = self.of(item, self.without(value, "null"))
        if found.source == variable:
            lines = [f"if {variable} is not None:", *indented(found.lines)] if found.lines else []
            return Decoded(lines, variable)
        if not found.lines:
            return Decoded([], f"None if {variable} is None else {found.source}")
        made = self.variable()
        inner = [*found.lines, f"{made} = {found.source}"]
        lines = [f"{made}: Any = None", f"if {variable} is not None:", *indented(inner)]
        return Decoded(lines, made)

    def _reference(self, name: ir.TypeName, value: Value) -> Decoded:
        declaration = self.writer.declaration(name)
        if isinstance(declaration, ir.Alias):
            return self._alias(declaration, value)
        kind, source = "object", f"{self.writer.decoder(name)}({value.variable})"
        if isinstance(declaration, ir.Enumeration):
            members = self.writer.members(name)
            if members is None:
                return self.plain(ir.Ref(name), value)
            kind = "string"
            if self.writer.is_told(name):
                source = f"{members}[{value.variable}]"
        met = self.writer.obligations.are_met(value.keys, self.writer.root(name), kind)
        return Decoded([] if met else self.checked(value), source)

    def _alias(self, alias: ir.Alias, value: Value) -> Decoded:
        if alias.name not in self._aliases and len(self._aliases) < _DEEPEST:
            self._aliases.append(alias.name)
            found = self.of(alias.target, value)
            self._aliases.pop()
            if len(found.lines) <= _LONGEST:
                return found
        source = f"{self.writer.decoder(alias.name)}({value.variable})"
        root = self.writer.root(alias.name)
        kinds = sorted(value.kinds)
        met = all(
            self.writer.obligations.are_met(value.keys, root, each)
            for each in kinds
            if each in self.writer.statements.kinds(root)
        )
        return Decoded([] if met else self.checked(value), source)

    def _several(self, type_: ir.Array | ir.Map, value: Value) -> Decoded | None:
        if isinstance(type_, ir.Array):
            return self._array(type_.item, value)
        return self._map(type_.value, value)

    def _array(self, item: ir.Type, value: Value) -> Decoded | None:
        asked = self._sized(value, "array", _OF_ARRAYS)
        if asked is None:
            return None
        keys, lines = asked
        variable, each = value.variable, self.variable()
        items = [self.writer.obligations.asserts[key].items for key in keys]
        found = self.of(item, Value(tuple(key for key in items if key is not None), each))
        if found.source == each:
            checks = self.checked(value._replace(kinds=frozenset({"array"})))
            return Decoded([*is_a("list", value), *checks], f"{variable}[:]")
        if not found.lines:
            return Decoded(lines, f"[{found.source} for {each} in {variable}]")
        made = self.variable()
        loop = [*found.lines, f"{made}.append({found.source})"]
        lines += [f"{made} = []", f"for {each} in {variable}:", *indented(loop)]
        return Decoded(lines, made)

    def _map(self, inside: ir.Type, value: Value) -> Decoded | None:
        asked = self._sized(value, "object", _OF_MAPS)
        if asked is None:
            return None
        keys, lines = asked
        variable, name, each = value.variable, self.variable(), self.variable()
        rest = [self.writer.obligations.asserts[key].additional_properties for key in keys]
        found = self.of(inside, Value(tuple(key for key in rest if key is not None), each))
        if not found.lines and found.source == each:
            return Decoded(lines, f"{variable}.copy()")
        members = f"{name}, {each} in {variable}.items()"
        if not found.lines:
            return Decoded(lines, f"{{{name}: {found.source} for {members}}}")
        made = self.variable()
        loop = [*found.lines, f"{made}[{name}] = {found.source}"]
        lines += [f"{made} = {{}}", f"for {members}:", *indented(loop)]
        return Decoded(lines, made)

    def _sized(
        self, value: Value, kind: str, known: frozenset[str]
    ) -> tuple[tuple[Key, ...], Lines] | None:
        """Return the schemas of an array or a map, and the statements for its class and size.

        None if they say more than how much there is, and what the members are.
        """
        obligations = self.writer.obligations
        keys = obligations.of(value.keys, kind)
        if keys is None or any(not obligations.stated(key, kind) <= known for key in keys):
            return None
        lines = is_a("list" if kind == "array" else "dict", value)
        for key in keys:
            asserts = obligations.asserts[key]
            least, most = asserts.min_items, asserts.max_items
            if kind == "object":
                least, most = asserts.min_properties, asserts.max_properties
            lines += of_size(value.variable, least, most)
        return keys, lines


def of_size(variable: str, least: int | None, most: int | None) -> Lines:
    """Return the statements that give up on a value that has too few or too many members."""
    return [
        line for condition in sizes(variable, least, most) for line in giving_up(unless(condition))
    ]


def is_a(class_: str, value: Value) -> Lines:
    """Return the statements that give up on a value that is not of a class."""
    kinds = frozenset({"array" if class_ == "list" else "object"})
    if value.kinds == kinds:
        return []
    return [f"if type({value.variable}) is not {class_}:", f"    {GIVE_UP}"]
