"""What a distribution says of itself: from its options, its configuration and its documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from schemawright.diagnostics import InputError, shown
from schemawright.readers import Unfit, near
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.diagnostics import Diagnostic
    from schemawright.source.values import JsonValue

    Fault = Callable[[str, Unfit], Diagnostic]
    """Returns a finding about the value of a key."""

LONGEST_SUMMARY = 200
_MOST_KEYWORDS = 20
_LINKS = ("API documentation", "API contact")

_NAME = re.compile(r"[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]")
_AUTHOR = re.compile(r"\s*(?P<name>[^<>]*?)\s*(?:<(?P<email>[^<>@\s]+@[^<>@\s]+)>)?\s*")
_LICENSE = re.compile(r"[A-Za-z0-9.+()-]+(?: [A-Za-z0-9.+()-]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_SEPARATORS = re.compile(r"[-_.]+")


class Author(NamedTuple):
    """Who made it; one of the two may be empty."""

    name: str
    email: str


class Metadata(NamedTuple):
    """What a distribution says of itself (the core metadata, as far as it is chosen)."""

    name: str
    summary: str
    title: str
    """What the schemas are about."""
    license: str = ""
    """An SPDX expression; empty where nobody has decided."""
    license_file: str = ""
    """A file with the text of the licence, as it was named."""
    authors: tuple[Author, ...] = ()
    urls: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()


class Told(NamedTuple):
    """What the documents say that the types are made from."""

    title: str
    summary: str
    license: str
    urls: tuple[tuple[str, str], ...]


def normalized(name: str) -> str:
    """Return the name that indexes know a distribution by (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


def said_by(document: JsonValue, title: str, prose: str) -> Told:
    """Return what a document says of the whole, by the rule *described by its document*.

    OpenAPI 3.1.1, sections 4.8.2 to 4.8.4: `info` has the title, the description, a licence by its
    SPDX identifier (a mere name can mean anything) and whom to ask. Otherwise the first root says
    what the types are about.

    Args:
        document: the first of the documents.
        title: what the first root is called.
        prose: the description of the first root.
    """
    info = document.get("info") if is_object(document) else None
    stated: dict[str, Any] = info if is_object(info) else {}
    title = _text(stated.get("title")) or title
    license_: dict[str, Any] = found if is_object(found := stated.get("license")) else {}
    links = (document.get("externalDocs") if is_object(document) else None, stated.get("contact"))
    urls = {
        label: _text(link.get("url"))
        for label, link in zip(_LINKS, links, strict=True)
        if is_object(link)
    }
    named = _text(license_.get("identifier"))
    return Told(
        title=title,
        summary=_sentence(_text(stated.get("description")) or prose),
        license=named if _LICENSE.fullmatch(named) else "",
        urls=tuple((label, url) for label, url in urls.items() if _is_web(url)),
    )


def metadata(package: str, given: Mapping[str, Any], told: Told, fault: Fault) -> Metadata:
    """Return what a distribution says of itself.

    Args:
        package: the import name.
        given: what the command line and the configuration say, by key.
        told: what the documents say.
        fault: makes findings about values.

    Raises:
        InputError: values cannot be used.
    """
    faults: list[Diagnostic] = []
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key not in READERS:
            faults.append(fault(key, Unfit(f"{shown(key)} is no key", near(key, READERS))))
            continue
        try:
            values[key] = READERS[key](value)
        except Unfit as error:
            faults.append(fault(key, error))
    name = values.get("name") or _SEPARATORS.sub("-", package).strip("-")
    if not _NAME.fullmatch(name):
        message = f"{shown(name)}, which the package is called, cannot be that of a distribution"
        faults.append(fault("name", Unfit(message, "name one of letters and digits: --name")))
    if faults:
        raise InputError(*faults)
    usual = f"Typed Python models, validators and codecs for {told.title}"
    urls = {**dict(told.urls), **values.get("urls", {})}
    return Metadata(
        name=name,
        summary=values.get("description") or told.summary or _cut(usual),
        title=told.title,
        license=values.get("license", told.license),
        license_file=values.get("license-file", ""),
        authors=values.get("authors", ()),
        urls=tuple(urls.items()),
        keywords=values.get("keywords", ()),
    )


def said_before(project: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the `project` table of a `pyproject.toml` says and nobody has to say again.

    What follows from the documents is none of it, as they may have changed: the summary, and links
    by the rule *described by its document*.
    """
    found: dict[str, Any] = {}
    for key in ("name", "license", "authors", "urls", "keywords"):
        try:
            if project.get(key):
                READERS[key](project[key])
                found[key] = project[key]
        except Unfit:
            continue  # said in a way of its own, which is left to whoever reads it
    links = found.get("urls", {})
    found["urls"] = {label: url for label, url in links.items() if label not in _LINKS}
    return found


def _sentence(text: str) -> str:
    """Return the first sentence of some prose, on one line."""
    line = " ".join(text.split())
    return _cut(_SENTENCE.split(line, maxsplit=1)[0]).rstrip(".") if line else ""


def _cut(line: str) -> str:
    line = "".join(each for each in line if each.isprintable())
    if len(line) <= LONGEST_SUMMARY:
        return line
    return f"{line[: LONGEST_SUMMARY - 2].rsplit(' ', 1)[0]} …"


def _text(value: object) -> str:
    """Return a text that can be written, and nothing for anything else."""
    if not isinstance(value, str):
        return ""
    return value.strip().encode(errors="replace").decode()


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    fits = url.isprintable() and " " not in url
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and fits


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unfit("expected text that is not empty")
    if not value.isprintable():
        raise Unfit("expected one line of text")
    return value.strip()


def _project_name(value: object) -> str:
    name = _line(value)
    if not _NAME.fullmatch(name):
        hint = "letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends"
        raise Unfit(f"{shown(name)} cannot be the name of a distribution", hint)
    return name


def _summary(value: object) -> str:
    text = _line(value)
    if len(text) > 512:  # what PyPI takes
        raise Unfit(f"a summary of {len(text)} characters is too long", "512 are possible")
    return text


def _license(value: object) -> str:
    text = _line(value)
    hint = "write an SPDX expression, such as MIT or Apache-2.0"
    if not _LICENSE.fullmatch(text):
        raise Unfit(f"{shown(text)} is no licence expression", hint)
    try:
        from packaging.licenses import (  # noqa: PLC0415 - comes with what builds
            InvalidLicenseExpression,
            canonicalize_license_expression,
        )
    except ImportError:
        return text
    try:
        return canonicalize_license_expression(text)
    except InvalidLicenseExpression:
        raise Unfit(f"{shown(text)} is no licence expression", hint) from None


def _authors(value: object) -> tuple[Author, ...]:
    return tuple(map(_author, _each(value)))


def _author(value: object) -> Author:
    if isinstance(value, dict):
        table = cast("Mapping[str, object]", value)
        if not table or not {*table} <= {"name", "email"}:
            raise Unfit("an author has a `name` and an `email`, and nothing else")
        name, email = (_line(table[key]) if key in table else "" for key in ("name", "email"))
        text = f"{name} <{email}>" if email else name
    else:
        text = _line(value)
    found = _AUTHOR.fullmatch(text)
    if found is None or not (found["name"] or found["email"]):
        raise Unfit(f"{shown(text)} is no author", "write `Name`, or `Name <name@example.org>`")
    return Author(found["name"], found["email"] or "")


def _urls(value: object) -> dict[str, str]:
    if isinstance(value, dict):
        pairs = list(cast("Mapping[str, object]", value).items())
    else:
        parts = [_line(each).partition("=") for each in _each(value)]
        pairs = [(label.strip(), url.strip()) for label, _, url in parts]
    found: dict[str, str] = {}
    for label, url in pairs:
        text = _line(url)
        if not label or len(label) > 32 or not label.isprintable():
            raise Unfit(f"{shown(label)} cannot be the label of a URL", "write LABEL=URL")
        if not _is_web(text):
            raise Unfit(f"{shown(text)} is no URL", "write LABEL=https://…")
        found[label] = text
    return found


def _keywords(value: object) -> tuple[str, ...]:
    found = tuple(map(_line, _each(value)))
    if len(found) > _MOST_KEYWORDS:
        raise Unfit(f"{len(found)} keywords are too many", f"{_MOST_KEYWORDS} are possible")
    return found


def _each(value: object) -> Iterable[object]:
    return cast("Iterable[object]", value) if isinstance(value, list | tuple) else (value,)


READERS: Mapping[str, Callable[[object], Any]] = {
    "name": _project_name,
    "description": _summary,
    "license": _license,
    "license-file": _line,
    "authors": _authors,
    "urls": _urls,
    "keywords": _keywords,
    "directory": _line,
    "workflow": _line,
    "previous": _line,
}
"""Each key of the `project` table, and what its value can be."""
