"""What `black` makes of laid-out text: nothing, ever."""

from __future__ import annotations

import ast
import re
import textwrap
from typing import TYPE_CHECKING

import black
import pytest
from black.mode import Mode, TargetVersion
from black.strings import str_width
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemawright.python.layout import statement
from schemawright.python.text import docstring, string

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

CONTEXTS = {0: "", 4: "class Owner:\n", 8: "class Outer:\n    class Owner:\n"}
property_test = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def blackened(source: str, width: int = 88) -> str:
    mode = Mode(line_length=width, target_versions={TargetVersion.PY311})
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
        f"{CONTEXTS[indent]}{laid_out}\n\n{margin}a: int\n",
        f"{CONTEXTS[indent]}{margin}a: int\n{laid_out}\n{margin}b: int\n{laid_out}\n",
    ):
        assert blackened(module, width) == module
    value = ast.literal_eval(laid_out.lstrip())
    assert isinstance(value, str)
    # A class cannot have a docstring with a lone surrogate: it is shown as text.
    shown = re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)
    assert solid(value) == solid(shown)
    return value


def solid(text: str) -> str:
    """Return a text without the whitespace that a docstring may change."""
    return "".join(char for char in text if char not in " \t\r\n")


# Statements: what each kind looks like in a class, 40 columns wide; a source, then its layout.

STATEMENTS = """
name: str | None = None
name: Literal["名名名名名名名名名名"]
    name: Literal[
        "名名名名名名名名名名"
    ]
name: Literal["first value", "second value", 3]
    name: Literal[
        "first value", "second value", 3
    ]
a_rather_long_name: ARatherLongTypeName
    a_rather_long_name: (
        ARatherLongTypeName
    )
name: AnExtraordinarilyLongNameOfSomeTypeDeclaration
name: FirstOfManyNames | Second = None
    name: FirstOfManyNames | Second = (
        None
    )
name: FirstOfManyNames | SecondOfManyNames | None = None
    name: (
        FirstOfManyNames
        | SecondOfManyNames
        | None
    ) = None
name: list[FirstName] | None = field(default_factory=list)
    name: list[FirstName] | None = (
        field(default_factory=list)
    )
name: FirstOfMany | SecondOfManyNames = field(init=False)
    name: (
        FirstOfMany | SecondOfManyNames
    ) = field(init=False)
name: AnExtraordinarilyLongNameOfATypeDeclaration = field(init=False)
    name: (
        AnExtraordinarilyLongNameOfATypeDeclaration
    ) = field(init=False)
name: AnExtraordinarilyLongNameOfATypeDeclaration = OTHER
    name: AnExtraordinarilyLongNameOfATypeDeclaration = (OTHER)
name: list[str] = field(default_factory=lambda: ["first", {"b": 1}])
    name: list[str] = field(
        default_factory=lambda: [
            "first",
            {"b": 1},
        ]
    )
some_rather_long_name: float = -0.125
    some_rather_long_name: float = (
        -0.125
    )
SomeAlias: TypeAlias = dict[str, FirstOfManyNames | SecondOfManyNames | None]
    SomeAlias: TypeAlias = dict[
        str,
        FirstOfManyNames
        | SecondOfManyNames
        | None,
    ]
SomeAlias: TypeAlias = tuple[FirstOne, *tuple[SecondOne, ...]]
    SomeAlias: TypeAlias = tuple[
        FirstOne, *tuple[SecondOne, ...]
    ]
A_RATHER_LONG_MEMBER = "a string literal"
    A_RATHER_LONG_MEMBER = (
        "a string literal"
    )
MEMBER = "a string literal that is far too long for any line"
Name = TypedDict("Name", {"key": NotRequired["X | None"], "class": str}, total=False)
    Name = TypedDict(
        "Name",
        {
            "key": NotRequired[
                "X | None"
            ],
            "class": str,
        },
        total=False,
    )
NAMES: Final[Mapping[str, str]] = {"a": "b", "c": "d"}
    NAMES: Final[Mapping[str, str]] = {
        "a": "b",
        "c": "d",
    }
__all__ = ["FirstOfManyNames", "SecondOfManyNames"]
    __all__ = [
        "FirstOfManyNames",
        "SecondOfManyNames",
    ]
from .module import First, Second as _Second
    from .module import (
        First,
        Second as _Second,
    )
a_rather_long_name: FirstOfMany | Second
    a_rather_long_name: (
        FirstOfMany | Second
    )
"""


