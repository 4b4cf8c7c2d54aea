"""What a validator that shares nothing with ours, jsonschema-rs, says about declared types."""

from __future__ import annotations

import copy
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from json_equality import relaxed
from schemawright import ir
from schemawright.lower.json_values import has_type, json_type, thawed
from schemawright.regex.literals import literal
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from schemawright.location import Location
    from schemawright.source.documents import Document
    from schemawright.source.library import Library

_URI = "urn:peer"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Peer:
    """Judges values.

    Args:
        library: the schemas.
        model: what was made of them.
        forgiving: whether several members of a `oneOf` may hold.
        opened: the schemas whose `enum` allows every value of the same types.
    """

    def __init__(
        self,
        library: Library,
        model: ir.Model,
        *,
        forgiving: bool = False,
        opened: Collection[Location] = (),
    ) -> None:
        self._model = model
        self._forgiving = forgiving
        self._uris = {each.uri: each for each in library.documents}
        self._opened = opened
        self._known: dict[ir.TypeName, Callable[[Any], bool]] = {}

    def allows(self, name: ir.TypeName, value: Any) -> bool:
        """Tell whether a value is valid as a declared type."""
        if name not in self._known:
            schema = {"$schema": self._dialect, **self._declared(name)}
            made = jsonschema_rs.validator_for(
                schema, registry=self._registry, validate_formats=False
            )
            self._known[name] = made.is_valid
        return self._known[name](_readable(value))

    @cached_property
    def _dialect(self) -> str:
        stated = [
            each.value["$schema"]
            for each in self._uris.values()
            if is_object(each.value) and isinstance(each.value.get("$schema"), str)
        ]
        return str(stated[0]) if stated else _DIALECT

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        values = list(map(self._value, self._uris.values()))
        whole = values[0]
        if len(values) > 1:  # files that refer to each other as if they were in one document
            named = [(stem, self._value(self._uris[uri])) for uri, stem in self._stems()]
            parts = {stem: _without_identity(value) for stem, value in named}
            whole = {"components": {"schemas": parts}}
        plain = _plain(whole)
        whole = relaxed(plain) if self._forgiving else plain
        return jsonschema_rs.Registry([(_URI, {"$schema": self._dialect, **whole})])

    def _value(self, document: Document) -> Any:
        found: Any = copy.deepcopy(document.value)
        for place in self._opened:
            if place.uri != document.uri:
                continue
            schema: Any = found
            for token in place.tokens:
                schema = schema[token] if is_object(schema) else schema[int(token)]
            if is_object(schema) and "enum" in schema:
                types = list(dict.fromkeys(json_type(each) for each in schema.pop("enum")))
                schema.setdefault("type", types)
        return found

    def _stems(self) -> list[tuple[str, str]]:
        return [(uri, uri.rpartition("/")[2].removesuffix(".json")) for uri in self._uris]

    def _reference(self, place: Location) -> dict[str, Any]:
        inside = ""
        if len(self._uris) > 1:
            inside = f"/components/schemas/{dict(self._stems())[place.uri]}"
        pointer = place.pointer.replace("%", "%25")
        if self._forgiving:
            pointer = re.sub(r"/oneOf(?=/[0-9])", "/anyOf", pointer)
        return {"$ref": f"{_URI}#{inside}{pointer}"}

    def _declared(self, name: ir.TypeName) -> dict[str, Any]:
        declaration = self._model.declarations[name]
        parts: list[dict[str, Any]] = [self._reference(each) for each in declaration.places]
        if isinstance(declaration, ir.Enumeration):
            places: list[Any] = [
                self._uris[each.uri].at(each.pointer) for each in declaration.places
            ]
            # Values may be written elsewhere, and `nullable` belongs to where the type is used.
            if not any(each.keys() & _FIXING and "nullable" not in each for each in places):
                parts.append({"enum": [each.value for each in declaration.values]})
        elif isinstance(declaration, ir.Alias) and not parts:
            parts = [self._described(declaration.target)]
        return {"allOf": parts}

    def _described(self, type_: ir.Type) -> dict[str, Any]:
        """Return a schema for a type that a pass has made of declared ones, and of scalars."""
        match type_:
            case ir.Ref(name=name):
                return self._declared(name)
            case ir.Union(variants=variants):
                return {"anyOf": [self._described(each) for each in variants]}
            case ir.Nullable(item=item):
                return {"anyOf": [self._described(item), {"type": "null"}]}
            case ir.Array(item=item):
                return {"type": "array", "items": self._described(item)}
            case ir.Map(value=value):
                return {"type": "object", "additionalProperties": self._described(value)}
            case ir.Literal(values=values):
                return {"enum": [thawed(each) for each in values]}
            case ir.String(min_length=None, max_length=None, pattern=None):
                return {"type": "string"}
            case ir.Boolean():
                return {"type": "boolean"}
            case ir.Number(minimum=None, maximum=None, multiple_of=None, integral=integral):
                return {"type": "integer" if integral else "number"}
            case _:
                raise NotImplementedError(type_)


_FIXING = {"enum", "const", "$ref", "allOf"}


def _without_identity(schema: Any) -> Any:
    return {key: each for key, each in schema.items() if key not in {"$id", "$schema"}}


def _plain(schema: Any) -> Any:
    """Return a schema with what only OpenAPI 3.0 understands, and what we repair, said plainly."""
    if is_array(schema):
        return [_plain(each) for each in schema]
    if not is_object(schema):
        return schema
    found = {key: _plain(each) for key, each in schema.items()}
    for end in ("minimum", "maximum"):
        if schema.get(f"exclusive{end.capitalize()}") is True:
            found[f"exclusive{end.capitalize()}"] = found.pop(end)
    # A literal of JavaScript is read as what it says; we warn of it.
    if isinstance(pattern := schema.get("pattern"), str) and (read := literal(pattern)):
        found["pattern"] = read.body
    values = schema.get("enum")
    if is_array(values) and isinstance(kind := schema.get("type"), str):
        _repair(found, values, kind)
    if schema.get("nullable") is not True:
        return found
    if not isinstance(found.get("type"), str):
        return {"anyOf": [{"type": "null"}, found]}
    if is_array(found.get("enum")):
        found["enum"] = [*found["enum"], None]
    return {**found, "type": [found["type"], "null"]}


def _repair(found: dict[str, Any], values: list[Any], kind: str) -> None:
    """Make something of an `enum` of which the `type` beside it allows no value; we warn of it."""
    if any(has_type(each, (kind,)) for each in values):
        return
    if kind == "array":
        found["items"] = {**found.get("items", {}), "enum": found.pop("enum")}
    else:
        del found["type"]


def _readable(value: Any) -> Any:
    """Return a value that the peer can read: it knows no half of a surrogate pair, for one."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float) and abs(value) >= 2**53 and value.is_integer():
        return int(value)  # to it, 1e300 is no integer
    if is_array(value):
        return [_readable(each) for each in value]
    if is_object(value):
        return {_readable(key): _readable(each) for key, each in value.items()}
    return value
