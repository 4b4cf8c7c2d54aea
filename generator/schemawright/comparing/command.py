"""The command `diff`: what it compares, what it shows, and its exit status."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from schemawright import configuration, settings
from schemawright.comparing import compare, data, text
from schemawright.comparing.severity import Severity
from schemawright.comparing.silence import rules, silenced
from schemawright.console import FINDINGS, asked_packages, place_of, printed, reported, style_for
from schemawright.runs import current_date
from schemawright.settings import STDIN

if TYPE_CHECKING:
    from schemawright.asked import ComparisonAsked
    from schemawright.comparing.compare import Comparison
    from schemawright.comparing.versions import Part

_LEAST = {"breaking": Severity.BREAKING, "warning": Severity.WARNING}


def run(old: str, new: str, asked: ComparisonAsked) -> int:
    """Compare two schemas and show what differs; return the exit status."""
    if old == new == STDIN:
        raise click.UsageError("standard input cannot be both schemas")
    with reported(_of_findings(asked)) as show:
        given: dict[str, Any] = {**asked, "source": (new,)}
        packages = asked_packages(cast(Any, given), named=False)
        # The roots that are configured are those of another run.
        options = replace(settings.only(packages, place_of), roots=asked["root"])
        known = rules(configuration.nearest(Path.cwd()))
        wanted = asked["direction"]
        ways = None if wanted is None else compare.WAYS[wanted]
        found = compare.run(options, old, new, ways)
        changes, useless = silenced(found.changes, known, current_date())
        found = replace(found, changes=changes)
        warnings = cast("Part", asked["warnings"])
        following = found.next_version(asked["version"], warnings) if asked["version"] else ""
        # What is suspicious about the schema, `generate` says.
        show((*(found.findings if asked["verbose"] else ()), *useless), found.new)
        _print(found, following, asked)
        least = _LEAST.get(asked["fail_on"])
        return FINDINGS if least is not None and found.severity >= least else 0
    raise AssertionError  # pragma: no cover - `reported` swallows nothing


def _of_findings(asked: ComparisonAsked) -> ComparisonAsked:
    """Return how findings are shown: beside changes for programs as text, on standard error."""
    how = "github" if asked["report"] == "github" else "text"
    return cast("ComparisonAsked", {**asked, "report": how})


def _print(found: Comparison, following: str, asked: ComparisonAsked) -> None:
    match asked["report"]:
        case "json":
            printed(data.json_text(found, following))
        case "sarif":
            printed(data.sarif(found))
        case "github":
            if shown := data.github(found):
                printed(shown)
        case "markdown":
            printed(text.markdown(found, following))
        case "changelog":
            printed(text.changelog(found, following))
        case _:
            if asked["quiet"]:
                heard = [e for e in found.heard if e.severity is Severity.BREAKING]
                found = replace(found, changes=tuple(heard))
                if not heard:
                    return
            printed(text.text(found, style_for(sys.stdout, asked), following))
