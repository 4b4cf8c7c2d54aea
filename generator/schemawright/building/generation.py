"""What a build adds to what is built: generated code, and what a later build generates it from.

A build is hermetic: options come from the configuration of the project alone, remote documents from
their copies, and nothing is written but what is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from schemawright import configuration, diagnostics, manifest, output, report, settings
from schemawright.building.choices import choices
from schemawright.building.editable import for_editable
from schemawright.diagnostics import Diagnostic, InputError, Severity
from schemawright.location import Location
from schemawright.prepared import all_prepared
from schemawright.runs import kept_for

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from schemawright.building.choices import Choices
    from schemawright.config import Options
    from schemawright.configuration import Configuration
    from schemawright.output import Plan
    from schemawright.prepared import Prepared

Contents: TypeAlias = Mapping[str, bytes]
"""What files hold, by their path with `/`."""

_RELEASED = "PKG-INFO"
"""What is at the top of every source distribution, and of nothing else."""

_REFUSED = "refused-reference"
_HERMETIC = "a build fetches nothing; fetch with schemawright generate, and commit what it keeps"

_WITHHELD = {"foreign-file", "changed-by-hand"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What is added to a wheel, to one of an editable installation, and to a source distribution.

    Paths are those in the distribution, which for a source distribution are those in the project.
    """

    wheel: Contents
    editable: Contents
    sdist: Contents
    """What was generated, if it is to be carried."""
    sources: tuple[str, ...]
    """Files that are there, and that the source distribution is to hold as they are."""
    lacking: Diagnostic | None = None
    """Why nothing could be generated from a source distribution."""

    def needed(self) -> tuple[str, ...]:
        """Return `sources`, for a source distribution.

        Raises:
            InputError: it could not hold all that it needs.
        """
        if self.lacking is not None:
            raise InputError(self.lacking)
        return self.sources


@contextmanager
def told() -> Generator[None]:
    """End the process with what is wrong with the input, which needs no traceback."""
    try:
        yield
    except InputError as error:
        text = report.text(error.diagnostics, getattr(error, "documents", {}))
        if any(each.code == _REFUSED for each in error.diagnostics):
            text += f"\n{_HERMETIC}"
        raise SystemExit(f"{text}\nnothing was built, as schemawright could not generate") from None


def addition(root: Path) -> Addition:
    """Generate what a project is configured for.

    Args:
        root: the directory of the project, where its configuration is.

    Raises:
        InputError: it cannot be generated, or what is in the source tree forbids to.
    """
    with chdir(root):
        here = Path.cwd()
        found = configuration.nearest(here)
        if found is None or found.folder != here:
            at = Location(configuration.SHARED_FILE)
            hint = "say there what is to be generated: source, package, out"
            raise InputError(diagnostics.bad_option(at, "there is no [tool.schemawright]", hint))
        chosen = choices(found)
        packages = _packages(found, here)
        if chosen.sdist == "generated" and Path(_RELEASED).is_file():
            carried = [*map(_carried, packages)]
            if None not in carried:
                return _carrying(packages, [each for each in carried if each is not None])
        return _generated(packages, found, chosen)


def _packages(found: Configuration, here: Path) -> tuple[Options, ...]:
    packages = settings.packages({}, found.place, here)
    return tuple(replace(each, allow_remote=(), update_remotes=False) for each in packages)


def _generated(packages: Sequence[Options], found: Configuration, chosen: Choices) -> Addition:
    prepared = all_prepared(packages, lambda _: None, kept_for(packages))
    _compare(prepared, in_place=chosen.in_place)
    contents = [_contents(each) for each in prepared]
    is_carried = chosen.sdist == "generated"
    read = {path for each in prepared for path in each.read if Path(path).is_file()}
    outside = sorted(path for path in read if not _is_inside(path))
    lacking = None
    if outside and not is_carried:
        message = f"a source distribution cannot hold {diagnostics.listed(outside)}"
        hint = 'move that into the project, or set sdist = "generated" in [tool.schemawright.build]'
        lacking = configuration.misused(found.place("source"), message, hint)
    read.add(found.name)
    return Addition(
        wheel=_joined(contents),
        editable=_editable(packages, contents, in_place=chosen.in_place),
        sdist=_in_source(packages, contents) if is_carried else {},
        sources=tuple(sorted(path for path in read if _is_inside(path))),
        lacking=lacking,
    )


