"""What a manifest says of a package's origin: the same on every machine and in every folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from schemawright import manifest
from schemawright.editions import edition
from schemawright.rendering import own_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.config import Options
    from schemawright.manifest import Files, Manifest

STDIN = "-"
_STDIN_NAMES = (STDIN, "stdin")
"""Standard input as a source, and as a document."""


def record(files: Files, options: Options, inputs: Mapping[str, str], version: str) -> Manifest:
    """Return the manifest of generated files.

    Args:
        files: what was generated.
        options: what it was generated from, and how; `out` is left out.
        inputs: the digest of each document by its name, a path as seen from the working directory.
        version: the version of the generator.
    """
    shown = portable(options)
    return manifest.record(
        files,
        generator=f"schemawright {version}",
        options={
            "source": [shown(each) for each in options.sources],
            "root": list(options.roots),
            "package": options.package,
            "docs": options.docs,
            # Always, since which one is current is no property of the package.
            "edition": edition(options.edition).name,
            "target": list(options.targets),
            **({} if (own := options.templates) is None else {"templates": _digests(own)}),
            **({} if (stated := options.assert_formats) is None else {"assert-formats": stated}),
            **({"pattern-engine": "regress"} if options.pattern_engine == "regress" else {}),
            **({"access": options.access} if options.access != "both" else {}),
            **({"allow-type": [*options.allow_types]} if options.allow_types else {}),
            **({} if (formats := options.formats) == "python" else {"formats": formats}),
            **({"open-enums": True} if options.open_enums else {}),
            **({"validate-on-init": True} if options.validate_on_init else {}),
            **({"weakref": True} if options.weakref else {}),
            **({"eager": True} if options.eager else {}),
            "line-length": options.line_length,
            "key-order": options.key_order,
            "format": options.format,
            **({"dialect": options.dialect} if options.dialect else {}),
            **({"operations": True} if options.operations else {}),
            **({"on-missing": dict(options.missing)} if options.missing else {}),
        },
        inputs={shown(name): digest for name, digest in inputs.items()},
    )


def _digests(folder: str) -> dict[str, str]:
    """Return the digest of each of the user's own templates."""
    return {
        each.relative_to(folder).as_posix(): manifest.file_digest(each.read_bytes())
        for each in own_files(folder)
        if each.is_file()
    }


def portable(options: Options) -> Callable[[str], str]:
    """Return what turns the name of a document into its path below all the sources."""
    local = [each for each in options.sources if each != STDIN and not _is_uri(each)]
    folders = [_folder(each) for each in local]
    try:
        common = os.path.commonpath(folders)
    except ValueError:
        # Nothing but standard input, or several drives of Windows.
        return lambda name: name if _is_uri(name) else Path(name).name

    def relative(name: str) -> str:
        if name in _STDIN_NAMES or _is_uri(name):
            return name
        path = Path(os.path.abspath(name))  # noqa: PTH100 - `..` goes, symbolic links stay
        return path.relative_to(common).as_posix() if path.is_relative_to(common) else path.name

    return relative


def _is_uri(name: str) -> bool:
    """Tell whether a document is known by a URI, and not by a path."""
    return "://" in name


def _folder(source: str) -> str:
    path = os.path.abspath(source)  # noqa: PTH100
    return path if Path(path).is_dir() else str(Path(path).parent)
