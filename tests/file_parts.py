"""What generated files are put together from: statements and entries of tables, with owners."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright import ir

_PARAGRAPH = re.compile(r"\n\n+(?=\S)")
IMPORT = "import "
"""What the names of imports begin with."""


def differing(old: str, new: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what differs between two modules: the parts of both that are not in the other one.

    Only paragraphs that differ are parsed, as modules are long.
    """
    before, after = ([*dict.fromkeys(_paragraphs(text))] for text in (old, new))
    was, now = {*before}, {*after}
    one = _parsed(each for each in before if each not in now)
    other = _parsed(each for each in after if each not in was)
    names = {name for name in {*one, *other} if one.get(name) != other.get(name)}
    return (
        {name: part for name, part in one.items() if name in names},
        {name: part for name, part in other.items() if name in names},
    )


def _paragraphs(text: str) -> Iterator[str]:
    """Yield what blank lines are between, but for those in docstrings."""
    found = ""
    for each in _PARAGRAPH.split(text):
        found = f"{found}\n\n{each}" if found else each
        if found.count('"""') % 2 == 0:
            yield found
            found = ""


def _parsed(paragraphs: Iterable[str]) -> dict[str, str]:
    """Return parts by name: definitions, and each entry of tables and imports."""
    text = "\n\n".join(paragraphs)
    found: dict[str, str] = {}
    for name, part in _parts(ast.parse(text).body, text.splitlines()):
        found[name] = f"{found[name]}\n{part}" if name in found else part
    return found


def _parts(body: Iterable[ast.stmt], lines: list[str]) -> Iterator[tuple[str, str]]:
    name = ""
    for each in body:
        match each:
            case ast.Expr():  # what is said of the statement before it
                yield name, "\n".join(lines[each.lineno - 1 : each.end_lineno])
            case ast.ClassDef() | ast.FunctionDef():
                first = min([each.lineno, *(d.lineno for d in each.decorator_list)])
                yield each.name, "\n".join(lines[first - 1 : each.end_lineno])
            case ast.If():
                yield from _parts(each.body, lines)
            case ast.Import() | ast.ImportFrom():
                module = getattr(each, "module", "")
                yield from ((f"{IMPORT}{a.name}", f"{module} {a.asname}") for a in each.names)
            case ast.AnnAssign(target=target) | ast.Assign(targets=[target]):
                name = ast.unparse(target)
                yield from _assigned(name, each, lines)
            case _:
                yield ast.unparse(each)[:60], "\n".join(lines[each.lineno - 1 : each.end_lineno])


def _assigned(
    name: str, statement: ast.AnnAssign | ast.Assign, lines: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield an assignment, entry by entry where it is a table in capitals, or `__all__`."""
    is_table = re.fullmatch("[A-Z_]+|__all__", name)
    match statement.value:
        case ast.Dict(keys=keys, values=values) if is_table:
            for key, value in zip(keys, values, strict=True):
                yield f"{name} {_name(key)}", ast.unparse(value)
        case ast.List(elts=entries) | ast.Tuple(elts=entries) if is_table:
            yield from ((f"{name} {_name(each)}", "") for each in entries)
        case _:
            yield name, "\n".join(lines[statement.lineno - 1 : statement.end_lineno])


def _name(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "" if node is None else ast.unparse(node)


class Owners:
    """Tells which declared type a part belongs to, by the name that the part has."""

    def __init__(self, *names: Mapping[str, ir.TypeName]) -> None:
        self._names: dict[str, set[ir.TypeName]] = {}
        for some in names:
            for name, type_ in some.items():
                self._names.setdefault(name, set()).add(type_)

    def of(self, part: str) -> set[ir.TypeName]:
        """Return the types whose name is the longest in the name of a part.

        There are several where one type is called `PetDict`, and another one `Pet`.
        """
        words = part.removeprefix(IMPORT).split(" ")[-1].split("_")
        found = (
            "_".join(words[i:j])
            for length in range(len(words), 0, -1)
            for i in range(len(words) - length + 1)
            for j in [i + length]
        )
        known = next((each for each in found if each in self._names), None)
        return set() if known is None else self._names[known]
