"""The distributions of a project that are to be uploaded, and what they say of themselves."""

from __future__ import annotations

import io
import tarfile
import zipfile
from email.parser import BytesParser
from typing import TYPE_CHECKING, NamedTuple

from schemawright import manifest
from schemawright.diagnostics import InputError, not_published, unreadable
from schemawright.location import Location
from schemawright.packaging.building import DIST
from schemawright.packaging.metadata import normalized
from schemawright.packaging.previous import LARGEST, in_sdist, published, reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from schemawright.packaging.previous import Published


class File(NamedTuple):
    """A distribution: where it is, what it is, and what is in it."""

    path: Path
    name: str
    version: str
    size: int
    sha256: str


class Distributions(NamedTuple):
    """The distributions of one version, and the project in them."""

    files: tuple[File, ...]
    now: Published


def distributions(folder: Path) -> Distributions:
    """Return the distributions of the version that a project has.

    The project in the source distribution counts, since that is what is uploaded; that of the
    directory only says which version is meant.

    Raises:
        InputError: there is no project, it was not built, or what was built is something else.
    """
    at = Location((folder / DIST).as_posix())
    project = published(reading(folder), folder.as_posix())
    hint = "schemawright package makes a project, and builds it"
    if project is None:
        raise InputError(not_published(Location(folder.as_posix()), "it is no project", hint))
    every = [_file(path) for path in sorted((folder / DIST).glob("*")) if _is_one(path)]
    own = [each for each in every if normalized(each.name) == normalized(project.name)]
    files = tuple(each for each in own if each.version == project.version)
    sdists = [each for each in files if each.path.name.endswith(".tar.gz")]
    if not sdists or len(files) == len(sdists):
        message = f"there are no sdist and wheel of {project.name} {project.version}"
        raise InputError(not_published(at, message, hint))
    inside = in_sdist(sdists[0].path.read_bytes(), sdists[0].path.as_posix())
    if inside is None:
        message = f"{sdists[0].path.name} has no schema, which later versions are compared with"
        raise InputError(not_published(at, message, "have the whole project in it"))
    if (inside.digest, inside.code) != (project.digest, project.code):
        message = f"what was built of {project.version} is not the project as it is now"
        raise InputError(not_published(at, message, "build it again: schemawright package"))
    return Distributions(files, inside)


def _is_one(path: Path) -> bool:
    return path.is_file() and path.name.endswith((".whl", ".tar.gz"))


def _file(path: Path) -> File:
    at = Location(path.as_posix())
    try:
        content = path.read_bytes()
        stated = _metadata(path.name, content)
    except (OSError, EOFError, ValueError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise InputError(unreadable(at, str(error))) from None
    if stated is None:
        raise InputError(unreadable(at, "it has no metadata"))
    headers = BytesParser().parsebytes(stated, headersonly=True)
    return File(
        path=path,
        name=str(headers["Name"]),
        version=str(headers["Version"]),
        size=len(content),
        sha256=manifest.digest(content),
    )


def _metadata(name: str, content: bytes) -> bytes | None:
    """Return what a distribution says of itself (the core metadata)."""
    found = _of_wheel(content) if name.endswith(".whl") else _of_sdist(content)
    return next(found, None)


def _of_wheel(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for each in archive.infolist():
            folder, _, name = each.filename.partition("/")
            if folder.endswith(".dist-info") and name == "METADATA" and each.file_size <= LARGEST:
                yield archive.read(each)


def _of_sdist(content: bytes) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for each in archive.getmembers():
            if each.name.partition("/")[2] == "PKG-INFO" and each.size <= LARGEST:
                file = archive.extractfile(each)
                if file is not None:
                    yield file.read()
