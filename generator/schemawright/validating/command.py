"""The command `validate`: what it reads, what it shows, and its exit status."""

from __future__ import annotations

import re
import sys
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import click

from schemawright import pipeline, settings
from schemawright.console import (
    FINDINGS,
    MISUSE,
    asked_packages,
    columns,
    place_of,
    printed,
    reported,
    shows_progress,
    style_for,
    talks,
)
from schemawright.diagnostics import shown
from schemawright.progress import Flow
from schemawright.readers import REMOTE
from schemawright.runs import documents_of, done, kept_for, save
from schemawright.source.asked_schema import Asked as AskedSchema
from schemawright.validating import text
from schemawright.validating.checking import How, Shown
from schemawright.validating.inputs import STDIN, inputs
from schemawright.validating.run import outcomes
from schemawright.validating.totals import Totals, amount, summary, table
from schemawright.validating.workers import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from schemawright.asked import ValidationAsked
    from schemawright.diagnostics import Diagnostic
    from schemawright.location import Location
    from schemawright.runs import Documents
    from schemawright.validating.inputs import Input
    from schemawright.validating.outcomes import Finding, Outcome
    from schemawright.validation import Parts

_NOTHING = """\
{}.

Name a file, such as `schemawright validate data.json --schema schemas/Pet.json`, or where a name \
is looked up:
`schemawright validate data.json --schema Pet --source schemas`. A source can also be configured \
in pyproject.toml:

  [tool.schemawright]
  source = "schemas"\
"""
_PATH_LIKE = re.compile(r"[/\\]|\.(json|ya?ml)$", re.IGNORECASE)


class Wanted(NamedTuple):
    """What `--schema` says."""

    source: str | None
    """The document that is meant, None if a name in the sources is."""
    schema: AskedSchema | None
    """The schema in it; None for the only root."""


def run(data: Sequence[str], asked: ValidationAsked) -> int:
    """Check data and show what is wrong with it; return the exit status."""
    with reported(asked) as show:
        given = inputs(data, asked["syntax"])  # type: ignore[arg-type]
        parts, findings, documents = _schema(asked, data)
        show(findings, documents)
        screen = _Screen(asked, given, documents, show)
        return _checked(given, parts, screen)
    raise AssertionError  # pragma: no cover - `reported` swallows nothing


def wanted(text: str | None) -> Wanted:
    """Return what `--schema` means: a file that is there before all else, then a URL, then a name.

    What looks like a path is one, so `./` makes a name a file.
    """
    if text is None:
        return Wanted(None, None)
    if _is(Path.is_file, text):
        return Wanted(text, AskedSchema("", is_place=True))
    source, _, fragment = text.partition("#")
    is_document = source == STDIN or source.startswith(REMOTE) or _is(Path.is_file, source)
    if is_document or (source and _PATH_LIKE.search(source)):
        if _is(Path.is_dir, source):
            hint = f"look a name up in it: --schema NAME --source {source}"
            raise click.UsageError(f"the schema {shown(source)} is a directory; {hint}")
        return Wanted(source, AskedSchema(fragment, is_place=True))
    return Wanted(None, AskedSchema(text))


def _schema(
    asked: ValidationAsked, data: Sequence[str]
) -> tuple[Parts, Sequence[Diagnostic], Documents]:
    """Return the validator of the schema that is asked for, and what is suspicious about it."""
    meant = wanted(asked["schema"])
    sources = (meant.source, *asked["source"]) if meant.source is not None else asked["source"]
    configured: dict[str, Any] = {**asked, "source": sources}
    reason = "there is no schema"
    if asked["schema"] is not None:
        reason = f"{shown(asked['schema'])} is no file, and there is no source that could have it"
    nothing = _NOTHING.format(reason)
    packages = asked_packages(configured, named=False, nothing=nothing)  # type: ignore[arg-type]
    options = settings.only(packages, place_of)
    if STDIN in options.sources and STDIN in data:
        raise click.UsageError("standard input cannot be both schema and data")
    if meant.source is not None:
        # The roots that are configured lie elsewhere.
        options = replace(options, roots=())
    findings: dict[tuple[str, Location], Diagnostic] = {}

    def report(finding: Diagnostic) -> None:
        findings.setdefault((finding.code, finding.location), finding)

    kept = kept_for([options])
    library, parts = done(
        options,
        kept[options.lock],
        lambda library: pipeline.checks(options, library, meant.schema, report),
    )
    save(kept)
    return parts, tuple(findings.values()), documents_of(library)