def examples() -> list[tuple[str, str]]:
    """Return each of the sources, and what becomes of it."""
    blocks = re.findall(r"^(\S.*)\n((?:    .*\n)*)", STATEMENTS, re.MULTILINE)
    return [(source, textwrap.dedent(layout).rstrip() or source) for source, layout in blocks]


@pytest.mark.parametrize(("source", "expected"), examples())
def test_statement(source: str, expected: str) -> None:
    assert check_statement(source, 4, 40) == expected


# Statements: any of the grammar, at any width.

NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=30).map("x{}".format)
TYPE_NAMES = NAMES.map(str.capitalize)
DOTTED = st.lists(TYPE_NAMES, min_size=1, max_size=3).map(".".join)
STRINGS = st.one_of(
    st.text("abcdefghij ", min_size=1, max_size=60), st.text("ab \"'\\[]{},=|:.名é🎉", max_size=20)
).map(string)
SCALARS = st.one_of(STRINGS, st.sampled_from(["None", "True", "-1", "0.25", "-1.5e-10", "1e100"]))


def joined(parts: SearchStrategy[str], most: int, separator: str = ", ") -> SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=most).map(separator.join)


def pairs(values: SearchStrategy[str]) -> SearchStrategy[str]:
    """Return the displays of dictionaries from strings to some values."""
    items = st.lists(st.tuples(STRINGS, values), max_size=4)
    return items.map(lambda some: "{" + ", ".join(f"{key}: {value}" for key, value in some) + "}")


def subscripts(parts: SearchStrategy[str]) -> SearchStrategy[str]:
    """Return expressions one level deeper than others."""
    unions = joined(parts, 5, " | ")
    return st.one_of(
        st.builds("{}[{}]".format, st.sampled_from(["list", "NotRequired", "tuple"]), unions),
        joined(unions, 4).map("tuple[{}]".format),
        joined(SCALARS, 6).map("Literal[{}]".format),
        unions.map("dict[str, {}]".format),
        st.builds("Annotated[{}, {}]".format, unions, STRINGS),
        st.builds("tuple[{}, *tuple[{}, ...]]".format, unions, unions),
    )


ATOMS = st.recursive(st.one_of(DOTTED, STRINGS, st.just("tuple[()]")), subscripts, max_leaves=8)
TYPES = joined(ATOMS, 5, " | ")
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"), pairs(inner)
    ),
    max_leaves=6,
)
DEFAULTS = st.one_of(
    SCALARS,
    DOTTED,
    DOTTED.map("field(default_factory={})".format),
    VALUES.map("field(default_factory=lambda: {})".format),
    st.builds("field(default={}, metadata={})".format, SCALARS, pairs(SCALARS)),
    st.just("field()"),
)
IMPORTED = st.one_of(TYPE_NAMES, st.builds("{} as {}".format, TYPE_NAMES, TYPE_NAMES))
FIELDS = st.one_of(
    st.builds("{}: {}".format, NAMES, TYPES),
    st.builds("{}: {} = {}".format, NAMES, TYPES, DEFAULTS),
)
MEMBERS = st.builds("{} = {}".format, NAMES.map(str.upper), SCALARS)
DECLARATIONS = st.one_of(
    st.builds("{}: TypeAlias = {}".format, TYPE_NAMES, TYPES),
    st.builds("{} = TypedDict({}, {})".format, TYPE_NAMES, STRINGS, pairs(TYPES)),
    st.builds("{} = TypedDict({}, {}, total=False)".format, TYPE_NAMES, STRINGS, pairs(TYPES)),
    st.builds("{}: Final[Mapping[str, str]] = {}".format, NAMES, pairs(VALUES)),
    st.builds("__all__ = [{}]".format, joined(STRINGS, 5)),
    st.builds("from .{} import {}".format, NAMES, joined(IMPORTED, 5)),
)
INDENTED = st.one_of(
    st.tuples(st.sampled_from([4, 8]), FIELDS),
    st.tuples(st.just(4), MEMBERS),
    st.tuples(st.just(0), DECLARATIONS),
)


NEW_MAGIC_COMMA = (
    4,
    'an_extraordinarily_long_name_: Annotated[Literal[None, "some", 1] | Some | Another, X] = Y.Z',
)
"""Black lays this out, but for the commas that it adds then, in another way."""


