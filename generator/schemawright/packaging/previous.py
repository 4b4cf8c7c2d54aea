"""What was published last: its version and its schema, from wherever it is kept."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, cast

from schemawright import manifest
from schemawright.diagnostics import Diagnostic, InputError, shown, unreadable
from schemawright.location import Location
from schemawright.source.uris import redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Read = Callable[[str], bytes | None]
    """Returns what a file of a project holds, None if there is none."""

RECORD = "schemawright.project.json"
"""The manifest of a project: who made it, from which schema, and what it holds."""

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is read out of an archive, at most."""
_LARGEST_IN_ALL = 16 * LARGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A version of a distribution: what it was made from."""

    name: str
    version: str
    schema_name: str
    """The path of the schema in the project."""
    schema: bytes = field(repr=False)
    digest: str
    """The SHA-256 of the schema."""
    code: str
    """What tells its code from other code."""
    direction: str
    """Who sends the values; empty where the schema says it, or nobody does."""
    origin: str
    """Where it was found, for people."""


def reading(folder: Path) -> Read:
    """Return what reads the files of a directory."""

    def read(path: str) -> bytes | None:
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            at = Location((folder / path).as_posix())
            raise InputError(unreadable(at, error.strerror or str(error))) from None

    return read


def in_sdist(content: bytes, origin: str) -> Published | None:
    """Return the project in a source distribution, None if there is none.

    Nothing is unpacked: the two files that count are read where they are.

    Raises:
        InputError: it is no source distribution, or broken.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
            members = dict(_members(archive))

            def read(path: str) -> bytes | None:
                member = members.get(path)
                if member is None or member.size > LARGEST:
                    return None
                file = archive.extractfile(member)
                return file.read() if file is not None else None

            return published(read, origin)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        reason = "it is no source distribution (.tar.gz), which alone holds the schema"
        raise InputError(no_project(origin, f"{reason}: {error}")) from None


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    """Yield the files of an archive by their paths in the project."""
    for each in archive:
        if each.offset > _LARGEST_IN_ALL:
            raise ValueError("it is too large")
        if each.isfile():
            yield each.name.partition("/")[2], each


def published(read: Read, origin: str) -> Published | None:
    """Return what the manifest of a project says, None if there is none.

    Raises:
        InputError: the manifest is broken, or the schema is not the one that it speaks of.
    """
    content = read(RECORD)
    if content is None:
        return None
    record = manifest.load(content.decode(errors="replace"))
    stated = cast("dict[str, Any]", record.options if record is not None else {})
    values = [stated.get(key) for key in ("name", "version", "schema", "sha256", "code")]
    if not all(isinstance(each, str) for each in values):
        raise InputError(no_project(origin, f"its {RECORD} is broken"))
    name, version, schema_name, digest, code = cast("list[str]", values)
    schema = read(schema_name) if manifest.is_contained(schema_name) else None
    if schema is None:
        raise InputError(no_project(origin, f"its schema {shown(schema_name)} is not there"))
    if manifest.file_digest(schema) != digest:
        reason = f"its schema {shown(schema_name)} is not the one that was published"
        raise InputError(no_project(origin, reason))
    direction = stated.get("direction", "")
    return Published(
        name=name,
        version=version,
        schema_name=PurePosixPath(schema_name).as_posix(),
        schema=schema,
        digest=digest,
        code=code,
        direction=direction if isinstance(direction, str) else "",
        origin=origin,
    )


def code_digest(record: manifest.Manifest) -> str:
    """Return what tells the code of one generation from that of others."""
    outputs = {str(path): digest for path, digest in record.outputs.items()}
    return manifest.digest(json.dumps(outputs, sort_keys=True))


def no_project(origin: str, reason: str) -> Diagnostic:
    """Return why a place is nothing that a version can be compared with."""
    return Diagnostic(
        code="no-project",
        message=f"cannot be compared with: {reason}",
        location=Location(redacted(origin)),
        hint=f"name a directory, an sdist, or REV:PATH that {shown('schemawright package')} made, "
        "with --previous",
    )
