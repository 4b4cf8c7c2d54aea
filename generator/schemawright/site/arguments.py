"""What `docs` takes: arguments and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from schemawright.arguments import reading

if TYPE_CHECKING:
    from schemawright.arguments import Decorated

_BUILDING = (
    click.option(
        "-o",
        "--output",
        type=click.Path(),
        metavar="DIR",
        help="Directory of the site; `site` when left out.",
    ),
    click.option(
        "--previous",
        metavar="OLD",
        help="Schemas to compare with on a page of changes: a file, a directory, a URL, or "
        "REV:PATH for what a git repository has in a revision.",
    ),
    click.option(
        "--serve",
        is_flag=True,
        help="Serve the site to this machine alone, until Ctrl-C.",
    ),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8000,
        show_default=True,
        help="The port to serve at; any that is free for 0.",
    ),
    click.option("--force", is_flag=True, help="Overwrite generated files that were edited."),
    click.option(
        "--package",
        metavar="NAME",
        help="Import name of the package, or of several configured ones the one that is meant.",
    ),
)


def building(command: Decorated) -> Decorated:
    """Add what says which schemas are shown, where and how."""
    command = reading(command)
    for parameter in reversed(_BUILDING):
        command = parameter(command)
    return command
