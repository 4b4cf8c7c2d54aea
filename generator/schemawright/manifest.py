"""The record of a generation: what it was made from, and what every written file held.

A manifest lies beside generated code, where people edit and merge it: nothing in it is trusted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

Files: TypeAlias = Mapping[PurePosixPath, str]
"""Generated text by its path, which is relative to the output directory."""

NAME = "schemawright.manifest.json"
VERSION = 1

# A dot or a space at the end is dropped on Windows, which would turn ".. " into "..".
_PART = re.compile(r"[^\x00-\x1f\x7f:\\\ud800-\udfff]*[^\x00-\x1f\x7f:\\\ud800-\udfff. ]")
_PART_BYTES = 255
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Who generated, with which options, from which inputs (by digest), and what (by digest)."""

    generator: str
    options: Mapping[str, object]
    inputs: Mapping[str, str]
    outputs: Mapping[PurePosixPath, str]

    def keeping(self, last: Manifest, paths: Iterable[PurePosixPath]) -> Manifest:
        """Return this manifest with what the last one says of files that were edited and kept.

        So they stay recognised as edited, and are recognised as ours once the edit is undone.
        """
        kept = {path: last.outputs[path] for path in paths if path in last.outputs}
        return replace(self, outputs={**self.outputs, **kept})


NOTHING = Manifest(generator="", options={}, inputs={}, outputs={})
"""What stands for the manifest where there is none."""


def path(package: str) -> PurePosixPath:
    """Return where the manifest of a (possibly dotted) package lies."""
    return PurePosixPath(*package.split("."), NAME)


def encoded(text: str) -> bytes:
    r"""Return a text as it is written: UTF-8, every line ended by `\n`.

    A lone surrogate, which UTF-8 cannot hold, becomes its escape sequence.
    """
    return normalized(text.encode(errors="backslashreplace"))


def normalized(content: bytes) -> bytes:
    r"""Return what a file holds with every line ended by `\n`, as git may have changed that."""
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def digest(content: str | bytes) -> str:
    """Return the SHA-256 of a text as it is written, or of bytes, in hexadecimal."""
    return hashlib.sha256(encoded(content) if isinstance(content, str) else content).hexdigest()


def file_digest(content: bytes) -> str:
    """Return the digest that a record has of a file, however git has ended its lines."""
    return digest(normalized(content))


def is_contained(path: str) -> bool:
    """Say whether a relative path stays below its directory, on every platform."""
    return all(
        _PART.fullmatch(part) and len(part.encode()) <= _PART_BYTES for part in path.split("/")
    )


def record(
    files: Files, *, generator: str, options: Mapping[str, object], inputs: Mapping[str, str]
) -> Manifest:
    """Return the manifest of a generation that yielded `files`."""
    outputs = {path: digest(text) for path, text in files.items()}
    return Manifest(generator=generator, options=options, inputs=inputs, outputs=outputs)


def dump(manifest: Manifest) -> str:
    """Return the manifest as JSON, one output a line, so that it can be merged."""
    members = {
        "manifest": VERSION,
        "generator": manifest.generator,
        "options": dict(manifest.options),
        "inputs": dict(manifest.inputs),
        "outputs": {str(path): digest for path, digest in manifest.outputs.items()},
    }
    return json.dumps(members, indent=2, sort_keys=True) + "\n"


def load(text: str) -> Manifest | None:
    """Return the manifest that `text` holds; None if it is broken or of another version."""
    try:
        members: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(members, dict):
        return None
    members = cast(dict[str, object], members)
    generator, options = members.get("generator"), members.get("options")
    inputs, outputs = _digests(members.get("inputs")), _digests(members.get("outputs"))
    if (
        members.get("manifest") != VERSION
        or not (isinstance(generator, str) and isinstance(options, dict))
        or inputs is None
        or outputs is None
        or not all(map(is_contained, outputs))
    ):
        return None
    return Manifest(
        generator=generator,
        options=cast(dict[str, object], options),
        inputs=inputs,
        outputs={PurePosixPath(path): digest for path, digest in outputs.items()},
    )


def _digests(members: object) -> dict[str, str] | None:
    if not isinstance(members, dict):
        return None
    digests = cast(dict[str, object], members)
    if not all(isinstance(each, str) and _DIGEST.fullmatch(each) for each in digests.values()):
        return None
    return cast(dict[str, str], digests)
