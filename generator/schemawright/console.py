"""What commands share: what was asked for, and findings as people and programs see them."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click
from click.core import ParameterSource

from schemawright.asked import CONFIGURABLE, PREFIX, Asked
from schemawright.diagnostics import Diagnostic, InputError, Severity
from schemawright.location import Location

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from schemawright.config import Options
    from schemawright.report import Style, Text
    from schemawright.sarif import Result

FINDINGS, MISUSE, INTERRUPTED = 1, 2, 130

_SAID = "schemawright.console.said"

_NOTHING = """\
there is nothing to generate from.

Name a source, such as `schemawright generate schemas/Call.json --out src`, or configure one in \
pyproject.toml:

  [tool.schemawright]
  source = "schemas/Call.json"
  out = "src"\
"""


def is_given(key: str) -> bool:
    """Tell whether a parameter stands on the command line."""
    context = click.get_current_context()
    return context.get_parameter_source(key) is ParameterSource.COMMANDLINE


def asked_packages(
    asked: Asked, *, named: bool = True, nothing: str = _NOTHING
) -> tuple[Options, ...]:
    """Return the packages that a command is about.

    Args:
        asked: what stands on the command line or in the environment.
        named: whether packages need names.
        nothing: what to say if there is no source.

    Raises:
        InputError: a value cannot be used, or something is missing.
        UsageError: there is neither a source nor a configuration.
    """
    from pathlib import Path  # noqa: PLC0415

    from schemawright import settings  # noqa: PLC0415

    given = {
        key: each for key, each in asked.items() if key in CONFIGURABLE and each not in (None, ())
    }
    packages = settings.packages(given, place_of, Path.cwd(), named=named)
    if not packages:
        raise click.UsageError(nothing)
    return packages


def configured() -> tuple[str, ...]:
    """Return the files that options come from, as seen from the working directory.

    Raises:
        InputError: one of them is not TOML.
    """
    from pathlib import Path  # noqa: PLC0415

    from schemawright import configuration  # noqa: PLC0415

    return configuration.consulted(Path.cwd())


def place_of(key: str) -> tuple[Location, None]:
    """Return where an option that was given is shown to be set."""
    context = click.get_current_context()
    if context.get_parameter_source(key) is ParameterSource.ENVIRONMENT:
        return Location(f"{PREFIX}_{key.upper()}"), None
    return Location("SOURCE" if key == "source" else f"--{key.replace('_', '-')}"), None


@contextmanager
def reported(
    asked: Asked,
) -> Generator[Callable[[Sequence[Diagnostic], Mapping[str, Text]], None]]:
    """Yield what shows findings; show those that end the run, and end it.

    What is one document is printed when all findings are known, and also if there are none.
    """
    collected: list[Result] = []

    def show(findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> None:
        findings = heard(findings, asked)
        if findings and asked["report"] == "sarif":
            from schemawright import sarif  # noqa: PLC0415

            collected.extend(sarif.results(findings, documents))
        elif findings:
            show_findings(findings, documents, asked)

    failed = False
    try:
        yield show
    except InputError as error:
        show(error.diagnostics, getattr(error, "documents", {}))
        failed = True
    if asked["report"] == "sarif":
        from schemawright import sarif  # noqa: PLC0415

        said().append(("out", printed(sarif.document(collected))))
    if failed:
        raise click.exceptions.Exit(MISUSE)


def heard(findings: Sequence[Diagnostic], asked: Asked) -> Sequence[Diagnostic]:
    """Return the findings that somebody wants to know of."""
    return [each for each in findings if not asked["quiet"] or each.severity is Severity.ERROR]


def show_findings(
    findings: Sequence[Diagnostic], documents: Mapping[str, Text], asked: Asked
) -> None:
    """Show findings one by one."""
    from schemawright import report  # noqa: PLC0415

    match asked["report"]:
        case "json":
            said().append(("out", printed(report.json_lines(findings, documents))))
        case "github":
            said().append(("out", printed(report.github(findings, documents))))
        case _:
            text = report.text(findings, documents, style_for(sys.stderr, asked))
            click.echo(text, err=True)
            said().append(("err", text))


def said() -> list[tuple[str, str]]:
    """Return the findings that a command has shown so far, by stream: `out` or `err`."""
    found: list[tuple[str, str]] = click.get_current_context().meta.setdefault(_SAID, [])
    return found


def style_for(stream: TextIO, asked: Asked) -> Style:
    """Return how findings are shown on a stream."""
    from schemawright.report import Style  # noqa: PLC0415

    return Style(
        colour=is_colourful(stream),
        snippets=stream.isatty(),
        width=columns(stream),
        every=asked["verbose"],
    )


def printed(text: str) -> str:
    """Print on standard output, which may be unable to hold every character; return what it can."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = text.encode(encoding, "backslashreplace").decode(encoding)
    click.echo(text)
    return text


def talks(asked: Asked) -> bool:
    """Tell whether somebody wants to read how it went."""
    return asked["verbose"] or (sys.stderr.isatty() and not asked["quiet"])


def is_read(asked: Mapping[str, object]) -> bool:
    """Tell whether people read standard output, and want to know what was done."""
    return not asked["quiet"] and asked["report"] == "text"


def shows_progress(asked: Asked) -> bool:
    """Tell whether somebody watches, on a terminal that can move its cursor."""
    return not asked["quiet"] and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def is_colourful(stream: TextIO) -> bool:
    """Tell whether to use colour; https://no-color.org asks for `NO_COLOR` to be honoured."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def columns(stream: TextIO) -> int:
    """Return the width of a terminal, and that of a usual one for anything else."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
