"""From what is asked for to a project that is planned: all that it holds, and its version."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright import diagnostics, manifest, output, pipeline, settings
from schemawright.diagnostics import InputError, bad_option, unreadable
from schemawright.document_text import document_text
from schemawright.explain.survey import survey
from schemawright.location import Location
from schemawright.packaging import project, writing
from schemawright.packaging.examples import examples, shown
from schemawright.packaging.existing import FILE, existing, source_tree
from schemawright.packaging.metadata import metadata, said_before, said_by
from schemawright.packaging.previous import Published, code_digest
from schemawright.packaging.versioning import versioned
from schemawright.packaging.writing import planned
from schemawright.prepared import prepared
from schemawright.provenance import STDIN
from schemawright.runs import documents_of, done, kept_for, save
from schemawright.source.openapi import file_name
from schemawright.targets import needed
from schemawright.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.config import Options
    from schemawright.diagnostics import Diagnostic
    from schemawright.explain.survey import Survey
    from schemawright.packaging.existing import Existing
    from schemawright.packaging.metadata import Metadata
    from schemawright.packaging.project import Content
    from schemawright.packaging.versioning import Versioned
    from schemawright.packaging.wanted import Wanted
    from schemawright.packaging.writing import Planned
    from schemawright.prepared import Prepared
    from schemawright.runs import Documents, Kept
    from schemawright.source.library import Library
    from schemawright.source.values import JsonValue

    Pages = Mapping[PurePosixPath, str]

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
"""File names that mean themselves wherever a build back end takes patterns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project, and how it was written."""

    folder: Path
    content: Content
    versioned: Versioned
    planned: Planned
    package: Prepared
    findings: tuple[Diagnostic, ...]
    documents: Documents


class _Seen(NamedTuple):
    """What the documents were found to be."""

    survey: Survey
    bundle: JsonValue
    first: JsonValue
    """The first of the documents."""
    documents: Documents


class _Parts(NamedTuple):
    """What a project is made from."""

    package: Prepared
    pages: Pages
    """The reference pages that lie beside the tree of sources."""
    seen: _Seen
    schema: Published
    tree: PurePosixPath


def write(wanted: Wanted) -> Project:
    """Write a project, or what is missing of it: all of it or nothing.

    Raises:
        InputError: the input cannot be turned into code, or the output cannot be written.
    """
    found = existing(wanted.folder)
    if found is not None and not found.project:
        at = Location((wanted.folder / FILE).as_posix())
        hint = "add one, or name another directory for the project: --project DIR"
        raise InputError(bad_option(at, "it has no [project] table", hint))
    options, tree = _options(wanted, found)
    kept = kept_for([options])
    parts = _parts(wanted, options, tree, kept[options.lock])
    told = _metadata(wanted, found, parts.seen)
    now = replace(parts.schema, name=told.name)
    with output.exclusive([parts.package.out, wanted.folder]):
        version = versioned(wanted, found, now)
        content = _content(wanted, parts, told, version, found)
        schema = {PurePosixPath(now.schema_name): now.schema.decode()}
        files = {**project.project_files(content), **schema, **parts.pages}
        plan = planned(parts.package, files, version, wanted.folder, force=wanted.force)
        findings = (*parts.package.findings, *version.findings, *_about(wanted, content, found))
        result = Project(
            folder=wanted.folder,
            content=content,
            versioned=version,
            planned=plan,
            package=parts.package,
            findings=(*findings, *plan.findings),
            documents={**parts.seen.documents, **parts.package.documents},
        )
        if not (plan.code.errors or plan.project.errors):
            save(kept)
        writing.write(plan)
    return result


def _options(wanted: Wanted, found: Existing | None) -> tuple[Options, PurePosixPath]:
    """Return the options with the place of the code, and that place relative to the project."""
    options = wanted.options
    if STDIN in options.sources:
        hint = "write it to a file, and name that"
        message = "a project needs its schema again, and standard input is read only once"
        raise InputError(bad_option(Location("SOURCE"), message, hint))
    if not needed(options.targets) - {"docs"}:
        hint = "leave out --target, or name codecs among the targets"
        raise InputError(bad_option(Location("--target"), "reference pages are no package", hint))
    tree = source_tree(wanted.folder, found, options.package)
    return replace(options, out=(wanted.folder / tree).as_posix()), tree


def _parts(wanted: Wanted, options: Options, tree: PurePosixPath, kept: Kept) -> _Parts:
    package = prepared(options, lambda _: None, kept)
    seen = _seen(options, kept)
    # Where packages lie beside `pyproject.toml`, back ends may take a directory for one of them.
    name = _stem(options)
    schema_name = f"{name}.schema.json" if tree == PurePosixPath() else f"schema/{name}.json"
    place = wanted.folder / schema_name
    if folder := settings.reading_folder(options, place):
        message = f"its schema would lie in {folder}, where the next run would take it for a source"
        at = Location(place.as_posix())
        raise InputError(bad_option(at, message, "name another directory: --project DIR"))
    package, pages = _apart(package)
    schema = document_text(seen.bundle, "json")
    published = Published(
        name="",
        version="",
        schema_name=schema_name,
        schema=schema,
        digest=manifest.file_digest(schema),
        code=code_digest(package.record),
        direction=wanted.direction,
        origin=wanted.folder.as_posix(),
    )
    return _Parts(package, pages, seen, published, tree)


def _seen(options: Options, kept: Kept) -> _Seen:
    def look(library: Library) -> tuple[Survey, JsonValue]:
        found = survey(options, library, kept.names(options))
        return found, pipeline.bundle(options, library, lambda _: None)

    # Names were changed when the code was made.
    options = replace(options, rename=(), prune=False)
    library, (found, bundle) = done(options, kept, look)
    first = library.entries[0].value if library.entries else {}
    return _Seen(found, bundle, first, documents_of(library))


def _stem(options: Options) -> str:
    """Return what the schema is called: as its document, since types may be called after that."""
    stem = file_name(options.sources[0]) if len(options.sources) == 1 else ""
    if options.roots and len(options.roots) == 1 and Path(options.sources[0]).is_dir():
        stem = options.roots[0]
    return stem if _PLAIN.fullmatch(stem) else options.package


def _apart(package: Prepared) -> tuple[Prepared, Pages]:
    """Return a package without its reference pages, and these.

    They lie beside the tree of sources, unless `generate` has put them into it before.
    """
    docs = PurePosixPath(package.options.docs)
    try:
        text = (package.out / package.manifest_at).read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    before = manifest.load(text) or manifest.NOTHING
    if any(path.is_relative_to(docs) for path in before.outputs):
        return package, {}
    pages = {path: each for path, each in package.files.items() if path.is_relative_to(docs)}
    targets = tuple(each for each in package.options.targets if each != "docs")
    record = replace(
        package.record,
        options={**package.record.options, "target": list(targets)},
        outputs={p: each for p, each in package.record.outputs.items() if p not in pages},
    )
    files = {path: each for path, each in package.files.items() if path not in pages}
    options = replace(package.options, targets=targets)
    return replace(package, files=files, record=record, options=options), pages


def _metadata(wanted: Wanted, found: Existing | None, seen: _Seen) -> Metadata:
    model, names = seen.survey.model, seen.survey.subject.names
    root = model.declarations[model.roots[0]]
    title = " ".join((root.docs.title or names.types[root.name]).split())
    known = said_before(found.project) if found is not None else {}
    told = metadata(
        wanted.options.package,
        {**known, **wanted.given},
        said_by(seen.first, title, root.docs.description),
        wanted.fault,
    )
    if found is None or not found.name or writing.has_made(wanted.folder, FILE):
        return told
    return told._replace(name=found.name)


def _content(
    wanted: Wanted, parts: _Parts, told: Metadata, version: Versioned, found: Existing | None
) -> Content:
    options = parts.package.options
    chosen = examples(parts.seen.survey) if "codecs" in needed(options.targets) else ()
    return project.Content(
        metadata=told,
        options=options,
        version=version.now.version,
        tree=parts.tree,
        schema=version.now.schema_name,
        digest=version.now.digest,
        generator=__version__,
        license_text=_license_text(wanted, told, found),
        examples=chosen,
        shown=shown(chosen, options.package, parts.package.files),
        docs=bool(parts.pages),
        workflow=wanted.workflow or writing.has_made(wanted.folder, project.WORKFLOW),
    )


def _license_text(wanted: Wanted, told: Metadata, found: Existing | None) -> str:
    file = wanted.license_file
    if file is None:
        known = project.license_text(told)
        # A text that was named once stays, as long as the licence does.
        same = found is not None and found.project.get("license", "") == told.license
        if known or not same or not writing.has_made(wanted.folder, project.LICENSE):
            return known
        file = wanted.folder / project.LICENSE
        if not file.is_file():
            return ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise InputError(unreadable(Location(file.as_posix()), reason)) from None


def _about(wanted: Wanted, content: Content, found: Existing | None) -> list[Diagnostic]:
    """Return what is missing for others to use the distribution."""
    findings: list[Diagnostic] = []
    known: dict[str, Any] = found.project if found is not None else {}
    at = Location((wanted.folder / FILE).as_posix())
    if not content.metadata.license and "license" not in known and not content.license_text:
        findings.append(diagnostics.no_license(at))
    elif not content.license_text and not [*wanted.folder.glob("LICEN[CS]E*")]:
        findings.append(diagnostics.no_license_text(at, content.metadata.license))
    if not content.examples:
        findings.append(diagnostics.no_example(at))
    return findings
