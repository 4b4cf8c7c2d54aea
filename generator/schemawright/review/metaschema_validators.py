"""The validators of metaschemas; everything that knows where they come from is here.

Those of the dialects are generated, by this project itself, from `generator/metaschemas`; that of a
metaschema which a document brings along is made in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from schemawright.diagnostics import InputError
from schemawright.metaschemas import validation as metaschemas
from schemawright.source import dialects
from schemawright.source.library import stated_identifier
from schemawright.source.uris import joined
from schemawright.source.values import is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemawright.source.dialects import Dialect
    from schemawright.source.library import Library

_NAMES = {
    "draft4": "Draft4",
    "draft6": "Draft6",
    "draft7": "Draft7",
    "2019-09": "Draft201909",
    "2020-12": "Draft202012",
    # The metaschema of v1 is not published yet.
    "v1": "Draft202012",
    "openapi-3.0": "OpenAPI30",
    "openapi-3.1": "OpenAPI31",
    "openapi-3.2": "OpenAPI31",
}
"""The types of the generated package that the dialects are held against, by their keys."""


class Fault(Protocol):
    """One assertion that a value does not meet, as each package has it for itself."""

    @property
    def instance(self) -> str:
        """Where in the value, as a JSON Pointer."""
        ...

    @property
    def keyword(self) -> str:
        """What asserts it; empty for the schema `false`."""
        ...

    @property
    def message(self) -> str:
        """What was found, and what was expected."""
        ...

    @property
    def path(self) -> str:
        """The way to the keyword through references."""
        ...

    @property
    def causes(self) -> Sequence[Fault]:
        """Of a union: what keeps the value from the member that it comes closest to."""
        ...


class Validator(Protocol):
    """Tells whether values are valid, and what is wrong with them."""

    @property
    def is_valid(self) -> Callable[[Any], bool]:
        """What tells whether a value is valid."""
        ...

    def errors(self, value: Any) -> Sequence[Fault]:
        """Return everything that is wrong with a value."""
        ...


def for_dialect(dialect: Dialect) -> Validator:
    """Return the validator of the schemas of a dialect.

    One that a metaschema describes is checked as the dialect that this is written in.
    """
    return metaschemas.validator(_NAMES[dialect.key])


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
    from schemawright.validation import validator  # noqa: PLC0415 - few documents bring any along

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