@property_test
@given(INDENTED, st.integers(40, 140))
@example(NEW_MAGIC_COMMA, 42)
def test_any_statement(indented: tuple[int, str], width: int) -> None:
    check_statement(indented[1], indented[0], width)


@property_test
@given(INDENTED, st.integers(-4, 4), st.data())
def test_statement_at_the_edge(indented: tuple[int, str], more: int, data: st.DataObject) -> None:
    """Lines are most interesting when they fit, or not, by a few columns."""
    indent, source = indented
    lines = [
        line for width in (40, 100) for line in check_statement(source, indent, width).split("\n")
    ]
    edge = data.draw(st.sampled_from(lines))
    check_statement(source, indent, max(30, str_width(edge) + indent + more))


# Text.

TRICKY = st.one_of(
    st.sampled_from(
        "\"'\\ \n\t\r`|-*1.#:=x\x00\x0b\x0c\x1c\x85\u2028\u202e\xa0\u3000名é🎉\ud800\udc00"
    ),
    st.sampled_from(
        ['"""', "```", "\n\n", "- ", "1. ", "\\N{", "\\x4", "word ", "fmt: off", "\\\n"]
    ),
    st.sampled_from(["    ", "https://example.com/an/address/that/cannot/be/broken"]),
)
ANYTHING = st.characters(exclude_categories=())
TEXTS = st.one_of(
    st.text(ANYTHING),
    st.lists(TRICKY, max_size=30).map("".join),
    st.lists(st.one_of(TRICKY, st.text(ANYTHING, max_size=5)), max_size=30).map("".join),
)


@property_test
@given(TEXTS)
@example("plain")
@example('"double" and \'single\' and "double"')
@example("'\"\\")
@example("\xab\u202e\U000e0001\ud83d\ude00")
def test_string(value: str) -> None:
    literal = string(value)
    assert ast.literal_eval(literal) == value
    assert literal.isprintable()
    assert blackened(f"name = {literal}\n", 10_000) == f"name = {literal}\n"


@property_test
@given(TEXTS, st.sampled_from([0, 4, 8]), st.integers(20, 120))
@example("0\x1f\U00014647\U00018cd6", 0, 30)  # too long for one line, but nothing to break at
@example("Ends with a backslash\\", 4, 88)
@example('"Quoted"', 4, 88)
@example('"', 4, 88)
@example('""" + escape() + """', 4, 88)
@example("first\n    indented\n    indented", 4, 88)
@example("- a list item that is wrapped, and then all of its rest is indented", 4, 40)
def test_docstring(text: str, indent: int, width: int) -> None:
    if text.strip():
        check_docstring(text, indent, width)
    else:
        assert docstring(text, indent=indent, width=width) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  One line. ", '"""One line."""'),
        ("x" * 34, f'"""{"x" * 34}"""'),
        ("x" * 35, f'"""{"x" * 35}"""'),
        ("The quotes do not fit in here, again", '"""The quotes do not fit in here,\nagain\n"""'),
        ("One.\r\n\r\n\n  Two.  \r\tThree.\n", '"""One.\n\nTwo.\n  Three.\n"""'),
        ('"A" it is.', '"""\\"A" it is."""'),
        ('It is "A"', '"""It is "A" """'),
        ('It is """"', '"""It is \\"\\"\\"" """'),
        ("\0 \\0 \u2028 \ud800 \x85", '"""\\x00 \\\\0 \\u2028 \\\\ud800 \\x85"""'),
    ],
)
def test_docstring_example(text: str, expected: str) -> None:
    check_docstring(text, 4, 44)
    assert textwrap.dedent(docstring(text, indent=4, width=44)) == expected


WRAPPED = """
`some` prose goes on and on - and↵
on - and then on
- an item that is wrapped, with an↵
  indentation
  1. a numbered item that is inside↵
     another one

  code that is indented = stays_as_it_is(forever)
```json
{"code": "that is fenced", "stays": "as it is"}
```
| tables | too | as long as they may be, or wide |
https://example.com/an/address/stays/in/one/piece↵
ok
""".strip()


def test_prose_is_wrapped() -> None:
    prose = re.sub("↵\n *", " ", WRAPPED)
    check_docstring(prose, 4, 40)
    expected = '"""' + WRAPPED.replace("↵", "") + '\n"""'
    assert textwrap.dedent(docstring(prose, indent=4, width=40)) == expected
