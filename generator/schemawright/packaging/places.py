"""What was published last, by the place that people name."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from schemawright.comparing.revisions import opened, revision_of
from schemawright.diagnostics import InputError, unreadable
from schemawright.location import Location
from schemawright.packaging.index import latest
from schemawright.packaging.previous import RECORD, in_sdist, no_project, published, reading
from schemawright.readers import REMOTE

if TYPE_CHECKING:
    from schemawright.packaging.previous import Published


def previous(spec: str, name: str) -> Published | None:
    """Return what a text stands for: a directory, an sdist, `REV:PATH`, or the URL of an index.

    Args:
        spec: the text.
        name: the name of the distribution, for an index.

    Returns:
        The project; None if an index has none of that name.

    Raises:
        InputError: it cannot be read, or is no project of ours.
    """
    if spec.lower().startswith(REMOTE):
        return latest(spec, name)
    if revision_of(spec) is not None:
        with ExitStack() as stack:
            source = stack.enter_context(opened(spec, ()))
            found = published(reading(Path(source.path)), spec)
    elif (path := Path(spec)).is_dir():
        found = published(reading(path), spec)
    else:
        try:
            found = in_sdist(path.read_bytes(), spec)
        except OSError as error:
            raise InputError(unreadable(Location(spec), error.strerror or str(error))) from None
    if found is None:
        raise InputError(no_project(spec, f"it holds no {RECORD}"))
    return found
