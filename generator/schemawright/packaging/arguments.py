"""What `package` and `publish` take: arguments and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from schemawright.arguments import packaged, reporting

if TYPE_CHECKING:
    from schemawright.arguments import Decorated

_PATH = click.Path()
_PREVIOUS = click.option(
    "--previous",
    metavar="PLACE",
    help="What was published last: a directory, an sdist, REV:PATH of a git repository, or the URL "
    "of an index (https://pypi.org/simple/).",
)
_DIRECTION = click.option(
    "--direction",
    type=click.Choice(("request", "response", "both")),
    help="Who sends the values, which tells what breaks code; kept from then on.",
)
_PACKAGING = (
    click.option(
        "--project",
        type=_PATH,
        metavar="DIR",
        help="Directory of the project: a new one, or one that is to be added to; called as the "
        "distribution unless configured.",
    ),
    click.option("--name", help="Name of the distribution; as the package with - for _."),
    click.option("--description", metavar="TEXT", help="What it is, in one line."),
    click.option(
        "--license", metavar="SPDX", help="Licence expression, such as MIT or Apache-2.0."
    ),
    click.option("--license-file", type=_PATH, metavar="FILE", help="The text of the licence."),
    click.option(
        "--author",
        metavar="NAME",
        multiple=True,
        help="`Name` or `Name <name@example.org>`. Repeatable.",
    ),
    click.option("--url", metavar="LABEL=URL", multiple=True, help="A link. Repeatable."),
    click.option(
        "--version",
        metavar="VERSION",
        help="The version; what follows from what has changed since the last one.",
    ),
    _PREVIOUS,
    _DIRECTION,
    click.option(
        "--workflow",
        type=click.Choice(("github",)),
        help="Add a workflow that publishes releases, without a token and with attestations.",
    ),
    click.option(
        "--build/--no-build",
        default=True,
        show_default=True,
        help="Build the sdist and the wheel into dist/.",
    ),
    click.option(
        "--check/--no-check",
        default=True,
        show_default=True,
        help="Build twice, ask twine, install, run the tests and the example, ask mypy.",
    ),
)
_PUBLISHING = (
    click.argument("project", type=_PATH, default="."),
    click.option(
        "--repository-url",
        metavar="URL",
        required=True,
        help="Where to upload to; https://upload.pypi.org/legacy/ is PyPI.",
    ),
    click.option(
        "--index-url",
        metavar="URL",
        help="Where the same index is read; `simple/` below --repository-url, but for PyPI.",
    ),
    _PREVIOUS,
    click.option(
        "--uploader",
        type=click.Choice(("twine", "uv")),
        default="twine",
        show_default=True,
        help="What uploads; credentials are its own business.",
    ),
    click.option(
        "--dry-run", is_flag=True, help="Show what would be uploaded, and upload nothing."
    ),
)


def packaging(command: Decorated) -> Decorated:
    """Add what says which schemas are read, and what the project around the package is like."""
    command = packaged(command)
    for parameter in reversed(_PACKAGING):
        command = parameter(command)
    return command


def publishing(command: Decorated) -> Decorated:
    """Add what says which distributions are uploaded, and where to."""
    command = reporting(command)
    for parameter in reversed(_PUBLISHING):
        command = parameter(command)
    return command
