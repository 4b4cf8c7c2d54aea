"""Where schemas stand in an OpenAPI document, as data, and what they are called there.

OpenAPI Specification 3.0.4, 3.1.1 (both section 4.8) and 3.2.0 (section 4): the fixed fields of
each object that leads to schemas. Reference Objects may stand wherever an object of a table does.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from schemawright.location import escape
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
SCHEMA = "schema"


class Edge(NamedTuple):
    """A field that leads from one object to others."""

    to: str
    """The kind of object that it leads to."""
    holds: Literal["one", "map", "array"] = "one"
    says: str = ""
    """What it adds to the name of a schema below it; `{}` stands for what the child is called."""


class Child(NamedTuple):
    """An object inside another one."""

    kind: str
    value: Any
    tokens: tuple[str | int, ...]
    """The way to it from the object that it is in."""
    said: str
    """What the way adds to a name."""


_CONTENT = {"content": Edge("media type", "map", "{}"), "schema": Edge(SCHEMA)}
GRAMMAR: Mapping[str, Mapping[str, Edge]] = {
    "document": {
        "components": Edge("components"),
        "paths": Edge("path item", "map"),
        "webhooks": Edge("path item", "map"),
    },
    "components": {
        "schemas": Edge(SCHEMA, "map", "{}"),
        "responses": Edge("response", "map", "{} response"),
        "parameters": Edge("parameter", "map", "{} parameter"),
        "requestBodies": Edge("request body", "map", "{} request"),
        "headers": Edge("header", "map", "{} header"),
        "callbacks": Edge("callback", "map", "{}"),
        "pathItems": Edge("path item", "map", "{}"),
        "mediaTypes": Edge("media type", "map", "{}"),
    },
    "path item": {
        "parameters": Edge("parameter", "array", "{}"),
        **{method: Edge("operation", says=method) for method in METHODS},
        "additionalOperations": Edge("operation", "map", "{}"),
    },
    "operation": {
        "parameters": Edge("parameter", "array", "{}"),
        "requestBody": Edge("request body", says="request"),
        "responses": Edge("response", "map", "{} response"),
        "callbacks": Edge("callback", "map", "{}"),
    },
    "parameter": _CONTENT,
    "header": _CONTENT,
    "request body": {"content": _CONTENT["content"]},
    "response": {
        "content": _CONTENT["content"],
        "headers": Edge("header", "map", "{} header"),
    },
    "media type": {
        "schema": Edge(SCHEMA),
        "itemSchema": Edge(SCHEMA, says="item"),
        "encoding": Edge("encoding", "map", "{}"),
        "prefixEncoding": Edge("encoding", "array"),
        "itemEncoding": Edge("encoding", says="item"),
    },
    "encoding": {"headers": Edge("header", "map", "{} header")},
}
"""The fields of each kind of object that lead to schemas; those of a callback are expressions,
each of a path item."""


def children(kind: str, value: Any) -> Iterator[Child]:
    """Yield the objects inside an object of some kind; what has the wrong form is passed over."""
    if not is_object(value):
        return
    if kind == "callback":
        edges = dict.fromkeys(value, Edge("path item"))
    else:
        edges = {key: edge for key, edge in GRAMMAR.get(kind, {}).items() if key in value}
    for key, edge in edges.items():
        held = value[key]
        if edge.holds == "one":
            yield Child(edge.to, held, (key,), edge.says)
        elif edge.holds == "map" and is_object(held):
            for name, each in held.items():
                said = edge.says.format(_called(edge.to, name, each))
                yield Child(edge.to, each, (key, name), said)
        elif edge.holds == "array" and is_array(held):
            for index, each in enumerate(held):
                said = edge.says.format(_called(edge.to, "", each))
                yield Child(edge.to, each, (key, index), said)


def schema_places(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield a pointer to every schema that an OpenAPI document holds, outermost ones only."""
    pending: list[tuple[str, Any, str]] = [("document", document, "")]
    while pending:
        kind, value, pointer = pending.pop()
        if kind == SCHEMA:
            yield pointer
            continue
        inside: list[tuple[str, Any, str]] = []
        for child in children(kind, value):
            way = "".join(f"/{escape(token)}" for token in child.tokens)
            inside.append((child.kind, child.value, f"{pointer}{way}"))
        pending += inside[::-1]


def _called(kind: str, key: str, value: Any) -> str:
    """Return what an object is called: mostly its key."""
    match kind:
        case "parameter":
            stated = value if is_object(value) else {}
            return key or f"{stated.get('in', '')} {stated.get('name', '')}".strip()
        case "response":
            return _status(key)
        case "media type":
            return _media_type(key)
        case _:
            return key


def _status(code: str) -> str:
    """Return what a status code means (RFC 9110, section 15): a word lasts, and is no number."""
    ranges = ("information", "success", "redirection", "client error", "server error")
    if re.fullmatch("[1-5][Xx]{2}", code):
        return ranges[int(code[0]) - 1]
    try:
        return HTTPStatus(int(code)).phrase.lower()
    except ValueError:
        return code


def _media_type(name: str) -> str:
    """Return the part of a media type that sets it apart; nothing for JSON, the usual one."""
    if name.partition(";")[0].strip().lower() in {"application/json", "*/*"}:
        return ""
    return re.sub("[^0-9A-Za-z]+", " ", name.rpartition("/")[2]).strip()
