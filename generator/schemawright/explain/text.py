"""An explanation as text for people."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from schemawright import report
from schemawright.explain.lines import COLOURS, pairs, shortened, styled, where, wrapped
from schemawright.report import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.explain.explanation import Explanation
    from schemawright.explain.python_side import Class, Property
    from schemawright.explain.route import Place, Step
    from schemawright.report import Style, Text

_LEAST_WIDTH, _INDENT, _LINES = 40, 12, 3
_MOST_MEMBERS = 12


def explained(found: Explanation, documents: Mapping[str, Text], style: Style) -> str:
    """Return an explanation as lines, without a line end after the last.

    Args:
        found: the explanation.
        documents: the documents, by the names that stand in locations.
        style: colour and width.
    """
    lines = [styled(style, where(found.location, found.position), bold=True)]
    room = _LINES * (max(style.width, _LEAST_WIDTH) - _INDENT)
    about = [("URI", found.uri), ("dialect", found.dialect)]
    about.append(("schema", shortened(found.value, room)))
    lines += pairs(about, style)
    sections = (
        ("References", [line for each in found.steps for line in _step(each, style)]),
        ("Rewritten by", list(pairs([(e.name, e.says) for e in found.rules], style))),
        ("Together with", [f"  {e.location} ({e.message})" for e in found.merged]),
        ("Model", [line for each in found.model for line in wrapped(each, style, 4, "  ")]),
        ("Python", list(_python(found, style))),
        ("Keywords", list(_keywords(found, style))),
    )
    for title, inside in sections:
        if inside:
            lines += ["", styled(style, title, bold=True), *inside]
    if found.findings:
        said = report.text(found.findings, documents, style)
        lines += ["", styled(style, "Findings", bold=True), textwrap.indent(said, "  ")]
    return "\n".join(lines)


def _step(step: Step, style: Style) -> Iterator[str]:
    yield f"  {step.keyword} {printable(step.text)}"
    yield f"    at {_at(step.at)}"
    said = [("base", step.base), ("means", step.uri)]
    if not step.targets:
        said.append(("leads", "nowhere"))
    elif step.dynamic:
        said.append(("dynamic", _choice(len(step.targets))))
    said += [(f"{step.kind}", _at(each)) for each in step.targets]
    yield from pairs(said, style, 4)


def _choice(count: int) -> str:
    return f"any of these {count}" if count > 1 else "the only one that the roots lead to"


def _at(place: Place) -> str:
    return where(place.location, place.position)


def _python(found: Explanation, style: Style) -> Iterator[str]:
    for attribute in found.properties:
        yield from _property(attribute, style)
    for each in found.classes:
        yield from _class(each, style)
    if not found.properties and not found.classes:
        yield "  no name of its own"


def _property(each: Property, style: Style) -> Iterator[str]:
    default = f" = {each.default}" if each.default else ""
    yield f"  {each.module}.{each.owner}"
    yield from wrapped(f"{each.attribute}: {each.annotation}{default}", style, 8, "    ")
    package = each.module.rpartition(".models.")[0]
    yield f"  {package}.typed_dicts.{each.typed_dict}"
    yield from wrapped(f"{each.key}: {each.typed_dict_annotation}", style, 8, "    ")


def _class(each: Class, style: Style) -> Iterator[str]:
    said = f"{each.kind.lower()} {each.module}.{each.name}"
    yield f"  {said}, on the wire {each.typed_dict}"
    if each.annotation:
        yield from wrapped(f"= {each.annotation}", style, 6, "    ")
    if each.members:
        shown = ", ".join(each.members[:_MOST_MEMBERS])
        more = len(each.members) - _MOST_MEMBERS
        rest = f" and {more} more" if more > 0 else ""
        yield from wrapped(f"{shown}{rest}", style, 4, "    ")


def _keywords(found: Explanation, style: Style) -> Iterator[str]:
    width = max((len(keyword) for keyword, _ in found.keywords), default=0)
    for keyword, (status, why) in found.keywords:
        word = styled(style, f"{status.value:<11}", colour=COLOURS[status])
        start = f"  {printable(keyword):<{width}}  "
        first, *rest = wrapped(why, style, len(start) + 11)
        yield f"{start}{word}{first.strip()}".rstrip()
        yield from rest
