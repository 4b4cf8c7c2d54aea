"""The integration with setuptools, for projects that require schemawright for their builds.

setuptools may have no types, and its classes are known only when it runs: what is ours is a class
of its own, from which a command is made.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from schemawright.building.asking import asks

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.building.generation import Addition

COMMAND = "schemawright"
_ASKED_LAST = 100


class Distribution(Protocol):
    """What setuptools knows of a project."""

    cmdclass: dict[str, type]
    src_root: str | None
    has_pure_modules: Callable[[], bool]
    """Whether there is anything that is installed as a module."""

    def get_command_class(self, command: str) -> type:
        """Return the class of a command."""
        ...


class Install(Protocol):
    """The command that knows where files of an editable installation go."""

    install_lib: str


class Generating:
    """A part of the command `build` that generates, in the form of `setuptools.command.build`."""

    user_options = ()
    description = "generate code from schemas"
    editable_mode = False
    build_lib: str | None = None

    generated: Callable[[], Addition]
    get_finalized_command: Callable[[str], Any]
    set_undefined_options: Callable[..., None]

    def initialize_options(self) -> None:
        """Begin with no options."""

    def finalize_options(self) -> None:
        """Take the directory that everything is built in."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Generate into what is built, in an editable installation into what is installed."""
        from schemawright.building import generation  # noqa: PLC0415 - heavy, and often not needed

        with generation.told():
            found = self.generated()
        if self.editable_mode:
            install: Install = self.get_finalized_command("install")
            generation.write(found.editable, Path(install.install_lib))
        else:
            generation.write(found.wheel, self._built)

    def get_source_files(self) -> list[str]:
        """Return the files of the source tree that this needs."""
        from schemawright.building import generation  # noqa: PLC0415

        with generation.told():
            return [*self.generated().sources]

    def get_outputs(self) -> list[str]:
        """Return the files that are built; in an editable installation none of them are."""
        if self.editable_mode:
            return []
        from schemawright.building import generation  # noqa: PLC0415

        with generation.told():
            return [str(self._built / path) for path in self.generated().wheel]

    def get_output_mapping(self) -> dict[str, str]:
        """Return which of them lie in the source tree: none."""
        return {}

    @property
    def _built(self) -> Path:
        return Path(self.build_lib or "build/lib")


def finalize_distribution_options(distribution: Distribution) -> None:
    """Have a project generate when it is built, if it wants that; touch no other one."""
    root = Path(distribution.src_root or ".")
    if not asks(root) or COMMAND in distribution.cmdclass:
        return

    @cache
    def generated() -> Addition:
        from schemawright.building.generation import addition  # noqa: PLC0415

        return addition(root)

    command = import_module("setuptools").Command
    build = distribution.get_command_class("build")
    sdist = distribution.get_command_class("sdist")
    own = {"generated": staticmethod(generated)}
    classes = distribution.cmdclass
    classes[COMMAND] = type("SchemawrightBuild", (Generating, command), own)
    steps = [*getattr(build, "sub_commands", ()), (COMMAND, None)]
    classes["build"] = type("build", (build,), {"sub_commands": steps})
    classes["sdist"] = type("sdist", (Carrying, sdist), own)
    # A project may have no code but what is generated, and that is to be installed, too.
    distribution.has_pure_modules = lambda: True


finalize_distribution_options.order = _ASKED_LAST  # type: ignore[attr-defined] # as setuptools asks


class Carrying:
    """A source distribution that may hold what was generated."""

    generated: Callable[[], Addition]

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        """Put files in place, and what was generated beside them."""
        from schemawright.building import generation  # noqa: PLC0415

        made: Any = super()
        made.make_release_tree(base_dir, files)
        with generation.told():
            found = self.generated()
            found.needed()
        generation.write(found.sdist, Path(base_dir))
