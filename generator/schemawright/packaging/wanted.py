"""What is asked of a project beside its package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from schemawright.config import Options
    from schemawright.configuration import Configuration
    from schemawright.packaging.metadata import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A project that is asked for."""

    options: Options
    given: Mapping[str, Any]
    """What its metadata is told, by key."""
    fault: Fault
    folder: Path
    """Its directory."""
    license_file: Path | None = None
    version: str = ""
    previous: str = ""
    """What was published last, as `packaging.previous` reads it; the directory where empty."""
    direction: str = ""
    """Who sends the values."""
    workflow: bool = False
    force: bool = False
    configuration: Configuration | None = None
    """Where changes may be silenced."""
