"""What Make, Ninja and others want to know of a run: what it read, and that it is done."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from schemawright import output
from schemawright.diagnostics import InputError, bad_option, shown
from schemawright.location import Location

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_UNREADABLE = re.compile(r"""[\x00-\x1f\x7f"&'*;<>?^`|]|\\(?=:|$)""")
"""What Ninja has no way to spell, and Make would take for something else."""
_PATTERN = "%"
"""What makes a rule for many files of a target, in Make."""

_NO_TARGET = re.compile(r"[=%:]")
"""What cannot stand in a target of Make, or means something there."""
_CONTINUED = " \\\n  "

TOUCHED = ""
"""The text of a file that only gets another time."""


def text(targets: Iterable[str], read: Iterable[str]) -> str:
    """Return a rule as Make has it, without a recipe: what depends on which files.

    A rule that does nothing follows for each of the files, so that Make does not stop when one is
    deleted. Ninja passes over those.

    Raises:
        InputError: a path is such that nobody would read the rule as it is meant.
    """
    named = [*targets]
    needed = sorted(set(read), key=lambda path: ("=" in path, path))
    unfit = [path for path in named if _PATTERN in path]
    unfit += [path for path in (*named, *needed) if _UNREADABLE.search(path)]
    if unfit:
        message = f"Make and Ninja could not read the path {shown(unfit[0])}"
        raise InputError(bad_option(Location("--depfile"), message, "rename the file"))
    before, after = ([*map(_escaped, side)] for side in (named, needed))
    deleted = [f"{each}:\n" for each in after if not _NO_TARGET.search(each)]
    return f"{' '.join(before)}: {_CONTINUED.join(after)}\n{''.join(deleted)}"


def write(
    depfile: str | None, stamp: str | None, outputs: Collection[str], read: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Write what a build system asks for, once all else is written.

    Args:
        depfile: the file that is to say what was read, if any.
        stamp: the file whose time is to tell when the run was done, if any.
        outputs: what stands for the output if there is no stamp.
        read: every file that was read and every directory that was listed; those that are not
            there, or no longer, are left out.

    Returns:
        The content of each file by its path; `TOUCHED` if nothing but its time counts.

    Raises:
        InputError: a file cannot be written, or is one of those that were read.
    """
    there = sorted(path for path in set(read) if os.path.exists(path))  # noqa: PTH110 - as given
    left: list[tuple[str, str]] = []
    if depfile is not None:
        left.append((depfile, text([stamp] if stamp is not None else outputs, there)))
    if stamp is not None:
        left.append((stamp, TOUCHED))
    taken = {os.path.realpath(path): path for path in (*there, *outputs)}
    for place, content in left:
        if os.path.realpath(place) in taken:
            message = f"{shown(place)} is a file of the run itself"
            at = Location("--depfile" if content else "--stamp")
            raise InputError(bad_option(at, message, "name another file"))
    for place, content in left:
        if content == TOUCHED:
            output.touch(Path(place))
        else:
            output.replace_file(Path(place), content.encode(errors="surrogateescape"))
    return tuple(left)


def _escaped(path: str) -> str:
    """Return a path as Make and Ninja read it: backslashes count twice before a space only."""
    spaced = re.sub(r"(\\*) ", r"\1\1\\ ", path)
    return spaced.replace("#", "\\#").replace("$", "$$")
