"""The folders of `tests/frozen`: for each edition, what it emits for small inputs, for good.

Each holds cases as `tests/golden` has them, with `input/`, `options.toml` and `expected/`. What is
the same in every package, or too long to be read, is a line of `digests.txt` instead: the SHA-256
of a file, and its path. Nothing here is updated. An edition begins once, with inputs and options
that are there already:

    PYTHONPATH=generator python tests/frozen_cases.py 2026
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generated_packages import run
from golden_cases import EXPECTED, working_directory

FOLDER = Path(__file__).parent / "frozen"
DIGESTS = "digests.txt"
TARGETS = ["dataclasses", "enums", "typed_dicts", "validators", "codecs"]
"""All that belongs to an edition; pages do not."""

IN_FULL = ("validators-and-codecs", "open-enums")
"""The cases of which what is private is there to be read, too."""
_PRIVATE = ("_validation", "_codecs")
_OWN = ("assertions.py", "checks.py", "decoders.py", "encoders.py", "thorough.py", "listed.py")
"""The private modules that are not the same in every package."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """One case of an edition."""

    folder: Path

    @property
    def name(self) -> str:
        """The edition and the name of the case."""
        return f"{self.edition}/{self.folder.name}"

    @property
    def edition(self) -> str:
        """The edition that the case belongs to."""
        return self.folder.parent.name

    @property
    def options(self) -> dict[str, Any]:
        """The options, the usual ones included."""
        stated = tomllib.loads((self.folder / "options.toml").read_text(encoding="utf-8"))
        inputs = [path for path in (self.folder / "input").rglob("*") if path.is_file()]
        lone = inputs[0].relative_to(self.folder).as_posix() if len(inputs) == 1 else "input"
        package = self.folder.name.replace("-", "_")
        usual = {"source": lone, "package": package, "target": TARGETS}
        return {**usual, **stated, "edition": self.edition}

    def found(self) -> dict[str, str]:
        """Generate, and return the emitted text by path."""
        with working_directory(self.folder):
            outcome = run(self.options)
        assert outcome.files, outcome.text
        return {str(path): text for path, text in outcome.files.items()}

    def expected(self) -> dict[str, str]:
        """Return the files that are recorded to be read."""
        root = self.folder / EXPECTED
        return {
            path.relative_to(root).as_posix(): path.read_bytes().decode()
            for path in root.rglob("*")
            if path.is_file()
        }

    def digests(self) -> dict[str, str]:
        """Return the digests of the other files."""
        lines = (self.folder / DIGESTS).read_text(encoding="utf-8").splitlines()
        return {path: digest for digest, _, path in (each.partition(" ") for each in lines)}

    def freeze(self) -> None:
        """Record what is emitted now, which is done once."""
        assert not (self.folder / EXPECTED).exists(), f"{self.name} is frozen"
        lines: list[str] = []
        for path, text in sorted(self.found().items()):
            if self._is_read(PurePosixPath(path)):
                place = self.folder / EXPECTED / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(text.encode())
            else:
                lines.append(f"{digest(text)} {path}\n")
        (self.folder / DIGESTS).write_text("".join(lines), encoding="utf-8")

    def _is_read(self, path: PurePosixPath) -> bool:
        own, name = path.relative_to(path.parts[0]), path.name
        if own.parts[0] in _PRIVATE:
            return self.folder.name in IN_FULL and name in _OWN
        return path.suffix == ".py" and (name == "__init__.py" or not name.startswith("_"))


def digest(text: str) -> str:
    """Return the SHA-256 of a text, or of what a tree of files holds."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_tree(folder: Path) -> str:
    """Return one digest for all files below a folder: their paths, and what they hold."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
        if path.is_file():
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{content} {path.relative_to(folder).as_posix()}\n".encode())
    return whole.hexdigest()


def editions() -> list[str]:
    """Return the editions that are frozen."""
    return sorted(each.name for each in FOLDER.iterdir() if each.is_dir())


def cases() -> list[Frozen]:
    """Return every case, by edition and name."""
    return [
        Frozen(folder)
        for name in editions()
        for folder in sorted((FOLDER / name).iterdir())
        if folder.is_dir()
    ]


if __name__ == "__main__":
    for each in cases():
        if each.edition in sys.argv[1:]:
            each.freeze()
    for name in sys.argv[1:]:
        sys.stdout.write(f"{name}: {digest_of_tree(FOLDER / name)}\n")
