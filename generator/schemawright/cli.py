"""The command line: one API call for each command, and what people see of it."""

from __future__ import annotations

import shlex
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from schemawright.arguments import (
    Command,
    comparing,
    generating,
    reading,
    refreshing,
    renaming,
    validating,
)
from schemawright.asked import PREFIX
from schemawright.console import (
    FINDINGS,
    INTERRUPTED,
    asked_packages,
    columns,
    configured,
    is_colourful,
    is_given,
    place_of,
    printed,
    reported,
    shows_progress,
    style_for,
    talks,
)
from schemawright.leaving import ARGUMENTS, earlier, keep, leave
from schemawright.packaging.arguments import packaging, publishing
from schemawright.site.arguments import building
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import Unpack

    from schemawright.asked import (
        Asked,
        ComparisonAsked,
        PackagingAsked,
        PublishingAsked,
        SiteAsked,
        ValidationAsked,
    )
    from schemawright.config import Options
    from schemawright.explain.explanation import Explanation
    from schemawright.explain.totals import Coverage
    from schemawright.report import Text
    from schemawright.results import Checked


class Commands(click.Group):
    """Commands that end quietly when they are interrupted."""

    command_class = Command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments, for advice on what to run next."""
        ctx.meta[ARGUMENTS] = tuple(args)
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
@click.option(
    "--cache/--no-cache",
    default=True,
    show_default=True,
    help="Keep in .schemawright_cache what was read and written, so that a run that would change "
    "nothing ends at once.",
)
@click.option(
    "--depfile",
    type=click.Path(),
    metavar="FILE",
    help="Say in FILE, as Make and Ninja read it, which files were read: what depends on them is "
    "the file of --stamp, or else the manifest of each package.",
)
@click.option(
    "--stamp",
    type=click.Path(),
    metavar="FILE",
    help="Touch FILE when all is done, also if nothing has changed.",
)
@refreshing
@renaming
@generating
def generate(
    *, force: bool, cache: bool, depfile: str | None, stamp: str | None, **asked: Unpack[Asked]
) -> None:
    """Generate packages from SOURCEs: files, directories, or - for standard input.

    Files that were edited since they were generated are kept, which is exit status 1.
    """
    with reported(asked) as show:
        packages = asked_packages(asked)
        from schemawright import api  # noqa: PLC0415 - heavy, and `--help` is to be fast

        before = earlier() if cache else None
        with _progress(packages, asked) as step:
            written = api.write(packages, step, force=force, earlier=before)
        for each in written:
            show(each.findings, each.documents)
            if talks(asked):
                click.echo(f"{each.summary} ({each.seconds:.2f} s)", err=True)
        is_done = not any(each.plan.kept for each in written)
        left = leave(written, depfile, stamp) if is_done else ()
    if not is_done:
        raise click.exceptions.Exit(FINDINGS)
    if cache:
        keep(written, asked, left)


@main.command(
    context_settings=_SETTINGS, epilog=_EPILOG, short_help="Generate again after each change."
)
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited.")
@click.option(
    "--poll",
    is_flag=True,
    help="Look for changes from time to time, where the system does not tell, as with some "
    "network drives and containers.",
)
@refreshing
@generating
def watch(*, force: bool, poll: bool, **asked: Unpack[Asked]) -> None:
    """Generate packages from SOURCEs, and again whenever something changes that was read.

    That are the documents themselves, those that they refer to, also where they were missing, the
    directories among the SOURCEs, and the configuration. What is broken meanwhile is reported, and
    the files stay as they were. Ctrl-C ends it.
    """
    from schemawright.watching import command  # noqa: PLC0415 - heavy

    command.watch(asked, force=force, poll=poll)


@main.command(context_settings=_SETTINGS, epilog=_EPILOG, short_help="Show what is out of date.")
@generating
def check(**asked: Unpack[Asked]) -> None:
    """Show what `generate` would change as a diff; exit status 1 if that is anything."""
    with reported(asked) as show:
        packages = asked_packages(asked)
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
    if talks(asked):
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
        asked["source"] = (pointer, *(asked["source"] if is_given("source") else ()))
    elif pointer is None and not coverage:
        raise click.UsageError("Missing argument 'POINTER', or the option --coverage.")
    if asked["report"] == "sarif":
        raise click.UsageError("SARIF has no form for explanations; take --report json")
    with reported(asked):
        packages = asked_packages(asked, named=False)
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
@click.option(
    "--depfile",
    type=click.Path(),
    metavar="FILE",
    help="Say in FILE, as Make and Ninja read it, which files were read; needs --output.",
)
@refreshing
@reading
def bundle(
    *, output: str | None, syntax: str | None, depfile: str | None, **asked: Unpack[Asked]
) -> None:
    """Put schemas from SOURCEs and all that they need into one document that means the same.

    It refers to nothing outside: JSON Schemas become a compound document, OpenAPI documents an
    OpenAPI document with the components that are needed.
    """
    if output is None and asked["report"] != "text":
        raise click.UsageError(
            f"--report {asked['report']} prints on standard output, where the document goes; "
            "name a file for it with --output"
        )
    if output is None and depfile is not None:
        raise click.UsageError("--depfile says what a file depends on; name it with --output")
    with reported(asked) as show:
        packages = asked_packages(asked, named=False)
        from schemawright import api, settings  # noqa: PLC0415

        content, bundled = api.write_bundle(settings.only(packages, place_of), output, syntax)
        show(bundled.findings, bundled.documents)
        if output is not None and depfile is not None:
            from schemawright import depfile as systems  # noqa: PLC0415 - few runs need it

            systems.write(depfile, None, [output], bundled.read.union(configured()))
    if output is None:
        click.echo(content, nl=False)


@main.command(context_settings=_SETTINGS, epilog=_EPILOG, short_help="Hold data against a schema.")
@validating
def validate(*, data: tuple[str, ...], **asked: Unpack[ValidationAsked]) -> None:
    """Show what a schema does not allow in DATA; exit status 1 if that is anything.

    DATA is JSON, JSON Lines or YAML: files, directories, or - for standard input. Files that end
    in .gz are unpacked. JSON Lines and the documents of a YAML stream are checked one by one, in
    little memory, whatever their number.
    """
    from schemawright.validating.command import run  # noqa: PLC0415 - heavy

    if status := run(data, asked):
        raise click.exceptions.Exit(status)


@main.command(context_settings=_SETTINGS, epilog=_EPILOG, short_help="Show what a schema breaks.")
@comparing
def diff(*, old: str, new: str, **asked: Unpack[ComparisonAsked]) -> None:
    """Show what differs between the schemas OLD and NEW, and whom that breaks.

    OLD and NEW are files, directories, URLs, or REV:PATH for what a git repository has at PATH in
    a revision. A request type may grow and a response type may shrink; all else breaks somebody.
    Changes that are known can be silenced in [[tool.schemawright.silence]] tables, with a reason,
    until a day.
    """
    from schemawright.comparing.command import run  # noqa: PLC0415 - heavy

    if status := run(old, new, asked):
        raise click.exceptions.Exit(status)


@main.command(context_settings=_SETTINGS, epilog=_EPILOG, short_help="Make a project to publish.")
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited.")
@refreshing
@packaging
def package(*, force: bool, **asked: Unpack[PackagingAsked]) -> None:
    """Make a complete project around the package of SOURCEs: written, built and checked.

    It has metadata, a README with an example that runs, a changelog and a version that follow from
    what has changed in the schema, tests, a bill of materials and reference pages. What is there
    already stays, but for its version, and a new section in the changelog.
    """
    from schemawright.packaging.command import run  # noqa: PLC0415 - heavy

    if status := run(asked, force=force):
        raise click.exceptions.Exit(status)


@main.command(context_settings=_SETTINGS, short_help="Upload distributions to an index.")
@publishing
def publish(**asked: Unpack[PublishingAsked]) -> None:
    """Upload the distributions of PROJECT that `package` has built, to any index.

    A version that says less than what has changed in the schema since the last one that was
    published is refused, which is exit status 1.
    """
    from schemawright.publishing.command import run  # noqa: PLC0415 - heavy

    if status := run(asked):
        raise click.exceptions.Exit(status)


@main.command(context_settings=_SETTINGS, epilog=_EPILOG, short_help="Build a site of the types.")
@building
def docs(*, force: bool, **asked: Unpack[SiteAsked]) -> None:
    """Build a static site that shows the types of SOURCEs, with search and examples.

    It needs no server and asks the network for nothing. Edited files are kept: exit status 1.
    """
    from schemawright.site.command import run  # noqa: PLC0415 - heavy

    if status := run(asked, force=force):
        raise click.exceptions.Exit(status)


def _show_explanation(found: Explanation, documents: Mapping[str, Text], asked: Asked) -> None:
    from schemawright.explain import data, text  # noqa: PLC0415

    if asked["report"] == "json":
        printed(data.explained(found, documents))
    else:
        printed(text.explained(found, documents, style_for(sys.stdout, asked)))


def _show_coverage(packages: Sequence[Options], found: Sequence[Coverage], asked: Asked) -> None:
    from schemawright.explain import data, table  # noqa: PLC0415

    style = style_for(sys.stdout, asked)
    for options, each in zip(packages, found, strict=True):
        if asked["report"] == "json":
            printed(data.covered(each))
        else:
            heading = f"package {options.package}\n\n" if len(packages) > 1 else ""
            printed(heading + table.covered(each, style))


def _show_diffs(checked: Checked) -> None:
    from schemawright import report  # noqa: PLC0415

    for each in checked.stale:
        diff = each.diff.removesuffix("\n")
        printed(report.coloured_diff(diff) if is_colourful(sys.stdout) else diff)


def _advise(count: int, asked: Asked) -> None:
    if not asked["quiet"]:
        context = click.get_current_context()
        arguments = context.meta[ARGUMENTS][1:]
        files = "1 file is" if count == 1 else f"{count} files are"
        advice = shlex.join(["schemawright", "generate", *arguments])
        click.echo(f"{files} out of date; run: {advice}", err=True)


def _progress(
    packages: Sequence[Options], asked: Asked
) -> AbstractContextManager[Callable[[str], None]]:
    if not shows_progress(asked):
        return nullcontext(lambda _: None)
    from schemawright.api import steps  # noqa: PLC0415
    from schemawright.progress import Progress  # noqa: PLC0415

    return Progress(sys.stderr, steps(packages), columns(sys.stderr))
