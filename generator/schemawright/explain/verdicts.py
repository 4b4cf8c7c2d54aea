"""What becomes of single keywords; `keywords` says which function decides on which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright import ir
from schemawright.explain.status import Status, Verdict
from schemawright.lower.json_values import frozen
from schemawright.python.spelling import pascal
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.explain.status import Standing

_NUMBERS, _TEXTS, _LISTS, _MAPS = (ir.Number,), (ir.String,), (ir.Array, ir.Tuple), (ir.Map,)

LIMITS: dict[str, tuple[tuple[type, ...], str, str]] = {
    "minimum": (_NUMBERS, "minimum", "a number"),
    "maximum": (_NUMBERS, "maximum", "a number"),
    "exclusiveMinimum": (_NUMBERS, "exclusive_minimum", "a number"),
    "exclusiveMaximum": (_NUMBERS, "exclusive_maximum", "a number"),
    "multipleOf": (_NUMBERS, "multiple_of", "a number"),
    "minLength": (_TEXTS, "min_length", "text"),
    "maxLength": (_TEXTS, "max_length", "text"),
    "pattern": (_TEXTS, "pattern", "text"),
    "minItems": (_LISTS, "min_items", "a list"),
    "maxItems": (_LISTS, "max_items", "a list"),
    "uniqueItems": (_LISTS, "unique", "a list"),
    "minProperties": (_MAPS, "min_properties", "a dict"),
    "maxProperties": (_MAPS, "max_properties", "a dict"),
}
"""The types that have a limit, where they have it, and what they are in words."""

_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}

ACCESS = {"readOnly": ir.Access.READ_ONLY, "writeOnly": ir.Access.WRITE_ONLY}
"""What properties are by these keywords."""

_TYPED = Verdict(Status.TYPED)
_DOCUMENTED = Verdict(Status.DOCUMENTED)


def _ignored(why: str) -> Verdict:
    return Verdict(Status.IGNORED, why)


def _unsaid(standing: Standing, otherwise: str) -> Verdict:
    """Return why an annotation is lost."""
    property_ = any(each.is_field for each in standing.prose)
    return _ignored("lost where this property is merged with others" if property_ else otherwise)


def reference(standing: Standing, keyword: str) -> Verdict:
    """Decide on `$ref` and its dynamic relatives."""
    if keyword in standing.leads:
        return _TYPED
    return _ignored(f"no reference in {standing.schema.dialect.name}")


def type_(standing: Standing, keyword: str) -> Verdict:
    """Decide on `type`."""
    if keyword in standing.effective:
        return _TYPED
    return _ignored("contradicts the enum, which counts")


def fixed(standing: Standing, _keyword: str) -> Verdict:
    """Decide on `enum` and `const`."""
    if any(isinstance(each, ir.AnyValue) for each in standing.types):
        return _ignored("something else stands in the way")
    return _TYPED


def nullable(standing: Standing, _keyword: str) -> Verdict:
    """Decide on `nullable`."""
    if standing.schema.dialect.nullable:
        return _TYPED
    return _ignored(f"not a keyword of {standing.schema.dialect.name}")


def format_(standing: Standing, keyword: str) -> Verdict:
    """Decide on `format`: pages show any, and a few have a Python type."""
    value = standing.schema.get(keyword)
    texts = [each for each in _every(standing.types) if isinstance(each, ir.String)]
    if not any(each.format == value for each in texts):
        return _ignored("another format counts" if texts else "the type is not text")
    if value in standing.formats:
        return _TYPED
    return Verdict(Status.DOCUMENTED, "the Python type is str")


def properties(standing: Standing, keyword: str) -> Verdict:
    """Decide on `properties` and `patternProperties`."""
    if not _is_used(standing, keyword):
        return _ignored("the type has no keys")
    records = _records(standing)
    if keyword == "patternProperties" and records:
        found = [type_ for each in records for _, type_ in each.patterns]
        return Verdict(_of_others(found), "a dataclass has no place for other keys")
    return _TYPED


def _of_others(types: list[ir.Type]) -> Status:
    """Return what becomes of keys without an attribute: what they hold may still be classes."""
    pending = types
    while pending:
        each, *pending = pending
        if isinstance(each, ir.Ref):
            return Status.TYPED
        pending += ir.children(each)
    return Status.DOCUMENTED


def additional(standing: Standing, keyword: str) -> Verdict:
    """Decide on what other keys may hold."""
    if keyword == "unevaluatedProperties" and "additionalProperties" in standing.effective:
        return _ignored("additionalProperties counts")
    value = standing.schema.get(keyword)
    records = _records(standing)
    maps = any(isinstance(each, ir.Map) for each in _every(standing.types))
    if not (records or maps) or not (isinstance(value, bool) or _is_used(standing, keyword)):
        return _ignored("the type has no keys")
    if maps or value is True or not all(each.fields for each in records):
        return _TYPED
    named = standing.effective.get("properties", {})
    if any(key not in named for key in standing.effective.get("required", ())):
        return _TYPED
    found = [each.extra for each in records if each.extra is not None]
    return Verdict(_of_others(found), "a dataclass has no place for other keys")


def required(standing: Standing, keyword: str) -> Verdict:
    """Decide on `required`."""
    names = standing.schema.get(keyword)
    fields = {field.name for record in _records(standing) for field in record.fields}
    if not names or fields & set(names):
        return _TYPED
    found = any(isinstance(each, ir.Map) for each in _every(standing.types))
    return _ignored("a dict names no keys" if found else "the type has no keys of its own here")


def positions(standing: Standing, keyword: str) -> Verdict:
    """Decide on `items`, `prefixItems` and `additionalItems`."""
    value = standing.schema.get(keyword)
    stated = standing.schema.get("items")
    if keyword == "additionalItems" and not isinstance(stated, list):
        return _ignored("items is not a list of positions")
    if _is_used(standing, keyword):
        return _TYPED
    lists = any(isinstance(each, ir.Array | ir.Tuple) for each in _every(standing.types))
    if lists and (isinstance(value, bool) or value == []):
        return _TYPED
    return _ignored("the type is not a list")


def is_loose(standing: Standing) -> bool:
    """Tell whether a tuple is of any length, and of anything: it says nothing of its items."""
    found = [each for each in _every(standing.types) if isinstance(each, ir.Tuple)]
    return bool(found) and all(
        each.min_items < len(each.items)
        and any(isinstance(inside, ir.AnyValue) for inside in ir.children(each))
        for each in found
    )


def conjunction(_standing: Standing, _keyword: str) -> Verdict:
    """Decide on `allOf`, whose members are merged in any case."""
    return _TYPED


def alternatives(standing: Standing, keyword: str) -> Verdict:
    """Decide on `oneOf` and `anyOf`."""
    if _is_used(standing, keyword) or keyword not in standing.effective:
        several = keyword == "oneOf" and len(standing.schema.get(keyword)) > 1
        if several and keyword not in standing.checked:
            return Verdict(Status.TYPED, "that no other member fits is not checked")
        return _TYPED
    if "enum" in standing.effective:
        return _ignored("the enum counts")
    return _ignored("its members only narrow the type, or none could be merged")


def discriminator(standing: Standing, keyword: str) -> Verdict:
    """Decide on `discriminator`: it makes a base the union of its subtypes, or tells members."""
    if standing.is_base:
        return _TYPED
    key = standing.schema.get(keyword).get("propertyName")
    unions = [each for each in _every(standing.types) if isinstance(each, ir.Union)]
    tags = [each.tag for each in unions if each.tag is not None and each.tag.declared]
    if any(each.property == key for each in tags):
        return Verdict(Status.DOCUMENTED, "pages say which value means which type")
    if not {"oneOf", "anyOf"} & standing.schema.keywords.keys():
        return _ignored("no schema extends this one")
    return _ignored("it tells no members apart")


def negation(standing: Standing, keyword: str) -> Verdict:
    """Decide on `not`, which types can only say of everything."""
    if standing.schema.get(keyword) in ({}, True):
        return Verdict(Status.TYPED, "no value is valid")
    return unsayable(standing, keyword)


def unsayable(standing: Standing, keyword: str) -> Verdict:
    """Decide on what types cannot say, as far as nothing checks it."""
    dialect = standing.schema.dialect
    if keyword not in dialect.keywords:
        return _ignored(f"not a keyword of {dialect.name}")
    if not standing.has_validators:
        return _ignored("types cannot say it, and no validators are generated")
    return _ignored("it rules nothing out here")


def limit(standing: Standing, keyword: str) -> Verdict:
    """Decide on a limit, which reference pages print where they list a field or an alias."""
    kinds, attribute, words = LIMITS[keyword]
    value = standing.schema.get(keyword)
    if isinstance(value, bool) and keyword.startswith("exclusive"):
        value = standing.effective.get(keyword)
    other = _EXCLUSIVE.get(keyword, "")
    if standing.schema.get(other) is True:
        attribute, value = LIMITS[other][1], standing.effective.get(other)
    if not value and value != 0:
        return _DOCUMENTED  # it limits nothing
    if keyword == "minItems" and any(
        isinstance(each, ir.Tuple) and 0 < len(each.items) <= value
        for each in _every(standing.types)
    ):
        return _TYPED
    shapes = [each for each in standing.shown if isinstance(each, kinds)]
    found = [getattr(each, attribute) for each in shapes]
    if value in found:
        return Verdict(Status.DOCUMENTED, _why_unchecked(standing, keyword))
    if any(each is not None for each in found):
        return _ignored("a narrower limit counts")
    if not any(isinstance(each, kinds) for each in _every(standing.types)):
        return _ignored(f"the type is not {words}")
    unchecked = _why_unchecked(standing, keyword)
    unprinted = "pages print no limits inside this type"
    return _ignored(f"{unprinted}, and {unchecked}" if unchecked else unprinted)


def _why_unchecked(standing: Standing, keyword: str) -> str:
    """Return why a limit that types have is not checked, as far as that is known."""
    if not standing.has_validators:
        return "no validators are generated"
    return "the pattern cannot be checked" if keyword == "pattern" else ""


def title(standing: Standing, keyword: str) -> Verdict:
    """Decide on `title`, which stands in for a description or is a name."""
    value = standing.schema.get(keyword)
    if not value:
        return _DOCUMENTED
    fields = [each for each in standing.prose if each.is_field and each.docs.title == value]
    if any(not each.docs.description for each in fields):
        return _DOCUMENTED
    if any(each.name.endswith(pascal(value)) for each in standing.prose):
        return Verdict(Status.TYPED, "the Python name says it")
    if any(each.docs.title == value and not each.docs.description for each in standing.prose):
        return _DOCUMENTED
    if any(each.docs.title == value for each in standing.prose):
        return _ignored("the description is shown instead")
    return _unsaid(standing, "nothing shows it: this place has no name in Python")


def description(standing: Standing, keyword: str) -> Verdict:
    """Decide on `description`."""
    value = standing.schema.get(keyword)
    if not value or any(each.docs.description == value for each in standing.prose):
        return _DOCUMENTED
    return _unsaid(standing, "nothing shows it: this place has no name in Python")


def sample(standing: Standing, keyword: str) -> Verdict:
    """Decide on `example` and `examples`, which pages show."""
    value = standing.schema.get(keyword)
    stated = [value] if keyword == "example" else value
    if not stated or not is_array(stated):
        return _DOCUMENTED
    wanted = {*map(frozen, stated)}
    if any(not wanted.isdisjoint(each.docs.examples) for each in standing.prose):
        return _DOCUMENTED
    return _unsaid(standing, "nothing shows it: this place has no name in Python")


def deprecated(standing: Standing, keyword: str) -> Verdict:
    """Decide on `deprecated`."""
    if not standing.schema.get(keyword) or any(e.docs.deprecated for e in standing.prose):
        return _DOCUMENTED
    return _unsaid(standing, "nothing shows it: this place has no name in Python")


def access(standing: Standing, keyword: str) -> Verdict:
    """Decide on `readOnly` and `writeOnly`."""
    wanted = ACCESS[keyword]
    if standing.is_left_out and standing.schema.get(keyword):
        return Verdict(Status.TYPED, "left out, only the other side sends it")
    if not standing.schema.get(keyword) or any(e.access is wanted for e in standing.prose):
        return _DOCUMENTED
    return _unsaid(standing, "only properties can be that")


def default(standing: Standing, keyword: str) -> Verdict:
    """Decide on `default`, which only a property can have."""
    value = frozen(standing.schema.get(keyword))
    fitting = [each for each in standing.prose if each.default == value]
    if any(each.typed_default for each in fitting):
        return _TYPED
    if fitting:
        return Verdict(Status.DOCUMENTED, "no default of its Python type")
    return _unsaid(standing, "only properties have defaults")


def _is_used(standing: Standing, keyword: str) -> bool:
    """Tell whether a schema that a keyword holds was turned into a type, or there is none."""
    at = standing.schema.location / keyword
    value: Any = standing.schema.get(keyword)
    if at in standing.lowered or value == {}:
        return True
    tokens = value if is_object(value) else range(len(value)) if is_array(value) else ()
    return any(at / token in standing.lowered for token in tokens)


def _every(types: tuple[ir.Type, ...]) -> Iterator[ir.Type]:
    """Yield types, and those that they are one of."""
    pending = list(types)
    while pending:
        each = pending.pop()
        yield each
        if isinstance(each, ir.Nullable | ir.Union):
            pending.extend(ir.children(each))


def _records(standing: Standing) -> list[ir.Record]:
    found = [
        standing.declarations.get(each.name)
        for each in _every(standing.types)
        if isinstance(each, ir.Ref)
    ]
    return [each for each in found if isinstance(each, ir.Record)]
