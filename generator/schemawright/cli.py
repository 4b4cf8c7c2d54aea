"""The command line: one API call for each command, and what people see of it."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, TextIO

import click
from click.core import ParameterSource

from schemawright.arguments import (
    CONFIGURABLE,
    PREFIX,
    Asked,
    Command,
    generating,
    reading,
    refreshing,
)
from schemawright.diagnostics import Diagnostic, InputError, Severity
from schemawright.location import Location
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Unpack

    from schemawright.api import Checked, Written
    from schemawright.config import Options
    from schemawright.explain.explanation import Explanation
    from schemawright.explain.totals import Coverage
    from schemawright.report import Style, Text

FINDINGS, MISUSE, INTERRUPTED = 1, 2, 130

_ARGUMENTS = "schemawright.arguments"
_NOTHING = """\
there is nothing to generate from.

Name a source, such as `schemawright generate schemas/Call.json --out src`, or configure one in \
pyproject.toml:

  [tool.schemawright]
  source = "schemas/Call.json"
  out = "src"\
"""


class Commands(click.Group):
    """Commands that end quietly when they are interrupted."""

    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments, for advice on what to run next."""
        ctx.meta[_ARGUMENTS] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None


_SETTINGS = {"auto_envvar_prefix": PREFIX, "help_option_names": ["-h", "--help"]}
_EPILOG = (
    f"Each option can also be set by an environment variable, such as {PREFIX}_LINE_LENGTH, or "
    "in [tool.schemawright] of pyproject.toml (or in schemawright.toml), which may list several "
    "packages in [[tool.schemawright.package]] tables. Exit status: 0 done, 1 findings, 2 input "
    "or usage error."
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Turn JSON Schema and OpenAPI documents into typed Python packages."""


@main.command(
    context_settings=_SETTINGS, epilog=_EPILOG, short_help="Generate packages from schemas."
)
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited.")
@refreshing
@generating
def generate(*, force: bool, **asked: Unpack[Asked]) -> None:
    """Generate packages from SOURCEs: files, directories, or - for standard input.

    Files that were edited since they were generated are kept, which is exit status 1.
    """
    with _reported(asked) as show:
        packages = _packages(asked)
        from schemawright import api  # noqa: PLC0415 - heavy, and `--help` is to be fast

        with _progress(packages, asked) as step:
            written = api.write(packages, step, force=force)
        for each in written:
            show(each.findings, each.documents)
            if _talks(asked):
                click.echo(_summary(each), err=True)
    if any(each.plan.kept for each in written):
        raise click.exceptions.Exit(FINDINGS)


@main.command(context_settings=_SETTINGS, epilog=_EPILOG, short_help="Show what is out of date.")
@generating
def check(**asked: Unpack[Asked]) -> None:
    """Show what `generate` would change as a diff; exit status 1 if that is anything."""
    with _reported(asked) as show:
        packages = _packages(asked)
        from schemawright import api  # noqa: PLC0415

        with _progress(packages, asked) as step:
            checked = api.check(packages, step)
        for each in checked:
            stale = [api.out_of_date(stale, each.options.out) for stale in each.stale]
            show((*each.findings, *(() if asked["report"] == "text" else stale)), each.documents)
            if asked["report"] == "text":
                _show_diffs(each)
    count = sum(len(each.stale) for each in checked)
    if count:
        _advise(count, asked)
        raise click.exceptions.Exit(FINDINGS)
    if _talks(asked):
        click.echo("everything is up to date", err=True)


@main.command(
    context_settings=_SETTINGS, epilog=_EPILOG, short_help="Show what became of a schema."
)
@click.argument("pointer", required=False)
@click.option(
    "--coverage",
    is_flag=True,
    help="Count what became of every keyword; all arguments are SOURCEs then.",
)
@reading
def explain(*, pointer: str | None, coverage: bool, **asked: Unpack[Asked]) -> None:
    """Show how one place of SOURCEs became Python, and what became of each keyword there.

    POINTER is a JSON Pointer such as `#/properties/id`, with a document before the # if need be;
    a URI; or a name: of a schema, of a Python class, with `.property` behind it or not.
    """
    if coverage and pointer is not None:
        asked["source"] = (pointer, *(asked["source"] if _is_given("source") else ()))
    elif pointer is None and not coverage:
        raise click.UsageError("Missing argument 'POINTER', or the option --coverage.")
    with _reported(asked):
        packages = _packages(asked, named=False)
        from schemawright import api  # noqa: PLC0415

        if coverage:
            _show_coverage(packages, api.covered(packages), asked)
        else:
            _show_explanation(*api.explained(packages, pointer or ""), asked)


@main.command(
    context_settings=_SETTINGS, epilog=_EPILOG, short_help="Put schemas into one document."
)
@click.option(
    "-o", "--output", type=click.Path(), metavar="FILE", help="File to write; standard output."
)
@click.option(
    "--syntax",
    type=click.Choice(("json", "yaml")),
    help="What to write; YAML if FILE ends in .yaml or .yml, or else JSON.",
)
@click.option(
    "--package", metavar="NAME", help="Of several configured packages the one that is meant."
)
@refreshing
@reading
def bundle(*, output: str | None, syntax: str | None, **asked: Unpack[Asked]) -> None:
    """Put schemas from SOURCEs and all that they need into one document that means the same.

    It refers to nothing outside: JSON Schemas become a compound document, OpenAPI documents an
    OpenAPI document with the components that are needed.
    """
    if output is None and asked["report"] != "text":
        raise click.UsageError(
            f"--report {asked['report']} prints on standard output, where the document goes; "
            "name a file for it with --output"
        )
    with _reported(asked) as show:
        packages = _packages(asked, named=False)
        from schemawright import api, settings  # noqa: PLC0415

        content, bundled = api.write_bundle(settings.only(packages, _place), output, syntax)
        show(bundled.findings, bundled.documents)
    if output is None:
        click.echo(content, nl=False)


def _is_given(key: str) -> bool:
    """Tell whether a parameter stands on the command line."""
    context = click.get_current_context()
    return context.get_parameter_source(key) is ParameterSource.COMMANDLINE


def _show_explanation(found: Explanation, documents: Mapping[str, Text], asked: Asked) -> None:
    from schemawright.explain import data, text  # noqa: PLC0415

    if asked["report"] == "json":
        _print(data.explained(found, documents))
    else:
        _print(text.explained(found, documents, _style(sys.stdout, asked)))


def _show_coverage(packages: Sequence[Options], found: Sequence[Coverage], asked: Asked) -> None:
    from schemawright.explain import data, table  # noqa: PLC0415

    style = _style(sys.stdout, asked)
    for options, each in zip(packages, found, strict=True):
        if asked["report"] == "json":
            _print(data.covered(each))
        else:
            heading = f"package {options.package}\n\n" if len(packages) > 1 else ""
            _print(heading + table.covered(each, style))


def _packages(asked: Asked, *, named: bool = True) -> tuple[Options, ...]:
    from pathlib import Path  # noqa: PLC0415

    from schemawright import settings  # noqa: PLC0415

    given = {
        key: each for key, each in asked.items() if key in CONFIGURABLE and each not in (None, ())
    }
    packages = settings.packages(given, _place, Path.cwd(), named=named)
    if not packages:
        raise click.UsageError(_NOTHING)
    return packages


def _place(key: str) -> tuple[Location, None]:
    """Return where an option that was given is shown to be set."""
    context = click.get_current_context()
    if context.get_parameter_source(key) is ParameterSource.ENVIRONMENT:
        return Location(f"{PREFIX}_{key.upper()}"), None
    return Location("SOURCE" if key == "source" else f"--{key.replace('_', '-')}"), None


@contextmanager
def _reported(
    asked: Asked,
) -> Generator[Callable[[Sequence[Diagnostic], Mapping[str, Text]], None]]:
    """Yield what shows findings; show those that end the run, and end it."""

    def show(findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> None:
        if asked["quiet"]:
            findings = [each for each in findings if each.severity is Severity.ERROR]
        if findings:
            _show(findings, documents, asked)

    try:
        yield show
    except InputError as error:
        show(error.diagnostics, getattr(error, "documents", {}))
        raise click.exceptions.Exit(MISUSE) from None


def _show(findings: Sequence[Diagnostic], documents: Mapping[str, Text], asked: Asked) -> None:
    from schemawright import report  # noqa: PLC0415

    match asked["report"]:
        case "json":
            _print(report.json_lines(findings, documents))
        case "github":
            _print(report.github(findings, documents))
        case _:
            click.echo(report.text(findings, documents, _style(sys.stderr, asked)), err=True)


def _style(stream: TextIO, asked: Asked) -> Style:
    from schemawright.report import Style  # noqa: PLC0415

    return Style(
        colour=_is_colourful(stream),
        snippets=stream.isatty(),
        width=_width(stream),
        every=asked["verbose"],
    )


def _show_diffs(checked: Checked) -> None:
    from schemawright import report  # noqa: PLC0415

    for each in checked.stale:
        diff = each.diff.removesuffix("\n")
        _print(report.coloured_diff(diff) if _is_colourful(sys.stdout) else diff)


def _advise(count: int, asked: Asked) -> None:
    if not asked["quiet"]:
        context = click.get_current_context()
        arguments = context.meta[_ARGUMENTS][1:]
        files = "1 file is" if count == 1 else f"{count} files are"
        advice = shlex.join(["schemawright", "generate", *arguments])
        click.echo(f"{files} out of date; run: {advice}", err=True)


def _summary(written: Written) -> str:
    plan = written.plan
    count = len(plan.write)
    parts = [f"wrote {count} {'file' if count == 1 else 'files'}"] if count else []
    if plan.remove:
        parts.append(f"removed {len(plan.remove)}")
    if plan.kept:
        parts.append(f"kept {len(plan.kept)}")
    parts.append(f"{plan.unchanged} unchanged")
    place = (plan.out / plan.manifest_at.parent).as_posix()
    return f"{', '.join(parts)} in {place} ({written.seconds:.2f} s)"


def _print(text: str) -> None:
    """Print on standard output, which may be unable to hold every character."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding))


def _progress(
    packages: Sequence[Options], asked: Asked
) -> AbstractContextManager[Callable[[str], None]]:
    if asked["quiet"] or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return nullcontext(lambda _: None)
    from schemawright.api import steps  # noqa: PLC0415
    from schemawright.progress import Progress  # noqa: PLC0415

    return Progress(sys.stderr, steps(packages), _width(sys.stderr))


def _talks(asked: Asked) -> bool:
    """Tell whether somebody wants to read how it went."""
    return asked["verbose"] or (sys.stderr.isatty() and not asked["quiet"])


def _is_colourful(stream: TextIO) -> bool:
    """Tell whether to use colour; https://no-color.org asks for `NO_COLOR` to be honoured."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def _width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
