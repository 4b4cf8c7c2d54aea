"""What `black` makes of laid-out text: nothing, ever."""

from __future__ import annotations

import ast
import textwrap
from typing import TYPE_CHECKING

import black
import pytest
from black.strings import str_width
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemawright.python import layout
from schemawright.python.layout import comment, docstring, statement, string

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

CONTEXTS = {0: "", 4: "class Owner:\n", 8: "class Outer:\n    class Owner:\n"}
property_test = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def blackened(source: str, width: int = 88) -> str:
    mode = black.Mode(line_length=width, target_versions={black.TargetVersion.PY311})
    return black.format_str(source, mode=mode)


def check_statement(source: str, indent: int, width: int) -> str:
    """Lay a statement out, make sure that it is stable and the same, and return it dedented."""
    laid_out = statement(source, indent=indent, width=width)
    module = f"{CONTEXTS[indent]}{laid_out}\n"
    assert blackened(module, width) == module
    assert ast.dump(ast.parse(textwrap.dedent(laid_out))) == ast.dump(ast.parse(source))
    return textwrap.dedent(laid_out)


def check_docstring(text: str, indent: int, width: int) -> str:
    """Lay a docstring out, make sure that it is stable and faithful, and return its value."""
    laid_out = docstring(text, indent=indent, width=width)
    margin = " " * indent
    lines = laid_out.split("\n")
    assert all(line.isprintable() and line == line.rstrip() for line in lines)
    assert all(not line or line.startswith(margin) for line in lines)
    assert "\n\n\n" not in laid_out
    assert laid_out.startswith(f'{margin}"""')
    assert laid_out.endswith('"""')
    for module in (
        f"{CONTEXTS[indent]}{laid_out}\n\n{margin}value: int = 1\n",
        f"{CONTEXTS[indent]}{margin}value: int = 1\n{laid_out}\n{margin}other: int\n{laid_out}\n",
    ):
        assert blackened(module, width) == module
    value = ast.literal_eval(laid_out.lstrip())
    assert isinstance(value, str)
    assert solid(value) == solid(text)
    return value


def solid(text: str) -> str:
    """Return a text without the whitespace that a docstring may change."""
    return "".join(char for char in text if char not in " \t\r\n")


# Statements: what each kind looks like, at a width of 40.

