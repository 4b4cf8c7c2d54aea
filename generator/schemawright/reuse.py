"""What a run can take from the one before: all files that show nothing of what has changed.

Descriptions are what is edited most, and hardly any generated code depends on them. So a run leaves
a trace: a digest of all else, and one of the prose of each declaration. Where the next run comes to
the same digest, only what shows the prose that has changed is rendered.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from schemawright import ir, manifest
from schemawright.diagnostics import Diagnostic, Severity
from schemawright.diagnostics.finding import Related
from schemawright.location import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from schemawright.manifest import Files
    from schemawright.source.documents import Document
    from schemawright.source.values import JsonValue

_PROSE = frozenset({"$comment", "description", "summary"})
"""The keywords whose text nothing but comments and pages shows."""

_DATA = frozenset({"const", "default", "enum", "example", "examples", "mapping"})
"""The keywords in which a member with such a name is data."""


class Trace(NamedTuple):
    """What a run leaves for the next one."""

    rest: str
    """The digest of all that files depend on but prose: schemas and model."""
    prose: Mapping[ir.TypeName, str]
    """The digest of the prose of each declaration."""
    findings: tuple[Diagnostic, ...] = ()
    """What is suspicious about the input, which no prose changes."""


class Last(NamedTuple):
    """What is left of the last run of a package.

    Args:
        changed: absolute paths of what holds something else than it did then.
        trace: what the run left, None if that is nothing.
    """

    changed: frozenset[str] = frozenset()
    trace: Trace | None = None

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What was suspicious then."""
        return () if self.trace is None else self.trace.findings

    def edited(self, now: Trace, documents: Iterable[Document]) -> frozenset[ir.TypeName] | None:
        """Return the declarations whose prose is another one now, None if that is not all."""
        then = self.trace
        if then is None or then.rest != now.rest:
            return None
        if not self.changed <= {os.path.abspath(each.uri) for each in documents}:  # noqa: PTH100
            return None
        return frozenset(name for name, each in now.prose.items() if each != then.prose.get(name))


class Earlier(NamedTuple):
    """What is left of the last run of several packages.

    Args:
        changed: as for one package.
        traces: what the run left, by the path of the manifest.
    """

    changed: frozenset[str] = frozenset()
    traces: Mapping[str, Trace] = MappingProxyType({})

    def after(self, changes: Iterable[str]) -> Earlier:
        """Return the same after more has changed."""
        return self._replace(changed=self.changed.union(changes))

    def of(self, manifest_at: Path) -> Last:
        """Return what is left of one package."""
        return Last(self.changed, self.traces.get(manifest_at.as_posix()))


def trace(documents: Iterable[Document], model: ir.Model, found: Iterable[Diagnostic]) -> Trace:
    """Return what a run leaves, but for its findings.

    Args:
        documents: all that were read.
        model: what they mean; what that is called in Python depends on nothing else but a lock.
        found: what was suspicious until then.
    """
    rest = sha256()
    for each in documents:
        rest.update(json.dumps([each.uri, _without_prose(each.value)]).encode())
    for part in (model, _places(model), [*found]):
        rest.update(repr(part).encode(errors="backslashreplace"))
    prose = {name: _digest(_prose(each)) for name, each in model.declarations.items()}
    return Trace(rest.hexdigest(), prose)


def _without_prose(value: JsonValue) -> JsonValue:
    """Return a value without prose, but where that could be data."""
    if isinstance(value, dict):
        return {
            key: each if key in _DATA or key.startswith("x-") else _without_prose(each)
            for key, each in value.items()
            if not (key in _PROSE and isinstance(each, str))
        }
    return [_without_prose(each) for each in value] if isinstance(value, list) else value


def _places(model: ir.Model) -> list[str]:
    """Return where each declaration and each property comes from, which `repr` leaves out."""
    places: list[Location] = []
    for each in model.declarations.values():
        places += (each.location, *each.places)
        if isinstance(each, ir.Record):
            for field in each.fields:
                places += (field.location, *field.places)
    return [f"{uri}#{pointer}" for uri, pointer in places]


def _prose(declaration: ir.Declaration) -> object:
    if isinstance(declaration, ir.Record):
        return (declaration.docs, [each.docs for each in declaration.fields])
    return declaration.docs


def _digest(value: object) -> str:
    return sha256(repr(value).encode(errors="backslashreplace")).hexdigest()[:32]


def written(out: Path, manifest_at: Path) -> Files | None:
    """Return the files that the last run wrote, None if one of them is not what it was."""
    try:
        record = manifest.load(manifest_at.read_text(encoding="utf-8"))
        files = {path: (out / path).read_bytes() for path in record.outputs} if record else {}
        if record is None or any(
            manifest.digest(content) != record.outputs[path] for path, content in files.items()
        ):
            return None
        return {path: content.decode() for path, content in files.items()}
    except (OSError, ValueError):
        return None


def dump(traces: Mapping[str, Trace]) -> str:
    """Return traces of packages as text, but for one with findings that cannot be kept."""
    members = {
        package: [each.rest, each.prose, [_dumped(finding) for finding in each.findings]]
        for package, each in traces.items()
        if all(finding.position is None for finding in each.findings)
    }
    return json.dumps(members, separators=(",", ":"))


def load(text: str) -> dict[str, Trace]:
    """Return the traces that a text holds; none if it is broken."""
    try:
        members = cast("dict[str, Any]", json.loads(text))
        return {
            package: Trace(rest, prose, tuple(map(_loaded, findings)))
            for package, (rest, prose, findings) in members.items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _dumped(finding: Diagnostic) -> list[Any]:
    related = [[*each.location, each.message] for each in finding.related]
    plain = (finding.code, finding.message, finding.severity, finding.hint, finding.detail)
    return [*plain, finding.location, related]


def _loaded(members: list[Any]) -> Diagnostic:
    code, message, severity, hint, detail, location, related = members
    found = Diagnostic(code=code, message=message, location=Location(*location), hint=hint)
    places = tuple(Related(Location(uri, pointer), said) for uri, pointer, said in related)
    return replace(found, severity=Severity(severity), detail=detail, related=places)
