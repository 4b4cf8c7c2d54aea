"""What the roots need as one document that means the same and refers to nothing outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.bundling.compound import compound
from schemawright.bundling.openapi_document import is_openapi, narrowed

if TYPE_CHECKING:
    from schemawright.bundling.needed import Needed
    from schemawright.source.values import JsonValue


def bundled(needed: Needed) -> JsonValue:
    """Return one document that stands for the roots: of the kind that the first of them is from.

    Raises:
        InputError: something cannot be expressed in one document.
    """
    first = next(iter(needed.roots))
    return narrowed(needed) if is_openapi(needed, first.uri) else compound(needed)