STATEMENTS = {
    "fits": (4, "name: str | None = None", "name: str | None = None"),
    "fits exactly": (
        4,
        "name: Annotated[str, None] | int = 1",
        "name: Annotated[str, None] | int = 1",
    ),
    "wide characters": (
        4,
        'name: Literal["名名名名名"] | int = 1',
        'name: Literal["名名名名名"] | int = (\n    1\n)',
    ),
    "annotation, union": (
        4,
        "name: FirstOfManyNames | SecondOfManyNames",
        "name: (\n    FirstOfManyNames | SecondOfManyNames\n)",
    ),
    "annotation, long union": (
        4,
        "name: FirstOfManyNames | SecondOfManyNames | None",
        "name: (\n    FirstOfManyNames\n    | SecondOfManyNames\n    | None\n)",
    ),
    "annotation, subscript": (
        4,
        "name: list[FirstOfManyNames | SecondOne]",
        "name: list[\n    FirstOfManyNames | SecondOne\n]",
    ),
    "annotation, arguments": (
        4,
        'name: Literal["first value", "second value", 3]',
        'name: Literal[\n    "first value", "second value", 3\n]',
    ),
    "annotation, exploded arguments": (
        4,
        'name: Literal["the first value", "the second value"]',
        'name: Literal[\n    "the first value",\n    "the second value",\n]',
    ),
    "annotation, name": (
        4,
        "a_rather_long_name: ARatherLongTypeName",
        "a_rather_long_name: (\n    ARatherLongTypeName\n)",
    ),
    "annotation, name that is too long": (
        4,
        "name: AnExtraordinarilyLongNameOfSomeTypeDeclaration",
        "name: AnExtraordinarilyLongNameOfSomeTypeDeclaration",
    ),
    "default, after union": (
        4,
        "name: FirstOfManyNames | SecondOfMany = None",
        "name: FirstOfManyNames | SecondOfMany = (\n    None\n)",
    ),
    "default, after long union": (
        4,
        "name: FirstOfManyNames | SecondOfManyNames | None = None",
        "name: (\n    FirstOfManyNames\n    | SecondOfManyNames\n    | None\n) = None",
    ),
    "default, after subscript": (
        4,
        "name: list[FirstOfManyNames | SecondOne] = None",
        "name: list[\n    FirstOfManyNames | SecondOne\n] = None",
    ),
    "default, call": (
        4,
        "name: list[str] = field(default_factory=list)",
        "name: list[str] = field(\n    default_factory=list\n)",
    ),
    "default, call after union": (
        4,
        "name: list[FirstName] | None = field(default_factory=list)",
        "name: list[FirstName] | None = field(\n    default_factory=list\n)",
    ),
    "default, call after long union": (
        4,
        "name: FirstOfManyNames | SecondOfManyNames = field(default_factory=list)",
        "name: (\n    FirstOfManyNames | SecondOfManyNames\n) = field(default_factory=list)",
    ),
    "default, lambda": (
        4,
        'name: list[str] = field(default_factory=lambda: ["first", {"b": 1}])',
        "name: list[str] = field(\n"
        '    default_factory=lambda: [\n        "first",\n        {"b": 1},\n    ]\n)',
    ),
    "default, negative number": (4, "some_rather_long_name_of_this: float = -0.125", None),
    "alias": (
        0,
        "SomeAlias: TypeAlias = FirstOfManyNames | SecondOfManyNames",
        "SomeAlias: TypeAlias = (\n    FirstOfManyNames | SecondOfManyNames\n)",
    ),
    "alias, subscript": (
        0,
        "SomeAlias: TypeAlias = dict[str, FirstOfManyNames | SecondOfManyNames | None]",
        "SomeAlias: TypeAlias = dict[\n    str,\n    FirstOfManyNames\n    | SecondOfManyNames\n    | None,\n]",
    ),
    "alias, unpacked": (
        0,
        "SomeAlias: TypeAlias = tuple[FirstOne, *tuple[SecondOne, ...]]",
        "SomeAlias: TypeAlias = tuple[\n    FirstOne, *tuple[SecondOne, ...]\n]",
    ),
    "member": (
        4,
        'A_RATHER_LONG_MEMBER = "a string literal"',
        'A_RATHER_LONG_MEMBER = (\n    "a string literal"\n)',
    ),
    "member, too long": (
        4,
        'MEMBER = "a string literal that is far too long for any line"',
        'MEMBER = "a string literal that is far too long for any line"',
    ),
    "typed dictionary": (
        0,
        'Name = TypedDict("Name", {"key": NotRequired["X | None"], "class": str}, total=False)',
        'Name = TypedDict(\n    "Name",\n    {\n        "key": NotRequired["X | None"],\n'
        '        "class": str,\n    },\n    total=False,\n)',
    ),
    "constant mapping": (
        0,
        'NAMES: Final[Mapping[str, str]] = {"a": "b", "c": "d"}',
        'NAMES: Final[Mapping[str, str]] = {\n    "a": "b",\n    "c": "d",\n}',
    ),
    "list": (
        0,
        '__all__ = ["FirstOfManyNames", "SecondOfManyNames"]',
        '__all__ = [\n    "FirstOfManyNames",\n    "SecondOfManyNames",\n]',
    ),
    "tuple": (
        0,
        '__slots__ = ("first_of_many_names", "second")',
        '__slots__ = (\n    "first_of_many_names",\n    "second",\n)',
    ),
    "import": (
        0,
        "from .module import First, Second as _Second",
        "from .module import (\n    First,\n    Second as _Second,\n)",
    ),
    "import of one name": (
        0,
        "from .some_module import SomeRatherLongName",
        "from .some_module import (\n    SomeRatherLongName,\n)",
    ),
}


@pytest.mark.parametrize(("indent", "source", "expected"), STATEMENTS.values(), ids=STATEMENTS)
def test_statement(indent: int, source: str, expected: str | None) -> None:
    laid_out = check_statement(source, indent, 40)
    assert laid_out == (source if expected is None else expected)
