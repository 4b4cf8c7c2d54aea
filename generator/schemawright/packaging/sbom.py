"""The bill of materials of a distribution: CycloneDX 1.6, the same bytes for the same content."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.packaging.metadata import normalized

if TYPE_CHECKING:
    from schemawright.packaging.metadata import Metadata

_REGRESS = "pkg:pypi/regress"


class Made(NamedTuple):
    """What a distribution was made from, and by what."""

    version: str
    schema: str
    """The path of the schema in the project."""
    digest: str
    """Its SHA-256."""
    generator: str
    """The version of this tool."""
    needs_regress: bool = False


def bill(metadata: Metadata, made: Made) -> str:
    """Return the bill of materials as JSON.

    It has no time in it, and its serial number follows from all the rest.
    """
    name = normalized(metadata.name)
    reference = f"pkg:pypi/{name}@{made.version}"
    needed = [_REGRESS] if made.needs_regress else []
    content: dict[str, Any] = {
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [_tool(made.generator)]},
            "component": {
                "type": "library",
                "bom-ref": reference,
                "name": name,
                "version": made.version,
                "description": metadata.summary,
                **({"licenses": [{"expression": metadata.license}]} if metadata.license else {}),
                "purl": reference,
            },
        },
        "components": [
            {
                "type": "data",
                "bom-ref": f"schema:{made.digest}",
                "name": made.schema,
                "hashes": [{"alg": "SHA-256", "content": made.digest}],
            },
            *({"type": "library", "bom-ref": e, "name": "regress", "purl": e} for e in needed),
        ],
        "dependencies": [{"ref": reference, **({"dependsOn": needed} if needed else {})}],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}"}
    return json.dumps({**head, "version": 1, **content}, indent=2) + "\n"


def _tool(version: str) -> dict[str, str]:
    return {"type": "application", "name": "schemawright", "version": version}
