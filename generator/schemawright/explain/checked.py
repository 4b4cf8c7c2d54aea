"""Which keywords the validators check at which places, read from what they are written from.

A keyword that is well formed may be checked nowhere: its schema has no values of the kind that it
is about, it allows everything, or nobody could search for its pattern.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from schemawright.assertions.plan import ANYTHING, NOTHING, Key, applied
from schemawright.checks.collecting import evaluating
from schemawright.checks.simplifying import telling
from schemawright.runtime.catalog import INTEGERS, checker
from schemawright.source.values import is_array

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from schemawright.assertions.plan import Asserts, Plan
    from schemawright.location import Location
    from schemawright.source.schema import Schema

    Test: TypeAlias = Callable[[Asserts, Schema], bool]

_NUMBERS = frozenset({"number", "integer"})
_SCHEMAS = ("items", "additional_properties", "property_names", "then", "else_")
_COUNTS = ("min_length", "min_items", "min_properties")


def _states(field: str) -> Test:
    return lambda asserts, _: bool(getattr(asserts, field) != getattr(ANYTHING, field))


def _bound(end: str, *, exclusive: bool) -> Test:
    """Return the test for a bound; up to draft 4, `exclusive…` says what kind of bound it is."""

    def test(asserts: Asserts, schema: Schema) -> bool:
        stated = schema.get(f"exclusive{end.capitalize()}")
        strict = stated if isinstance(stated, bool) else exclusive
        return getattr(asserts, f"exclusive_{end}" if strict else end) is not None

    return test


def _fixed(asserts: Asserts, _schema: Schema) -> bool:
    """Tell whether values are listed: the schema's own, or those of its items that it means."""
    return bool(asserts.enums) or (asserts.items is not None and asserts.items.part == "items")


def _format(asserts: Asserts, _schema: Schema) -> bool:
    if asserts.format is None:
        return False
    types = {"string", "number"} if asserts.types is None else {*asserts.types}
    text = checker(*asserts.format) is not None and "string" in types
    return text or (asserts.format.name in INTEGERS and not types.isdisjoint(_NUMBERS))


def _patterns(asserts: Asserts, schema: Schema) -> bool:
    stated = schema.get("patternProperties")
    return bool(stated) and stated.keys() <= asserts.pattern_properties.keys()


def _items(asserts: Asserts, schema: Schema) -> bool:
    if is_array(schema.get("items")):
        return bool(asserts.prefix_items)
    return asserts.items is not None


def _other_items(asserts: Asserts, schema: Schema) -> bool:
    return is_array(schema.get("items")) and asserts.items is not None


def _dependencies(asserts: Asserts, schema: Schema) -> bool:
    stated = asserts.dependent_required or asserts.dependent_schemas
    return bool(stated and schema.get("dependencies"))


TESTS: Mapping[str, Test] = {
    **dict.fromkeys(("$ref", "$dynamicRef", "$recursiveRef"), _states("references")),
    "type": _states("types"),
    "nullable": _states("types"),
    **dict.fromkeys(("enum", "const"), _fixed),
    "minimum": _bound("minimum", exclusive=False),
    "maximum": _bound("maximum", exclusive=False),
    "exclusiveMinimum": _bound("minimum", exclusive=True),
    "exclusiveMaximum": _bound("maximum", exclusive=True),
    "multipleOf": _states("multiple_of"),
    "minLength": _states("min_length"),
    "maxLength": _states("max_length"),
    "pattern": _states("pattern"),
    "format": _format,
    "prefixItems": _states("prefix_items"),
    "items": _items,
    "additionalItems": _other_items,
    **dict.fromkeys(("contains", "minContains", "maxContains"), _states("contains")),
    "minItems": _states("min_items"),
    "maxItems": _states("max_items"),
    "uniqueItems": _states("unique_items"),
    "unevaluatedItems": _states("unevaluated_items"),
    "properties": _states("properties"),
    "patternProperties": _patterns,
    "additionalProperties": _states("additional_properties"),
    "propertyNames": _states("property_names"),
    "required": _states("required"),
    "minProperties": _states("min_properties"),
    "maxProperties": _states("max_properties"),
    "unevaluatedProperties": _states("unevaluated_properties"),
    "dependencies": _dependencies,
    "dependentRequired": _states("dependent_required"),
    "dependentSchemas": _states("dependent_schemas"),
    "allOf": lambda asserts, _: len(asserts.all_of) > asserts.references,
    "anyOf": _states("any_of"),
    "oneOf": lambda asserts, _: bool(asserts.one_of or asserts.any_of),
    "not": _states("not_"),
    "if": _states("if_"),
    "then": _states("then"),
    "else": _states("else_"),
}
"""What tells, of each keyword that bears on which values are valid, whether it is checked."""


