"""The stages in order: from sources to files, nothing written."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from schemawright.key_order import sorted_keys
from schemawright.lower.names import declared_names
from schemawright.lower.types import lower
from schemawright.passes import run_passes
from schemawright.passes.access import view
from schemawright.passes.held import held
from schemawright.provenance import portable
from schemawright.python.annotations import FORMATS, held_types
from schemawright.python.locked import Named, Wish, named
from schemawright.rendering import templates_of
from schemawright.reuse import trace as trace_of
from schemawright.review import reviewed
from schemawright.source import dialects
from schemawright.source.graph import closure
from schemawright.source.library import NO_REMOTES, Library, Reach
from schemawright.source.references import References
from schemawright.source.roots import chosen_roots
from schemawright.targets import needed, run_targets
from schemawright.targets.subject import Asserted, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path, PurePosixPath

    from schemawright.config import OnMissing, Options
    from schemawright.diagnostics import Diagnostic, Report
    from schemawright.ir import Model, TypeName
    from schemawright.location import Location
    from schemawright.lock.names import LockedNames
    from schemawright.passes.access import View
    from schemawright.python.names import Names
    from schemawright.reuse import Last, Trace
    from schemawright.source.asked_schema import Asked
    from schemawright.source.dialects import Dialect
    from schemawright.source.graph import Graph
    from schemawright.source.library import RemoteDocuments
    from schemawright.source.values import JsonValue
    from schemawright.validation import Parts


class Generated(NamedTuple):
    """What a run yields."""

    files: Mapping[PurePosixPath, str]
    """The text of each file, by its path relative to the output directory."""
    findings: tuple[Diagnostic, ...]
    """What is suspicious about the input."""
    inputs: Mapping[str, str]
    """The SHA-256 of each document that was read, by its name."""
    library: Library
    """The documents, for showing where a finding is."""
    locked: LockedNames | None = None
    """The names that are to be locked, None where none are."""
    trace: Trace | None = None
    """What the run leaves for the next one, None where nobody keeps it."""
    is_whole: bool = True
    """Whether all files are there, and not only those that show prose that has changed."""


class Resolved(NamedTuple):
    """The input after all references have been resolved."""

    references: References
    graph: Graph
    names: Mapping[Location, TypeName]
    """The name of each schema that has an identity of its own."""


def read(
    options: Options, remotes: RemoteDocuments | None = None, looked_at: set[Path] | None = None
) -> Library:
    """Return the documents that the sources name.

    Args:
        options: what to read.
        remotes: where remote documents come from; they are refused when it is left out.
        looked_at: where to note every path that is read or looked for.

    Raises:
        InputError: one of them is not there, or is neither JSON nor YAML.
    """
    reach = Reach(
        folders=options.allow_paths,
        resources=options.resources,
        remotes=remotes or NO_REMOTES,
    )
    arrange = sorted_keys if options.key_order == "sorted" else None
    return Library(options.sources, reach, arrange, looked_at)


def generate(
    options: Options,
    library: Library,
    step: Callable[[str], None],
    locked: LockedNames | None = None,
    last: Last | None = None,
) -> Generated:
    """Return the files for documents that have been read.

    Args:
        options: what to generate.
        library: the sources; documents beside them are read when they are referred to.
        step: told what is done next.
        locked: the names that are locked; None where none are to be.
        last: what is left of the last run; None where nobody keeps it.

    Raises:
        InputError: the input cannot be turned into code.
    """
    findings: dict[tuple[str, Location], Diagnostic] = {}

    def report(finding: Diagnostic) -> None:
        findings.setdefault((finding.code, finding.location), finding)

    step("resolving references")
    references, graph, names = resolved(options, library, report)
    step("building the model")
    seen, types = seen_by(options, run_passes(lower(graph, names, report)), report)
    step("naming")
    python = names_of(options, seen.model, locked, report)
    trace, edited = _compared(last, library, seen.model, (*findings.values(),))
    whole = edited is None
    asserted = assertions_of(options, references, graph, seen, report) if whole else None
    step("rendering")
    subject = subject_of(options, seen.model, python.names, types, report)
    files = run_targets(subject._replace(asserted=asserted, edited=edited), options.targets)
    step("reviewing the input")
    if last is not None and edited is not None:
        every = last.findings
    else:
        every = reviewed(references, graph, (*findings.values(),), formats=options.assert_formats)
    return Generated(
        files=files,
        findings=every,
        inputs={each.uri: each.digest for each in library.documents},
        library=library,
        locked=python.locked,
        trace=trace and trace._replace(findings=every),
        is_whole=whole,
    )


def seen_by(options: Options, model: Model, report: Report) -> tuple[View, AbstractSet[str]]:
    """Return a model as one side sees it, and the types that texts are held as there."""
    found = held(model, options.allow_types, report)
    return view(found.model, options.access), found.types


def _compared(
    last: Last | None,
    library: Library,
    model: Model,
    known: Sequence[Diagnostic],
) -> tuple[Trace | None, AbstractSet[TypeName] | None]:
    """Return what a run leaves, and the declarations whose prose has changed if that is all."""
    if last is None:
        return None, None
    trace = trace_of(library.documents, model, known)
    return trace, last.edited(trace, library.documents)


def subject_of(
    options: Options, model: Model, names: Names, types: AbstractSet[str], report: Report
) -> Subject:
    """Return what targets work from, but for what schemas assert.

    Args:
        options: what is generated, and how.
        model: the model as one side sees it.
        names: what it is called in Python.
        types: the types that texts are held as.
        report: told what is suspicious.
    """
    return Subject(
        model=model,
        names=names,
        package=options.package,
        docs=options.docs,
        width=options.line_length,
        report=report,
        validates="validators" in needed(options.targets),
        decodes="codecs" in options.targets,
        weakref=options.weakref,
        eager=options.eager,
        formats={**FORMATS[options.formats], **held_types(types)},
        open_enums=options.open_enums,
        checks_made=options.validate_on_init,
        templates=templates_of(options.edition, options.templates, report),
    )


def names_of(options: Options, model: Model, locked: LockedNames | None, report: Report) -> Named:
    """Return the Python names of a model, and what is to be locked of them.

    Raises:
        InputError: names are locked that cannot be, or one that is to be renamed is not there.
    """
    return named(model, locked, Wish(options.rename, options.prune), report)


def resolved(
    options: Options,
    library: Library,
    report: Report,
    called: Mapping[str, str] | None = None,
) -> Resolved:
    """Return what the roots reach, and how references are resolved.

    Args:
        options: what is read, and how.
        library: the sources.
        report: told what is suspicious.
        called: what documents are called that are to be called otherwise, by their URIs.

    Raises:
        InputError: a root is not there, or references lead nowhere.
    """
    references, roots, given = _begun(options, library, report)
    graph = closure(references, roots, partial(_may_miss, options.missing))
    for finding in graph.findings:
        report(finding)
    return Resolved(references, graph, declared_names(graph, library, given, called))


def assertions_of(
    options: Options, references: References, graph: Graph, seen: View, report: Report
) -> Asserted | None:
    """Return what the schemas behind a view of a model assert, None where nothing is to check it.

    Raises:
        InputError: patterns are to be left to a package that is not there.
    """
    if "validators" not in needed(options.targets):
        return None
    from schemawright.assertions.patterns import settled  # noqa: PLC0415 - heavy
    from schemawright.checks.declared import declared, with_open_enums  # noqa: PLC0415 - heavy

    whole, roots = declared(references, graph, seen, formats=options.assert_formats)
    plan, patterns = settled(whole, report, regress=options.pattern_engine == "regress")
    name = portable(options)
    opens = options.open_enums and "codecs" in options.targets

    def place(at: Location) -> str:
        return f"{name(at.uri)}#{at.pointer}"

    return Asserted(
        plan=plan,
        roots=roots,
        decoding=with_open_enums(plan, roots, seen.model) if opens else plan,
        patterns=patterns,
        place=place,
    )


def bundle(options: Options, library: Library, report: Report) -> JsonValue:
    """Return one document that stands for the roots, and refers to nothing outside.

    Raises:
        InputError: a root is not there, references lead nowhere, or no one document can say it.
    """
    from schemawright.bundling import bundled  # noqa: PLC0415 - only one command needs it
    from schemawright.bundling.needed import Needed, complete  # noqa: PLC0415

    references, roots, given = _begun(options, library, report)
    graph = complete(references, roots, partial(_may_miss, options.missing))
    for finding in graph.findings:
        report(finding)
    names = options.roots or [""] * len(roots)
    asked = dict(zip(map(references.canonical, roots), names, strict=True))
    return bundled(
        Needed(
            references=references,
            graph=graph,
            roots=asked,
            are_chosen=bool(options.roots),
            given=given,
            states_dialect=options.dialect is not None,
        )
    )


def checks(options: Options, library: Library, asked: Asked | None, report: Report) -> Parts:
    """Return what the validator of one schema is put together from.

    Args:
        options: how references are followed, and whether formats count.
        library: the sources.
        asked: the schema; None for the only root.
        report: told what is suspicious.

    Raises:
        InputError: there is no such schema, references lead nowhere, or a pattern is wrong.
    """
    from schemawright import validation  # noqa: PLC0415 - only one command needs it
    from schemawright.assertions.reading import plan  # noqa: PLC0415
    from schemawright.source.asked_schema import asked_schema  # noqa: PLC0415

    references = References(library, _dialect(options.dialect), report)
    root = asked_schema(references, asked, options.roots, with_operations=options.operations)
    graph = closure(references, [root], partial(_may_miss, options.missing))
    for finding in graph.findings:
        report(finding)
    asserted = plan(references, graph, formats=options.assert_formats)
    return validation.parts(asserted, report, regress=options.pattern_engine == "regress")


def _begun(
    options: Options, library: Library, report: Report
) -> tuple[References, tuple[Location, ...], Mapping[Location, str]]:
    """Return the references of all documents, the roots, and the names of those in operations."""
    references = References(library, _dialect(options.dialect), report)
    roots, given = chosen_roots(references, options.roots, with_operations=options.operations)
    return references, roots, given


def _dialect(stated: str | None) -> Dialect | None:
    return None if stated is None else dialects.named(stated)


def _may_miss(policy: Sequence[tuple[str, OnMissing]], spellings: Sequence[str]) -> bool:
    """Tell whether a reference may lead nowhere: the first pattern that fits it says so.

    The URI of a local file is no way to spell it: it depends on the machine.
    """
    portable = [each for each in spellings if not each.startswith("file:")]
    for pattern, what in policy:
        if any(fnmatchcase(each, pattern) for each in portable):
            return what == "any"
    return False