def _carrying(packages: Sequence[Options], contents: Sequence[Contents]) -> Addition:
    """Return what to add where all of it came with the source distribution."""
    return Addition(
        wheel=_joined(contents),
        editable=_editable(packages, contents, in_place=False),
        sdist=_in_source(packages, contents),
        sources=(),
    )


def _contents(package: Prepared) -> Contents:
    """Return the files of the package itself; what lies beside it, such as its pages, stays out."""
    files = {**package.files, package.manifest_at: manifest.dump(package.record)}
    inside = package.manifest_at.parent
    return {
        str(path): manifest.encoded(text)
        for path, text in sorted(files.items(), key=lambda each: str(each[0]))
        if path.is_relative_to(inside)
    }


def _carried(options: Options) -> Contents | None:
    """Return the package that a source distribution holds, None if it holds none.

    Raises:
        InputError: it is not what was generated.
    """
    out, place = Path(options.out), manifest.path(options.package)
    if not (out / place).is_file():
        return None
    text = (out / place).read_bytes()
    record = manifest.load(text.decode(errors="replace"))
    contents = {str(place): text}
    for path, digest in () if record is None else record.outputs.items():
        if not path.is_relative_to(place.parent):
            continue
        file = out / path
        content = file.read_bytes() if file.is_file() else b""
        if manifest.file_digest(content) != digest:
            at = Location(file.as_posix())
            message = "is not what the source distribution was made with"
            raise InputError(Diagnostic(code="changed-by-hand", message=message, location=at))
        contents[str(path)] = content
    return contents


def _compare(packages: Sequence[Prepared], *, in_place: bool) -> None:
    """Hold what is generated against what the source tree holds, and write it there if asked to.

    Raises:
        InputError: a file of the user's is in the way, or a generated one was edited: whatever
            would be built then, it is not what somebody expects.
    """
    with output.exclusive([each.out for each in packages] if in_place else []):
        plans = [
            output.plan(each.files, each.out, record=each.record, manifest_at=each.manifest_at)
            for each in packages
        ]
        faults = [
            replace(fault, severity=Severity.ERROR)
            for plan in plans
            for fault in plan.diagnostics
            if fault.code in _WITHHELD or (in_place and fault.severity is Severity.ERROR)
        ]
        if faults:
            raise InputError(*faults)
        stale: list[Diagnostic] = []
        for plan in plans:
            if in_place:
                output.write(plan)
            elif _is_stale(plan):
                at = Location((plan.out / plan.manifest_at.parent).as_posix())
                message = "is out of date; what is built is generated anew"
                stale.append(
                    diagnostics.warning("out-of-date", at, message, "run schemawright generate")
                )
    documents = {name: each for package in packages for name, each in package.documents.items()}
    if findings := [*(each for package in packages for each in package.findings), *stale]:
        sys.stderr.write(f"{report.text(findings, documents)}\n")


def _is_stale(plan: Plan) -> bool:
    """Tell whether the source tree holds a package, and not as it is generated now."""
    changed = {*plan.write, *plan.remove} - {plan.manifest_at}
    inside = plan.manifest_at.parent
    return (plan.out / plan.manifest_at).is_file() and any(
        path.is_relative_to(inside) for path in changed
    )


def _editable(
    packages: Sequence[Options], contents: Sequence[Contents], *, in_place: bool
) -> Contents:
    """Return what makes packages importable where the source tree does not hold them."""
    if in_place:
        return {}
    return _joined(
        for_editable(options.package, Path(options.out), each)
        for options, each in zip(packages, contents, strict=True)
    )


def _in_source(packages: Sequence[Options], contents: Sequence[Contents]) -> Contents:
    """Return files by where they lie if they are generated into the source tree."""
    return _joined(
        {
            configuration.shown_path(Path(options.out) / path, Path()): text
            for path, text in each.items()
        }
        for options, each in zip(packages, contents, strict=True)
    )


def _joined(contents: Iterable[Contents]) -> Contents:
    return {path: text for each in contents for path, text in each.items()}


def _is_inside(path: str) -> bool:
    """Tell whether a path, as seen from the project, lies in it."""
    return not Path(path).is_absolute() and ".." not in PurePosixPath(path).parts[:1]


def write(contents: Contents, folder: Path) -> dict[str, Path]:
    """Write files into an empty directory; return where each is, by its path."""
    places = {path: folder / path for path in contents}
    for path, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(contents[path])
    return places
