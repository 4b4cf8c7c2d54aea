"""Rules by which changes need not be heard of, each with a reason, until a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, cast

from schemawright.comparing.severity import TABLE, Severity
from schemawright.configuration import SILENCE, misused
from schemawright.diagnostics import Diagnostic, InputError, shown
from schemawright.diagnostics import Severity as Grade
from schemawright.readers import near

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from schemawright.comparing.comparison import Judged
    from schemawright.configuration import Configuration, Place

_KEYS = ("change", "place", "reason", "until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which changes are silenced: patterns for the kind of change and for its place."""

    change: str
    place: str
    reason: str
    until: date
    at: Place
    """Where the rule is written."""

    def fits(self, judged: Judged) -> bool:
        """Tell whether the rule is about a change."""
        place = judged.change.where.place
        return fnmatchcase(judged.kind, self.change) and fnmatchcase(place, self.place)


def rules(configuration: Configuration | None) -> tuple[Rule, ...]:
    """Return the rules of a configuration.

    Raises:
        InputError: one of them is incomplete, or says what cannot be.
    """
    faults: list[Diagnostic] = []
    found: list[Rule] = []
    if configuration is None:
        return ()
    for index, table in enumerate(configuration.silences):
        if not isinstance(table, dict):
            message = "expected one [[silence]] table for each rule"
            raise InputError(misused(configuration.place(SILENCE), message))
        given = cast("Mapping[str, object]", table)
        wrong = [*_faults(given, configuration, index)]
        faults += wrong
        if not wrong:
            found.append(
                Rule(
                    change=str(given.get("change", "*")),
                    place=str(given.get("place", "*")),
                    reason=str(given["reason"]),
                    until=_day(given["until"]) or date.min,
                    at=configuration.place("reason", index, SILENCE),
                )
            )
    if faults:
        raise InputError(*faults)
    return tuple(found)


def silenced(
    changes: Iterable[Judged], rules: Sequence[Rule], today: date
) -> tuple[tuple[Judged, ...], tuple[Diagnostic, ...]]:
    """Return changes, those marked that rules are about, and the rules that are of no use.

    What breaks nothing makes no noise, so no rule is used up by it.
    """
    used: set[int] = set()
    found: list[Judged] = []
    for each in changes:
        reason = ""
        for index, rule in enumerate(rules):
            if each.severity > Severity.OK and rule.fits(each):
                used.add(index)
                if rule.until >= today:
                    reason = reason or rule.reason
        found.append(replace(each, silenced=reason) if reason else each)
    findings: list[Diagnostic] = []
    for index, rule in enumerate(rules):
        if rule.until < today:
            message = f"this silence ended on {rule.until.isoformat()} and counts for nothing"
            hint = "remove it, or look at the change again and give it a later day"
            findings.append(_warning("expired-silence", rule, message, hint))
        elif index not in used:
            message = f"no change is silenced by this: {shown(rule.change)} at {shown(rule.place)}"
            findings.append(_warning("unused-silence", rule, message, "remove it"))
    return tuple(found), tuple(findings)


def _faults(
    given: Mapping[str, object], configuration: Configuration, index: int
) -> Iterable[Diagnostic]:
    def at(key: str) -> Place:
        return configuration.place(key, index, SILENCE)

    for key in given:
        if key not in _KEYS:
            yield misused(at(key), f"{shown(key)} says nothing of a silence", near(key, _KEYS))
    for key in ("change", "place", "reason"):
        value = given.get(key, "*" if key != "reason" else None)
        if not isinstance(value, str) or not value.strip():
            hint = "say why the change may go unheard" if key == "reason" else "write a pattern"
            yield misused(at(key), f"a silence needs text for {shown(key)}", hint)
    if "change" not in given and "place" not in given:
        yield misused(at("reason"), "this would silence everything", "set change, place or both")
    kind = given.get("change")
    if isinstance(kind, str) and not any(fnmatchcase(each, kind) for each in TABLE):
        yield misused(at("change"), f"{shown(kind)} is no kind of change", near(kind, TABLE))
    if _day(given.get("until")) is None:
        hint = 'write the last day on which it counts: until = "2030-12-31"'
        yield misused(at("until"), "a silence needs a day on which it ends", hint)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _warning(code: str, rule: Rule, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code=code,
        message=message,
        location=rule.at[0],
        position=rule.at[1],
        severity=Grade.WARNING,
        hint=hint,
    )
