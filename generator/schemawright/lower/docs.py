"""The prose of a schema, and what it wants to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright import ir
from schemawright.lower.json_values import frozen
from schemawright.lower.keywords import FORMS
from schemawright.source.values import is_array

if TYPE_CHECKING:
    from schemawright.source.schema import Schema


CALLED, HELD, IMPORTED = "x-python-name", "x-python-type", "x-python-import"


def called_by(schema: Schema) -> str:
    """Return what a schema wants to be called, nothing if it does not say."""
    name = schema.keywords.get(CALLED)
    return name if isinstance(name, str) and FORMS[CALLED][0](name) else ""


def held_by(schema: Schema) -> str | None:
    """Return the type that texts are to be held as, `decimal:Decimal`; None if nothing says so.

    The module is part of the type's name or has a keyword of its own.
    """
    name, module = schema.get(HELD), schema.get(IMPORTED)
    if name is None:
        return None
    if module is None:
        module, _, name = name.rpartition(".")
    return f"{module}:{name}" if module else None


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
