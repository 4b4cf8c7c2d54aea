"""The command `package`: what it is asked, what it does, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from schemawright import configuration, diagnostics, settings
from schemawright.console import FINDINGS, asked_packages, is_read, place_of, printed, reported
from schemawright.diagnostics import InputError
from schemawright.location import Location
from schemawright.packaging import building, metadata
from schemawright.packaging.project import CHANGELOG
from schemawright.packaging.run import write
from schemawright.packaging.wanted import Wanted
from schemawright.readers import near

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePosixPath

    from schemawright.asked import PackagingAsked
    from schemawright.config import Options
    from schemawright.configuration import Configuration, Place
    from schemawright.diagnostics import Diagnostic
    from schemawright.packaging.run import Project
    from schemawright.readers import Unfit

_KEYS = {
    "name": "name",
    "description": "description",
    "license": "license",
    "license_file": "license-file",
    "author": "authors",
    "url": "urls",
    "workflow": "workflow",
    "project": "directory",
    "previous": "previous",
}
"""Keys of the `project` table by the options that come before them."""

_WORKFLOWS = ("github",)


def run(asked: PackagingAsked, *, force: bool) -> int:
    """Write, build and check a project; return the exit status."""
    with reported(asked) as show:
        options = settings.only(asked_packages(asked), place_of)
        found = configuration.nearest(Path.cwd())
        project = write(_wanted(asked, options, found, force=force))
        show(project.findings, project.documents)
        if is_read(asked):
            _say(project)
        if asked["build"]:
            _build(project, asked)
        return FINDINGS if project.planned.code.kept else 0
    raise AssertionError  # pragma: no cover - `reported` swallows nothing


def _wanted(
    asked: PackagingAsked, options: Options, found: Configuration | None, *, force: bool
) -> Wanted:
    """Return what is asked for: on the command line, or else in the configuration."""
    given = cast("dict[str, Any]", asked)
    on_line = {key: given[option] for option, key in _KEYS.items() if given[option]}

    def fault(key: str, unfit: Unfit) -> Diagnostic:
        option = next((name for name, each in _KEYS.items() if each == key), "")
        place = place_of(option) if key in on_line else _place(found)
        at = (place[0] / key, place[1]) if key not in on_line else place
        return configuration.misused(at, unfit.message, unfit.hint)

    folder = found.folder if found is not None else Path.cwd()
    configured = dict(options.project)
    for key in ("directory", "license-file"):
        if isinstance(configured.get(key), str):
            configured[key] = configuration.shown_path(folder / configured[key], Path.cwd())
    last = configured.get("previous")
    if isinstance(last, str) and (folder / last).exists():
        configured["previous"] = configuration.shown_path(folder / last, Path.cwd())
    values = {**configured, **on_line}
    # Links add up, and what is given for a label counts.
    if isinstance(configured.get("urls"), dict) and "urls" in on_line:
        values["urls"] = [*(f"{k}={v}" for k, v in configured["urls"].items()), *on_line["urls"]]
    workflow = values.get("workflow", "")
    if workflow and workflow not in _WORKFLOWS:
        message = f"{diagnostics.shown(workflow)} is no workflow"
        raise InputError(
            configuration.misused(_place(found), message, near(str(workflow), _WORKFLOWS))
        )
    place = values.get("directory")
    file = values.get("license-file")
    return Wanted(
        options=options,
        given=values,
        fault=fault,
        folder=Path(place) if isinstance(place, str) else _usual(options, values, folder),
        license_file=Path(file) if isinstance(file, str) else None,
        version=asked["version"] or "",
        previous=str(values.get("previous", "")),
        direction=asked["direction"] or "",
        workflow=bool(workflow),
        force=force,
        configuration=found,
    )


def _usual(options: Options, given: Mapping[str, Any], folder: Path) -> Path:
    """Return the directory of a project that has none: beside the configuration."""
    name = given.get("name")
    called = name if isinstance(name, str) and name.strip() else options.package
    directory = metadata.normalized(called).strip("-").replace("/", "-")
    return Path(configuration.shown_path(folder / directory, Path.cwd()))


def _place(found: Configuration | None) -> Place:
    return found.place("project") if found is not None else (Location("project"), None)


def _say(project: Project) -> None:
    content, version, planned = project.content, project.versioned, project.planned
    since = "the first version"
    if version.before is not None and version.verdict is not None:
        since = f"{version.verdict.said} since {version.before.version}"
    printed(f"{content.metadata.name} {content.version}: {since}")
    count = len(planned.code.write) + len(planned.project.write)
    wrote = f"wrote {count} {'file' if count == 1 else 'files'}" if count else "nothing to write"
    printed(f"  {wrote} in {project.folder.as_posix()}")
    for path in planned.changed:
        what = "a section" if str(path) == CHANGELOG else "the version"
        printed(f"  {path}: {what} for {content.version}")
    if planned.left:
        printed(f"  left as they are: {_listed(planned.left)}")


def _listed(paths: tuple[PurePosixPath, ...]) -> str:
    return ", ".join(sorted(map(str, paths)))


def _build(project: Project, asked: PackagingAsked) -> None:
    built = building.build(project.folder)
    checked = building.check(project, built) if asked["check"] else []
    places = building.store(project.folder, built)
    if not is_read(asked):
        return
    for place in places:
        click.echo(f"  built {place.as_posix()} ({place.stat().st_size:,} bytes)")
    if checked:
        click.echo(f"  checked: {', '.join(checked)}")
