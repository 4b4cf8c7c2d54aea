# fmt: off
# The same text in every package, whatever the length of its lines.
"""What is wrong with a value, in words for people and in the forms of the specification."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

LONGEST = 80
"""So much of a value is shown."""
MOST = 20
"""So many faults are shown where all of them are one text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One assertion that a value does not meet."""

    instance: str
    """Where in the value, as a JSON Pointer."""
    schema: str
    """The schema: its document and the JSON Pointer to the keyword in it."""
    keyword: str
    """What asserts it, by its name in JSON Schema 2020-12; empty for the schema `false`."""
    message: str
    """What was found, and what was expected."""
    path: str = ""
    """The way to the keyword through references, as a JSON Pointer."""
    causes: tuple[Fault, ...] = ()
    """Of a union: what keeps the value from the member that it comes closest to."""

    def __str__(self) -> str:
        """Return the fault in one line, and its causes below it."""
        lines = [f"{self.instance or '/'}: {self.message}"]
        lines += [f"  {line}" for each in self.causes for line in str(each).split("\n")]
        return "\n".join(lines)


class ValidationError(ValueError):
    """A value is not valid; `errors` says all that is wrong with it."""

    def __init__(self, errors: tuple[Fault, ...]) -> None:
        more = [f"… and {len(errors) - MOST} more"] if len(errors) > MOST else []
        super().__init__("\n".join([*map(str, errors[:MOST]), *more]))
        self.errors = errors

    def __reduce__(self) -> tuple[type[ValidationError], tuple[tuple[Fault, ...]]]:
        """Return what copies are made from, which are sent between processes, too."""
        return (type(self), (self.errors,))


class DecodeError(ValidationError):
    """JSON cannot be decoded as a type; `errors` says all that is wrong with it."""


def shown(value: Any) -> str:
    """Return a value as JSON, cut if it is long."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = f"a {type(value).__name__}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def named(value: Any) -> str:
    """Return what kind of value something is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return f"the boolean {shown(value)}"
        case int() | float():
            return f"the number {shown(value)}"
        case str():
            return f"the string {shown(value)}"
        case list():
            return "an array"
        case dict():
            return "an object"
        case _:
            return f"a value of type {type(value).__name__}, which JSON does not have"


def output(faults: tuple[Fault, ...], form: str) -> dict[str, Any]:
    """Return faults in a form of JSON Schema Core 2020-12, section 12.4.

    Args:
        faults: what is wrong, nothing if the value is valid.
        form: `flag`, `basic` or `detailed`.

    Raises:
        ValueError: there is no such form.
    """
    if form not in {"flag", "basic", "detailed"}:
        raise ValueError(f"there is no output format {form!r}: flag, basic, detailed")
    if form == "flag" or not faults:
        return {"valid": not faults}
    if form == "basic":
        units = [_unit(each) for fault in faults for each in _flat(fault)]
        return {"valid": False, "errors": units}
    return {"valid": False, "errors": [_detailed(each) for each in faults]}


def _unit(fault: Fault) -> dict[str, Any]:
    return {
        "valid": False,
        "keywordLocation": fault.path,
        "absoluteKeywordLocation": fault.schema,
        "instanceLocation": fault.instance,
        "error": fault.message,
    }


def _flat(fault: Fault) -> list[Fault]:
    return [fault, *(inner for each in fault.causes for inner in _flat(each))]


def _detailed(fault: Fault) -> dict[str, Any]:
    unit = _unit(fault)
    if fault.causes:
        unit["errors"] = [_detailed(each) for each in fault.causes]
    return unit
