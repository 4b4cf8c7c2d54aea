"""Generated packages in the hands of the tests: generated, written down, imported and forgotten."""

from __future__ import annotations

import dataclasses
import enum
import importlib
import json
import sys
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from schemawright import pipeline, report, settings
from schemawright.diagnostics import InputError
from schemawright.location import Location

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence
    from types import ModuleType

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.library import Library


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run yields: files, or none where the input has errors, and every finding."""

    files: Mapping[PurePosixPath, str]
    findings: Sequence[Diagnostic]
    text: str
    """The findings as people see them, with lines and columns."""

    @property
    def code(self) -> dict[str, str]:
        """The Python modules by their paths."""
        return {str(path): text for path, text in self.files.items() if path.suffix == ".py"}

    def __getitem__(self, path: str) -> str:
        """Return the text of one file."""
        return self.files[PurePosixPath(path)]


def run(table: Mapping[str, Any]) -> Outcome:
    """Generate what a table of options asks for, with paths relative to the working directory."""
    options = settings.options(dict(table), lambda key: (Location(key), None))
    library: Library | None = None
    files: Mapping[PurePosixPath, str] = {}
    findings: Sequence[Diagnostic]
    try:
        library = pipeline.read(options)
        generated = pipeline.generate(options, library, lambda _: None)
        files, findings = generated.files, generated.findings
    except InputError as error:
        findings = error.diagnostics
    documents = {each.uri: each for each in library.documents} if library is not None else {}
    return Outcome(files=files, findings=findings, text=report.text(findings, documents))


def generate(schema: object, folder: Path, *, package: str = "generated", **how: Any) -> Outcome:
    """Generate from one schema, which is written to `folder` as `schema.json`."""
    path = folder / "schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    return run({"source": path.as_posix(), "package": package, **how})


def generate_cleanly(schema: object, folder: Path, **how: Any) -> Outcome:
    """Generate from one schema that must have no errors."""
    outcome = generate(schema, folder, **how)
    assert outcome.files, outcome.text
    return outcome


def write(files: Mapping[PurePosixPath, str], folder: Path) -> None:
    """Write files below a directory."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


@contextmanager
def imported(folder: Path, package: str) -> Generator[ModuleType, None, None]:
    """Import a package that lies in `folder`; afterwards it is as if it had never been there."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    assert package not in sys.modules, f"{package} is imported already"
    try:
        yield importlib.import_module(package)
    finally:
        sys.path.remove(str(folder))
        for name in [n for n in sys.modules if n == package or n.startswith(f"{package}.")]:
            del sys.modules[name]


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import and yield every module of a generated package."""
    (root,) = map(Path, package.__path__)
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        names = [each for each in parts if each != "__init__"]
        yield importlib.import_module(".".join([package.__name__, *names]))


def field_types(class_: type) -> dict[str, str]:
    """Return how each field of a dataclass is annotated, as it is written."""
    return {each.name: str(each.type) for each in dataclasses.fields(class_)}


def records(package: ModuleType) -> dict[str, type]:
    """Return every dataclass that a package offers, by name."""
    offered = {name: getattr(package, name) for name in package.__all__}
    return {
        name: each
        for name, each in offered.items()
        if isinstance(each, type) and dataclasses.is_dataclass(each)
    }


def enumerations(package: ModuleType) -> dict[str, type[enum.Enum]]:
    """Return every enumeration that a package offers, by name."""
    offered = {name: getattr(package, name) for name in package.__all__}
    return {
        name: each
        for name, each in offered.items()
        if isinstance(each, type) and issubclass(each, enum.Enum)
    }
