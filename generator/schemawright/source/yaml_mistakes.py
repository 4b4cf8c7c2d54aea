"""PyYAML's complaints in words for people who write YAML but do not parse it.

libyaml and the Python parser word the same complaint differently; both are known here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from schemawright.diagnostics import shown, syntax_error
from schemawright.location import Location

if TYPE_CHECKING:
    from schemawright.diagnostics import Diagnostic
    from schemawright.source.lines import Lines

# YAML 1.2.2, 5.1: c-printable.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_INDENTATION = "check the indentation of this line, and quotes before it"


class _Mistake(NamedTuple):
    """A complaint: how to recognise it, and how to say it.

    `{found}` is what was found, `{context}` where that began which was being read.
    """

    complaint: str
    reason: str
    hint: str
    at_context: bool = False


_MISTAKES = (
    _Mistake(
        r"mapping values are not allowed",
        "found ':' where no key can stand",
        "put a text that holds ': ' in quotes, or check the indentation of this line",
    ),
    _Mistake(
        r"tab character",
        "found a tab in the indentation",
        "indent with spaces",
    ),
    _Mistake(
        r"block sequence entries",
        "found '-' where no item can stand",
        "put each item on a line of its own",
    ),
    _Mistake(
        r"cannot start any token",
        "expected a value, found {found}, which cannot begin one",
        "put the text in quotes",
    ),
    _Mistake(
        r"unexpected end of stream",
        "the quoted text that begins here is never closed",
        "add the closing quote",
        at_context=True,
    ),
    _Mistake(
        r"unexpected document",
        "the quoted text that begins here holds a document marker (--- or ...)",
        "add the closing quote",
        at_context=True,
    ),
    _Mistake(
        r"expected ',' or '\]'",
        "expected ',' or ']', found {found}",
        "is the [ at {context} closed? a text that holds any of []{{}},: needs quotes",
    ),
    _Mistake(
        r"expected ',' or '}'",
        "expected ',' or '}}', found {found}",
        "is the {{ at {context} closed? a text that holds any of []{{}},: needs quotes",
    ),
    _Mistake(
        r"expected '-' indicator", "expected '-' or less indentation, found {found}", _INDENTATION
    ),
    _Mistake(
        r"expected key|<block end>",
        "expected a key, an item or the end, found {found}",
        _INDENTATION,
    ),
    _Mistake(
        r"could not find expected ':'",
        "expected ':' after this key",
        "check the indentation of this line",
        at_context=True,
    ),
    _Mistake(r"node content", "expected a value, found {found}", ""),
    _Mistake(
        r"<document start>",
        "expected the end of the document, found {found}",
        _INDENTATION,
    ),
    _Mistake(
        r"alphabetic or numeric",
        "expected a name after & or *, found {found}",
        "put a text that begins with & or * in quotes",
    ),
    _Mistake(
        r"unknown escape",
        "found an unknown escape in a text in double quotes",
        r"write a backslash as \\, or use single quotes",
    ),
    _Mistake(
        r"invalid Unicode character escape|hexa?decimal|chr\(\)",
        "found an escape that stands for no character",
        r"write the character itself, or \U and its eight hexadecimal digits",
    ),
    _Mistake(r"undefined tag handle", "found a tag of no known kind", "remove the tag"),
    _Mistake(r"incompatible YAML", "expected YAML 1.2, found another version", ""),
    _Mistake(r"did not find (the )?expected", "{problem}, found {found}", ""),
    _Mistake(r"", "{problem}", ""),
)


def explain(lines: Lines, uri: str, error: Exception) -> Diagnostic:
    """Return PyYAML's complaint in words, with a hint where the mistake is a known one."""
    problem, offset, context = str(error), 0, 0
    if isinstance(error, yaml.MarkedYAMLError):
        problem = error.problem or error.context or "this is not YAML"
        last = len(lines.text)
        offset, context = (
            last if mark is None else min(mark.index, last)
            for mark in (error.problem_mark or error.context_mark, error.context_mark)
        )
    if "cannot start any token" in problem and lines.text.startswith("\t", offset):
        problem = "found a tab character"
    mistake = next(each for each in _MISTAKES if re.search(each.complaint, problem))
    words = {
        "found": lines.found(offset),
        "context": lines.position(context),
        "problem": problem.removeprefix("did not find ").removeprefix("the "),
    }
    at = lines.position(context if mistake.at_context else offset)
    return syntax_error(
        Location(uri), at, mistake.reason.format_map(words), mistake.hint.format_map(words)
    )


def unprintable(lines: Lines, uri: str) -> Diagnostic | None:
    """Return a complaint about the first character that YAML does not allow, if there is any."""
    match = UNPRINTABLE.search(lines.text)
    if match is None:
        return None
    reason = f"found the character {shown(match[0])}, which YAML does not allow"
    hint = "is this text in UTF-16 or UTF-32? save it as UTF-8" if match[0] == "\0" else ""
    return syntax_error(Location(uri), lines.position(match.start()), reason, hint)
