"""The build hook of pdm-backend, for projects that require schemawright for their builds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from schemawright.building.asking import asks

if TYPE_CHECKING:
    from schemawright.building.generation import Addition


class Context(Protocol):
    """What pdm-backend says of a build."""

    @property
    def root(self) -> Path:
        """The directory of the project."""
        ...

    @property
    def target(self) -> str:
        """What is built: `sdist`, `wheel` or `editable`."""
        ...


class SchemawrightBuildHook:
    """Adds what is generated to wheels, and what it is generated from to source distributions."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None

    def pdm_build_hook_enabled(self, context: Context) -> bool:
        """Tell whether the project wants that."""
        return asks(context.root)

    def pdm_build_update_files(self, context: Context, files: dict[str, Path]) -> None:
        """Generate, and add files by the path in the distribution.

        Raises:
            SystemExit: it cannot be generated.
        """
        from schemawright.building import generation  # noqa: PLC0415 - heavy, and often not needed

        is_sdist = context.target == "sdist"
        with generation.told():
            found = generation.addition(context.root)
            needed = found.needed() if is_sdist else ()
        files.update({path: context.root / path for path in needed})
        self._folder = TemporaryDirectory(prefix="schemawright-")
        files.update(generation.write(_generated(found, context.target), Path(self._folder.name)))

    def pdm_build_finalize(self, context: Context, artifact: Path) -> None:  # noqa: ARG002 - PDM's
        """Remove what was generated, after it was built."""
        if self._folder is not None:
            self._folder.cleanup()


def _generated(found: Addition, target: str) -> dict[str, bytes]:
    by_target = {"sdist": found.sdist, "editable": found.editable, "wheel": found.wheel}
    return {**by_target[target]}
