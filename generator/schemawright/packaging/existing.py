"""A project that is there already: where its code lies, and the line that states its version."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from schemawright import manifest, toml_text
from schemawright.diagnostics import InputError, syntax_error, unreadable
from schemawright.location import Location
from schemawright.toml_text import NotTomlError

if TYPE_CHECKING:
    from schemawright.toml_text import Table

FILE = "pyproject.toml"
_HEADER = re.compile(r"^[ \t]*\[[ \t]*project[ \t]*\][ \t]*(?:#.*)?$", re.MULTILINE)
_NEXT = re.compile(r"^[ \t]*\[", re.MULTILINE)
_VERSION = re.compile(r"""^([ \t]*version[ \t]*=[ \t]*)(["'])([^"'\n]*)\2""", re.MULTILINE)


class Existing(NamedTuple):
    """What the `pyproject.toml` of a project says."""

    text: str
    table: Table

    @property
    def project(self) -> dict[str, Any]:
        """The `project` table."""
        return _table(self.table, "project")

    @property
    def name(self) -> str:
        """The name of the distribution, empty if none is stated."""
        name = self.project.get("name")
        return name if isinstance(name, str) else ""

    @property
    def version(self) -> str:
        """The version that is stated, empty if it comes from elsewhere."""
        version = self.project.get("version")
        return version if isinstance(version, str) else ""

    @property
    def back_end(self) -> str:
        """What builds it, empty if that is not stated."""
        stated = _table(self.table, "build-system").get("build-backend")
        return stated if isinstance(stated, str) else ""

    def with_version(self, version: str) -> str | None:
        """Return the text with another version and nothing else changed; None if it cannot be."""
        header = _HEADER.search(self.text)
        if header is None:
            return None
        after = _NEXT.search(self.text, header.end())
        end = after.start() if after else len(self.text)
        found = _VERSION.search(self.text, header.end(), end)
        if found is None:
            return None
        text = f"{self.text[: found.start(3)]}{version}{self.text[found.end(3) :]}"
        wanted = {**self.table, "project": {**self.project, "version": version}}
        try:
            return text if toml_text.parsed(text) == wanted else None
        except NotTomlError:
            return None


def existing(folder: Path) -> Existing | None:
    """Return what a project says, None if there is none.

    Raises:
        InputError: its `pyproject.toml` cannot be read.
    """
    path = folder / FILE
    at = Location(path.as_posix())
    try:
        text = toml_text.decoded(path.read_bytes())
        return Existing(text, toml_text.parsed(text))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(unreadable(at, error.strerror or str(error))) from None
    except NotTomlError as error:
        raise InputError(syntax_error(at, error.position, error.reason)) from None


def source_tree(folder: Path, found: Existing | None, package: str) -> PurePosixPath:
    """Return where the packages of a project lie, relative to it.

    What the configuration of its build back end says, else `src` if that is there or if there is
    no project yet, else the directory itself.
    """
    tool = _table(found.table, "tool") if found else {}
    wheel = _table(tool, "hatch", "build", "targets", "wheel")
    packages = wheel.get("packages")
    listed = cast("list[object]", packages) if isinstance(packages, list) else []
    first = package.split(".", maxsplit=1)[0]
    offers: list[object] = [str(PurePosixPath(e).parent) for e in listed if isinstance(e, str)]
    offers += _list(_table(tool, "setuptools", "packages", "find").get("where"))
    offers.append(_table(tool, "setuptools", "package-dir").get(""))
    offers.append(_table(tool, "uv", "build-backend").get("module-root"))
    usable = [
        e for e in offers if isinstance(e, str) and (e in {"", "."} or manifest.is_contained(e))
    ]
    holding = [each for each in usable if (folder / each / first).is_dir()]
    for each in (*holding, *usable):
        return PurePosixPath(each)
    if found is None or (folder / "src").is_dir():
        return PurePosixPath("src")
    return PurePosixPath()


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _table(table: Table, *path: str) -> dict[str, Any]:
    found: Any = table
    for key in path:
        found = cast("Table", found).get(key) if isinstance(found, dict) else None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
