"""What a schema says, as one text that is the same for the same schema anywhere."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.lower.identity import MERGED
from schemawright.source.schema import Schema
from schemawright.source.values import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Text(NamedTuple):
    """What stands between values, as it is."""

    text: str


def canonical(value: Any) -> str:
    """Return a JSON value, or a schema, as JSON with its keys sorted; of any depth.

    Its place, and how it was put together, have no part in it.
    """
    found: list[str] = []
    pending: list[Any] = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, Schema):
            each = {**each.without(MERGED).keywords}
        if isinstance(each, _Text):
            found.append(each.text)
        elif is_object(each) or is_array(each):
            pending.extend([*_parts(each)][::-1])
        else:
            found.append(json.dumps(each))
    return "".join(found)


def _parts(value: dict[str, Any] | list[Any]) -> Iterator[Any]:
    """Yield what an object or array is written of, its members or items as they are."""
    opening, closing = "{}" if is_object(value) else "[]"
    yield _Text(opening)
    gap = ""
    members = sorted(value.items(), key=itemgetter(0)) if is_object(value) else enumerate(value)
    for key, each in members:
        yield _Text(f"{gap}{json.dumps(key)}: " if is_object(value) else gap)
        yield each
        gap = ", "
    yield _Text(closing)
