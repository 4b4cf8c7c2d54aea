"""Checking in several processes: chunks out, outcomes back in their order, few at a time."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self

from schemawright.diagnostics import Diagnostic, InputError
from schemawright.location import Location
from schemawright.validating.checking import Checker
from schemawright.validating.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from types import TracebackType

    from schemawright.validating.checking import How
    from schemawright.validating.streams import Chunk
    from schemawright.validation import Parts

PATIENCE = 5.0
"""Seconds that a worker has to end by itself."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve(connection: Connection, parts: Parts, how: How) -> None:
    """Check chunks that come through a connection until it ends, which it does with the parent."""
    with suppress(EOFError, OSError):
        checker = Checker(parts, how)
        while True:
            connection.send(checker.outcome(connection.recv()))


def _work(connection: Connection, parts: Parts, how: How) -> None:  # pragma: no cover - elsewhere
    # An interrupt reaches all processes of a terminal; the parent is the one to end it all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(connection, parts, how)


@contextmanager
def _uninterrupted() -> Generator[None, None, None]:
    """Hold interrupts back: what is started meanwhile gets none, even while it still imports."""
    if not hasattr(signal, "pthread_sigmask"):
        yield  # pragma: no cover - on Windows
        return
    # Python starts this with the first process, and lets interrupts through again thereby.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Worker:
    """A process that checks one chunk at a time."""

    def __init__(self, parts: Parts, how: How) -> None:
        # A process that is forked would hold the other ends of all connections open.
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=_work, args=(theirs, parts, how), daemon=True
        )
        with _uninterrupted():
            self.process.start()
        theirs.close()

    def outcome(self, chunk: Chunk) -> Outcome:
        """Return what came of a chunk.

        Raises:
            InputError: the process has ended.
        """
        try:
            # What `send` would have in its hands when it fails can be no garbage for Python 3.13.
            self._connection.send_bytes(pickle.dumps(chunk))
            found: Outcome = self._connection.recv()
        except (EOFError, OSError):
            self.process.join(PATIENCE)
            raise InputError(_lost(chunk, self.process.exitcode)) from None
        return found

    def end(self, *, at_once: bool) -> None:
        """End the process."""
        if at_once:
            self.process.terminate()
        else:
            self._connection.close()
        self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        if at_once:
            self._connection.close()


class Workers:
    """Processes that check chunks; they are gone when the context is left."""

    def __init__(self, count: int, parts: Parts, how: How) -> None:
        self._count = count
        self.workers = [Worker(parts, how) for _ in range(count)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for each in self.workers:
            self._idle.put(each)
        self._threads = ThreadPoolExecutor(count)

    def outcomes(self, chunks: Iterable[Chunk | Outcome]) -> Iterator[Outcome]:
        """Yield what comes of chunks, in their order; twice as many as workers are under way."""
        pending: deque[Future[Outcome] | Outcome] = deque()
        for chunk in chunks:
            if isinstance(chunk, Outcome):
                pending.append(chunk)
            else:
                pending.append(self._threads.submit(self._outcome, chunk))
            while pending and (len(pending) > 2 * self._count or _is_there(pending[0])):
                yield _result(pending.popleft())
        while pending:
            yield _result(pending.popleft())

    def _outcome(self, chunk: Chunk) -> Outcome:
        worker = self._idle.get()
        try:
            return worker.outcome(chunk)
        finally:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=kind is None, cancel_futures=True)
        for each in self.workers:
            each.end(at_once=kind is not None)
        self._threads.shutdown()


def _is_there(found: Future[Outcome] | Outcome) -> bool:
    return isinstance(found, Outcome) or found.done()


def _result(found: Future[Outcome] | Outcome) -> Outcome:
    return found if isinstance(found, Outcome) else found.result()


def _lost(chunk: Chunk, status: int | None) -> Diagnostic:
    return Diagnostic(
        code="lost-worker",
        message=f"a process that checked this file ended with status {status} and no answer",
        location=Location(chunk.file),
        hint="was memory short? --jobs 1 checks in one process",
    )
