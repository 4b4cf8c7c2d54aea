"""What the commands take: arguments and options, in groups that several commands share."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, TypeVar, get_args

import click

from schemawright.asked import PREFIX
from schemawright.config import (
    ALL_TARGETS,
    LONGEST_LINE,
    SHORTEST_LINE,
    Access,
    Formats,
    Formatter,
    KeyOrder,
    OnMissing,
    PatternEngine,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Decorated = TypeVar("Decorated", bound="Callable[..., object]")


class Command(click.Command):
    """A command whose `--allow-remote` and `--rename` may stand alone, whatever follows."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give these options an empty value unless what follows is one: a URI, or a name."""
        end = args.index("--") if "--" in args else len(args)
        for index in range(end):
            value = args[index + 1] if index + 1 < end else ""
            is_value = _VALUES.get(args[index])
            if is_value is not None and not is_value(value):
                args = [*args[:index], f"{args[index]}=", *args[index + 1 :]]
        return super().parse_args(ctx, args)


def _is_uri(text: str) -> bool:
    return re.match("https?:", text, re.IGNORECASE) is not None


def _is_name(text: str) -> bool:
    """Tell whether a text is the name of something in Python, and not that of a source."""
    parts = text.split(".")
    return all(map(str.isidentifier, parts)) and not os.path.exists(text)  # noqa: PTH110 - as click


_VALUES: Mapping[str, Callable[[str], bool]] = {"--allow-remote": _is_uri, "--rename": _is_name}


_PATH = click.Path()

_OPERATIONS = click.option(
    "--operations",
    is_flag=True,
    default=None,
    help="Take in what OpenAPI operations take and return.",
)
_READING = (
    click.argument("source", nargs=-1, type=_PATH, envvar=f"{PREFIX}_SOURCE"),
    click.option(
        "--root",
        metavar="NAME",
        multiple=True,
        help="A schema to begin with, and all that it needs; all of them when left out. "
        "Repeatable.",
    ),
    click.option(
        "--dialect",
        metavar="NAME",
        help="Dialect of documents that state none: draft4 to v1, openapi-3.0, … or a $schema URI.",
    ),
    _OPERATIONS,
    click.option(
        "--on-missing",
        type=click.Choice(get_args(OnMissing)),
        help="What a reference that leads nowhere is: an error, or any value with a warning.",
    ),
    click.option(
        "--resource",
        metavar="URI=FILE",
        multiple=True,
        help="A file that stands for a URI, or a directory for a URI that ends in a slash. "
        "Repeatable.",
    ),
    click.option(
        "--allow-path",
        type=_PATH,
        metavar="DIR",
        multiple=True,
        help="A directory that references may lead into, beside those of the sources. Repeatable.",
    ),
    click.option(
        "--allow-remote",
        metavar="[PREFIX]",
        multiple=True,
        help="Fetch remote documents: any, or those whose URI begins with PREFIX; what was "
        "fetched is kept and locked. Repeatable.",
    ),
    click.option(
        "--lock",
        type=_PATH,
        metavar="FILE",
        help="File with the digests of remote documents and with locked names; "
        "`schemawright.lock` unless configured.",
    ),
    click.option(
        "--key-order",
        type=click.Choice(get_args(KeyOrder)),
        help="Whether the order of keys in the documents counts.",
    ),
)
_CHECKING = (
    click.option(
        "--assert-formats/--no-assert-formats",
        default=None,
        help="Whether `format` is checked; as the dialect says, when left out.",
    ),
    click.option(
        "--pattern-engine",
        type=click.Choice(get_args(PatternEngine)),
        help="What searches for patterns that Python's re cannot express: nothing, or the package "
        "regress, which generated code needs then.",
    ),
)
_PACKAGE = click.option(
    "--package", metavar="NAME", help="Of several configured packages the one that is meant."
)
_VALIDATING = (
    click.argument("data", nargs=-1, type=_PATH, required=True),
    click.option(
        "--schema",
        metavar="SCHEMA",
        help="A file or URL, with `#/pointer` or `#Name` for a part of it, or the name of a "
        "schema in the sources; the only root of the sources when left out. A file that is there "
        "counts before a name; ./ makes it a file.",
    ),
    click.option(
        "--source",
        type=_PATH,
        multiple=True,
        help="What names of schemas are looked up in: a file, a directory, or a URL. Repeatable.",
    ),
    click.option(
        "--syntax",
        type=click.Choice(("auto", "json", "jsonl", "yaml")),
        default="auto",
        help="How DATA is written; as its ending says or else its first line, when left out.",
    ),
    *_CHECKING,
    click.option("--fail-fast", is_flag=True, help="Stop at the first document that is not valid."),
    click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Processes that check large data; as many as there are cores, when left out.",
    ),
)
_COMPARING = (
    click.argument("old", type=_PATH),
    click.argument("new", type=_PATH),
    click.option(
        "--direction",
        type=click.Choice(("request", "response", "both")),
        help="Who sends the values; as the operations of an OpenAPI document say, when left out, "
        "and both where nothing does.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(("breaking", "warning", "never")),
        default="breaking",
        help="The least severity that is exit status 1.",
    ),
    click.option(
        "--version",
        metavar="VERSION",
        help="The version of OLD, such as 1.2.3; the one that follows is shown.",
    ),
    click.option(
        "--warnings",
        type=click.Choice(("major", "minor", "patch")),
        default="minor",
        help="The part of the version that changes raise that are worth a warning.",
    ),
)
_NAMING = click.option(
    "--package",
    metavar="NAME",
    help="Import name of the generated package; derived from the root or the source.",
)
_PLACES = (
    _NAMING,
    click.option(
        "--out",
        type=_PATH,
        metavar="DIR",
        help="Directory that the package is written to; `out` unless configured.",
    ),
    click.option(
        "--docs",
        metavar="DIR",
        help="Directory of the reference pages inside that of --out; `docs` unless configured.",
    ),
)
_WRITING = (
    click.option(
        "--edition",
        metavar="YEAR",
        help="The edition whose shape the package keeps, whatever the release of this tool; the "
        "current one when left out.",
    ),
    click.option(
        "--templates",
        type=_PATH,
        metavar="DIR",
        help="Directory of templates that count before those of the same name in schemawright.",
    ),
    click.option(
        "--target",
        metavar="KIND",
        multiple=True,
        help=f"A kind of output: {', '.join(ALL_TARGETS)}, or one that another package offers; "
        "all of ours when left out, but for pydantic and msgspec, models of those libraries. "
        "Repeatable.",
    ),
    *_CHECKING,
    click.option(
        "--access",
        type=click.Choice(get_args(Access)),
        help="Whether types have all properties, or those of requests (none that is readOnly), or "
        "those of responses (none that is writeOnly).",
    ),
    click.option(
        "--allow-type",
        multiple=True,
        metavar="MODULE",
        help="Module whose types schemas may have texts held as (x-python-type). Repeatable.",
    ),
    click.option(
        "--formats",
        type=click.Choice(get_args(Formats)),
        help="What texts with a format such as date-time are in dataclasses: datetime and so on, "
        "or str.",
    ),
    click.option(
        "--open-enums/--closed-enums",
        default=None,
        help="Whether enumerations keep values that they do not list, as members of their own.",
    ),
    click.option(
        "--validate-on-init/--no-validate-on-init",
        default=None,
        help="Whether objects of dataclasses are checked when they are made; brings the codecs.",
    ),
    click.option(
        "--weakref/--no-weakref",
        default=None,
        help="Whether objects of dataclasses can be referred to by weakref.",
    ),
    click.option(
        "--eager/--no-eager",
        default=None,
        help="Whether classes are made when their module is imported, and not when they are "
        "first used, which makes imports fast.",
    ),
    click.option(
        "--line-length",
        type=click.IntRange(SHORTEST_LINE, LONGEST_LINE),
        help="Columns of generated code; what Black is configured with, or else 88.",
    ),
    click.option(
        "--lock-names/--no-lock-names",
        default=None,
        help="Lock the Python names of everything, so that none changes by itself. Needed once: a "
        "package that has locked names keeps and extends them.",
    ),
    click.option(
        "--format",
        type=click.Choice(get_args(Formatter)),
        help="A formatter to run over the generated code (for findings, see --report).",
    ),
)
_REPORTING = (
    click.option(
        "--report",
        type=click.Choice(("text", "json", "github", "sarif")),
        default="text",
        help="How findings are shown: text on stderr; JSON lines, GitHub annotations or one SARIF "
        "document on stdout.",
    ),
    click.option("-v", "--verbose", is_flag=True, help="Show all findings and a summary."),
    click.option("-q", "--quiet", is_flag=True, help="Show nothing but errors."),
)


