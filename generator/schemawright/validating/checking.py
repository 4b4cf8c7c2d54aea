"""Documents held against a schema, chunk by chunk: what is wrong with them, counted and shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from schemawright.diagnostics import InputError, Severity
from schemawright.location import split
from schemawright.validating.outcomes import INVALID, Cause, Finding, Kind, Outcome
from schemawright.validating.texts import text_of_document, text_of_line, text_of_value, value_of
from schemawright.validation import assembled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.diagnostics import Diagnostic
    from schemawright.runtime.faults import Fault
    from schemawright.source.values import JsonValue
    from schemawright.validating.streams import Chunk
    from schemawright.validating.texts import Text
    from schemawright.validation import Parts

FEW = 10
"""So many findings are shown, alike or not."""
SHOWN_OF_EACH = 3
"""So many findings of a kind are shown once there are more than a few."""
MOST_SHOWN = 100
"""So many are shown in all."""
MOST_KINDS = 1000
"""So many kinds are told apart."""

OTHERS = Kind("", "")
"""Findings of the kinds beyond that."""

_FORBIDDING = {
    *("additionalProperties", "unevaluatedProperties", "propertyNames", "additionalItems"),
    *("items", "unevaluatedItems", "contains", "not", "then", "else"),
}


class How(NamedTuple):
    """How documents are checked."""

    every: bool = False
    """Whether all findings are to be shown."""
    fail_fast: bool = False
    """Whether the first document with a finding ends it."""


class Shown:
    """Chooses which findings are shown of many that are alike."""

    def __init__(self, *, every: bool) -> None:
        self._every = every
        self._count = 0
        self._kinds: Counter[Kind] = Counter()

    def takes(self, kind: Kind) -> bool:
        """Tell whether another finding of a kind is shown."""
        if self._every:
            return True
        known = self._kinds.get(kind, 0)
        if self._count >= MOST_SHOWN or (self._count >= FEW and known >= SHOWN_OF_EACH):
            return False
        self._count += 1
        self._kinds[kind] += 1
        return True


class Checker:
    """Holds documents against a schema."""

    def __init__(self, parts: Parts, how: How) -> None:
        self._validator = assembled(parts)
        self._how = how

    def outcome(self, chunk: Chunk) -> Outcome:
        """Return what came of the documents of a chunk."""
        found = _Found(chunk, self._how)
        if chunk.form == "jsonl":
            self._check_lines(chunk, found)
        else:
            try:
                text = text_of_document(chunk.data, chunk.file, chunk.form, chunk.line)
            except InputError as error:
                found.broken += 1
                found.add_diagnostics(error.diagnostics)
            else:
                found.add_diagnostics(text.warnings)
                if self._validator.is_valid(text.value):
                    found.valid += 1
                else:
                    self._explain(text, found)
        return found.outcome()

    def _check_lines(self, chunk: Chunk, found: _Found) -> None:
        is_valid = self._validator.is_valid
        for number, line in enumerate(chunk.data.split(b"\n"), start=chunk.line):
            try:
                value = value_of(line)
            except (ValueError, RecursionError):
                if not line.strip():
                    continue
                self._check_odd_line(line, number, found)
            else:
                if is_valid(value):
                    found.valid += 1
                    continue
                self._explain(text_of_value(value, line, number), found)
            if self._how.fail_fast and (found.broken or found.invalid):
                return

    def _check_odd_line(self, line: bytes, number: int, found: _Found) -> None:
        """Check a line that is no JSON, or not at first sight."""
        try:
            text = text_of_line(line, found.file, number)
        except InputError as error:
            found.broken += 1
            found.add_diagnostics(map(_of_line, error.diagnostics))
        else:
            self._explain(text, found)

    def _explain(self, text: Text, found: _Found) -> None:
        """Say what is wrong with a document, if anything is."""
        faults = self._validator.errors(text.value)
        found.invalid += bool(faults)
        found.valid += not faults
        found.add_faults(faults, text)


class _Found:
    """What has been found in a chunk so far."""

    def __init__(self, chunk: Chunk, how: How) -> None:
        self.valid = self.invalid = self.broken = 0
        self.file = chunk.file
        self._chunk = chunk
        self._shown = Shown(every=how.every)
        self._findings: list[Finding] = []
        self._kinds: Counter[Kind] = Counter()

    def add_faults(self, faults: Iterable[Fault], text: Text) -> None:
        """Take in what is wrong with a document."""
        for each in faults:
            keyword = each.keyword or _forbidding(each)
            kind = Kind(keyword, _general(each.instance, text.value))
            if not self._counts(kind):
                continue
            position = text.places.position(each.instance)
            finding = Finding(
                file=self.file,
                line=position.line,
                column=position.column,
                pointer=each.instance,
                code=INVALID,
                message=each.message,
                kind=kind,
                keyword=keyword,
                schema=each.schema,
                causes=tuple(_causes(each)),
            )
            self._findings.append(finding)

    def add_diagnostics(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take in what is wrong with a text."""
        for each in diagnostics:
            kind = Kind(each.code, "")
            if not self._counts(kind):
                continue
            line, column = each.position or (self._chunk.line, 1)
            finding = Finding(
                file=self.file,
                line=line,
                column=column,
                pointer=each.location.pointer,
                code=each.code,
                message=each.message,
                kind=kind,
                # Some hints are for those who write schemas.
                hint="" if "schema" in each.hint else each.hint,
                is_warning=each.severity is Severity.WARNING,
            )
            self._findings.append(finding)

    def outcome(self) -> Outcome:
        """Return what was found."""
        return Outcome(
            valid=self.valid,
            invalid=self.invalid,
            broken=self.broken,
            findings=tuple(self._findings),
            kinds=dict(self._kinds),
            size=len(self._chunk.data),
            progress=self._chunk.progress,
        )

    def _counts(self, kind: Kind) -> bool:
        """Count a finding; tell whether it is to be shown."""
        known = kind in self._kinds or len(self._kinds) < MOST_KINDS
        self._kinds[kind if known else OTHERS] += 1
        return self._shown.takes(kind)


def _of_line(finding: Diagnostic) -> Diagnostic:
    """Return what is wrong with a document that is a line, in words that say so."""
    message = finding.message.replace("the end of the document", "the end of the line")
    hint = finding.hint.replace("a JSON document holds one value", "a line holds one value")
    return replace(finding, message=message, hint=hint)


def _general(pointer: str, value: JsonValue) -> str:
    """Return a pointer into a value with `*` for the indices of arrays."""
    here: object = value
    tokens = pointer.split("/")
    for number, token in enumerate(split(pointer), start=1):
        if isinstance(here, list):
            here = here[int(token)]
            tokens[number] = "*"
        elif isinstance(here, dict):
            here = here.get(token)
    return "/".join(tokens)


def _forbidding(fault: Fault) -> str:
    """Return the keyword whose value is the schema `false`; that itself where there is none."""
    last = fault.schema.rpartition("/")[2]
    return last if last in _FORBIDDING else "false"


def _causes(fault: Fault) -> Iterator[Cause]:
    for each in fault.causes:
        yield Cause(
            each.instance,
            each.keyword or _forbidding(each),
            each.message,
            each.schema,
            tuple(_causes(each)),
        )
