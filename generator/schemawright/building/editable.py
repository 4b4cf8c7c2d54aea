"""What an editable installation holds, so that a generated package can be imported from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from schemawright import manifest
from schemawright.rendering import Templates

if TYPE_CHECKING:
    from collections.abc import Mapping


class Finder(NamedTuple):
    """What the module says that finds a package: what it is called, and where it lies."""

    package: str
    folder: str


def for_editable(package: str, out: Path, contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the files of an editable installation, relative to `site-packages`.

    As a rule the package lies there as it is. If its parent lies in the source tree, Python looks
    for it nowhere else; and if it lies in the source tree itself, that one is to count if Python
    finds it. So there it is hidden, and a module finds it that is asked last.

    Args:
        package: the name of the package.
        out: the directory that it would be generated into.
        contents: its files.
    """
    *parents, _ = package.split(".")
    bases = (out, Path(), Path("src"))
    has_parent = any(base.joinpath(*parents).is_dir() for base in bases if parents)
    if not has_parent and not (out / manifest.path(package)).is_file():
        return contents
    inside = f"{'/'.join(package.split('.'))}/"
    module = f"_schemawright_{package.replace('_', '__').replace('.', '_')}"
    folder = f"{module}_files"
    text = Templates().render("building/editable_finder.py.jinja", Finder(package, folder))
    return {
        f"{module}.py": text.encode(),
        # Read by name: whatever else is installed in editable mode is asked first.
        f"zz{module}.pth": f"import {module}\n".encode(),
        **{f"{folder}/{path.removeprefix(inside)}": each for path, each in contents.items()},
    }