def _is(there: Callable[[Path], bool], name: str) -> bool:
    """Tell whether something is there, and of the kind that is asked for."""
    try:
        return there(Path(name))
    except (OSError, ValueError):
        # There can be no such name, as one that is too long.
        return False


def _checked(given: Sequence[Input], parts: Parts, screen: _Screen) -> int:
    """Check data and show what is found while that goes on; return the exit status."""
    asked = screen.asked
    how = How(every=screen.every, fail_fast=asked["fail_fast"])
    totals = Totals()
    started = perf_counter()
    with (
        screen.flow or nullcontext(),
        closing(outcomes(given, parts, how, jobs=asked["jobs"] or cores())) as found,
    ):
        for each in found:
            totals.add(each)
            screen.show(each, totals, perf_counter() - started)
            bad = totals.invalid or totals.broken or totals.unreadable
            if bad and asked["fail_fast"]:
                break
    screen.sum_up(totals, perf_counter() - started)
    if totals.unreadable:
        return MISUSE
    return FINDINGS if totals.invalid or totals.broken else 0


class _Screen:
    """What people and programs see of a run."""

    def __init__(
        self,
        asked: ValidationAsked,
        given: Sequence[Input],
        documents: Documents,
        show: Callable[[Sequence[Diagnostic], Documents], None],
    ) -> None:
        self.asked = asked
        self._put = show
        self.every = asked["verbose"] or asked["report"] != "text"
        self._documents = documents
        self._shown = Shown(every=self.every)
        self._count = 0
        self._style = style_for(sys.stderr, asked)
        self.flow: Flow | None = None
        if shows_progress(asked):
            sizes = [each.size for each in given]
            total = 0 if None in sizes else sum(each or 0 for each in sizes)
            self.flow = Flow(sys.stderr, total, columns(sys.stderr))

    def show(self, outcome: Outcome, totals: Totals, seconds: float) -> None:
        """Show what came of some documents, and how far the run is."""
        quiet = self.asked["quiet"]
        chosen = [
            each
            for each in outcome.findings
            if not (quiet and each.is_warning) and self._shown.takes(each.kind)
        ]
        self._count += len(chosen)
        if chosen:
            with self.flow.aside() if self.flow is not None else nullcontext():
                self._print(chosen)
        if self.flow is not None:
            self.flow(outcome.progress, *_words(totals, seconds))

    def sum_up(self, totals: Totals, seconds: float) -> None:
        """Show what came of all documents, if somebody looks or something is wrong."""
        as_text = self.asked["report"] == "text"
        bad = totals.invalid or totals.broken or totals.unreadable
        if self.asked["quiet"] or not (talks(self.asked) or (bad and as_text)):
            return
        every = self.asked["verbose"]
        left_out = sum(totals.kinds.values()) - self._count
        if left_out:
            more = f"… and {left_out:,} more findings (--verbose shows all)"
            click.echo(more if left_out > 1 else more.replace("findings", "finding"), err=True)
        if sum(totals.kinds.values()) > 1:
            click.echo(f"\n{table(totals, columns(sys.stderr), every=every)}\n", err=True)
        stopped = (
            "stopped at the first that is not valid: " if bad and self.asked["fail_fast"] else ""
        )
        click.echo(f"{stopped}{summary(totals, seconds)}", err=True)

    def _print(self, findings: Iterable[Finding]) -> None:
        match self.asked["report"]:
            case "json":
                printed("\n".join(map(text.json_line, findings)))
            case "github":
                printed("\n".join(text.github(each, self._documents) for each in findings))
            case "sarif":
                self._put([text.diagnostic(each) for each in findings], self._documents)
            case _:
                blocks = [text.block(each, self._documents, self._style) for each in findings]
                click.echo("\n".join(blocks), err=True)


def _words(totals: Totals, seconds: float) -> tuple[str, ...]:
    """Return what is said of a run while it goes on, the most important first."""
    words = [f"{amount(totals.size / max(seconds, 0.001))}/s"]
    if bad := totals.invalid + totals.broken:
        words.append(f"{bad:,} bad")
    return (*words, f"{totals.documents / max(seconds, 0.001):,.0f} documents/s")