def checked(plan: Plan, places: Mapping[Location, Schema]) -> Mapping[Location, frozenset[str]]:
    """Return the keywords that are checked at each place that checks come to.

    Args:
        plan: what the checks are written from.
        places: the schemas to tell of.
    """
    found: dict[Location, frozenset[str]] = {}
    for key, asserts in _Written(plan).reached():
        schema = places.get(key.location)
        # What is put together from several schemas says nothing of the one that it is named after.
        if schema is not None and (key.part in {"", "not null"} or key.part.startswith("enum:")):
            own = frozenset(_keywords(asserts, schema))
            found[key.location] = found.get(key.location, frozenset()) | own
    return found


def _keywords(asserts: Asserts, schema: Schema) -> Iterator[str]:
    dialect = schema.dialect
    for keyword in schema.keywords:
        known = keyword in dialect.keywords or keyword in dialect.reference_keywords
        if known and keyword in TESTS and TESTS[keyword](asserts, schema):
            yield keyword


class _Written:
    """Leaves out what nothing is written for."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        stated = plan.asserts.values()
        collects = any(e.unevaluated_items or e.unevaluated_properties for e in stated)
        self._marking = evaluating(plan.asserts) if collects else frozenset[Key]()
        """Schemas that count for what is unevaluated, even where they allow everything."""

    def reached(self) -> Iterator[tuple[Key, Asserts]]:
        """Yield each schema that the roots apply, with what is written for it."""
        pending, seen = [*self._plan.roots], set[Key]()
        while pending:
            key = pending.pop()
            if key not in seen:
                seen.add(key)
                asserts = self._written(key)
                yield key, asserts
                pending.extend(applied(asserts))

    def _written(self, key: Key) -> Asserts:
        whole = self._plan.asserts[key]
        asserts = replace(telling(whole), types=whole.types)
        gone = {name for name in _COUNTS if not getattr(asserts, name)}
        if asserts.additional_properties is not None:
            gone.add("unevaluated_properties")  # nothing is
        if asserts.items is not None:
            gone.add("unevaluated_items")
        if key not in self._marking:
            gone.update(self._idle(asserts))
        return replace(asserts, **{name: getattr(ANYTHING, name) for name in gone})

    def _idle(self, asserts: Asserts) -> Iterator[str]:
        """Yield the fields that allow everything."""
        yield from (name for name in _SCHEMAS if self._allows_all(getattr(asserts, name)))
        if any(map(self._allows_all, asserts.any_of)):
            yield "any_of"
        if all(map(self._allows_all, asserts.dependent_schemas.values())):
            yield "dependent_schemas"
        test = None if asserts.if_ is None else self._plan.asserts[asserts.if_]
        idle = test in (None, NOTHING) or asserts.then is None or self._allows_all(asserts.then)
        other = test in (None, ANYTHING) or asserts.else_ is None or self._allows_all(asserts.else_)
        yield from (["then"] if idle else [])
        yield from (["else_"] if other else [])
        yield from (["if_"] if idle and other else [])

    def _allows_all(self, key: Key | None) -> bool:
        return key is not None and self._plan.asserts[key] == ANYTHING
