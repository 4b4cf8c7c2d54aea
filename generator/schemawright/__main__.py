"""`schemawright` and `python -m schemawright`: a run that has nothing to do does not start."""

from __future__ import annotations

import atexit
import gc
import sys
from time import perf_counter


def main() -> None:
    """Run a command."""
    started = perf_counter()
    # A process that soon ends gives all memory back; those that go on turn this on again.
    gc.disable()
    atexit.register(gc.freeze)
    arguments = sys.argv[1:]
    last = None
    if arguments[:1] == ["generate"]:
        from schemawright import memo  # noqa: PLC0415 - other commands have no use for it

        last = memo.recalled(arguments)
        if last is None:
            last = memo.Memo()
        elif not last.changed and memo.leave(last):
            memo.repeat(last, perf_counter() - started)
            return
    from schemawright import cli  # noqa: PLC0415 - heavy

    cli.main(prog_name="schemawright", obj=last)


if __name__ == "__main__":
    main()
