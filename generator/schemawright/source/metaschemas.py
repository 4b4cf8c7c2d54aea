"""The official metaschemas, as the package `jsonschema-specifications` holds them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = "jsonschema_specifications"

_VOCABULARIES = {
    "2019-09": ("applicator", "content", "core", "format", "meta-data", "validation"),
    "2020-12": (
        *("applicator", "content", "core", "format-annotation", "format-assertion"),
        *("meta-data", "unevaluated", "validation"),
    ),
}
FILES: Mapping[str, str] = MappingProxyType(
    {
        "http://json-schema.org/schema": "draft7/metaschema.json",
        **{
            f"http://json-schema.org/draft-0{number}/schema": f"draft{number}/metaschema.json"
            for number in (3, 4, 6, 7)
        },
        **{
            f"https://json-schema.org/draft/{draft}/schema": (
                f"draft{draft.replace('-', '')}/metaschema.json"
            )
            for draft in _VOCABULARIES
        },
        **{
            f"https://json-schema.org/draft/{draft}/meta/{name}": (
                f"draft{draft.replace('-', '')}/vocabularies/{name}"
            )
            for draft, names in _VOCABULARIES.items()
            for name in names
        },
    }
)
"""The file of each metaschema, by its URI."""


def metaschema(uri: str) -> Path | None:
    """Return the file of the metaschema that has a URI, None when there is none.

    The package is found but not imported: it would load a registry that nobody needs here.
    """
    file = FILES.get(uri)
    if file is None:
        return None
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec is not None else None
    return next((Path(each) / "schemas" / file for each in places or ()), None)
