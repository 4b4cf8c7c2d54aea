"""The files of a project around a package: values become views, views become text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from schemawright.lock.names import quoted
from schemawright.packaging.examples import round_trips
from schemawright.packaging.existing import FILE as PYPROJECT
from schemawright.packaging.metadata import normalized
from schemawright.packaging.previous import RECORD
from schemawright.packaging.sbom import Made, bill
from schemawright.rendering import Templates, templates_of
from schemawright.targets.markdown import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from schemawright.config import Options
    from schemawright.packaging.examples import Example, Shown
    from schemawright.packaging.metadata import Metadata

README, CHANGELOG, LICENSE, SBOM = "README.md", "CHANGELOG.md", "LICENSE", "sbom.cdx.json"
WORKFLOW = ".github/workflows/publish.yml"

EPOCH = 1_580_601_600
"""The time of all files in distributions: 2020-02-02, in seconds, as hatchling has it."""

REGRESS = "regress>=2025.3"

_LICENSES: Mapping[str, str] = {
    "MIT": "mit",
    "ISC": "isc",
    "BSD-3-Clause": "bsd_3_clause",
}
"""Licences whose text needs nothing but a holder."""

_VERSIONS = ("3.11", "3.12", "3.13")


class Content(NamedTuple):
    """All that the files of a project are made from."""

    metadata: Metadata
    options: Options
    version: str
    tree: PurePosixPath
    """Where packages lie, relative to the project."""
    schema: str
    """The path of the schema."""
    digest: str
    """Its SHA-256."""
    generator: str
    """The version of this tool."""
    license_text: str
    """The text of the licence; empty where it is not known."""
    examples: tuple[Example, ...]
    shown: Shown | None
    docs: bool
    """Whether there are reference pages beside the code."""
    workflow: bool


class PyprojectView(NamedTuple):
    """`pyproject.toml` as lines."""

    project: tuple[str, ...]
    urls: tuple[str, ...]
    tree: str
    sbom: str
    include: tuple[str, ...]


class ReadmeView(NamedTuple):
    """`README.md` as Markdown."""

    name: str
    summary: str
    what: str
    needs: str
    code: str
    output: str
    fence: str
    docs: str
    schema: str
    generator: str
    license: str


class LicenseView(NamedTuple):
    """Who holds the copyright."""

    holders: str


class TestsView(NamedTuple):
    """The package that is tested."""

    package: str


class WorkflowView(NamedTuple):
    """What is published, the time of all files in it, and whether there are tests."""

    name: str
    epoch: int
    tests: bool


def project_files(content: Content) -> dict[PurePosixPath, str]:
    """Return the files of a project, but for its code, its schema and its changelog.

    Raises:
        InputError: a template of the user's cannot be used.
    """
    templates = _templates(content)
    files = {
        PYPROJECT: _pyproject(content),
        README: _readme(content),
        SBOM: bill(content.metadata, _made(content)),
        ".gitignore": templates.render("project/gitignore.jinja", None),
    }
    if content.license_text:
        files[LICENSE] = content.license_text
    if content.examples:
        view = TestsView(content.options.package)
        files["tests/test_round_trips.py"] = templates.render("project/round_trips.py.jinja", view)
        files["tests/round_trips.json"] = round_trips(content.examples)
    if content.workflow:
        named = WorkflowView(normalized(content.metadata.name), EPOCH, bool(content.examples))
        files[WORKFLOW] = templates.render("project/publish.yml.jinja", named)
    return {PurePosixPath(path): text for path, text in files.items()}


def _templates(content: Content) -> Templates:
    """Return the templates, of which those that nothing asks for were told already."""
    return templates_of(content.options.edition, content.options.templates, lambda _: None)


def license_text(metadata: Metadata) -> str:
    """Return the text of a licence that needs nothing but a holder; nothing for any other."""
    template = _LICENSES.get(metadata.license)
    holders = ", ".join(each.name or each.email for each in metadata.authors)
    if template is None or not holders:
        return ""
    return Templates().render(f"project/license_{template}.txt.jinja", LicenseView(holders))


def _made(content: Content) -> Made:
    return Made(
        version=content.version,
        schema=content.schema,
        digest=content.digest,
        generator=content.generator,
        needs_regress=content.options.pattern_engine == "regress",
    )


def _pyproject(content: Content) -> str:
    metadata = content.metadata
    outermost = content.tree / content.options.package.split(".")[0]
    included = [content.tree / content.options.package.split(".")[0], PurePosixPath("tests")]
    included += [PurePosixPath(content.schema), PurePosixPath(RECORD), PurePosixPath(SBOM)]
    included += [PurePosixPath(CHANGELOG), PurePosixPath(README)]
    if content.docs:
        included.append(PurePosixPath(content.options.docs))
    if content.license_text:
        included.append(PurePosixPath(LICENSE))
    view = PyprojectView(
        project=tuple(_stated(content)),
        urls=tuple(f"{quoted(label)} = {quoted(url)}" for label, url in metadata.urls),
        tree=quoted(str(outermost)),
        sbom=quoted(SBOM),
        include=tuple(quoted(f"/{each}") for each in sorted(included)),
    )
    return _templates(content).render("project/pyproject.toml.jinja", view)


def _stated(content: Content) -> Iterator[str]:
    """Yield the lines of the `project` table (PEP 621, and PEP 639 for the licence)."""
    metadata = content.metadata
    yield f"name = {quoted(metadata.name)}"
    yield f"version = {quoted(content.version)}"
    yield f"description = {quoted(metadata.summary)}"
    yield f"readme = {quoted(README)}"
    yield 'requires-python = ">=3.11"'
    if metadata.license:
        yield f"license = {quoted(metadata.license)}"
    if content.license_text:
        yield f"license-files = [{quoted(LICENSE)}]"
    if metadata.authors:
        yield "authors = ["
        for author in metadata.authors:
            pairs = [("name", author.name), ("email", author.email)]
            inside = ", ".join(f"{key} = {quoted(each)}" for key, each in pairs if each)
            yield f"    {{ {inside} }},"
        yield "]"
    if metadata.keywords:
        yield f"keywords = [{', '.join(map(quoted, metadata.keywords))}]"
    yield "classifiers = ["
    for each in (
        "Intended Audience :: Developers",
        "Operating System :: OS Independent",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3 :: Only",
        *(f"Programming Language :: Python :: {each}" for each in _VERSIONS),
        "Typing :: Typed",
    ):
        yield f"    {quoted(each)},"
    yield "]"
    needed = [REGRESS] if content.options.pattern_engine == "regress" else []
    yield f"dependencies = [{', '.join(map(quoted, needed))}]"


def _readme(content: Content) -> str:
    metadata, shown = content.metadata, content.shown
    kinds = {
        "dataclasses": "dataclasses",
        "enums": "enumerations",
        "typed_dicts": "TypedDicts",
        "validators": "validators",
        "codecs": "codecs that read and write JSON",
    }
    *first, last = [said for kind, said in kinds.items() if kind in content.options.targets]
    listed = f"{', '.join(first)} and {last}" if first else last
    needs_regress = content.options.pattern_engine == "regress"
    view = ReadmeView(
        name=metadata.name,
        summary=_sentence(metadata.summary),
        what=f"{listed[0].upper()}{listed[1:]} for {_inline(metadata.title)}.",
        needs="the package regress" if needs_regress else "nothing else",
        code=shown.code if shown else "",
        output=shown.output if shown else "",
        fence=_fence(shown.output) if shown else "",
        docs=content.options.docs if content.docs else "",
        schema=content.schema,
        generator=content.generator,
        license=metadata.license,
    )
    return _templates(content).render("project/readme.md.jinja", view)


def _fence(text: str) -> str:
    """Return what a block of code begins and ends with (CommonMark, section 4.5)."""
    longest = max((len(each) for each in re.findall("`+", text)), default=0)
    return "`" * max(3, longest + 1)


def _sentence(text: str) -> str:
    said = _inline(text)
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


def _inline(text: str) -> str:
    """Return a text on one line of Markdown that is nothing but text."""
    line = paragraphs(" ".join(text.split()))
    return "".join(f"\\{each}" if each in "*_`[]#" else each for each in line)
