"""The prose of a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright import ir
from schemawright.lower.json_values import frozen
from schemawright.source.values import is_array

if TYPE_CHECKING:
    from schemawright.source.schema import Schema


def docs_of(schema: Schema) -> ir.Docs:
    """Return title, description, examples and deprecation; what is malformed is left out."""
    keywords = schema.keywords
    title, description = keywords.get("title", ""), keywords.get("description", "")
    stated = keywords.get("examples", ())
    examples: list[Any] = list(stated) if is_array(stated) else []
    if "example" in keywords:
        examples.append(keywords["example"])
    return ir.Docs(
        title=title if isinstance(title, str) else "",
        description=description if isinstance(description, str) else "",
        examples=tuple(map(frozen, examples)),
        deprecated=keywords.get("deprecated") is True,
    )
