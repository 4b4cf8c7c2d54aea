"""The validators of metaschemas; everything that knows where they come from is here.

They are compiled in memory when a run first needs them. To have them as generated code, only
`_known` has to be another one: a validator is its check, and the report over what it asserts.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from schemawright.diagnostics import InputError
from schemawright.source import dialects
from schemawright.source.library import stated_identifier
from schemawright.source.uris import joined
from schemawright.source.values import is_object
from schemawright.validation import validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.runtime.faults import Fault
    from schemawright.source.dialects import Dialect
    from schemawright.source.library import Library

_OWN = {
    "openapi-3.0": "openapi-3.0.json",
    "openapi-3.1": "openapi-3.1.json",
    "openapi-3.2": "openapi-3.1.json",
}
"""The files beside this one that stand for metaschemas which do not exist, or not at hand."""

_NEWEST = "https://json-schema.org/draft/2020-12/schema"
"""What stands in for the metaschema of `v1`, which is not published yet."""


class Validator(Protocol):
    """Tells whether values are valid, and what is wrong with them."""

    def is_valid(self, value: Any) -> bool:
        """Tell whether a value is valid."""
        ...

    def errors(self, value: Any) -> tuple[Fault, ...]:
        """Return everything that is wrong with a value."""
        ...


def for_dialect(dialect: Dialect) -> Validator:
    """Return the validator of the schemas of a dialect.

    One that a metaschema describes is checked as the dialect that this is written in.
    """
    return _known(dialect.key)


def for_metaschema(uri: str, library: Library) -> Validator | None:
    """Return the validator of a metaschema that is among the documents of a run.

    Args:
        uri: what `$schema` says.
        library: the documents; those that the metaschema refers to have to be among them too.

    Returns:
        The validator, None if the metaschema is not at hand, or no schema in all its parts.
    """
    resources = dict(library.by_base)
    for document in library.documents:
        if (stated := stated_identifier(document)) is not None:
            resources.setdefault(stated, document)
    values = {each: document.value for each, document in resources.items()}
    if not _is_written_in_a_dialect(uri, values):
        return None
    try:
        return validator({"$ref": uri}, resources=values)
    except InputError:
        return None


def _is_written_in_a_dialect(uri: str, values: Mapping[str, Any]) -> bool:
    """Tell whether a metaschema is at hand, and those that describe it lead to a known dialect."""
    seen: set[str] = set()
    while dialects.find(uri) is None:
        uri, _ = joined("", uri) or (uri, "")
        value = values.get(uri)
        stated = value.get("$schema") if is_object(value) else None
        if uri in seen or not isinstance(stated, str):
            return False
        seen.add(uri)
        uri = stated
    return True


@cache
def _known(key: str) -> Validator:
    if key in _OWN:
        text = (Path(__file__).parent / _OWN[key]).read_text(encoding="utf-8")
        return validator(json.loads(text))
    return validator({"$ref": _URIS.get(key, _NEWEST)})


_URIS = {
    "draft4": "http://json-schema.org/draft-04/schema",
    "draft6": "http://json-schema.org/draft-06/schema",
    "draft7": "http://json-schema.org/draft-07/schema",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
}
