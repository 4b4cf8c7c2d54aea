"""The functions that decode and encode the declared types of a model, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, assert_never

from schemawright import ir
from schemawright.codecs.conversions import decoded, encoded
from schemawright.python.layout import indented

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemawright.codecs.declared import Declared

Lines: TypeAlias = list[str]


class Functions(NamedTuple):
    """A module of functions as text."""

    runtime: tuple[str, ...]
    """What it imports of the run time."""
    checked: tuple[ir.TypeName, ...]
    """The types whose checks it uses."""
    functions: tuple[str, ...]
    constants: tuple[str, ...]
    listed: bool
    """Whether it uses checks that only allow values that are listed."""


def functions(declared: Declared) -> Functions:
    """Return the functions for all declared types.

    Args:
        declared: the types.
    """
    writer = _Writer(declared)
    lines: Lines = []
    for name, declaration in declared.model.declarations.items():
        writer.begin(declared.types[name])
        match declaration:
            case ir.Record():
                names, unset = declared.attributes[name]
                lines += _record_decoder(declaration, names, unset, writer)
                lines += _record_encoder(declaration, names, unset, writer)
            case ir.Enumeration():
                lines += _enumeration(declaration, writer)
            case ir.Alias(target=target):
                lines += _alias(name, target, writer)
            case _:
                assert_never(declaration)
    return Functions(
        runtime=tuple(sorted(writer.needed)),
        checked=tuple(writer.checked),
        functions=tuple(lines),
        listed=writer.listed_checks,
        constants=tuple(f"{name}: Any = {text}" for text, name in writer.constants.items()),
    )


class _Writer:
    """Hands out names; see `conversions.Names`."""

    def __init__(self, declared: Declared) -> None:
        self.formats = declared.formats
        self.constants: dict[str, str] = {}
        self.needed: set[str] = set()
        self.checked: dict[ir.TypeName, None] = {}
        self._opened = declared.opened
        self.listed_checks = False
        self._loose = declared.loose()
        self._model = declared.model
        self._types = declared.types
        self._here = ""
        self._variables = 0
        self._named = 0

    def begin(self, type_: str) -> None:
        """Begin the functions of another type, which count their variables anew."""
        self._here, self._variables, self._named = type_, 0, 0

    def decoder(self, name: ir.TypeName) -> str:
        """Return the function that decodes a declared type."""
        return f"decode_{self._types[name]}"

    def listed(self, name: ir.TypeName) -> str:
        """Return the function that decodes those values of an enumeration that it lists."""
        return f"listed_{self._types[name]}" if self.is_open(name) else self.decoder(name)

    def is_open(self, name: ir.TypeName) -> bool:
        """Tell whether an enumeration keeps values that it does not list."""
        return name in self._opened

    def is_loose(self, name: ir.TypeName) -> bool:
        """Tell whether a type has an enumeration in it that keeps values that it does not list."""
        return name in self._loose

    def encoder(self, name: ir.TypeName) -> str:
        """Return the function that encodes a declared type."""
        return f"encode_{self._types[name]}"

    def encoded(self, name: ir.TypeName, value: str) -> str:
        """Return the expression for a value of a declared type, as JSON has it."""
        return f"{self.encoder(name)}({value})"

    def anything(self, value: str) -> str:
        """Return the expression for any value, as JSON has it."""
        return f"anything({value})"

    def class_(self, name: ir.TypeName) -> str:
        """Return what the class of a declared type is imported as."""
        return f"class_{self._types[name]}"

    def check(self, name: ir.TypeName, *, listed: bool = False) -> str:
        """Return what tells whether a value is valid as a declared type."""
        self.checked[name] = None
        self.listed_checks = self.listed_checks or listed
        return f"{'LISTED' if listed else 'CHECKS'}[{self._types[name]!r}]"

    def runtime(self, name: str) -> str:
        """Return a function of the run time, which is imported then."""
        self.needed.add(name)
        return name

    def variable(self) -> str:
        """Return a variable that nothing else in the function uses."""
        self._variables += 1
        return f"x{self._variables}"

    def declaration(self, name: ir.TypeName) -> ir.Declaration:
        """Return a declaration."""
        return self._model.declarations[name]

    def constant(self, source: str) -> str:
        """Return the name of a constant."""
        if source not in self.constants:
            self._named += 1
            self.constants[source] = f"C{self._named}_{self._here}"
        return self.constants[source]


def _record_decoder(
    record: ir.Record, names: Mapping[str, str], unset: frozenset[str], writer: _Writer
) -> Lines:
    needed = [each for each in record.fields if each.required]
    optional = [each for each in record.fields if not each.required]
    required = [line for each in needed for line in _stored(each, names[each.name], writer)]
    lines = [
        "",
        "",
        f"def {writer.decoder(record.name)}(value: Any) -> Any:",
        "    if type(value) is not dict:",
        "        return value",
        f"    found: Any = new({writer.class_(record.name)})",
        "    found._extra = None",
    ]
    if required:
        lines += [
            "    try:",
            *indented(required, 2),
            "    except KeyError:",
            "        return value",
        ]
    absent = {
        word: [names[each.name] for each in optional if (each.name in unset) == (word == "UNSET")]
        for word in ("None", "UNSET")
    }
    if optional:
        targets = [
            f"{' = '.join(f'found.{each}' for each in some)} = {word}"
            for word, some in absent.items()
            if some
        ]
        lines += [f"    {each}" for each in targets]
    # With no more keys than the required ones nothing else can be there.
    lines += [f"    if len(value) == {len(needed)}:", "        return found"]
    for each in optional:
        stored = _stored(each, names[each.name], writer)
        lines += [f"    if {each.name!r} in value:", *indented(stored, 2)]
    return [
        *lines,
        *_rest(record, [each.name for each in optional if each.name not in unset], writer),
    ]


def _stored(field: ir.Field, attribute: str, writer: _Writer) -> Lines:
    """Return the statements that decode the value of a property into its attribute."""
    variable, source = writer.variable(), f"value[{field.name!r}]"
    found = decoded(field.type, variable, writer)
    if found == variable:
        return [f"found.{attribute} = {source}"]
    return [f"{variable} = {source}", f"found.{attribute} = {found}"]


def _rest(record: ir.Record, plain: Sequence[str], writer: _Writer) -> Lines:
    """Return the statements that keep what no attribute stands for.

    Args:
        record: the record.
        plain: the keys whose attribute cannot tell null from absent.
        writer: hands out names.
    """
    known = writer.constant(f"frozenset({[each.name for each in record.fields]!r})")
    null = writer.constant(f"{tuple(plain)!r}")
    extra = writer.variable()
    rest = extra if record.patterns else decoded(record.extra or ir.AnyValue(), extra, writer)
    way = f"lambda {extra}: {rest}"
    return [
        f"    if not value.keys() <= {known} or None in value.values():",
        f"        found._extra = {writer.runtime('rest')}(value, {known}, {null}, {way})",
        "    return found",
    ]


def _record_encoder(
    record: ir.Record, names: Mapping[str, str], unset: frozenset[str], writer: _Writer
) -> Lines:
    required: Lines = []
    optional: Lines = []
    for field in record.fields:
        attribute = f"value.{names[field.name]}"
        variable = writer.variable()
        if field.required:
            required.append(f"{field.name!r}: {encoded(field.type, attribute, writer)},")
            continue
        absent = "UNSET" if field.name in unset else "None"
        optional += [
            f"{variable} = {attribute}",
            f"if {variable} is not {absent}:",
            f"    found[{field.name!r}] = {encoded(field.type, variable, writer)}",
        ]
    extra = writer.variable()
    return [
        "",
        "",
        f"def {writer.encoder(record.name)}(value: Any) -> Any:",
        f"    if not isinstance(value, {writer.class_(record.name)}):",
        "        return anything(value)",
        "    found: dict[str, Any] = {",
        *indented(required, 2),
        "    }",
        *indented(optional),
        f'    {extra} = getattr(value, "_extra", None)',
        f"    if {extra}:",
        # What stands in an attribute by now counts more than what was found beside it.
        f"        found = {{**anything({extra}), **found}}",
        "    return found",
    ]


def _enumeration(enumeration: ir.Enumeration, writer: _Writer) -> Lines:
    class_ = writer.class_(enumeration.name)
    members = writer.constant(f"{{each.value: each for each in {class_}}}")
    lines = [
        "",
        "",
        f"def {writer.listed(enumeration.name)}(value: Any) -> Any:",
        f"    return {members}.get(value, value) if type(value) in SCALARS else value",
    ]
    if writer.is_open(enumeration.name):
        lines += [
            "",
            "",
            f"def {writer.decoder(enumeration.name)}(value: Any) -> Any:",
            f"    return member({class_}, value) if type(value) in SCALARS else value",
        ]
    return [
        *lines,
        "",
        "",
        f"def {writer.encoder(enumeration.name)}(value: Any) -> Any:",
        f"    return value.value if isinstance(value, {class_}) else anything(value)",
    ]


def _alias(name: ir.TypeName, target: ir.Type, writer: _Writer) -> Lines:
    return [
        "",
        "",
        f"def {writer.decoder(name)}(value: Any) -> Any:",
        f"    return {decoded(target, 'value', writer)}",
        "",
        "",
        f"def {writer.encoder(name)}(value: Any) -> Any:",
        f"    return {encoded(target, 'value', writer)}",
    ]
