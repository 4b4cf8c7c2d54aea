"""When to look whether something has changed: when the system says so, or from time to time.

A hint may be wrong, late or missing: what counts is what is found when somebody looks.
"""

from __future__ import annotations

import os
import sys
from platform import uname
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.watching.following import Following

PAUSE = 300
"""Milliseconds between two looks where the system does not tell; `WATCHFILES_POLL_DELAY_MS`."""

_DEBOUNCE, _STEP = 1_000, 50
"""Milliseconds: what follows upon each other so fast is one change, but for no longer than that."""
_PATIENCE = 10_000
"""Milliseconds after which to look in any case: some file systems do not tell all."""
_PATIENCE_ON_WINDOWS = 1_000
"""There Ctrl-C is not noticed before."""


GIVEN_UP = "the system cannot tell about changes, so they are looked for"


class MissingWatcherError(Exception):
    """The package watchfiles is not installed."""


def is_polling_asked_for() -> bool:
    """Tell whether the environment asks for polling, or the system needs it, as watchfiles has it.

    The Linux inside Windows does not tell what happens to the files of Windows.
    """
    asked = os.environ.get("WATCHFILES_FORCE_POLLING", "")
    if asked:
        return asked.lower() not in {"false", "disable", "disabled"}
    return "microsoft-standard" in uname().release.lower()


def polled(_: Following) -> Iterator[None]:
    """Yield from time to time."""
    asked = os.environ.get("WATCHFILES_POLL_DELAY_MS", "")
    pause = int(asked) if asked.isdecimal() else PAUSE
    while True:
        sleep(pause / 1000)
        yield


def told(say: Callable[[str], None]) -> Callable[[Following], Iterator[None]]:
    """Return what yields when the system says that something happened.

    Args:
        say: told when the system does not tell any longer.

    Raises:
        MissingWatcherError: nothing is installed that could ask the system.
    """
    try:
        # The documented way to ask for changes of directories by themselves and no others.
        from watchfiles._rust_notify import RustNotify  # noqa: PLC0415 - few need it
    except ImportError as error:
        raise MissingWatcherError(str(error)) from None

    def hints(following: Following) -> Iterator[None]:
        folders = sorted(following.folders())
        try:
            watcher = RustNotify(
                folders, False, False, PAUSE, False, True  # noqa: FBT003 - it takes no keywords
            )
        except FileNotFoundError:
            yield  # one of them has just gone
            yield from polled(following)
            return
        except (OSError, RuntimeError) as error:
            say(f"{GIVEN_UP}: {error}")
            yield from polled(following)
            return
        with watcher:
            yield  # for what happened before
            patience = _PATIENCE_ON_WINDOWS if sys.platform == "win32" else _PATIENCE
            while True:
                found = watcher.watch(_DEBOUNCE, _STEP, patience, None)
                if found == "signal":
                    raise KeyboardInterrupt
                if isinstance(found, str) or any(following.concerns(path) for _, path in found):
                    yield

    return hints
