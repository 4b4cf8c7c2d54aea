"""The command `watch`: what each run prints, and how the command ends."""

from __future__ import annotations

import gc
import signal
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from schemawright import api, memo, rendering
from schemawright.configuration import shown_path
from schemawright.console import asked_packages, heard, said, show_findings
from schemawright.diagnostics import InputError
from schemawright.reuse import Earlier
from schemawright.settings import STDIN
from schemawright.source.remotes import FOLDER
from schemawright.watching.hints import MissingWatcherError, is_polling_asked_for, polled, told
from schemawright.watching.loop import Ran, runs

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from schemawright.asked import Asked
    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.report import Text
    from schemawright.watching.following import Change
    from schemawright.watching.loop import Hints

_TERMINATED = 128 + signal.SIGTERM
_MISSING = """\
watching needs the package watchfiles, which is not installed.

Install it with `pip install 'schemawright[watch]'`, or take --poll, which looks from time to time \
and needs nothing.\
"""


def watch(asked: Asked, *, force: bool, poll: bool) -> None:
    """Generate, and again after each change, until the command is interrupted.

    Args:
        asked: what stands on the command line.
        force: whether files that were edited are overwritten.
        poll: whether to look for changes from time to time, and not to ask the system.
    """
    if asked["report"] == "sarif":
        raise click.UsageError(
            "--report sarif is one document, and watching has no end; take json or github"
        )
    gc.enable()
    hints: Hints = polled
    if not (poll or is_polling_asked_for()):
        try:
            hints = told(_say)
        except MissingWatcherError:
            raise click.UsageError(_MISSING) from None
    with _terminable():
        for number, (ran, changes) in enumerate(runs(Runner(asked, force=force), hints)):
            if not asked["quiet"] or ran.failed:
                _say(_line(ran, changes))
            if not number and not asked["quiet"]:
                _say("waiting for changes; Ctrl-C ends this")


class Runner:
    """Generates once each time that it is called; findings are shown, and end nothing."""

    def __init__(self, asked: Asked, *, force: bool) -> None:
        self._asked = asked
        self._force = force
        self._has_run = False
        self._has_updated = False
        self._earlier = Earlier()

    def __call__(self, changes: Sequence[Change] = ()) -> Ran:
        """Generate what is configured now.

        Args:
            changes: what has changed since the last time.

        Raises:
            UsageError: the first time there is nothing to generate from.
        """
        started = perf_counter()
        rendering.forget()
        self._earlier = self._earlier.after(each.path for each in changes)
        looked_at = frozenset(memo.configurations())
        try:
            packages = self.packages()
            written = api.write(packages, lambda _: None, force=self._force, earlier=self._earlier)
        except click.UsageError as error:
            if not self._has_run:
                raise
            click.echo(f"Error: {error.format_message()}", err=True)
            count = 1
        except InputError as error:
            self._show(error.diagnostics, getattr(error, "documents", {}))
            looked_at |= getattr(error, "looked_at", frozenset())
            count = len(error.diagnostics)
        else:
            self._has_run = self._has_updated = True
            self._earlier = api.earlier(written)
            for each in written:
                self._show(each.findings, each.documents)
            return Ran(
                words="; ".join(each.summary for each in written),
                failed=False,
                looked_at=looked_at.union(*(each.looked_at for each in written)),
                found=frozenset(name for each in written for name in each.documents),
                outputs=frozenset(path for each in written for path in each.outputs),
                kept=_kept(packages),
                seconds=perf_counter() - started,
            )
        self._has_run = True
        words = f"{count} {'error' if count == 1 else 'errors'}"
        return Ran(words=words, failed=True, looked_at=looked_at, seconds=perf_counter() - started)

    def packages(self) -> Sequence[Options]:
        """Return what is configured now.

        Raises:
            InputError: a value cannot be used, or something is missing.
            UsageError: there is nothing to generate from, or nothing that could change.
        """
        packages = asked_packages(self._asked)
        if any(STDIN in each.sources for each in packages):
            raise click.UsageError("standard input cannot be watched; name a file")
        if self._has_updated:
            # What was to be fetched again has been.
            packages = tuple(replace(each, update_remotes=False) for each in packages)
        return packages

    def _show(self, findings: Sequence[Diagnostic], documents: Mapping[str, Text]) -> None:
        if findings := heard(findings, self._asked):
            show_findings(findings, documents, self._asked)
            said().clear()  # nobody will ask for it again


def _kept(packages: Sequence[Options]) -> frozenset[str]:
    """Return the lock files, and the directories that copies of remote documents lie in."""
    locks = {Path(each.lock) for each in packages}
    return frozenset(map(str, (*locks, *(each.parent / FOLDER for each in locks))))


def _line(ran: Ran, changes: Sequence[Change]) -> str:
    """Return how a run went, and what it followed upon, in one line."""
    again = "re" if changes else ""
    failed = "not " if ran.failed else ""
    line = f"{failed}{again}generated: {ran.words} ({ran.seconds:.2f} s)"
    if not changes:
        return line
    first, *more = changes
    place = shown_path(Path(first.path), Path.cwd())
    others = f", and {len(more)} more" if more else ""
    return f"{line}, after {place} {first.how}{others}"


def _say(line: str) -> None:
    click.echo(line, err=True)


@contextmanager
def _terminable() -> Generator[None]:
    """End like Ctrl-C when the process is to end, so that nothing is left half written."""
    asked: list[int] = []

    def stop(number: int, _: object) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        if asked:
            raise click.exceptions.Exit(_TERMINATED) from None
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
