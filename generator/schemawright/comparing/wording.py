"""What changes are called, what is said of them, and what is to be done."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

from schemawright.comparing.changes import (
    AccessChanged,
    ConditionChanged,
    ConstChanged,
    DefaultChanged,
    FormatChanged,
    LimitChanged,
    MemberAdded,
    MemberRemoved,
    NameChanged,
    NullChanged,
    OperationAdded,
    OperationRemoved,
    PatternChanged,
    PropertyAdded,
    PropertyRemoved,
    ProseChanged,
    RequiredChanged,
    TagChanged,
    TypeAdded,
    TypeChanged,
    TypeRemoved,
    TypeRenamed,
    Unjudged,
    ValueAdded,
    ValueRemoved,
)
from schemawright.diagnostics import shown
from schemawright.lower.json_values import thawed
from schemawright.runtime.values import is_multiple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright import ir
    from schemawright.comparing.changes import Change

_LOWER = ("min", "exclusiveMin")
"""How the names of limits begin that allow less when they are higher."""


_KINDS: Mapping[type[Change], str] = MappingProxyType(
    {
        ValueAdded: "value-added",
        ValueRemoved: "value-removed",
        MemberAdded: "member-added",
        MemberRemoved: "member-removed",
        Unjudged: "unjudged",
        DefaultChanged: "default-changed",
        AccessChanged: "access-changed",
        TagChanged: "tag-changed",
        NameChanged: "name-changed",
        TypeAdded: "type-added",
        TypeRemoved: "type-removed",
        TypeRenamed: "type-renamed",
        OperationAdded: "operation-added",
        OperationRemoved: "operation-removed",
        ProseChanged: "prose-changed",
    }
)
"""The kinds of changes that are of one kind only."""


def kind(change: Change) -> str:
    """Return the kind of a change, as the table of severities has it."""
    match change:
        case PropertyAdded(required=required):
            return f"{'required' if required else 'optional'}-property-added"
        case PropertyRemoved(required=required):
            return f"{'required' if required else 'optional'}-property-removed"
        case RequiredChanged(required=required):
            return f"property-made-{'required' if required else 'optional'}"
        case NullChanged(allowed=allowed):
            return f"null-{'allowed' if allowed else 'forbidden'}"
        case TypeChanged(how=how):
            return f"type-{how}"
        case ConstChanged(old=old, new=new):
            return f"const-{_turn(old, new)}"
        case LimitChanged():
            return f"limit-{_limit(change)}"
        case PatternChanged(old=old, new=new):
            return f"pattern-{_turn(old, new)}"
        case FormatChanged(old=old, new=new):
            return f"format-{_turn(old, new)}"
        case ConditionChanged(how=how):
            return f"condition-{how}"
        case _:
            return _KINDS[type(change)]


def message(change: Change) -> str:  # noqa: C901, PLR0912 - one line for each change
    """Return what changed, in words."""
    match change:
        case PropertyAdded(name=name, required=required):
            return f"the {_need(required=required)} property {shown(name)} was added"
        case PropertyRemoved(name=name, required=required):
            return f"the {_need(required=required)} property {shown(name)} was removed"
        case RequiredChanged(required=required):
            return f"it is {_need(required=required)} now"
        case NullChanged(allowed=allowed):
            return "null is allowed now" if allowed else "null is no longer allowed"
        case TypeChanged(old=old, new=new, how=how):
            return f"the type was {how} from {old} to {new}"
        case ValueAdded(value=value):
            return f"the value {_said(value)} was added"
        case ValueRemoved(value=value):
            return f"the value {_said(value)} was removed"
        case ConstChanged(old=old, new=new):
            return f"the fixed value was {_moved(_value(old), _value(new))}"
        case LimitChanged(keyword=keyword, old=old, new=new):
            way = _moved(_number(old), _number(new))
            return f"{keyword} was {_limit(change)}: {way}"
        case PatternChanged(old=old, new=new):
            return f"the pattern was {_moved(_text(old), _text(new))}"
        case FormatChanged(old=old, new=new):
            return f"the format was {_moved(_text(old), _text(new))}"
        case MemberAdded(member=member):
            return f"{member} was added to the union"
        case MemberRemoved(member=member):
            return f"{member} was removed from the union"
        case ConditionChanged(keyword=keyword, how=how):
            return f"{keyword} was {how}"
        case Unjudged():
            return "what is valid here has changed, in a way that cannot be judged"
        case _:
            return _said_of_types(change)


def _said_of_types(
    change: (
        DefaultChanged
        | AccessChanged
        | TagChanged
        | NameChanged
        | TypeAdded
        | TypeRemoved
        | TypeRenamed
        | OperationAdded
        | OperationRemoved
        | ProseChanged
    ),
) -> str:
    """Return what changed of types and of what is said about them, in words."""
    match change:
        case DefaultChanged(old=old, new=new):
            return f"the default was {_moved(_value(old), _value(new))}"
        case AccessChanged(old=old, new=new):
            return f"it was {old}, and is {new} now"
        case TagChanged(old=old, new=new):
            return f"what tells the members apart was {_moved(_text(old), _text(new))}"
        case NameChanged(what=what, old=old, new=new):
            return f"the {what} {old} is called {new} now"
        case TypeAdded():
            return "the type was added"
        case TypeRemoved():
            return "the type was removed"
        case TypeRenamed(old=old, new=new):
            return f"the type {shown(old)} is called {shown(new)} now"
        case OperationAdded(id=name):
            return f"the operation{_called(name)} was added"
        case OperationRemoved(id=name):
            return f"the operation{_called(name)} was removed"
        case ProseChanged(what=what):
            return f"the {' and the '.join(what)} changed"
        case _:
            assert_never(change)


_ADVICE = {
    "required-property-added": "make it optional, or give old senders time to send it",
    "required-property-removed": "keep it and mark it as deprecated first",
    "optional-property-removed": "keep it and mark it as deprecated first",
    "property-made-required": "leave it optional, and say what its absence means",
    "property-made-optional": "go on sending it always, and leave it required",
    "null-allowed": "leave it out where there is no value, or keep null for a new property",
    "null-forbidden": "go on accepting null",
    "type-widened": "put the new kind of value into a new property",
    "type-narrowed": "go on accepting what was accepted",
    "type-changed": "add a property of the new type, and keep the old one for a while",
    "value-added": "readers that know all values will refuse it: tell them before it is sent",
    "value-removed": "go on accepting it, and mark it as deprecated",
    "const-added": "go on accepting other values",
    "const-changed": "go on accepting the old value, in an enum",
    "const-removed": "keep it fixed, and put other values into a new property",
    "limit-tightened": "keep the old limit for what was accepted so far",
    "limit-set": "make sure that nobody sends what lies beyond it",
    "limit-loosened": "go on keeping to the old limit in what is sent",
    "limit-lifted": "go on keeping to the old limit in what is sent",
    "pattern-added": "make sure that nobody sends texts that it refuses",
    "pattern-changed": "let the new pattern match all that the old one did",
    "pattern-removed": "go on sending texts that the pattern matches",
    "member-added": "readers that know all members will refuse it: tell them before it is sent",
    "member-removed": "go on accepting it, and mark it as deprecated",
    "unjudged": "compare the two places by hand; silence the finding if all is well",
    "tag-changed": "keep the old property, with its values",
    "name-changed": "keep the name of what it is made from",
    "type-removed": "keep it and mark it as deprecated first",
    "type-renamed": "keep the old name as a reference to the new one",
    "operation-removed": "keep it and mark it as deprecated first",
    "access-changed": "make sure that nobody relies on who sets it",
}


def advice(of: str) -> str:
    """Return what can be done about a kind of change that breaks something."""
    return _ADVICE.get(of, "look at who relies on it, and tell them")


def value_text(value: ir.Json) -> str:
    """Return a value as JSON."""
    return _said(value)


def _called(name: str | None) -> str:
    return "" if name is None else f" {shown(name)}"


def _turn(old: object, new: object) -> str:
    return "added" if old is None else "removed" if new is None else "changed"


def _limit(change: LimitChanged) -> str:
    if change.old is None:
        return "set"
    if change.new is None:
        return "lifted"
    if change.keyword == "multipleOf":
        return "loosened" if is_multiple(change.old, change.new) else "tightened"
    rises = change.new > change.old
    return "tightened" if rises == change.keyword.startswith(_LOWER) else "loosened"


def _need(*, required: bool) -> str:
    return "required" if required else "optional"


def _moved(old: str | None, new: str | None) -> str:
    if old is None:
        return f"set to {new}"
    return f"{old}, and is gone" if new is None else f"{old}, and is {new} now"


def _said(value: ir.Json) -> str:
    found = thawed(value)
    return f'"{shown(found)[1:-1]}"' if isinstance(found, str) else shown(found)


def _value(value: ir.Json | None) -> str | None:
    return None if value is None else _said(value)


def _number(value: float | None) -> str | None:
    return None if value is None else shown(value)


def _text(value: str | None) -> str | None:
    return None if value is None else shown(value)