def reading(command: Decorated) -> Decorated:
    """Add what says which schemas are read, and how findings about them are shown."""
    for parameter in reversed((*_READING, *_REPORTING)):
        command = parameter(command)
    return command


def validating(command: Decorated) -> Decorated:
    """Add what says which data is held against which schema, and how findings are shown."""
    # Data has the places of sources, and the order of keys takes no part in validity.
    read = _READING[1:-1]
    for parameter in reversed((*_VALIDATING, *read, _PACKAGE, *_REPORTING)):
        command = parameter(command)
    return command


def comparing(command: Decorated) -> Decorated:
    """Add what says which schemas are compared, and how what differs is shown."""
    # The two schemas have the places of sources; operations are always looked at.
    read = [each for each in _READING[1:-1] if each is not _OPERATIONS]
    report = click.option(
        "--report",
        type=click.Choice(("text", "markdown", "changelog", "json", "github", "sarif")),
        default="text",
        help="How changes are shown, on standard output; changelog is a section for CHANGELOG.md.",
    )
    for parameter in reversed((*_COMPARING, *read, _PACKAGE, report, *_REPORTING[1:])):
        command = parameter(command)
    return command


def refreshing(command: Decorated) -> Decorated:
    """Add what fetches remote documents again."""
    return click.option(
        "--update-remotes",
        is_flag=True,
        default=None,
        help="Fetch remote documents again, and lock them as they are now.",
    )(command)


def renaming(command: Decorated) -> Decorated:
    """Add what changes names though they are locked."""
    rename = click.option(
        "--rename",
        metavar="[NAME]",
        multiple=True,
        help="Give what is called NAME (a class, Class.attribute or Class.MEMBER), or all that "
        "differs, the name that the naming rules choose now; --rename=NAME if NAME is a file, too. "
        "Repeatable.",
    )
    prune = click.option(
        "--prune",
        is_flag=True,
        default=None,
        help="Forget the locked names of what is gone, which nothing else could have.",
    )
    return rename(prune(command))


def generating(command: Decorated) -> Decorated:
    """Add what says which schemas are read, what is generated, and how findings are shown."""
    for parameter in reversed((*_READING, *_PLACES, *_WRITING, *_REPORTING)):
        command = parameter(command)
    return command


def packaged(command: Decorated) -> Decorated:
    """Add the same for code whose place a project decides on."""
    for parameter in reversed((*_READING, _NAMING, *_WRITING, *_REPORTING)):
        command = parameter(command)
    return command


def reporting(command: Decorated) -> Decorated:
    """Add how findings are shown."""
    for parameter in reversed(_REPORTING):
        command = parameter(command)
    return command
