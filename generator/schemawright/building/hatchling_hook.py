"""The build hook of Hatchling, which `[tool.hatch.build.hooks.schemawright]` asks for."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

if TYPE_CHECKING:
    from collections.abc import Mapping

_HATCH = frozenset(
    {
        "dependencies",
        "enable-by-default",
        "require-runtime-dependencies",
        "require-runtime-features",
    }
)
"""Keys that are Hatch's own."""


class SchemawrightBuildHook(BuildHookInterface[BuilderConfig]):
    """Adds what is generated to wheels, and what it is generated from to source distributions."""

    PLUGIN_NAME = "schemawright"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate, before something is built.

        Args:
            version: `standard` or `editable`.
            build_data: what Hatchling is told; files by the path in the distribution are added.

        Raises:
            SystemExit: it cannot be generated.
        """
        if self.target_name not in {"wheel", "sdist"}:
            return
        from schemawright.building import generation  # noqa: PLC0415 - heavy, and often not needed

        root, is_sdist = Path(self.root), self.target_name == "sdist"
        with generation.told():
            self._refuse_options()
            found = generation.addition(root)
            places = {path: root / path for path in (found.needed() if is_sdist else ())}
        contents = found.editable if version == "editable" else found.wheel
        self._folder = TemporaryDirectory(prefix="schemawright-")
        generated = found.sdist if is_sdist else contents
        places |= generation.write(generated, Path(self._folder.name))
        include: Mapping[str, str] = {str(place): path for path, place in places.items()}
        build_data["force_include"].update(include)
        if build_data.get("force_include_editable"):
            build_data["force_include_editable"].update(include)  # else it would be left out

    def finalize(  # the names are Hatch's
        self,
        version: str,  # noqa: ARG002
        build_data: dict[str, Any],  # noqa: ARG002
        artifact_path: str,  # noqa: ARG002
    ) -> None:
        """Remove what was generated, after it was built."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()

    def _refuse_options(self) -> None:
        from schemawright.diagnostics import InputError, bad_option, shown  # noqa: PLC0415
        from schemawright.location import Location  # noqa: PLC0415

        if unknown := sorted({*self.config} - _HATCH):
            at = Location("pyproject.toml") / "tool" / "hatch" / "build" / "hooks" / "schemawright"
            message = f"{shown(unknown[0])} cannot stand here"
            hint = "options of builds stand in [tool.schemawright.build]"
            raise InputError(bad_option(at, message, hint))


@hookimpl
def hatch_register_build_hook() -> type[SchemawrightBuildHook]:
    """Return the hook."""
    return SchemawrightBuildHook
