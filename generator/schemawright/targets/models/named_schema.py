"""The model as one JSON Schema document, in which everything is called what it is in Python.

It is for another generator, to which it leaves nothing to resolve, to merge or to name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from schemawright import ir
from schemawright.python.allocate import allocate
from schemawright.python.annotations import PYTHON_FORMATS
from schemawright.python.spelling import pascal
from schemawright.regex.findings import Untranslatable
from schemawright.regex.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from schemawright.targets.subject import Subject

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFINITIONS = "$defs"
_MEMBER_NAMES, _AS_LITERAL = "x-enum-varnames", "x-enum-field-as-literal"
"""What the other generator knows beside JSON Schema."""


def named_schema(subject: Subject, held: Callable[[ir.Type], ir.Type]) -> Schema:
    """Return a document of draft 2020-12 with a definition for each declared type, by its class.

    Patterns are those of Python's `re`; what that cannot express is left out.

    Args:
        subject: the model, and its names.
        held: what a type becomes that the models cannot hold as it is.
    """
    types, declarations = subject.names.types, subject.model.declarations
    writer = _Writer(subject, held)
    found = {types[name]: writer.declaration(each) for name, each in declarations.items()}
    return {"$schema": DIALECT, DEFINITIONS: dict(sorted({**found, **writer.scalars()}.items()))}


def attribute_names(subject: Subject, reserved: Container[str]) -> Mapping[str, str]:
    """Return the attribute of each property that is called otherwise, by `Class.property`.

    Args:
        subject: the model, and its names.
        reserved: what no attribute of the models can be called; these get a `_` at their end.
    """
    found: dict[str, str] = {}
    for record, fields in subject.names.fields.items():
        taken = {*fields.values()}
        for wire, name in fields.items():
            own = name
            while own in reserved or (own != name and own in taken):
                own += "_"
            if own != wire:
                found[f"{subject.names.types[record]}.{wire}"] = own
    return found


class _Writer:
    """Writes the schemas of declarations."""

    def __init__(self, subject: Subject, held: Callable[[ir.Type], ir.Type]) -> None:
        self._subject = subject
        self._held = held
        self._types = subject.names.types
        self._scalars: dict[tuple[str, str, int], tuple[Schema, Schema]] = {}
        self._home = ""

    def scalars(self) -> Mapping[str, Schema]:
        """Return definitions of all scalars that need a name, and have references to them made.

        Otherwise the other generator would number them.
        """
        taken = {*self._types.values()}
        names = allocate(self._scalars, _offers, exact=lambda _, __: False, taken=taken)
        for key, (_, reference) in self._scalars.items():
            reference["$ref"] = f"#/{DEFINITIONS}/{names[key]}"
        return {names[key]: schema for key, (schema, _) in self._scalars.items()}

    def declaration(self, declaration: ir.Declaration) -> Schema:
        """Return the schema of a declaration."""
        self._home = self._types[declaration.name]
        said = self._subject.prose(declaration)
        docs: Schema = {"description": said} if said else {}
        match declaration:
            case ir.Record():
                return {**self._record(declaration), **docs}
            case ir.Enumeration(name=name, values=values):
                members = self._subject.names.members[name]
                called = {_MEMBER_NAMES: [members[each] for each in values]}
                return {**_listed(values), **called, **docs}
            case ir.Alias(target=target):
                return {**self._outer(target), **docs}
            case _:
                assert_never(declaration)

    def _record(self, record: ir.Record) -> Schema:
        home, names = self._home, self._subject.names.fields[record.name]
        properties: dict[str, Schema] = {}
        for field in record.fields:
            self._home = home + pascal(names[field.name])
            properties[field.name] = self._property(field)
        found: Schema = {"type": "object", "properties": properties}
        if required := [each.name for each in record.fields if each.required]:
            found["required"] = required
        self._home = f"{home}Extra"
        if record.extra is None:
            found["additionalProperties"] = False
        elif record.extra != ir.AnyValue():
            found["additionalProperties"] = self._inner(record.extra)
        return found

    def _property(self, field: ir.Field) -> Schema:
        found = self._outer(field.type)
        if said := field.docs.description or field.docs.title:
            found["description"] = said
        if isinstance(field.default, ir.Constant) and not field.required:
            found["default"] = field.default.value
        return found

    def _outer(self, type_: ir.Type) -> Schema:
        """Return the schema of a property or an alias, which has a name already."""
        if isinstance(type_, ir.Nullable) and isinstance(type_.item, ir.String | ir.Number):
            found = self._scalar(type_.item)
            return {**found, "type": [found["type"], "null"]}
        if isinstance(type_, ir.String | ir.Number):
            return self._scalar(type_)
        return self._inner(type_)

    def _inner(self, type_: ir.Type) -> Schema:
        held = self._held(type_)
        match held:
            case ir.AnyValue():
                return {}
            case ir.Never():
                return {"not": {}}
            case ir.Null():
                return {"type": "null"}
            case ir.Boolean():
                return {"type": "boolean"}
            case ir.Number() | ir.String():
                return self._named(self._scalar(held))
            case ir.Literal(values=values):
                return _fixed(values)
            case ir.Ref(name=name):
                return {"$ref": f"#/{DEFINITIONS}/{self._types[name]}"}
            case ir.Nullable(item=item):
                return {"anyOf": [self._inner(item), {"type": "null"}]}
            case ir.Union():
                return self._union(held)
            case _:
                return self._container(held)

    def _scalar(self, type_: ir.Number | ir.String) -> Schema:
        """Return the schema of a scalar; of formats, those that have a type in dataclasses too."""
        if isinstance(type_, ir.Number):
            return _number(type_)
        stated = {
            "format": type_.format if self._is_held(type_.format) else None,
            "minLength": type_.min_length,
            "maxLength": type_.max_length,
            "pattern": None if type_.pattern is None else _pattern(type_.pattern),
        }
        return {"type": "string", **_stated(stated)}

    def _is_held(self, form: str | None) -> bool:
        """Tell whether both this package and the other library have a type for a format."""
        return form in PYTHON_FORMATS and form in self._subject.formats

    def _named(self, scalar: Schema) -> Schema:
        if scalar.keys() <= {"type", "format"}:
            return scalar
        place = sum(home == self._home for home, _, _ in self._scalars)
        reference: Schema = {}
        self._scalars[self._home, scalar["type"], place] = (scalar, reference)
        return reference

    def _container(self, type_: ir.Array | ir.Tuple | ir.Map) -> Schema:
        match type_:
            case ir.Array(item=item):
                limits = {"minItems": type_.min_items, "maxItems": type_.max_items}
                return {"type": "array", "items": self._inner(item), **_stated(limits)}
            case ir.Tuple(items=items, rest=rest):
                limits = {"minItems": type_.min_items or None, "maxItems": type_.max_items}
                return {
                    "type": "array",
                    "prefixItems": [self._inner(each) for each in items],
                    "items": False if rest is None else self._inner(rest),
                    **_stated(limits),
                }
            case ir.Map(value=value):
                return {"type": "object", "additionalProperties": self._inner(value)}
            case _:
                assert_never(type_)

    def _union(self, union: ir.Union) -> Schema:
        found: Schema = {"anyOf": [self._inner(each) for each in union.variants]}
        if union.tag is not None and is_told_by_tag(union, self._subject.model):
            found["discriminator"] = {
                "propertyName": union.tag.property,
                "mapping": {
                    str(value.value): f"#/{DEFINITIONS}/{self._types[name]}"
                    for value, name in union.tag.cases
                },
            }
        return found


def is_told_by_tag(union: ir.Union, model: ir.Model) -> bool:
    """Tell whether each variant is a record that requires the tag, with the texts that mean it.

    That is what other models need to choose by it.
    """
    tag = union.tag
    if tag is None:
        return False
    texts: dict[ir.TypeName, set[ir.Json]] = {}
    for value, name in tag.cases:
        texts.setdefault(name, set()).add(value)
    return all(
        isinstance(each, ir.Ref)
        and each.name in texts
        and texts[each.name] == _fixed_texts(model.declarations[each.name], tag.property)
        for each in union.variants
    )


def _fixed_texts(declaration: ir.Declaration, name: str) -> set[ir.Json]:
    """Return the only texts that a required property can be; none if it can be anything else."""
    if isinstance(declaration, ir.Record):
        for field in declaration.fields:
            if field.name == name and field.required and isinstance(field.type, ir.Literal):
                values = field.type.values
                kinds = {each.kind for each in values if isinstance(each, ir.Constant)}
                return {*values} if kinds == {ir.Kind.STRING} else set()
    return set()


def _offers(key: tuple[str, str, int]) -> Iterator[str]:
    home, kind, place = key
    first = f"{home}{'Text' if kind == 'string' else pascal(kind)}"
    yield first
    yield f"{first}{pascal(ir.ordinal(place))}"


def _number(type_: ir.Number) -> Schema:
    limits = {
        "minimum": type_.minimum,
        "maximum": type_.maximum,
        "exclusiveMinimum": type_.exclusive_minimum,
        "exclusiveMaximum": type_.exclusive_maximum,
        "multipleOf": type_.multiple_of,
    }
    return {"type": "integer" if type_.integral else "number", **_stated(limits)}


def _pattern(pattern: str) -> str | None:
    try:
        return translate(pattern).pattern
    except Untranslatable:
        return None


def _fixed(values: tuple[ir.Json, ...]) -> Schema:
    """Return the schema of fixed values; those that are lists or objects stand for all of these."""
    scalars = [each.value for each in values if isinstance(each, ir.Constant)]
    found: list[Schema] = []
    if any(isinstance(each, ir.JsonArray) for each in values):
        found.append({"type": "array"})
    if any(isinstance(each, ir.JsonObject) for each in values):
        found.append({"type": "object"})
    if len(scalars) == 1:
        found.insert(0, {"const": scalars[0]})
    elif scalars:
        found.insert(0, {"enum": scalars, _AS_LITERAL: True})
    return found[0] if len(found) == 1 else {"anyOf": found}


def _listed(values: tuple[ir.Constant, ...]) -> Schema:
    if all(isinstance(each.value, str) for each in values):
        kind = "string"
    else:
        kind = "integer" if all(isinstance(each.value, int) for each in values) else "number"
    return {"type": kind, "enum": [each.value for each in values]}


def _stated(limits: Mapping[str, Any]) -> Schema:
    return {key: each for key, each in limits.items() if each is not None}
