"""What a long run is doing, on one line of a terminal that is gone when it is done."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 0.5
_BAR = 20


class Progress:
    """A bar that appears if a run takes longer than half a second, and follows its steps.

    Args:
        stream: a terminal.
        total: how many steps there are.
        width: the columns of the terminal.
    """

    def __init__(self, stream: TextIO, total: int, width: int) -> None:
        self._stream = stream
        self._total = max(total, 1)
        self._width = width
        self._done = 0
        self._text = ""
        self._drawn = 0
        self._visible = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._appear)
        self._timer.daemon = True

    def __call__(self, text: str) -> None:
        """Take note that the next step begins."""
        with self._lock:
            self._done += bool(self._text)
            self._text = text
            self._draw()

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
            self._visible = False
            if self._drawn:
                self._put(" " * self._drawn + "\r")

    def _appear(self) -> None:
        with self._lock:
            # A timer that has gone off cannot be cancelled any more.
            if not self._timer.finished.is_set():
                self._visible = True
                self._draw()

    def _draw(self) -> None:
        if not self._visible:
            return
        filled = min(_BAR * self._done // self._total, _BAR)
        bar = "#" * filled + "-" * (_BAR - filled)
        line = f"[{bar}] {self._text}"[: self._width - 1]
        self._put(line + " " * (self._drawn - len(line)))
        self._drawn = len(line)

    def _put(self, line: str) -> None:
        try:
            self._stream.write(f"\r{line}")
            self._stream.flush()
        except (OSError, ValueError):
            # Nobody is there to see it.
            self._visible = False
