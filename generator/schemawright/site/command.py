"""The command `docs`: what it builds, what it says, and how it ends."""

from __future__ import annotations

import gc
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from schemawright import configuration, diagnostics, settings
from schemawright.console import FINDINGS, asked_packages, place_of, reported, talks
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.site import build

if TYPE_CHECKING:
    from schemawright.asked import SiteAsked
    from schemawright.config import Options
    from schemawright.site.changes import Changelog

USUAL_FOLDER = "site"


def run(asked: SiteAsked, *, force: bool) -> int:
    """Build a site, and serve it if that is asked for; return the exit status."""
    with reported(asked) as show:
        options = settings.only(asked_packages(asked), place_of)
        out = _folder(asked["output"])
        if (folder := settings.reading_folder(options, out / build.MANIFEST)) is not None:
            message = f"it lies in {folder}, where the next run would take it for a source"
            place = Location(out.as_posix())
            raise InputError(diagnostics.bad_option(place, message, "name another with --output"))
        found = build.built(options, changes_since(options, asked["previous"]))
        plan = build.write(found, out, force=force)
        show((*found.findings, *plan.diagnostics), found.documents)
        if talks(asked):
            click.echo(
                f"wrote {len(plan.write)} files, {plan.unchanged} unchanged in {out}", err=True
            )
        if asked["serve"]:
            _serve(out, asked["port"])
        return FINDINGS if plan.kept else 0
    raise AssertionError  # pragma: no cover - `reported` swallows nothing


def _folder(output: str | None) -> Path:
    """Return where the site goes: `site` beside the configuration, when nothing else is said."""
    if output is not None:
        return Path(output)
    found = configuration.nearest(Path.cwd())
    folder = Path.cwd() if found is None else found.folder
    return Path(configuration.shown_path(folder / USUAL_FOLDER, Path.cwd()))


def changes_since(options: Options, previous: str | None) -> Changelog | None:
    """Return what has changed since other schemas, if there are such."""
    if previous is None:
        return None
    source, *others = options.sources
    if others:
        message = f"there are {len(options.sources)} sources, and only one can be compared"
        hint = "put them into one directory, and name that"
        raise InputError(diagnostics.bad_option(Location("--previous"), message, hint))
    from schemawright.comparing import compare  # noqa: PLC0415 - heavy, and few runs need it
    from schemawright.comparing.silence import rules, silenced  # noqa: PLC0415
    from schemawright.runs import current_date  # noqa: PLC0415
    from schemawright.site.changes import changelog  # noqa: PLC0415

    found = compare.run(options, previous, source, None)
    known = rules(configuration.nearest(Path.cwd()))
    changes, _ = silenced(found.changes, known, current_date())
    return changelog(found, previous, changes)


def _serve(folder: Path, port: int) -> None:
    """Serve a site until the command is interrupted."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    from schemawright.site.serving import served  # noqa: PLC0415 - few runs need it

    gc.enable()
    try:
        with served(folder, port) as url:
            signal.signal(signal.SIGTERM, interrupt)
            click.echo(f"{url} shows it; Ctrl-C ends this", err=True)
            try:
                signal.pause() if hasattr(signal, "pause") else input()
            except KeyboardInterrupt:
                return
    except OSError as error:
        message = f"port {port} cannot be had: {(error.strerror or str(error)).lower()}"
        fault = diagnostics.bad_option(Location("--port"), message, "take another, or 0 for any")
        raise InputError(fault) from None
