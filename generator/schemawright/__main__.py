"""`schemawright` and `python -m schemawright`: a run that has nothing to do does not start."""

from __future__ import annotations

import sys
from time import perf_counter


def main() -> None:
    """Run a command."""
    started = perf_counter()
    arguments = sys.argv[1:]
    keep = None
    if arguments[:1] == ["generate"]:
        from schemawright import memo  # noqa: PLC0415 - other commands have no use for it

        known = memo.recalled(arguments)
        if known is not None and memo.leave(known):
            memo.repeat(known, perf_counter() - started)
            return
        keep = memo.remember
    from schemawright import cli  # noqa: PLC0415 - heavy

    cli.main(prog_name="schemawright", obj=keep)


if __name__ == "__main__":
    main()
