"""What a long run is doing, on one line of a terminal that is gone when it is done."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

PATIENCE = 0.5
PAUSE = 0.1
"""Seconds between two pictures of what flows."""
_BAR = 20


class _Line:
    """A line of a terminal that appears if a run takes longer than half a second."""

    def __init__(self, stream: TextIO, width: int) -> None:
        self._stream = stream
        self._width = width
        self._drawn = 0
        self._visible = False
        self._lock = threading.RLock()
        self._timer = threading.Timer(PATIENCE, self._appear)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._erase()
            self._visible = False

    @contextmanager
    def aside(self) -> Generator[None]:
        """Leave the terminal to somebody else as long as the context lasts."""
        with self._lock:
            self._erase()
            yield

    def _erase(self) -> None:
        if self._drawn:
            self._put(" " * self._drawn + "\r")
            self._drawn = 0

    def _appear(self) -> None:
        with self._lock:
            # A timer that has gone off cannot be cancelled any more.
            if not self._timer.finished.is_set():
                self._visible = True
                self._draw()

    def _text(self) -> str:
        raise NotImplementedError

    def _draw(self) -> None:
        if not self._visible:
            return
        line = self._text()[: self._width - 1]
        self._put(line + " " * (self._drawn - len(line)))
        self._drawn = len(line)

    def _put(self, line: str) -> None:
        try:
            self._stream.write(f"\r{line}")
            self._stream.flush()
        except (OSError, ValueError):
            # Nobody is there to see it.
            self._visible = False


class Progress(_Line):
    """A bar that follows the steps of a run.

    Args:
        stream: a terminal.
        total: how many steps there are.
        width: the columns of the terminal.
    """

    def __init__(self, stream: TextIO, total: int, width: int) -> None:
        super().__init__(stream, width)
        self._total = max(total, 1)
        self._done = 0
        self._step = ""

    def __call__(self, text: str) -> None:
        """Take note that the next step begins."""
        with self._lock:
            self._done += bool(self._step)
            self._step = text
            self._draw()

    def _text(self) -> str:
        return f"{_bar(self._done / self._total)} {self._step}"


class Flow(_Line):
    """A bar that follows what flows through a run, with words about it that fit into the line.

    Args:
        stream: a terminal.
        total: how much there is, 0 if nobody knows.
        width: the columns of the terminal.
    """

    def __init__(self, stream: TextIO, total: int, width: int) -> None:
        super().__init__(stream, width)
        self._total = total
        self._done = 0
        self._words: tuple[str, ...] = ()
        self._started = self._last = perf_counter()

    def __call__(self, more: int, *words: str) -> None:
        """Take note that so much more has come through, and what is to be said of it."""
        now = perf_counter()
        with self._lock:
            self._done += more
            self._words = words
            if now - self._last >= PAUSE:
                self._last = now
                self._draw()

    def _text(self) -> str:
        parts = list(self._words)
        part = min(self._done / self._total, 1.0) if self._total else 0.0
        line = ""
        if self._total:
            line = f"{_bar(part)} "
            parts.insert(0, f"{part:.0%}")
            if part:
                seconds = (perf_counter() - self._started) * (1 - part) / part
                parts.insert(1, f"{_clock(seconds)} left")
        while parts and len(line) + len(", ".join(parts)) >= self._width:
            parts.pop()
        return line + ", ".join(parts)


def _bar(part: float) -> str:
    filled = min(int(_BAR * part), _BAR)
    return f"[{'#' * filled}{'-' * (_BAR - filled)}]"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}" if minutes else f"{rest} s"
